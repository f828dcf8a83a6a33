"""Logging in to a server of one's own, and the fake Telegram as a process."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telethon import errors

from collector.item import PollState
from collector.telegram_gate import Gate
from collector.telegram_model import Login
from collector.telegram_mtproto import Account, Timing
from collector.telegram_session import SessionError, client_for
from config.schema import Source, TelegramDc
from tests.fakes.mtproto.control import ask
from tests.fakes.mtproto.login import CODE
from tests.fakes.mtproto.server import MtprotoServer
from tests.fakes.mtproto.world import World

SOURCE = Source(name="desk", channel="deskdesk")
PHONE = "+10000000001"


@pytest.fixture
def telegram() -> Iterator[MtprotoServer]:
    world = World()
    world.channel("deskdesk", 1234567890).post("Seven T-72B3M in Bamako")
    with MtprotoServer(world) as server:
        yield server


@pytest.fixture
def dc(telegram: MtprotoServer, tmp_path: Path) -> TelegramDc:
    """The server as sources.yaml declares it."""
    key = tmp_path / "key.pem"
    key.write_text(telegram.public_key())
    return TelegramDc(id=2, host="localhost", port=telegram.port, public_key_file=str(key))


async def log_in(login: Login, password: str = "") -> str:
    client = await client_for(login)
    await client.connect()
    try:
        await client.send_code_request(PHONE)
        try:
            await client.sign_in(PHONE, CODE)
        except errors.SessionPasswordNeededError:
            await client.sign_in(password=password)
        session: str = client.session.save()
        return session
    finally:
        await client.disconnect()


async def read(login: Login) -> list[str]:
    account = Account(login, Gate.for_budget(100), Timing(lambda: datetime.now(UTC)))
    try:
        reading = await account.poll(SOURCE, PollState(), None, datetime.now(UTC))
    finally:
        await account.close()
    assert reading.result is not None, reading
    return [item.text for item in reading.result.items]


@pytest.mark.parametrize("password", ["", "correct horse"])
def test_a_session_from_a_login_reads_channels(
    password: str, telegram: MtprotoServer, dc: TelegramDc
) -> None:
    telegram.account("alice", phone=PHONE, password=password)

    session = asyncio.run(log_in(Login("alice", 1, "hash", dc=dc), password))
    texts = asyncio.run(read(Login("alice", 1, "hash", session, dc)))

    assert texts == ["Seven T-72B3M in Bamako"]
    assert telegram.count("auth.SendCode") == 1


def test_a_wrong_password_logs_nobody_in(telegram: MtprotoServer, dc: TelegramDc) -> None:
    telegram.account("alice", phone=PHONE, password="right")

    with pytest.raises(errors.PasswordHashInvalidError):
        asyncio.run(log_in(Login("alice", 1, "hash", dc=dc), "wrong"))


def test_a_dc_of_ones_own_stands_above_the_sessions(
    telegram: MtprotoServer, dc: TelegramDc
) -> None:
    session = telegram.session("alice")
    with MtprotoServer(World()) as other:
        moved = dc.model_copy(update={"port": other.port, "public_key_file": None})
        client = asyncio.run(client_for(Login("alice", 1, "hash", session, moved)))

    assert (client.session.server_address, client.session.port) == ("127.0.0.1", other.port)


@pytest.mark.parametrize(
    ("reason", "change", "said"),
    [
        ("the key file is not there", {"public_key_file": "/nowhere/key.pem"}, "can't be read"),
        ("the host has no address", {"host": "nowhere.invalid"}, "has no address"),
    ],
)
def test_a_server_that_cannot_be_used_is_told(
    reason: str, change: dict[str, str], said: str, dc: TelegramDc
) -> None:
    with pytest.raises(SessionError, match=said):
        asyncio.run(client_for(Login("alice", 1, "hash", dc=dc.model_copy(update=change))))


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., dict[str, object]]]:
    """The fake Telegram in a process of its own; gives a function that sends it commands."""
    command = [sys.executable, "-m", "tests.fakes.mtproto", "--journal", str(tmp_path / "journal")]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as running:
        assert running.stdout is not None
        ports = json.loads(running.stdout.readline())
        yield lambda do, **told: ask(ports["control"], do, **told)
        running.terminate()


def test_the_fake_telegram_runs_as_a_process_and_keeps_a_journal(
    process: Callable[..., dict[str, object]], tmp_path: Path
) -> None:
    process("channel", username="deskdesk", id=1234567890)
    process("burst", channel="deskdesk", count=2, text="post")
    process("edit", channel="deskdesk", id=1, text="edited")
    session = process("session", name="alice")["session"]

    texts = asyncio.run(read(Login("alice", 1, "hash", str(session))))

    assert texts == ["edited", "post 2"]
    assert process("counts")["messages.GetHistory"] == 1
    journal = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]
    assert journal[-2:] == [
        {"method": "contacts.ResolveUsername", "account": "alice", "about": "deskdesk"},
        {"method": "messages.GetHistory", "account": "alice", "about": "1234567890"},
    ]
