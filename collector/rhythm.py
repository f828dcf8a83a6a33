"""At which hours and minutes a feed publishes, learned as it goes, and when to look next. Pure.

Two decaying histograms, of the hour of the day (UTC) and of the minute of the hour, say how much is
to be expected when. The next look is due when what will have been published by then has waited
long enough in all: often while much comes, seldom in its quiet hours, and just after the minute at
which its software publishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from collector.item import PollState

HALF_LIFE = timedelta(days=4)
FULL_DAYS = HALF_LIFE.days / 0.6931  # what one item a day comes to in the end
LEARNED = 6.0  # weight of what was seen before which there is no rhythm to speak of
SHY = 5.0  # items by which minutes are taken for alike until they prove otherwise
STEP_S = 20.0
WAITING = 0.06  # item-minutes that may have been waited in all when the feed is looked at
LEAST_SHARE = 0.15  # of the mean rate: what no hour is thought to fall below
HOURS, MINUTES = 24, 60


def learned(state: PollState, moments: Iterable[datetime], now: datetime) -> PollState:
    """The state after something was published at these moments."""
    times = list(moments)
    if not times or state.first_polled_at is None:
        return state
    kept = 2.0 ** -((now - (state.rhythm_at or now)) / HALF_LIFE)
    bins = [value * kept for value in state.rhythm or (0.0,) * (HOURS + MINUTES)]
    for moment in times:
        bins[moment.hour] += 1
        bins[HOURS + moment.minute] += 1
    return replace(state, rhythm=tuple(round(value, 3) for value in bins), rhythm_at=now)


def next_look(state: PollState, now: datetime, low: float, high: float) -> float | None:
    """Seconds until the next look, between bounds; None while there is no rhythm to go by."""
    rates = _rates(state, now)
    if rates is None:
        return None
    hours, minutes = rates
    expected = waited = elapsed = 0.0
    at = now.hour * 3600.0 + now.minute * 60.0 + now.second
    while elapsed < high and (waited < WAITING or elapsed < low):
        minute = int(at // 60)
        expected += hours[minute // 60 % HOURS] * minutes[minute % MINUTES] * STEP_S
        waited += expected * STEP_S / 60
        elapsed += STEP_S
        at += STEP_S
    return min(max(elapsed, low), high)


def _rates(state: PollState, now: datetime) -> tuple[list[float], list[float]] | None:
    """Items a second by hour, and by minute how much more or less than that."""
    if state.first_polled_at is None or state.rhythm_at is None:
        return None
    hours, minutes = state.rhythm[:HOURS], state.rhythm[HOURS:]
    total = sum(hours)
    if total < LEARNED:
        return None
    kept = 2.0 ** -((now - state.rhythm_at) / HALF_LIFE)
    days = max(FULL_DAYS * (1 - 2.0 ** -((now - state.first_polled_at) / HALF_LIFE)), 0.5)
    scale = kept / days / 3600
    least = LEAST_SHARE * total / HOURS
    by_hour = [max(value, least) * scale for value in _smooth(hours)]
    mean = total / MINUTES
    by_minute = [(value + SHY / MINUTES) / (mean + SHY / MINUTES) for value in minutes]
    return by_hour, by_minute


def _smooth(hours: Sequence[float]) -> list[float]:
    return [(hours[n - 1] + 2 * hours[n] + hours[(n + 1) % HOURS]) / 4 for n in range(HOURS)]
