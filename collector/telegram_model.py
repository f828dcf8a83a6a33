"""What reading channels with an account hands on besides items. No I/O.

A poll ends in one of these ways: a `PollResult` for the source (which may carry the channel's own
Failure), or none when it was the account that could not ask. `halt` tells what the account met:

    Wait    Telegram asked for a pause on one method: store it, ask again after `until`
    Down    Telegram can't be reached now: let the preview pages stand in, try later
    Fatal   the account is lost or in danger: switch it off, tell the operator
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from collector.item import Failure, PollResult
from config.schema import TelegramDc

EVERY_METHOD = "*"

Tl: TypeAlias = Any  # an object of Telethon's, which carry no types; none leaves the adapter


@dataclass(frozen=True, slots=True)
class Login:
    """What it takes to be an account. Secrets do not print."""

    name: str
    api_id: int
    api_hash: str = field(repr=False)
    session: str = field(default="", repr=False)  # empty: to be logged in
    dc: TelegramDc | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    """A channel as one account may address it; resolved once, then stored for that account."""

    channel_id: int
    access_hash: int
    name: str = ""  # the public name it had when last seen; empty: none
    title: str = ""

    @property
    def identity(self) -> str:
        """As `PollState.identity` has it, and as preview pages tell it."""
        return str(-(10**12) - self.channel_id)


@dataclass(frozen=True, slots=True)
class Wait:
    """Telegram's order not to call `method` ("*": any) before `until`."""

    method: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Down:
    """The account can't be used for a while; nobody is to blame."""

    reason: str


@dataclass(frozen=True, slots=True)
class Fatal:
    """The account must not be used again before the operator has looked."""

    code: str  # Telegram's word: AUTH_KEY_DUPLICATED
    reason: str  # one sentence for the operator


Halt = Wait | Down | Fatal


class Refused(Exception):  # noqa: N818 - ends reading, carries its reason as a value
    """A request without an answer: `halt` is the account's affair, `failure` the channel's."""

    def __init__(self, verdict: Halt | Failure, word: str = "") -> None:
        super().__init__(str(verdict))
        self.halt = None if isinstance(verdict, Failure) else verdict
        self.failure = verdict if isinstance(verdict, Failure) else None
        self.word = word


@dataclass(frozen=True, slots=True)
class Facts:
    """What a post shows beside its content: counters, never a revision."""

    external_id: str
    views: int = 0
    forwards: int = 0
    replies: int = 0
    reactions: tuple[tuple[str, int], ...] = ()  # emoji or id of a custom one, count
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A post to look at again."""

    external_id: str
    content_hash: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one poll gave. Save `result`, `peer` and `facts` in one transaction.

    `halt` may come beside a result: then something optional (paging back, confirming deletions)
    was cut short, and the state knows what is left. After looking again, the posts looked at are
    those in `facts` and in `result.deleted`.
    """

    result: PollResult | None  # None: the account could not ask; the source's state stays
    peer: Peer | None  # for this account's next poll of the channel; None: resolve anew
    facts: tuple[Facts, ...] = ()
    halt: Halt | None = None
    requests: int = 0  # answered
