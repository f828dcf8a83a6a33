"""A desk that reads channels of a fake Telegram with a real account: polls, remembers, counts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from collector.item import Item, PollState
from collector.telegram_gate import Gate
from collector.telegram_model import Known, Login, Peer, Reading
from collector.telegram_mtproto import Account, Timing
from config.schema import Source
from tests.fakes.mtproto.server import MtprotoServer
from tests.fakes.mtproto.world import FakeChannel, World

SOURCE = Source(name="desk", channel="deskdesk", language="ru")
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
# What Telethon asks by itself when it connects.
_CONNECTING = ("help.GetConfig", "users.GetUsers", "updates.GetState", "updates.GetDifference")


@dataclass(slots=True)
class Clock:
    """Time that moves only when someone sleeps."""

    now: datetime = NOW
    slept: list[float] = field(default_factory=list)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)  # during longer sleeps

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if seconds >= 5 and self.meanwhile:
            self.meanwhile.pop(0)()
        self.now += timedelta(seconds=seconds)


def failure_of(reading: Reading) -> str:
    """The channel's failure on one line; empty without."""
    assert reading.result is not None, reading
    failure = reading.result.failure
    return f"{failure.kind}: {failure.reason}" if failure is not None else ""


async def _in_a_thread(work: Callable[[], bool]) -> bool:
    return await asyncio.to_thread(work)


class TelegramDesk:
    """One account on one event loop; `poll` keeps state and peer as the archive would."""

    def __init__(self, world: World, call_s: float = 10.0) -> None:
        self.world = world
        self.telegram = MtprotoServer(world)
        self.clock = Clock()
        self.state = PollState()
        self.peer: Peer | None = None
        self.call_s = call_s
        self._runner = asyncio.Runner()
        self._account: Account | None = None

    @property
    def account(self) -> Account:
        """The account, logged in as alice; made at the first call."""
        if self._account is None:
            self._account = self.logged_in("alice")
        return self._account

    def logged_in(self, name: str) -> Account:
        login = Login(name, 1, "hash", self.telegram.session(name))
        timing = Timing(self.clock, self.clock.sleep, lambda: 0.5, self.call_s)
        return Account(login, Gate.for_budget(1.0), timing)

    def poll(self, source: Source = SOURCE, later_s: float = 60) -> Reading:
        """One poll, a minute after the last."""
        self.clock.now += timedelta(seconds=later_s)
        polling = self.account.poll(source, self.state, self.peer, self.clock.now)
        return self._keep(self._runner.run(polling))

    def linger(self, until: Callable[[], bool]) -> bool:
        """Keep the account's event loop going while something is waited for elsewhere."""
        return self._runner.run(_in_a_thread(until))

    def run(self, work: Coroutine[object, object, None]) -> None:
        """Something else on the account's event loop."""
        self._runner.run(work)

    def look_again(self, *known: Known) -> Reading:
        assert self.peer is not None
        return self._keep(
            self._runner.run(self.account.look_again(SOURCE, self.state, self.peer, known))
        )

    def restart(self) -> None:
        """A new process: a new client with the same session, state and peer."""
        if self._account is not None:
            self._runner.run(self._account.close())
        self._account = None

    def switch_to(self, name: str) -> None:
        """Another account takes the channel over: same state, no peer."""
        self.restart()
        self._account, self.peer = self.logged_in(name), None

    def wait_for_hints(self) -> frozenset[int]:
        """Let the account listen until a push has come."""

        async def listen() -> frozenset[int]:
            async with asyncio.timeout(5):
                while not (told := self.account.take_hints()):
                    await asyncio.sleep(0.005)
            return told

        return self._runner.run(listen())

    def forget(self) -> None:
        """Start on another channel."""
        self.state, self.peer = PollState(), None

    def asked(self) -> list[str]:
        """Methods called, but for those that connecting costs."""
        return [e.method for e in self.telegram.journal if e.method not in _CONNECTING]

    def peer_of(self, channel: FakeChannel, account: str = "alice") -> Peer:
        return Peer(channel.id, channel.hash_for(account), channel.username or "", channel.title)

    @staticmethod
    def items(reading: Reading) -> tuple[Item, ...]:
        assert reading.result is not None, reading
        return reading.result.items

    def ids(self, reading: Reading) -> list[str]:
        return [item.external_id for item in self.items(reading)]

    def _keep(self, reading: Reading) -> Reading:
        self.peer = reading.peer
        if reading.result is not None:
            self.state = reading.result.state
        return reading

    def __enter__(self) -> Self:
        self.telegram.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.restart()
        self._runner.close()
        self.telegram.__exit__(kind, error, trace)
