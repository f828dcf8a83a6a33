"""What can go wrong between a client and Telegram, as values. No I/O."""

from __future__ import annotations

from dataclasses import dataclass


class Trouble(Exception):  # noqa: N818 - as Telegram names it: a code and a word
    """An RPC error: its code and Telegram's word for it."""

    def __init__(self, code: int, word: str) -> None:
        super().__init__(f"{code} {word}")
        self.code, self.word = code, word


@dataclass(frozen=True, slots=True)
class Hangup:
    """The connection breaks in the middle of the call; the request was heard."""


@dataclass(frozen=True, slots=True)
class Stall:
    """No answer ever comes; the connection stays open."""


@dataclass(frozen=True, slots=True)
class TransportError:
    """A bare code instead of an answer: -404 unknown auth key, -429 too many connections."""

    code: int


@dataclass(frozen=True, slots=True)
class EmptyPage:
    """History that shows no messages although there are some."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An answer without these messages, although they exist."""

    numbers: tuple[int, ...]


Fault = Trouble | Hangup | Stall | TransportError | EmptyPage | LeftOut


def flood(seconds: int) -> Trouble:
    return Trouble(420, f"FLOOD_WAIT_{seconds}")


FROZEN = Trouble(420, "FROZEN_METHOD_INVALID")
KEY_DUPLICATED = Trouble(406, "AUTH_KEY_DUPLICATED")
KEY_UNREGISTERED = Trouble(401, "AUTH_KEY_UNREGISTERED")
SESSION_REVOKED = Trouble(401, "SESSION_REVOKED")
USER_BANNED = Trouble(401, "USER_DEACTIVATED_BAN")
CHANNEL_PRIVATE = Trouble(400, "CHANNEL_PRIVATE")
CHANNEL_INVALID = Trouble(400, "CHANNEL_INVALID")
NOT_OCCUPIED = Trouble(400, "USERNAME_NOT_OCCUPIED")
SERVER_ERROR = Trouble(500, "INTERNAL")
