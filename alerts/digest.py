"""Decides when a daily digest is due and what period it covers. Pure; renders nothing.

A digest belongs to a local date and is due at that date's first instant at or after HH:MM,
whatever the clocks do. A date that a zone never had (Samoa, 30 December 2011) has none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.schema import DigestPlan

COURSE = 14  # days that the charts show
LATEST = timedelta(hours=12)  # later than this a digest is skipped, and the next one says so
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class DueDay:
    """One local date whose digest is due; `skipped`: too late to be worth sending."""

    day: date
    due_at: datetime
    skipped: bool = False


def due_days(plan: DigestPlan, last_day: date | None, now: datetime) -> tuple[DueDay, ...]:
    """Every date after `last_day` that is due, oldest first.

    Without a `last_day` the plan is new: only today counts, and only while it isn't late.
    """
    today = now.astimezone(plan.tz).date()
    day = last_day + _DAY if last_day else today
    found: list[DueDay] = []
    while day <= today:
        due_at = due_instant(plan, day)
        if due_at is not None and due_at <= now:
            found.append(DueDay(day, due_at, skipped=now - due_at > LATEST))
        day += _DAY
    return tuple(due for due in found if last_day or not due.skipped)


def due_instant(plan: DigestPlan, day: date) -> datetime | None:
    """First instant (UTC) at which the local clock reads `day` HH:MM or later, if `day` exists."""
    wanted = datetime.combine(day, time.fromisoformat(plan.at))
    at = wanted.replace(tzinfo=plan.tz).astimezone(UTC)  # the earlier one of a repeated hour
    if _local(at, plan.tz) == wanted:
        return at
    at = _jump(wanted, plan.tz)
    return at if day in (_local(at, plan.tz).date(), _local(at - _SECOND, plan.tz).date()) else None


def period(
    plan: DigestPlan, day: date, skipped: Collection[date] = ()
) -> tuple[datetime, datetime]:
    """From the due instant of the last digest that was sent to this one's.

    `skipped` are dates without a digest: what happened on them is told now.
    """
    end = due_instant(plan, day)
    if end is None:
        raise ValueError(f"{plan.zone} has no {day}")
    before = day - _DAY
    start = due_instant(plan, before)
    while start is None or before in skipped:
        before -= _DAY
        start = due_instant(plan, before)
    return start, end


def course_of(plan: DigestPlan, day: date) -> tuple[tuple[date, ...], tuple[datetime, ...]]:
    """The last days up to `day`, oldest first, and the instants between which each one lies."""
    days: list[date] = []
    bounds: list[datetime] = []
    while len(bounds) <= COURSE:
        if (due_at := due_instant(plan, day)) is not None:
            bounds.insert(0, due_at)
            days.insert(0, day)
        day -= _DAY
    return tuple(days[1:]), tuple(bounds)


def _jump(wanted: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the local clock leaps over `wanted`."""
    # In a gap the two folds lie on its two sides (PEP 495).
    sides = (wanted.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    before, after = sorted(sides)
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if _local(middle, zone) < wanted:
            before = middle
        else:
            after = middle
    return after


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None)
