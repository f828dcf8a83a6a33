"""Random walks through the outbox: whatever senders do, a plain model agrees with every answer."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from archive.archive import Archive
from archive.model import ClaimedNotification
from tests.fakes.newsroom import LEASE, NOW, SECOND, notice

RECEIVERS = ("desk", "mail", "files")
STEPS = 250


@dataclass
class Owed:
    """What the model knows of one notification."""

    receiver: str
    state: str = "pending"
    due_at: datetime = NOW
    token: int = 0
    attempts: int = 0
    doubted: bool = False

    def begin_again(self, now: datetime) -> None:
        self.state, self.due_at, self.attempts, self.doubted = "pending", now, 0, False


@dataclass
class Walk:
    """One archive, its model, and senders that may be slow, wrong or dead."""

    archive: Archive
    chance: random.Random
    now: datetime = NOW
    owed: dict[str, Owed] = field(default_factory=dict)
    holds: dict[str, datetime] = field(default_factory=dict)
    claims: list[ClaimedNotification] = field(default_factory=list)  # old ones too

    def step(self) -> None:
        actions = (self.add, self.claim, self.claim, self.record, self.record, self.record,
                   self.wait, self.hold, self.settle_dead)  # fmt: skip
        self.chance.choice(actions)()

    def add(self) -> None:
        key = f"n{self.chance.randrange(60)}"
        told = self.chance.sample(RECEIVERS, self.chance.randint(1, 3))
        known = any(name.startswith(f"{key}:") for name in self.owed)

        assert self.archive.add_notice(notice(key), told, self.now) is not known

        if not known:
            self.owed |= {f"{key}:{name}": Owed(name, due_at=self.now) for name in told}

    def claim(self) -> None:
        expected = {name for name in RECEIVERS if self._can_be_served(name)}

        claims = self.archive.claim_notifications("walker", self.now, LEASE, 3)

        assert {claim.receiver for claim in claims} == expected
        assert len(claims) == len(expected)
        for claim in claims:
            self._check_claim(claim)
        self.claims += claims

    def _can_be_served(self, receiver: str) -> bool:
        mine = [one for one in self.owed.values() if one.receiver == receiver]
        held = self.holds.get(receiver, NOW) > self.now
        busy = any(one.state == "sending" and one.due_at > self.now for one in mine)
        return not held and not busy and any(self._is_due(one) for one in mine)

    def _is_due(self, one: Owed) -> bool:
        return one.state in ("pending", "sending", "ambiguous") and one.due_at <= self.now

    def _check_claim(self, claim: ClaimedNotification) -> None:
        one = self.owed[claim.key]
        assert self._is_due(one)
        one.doubted |= one.state in ("sending", "ambiguous")
        one.token += 1
        one.attempts += 1
        assert (claim.token, claim.attempt) == (one.token, one.attempts)
        assert (claim.ambiguous_since is not None) is one.doubted
        one.state, one.due_at = "sending", self.now + LEASE

    def record(self) -> None:
        if not self.claims:
            return
        claim = self.chance.choice(self.claims[-6:])
        one = self.owed[claim.key]
        valid = one.state == "sending" and one.token == claim.token
        outcome = self.chance.choice(("sent", "pending", "dead", "ambiguous"))
        later = self.now + timedelta(seconds=self.chance.randrange(200))

        assert self._record(claim, outcome, later) is valid

        if valid:
            one.state, one.due_at = outcome, later

    def _record(self, claim: ClaimedNotification, outcome: str, later: datetime) -> bool:
        if outcome == "sent":
            return self.archive.record_sent(claim, "ts", self.now)
        if outcome == "ambiguous":
            return self.archive.record_ambiguous(claim, "no reply", self.now, next_at=later)
        next_at = later if outcome == "pending" else None
        return self.archive.record_unsent(claim, "refused", self.now, next_at=next_at)

    def wait(self) -> None:
        self.now += timedelta(seconds=self.chance.randrange(150))

    def hold(self) -> None:
        name = self.chance.choice(RECEIVERS)
        until = self.now + timedelta(seconds=self.chance.randrange(60))
        self.archive.hold_receiver(name, until)
        self.holds[name] = max(until, self.holds.get(name, until))

    def settle_dead(self) -> None:
        letters = self.archive.dead_letters()
        assert {one.key for one in letters} == {
            key for key, one in self.owed.items() if one.state == "dead"
        }
        for letter in letters[:1]:
            if self.chance.random() < 0.7:
                assert self.archive.retry_dead(letter.id, self.now)
                self.owed[letter.key].begin_again(self.now)
            else:
                assert self.archive.drop_dead(letter.id)
                self.owed[letter.key].state = "dropped"

    def counts(self) -> dict[str, int]:
        states = [one.state for one in self.owed.values()]
        return {state: states.count(state) for state in sorted(set(states))}


@pytest.mark.parametrize("seed", range(6))
def test_the_outbox_follows_its_model_wherever_senders_go(archive: Archive, seed: int) -> None:
    walk = Walk(archive, random.Random(seed))

    for _ in range(STEPS):
        walk.step()

        assert dict(archive.totals().notifications) == walk.counts()


def test_every_notification_ends_when_senders_work_again(archive: Archive) -> None:
    walk = Walk(archive, random.Random(99))
    for _ in range(STEPS):
        walk.step()
    sent = {key for key, one in walk.owed.items() if one.state == "sent"}

    again = deliver_all(walk)

    assert sent.isdisjoint(again)
    assert len(again) == len(set(again))
    assert archive.totals().waiting == 0


def deliver_all(walk: Walk) -> list[str]:
    delivered, last = [], max(one.due_at for one in walk.owed.values()) + LEASE + 60 * SECOND
    while claims := walk.archive.claim_notifications("heir", last, LEASE, 3):
        for claim in claims:
            assert walk.archive.record_sent(claim, "ts", last)
            delivered.append(claim.key)
    return delivered
