"""Whose affair an error is, and what to do about it."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from telethon import errors
from telethon.tl.functions.messages import GetHistoryRequest
from telethon.tl.types import InputPeerSelf, RpcError

from collector.item import Failure, FailureKind
from collector.telegram_errors import verdict_of, word_of
from collector.telegram_model import Down, Fatal, Halt, Wait

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HISTORY = "messages.GetHistory"
REQUEST = GetHistoryRequest(InputPeerSelf(), 0, None, 0, 1, 0, 0, 0)


def rpc(code: int, word: str) -> Exception:
    """What Telethon makes of an RPC error."""
    error: Exception = errors.rpc_message_to_error(RpcError(code, word), REQUEST)
    return error


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


ACCOUNT = [
    ("a flood wait", rpc(420, "FLOOD_WAIT_37"), Wait(HISTORY, later(37))),
    ("one for accounts without premium", rpc(420, "FLOOD_PREMIUM_WAIT_9"), Wait(HISTORY, later(9))),
    ("a flood wait of nothing", rpc(420, "FLOOD_WAIT_0"), Wait(HISTORY, later(1))),
    ("a 420 without a time", rpc(420, "SOME_NEW_LIMIT"), Wait(HISTORY, later(60))),
    ("too many connections", errors.InvalidBufferError(b"\x53\xfe\xff\xff"), Wait("*", later(60))),
    (
        "no connection",
        ConnectionError("broken"),
        Down("no connection to Telegram: ConnectionError"),
    ),
    ("no network", OSError(101, "unreachable"), Down("no connection to Telegram: OSError")),
]


@pytest.mark.parametrize(("reason", "error", "verdict"), ACCOUNT)
def test_waits_and_broken_lines_are_the_accounts(
    reason: str, error: Exception, verdict: Halt
) -> None:
    assert verdict_of(error, HISTORY, NOW) == verdict, reason


FATAL = [
    (406, "AUTH_KEY_DUPLICATED"),
    (401, "AUTH_KEY_UNREGISTERED"),
    (401, "SESSION_REVOKED"),
    (401, "SESSION_EXPIRED"),
    (401, "USER_DEACTIVATED"),
    (401, "USER_DEACTIVATED_BAN"),
    (420, "FROZEN_METHOD_INVALID"),
    (400, "FROZEN_PARTICIPANT_MISSING"),
    (400, "API_ID_INVALID"),
    (400, "API_ID_PUBLISHED_FLOOD"),
    (401, "SOME_NEW_REASON"),
]


@pytest.mark.parametrize(("code", "word"), FATAL)
def test_a_lost_account_is_fatal_with_telegrams_word(code: int, word: str) -> None:
    verdict = verdict_of(rpc(code, word), HISTORY, NOW)

    assert isinstance(verdict, Fatal)
    assert verdict.code == word


def test_a_key_that_telegram_does_not_know_is_fatal() -> None:
    verdict = verdict_of(errors.AuthKeyNotFound(), HISTORY, NOW)

    assert isinstance(verdict, Fatal)
    assert verdict.code == "AUTH_KEY_UNREGISTERED"


CHANNEL = [
    ("private", rpc(400, "CHANNEL_PRIVATE"), FailureKind.GONE),
    ("private, by another code", rpc(406, "CHANNEL_PRIVATE"), FailureKind.GONE),
    ("unknown to this account", rpc(400, "CHANNEL_INVALID"), FailureKind.GONE),
    ("the account is banned there", rpc(400, "USER_BANNED_IN_CHANNEL"), FailureKind.GONE),
    ("not available", rpc(403, "CHANNEL_PUBLIC_GROUP_NA"), FailureKind.GONE),
    ("no such name", rpc(400, "USERNAME_NOT_OCCUPIED"), FailureKind.GONE),
    ("no possible name", rpc(400, "USERNAME_INVALID"), FailureKind.GONE),
    ("a word nobody knows", rpc(400, "A_NEW_WORD"), FailureKind.SOFT),
    ("Telegram's own trouble", rpc(500, "INTERNAL"), FailureKind.TEMPORARY),
    ("Telegram's own timeout", rpc(-503, "Timeout"), FailureKind.TEMPORARY),
    ("another data centre", rpc(303, "USER_MIGRATE_4"), FailureKind.TEMPORARY),
    ("no answer", TimeoutError(), FailureKind.TEMPORARY),
    ("an answer of a newer layer", errors.TypeNotFoundError(1, b""), FailureKind.SOFT),
    ("an answer that is none", AttributeError("chats"), FailureKind.SOFT),
]


@pytest.mark.parametrize(("reason", "error", "kind"), CHANNEL)
def test_a_channels_trouble_is_a_failure_of_that_channel(
    reason: str, error: Exception, kind: FailureKind
) -> None:
    verdict = verdict_of(error, HISTORY, NOW)

    assert isinstance(verdict, Failure), reason
    assert verdict.kind == kind


WORDS = [
    ("named by a class", rpc(400, "USERNAME_NOT_OCCUPIED"), "USERNAME_NOT_OCCUPIED"),
    ("known by its code only", rpc(400, "A_NEW_WORD"), "A_NEW_WORD"),
    ("no error of Telegram's", OSError(), ""),
]


@pytest.mark.parametrize(("reason", "error", "word"), WORDS)
def test_telegrams_word_is_told(reason: str, error: Exception, word: str) -> None:
    assert word_of(error) == word, reason
