"""Until when are alerts held by the clock? Time intervals in their zones. Decides only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from config.schema import Route, TimeInterval

HORIZON = timedelta(days=8)  # every interval returns within a week
_ALL_DAY = (("00:00", "24:00"),)


def held_until(
    route: Route, intervals: Sequence[TimeInterval], now: datetime
) -> tuple[datetime, str] | None:
    """When the route is quiet no more, and what makes it so; None: it is not quiet now."""
    named = {interval.name: interval for interval in intervals}
    muting = [named[name] for name in route.mute_time_intervals if name in named]
    active = [named[name] for name in route.active_time_intervals if name in named]

    def why(at: datetime) -> str:
        for interval in muting:
            if covers(interval, at):
                return interval.name
        if active and not any(covers(interval, at) for interval in active):
            return "outside " + ", ".join(interval.name for interval in active)
        return ""

    reason = why(now)
    if not reason:
        return None
    borders = sorted({b for one in (*muting, *active) for b in _borders(one, now)})
    return next((at for at in borders if not why(at)), now + HORIZON), reason


def covers(interval: TimeInterval, at: datetime) -> bool:
    """Whether the instant lies in the interval, by the clocks of its zone."""
    return any(begin <= at < end for begin, end in _spans(interval, at))


def _borders(interval: TimeInterval, now: datetime) -> Iterator[datetime]:
    days = int(HORIZON / timedelta(days=1))
    for day in range(days):
        for span in _spans(interval, now + timedelta(days=day)):
            yield from (border for border in span if now < border)


def _spans(interval: TimeInterval, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches, as instants, that begin on the local day of `at` or on the day before."""
    today = at.astimezone(interval.tz).date()
    for day in (today - timedelta(days=1), today):
        if day.weekday() not in interval.days:
            continue
        for start, end in _times(interval):
            past_midnight = end <= start
            begin = datetime.combine(day, _clock(start), interval.tz)
            last = day + timedelta(days=1) if past_midnight or end == "24:00" else day
            finish = datetime.combine(last, _clock(end), interval.tz)
            yield begin.astimezone(UTC), finish.astimezone(UTC)


def _times(interval: TimeInterval) -> Iterable[tuple[str, str]]:
    return [(span.start_time, span.end_time) for span in interval.times] or _ALL_DAY


def _clock(words: str) -> time:
    return time(0) if words == "24:00" else time.fromisoformat(words)
