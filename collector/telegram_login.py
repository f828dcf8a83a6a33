"""Logging an account in and out: phone, code, password, in that order. I/O; keeps nothing."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from telethon import TelegramClient, errors
from telethon.sessions import StringSession

from collector.telegram_errors import word_of
from collector.telegram_model import Login
from collector.telegram_session import SessionError, client_for

TRIES = 3  # wrong codes and passwords are counted by Telegram too
CONNECT_S = 30.0


class LoginError(Exception):
    """The login came to nothing; the message says why and never holds what was typed."""


@dataclass(frozen=True, slots=True)
class Questions:
    """How to ask the person at the terminal. Answers are never printed or kept."""

    phone: Callable[[], str]
    code: Callable[[], str]
    password: Callable[[], str]
    complain: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A session, as good as the account itself, and whose it is."""

    session: str = field(repr=False)
    user_id: int


async def log_in(login: Login, questions: Questions) -> LoggedIn:
    """A new session of the account. Raises LoginError."""
    async with _connected(login) as client:
        phone = questions.phone()
        sent = await client.send_code_request(phone)
        try:
            await _try(client, questions, phone, sent.phone_code_hash)
        except errors.SessionPasswordNeededError:
            await _try_password(client, questions)
        me = await client.get_me()
        return LoggedIn(StringSession.save(client.session), int(me.id))


async def log_out(login: Login) -> None:
    """End the session everywhere. Raises LoginError if Telegram could not be told."""
    async with _connected(login) as client:
        if not await client.log_out():
            raise LoginError("Telegram did not end the session; end it in an official app")


async def _try(client: TelegramClient, questions: Questions, phone: str, code_hash: str) -> None:
    for left in reversed(range(TRIES)):
        try:
            await client.sign_in(phone, questions.code(), phone_code_hash=code_hash)
        except (errors.PhoneCodeInvalidError, errors.PhoneCodeEmptyError):
            if not left:
                raise
            questions.complain("Telegram says that this is not the code")
        else:
            return


async def _try_password(client: TelegramClient, questions: Questions) -> None:
    for left in reversed(range(TRIES)):
        try:
            await client.sign_in(password=questions.password())
        except errors.PasswordHashInvalidError:
            if not left:
                raise
            questions.complain("Telegram says that this is not the password")
        else:
            return


@asynccontextmanager
async def _connected(login: Login) -> AsyncIterator[TelegramClient]:
    try:
        client = await client_for(login)
    except SessionError as error:
        raise LoginError(str(error)) from error
    try:
        async with asyncio.timeout(CONNECT_S):
            await client.connect()
        yield client
    except errors.FloodError as error:
        seconds = getattr(error, "seconds", 0)
        raise LoginError(f"Telegram asks to wait {seconds} seconds before the next try") from error
    except errors.RPCError as error:
        raise LoginError(f"Telegram refused: {word_of(error)}") from error
    except (OSError, TimeoutError, ValueError, errors.SecurityError) as error:
        raise LoginError(f"Telegram can't be reached: {type(error).__name__}") from error
    finally:
        await client.disconnect()
