"""Whose turn it is when more channels are due than the request budget allows. Pure.

Late is who waits long for its own interval: a channel polled every two minutes that is one minute
late goes before one polled every six hours that is an hour late. So under overload all intervals
grow by one factor, those of channels that told something of late four times less. Who has waited
for half an hour goes first, the longest wait before all: no channel is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(minutes=30)
HOT = 4.0  # weight of a channel that told something of late
HOT_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A source that is due."""

    name: str
    due_at: datetime
    interval_s: float
    last_hit_at: datetime | None = None


def in_turn(waiting: Iterable[Waiting], now: datetime, limit: int) -> list[str]:
    """The names of those to poll first."""
    return [one.name for one in sorted(waiting, key=lambda one: _rank(one, now))[:limit]]


def _rank(one: Waiting, now: datetime) -> tuple[bool, float, str]:
    late = now - one.due_at
    if late >= LONGEST_WAIT:
        return False, -late.total_seconds(), one.name
    is_hot = one.last_hit_at is not None and now - one.last_hit_at < HOT_FOR
    weight = HOT if is_hot else 1.0
    return True, -weight * late.total_seconds() / max(one.interval_s, 1.0), one.name
