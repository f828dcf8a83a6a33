"""`tocsin up` with a Telegram account: kills, edits and deletions lose nothing, repeat nothing."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.counts import Totals
from tests.fakes.desk import Desk, children_of, until
from tests.fakes.mtproto.server import MtprotoServer
from tests.fakes.mtproto.world import FakeChannel, World
from workers.clock import utc_now
from workers.telegram_sessions import Sessions

NUMBER = 1_234_567_890
TOWNS = ("Gao", "Kidal", "Tessalit", "Mopti", "Segou", "Kayes", "Nioro", "Ber", "Ansongo", "Koro")


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel("desk_test", NUMBER)


@pytest.fixture
def telegram(channel: FakeChannel) -> Iterator[MtprotoServer]:
    with MtprotoServer(World({NUMBER: channel})) as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path, telegram: MtprotoServer) -> Iterator[Desk]:
    with Desk(tmp_path) as made:
        sources = made.sources()
        sources["telegram"] |= {
            "api_id": 1,
            "accounts": [{"name": "alice"}],
            "dc": {"id": 2, "host": "127.0.0.1", "port": telegram.port},
            "budget": 50,
        }
        made.configure(sources=sources)
        Sessions(made.var, {}).keep("alice", telegram.session("alice"))
        yield made


def report(number: int) -> str:
    """A post unlike every other one; each 25th is what the desk waits for."""
    pick = random.Random(number)
    words = " ".join(f"{pick.choice(TOWNS)} {pick.randrange(10**6)}" for _ in range(8))
    return f"Report {number:05d}: {'T-72' if number % 25 == 3 else 'a car'} seen, {words}."


def totals(desk: Desk) -> Totals:
    archive = Archive.open(f"sqlite:///{desk.var / 'tocsin.db'}")
    try:
        return archive.totals()
    finally:
        archive.close()


def worker(service: int) -> int:
    """The process that reads channels."""
    return next(pid for pid, words in children_of(service).items() if "-Q telegram" in words)


def test_posts_edits_and_deletions_outlive_a_killed_worker(
    desk: Desk, channel: FakeChannel, telegram: MtprotoServer
) -> None:
    service = desk.start("up")
    until(lambda: telegram.count("messages.GetHistory"))
    for number in range(20):
        channel.post(report(number), at=utc_now())
    until(lambda: desk.slack.posts)

    os.kill(worker(service.pid), signal.SIGKILL)
    for number in range(20, 320):
        channel.post(report(number), at=utc_now())
    channel.edit(19, report(19).replace("a car", "a lorry"))
    channel.delete(4)  # the one that was told

    until(lambda: totals(desk).items == 320)
    until(lambda: (totals(desk).edits, totals(desk).deletions) == (1, 1))
    until(lambda: totals(desk).detections == 13)
    until(lambda: any("Deleted: " in post["text"] for post in list(desk.slack.posts)))
    until(lambda: totals(desk).waiting == 0)
    assert len(desk.slack.posts) == totals(desk).alerts
    assert telegram.count("contacts.ResolveUsername") == 1
    assert not [r for r in desk.web.requests if r.path.startswith("/s/")]


def test_an_orderly_end_hands_the_account_over_at_once(
    desk: Desk, channel: FakeChannel, telegram: MtprotoServer
) -> None:
    service = desk.start("up")
    until(lambda: telegram.count("messages.GetHistory"))
    service.send_signal(signal.SIGINT)
    assert service.wait(60) == 0
    asked = telegram.count("messages.GetHistory")
    channel.post(report(1), at=utc_now())

    done = desk.tocsin("run", "--once")

    assert done.returncode == 0, done.stdout + done.stderr
    assert telegram.count("messages.GetHistory") == asked + 1
    assert "1 new" in done.stdout
