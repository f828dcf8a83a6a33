"""A channel under way at random, with faults, beside a plain model: nothing lost, nothing twice."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from collector.telegram_model import Reading
from tests.fakes.mtproto.desk import TelegramDesk
from tests.fakes.mtproto.faults import EmptyPage, Hangup, flood
from tests.fakes.mtproto.world import FakeChannel, FakeMessage, World, photo

STEPS = 80


@dataclass
class Kept:
    """What an archive would hold after the readings so far."""

    texts: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    revisions: dict[str, list[str]] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)

    def keep(self, reading: Reading) -> None:
        if reading.result is None:
            return
        for item in reading.result.items:
            told = [item.text, *item.media]
            if self.revisions.setdefault(item.external_id, [])[-1:] == ["|".join(told)]:
                self.twice.append(item.external_id)
            self.revisions[item.external_id].append("|".join(told))
            self.texts[item.external_id] = item.text
        self.deleted |= set(reading.result.deleted)


class Life:
    """What happens in a channel and on the line to it."""

    def __init__(self, channel: FakeChannel, desk: TelegramDesk, chance: random.Random) -> None:
        self.channel, self.desk, self.chance = channel, desk, chance
        self.written = 0

    def step(self) -> None:
        happenings: list[tuple[Callable[[], object], int]] = [
            (self.post, 8),
            (self.album, 3),
            (self.edit, 4),
            (self.delete, 3),
            (lambda: self.channel.burst(self.chance.randint(30, 160)), 1),
            (lambda: self.channel.post(service=True), 1),
            (lambda: self.desk.telegram.fault("messages.GetHistory", Hangup()), 1),
            (lambda: self.desk.telegram.fault("messages.GetHistory", flood(2)), 1),
            (lambda: self.desk.telegram.fault("messages.GetHistory", EmptyPage()), 1),
            (lambda: self.desk.telegram.fault("channels.GetMessages", flood(2)), 1),
            (self.desk.restart, 1),
        ]
        happen = self.chance.choices(*zip(*happenings, strict=True))[0]
        happen()

    def post(self) -> None:
        self.written += 1
        self.channel.post(f"text {self.written}")

    def album(self) -> None:
        self.written += 1
        parts = [photo()] * self.chance.randint(2, 5)
        self.channel.album(f"album {self.written}", parts, self.chance.randrange(len(parts)))

    def edit(self) -> None:
        said = [one.id for one in self.recent() if one.text]
        if said:
            self.written += 1
            self.channel.edit(self.chance.choice(said), f"edited {self.written}")

    def delete(self) -> None:
        single = [one.id for one in self.recent() if one.grouped_id is None]
        if single:
            self.channel.delete(self.chance.choice(single))

    def recent(self) -> list[FakeMessage]:
        return [one for one in self.channel.newest_below(0, 40) if not one.service]


def shown(channel: FakeChannel) -> dict[str, str]:
    """The channel's posts as a reader would list them now."""
    posts: dict[str, str] = {}
    groups: dict[int, str] = {}
    for one in reversed(channel.newest_below(0, 10_000)):
        if one.service:
            continue
        name = groups.setdefault(one.grouped_id, str(one.id)) if one.grouped_id else str(one.id)
        posts[name] = "\n".join(filter(None, (posts.get(name, ""), one.text)))
    return posts


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_lost_nothing_comes_twice_and_deletions_are_marked(seed: int) -> None:
    channel, kept, chance = FakeChannel("deskdesk", 1234567890), Kept(), random.Random(seed)
    with TelegramDesk(World({channel.id: channel})) as desk:
        life = Life(channel, desk, chance)
        for _ in range(STEPS):
            life.step()
            if chance.random() < 0.4:
                kept.keep(desk.poll())
        for _ in range(20):
            kept.keep(desk.poll())

        live = {name: text for name, text in kept.texts.items() if name not in kept.deleted}
        base = min(map(int, kept.texts))
        there = {name: text for name, text in shown(channel).items() if int(name) >= base}
        window = {name for name in there if int(name) > channel.next_id - 45}

    assert set(there) - set(live) == set()
    assert {name for name in set(live) - set(there) if int(name) > min(map(int, window))} == set()
    assert {name: live[name] for name in window} == {name: there[name] for name in window}
    assert (kept.twice, desk.state.gaps) == ([], ())
    assert desk.telegram.count("contacts.ResolveUsername") == 1
    assert desk.telegram.most_at_once("alice") == 1
