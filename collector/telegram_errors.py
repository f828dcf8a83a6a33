"""What an error of Telegram's or of the network means: whose it is and what to do. Pure.

the account's    Wait (flood), Down (no connection), Fatal (session lost, banned, frozen)
the channel's    Failure: GONE, SOFT or TEMPORARY; other channels go on
"""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import re
from datetime import datetime, timedelta

from telethon import errors

from collector.item import Failure, FailureKind
from collector.telegram_model import EVERY_METHOD, Down, Fatal, Halt, Wait

CROWDED_S = 60.0  # Telegram's bare 429 names no time
LEAST_WAIT_S = 1  # FLOOD_WAIT_0 has been seen
_FATAL = {
    "AUTH_KEY_DUPLICATED": "the session was used from two places at once and is lost: log in anew",
    "AUTH_KEY_UNREGISTERED": "Telegram does not know this session: log in anew",
    "SESSION_REVOKED": "the session was ended from another device: log in anew",
    "SESSION_EXPIRED": "the session has expired: log in anew",
    "USER_DEACTIVATED": "the account was deleted",
    "USER_DEACTIVATED_BAN": "Telegram has banned the account",
    "FROZEN_METHOD_INVALID": "Telegram has frozen the account: appeal in an official app",
    "FROZEN_PARTICIPANT_MISSING": "Telegram has frozen the account: appeal in an official app",
    "API_ID_INVALID": "api_id and api_hash do not belong together",
    "API_ID_PUBLISHED_FLOOD": "this api_id stands in published code and is refused",
}
_CHANNEL = {
    "CHANNEL_PRIVATE": (FailureKind.GONE, "the channel is private now, or shut us out"),
    "CHANNEL_INVALID": (FailureKind.GONE, "Telegram does not know the channel by this account"),
    "CHANNEL_BANNED": (FailureKind.GONE, "Telegram has banned the channel"),
    "CHANNEL_PUBLIC_GROUP_NA": (FailureKind.GONE, "the channel is not available"),
    "USER_BANNED_IN_CHANNEL": (FailureKind.GONE, "the account is banned from the channel"),
    "USERNAME_NOT_OCCUPIED": (FailureKind.GONE, "no channel has this name"),
    "USERNAME_INVALID": (FailureKind.GONE, "Telegram allows no such name"),
    "CHAT_FORBIDDEN": (FailureKind.GONE, "the account may not read the channel"),
    "PEER_ID_INVALID": (FailureKind.GONE, "Telegram does not know the channel by this account"),
}
# After these the stored access hash is of no more use.
STALE_PEER = ("CHANNEL_INVALID", "PEER_ID_INVALID")


def verdict_of(error: BaseException, method: str, now: datetime) -> Halt | Failure:
    """What to do about an error that `method` met."""
    if isinstance(error, errors.RPCError):
        return _of_rpc(error, method, now)
    if isinstance(error, errors.AuthKeyNotFound):
        return Fatal("AUTH_KEY_UNREGISTERED", _FATAL["AUTH_KEY_UNREGISTERED"])
    if isinstance(error, errors.InvalidBufferError) and error.code == 429:
        return Wait(EVERY_METHOD, now + timedelta(seconds=CROWDED_S))
    if isinstance(error, TimeoutError):
        return Failure(FailureKind.TEMPORARY, f"Telegram did not answer {method} in time")
    if isinstance(error, OSError | EOFError | BufferError):
        return Down(f"no connection to Telegram: {type(error).__name__}")
    return Failure(FailureKind.SOFT, f"Telegram's answer can't be read: {type(error).__name__}")


def word_of(error: BaseException) -> str:
    """Telegram's word for an RPC error; empty for any other."""
    if not isinstance(error, errors.RPCError):
        return ""
    return str(error.message or "") if type(error) in _UNNAMED else _word(type(error))


def _of_rpc(error: errors.RPCError, method: str, now: datetime) -> Halt | Failure:
    word = word_of(error)
    if word in _FATAL:
        return Fatal(word, _FATAL[word])
    if word in _CHANNEL:
        return Failure(*_CHANNEL[word])
    if (seconds := getattr(error, "seconds", None)) is not None:
        return Wait(method, now + timedelta(seconds=max(LEAST_WAIT_S, int(seconds))))
    code = abs(int(error.code or 0))
    if code == 401:
        return Fatal(word, f"Telegram refuses the session: {word}")
    if code == 420:
        return Wait(method, now + timedelta(seconds=CROWDED_S))
    kind = FailureKind.TEMPORARY if code >= 500 or code == 303 else FailureKind.SOFT
    return Failure(kind, f"Telegram refused {method}: {word}")


_UNNAMED = frozenset({errors.RPCError, *errors.rpcbaseerrors.base_errors.values()})


def _word(kind: type) -> str:
    """AuthKeyDuplicatedError is AUTH_KEY_DUPLICATED."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__.removesuffix("Error")).upper()
