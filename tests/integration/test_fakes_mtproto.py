"""The fake Telegram keeps what tests rely on: a plain Telethon client finds what it expects."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from telethon import TelegramClient, errors
from telethon.sessions import StringSession
from telethon.tl import functions, types

from collector.telegram_model import Tl
from tests.fakes.mtproto.faults import Trouble, flood
from tests.fakes.mtproto.server import MtprotoServer
from tests.fakes.mtproto.shared import Entry
from tests.fakes.mtproto.world import FakeChannel, World

NUMBER = 1234567890


@pytest.fixture
def channel() -> FakeChannel:
    made = FakeChannel("deskdesk", NUMBER)
    made.burst(250)
    return made


@pytest.fixture
def telegram(channel: FakeChannel) -> Iterator[MtprotoServer]:
    with MtprotoServer(World({channel.id: channel})) as server:
        yield server


def asking(telegram: MtprotoServer, work: Callable[[TelegramClient], Awaitable[Tl]]) -> Tl:
    """What a client that is logged in as alice gets."""

    async def run() -> Tl:
        session = StringSession(telegram.session("alice"))
        client = TelegramClient(session, 1, "hash", flood_sleep_threshold=0, request_retries=0)
        await client.connect()
        try:
            return await work(client)
        finally:
            await client.disconnect()

    return asyncio.run(run())


def test_telethons_own_iteration_reads_all_of_history(telegram: MtprotoServer) -> None:
    async def read(client: TelegramClient) -> Tl:
        return [one.id async for one in client.iter_messages("deskdesk", limit=250, wait_time=0)]

    assert asking(telegram, read) == list(range(250, 0, -1))


def test_who_am_i_is_answered_in_full(telegram: MtprotoServer) -> None:
    async def ask(client: TelegramClient) -> Tl:
        return await client(functions.users.GetFullUserRequest(types.InputUserSelf()))

    full = asking(telegram, ask)

    assert (full.full_user.id, full.users[0].first_name) == (1_000, "alice")


def test_a_channel_is_told_by_its_hash_and_refused_by_another(
    channel: FakeChannel, telegram: MtprotoServer
) -> None:
    async def ask(client: TelegramClient) -> Tl:
        right = types.InputChannel(NUMBER, channel.hash_for("alice"))
        told = await client(functions.channels.GetChannelsRequest([right]))
        with pytest.raises(errors.ChannelInvalidError):
            await client(functions.channels.GetChannelsRequest([types.InputChannel(NUMBER, 1)]))
        return told.chats[0].username

    assert asking(telegram, ask) == "deskdesk"


def test_deleted_and_unborn_messages_come_as_empty(
    channel: FakeChannel, telegram: MtprotoServer
) -> None:
    channel.delete(7)

    async def ask(client: TelegramClient) -> Tl:
        peer = types.InputChannel(NUMBER, channel.hash_for("alice"))
        ids = [types.InputMessageID(number) for number in (6, 7, 999)]
        return await client(functions.channels.GetMessagesRequest(peer, ids))

    shown = asking(telegram, ask).messages

    assert [(one.id, type(one).__name__) for one in shown] == [
        (6, "Message"),
        (7, "MessageEmpty"),
        (999, "MessageEmpty"),
    ]


def test_many_requests_in_one_container_are_answered_each(telegram: MtprotoServer) -> None:
    async def ask(client: TelegramClient) -> Tl:
        state = functions.updates.GetStateRequest
        return await asyncio.gather(*(client(state()) for _ in range(20)))

    assert len(asking(telegram, ask)) == 20


def test_a_ping_is_answered(telegram: MtprotoServer) -> None:
    async def ask(client: TelegramClient) -> Tl:
        return await client(functions.PingRequest(42))

    assert asking(telegram, ask).ping_id == 42


def test_what_the_fake_does_not_know_is_refused(telegram: MtprotoServer) -> None:
    async def ask(client: TelegramClient) -> Tl:
        return await client(functions.messages.GetAllStickersRequest(0))

    with pytest.raises(errors.MethodInvalidError):
        asking(telegram, ask)


def test_faults_come_in_order_and_once(telegram: MtprotoServer) -> None:
    telegram.fault("updates.GetState", flood(5))
    telegram.fault("updates.GetState", Trouble(400, "SECOND"))

    async def ask(client: TelegramClient) -> Tl:
        return await client(functions.updates.GetStateRequest())

    with pytest.raises(errors.FloodWaitError) as first:
        asking(telegram, ask)
    with pytest.raises(errors.RPCError, match="SECOND"):
        asking(telegram, ask)
    assert (first.value.seconds, asking(telegram, ask).pts) == (5, 1)


def test_the_journal_has_every_request_by_method_and_account(telegram: MtprotoServer) -> None:
    async def ask(client: TelegramClient) -> Tl:
        return await client(functions.contacts.ResolveUsernameRequest("deskdesk"))

    asking(telegram, ask)

    assert telegram.journal == [
        Entry("help.GetConfig", "alice"),
        Entry("users.GetUsers", "alice"),
        Entry("updates.GetState", "alice"),
        Entry("updates.GetDifference", "alice"),
        Entry("contacts.ResolveUsername", "alice", "deskdesk"),
    ]


def test_one_session_in_two_places_is_seen(telegram: MtprotoServer) -> None:
    session = telegram.session("alice")

    async def twice() -> None:
        clients = [TelegramClient(StringSession(session), 1, "hash") for _ in range(2)]
        for client in clients:
            await client.connect()
        for client in clients:
            await client.disconnect()

    asyncio.run(twice())

    assert telegram.most_at_once("alice") == 2
