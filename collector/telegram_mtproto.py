"""Polls channels with a Telegram account over MTProto. I/O; tracking and the gate decide.

    account = Account(login, Gate.for_budget(1.0, stored_waits), Timing(utc_now))
    reading = await account.poll(source, state, peer, now)      # never raises what is expected
    again = await account.look_again(source, state, peer, known)
    await account.close()

One `Account` is one session: it may exist once in the world at a time, lives in one event loop,
and is made after the fork. It connects by itself at the first request and again after a break.
`peer` is what an earlier reading gave for this channel and this account; None resolves the name,
which happens once. `Reading` says what to store. `account.gate.waits` are the waits to store; a
request that they forbid is never sent. `account.take_hints()` gives channel ids that pushes named
since the last call: poll these now; nothing else is made of a push.

Telethon itself sends what no gate holds back: four requests to connect, a ping a minute, a
difference every quarter of an hour without updates, and channel differences for joined channels.
After a 5xx of Telegram's it rests two seconds before the error comes out; it waits nowhere else.
"""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from telethon import TelegramClient, events
from telethon.tl import functions, types

from collector.item import Failure, PollState
from collector.telegram_errors import verdict_of, word_of
from collector.telegram_gate import Gate
from collector.telegram_model import (
    EVERY_METHOD,
    Down,
    Fatal,
    Halt,
    Known,
    Login,
    Peer,
    Reading,
    Refused,
    Tl,
    Wait,
)
from collector.telegram_photos import Picture, pictures
from collector.telegram_reader import Reader
from collector.telegram_session import SessionError, client_for
from collector.telegram_walk import look_again, poll
from config.schema import Source

CALL_S = 20.0  # one request with its answer; a reconnect of Telethon's may be part of it
PART = 512 * 1024  # bytes; Telegram gives no more at once
GET_FILE = "upload.GetFile"
OPEN_S = 30.0  # connecting and Telethon's four requests


@dataclass(frozen=True, slots=True)
class Timing:
    """Clock, sleep and chance, as parameters."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = field(default=random.random)
    call_s: float = CALL_S


class Account:
    """One session of one account. Requests go out one at a time, at the gate's pace."""

    def __init__(self, login: Login, gate: Gate, timing: Timing) -> None:
        self.gate = gate
        self.requests = 0
        self._login, self._timing = login, timing
        self._client: TelegramClient | None = None
        self._lost: Fatal | None = None  # from then on nothing is sent any more
        self._turn = asyncio.Lock()
        self._hints: set[int] = set()

    @property
    def name(self) -> str:
        return self._login.name

    async def open(self) -> Halt | None:
        """Connect now rather than at the first request; gives what stands in the way."""
        async with self._turn:
            try:
                await self._connected()
            except Refused as refused:
                return refused.halt
        return None

    async def poll(
        self, source: Source, state: PollState, peer: Peer | None, now: datetime
    ) -> Reading:
        """One poll. Everything expected is in the reading; nothing expected is raised."""
        reader = Reader(self.ask, self._timing.sleep, source, state, now)
        return await poll(reader, peer)

    async def look_again(
        self, source: Source, state: PollState, peer: Peer, known: tuple[Known, ...]
    ) -> Reading:
        """Look at posts by id, 100 a request: revisions and deletions since they were kept."""
        reader = Reader(self.ask, self._timing.sleep, source, state, self._timing.clock())
        return await look_again(reader, peer, known)

    async def look_up(self, source: Source) -> Peer | None:
        """Which channel the source's name leads to now; None if that can't be told. Costly."""
        now = self._timing.clock()
        try:
            reader = Reader(self.ask, self._timing.sleep, source, PollState(), now)
            return await reader.resolve()
        except Refused:
            return None

    def take_hints(self) -> frozenset[int]:
        """Channels that pushes named since the last call."""
        told, self._hints = frozenset(self._hints), set()
        return told

    async def close(self) -> None:
        """Leave Telegram; the session stays valid."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                await client.disconnect()

    async def ask(self, request: Tl) -> Tl:
        """Send one request when the gate allows it. Raises Refused."""
        return await self._in_turn(method_of(request), lambda client: client(request))

    async def photos(self, peer: Peer, numbers: Sequence[int], limit: int) -> list[bytes]:
        """The photos of these messages, those above `limit` bytes left out. Raises Refused."""
        channel = types.InputChannel(peer.channel_id, peer.access_hash)
        ids = [types.InputMessageID(number) for number in numbers]
        answer = await self.ask(functions.channels.GetMessagesRequest(channel, ids))
        found = pictures(getattr(answer, "messages", None) or (), limit)
        return [await self._picture(one) for one in found]

    async def _picture(self, one: Picture) -> bytes:
        """Part by part, each a request of its own in turn with polls."""
        content = bytearray()
        while len(content) < one.size:
            part = await self._in_turn(GET_FILE, partial(_part, picture=one, offset=len(content)))
            if not part:
                break
            content += part
        return bytes(content[: one.size])

    async def _in_turn(self, method: str, send: Callable[[TelegramClient], Awaitable[Tl]]) -> Tl:
        async with self._turn:
            if halt := self._forbidden(method):
                raise Refused(halt)
            client = await self._connected()
            pause = self.gate.pause_s(self._timing.clock())
            if pause > 0:
                await self._timing.sleep(pause)
            now, chance = self._timing.clock(), self._timing.chance()
            self.gate = self.gate.after_request(method, now, chance)
            self.requests += 1
            return await self._answer(client, send, method)

    async def _answer(
        self, client: TelegramClient, send: Callable[[TelegramClient], Awaitable[Tl]], method: str
    ) -> Tl:
        try:
            async with asyncio.timeout(self._timing.call_s):
                answer = await send(client)
        except Exception as error:
            # Telethon raises what its parser, its sockets and Telegram raise: each has a verdict.
            refused = self._refused(error, method)
            if isinstance(error, TimeoutError) or self._lost is not None:
                # A stale request would be sent again at a reconnect; a lost session is left alone.
                await self.close()
            raise refused from error
        self.gate = self.gate.after_answer()
        return answer

    async def _connected(self) -> TelegramClient:
        if self._client is not None and self._client.is_connected():
            return self._client
        await self.close()
        if halt := self._forbidden(EVERY_METHOD):
            raise Refused(halt)
        try:
            client = await client_for(self._login)
        except SessionError as error:
            reason = str(error)
            verdict = Fatal("SESSION_UNUSABLE", reason) if error.permanent else Down(reason)
            raise self._noted(verdict) from error
        client.add_event_handler(self._hear, events.Raw())
        try:
            async with asyncio.timeout(OPEN_S):
                await client.connect()
        except Exception as error:
            await client.disconnect()
            raise self._refused(error, EVERY_METHOD) from error
        self._client = client
        return client

    def _refused(self, error: Exception, method: str) -> Refused:
        now = self._timing.clock()
        verdict = verdict_of(error, method, now)
        if isinstance(verdict, Wait):
            self.gate = self.gate.after_wait(verdict, now)
        if method == EVERY_METHOD and isinstance(verdict, Failure):
            verdict = Down(f"can't connect: {verdict.reason}")
        return self._noted(verdict, word_of(error))

    def _noted(self, verdict: Halt | Failure, word: str = "") -> Refused:
        if isinstance(verdict, Fatal):
            self._lost = verdict
        return Refused(verdict, word)

    def _forbidden(self, method: str) -> Halt | None:
        """What keeps `method` from being sent, before Telegram hears anything of it."""
        return self._lost or self.gate.wait_on(method, self._timing.clock())

    async def _hear(self, update: Tl) -> None:
        peer = getattr(getattr(update, "message", None), "peer_id", None)
        number = getattr(update, "channel_id", None) or getattr(peer, "channel_id", None)
        if isinstance(number, int):
            self._hints.add(number)


async def _part(client: TelegramClient, picture: Picture, offset: int) -> bytes:
    """One part of a photo, from whichever of Telegram's servers has it."""
    parts = client.iter_download(
        picture.location,
        offset=offset,
        limit=1,
        chunk_size=PART,
        request_size=PART,
        file_size=picture.size,
        dc_id=picture.dc_id,
    )
    return b"".join([bytes(part) async for part in parts])


def method_of(request: Tl) -> str:
    """As Telegram's documentation names it: messages.GetHistory."""
    space = type(request).__module__.removeprefix("telethon.tl.functions").lstrip(".")
    return f"{space}.{type(request).__name__.removesuffix('Request')}".lstrip(".")
