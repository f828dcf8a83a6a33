"""How often a source publishes, and from when on its silence is strange. Pure.

Learned from the moments at which it published: a channel tells them, also of the past; of a feed
only those count at which new entries were seen. What comes within a minute is one moment, so a
burst teaches no more than a post.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from collector.item import PollState

MAX_MOMENTS = 20
MIN_MOMENTS = 4  # before this there is no cadence to speak of
SAME = timedelta(minutes=1)
HALVES_IN = timedelta(days=7)  # the longest silence is forgotten by half in this time
LONGEST = timedelta(days=60)  # no silence counts for more: one odd date must not excuse years
LEAST = timedelta(hours=1)  # no source is called quiet before this
OF_USUAL, OF_LONGEST = 3.0, 1.5  # silence is strange beyond so many usual gaps, or long ones


def heard(state: PollState, moments: Iterable[datetime], now: datetime) -> PollState:
    """The state after something new was published at these moments; late ones count as now."""
    told = sorted(min(moment, now) for moment in moments)
    if not told:
        return state
    known = state.arrivals
    merged = _apart(sorted((*known, *told)))
    lull = timedelta(seconds=state.lull_s)
    for sooner, later in pairwise(merged):
        if not known or later > known[-1]:
            lull = _longest(lull, later - sooner)
    newest = max(told[-1], state.last_new_at or told[-1])
    return replace(
        state, last_new_at=newest, arrivals=merged[-MAX_MOMENTS:], lull_s=lull.total_seconds()
    )


def usual_gap(state: PollState) -> timedelta | None:
    """The median time between two moments; None while too few are known."""
    if len(state.arrivals) < MIN_MOMENTS:
        return None
    gaps = [later - sooner for sooner, later in pairwise(state.arrivals)]
    return timedelta(seconds=median(gap.total_seconds() for gap in gaps))


def patience(state: PollState) -> timedelta | None:
    """How long the source may be silent before that is strange; None while that is unknown.

    Nights and weekends are silences too, so the longest one of late counts beside the usual gap.
    """
    usual = usual_gap(state)
    if usual is None:
        return None
    return max(LEAST, OF_USUAL * usual, OF_LONGEST * timedelta(seconds=state.lull_s))


def _longest(lull: timedelta, gap: timedelta) -> timedelta:
    left: timedelta = lull * 2.0 ** -(gap / HALVES_IN)
    return min(LONGEST, max(gap, left))


def _apart(moments: Iterable[datetime]) -> tuple[datetime, ...]:
    """The moments without those that follow another one within a minute."""
    kept: list[datetime] = []
    for moment in moments:
        if not kept or moment - kept[-1] >= SAME:
            kept.append(moment)
    return tuple(kept)
