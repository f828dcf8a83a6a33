"""Two thousand channels on one account: how late is a post seen, and is any channel forgotten?

    python -m benchmarks.channels [--channels 2000] [--budget 1.0] [--hours 48]

Simulated time, real decisions: cadence, schedule and turns as the service uses them, one request a
poll, requests spaced by budget and jitter as the gate does. Posting rates are spread as channels'
are: a few post every minute or two, most some times a day, some once a week. One in fifty tells
something that a watch hears. Nights are quiet. The first day is for learning and not counted.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median, quantiles

from collector.cadence import heard
from collector.item import Item, PollResult, PollState
from collector.schedule import next_poll, phase_of
from collector.telegram_gate import JITTER
from collector.turns import Waiting, in_turn
from config.schema import Interval, Source

START = datetime(2026, 11, 20, tzinfo=UTC)
BOUNDS = Interval(min=timedelta(minutes=2), max=timedelta(hours=6))
SHOWN = 50  # posts on the newest page
TIERS = ((10, "≥ 10 an hour"), (1, "1–10 an hour"), (1 / 24, "1–24 a day"), (0, "rarer"))


@dataclass
class Simulated:
    """One channel: its posts to come, and what the service knows of it."""

    source: Source
    per_hour: float
    posts: list[datetime]
    state: PollState = field(default_factory=PollState)
    due_at: datetime = START
    last_hit_at: datetime | None = None
    seen: int = 0
    polls: list[datetime] = field(default_factory=list)
    late: list[float] = field(default_factory=list)  # seconds from post to poll

    @property
    def tier(self) -> str:
        return next(name for least, name in TIERS if self.per_hour >= least)


def channels(count: int, hours: int, chance: random.Random) -> Iterator[Simulated]:
    for number in range(count):
        per_hour = math.exp(chance.gauss(math.log(0.25), 1.9))
        source = Source(name=f"c{number:04d}", channel=f"channel_{number:04d}", interval=BOUNDS)
        yield Simulated(source, per_hour, list(posts(min(per_hour, 40.0), hours, chance)))


def posts(per_hour: float, hours: int, chance: random.Random) -> Iterator[datetime]:
    """By chance, at night a tenth; a week of the past for the first page."""
    at, end = START - timedelta(days=7), START + timedelta(hours=hours)
    while (at := at + timedelta(hours=chance.expovariate(per_hour))) < end:
        if 7 <= at.hour < 23 or chance.random() < 0.1:
            yield at


def poll(channel: Simulated, now: datetime, chance: random.Random, counts_from: datetime) -> None:
    """One request: what it shows is new or known, and when to come again follows."""
    until = next((n for n, at in enumerate(channel.posts) if n >= channel.seen and at > now),
                 len(channel.posts))  # fmt: skip
    fresh = channel.posts[channel.seen : until]
    if channel.polls and now >= counts_from:
        channel.late += [(now - at).total_seconds() for at in fresh if at >= counts_from]
    if any(chance.random() < 0.02 for _ in fresh) and int(channel.source.name[1:]) % 50 == 0:
        channel.last_hit_at = now
    before, channel.seen = channel.state, until
    state = replace(before, first_polled_at=before.first_polled_at or now, last_ok_at=now)
    state = heard(state, fresh[-SHOWN:], now)
    items = tuple(Item(channel.source.name, str(n), "post", "", "", "", None) for n in fresh[:1])
    result = PollResult(channel.source.name, state, items, unchanged=not items)
    plan = next_poll(channel.source, before, result, now, phase_of(channel.source.name))
    channel.state = replace(state, interval_s=plan.interval_s)
    channel.due_at = plan.at
    channel.polls.append(now)


def simulate(everyone: list[Simulated], budget: float, hours: int, chance: random.Random) -> float:
    """Poll in turn for so long. Gives the share of the budget that was used after the first day."""
    now, end, day = START, START + timedelta(hours=hours), START + timedelta(days=1)
    used = 0
    by_name = {one.source.name: one for one in everyone}
    while now < end:
        due = [one for one in everyone if one.due_at <= now]
        waiting = (
            Waiting(one.source.name, one.due_at, one.state.interval_s or 120.0, one.last_hit_at)
            for one in due
        )
        for name in in_turn(waiting, now, 4):
            poll(by_name[name], now, chance, day)
            used += now >= day
            now += timedelta(seconds=(1 + JITTER * chance.random()) / budget)
        if not due:
            now += timedelta(seconds=1)
    return used / ((end - day).total_seconds() * budget)


def report(everyone: list[Simulated], used: float) -> Iterator[str]:
    yield f"{'posts':14}{'channels':>9}{'posts seen':>11}{'half within':>12}{'95 % within':>12}" \
          f"{'longest pause between polls':>29}"  # fmt: skip
    for _, name in TIERS:
        tier = [one for one in everyone if one.tier == name]
        late = [seconds for one in tier for seconds in one.late] or [0.0]
        pauses = [(b - a).total_seconds() for one in tier for a, b in pairwise(one.polls)] or [0.0]
        most = quantiles(late, n=20)[-1] if len(late) > 1 else late[0]
        yield f"{name:14}{len(tier):>9}{len(late):>11}{minutes(median(late)):>12}" \
              f"{minutes(most):>12}{minutes(max(pauses)):>29}"  # fmt: skip
    hot = [s for one in everyone if one.last_hit_at for s in one.late] or [0.0]
    yield f"channels that told something: half within {minutes(median(hot))}"
    yield f"never polled: {sum(not one.polls for one in everyone)}; budget used: {used:.0%}"


def minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--channels", type=int, default=2_000)
    parser.add_argument("--budget", type=float, default=1.0)
    parser.add_argument("--hours", type=int, default=48)
    given = parser.parse_args()
    chance = random.Random(20261122)  # noqa: S311 - the same world at every run
    everyone = list(channels(given.channels, given.hours, chance))
    used = simulate(everyone, given.budget, given.hours, chance)
    print(f"{given.channels} channels, one account, {given.budget:g} requests a second at most")
    print("\n".join(report(everyone, used)))


if __name__ == "__main__":
    main()
