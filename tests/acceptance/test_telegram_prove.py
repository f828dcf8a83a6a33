"""A thousand posts over twenty channels through kills and faults: none lost, none twice."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.archive import Archive
from archive.codec import load
from archive.engine import Database
from archive.tables import items, revisions
from collector.item import Item
from tests.fakes.desk import BOUNDS, Desk, children_of, until
from tests.fakes.mtproto.faults import Fault, Hangup, Stall, flood
from tests.fakes.mtproto.server import MtprotoServer
from tests.fakes.mtproto.world import FakeChannel, World, photo
from workers.clock import utc_now
from workers.telegram_sessions import Sessions

CHANNELS, POSTS, BURST = 20, 1_000, 300
HISTORY, RESOLVE = "messages.GetHistory", "contacts.ResolveUsername"
CATCH_UP_S = 300.0
TOWNS = ("Gao", "Kidal", "Tessalit", "Mopti", "Segou", "Kayes", "Nioro", "Ber", "Ansongo", "Koro")


def report(number: int) -> str:
    """A post unlike every other one; each 25th is what the desk waits for."""
    pick = random.Random(number)
    words = " ".join(f"{pick.choice(TOWNS)} {pick.randrange(10**6)}" for _ in range(8))
    told = f"T-72 with hull number {number:05d}" if number % 25 == 3 else "a car"
    return f"Report {number:05d}: {told} seen, {words}."


Name = tuple[str, str]  # source and external id


@dataclass
class Agency:
    """What the channels said, as it ought to be kept: every wording of every post."""

    channels: list[FakeChannel]
    chance: random.Random
    said: dict[Name, list[str]] = field(default_factory=dict)
    gone: set[Name] = field(default_factory=set)
    posts: int = 0

    def speak(self, channel: FakeChannel) -> None:
        """A post, an album or a forward."""
        text, kind = report(self.posts), self.chance.random()
        if kind < 0.1:
            parts = channel.album(text, [photo() for _ in range(3)], 1, at=utc_now())
            number = parts[0].id
        else:
            number = channel.post(text, at=utc_now()).id
        self.said[source_of(channel), str(number)] = [text]
        self.posts += 1

    def edit(self, name: Name) -> None:
        text = self.said[name][0].replace("a car", "a lorry")
        channel = self._channel(name)
        album = channel.messages[int(name[1])].grouped_id
        channel.edit(int(name[1]) + (1 if album else 0), text)
        self.said[name].append(text)

    def delete(self, name: Name) -> None:
        channel, first = self._channel(name), int(name[1])
        album = channel.messages[first].grouped_id
        channel.delete(*range(first, first + 3) if album else (first,))
        self.gone.add(name)

    def _channel(self, name: Name) -> FakeChannel:
        return next(one for one in self.channels if source_of(one) == name[0])


@dataclass(frozen=True)
class Kept:
    """What the archive has: wordings and tombstones, by source and id."""

    said: dict[Name, list[str]]
    gone: set[Name]


def source_of(channel: FakeChannel) -> str:
    return str(channel.username).replace("_", "-")


@pytest.fixture
def telegram() -> Iterator[MtprotoServer]:
    channels = [FakeChannel(f"desk_{n:02d}", 1_234_567_000 + n) for n in range(CHANNELS)]
    with MtprotoServer(World({one.id: one for one in channels})) as opened:
        yield opened


@pytest.fixture
def agency(telegram: MtprotoServer) -> Agency:
    return Agency(list(telegram.world.channels.values()), random.Random(20261122))


@pytest.fixture
def desk(tmp_path: Path, telegram: MtprotoServer, agency: Agency) -> Iterator[Desk]:
    with Desk(tmp_path) as made:
        sources = made.sources()
        sources["telegram"] |= {
            "api_id": 1,
            "accounts": [{"name": "alice"}],
            "dc": {"id": 2, "host": "127.0.0.1", "port": telegram.port},
            "budget": 20,
        }
        sources["sources"] = [
            {"name": source_of(one), "channel": f"@{one.username}", "interval": dict(BOUNDS)}
            for one in agency.channels
        ]
        made.configure(sources=sources)
        Sessions(made.var, {}).keep("alice", telegram.session("alice"))
        yield made


def kept(desk: Desk) -> Kept:
    database = Database(f"sqlite:///{desk.var / 'tocsin.db'}")
    statement = (
        sa.select(items.c.source, items.c.external_id, items.c.deleted_at, revisions)
        .join(revisions, revisions.c.item_id == items.c.id)
        .order_by(revisions.c.item_id, revisions.c.number)
    )
    said: dict[Name, list[str]] = {}
    gone: set[Name] = set()
    with database.read() as connection:
        for row in connection.execute(statement):
            name = (row.source, row.external_id)
            gone |= {name} if row.deleted_at is not None else set()
            said.setdefault(name, [])
            if not row.deleted:
                said[name].append(load(Item, row.payload).text)
    database.close()
    return Kept(said, gone)


def polls(desk: Desk) -> int:
    archive = Archive.open(f"sqlite:///{desk.var / 'tocsin.db'}")
    try:
        return archive.totals().polls
    finally:
        archive.close()


def kill_worker(service: int) -> None:
    """The process that reads channels dies in the middle of whatever it does."""
    for pid, words in children_of(service).items():
        if "-Q telegram" in words:
            os.kill(pid, signal.SIGKILL)


def disturb(service: int, telegram: MtprotoServer, chance: random.Random) -> None:
    trouble = chance.choice(["kill", "flood", "hangup", "stall", "break"])
    if trouble == "kill":
        kill_worker(service)
    elif trouble == "break":
        telegram.hang_up()
    else:
        kinds: dict[str, Fault] = {"flood": flood(2), "hangup": Hangup(), "stall": Stall()}
        telegram.fault(HISTORY, kinds[trouble])


def told(desk: Desk) -> Counter[str]:
    """Hull numbers by how often they rang; what is said of deletions does not ring anew."""
    texts = [post["text"] for post in list(desk.slack.posts) if "Deleted: " not in post["text"]]
    return Counter(text.split("Report ")[1][:5] for text in texts if "Report " in text)


@pytest.mark.prove
def test_a_thousand_posts_arrive_once_with_every_edit_and_every_deletion(
    desk: Desk, telegram: MtprotoServer, agency: Agency
) -> None:
    service, chance = desk.start("up").pid, agency.chance
    until(lambda: telegram.count(RESOLVE) == CHANNELS)

    # posts, while everything goes wrong
    loud, calm = agency.channels[0], agency.channels[1:]
    while agency.posts < POSTS - BURST:
        agency.speak(chance.choice(calm))
        if agency.posts % 50 == 0:
            disturb(service, telegram, chance)
            until(lambda: len(kept(desk).said) >= agency.posts - 40, CATCH_UP_S)
    kill_worker(service)
    for _ in range(BURST):
        agency.speak(loud)
    until(lambda: len(kept(desk).said) >= POSTS, CATCH_UP_S)
    assert kept(desk) == Kept(agency.said, set())

    # edits and deletions of posts that the newest pages show, the newest and the first among them
    shown = [name for one in agency.channels for name in newest(agency, one)]
    plain = [name for name in shown if "T-72" not in agency.said[name][0]]
    edited, deleted = plain[::4], {*plain[1::4], *ends(agency, agency.channels[5])}
    for number, name in enumerate(edited):
        agency.edit(name)
        if number % 20 == 10:
            disturb(service, telegram, chance)
    for name in sorted(deleted - set(edited)):
        agency.delete(name)
    until(lambda: kept(desk) == Kept(agency.said, agency.gone), CATCH_UP_S)

    # nothing happens any more: what does a poll cost?
    until(lambda: len(told(desk)) == POSTS // 25, CATCH_UP_S)
    before, cost = polls(desk), asked(telegram)
    until(lambda: polls(desk) >= before + 100)
    requests = (asked(telegram) - cost) / (polls(desk) - before)

    print(
        f"posts {agency.posts}, edits {len(edited)}, deletions {len(agency.gone)}, "
        f"requests a poll {requests:.2f}, names resolved {telegram.count(RESOLVE)}"
    )
    assert requests <= 1.1
    assert telegram.count(RESOLVE) == CHANNELS
    assert [number for number, count in told(desk).items() if count > 1] == []
    assert telegram.most_at_once("alice") == 1


def newest(agency: Agency, channel: FakeChannel) -> list[Name]:
    """Posts of the last thirty messages, ascending."""
    recent = set(sorted(channel.messages)[-30:])
    own = (name for name in agency.said if name[0] == source_of(channel))
    return [name for name in own if int(name[1]) in recent]


def ends(agency: Agency, channel: FakeChannel) -> set[Name]:
    own = [name for name in agency.said if name[0] == source_of(channel)]
    return {own[0], own[-1]}


def asked(telegram: MtprotoServer) -> int:
    """Requests that reading costs; what a connection costs by itself comes once."""
    return sum(telegram.count(name) for name in (HISTORY, RESOLVE, "channels.GetMessages"))
