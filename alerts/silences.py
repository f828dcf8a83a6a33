"""Silences: what the operator doesn't want to hear for a while. Decides; keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from alerts.model import Alert
from alerts.routing import mismatches
from config.schema import Match, Traits
from config.values import IN_WORDS

LONGEST = timedelta(days=366)
_MATCHER = re.compile(r"([a-z]+)(!?=)([^=~].*)")  # Alertmanager's, without its expressions
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Silence:
    """Alerts that match are not told until it ends; they are counted as held back."""

    id: int
    match: Match
    comment: str
    added_at: datetime
    ends_at: datetime

    def holds(self, alert: Alert, now: datetime) -> bool:
        return self.added_at <= now < self.ends_at and not mismatches(alert, self.match)


def silencing(alert: Alert, silences: Iterable[Silence], now: datetime) -> Silence | None:
    """The first silence that holds the alert."""
    return next((silence for silence in silences if silence.holds(alert, now)), None)


def match_of(matchers: Sequence[str]) -> Match:
    """`severity=low country!=ML,NE` as a Match; raises ValueError in words."""
    asked: dict[str, list[str]] = {}
    left_out: dict[str, list[str]] = {}
    for matcher in matchers:
        found = _MATCHER.fullmatch(matcher.strip())
        if found is None or found[1] not in Traits.model_fields:
            known = ", ".join(Traits.model_fields)
            raise ValueError(
                f"{matcher!r} is not KEY=VALUE[,VALUE] or KEY!=VALUE[,VALUE] with a key of: {known}"
            )
        values = [value.strip().strip("\"'") for value in found[3].split(",")]
        (left_out if found[2] == "!=" else asked).setdefault(found[1], []).extend(values)
    if not asked and not left_out:
        raise ValueError("name at least one matcher, such as watch=armour: all is no silence")
    try:
        return Match.model_validate(asked | ({"none": left_out} if left_out else {}))
    except ValidationError as error:
        wrong = error.errors()[0]
        key = next(str(part) for part in wrong["loc"] if part in Traits.model_fields)
        pattern = wrong.get("ctx", {}).get("pattern", "")
        said = f"must be {IN_WORDS[pattern]}" if pattern in IN_WORDS else wrong["msg"]
        raise ValueError(f"{key}: {wrong['input']!r}: {said}") from None


def words_of(match: Match) -> str:
    """A Match as it is written on the command line."""
    signs = (("=", match), ("!=", match.none))
    return " ".join(
        f"{key}{sign}{','.join(values)}" for sign, traits in signs for key, values in traits.asked()
    )


def end_of(words: str, now: datetime) -> datetime:
    """`2h`, `3d`, `2026-12-24T18:00Z`; raises ValueError in words."""
    if found := re.fullmatch(r"(\d{1,5})([mhdw])", words.strip()):
        end = now + timedelta(**{_UNITS[found[2]]: int(found[1])})
    else:
        try:
            end = datetime.fromisoformat(words.strip())
        except ValueError:
            raise ValueError(f"{words!r} is neither a length such as 2h nor a time") from None
        end = end if end.tzinfo else end.replace(tzinfo=UTC)
    if not now < end <= now + LONGEST:
        raise ValueError("a silence ends in the future, within a year")
    return end
