"""Silences: what the operator doesn't want to hear for a while. Decides; keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError

from alerts.model import Alert
from alerts.routing import mismatches
from config.schema import Match

LONGEST = timedelta(days=366)
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
    """`severity=low country=ML,NE` as a Match; raises ValueError in words."""
    asked: dict[str, list[str]] = {}
    for matcher in matchers:
        key, _, values = matcher.partition("=")
        if key not in Match.model_fields or not values:
            known = ", ".join(Match.model_fields)
            raise ValueError(f"{matcher!r} is not KEY=VALUE[,VALUE] with a key of: {known}")
        asked.setdefault(key, []).extend(value.strip() for value in values.split(","))
    if not asked:
        raise ValueError("name at least one matcher, such as watch=armour: all is no silence")
    try:
        return Match.model_validate(asked)
    except ValidationError as error:
        wrong = error.errors()[0]
        raise ValueError(f"{wrong['loc'][0]}: {wrong['input']!r}: {wrong['msg']}") from None


def words_of(match: Match) -> str:
    """A Match as it is written on the command line."""
    given = match.model_dump(exclude_defaults=True)
    return " ".join(f"{key}={','.join(values)}" for key, values in given.items())


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
