"""Manners per host: how many requests at once, how far apart, silence where one asked for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]
FEED_SPACING_S = 1.0
MAX_HOSTS = 10_000  # beyond this, idle hosts are forgotten


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    next_at: float = 0.0
    silent_until: float = 0.0
    users: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Politeness:
    """One request in flight per host and a pause between two; hosts of the operator go freely."""

    def __init__(self, clock: Clock, sleep: Sleep = asyncio.sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, spacing_s: float, at_once: int = 1) -> AsyncIterator[None]:
        """Wait for this host's turn. Waiting is not part of a request's deadline."""
        state = self._state(host, at_once)
        state.users += 1
        try:
            async with state.slots:
                await self._space(state, spacing_s)
                yield
        finally:
            state.users -= 1

    def silence(self, host: str, seconds: float) -> None:
        """Make no request to this host for a while: it said 429 or 503 with Retry-After."""
        state = self._state(host, 1)
        state.silent_until = max(state.silent_until, self._clock() + seconds)

    def silent_for(self, host: str) -> float:
        """Seconds until the host may be asked again; 0 when it may be now."""
        state = self._hosts.get(host)
        return max(0.0, state.silent_until - self._clock()) if state else 0.0

    async def _space(self, state: _Host, spacing_s: float) -> None:
        async with state.turn:
            pause = state.next_at - self._clock()
            if pause > 0:
                await self._sleep(pause)
            state.next_at = self._clock() + spacing_s

    def _state(self, host: str, at_once: int) -> _Host:
        if host not in self._hosts:
            self._forget_idle()
            self._hosts[host] = _Host(slots=asyncio.Semaphore(at_once))
        return self._hosts[host]

    def _forget_idle(self) -> None:
        if len(self._hosts) < MAX_HOSTS:
            return
        now = self._clock()
        self._hosts = {
            name: state
            for name, state in self._hosts.items()
            if state.users or state.silent_until > now or state.next_at > now
        }
