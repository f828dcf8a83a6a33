"""When a source is asked next. Pure; follows the source's rhythm within the operator's bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from collector.cadence import usual_gap
from collector.item import Failure, FailureKind, PollResult, PollState
from config.schema import Source

NEWS = 0.5  # factors on the last interval
OVERFLOW = 0.25
QUIET = 1.25
SERVER_CAP_S = 3_600.0  # a server's wish for rarer polls is followed up to here
DAY_S = 86_400.0
JITTER = 0.1
SILENCE = 24  # a source silent for a day is asked every hour at least, as far as bounds allow


@dataclass(frozen=True, slots=True)
class NextPoll:
    """`interval_s` is what was learned; `held_until` is set when a server asked for silence."""

    at: datetime
    interval_s: float
    held_until: datetime | None = None


def phase_of(name: str) -> float:
    """A stable place in [0, 1) for each source: polls spread without chance."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32


def next_poll(
    source: Source, before: PollState, result: PollResult, now: datetime, phase: float
) -> NextPoll:
    """The next poll after `result`. Never gives a source up; `phase` is `phase_of(name)`."""
    low = source.interval.min.total_seconds()
    learned = before.interval_s or low
    if result.failure is not None:
        wait = _spread(_retreat(source, result.failure, result.state.failures), phase)
        asked = min(result.failure.retry_after_s or 0.0, DAY_S)
        at = now + timedelta(seconds=max(wait, asked))
        return NextPoll(at, learned, at if asked > wait else None)
    interval = _interval(source, learned, result, now)
    return NextPoll(now + timedelta(seconds=max(low, _spread(interval, phase))), interval)


def _interval(source: Source, learned: float, result: PollResult, now: datetime) -> float:
    low, high = source.interval.min.total_seconds(), source.interval.max.total_seconds()
    rhythm = rhythm_of(result.state, now)
    if result.overflowed:
        wished = learned * OVERFLOW
    elif result.items:
        wished = min(learned * NEWS, rhythm or high)
    else:
        wished = min(learned * QUIET, 2 * rhythm if rhythm else high)
    floor = max(low, min(result.least_interval_s, SERVER_CAP_S))
    return min(max(wished, floor), high)


def rhythm_of(state: PollState, now: datetime) -> float | None:
    """Half the usual gap between moments of news; None if too few are known.

    A burst long ago is no rhythm: what has been silent since is asked ever more rarely.
    """
    usual = usual_gap(state)
    if usual is None:
        return None
    return max(usual.total_seconds(), (now - state.arrivals[-1]).total_seconds() / SILENCE) / 2


def _retreat(source: Source, failure: Failure, in_a_row: int) -> float:
    """Waits double with each failure, from and to bounds that depend on its kind."""
    low, high = source.interval.min.total_seconds(), source.interval.max.total_seconds()
    first, most = {
        FailureKind.TEMPORARY: (low, min(high, 3_600.0)),
        FailureKind.SOFT: (2 * low, high),
        FailureKind.BLOCKED: (8 * low, high),
        FailureKind.GONE: (30 * low, DAY_S),
        FailureKind.IDENTITY: (DAY_S, DAY_S),
    }[failure.kind]
    return min(first * 2.0 ** min(max(in_a_row - 1, 0), 30), max(most, low))


def _spread(seconds: float, phase: float) -> float:
    return seconds * (1 - JITTER + 2 * JITTER * phase)
