"""A small Telegram over real TCP on loopback, for tests with a real Telethon client.

    world = World()
    world.channel("deskdesk", 1234567890).post("Seven T-72B3M in Bamako")
    with MtprotoServer(world) as telegram:
        session = telegram.session("alice")        # a StringSession that is logged in
        telegram.fault("messages.GetHistory", flood(30))
        ...
        assert telegram.count("contacts.ResolveUsername") == 1

It runs in a thread of its own. Every request is journaled by method and account before it is
answered. Faults are used up in order, one request each.
"""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from telethon.sessions import StringSession
from telethon.tl import types

from tests.fakes.mtproto.connection import Connection
from tests.fakes.mtproto.faults import Fault
from tests.fakes.mtproto.keys import new_auth_key, new_server_key
from tests.fakes.mtproto.login import Logins
from tests.fakes.mtproto.methods import FakeAccount, Methods
from tests.fakes.mtproto.shared import Entry, Shared
from tests.fakes.mtproto.world import FakeChannel, World, as_chat, as_message

LOOPBACK = "127.0.0.1"


class MtprotoServer:
    """Listens for the length of a `with` block."""

    def __init__(self, world: World, *, port: int = 0, journal: Path | None = None) -> None:
        self.world = world
        self._port = port
        self.shared = Shared(Methods(world, Logins()), (LOOPBACK, port), file=journal)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        for channel in world.channels.values():
            channel.listeners.append(self._push)

    @property
    def port(self) -> int:
        return self.shared.at[1]

    @property
    def journal(self) -> list[Entry]:
        return self.shared.journal

    def public_key(self) -> str:
        """The PEM that a client without a session needs; made at the first call."""
        if self.shared.server_key is None:
            self.shared.server_key = new_server_key()
        return self.shared.server_key.public_pem

    def account(self, name: str, *, phone: str = "", password: str = "") -> FakeAccount:
        """The account of this name, made at the first call."""
        accounts = self.shared.methods.logins.accounts
        if name not in accounts:
            accounts[name] = FakeAccount(name, 1_000 + len(accounts), phone, password)
        return accounts[name]

    def add(self, username: str, number: int, title: str = "The Desk") -> FakeChannel:
        """A new channel; its pushes go out to members."""
        channel = self.world.channel(username, number, title)
        channel.listeners.append(self._push)
        return channel

    def session(self, name: str) -> str:
        """A Telethon session string of an account that is logged in."""
        key = new_auth_key()
        self.shared.keys[key.key_id] = key.key
        self.shared.methods.logins.remember(self.account(name), key.key_id)
        session = StringSession()
        session.set_dc(2, LOOPBACK, self.port)
        session.auth_key = key
        saved: str = session.save()
        return saved

    def fault(self, method: str, fault: Fault, times: int = 1) -> None:
        """Answer the next requests of `method` ("*": any) with this."""
        self.shared.faults[method].extend([fault] * times)

    def faults_after(self, method: str, answers: int, fault: Fault) -> None:
        """Answer so many requests of `method` as usual, then one with this."""
        self.shared.faults[method].extend([None] * answers + [fault])

    def differences_are_too_long(self) -> None:
        """From now on Telegram tells clients that they missed too much to be told."""
        self.shared.methods.differences_too_long = True

    def forget_keys(self) -> None:
        """Let Telegram lose every session, and break every connection."""
        self.shared.keys.clear()
        self.hang_up()

    def count(self, method: str, account: str = "") -> int:
        """How often a method was called."""
        return sum(
            entry.method == method and account in ("", entry.account) for entry in self.journal
        )

    def most_at_once(self, account: str) -> int:
        """The most connections this account ever held at the same time."""
        return self.shared.at_once.get(account, 0)

    def all_gone(self, within_s: float = 5) -> bool:
        """Wait until every client has left; False if one stays."""
        deadline = time.monotonic() + within_s
        while self.shared.live and time.monotonic() < deadline:
            time.sleep(0.005)
        return not self.shared.live

    def hang_up(self) -> None:
        """Break every connection."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(5)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *exc: object) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._serve, LOOPBACK, self._port)
        )
        self.shared.at = (LOOPBACK, server.sockets[0].getsockname()[1])
        self._ready.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(_finish(self._loop))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer, self.shared)
        self.shared.live.add(connection)
        try:
            await connection.serve()
        finally:
            self.shared.live.discard(connection)
            with suppress(OSError):
                writer.close()

    async def _hang_up(self) -> None:
        for connection in list(self.shared.live):
            connection.close()

    def _push(self, channel: FakeChannel, what: str, number: int) -> None:
        if channel.members:
            self._loop.call_soon_threadsafe(self._tell_members, channel, what, number)

    def _tell_members(self, channel: FakeChannel, what: str, number: int) -> None:
        for connection in list(self.shared.live):
            if connection.account_name in channel.members:
                connection.push(_update(channel, what, number, connection.account_name))


def _update(channel: FakeChannel, what: str, number: int, account: str) -> types.Updates:
    if what == "delete":
        told = types.UpdateDeleteChannelMessages(channel.id, [number], channel.pts, 1)
    else:
        kind = types.UpdateNewChannelMessage if what == "new" else types.UpdateEditChannelMessage
        told = kind(as_message(channel, channel.messages[number]), channel.pts, 1)
    return types.Updates([told], [], [as_chat(channel, account)], None, 0)


async def _finish(loop: asyncio.AbstractEventLoop) -> None:
    tasks = [task for task in asyncio.all_tasks(loop) if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
