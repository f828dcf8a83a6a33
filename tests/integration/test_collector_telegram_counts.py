"""What reading costs: requests by method, counted by the server."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from collector.item import PollState
from collector.telegram_model import Peer, Reading
from config.schema import Source
from tests.fakes.mtproto.desk import TelegramDesk
from tests.fakes.mtproto.world import World

CHANNELS, ROUNDS, POSTS = 20, 16, 1_000


class Newsroom:
    """Twenty channels polled by one account, a round at a time, several polls in flight."""

    def __init__(self, desk: TelegramDesk) -> None:
        self.desk = desk
        names = [f"channel{number:02d}" for number in range(CHANNELS)]
        self.sources = [Source(name=name, channel=name) for name in names]
        self.channels = [desk.telegram.add(name, 100 + i) for i, name in enumerate(names)]
        self.states: dict[str, PollState] = {name: PollState() for name in names}
        self.peers: dict[str, Peer | None] = dict.fromkeys(names)
        self.new: Counter[tuple[str, str]] = Counter()
        self.deleted: set[tuple[str, str]] = set()

    def round(self) -> None:
        self.desk.run(self._round())

    async def _round(self) -> None:
        await asyncio.gather(*(self._poll(source) for source in self.sources))

    async def _poll(self, source: Source) -> None:
        state, peer = self.states[source.name], self.peers[source.name]
        known = dict(state.known)
        now = self.desk.clock.now
        reading: Reading = await self.desk.account.poll(source, state, peer, now)
        assert reading.result is not None, reading
        self.states[source.name], self.peers[source.name] = reading.result.state, reading.peer
        for item in reading.result.items:
            if item.external_id not in known:
                self.new[source.name, item.external_id] += 1
        self.deleted |= {(source.name, number) for number in reading.result.deleted}


def test_twenty_channels_cost_little_more_than_a_request_each_and_lose_nothing() -> None:
    chance = random.Random(4)
    with TelegramDesk(World()) as desk:
        room = Newsroom(desk)
        for channel in room.channels:
            channel.post("the first")
        room.round()
        before, deleted = len(desk.asked()), set()
        for number in range(ROUNDS):
            for _ in range(POSTS // ROUNDS):
                chance.choice(room.channels).post("one of many")
            if number % 2:
                channel = chance.choice(room.channels)
                deleted.add((channel.username, str(channel.next_id - 1)))
                channel.edit(1, f"edited in round {number}")
                room.round()
                channel.delete(channel.next_id - 1)
            room.round()
            if number == ROUNDS // 2:
                desk.restart()

    polls = CHANNELS * (ROUNDS + ROUNDS // 2)
    written = {
        (str(channel.username), str(number))
        for channel in room.channels
        for number in range(1, channel.next_id)
    }
    assert set(room.new) == written
    assert set(room.new.values()) == {1}
    assert room.deleted == deleted
    assert desk.telegram.count("contacts.ResolveUsername") == CHANNELS
    assert (len(desk.asked()) - before) / polls <= 1.1
    assert desk.telegram.most_at_once("alice") == 1


def test_connecting_costs_four_requests_and_only_once_a_process() -> None:
    with TelegramDesk(World()) as desk:
        desk.telegram.add("deskdesk", 5).post("one")
        for _ in range(5):
            desk.poll()

        total = len(desk.telegram.journal)

    assert total - len(desk.asked()) == 4
