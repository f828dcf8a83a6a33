"""Hours and minutes at which a feed publishes, and when to look next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from collector.item import PollState
from collector.rhythm import learned, next_look

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LOW, HIGH = 120.0, 21_600.0
DAY = timedelta(days=1)


def taught(*times: tuple[int, int], days: int = 14) -> PollState:
    """A feed that published at these hours and minutes for some days until yesterday."""
    state = PollState(first_polled_at=NOW - days * DAY)
    for day in range(days, 0, -1):
        date = NOW - day * DAY
        moments = [date.replace(hour=hour, minute=minute) for hour, minute in times]
        state = learned(state, moments, max(moments))
    return state


def look(state: PollState, hour: int, minute: int = 0) -> float:
    seconds = next_look(state, NOW.replace(hour=hour, minute=minute), LOW, HIGH)
    assert seconds is not None
    return seconds


def test_without_a_past_there_is_no_rhythm() -> None:
    assert next_look(PollState(first_polled_at=NOW), NOW, LOW, HIGH) is None
    assert next_look(taught((9, 0), days=3), NOW, LOW, HIGH) is None


def test_a_feed_that_publishes_all_the_time_is_asked_as_often_as_allowed() -> None:
    busy = taught(*[(hour, minute) for hour in range(24) for minute in range(60)])

    assert look(busy, 12, 1) == LOW


def test_quiet_hours_are_quiet() -> None:
    office = taught(*[(hour, (7 * hour + 13 * n) % 60) for hour in range(8, 18) for n in range(3)])

    assert look(office, 2) > 1.5 * look(office, 12)


def test_a_feed_that_publishes_by_the_clock_is_asked_just_after() -> None:
    hourly = taught(*[(hour, 30) for hour in range(24)])

    looks, at = [], NOW
    while at <= NOW + timedelta(minutes=30):
        at += timedelta(seconds=look(hourly, at.hour, at.minute))
        looks.append(at)

    assert len(looks) < 6
    assert looks[-1] < NOW + timedelta(minutes=33)


def test_what_was_long_ago_fades() -> None:
    state = taught(*[(hour, 10) for hour in range(24)])
    before = sum(state.rhythm)

    later = learned(state, [NOW + 40 * DAY], NOW + 40 * DAY)

    assert sum(later.rhythm) < before / 100


def test_no_look_comes_sooner_or_later_than_allowed() -> None:
    rare = taught((9, 0), days=20)

    assert next_look(rare, NOW, 900.0, 1_000.0) == 1_000.0
    assert next_look(rare, NOW.replace(hour=8, minute=59), 900.0, 2_000.0) == 900.0
