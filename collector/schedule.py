"""When a source is asked next. Pure; follows the source's rhythm within the operator's bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from collector.cadence import usual_gap
from collector.item import Failure, FailureKind, PollResult, PollState
from collector.rhythm import next_look
from collector.websub import SLOWER
from config.schema import Source

NEWS = 0.5  # factors on the last interval
OVERFLOW = 0.25
QUIET = 1.25
SERVER_CAP_S = 3_600.0  # a server's wish for rarer polls is followed up to here
DAY_S = 86_400.0
JITTER = 0.1
LATE_S = 15.0
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
        wait = max(low, _spread(_retreat(source, result.failure, result.state.failures), phase))
        asked = min(result.failure.retry_after_s or 0.0, DAY_S)
        at = now + timedelta(seconds=max(wait, asked))
        return NextPoll(at, learned, at if asked > wait else None)
    if (look := _foreseen(source, result, now)) is not None:
        # Feeds that publish on the hour are not all asked in the same second.
        late = min(LATE_S, JITTER * look) * phase if look > low else 0.0
        return NextPoll(_outside(result.state.skips, now, look + late), look)
    interval = _interval(source, learned, result, now)
    wait = max(low, _spread(interval, phase))
    return NextPoll(_outside(result.state.skips, now, wait), interval)


def slower(source: Source, plan: NextPoll, result: PollResult, now: datetime) -> datetime | None:
    """The next poll of a feed whose hub announces what is new; None where none but its own will do.

    What failed or overflowed is looked at as if there were no hub.
    """
    if result.failure is not None or result.overflowed:
        return None
    return max(plan.at, now + min((plan.at - now) * SLOWER, source.interval.max))


def _outside(skips: tuple[int, ...], now: datetime, wait: float) -> datetime:
    """Not in hours and on days a feed excludes, as far as waiting for them is bearable."""
    at, latest = now + timedelta(seconds=wait), now + timedelta(seconds=max(wait, SERVER_CAP_S))
    if not skips or (at.hour not in skips and 100 + at.weekday() not in skips):
        return at
    hour = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(hour + (at - now) % timedelta(minutes=1), latest)


def _foreseen(source: Source, result: PollResult, now: datetime) -> float | None:
    """By the hours and minutes at which a feed is known to publish."""
    if result.overflowed:
        return None
    high = source.interval.max.total_seconds()
    floor = min(_floor(source, result), high)
    look = next_look(result.state, now, floor, high)
    cap = result.state.cap_s
    return max(min(look, cap), floor) if look is not None and cap else look


def _floor(source: Source, result: PollResult) -> float:
    """No poll before that: the operator's word, and the server's up to a bound."""
    low = source.interval.min.total_seconds()
    return max(low, min(result.least_interval_s, SERVER_CAP_S))


def _interval(source: Source, learned: float, result: PollResult, now: datetime) -> float:
    high = source.interval.max.total_seconds()
    rhythm = rhythm_of(result.state, now)
    if result.overflowed:
        wished = learned * OVERFLOW
    elif result.items:
        wished = min(learned * NEWS, rhythm or high)
    else:
        wished = min(learned * QUIET, 2 * rhythm if rhythm else high)
    return min(max(wished, _floor(source, result)), high)


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
