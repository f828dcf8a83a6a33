"""Kills and lost queues while reports flow: every alert arrives, and arrives once."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.fakes.desk import Desk, children_of, until

UNITS = ("convoy", "column", "battery", "platoon", "company", "detachment", "group", "train")
TOWNS = ("Gao", "Kidal", "Tessalit", "Sévaré", "Ménaka", "Ber", "Segou", "Kayes", "Mopti", "Nioro")
CATCH_UP_S = 600.0
VERBS = ("crossed", "reached", "left", "passed", "entered", "circled", "approached", "held")


def report(number: int) -> str:
    """A report unlike every other one, so that each is an event of its own."""
    pick = random.Random(number)
    words = " ".join(
        f"{pick.choice(UNITS)} {pick.randrange(10**6)} {pick.choice(VERBS)} {pick.choice(TOWNS)}"
        for _ in range(6)
    )
    # Its own hull number: reports of one model at one place would rightly be one event.
    return f"Report {number:05d}: T-72 with hull number {number:05d} seen, {words}."


@pytest.mark.parametrize("items", [40, pytest.param(1000, marks=pytest.mark.prove)])
def test_every_alert_arrives_once_through_kills_and_flushes(tmp_path: Path, items: int) -> None:
    chance = random.Random(20261122)
    with Desk(tmp_path) as desk:
        service = desk.start("up")
        until(lambda: "Running: " in desk.printed)

        for number in range(items):
            desk.publish(report(number), title=f"Report {number:05d}")
            if len(desk.entries) > 100:
                desk.entries.pop()
            if number % max(12, items // 15) == 5:
                disturb(desk, service.pid, chance)
                catch_up(desk, number - 30)
        until(lambda: told(desk, items - 1) and len(seen(desk)) == items, CATCH_UP_S)

        counts = seen(desk)
    assert sorted(counts) == [f"{number:05d}" for number in range(items)]
    assert [number for number, count in counts.items() if count > 1] == []


def catch_up(desk: Desk, number: int) -> None:
    """Slack is told once a second, and what a killed worker held comes back with its lease."""
    until(lambda: told(desk, number), CATCH_UP_S)


def disturb(desk: Desk, supervisor: int, chance: random.Random) -> None:
    """Kill any one process of the service, or empty the queues."""
    children = children_of(supervisor)
    if chance.random() < 0.3 or not children:
        flush(desk)
    else:
        pid = chance.choice(sorted(children))
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def flush(desk: Desk) -> None:
    conf = dict(
        line.split(" ", 1) for line in (desk.var / "redis" / "server.conf").read_text().splitlines()
    )
    url = f"redis://:{conf['requirepass']}@127.0.0.1:{conf['port']}/0"
    try:
        with Redis.from_url(url, socket_timeout=2) as client:
            client.flushall()
    except RedisError:
        return  # killed a moment ago: its queue is lost as well


def seen(desk: Desk) -> Counter[str]:
    return Counter(post["text"].split("Report ")[1][:5] for post in list(desk.slack.posts))


def told(desk: Desk, number: int) -> bool:
    return number < 0 or f"{number:05d}" in seen(desk)
