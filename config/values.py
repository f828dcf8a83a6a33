"""The small values that all configuration models are made of; no I/O."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.config import JsonDict

COUNTRY = r"^[A-Z]{2}$"


# What a pattern means, for messages.
IN_WORDS = {
    r"^[a-z0-9][a-z0-9._-]{0,63}$": (
        "a name: lower-case letters, digits, dot, dash and underscore, at most 64"
    ),
    COUNTRY: "a country code of two capitals such as ML",
    r"^[A-Z][A-Z0-9_]{1,63}$": "the name of an environment variable such as TOCSIN_SLACK_TOKEN",
    r"^([01]\d|2[0-3]):[0-5]\d$": "a time of day such as 07:30",
    r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$": "a time of day from 00:00 to 24:00",
    r"^https?://[^/\s]+$": "an address without a path such as https://t.me",
    r"^https?://\S+/$": "an address that ends in / such as https://slack.com/api/",
    r"^[^@\s<>,;]+@[^@\s<>,;]+$": "a mail address such as desk@example.org",
}

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _duration(value: object) -> object:
    """Read "90s", "2m", "6h", "1d"; leave anything else to pydantic's own message."""
    if isinstance(value, timedelta):
        return value
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(
            'write a duration as a whole number and s, m, h or d, such as "90s" or "2h"'
        )
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def in_words(value: timedelta) -> str:
    """A duration as operators write it: timedelta(minutes=2) is "2m"."""
    seconds = int(value.total_seconds())
    unit = next(unit for unit in "dhms" if seconds % _UNITS[unit] == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(in_words, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^\s*\d{1,6}\s*[smhd]\s*$"}),
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Language = Literal["en", "ru", "fr", "uk", "ar"]
Country = Annotated[str, StringConstraints(pattern=COUNTRY)]
ActionName = Literal[
    "arrival", "delivery", "convoy", "transfer", "deployment", "basing", "construction",
    "sighting", "rotation", "withdrawal", "loss", "exercise", "agreement",
]  # fmt: skip

Reliability = Literal["A", "B", "C", "D", "E", "F"]
NoveltyName = Literal[
    "FIRST_REPORT", "NEW_EQUIPMENT", "NEW_PLACE", "LARGER_COUNT", "NEW_UNIT", "NEW_ID",
    "NEW_ACTIVITY", "INDEPENDENT_SOURCE", "BETTER_SOURCE", "OFFICIAL_CONFIRMATION",
    "CONTRADICTION", "EDITED", "DELETED", "REPEAT",
]  # fmt: skip
Severity = Literal["info", "low", "medium", "high", "critical"]
EnvName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,63}$")]
OnAmbiguous = Literal["resend", "hold"]  # what to do where a lost reply can't be looked up


class Model(BaseModel):
    """Base of all declared mappings: frozen, unknown keys refused, names never shadowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def exactly_one(*keys: str) -> JsonDict:
    """What a validator asks of a mapping, said again for editors."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def with_lists(value: object, lists: frozenset[str]) -> object:
    """One value standing for a list of one, under the keys named."""
    if not isinstance(value, dict):
        return value
    return {
        key: [item] if key in lists and isinstance(item, str) else item
        for key, item in value.items()
    }
