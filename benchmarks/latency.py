"""How soon a feed's items are seen: the schedule on generated weeks, beside fixed intervals.

    python -m benchmarks.latency [--feeds 1000] [--days 7]

Nothing is fetched: the real schedule (collector.schedule, collector.rhythm) is asked when to poll,
and a poll sees what was published before it. A feed learns for a week, then is measured. Items come
as newsrooms publish: a rate of its own for each feed, days and nights, some by the clock (their
software publishes at fixed minutes, with up to some dozens of seconds of delay), some in bursts.
"""

from __future__ import annotations

import argparse
import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import mean, median

from collector.cadence import heard
from collector.item import Item, PollResult, PollState
from collector.rhythm import learned
from collector.schedule import next_poll, phase_of
from config.schema import Source

_START = datetime(2026, 11, 2, tzinfo=UTC)
_DAY = timedelta(days=1)
KINDS = ("steady", "by the clock", "in bursts")
_SHARES = (45, 25, 30)
_ITEM = Item("s", "1", "article", "t", "", "", None)


@dataclass(frozen=True, slots=True)
class Feed:
    """When one feed publishes."""

    name: str
    kind: str
    moments: tuple[datetime, ...]


def feed(number: int, days: int) -> Feed:
    """Always the same for one number."""
    chance = random.Random(number)  # noqa: S311 - no secret
    kind = chance.choices(KINDS, _SHARES)[0]
    a_day = min(chance.lognormvariate(math.log(12), 1.1), 250.0)
    noon = chance.gauss(12, 3)  # of its editors, in UTC
    clock = sorted(chance.sample(range(0, 60, 5), chance.choice((1, 2, 2, 4))))
    found: list[datetime] = []
    for day in range(days):
        found += _of_day(chance, kind, a_day, noon, clock, _START + day * _DAY)
    return Feed(f"feed-{number}", kind, tuple(sorted(found)))


def _of_day(  # noqa: PLR0913, PLR0917 - what makes a day
    chance: random.Random, kind: str, a_day: float, noon: float, clock: list[int], day: datetime
) -> list[datetime]:
    weekend = 0.5 if day.weekday() >= 5 else 1.0
    wanted = a_day * weekend / (4.0 if kind == "in bursts" else 1.0)
    count = int(wanted) + (chance.random() < wanted % 1)
    found = []
    for _ in range(count):
        hour = chance.gauss(noon, 4.0) if chance.random() < 0.85 else chance.uniform(0, 24)
        at = day + timedelta(hours=hour % 24)
        if kind == "by the clock":
            late = min(chance.expovariate(1 / 12), 60)
            at = at.replace(minute=chance.choice(clock), second=0) + timedelta(seconds=late)
        found.append(at)
        if kind == "in bursts":
            more = chance.randint(1, 5)
            found += [at + timedelta(minutes=chance.expovariate(1 / 12)) for _ in range(more)]
    return found


def adaptive(feed: Feed, days: int) -> list[datetime]:
    """When the schedule polls, with the bounds a source has by default."""
    source = Source(name=feed.name, url="https://feed.example/rss")
    end, phase = _START + days * _DAY, phase_of(feed.name)
    now, polls = _START + timedelta(seconds=300 * phase), []
    state, seen = PollState(), 0
    while now < end:
        polls.append(now)
        upto = bisect_right(feed.moments, now)
        new, seen = feed.moments[seen:upto], upto
        before = replace(state, first_polled_at=state.first_polled_at or now)
        state = learned(heard(before, new, now), new, now) if len(polls) > 1 else before
        result = PollResult(feed.name, state, items=(_ITEM,) if new else (), unchanged=not new)
        plan = next_poll(source, before, result, now, phase)
        state, now = replace(state, interval_s=plan.interval_s), plan.at
    return polls


def fixed(feed: Feed, days: int, every_s: float) -> list[datetime]:
    """Polls at one interval, each feed at its own phase."""
    first = _START + timedelta(seconds=every_s * phase_of(feed.name))
    count = int((days * _DAY).total_seconds() / every_s)
    return [first + timedelta(seconds=every_s * n) for n in range(count)]


def waits(feed: Feed, polls: Sequence[datetime], since: datetime) -> list[float]:
    """Seconds from publication to the next poll, of what came after `since`."""
    found = []
    for moment in feed.moments:
        at = bisect_right(polls, moment)
        if moment >= since and at < len(polls):
            found.append((polls[at] - moment).total_seconds())
    return found


def _line(name: str, waited: Sequence[float], requests: float) -> str:
    ordered = sorted(waited)
    ninth = ordered[int(len(ordered) * 0.9)]
    return (
        f"| {name} | {requests:,.0f} | {median(ordered):.0f} | {mean(ordered):.0f} | {ninth:.0f} |"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--feeds", type=int, default=1_000)
    options.add_argument("--days", type=int, default=7, help="measured, after as many of learning")
    chosen = options.parse_args()
    days, since = 2 * chosen.days, _START + chosen.days * _DAY
    feeds = [feed(number, days) for number in range(chosen.feeds)]
    ours: dict[str, list[float]] = {kind: [] for kind in KINDS}
    requests = 0
    for one in feeds:
        polls = adaptive(one, days)
        requests += sum(at >= since for at in polls)
        ours[one.kind] += waits(one, polls, since)
    a_day = requests / chosen.feeds / chosen.days
    print("| schedule | requests a feed and day | median s | mean s | 90 % s |")
    print("|---|---:|---:|---:|---:|")
    print(_line("Tocsin", [wait for kind in KINDS for wait in ours[kind]], a_day))
    for kind in KINDS:
        print(_line(f"… feeds {kind}" if kind != "steady" else "… steady feeds", ours[kind], a_day))
    for every in (300.0, 900.0, 86_400 / a_day):
        found = [w for one in feeds for w in waits(one, fixed(one, days, every), since)]
        print(_line(f"fixed, every {every / 60:.1f} min", found, 86_400 / every))


if __name__ == "__main__":
    main()
