"""What the archive takes and hands on: claims, pending items, states and counts. No I/O.

ArchiveError
├── ArchiveUnavailable   the database is locked, full, restarting: nothing was written, try later
└── ArchiveOutdated      the schema is not the one this program knows: run migrate()
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from alerts.model import (
    Alert,
    Bundle,
    Digest,
    Notice,
    Refresh,
)
from collector.item import Item, PollResult, PollState
from config.mistakes import OperatorsError
from detector.events import OpenEvent
from detector.model import Detection
from detector.sightings import First

SourceKind = Literal["feed", "channel"]
Health = Literal["unread", "failing", "read", "quiet", "blind", "stopped"]


class ArchiveError(OperatorsError):
    """Base of what the archive raises; the transaction it was raised in wrote nothing."""


class ArchiveUnavailable(ArchiveError):  # noqa: N818 - names a state that passes, not a fault
    """The database can't be reached or written now; the same call may succeed later."""


class ArchiveOutdated(ArchiveError):  # noqa: N818 - names a state that migrate() ends
    """The database's schema is older or newer than this program."""


# --- sources ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """The right to poll one source until its lease ends. `token` fences off the overtaken.

    `state` of a feed lacks what only a changed body is compared with: that is in `memory`.
    """

    name: str
    state: PollState
    token: int
    memory: str = ""


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """Who wants how many sources of which kind, and for how long."""

    kind: SourceKind
    owner: str
    lease: timedelta
    limit: int
    due_only: bool = True
    a_host: int = 0  # so many of one host at once, whoever polls them; 0: any number
    free_hosts: Collection[str] = ()  # but of these any number


@dataclass(frozen=True, slots=True)
class FinishedPoll:
    """What came of a claim; `held_until` is the server's own word (Retry-After).

    `trusting_at`: the next time, where a hub is trusted to announce what is new before.
    """

    claim: SourceClaim
    result: PollResult
    next_at: datetime
    held_until: datetime | None = None
    trusting_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SavedPoll:
    """Ids of the items that one poll added, changed and marked as deleted."""

    new: tuple[int, ...] = ()
    revised: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How one source is being read. `quiet` is read well but says nothing; `blind` isn't read.

    Not read yet: `unread` before its first poll has ended, `failing` after polls that failed.
    """

    name: str
    kind: SourceKind
    state: Health
    since: datetime | None  # since when it has been quiet, blind or stopped
    last_ok_at: datetime | None
    last_new_at: datetime | None
    next_at: datetime | None
    failures: int
    last_error: str
    items: int
    hits: int
    usual_gap_s: float | None = None  # between two moments of news; None: not learned yet
    patience_s: float | None = None  # silence beyond this is called quiet
    interval_s: float = 0.0  # until the next poll, as learned
    polls: int = 0
    failed_polls: int = 0
    bytes_read: int = 0
    bytes_a_day: float = 0.0  # since it was added
    articles: int = 0  # read behind summaries
    overflows: int = 0  # polls in which nothing on the page was known: entries were missed
    overflowed_at: datetime | None = None
    note: str = ""  # what the last poll remarked
    hub: str = ""  # how far it is pushed by WebSub


# --- Telegram accounts -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountLease:
    """The right to use one account's session until the lease ends. `token` fences off the rest."""

    account: str
    token: int


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """How one account is: `waiting` is told by Telegram to wait, `off` waits for the operator."""

    name: str
    state: Literal["active", "waiting", "off"]
    reason: str
    since: datetime
    until: datetime | None  # of the longest wait
    user_id: int | None  # who logged in; None: nobody yet
    in_use: bool  # somebody holds its lease
    channels: int  # it can address


# --- detection -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PendingItem:
    """One revision of an item that waits for the detector, claimed for a while.

    `attempts` counts this one too. A deletion is a revision: `deleted_at` is set and `item`
    carries the last known text.
    """

    item_id: int
    revision: int
    item: Item
    first_seen_at: datetime
    backfill: bool
    deleted_at: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class QuarantinedItem:
    """An item that was put aside because working on it failed again and again."""

    item_id: int
    source: str
    external_id: str
    reason: str
    at: datetime


class ToldText(NamedTuple):  # a tuple, for there are many and a dataclass costs thrice as much
    """What novelty compares with: a detection already written."""

    detection_id: int
    event_id: int | None
    item_id: int
    exact: str
    minhash: bytes
    url: str
    origin: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewDetection:
    """A detection to write, with the keys by which copies of it will be found."""

    item_id: int
    revision: int
    event_id: int | None
    relevant: bool
    severity: str
    payload: Detection
    reason: str  # an alerts.model.Reason value
    exact: str
    minhash: bytes
    bands: tuple[str, ...]
    url: str
    origin: str
    at: datetime
    facts: tuple[str, ...] = ()  # ids and places named
    novelty: tuple[str, ...] = ()  # what it added to its event, in words
    event_why: tuple[str, ...] = ()  # why it is of its event


# --- events ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as a list shows it."""

    id: int
    line: str
    severity: str
    country: str
    opened_at: datetime
    last_at: datetime
    reports: int
    told: bool
    merged_into: int | None = None
    closed: bool = False  # by an operator, or as part of another


@dataclass(frozen=True, slots=True)
class EventReport:
    """One report of an event: a revision of an item, what it added, and why it belongs there."""

    item_id: int
    revision: int
    source: str
    url: str
    title: str
    at: datetime  # published, or else seen
    reason: str  # an alerts.model.Reason value
    novelty: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """All that is kept of one event. `merged`: events that turned out to be this one."""

    row: EventRow
    known: OpenEvent | None
    reports: tuple[EventReport, ...]
    firsts: tuple[First, ...]
    told: tuple[Alert, ...]
    merged: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item in its event: the revision that was detected last, and why it was told or kept."""

    pending: PendingItem
    detection: Detection
    reason: str  # an alerts.model.Reason value


@dataclass(frozen=True, slots=True)
class Lesson:
    """A report and an event as the operator judged them: features of the pair, and the verdict.

    Lessons of one decision have the same `at`.
    """

    features: Mapping[str, float]
    same: bool
    at: datetime


# --- outbox ----------------------------------------------------------------------------------


class NotificationState(StrEnum):
    """Where a notification stands. Only `pending`, `sending`, `ambiguous` are still owed."""

    PENDING = "pending"
    SENDING = "sending"  # committed before the first byte leaves
    AMBIGUOUS = "ambiguous"  # may have arrived: look it up
    SENT = "sent"
    DEAD = "dead"
    DROPPED = "dropped"  # a dead letter the operator gave up, a refresh that was not needed
    REFRESHED = "refreshed"  # an earlier message was replaced
    DEFERRED = "deferred"  # waits on purpose, to come with others
    JOINED = "joined"  # another notification's message tells of it too


@dataclass(frozen=True, slots=True)
class ClaimedNotification:
    """The right to send one notification until the lease ends.

    `ambiguous_since` set: an earlier try may have arrived; reconcile before sending.
    """

    id: int
    key: str
    receiver: str
    payload: Alert | Bundle | Refresh | Notice | Digest
    attempt: int  # from 1
    token: int
    first_try_at: datetime
    ambiguous_since: datetime | None
    bundle: str = ""  # for which it was held


@dataclass(frozen=True, slots=True)
class FirstTold:
    """What stands at a receiver as the first message of an event.

    `alert` is None where it tells of more than this event, and so is not to be replaced.
    """

    reference: str
    key: str  # of its notification
    alert: Alert | None
    event: OpenEvent | None  # as known now
    shown: str  # the standing that was last written into it


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A notification that was given up; the operator may retry or drop it."""

    id: int
    key: str
    receiver: str
    reason: str
    attempts: int
    created_at: datetime
    died_at: datetime
    others: int = 0  # alerts that would have come in the same message
    what: str = ""  # its line, as readers would have seen it
