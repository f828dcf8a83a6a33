"""What is told: alerts, notifications, digests and the outcome of telling. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Protocol

from config.changes import Change


class Reason(StrEnum):
    """Why an alert was made, or was not."""

    NEW_EVENT = "new event"
    SAME_ITEM = "the same item again"
    EXACT_COPY = "exact copy of a text already told"
    NEAR_COPY = "near copy of a text already told"
    SAME_ORIGIN = "forward of a post already told"
    SAME_LINK = "same link as a report already told"
    BACKFILL = "older than the first poll's window"
    NO_ROUTE = "no route matches"
    UNCORROBORATED = "held back until it is corroborated"
    CORROBORATED = "a known event, now corroborated"
    MERGED = "two events turned out to be one"
    THREAD = "more of a known event, for its thread"
    DELETED = "a post that was told is deleted"
    UPDATE = "news of a known event"
    NOTHING_NEW = "a known event again, nothing new"
    SILENCED = "silenced by the operator"
    ANOTHER_SOURCE = "a known event, told by another source"
    QUIET_NEWS = "news that its watch does not ring for"
    EDITED = "an edit that adds nothing"
    EARLIER = "adopted: it fits a report that came later"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked part of the quoted original; code points, end exclusive."""

    start: int
    end: int
    beside: bool = False  # a place or an act, beside what is watched


@dataclass(frozen=True, slots=True)
class Alert:
    """Something worth telling now. `key` is stable: the same event gives the same key."""

    key: str
    severity: str
    line: str  # the event in one line
    reason: Reason
    watches: tuple[str, ...]
    why: str
    source: str  # label
    reliability: str
    language: str
    kind: Literal["article", "post"]
    url: str
    quote: str  # of the original title and text, hostile
    highlights: tuple[Highlight, ...]
    entities: tuple[str, ...]  # "7 × T-72B3", as readers see them
    places: tuple[str, ...]  # "Bamako (Mali)"
    actions: tuple[str, ...]
    published_at: datetime | None
    detected_at: datetime
    origin: str = ""  # who said it first, where the source only repeats
    # what routes match on
    source_name: str = ""
    source_tags: tuple[str, ...] = ()
    entity_ids: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    event: str = ""  # key of the event, the thread of all its messages; empty: the alert's own
    news: tuple[str, ...] = ()  # what an update adds: "larger count: T-72B3 9, before 7"
    firsts: tuple[str, ...] = ()  # "first report of Spartak in Mali"
    translation: str = ""  # of the quote, by a machine; added while it is told
    lines: tuple[tuple[str, str], ...] = ()  # `line` in other languages that receivers read
    reports: int = 1  # of the event when this was composed, and how many said it independently
    origins: int = 1
    media: tuple[str, ...] = ()  # "2 × photo (180 KB)": kinds and sizes, nothing is downloaded
    reply: str = ""  # the words that the post answers
    best: str = "F"  # the best reliability of those who report it
    english: tuple[str, ...] = ()  # "колонна = convoy": what was matched in another language
    standing: str = ""  # what has become of the event since: "+3 reports, 2 origins"
    novelty: tuple[str, ...] = ()  # names of detector.novelty, for routes
    note: str = ""  # why it comes late or apart: "held during nights"
    quiet: bool = False  # news for its event's thread only

    @property
    def rings(self) -> bool:
        """Whether people are to notice it, not only who follows the event."""
        return not self.quiet and self.reason not in (Reason.THREAD, Reason.MERGED)


@dataclass(frozen=True, slots=True)
class Refresh:
    """The first message of an event is to show what is known now. Rings nobody."""

    key: str
    event: str  # key of the event, as in Alert
    at: datetime


@dataclass(frozen=True, slots=True)
class Bundle:
    """Several alerts in one message, for a named reason."""

    key: str
    hold: str  # what gathered them: alerts.holding.Kind
    label: str  # of what: "country ML", "nights"
    alerts: tuple[Alert, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the operator must know about Tocsin itself."""

    key: str
    subject: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One event of the day, as the digest lists it."""

    line: str
    severity: str
    country: str  # ISO 3166 or "" when unknown
    source: str
    url: str
    at: datetime
    reports: int
    told: bool
    firsts: tuple[str, ...] = ()  # "first report of Spartak in Mali"
    is_new: bool = True  # opened in the digest's time, not before it
    news: tuple[str, ...] = ()  # what that time added: "larger count: T-72B3: 9, before 7"
    held: str = ""  # why nobody was told


@dataclass(frozen=True, slots=True)
class DayCount:
    """One digest day in figures, for the course of the last days."""

    day: date
    events: int  # new ones
    grave: int  # of them critical or high
    alerts: int
    items: int


@dataclass(frozen=True, slots=True)
class CountryCount:
    """New events of one country, "" for an unknown place."""

    country: str
    today: int
    all: int  # in all days of the course, today included


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How one source was read on the day."""

    name: str
    state: Literal["unread", "failing", "read", "quiet", "blind", "stopped"]
    since: datetime | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """One local day, ready to render."""

    plan: str
    receiver: str
    day: date
    zone: str
    items_read: int
    alerts: int
    held_back: tuple[tuple[str, int], ...]  # reason, count
    events: tuple[DigestLine, ...]
    sources: tuple[SourceHealth, ...]
    skipped_days: tuple[date, ...] = ()  # over 12 h late: not sent, said here
    days: tuple[DayCount, ...] = ()  # the course up to this day, oldest first
    countries: tuple[CountryCount, ...] = ()
    changes: tuple[Change, ...] = ()  # of what is watched and read
    made_at: datetime | None = None  # the sources are as they were then
    until: datetime | None = None  # the end of what it covers
    since: datetime | None = None  # and its beginning; None: written before it was kept


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of our own inside a message; the HTML names it as `cid:NAME`."""

    name: str  # letters, digits and a dot
    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Message:
    """Rendered for one receiver, anew on every try from what is told."""

    key: str  # of the notification: the same on every try
    subject: str
    text: str  # complete by itself
    html: str = ""
    blocks: str = ""  # Slack Block Kit as JSON
    thread: str = ""  # event key: mail threading
    at: datetime | None = None  # when what it tells was noticed: Date header, file names
    # References of messages at the same receiver, where it can do so:
    parent: str = ""  # to be answered in a thread
    revises: str = ""  # to be replaced by this one
    rings: bool = True  # in a thread: everybody is to hear it, not only who follows the thread
    images: tuple[Image, ...] = ()
    data: str = ""  # JSON for programs
    identity: str = ""  # by which a program knows a repetition


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that the other side took it: Slack's channel and ts, a Message-ID, a file name.

    `opens_thread`: follow-ups can be put under it.
    """

    reference: str
    opens_thread: bool = False


class Unsent(Exception):  # noqa: N818 - an outcome, named as people say it
    """It surely did not arrive. `permanent`: no use trying again as it is."""

    def __init__(self, reason: str, *, permanent: bool, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after_s = retry_after_s


class Ambiguous(Exception):  # noqa: N818 - an outcome
    """It may have arrived: look it up, or follow the receiver's on_ambiguous."""


class LookUpFailed(Exception):  # noqa: N818 - an outcome
    """The look-up itself did not work now: ask again later, don't send yet."""

    def __init__(self, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


Told = Alert | Bundle | Notice | Digest  # what is rendered; a Refresh is an alert rendered again


class Channel(Protocol):
    """A way to tell one receiver. Implementations neither retry nor sleep."""

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        """Send once. Raises Unsent or Ambiguous.

        `attempt` counts from 1. `repeat`: an earlier try may have arrived, so say so.
        """
        ...

    def find(self, message: Message, since: datetime) -> Receipt | None:
        """Look for an earlier try. None: surely not there.

        Raises Ambiguous when this channel can never tell, LookUpFailed when it can't tell now.
        """
        ...
