"""How often a source publishes, and when its silence is strange."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from collector.cadence import heard, patience, usual_gap
from collector.item import PollState

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def every(gap: timedelta, count: int = 20) -> list[datetime]:
    return [NOW - gap * number for number in range(count)]


def by_day(days: int) -> list[datetime]:
    """Hourly from 8 to 23 h, silent at night."""
    midnights = [NOW.replace(hour=0) - DAY * number for number in range(days)]
    return [at for day in midnights for hour in range(8, 24) if (at := day + HOUR * hour) <= NOW]


CADENCES = [
    ("every minute", every(MINUTE), MINUTE, HOUR),
    ("hourly", every(HOUR), HOUR, 3 * HOUR),
    ("weekly", every(7 * DAY), 7 * DAY, 21 * DAY),
    ("hourly, but not at night", by_day(2), HOUR, 13.5 * HOUR),
    ("five posts in a row, once a week", [
        NOW - 7 * DAY * week - 10 * MINUTE * number for week in range(4) for number in range(5)
    ], 10 * MINUTE, 1.5 * (7 * DAY - 40 * MINUTE)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "moments", "usual", "bearable"), CADENCES, ids=[row[0] for row in CADENCES]
)
def test_silence_is_strange_after_what_is_usual(
    reason: str, moments: list[datetime], usual: timedelta, bearable: timedelta
) -> None:
    state = heard(PollState(), moments, NOW)

    assert usual_gap(state) == usual, reason
    assert patience(state) == pytest.approx(bearable, rel=0.05)


def test_three_moments_are_no_cadence() -> None:
    state = heard(PollState(), every(HOUR, 3), NOW)

    assert (usual_gap(state), patience(state)) == (None, None)


def test_a_burst_is_one_moment() -> None:
    burst = [NOW + timedelta(seconds=number / 10) for number in range(300)]

    state = heard(heard(PollState(), every(HOUR), NOW), burst, NOW + MINUTE)

    assert usual_gap(state) == HOUR


def test_a_long_silence_is_forgotten_by_half_in_a_week() -> None:
    state = heard(PollState(), [NOW - 40 * DAY, NOW - 20 * DAY], NOW)

    later = heard(state, [NOW - 20 * DAY + HOUR * n for n in range(1, 14 * 24)], NOW)

    assert timedelta(seconds=later.lull_s) == pytest.approx(5 * DAY, rel=0.05)


def test_posts_of_the_past_read_late_do_not_lengthen_the_silence() -> None:
    state = heard(PollState(), [NOW - 2 * HOUR, NOW], NOW)

    filled = heard(state, [NOW - HOUR], NOW)

    assert (filled.lull_s, filled.arrivals) == (7_200, (NOW - 2 * HOUR, NOW - HOUR, NOW))


def test_an_odd_date_excuses_no_silence_of_years() -> None:
    state = heard(PollState(), [datetime(1970, 1, 1, tzinfo=UTC), *every(HOUR)], NOW)

    assert timedelta(seconds=state.lull_s) <= timedelta(days=60)


def test_what_is_dated_ahead_counts_as_now() -> None:
    state = heard(PollState(), [NOW + DAY], NOW)

    assert (state.last_new_at, state.arrivals) == (NOW, (NOW,))
