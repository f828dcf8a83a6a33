"""What the collector hands on: items, and what one poll found. No I/O."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Literal


@dataclass(frozen=True, slots=True)
class Origin:
    """Who said it first, as the item itself claims (a forward's source)."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a post, known without downloading it."""

    kind: str  # as in Item.media: "photo", "video", "document"
    size: int = 0  # bytes; 0: not told
    name: str = ""
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a post answers: another post, and the words of it that are shown with the answer."""

    external_id: str  # in the same source; empty where it is not told
    quote: str = ""  # not the post's own words


@dataclass(frozen=True, slots=True)
class Item:
    """One article or post as a source published it at one moment (one revision).

    `external_id` is stable within its source: a feed's guid, else link, else a hash; a channel's
    message id in decimal. `text` is plain text with newlines. Times are aware UTC.
    """

    source: str
    external_id: str
    kind: Literal["article", "post"]
    title: str
    text: str
    url: str
    published_at: datetime | None  # None: the source gave no usable date
    published_raw: str = ""
    language: str | None = None  # as declared by the source, never guessed here
    author: str = ""
    origin: Origin | None = None
    media: tuple[str, ...] = ()  # kinds and file names: "photo", "video", "document report.pdf"
    parts: tuple[str, ...] = ()  # further external ids of the same album
    raw_hash: str = ""  # SHA-256 of the raw entry or post
    # Details, never content: transports tell more or less of them.
    reply: Reply | None = None
    attachments: tuple[Attachment, ...] = ()
    is_full: bool = False  # the text was read from the page itself; its feed has less

    @property
    def content_hash(self) -> str:
        """SHA-256 over what a reader would call the content; counters never change it."""
        return _content_hash(self.title, self.text, self.url, *self.media)


@lru_cache(maxsize=256)  # from feed to archive the same item is asked five times
def _content_hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Gap:
    """Message ids between two known ones that no page has shown yet (both exclusive)."""

    after_id: int
    before_id: int


@dataclass(frozen=True, slots=True)
class PollState:
    """What the archive remembers of a source between two polls."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""  # SHA-256 of the last parsed body
    address: str = ""  # where a permanent redirect led; empty: as declared
    identity: str = ""  # a channel's numeric id: the name may change hands
    newest_id: int = 0  # channels: highest message id seen
    first_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    failures: int = 0  # in a row
    interval_s: float = 0.0  # 0: not yet learned
    known: tuple[tuple[str, str], ...] = ()  # newest known (external id, content hash), ≤ 500
    page: tuple[tuple[str, str], ...] = ()  # feeds: (fingerprint, external id) of what was read
    gaps: tuple[Gap, ...] = ()
    moved_to: str = ""  # a permanent redirect under observation, not yet taken as `address`
    moved_at: datetime | None = None
    moved_polls: int = 0
    full_fetch_at: datetime | None = None  # last fetch without validators: some servers' lie
    arrivals: tuple[datetime, ...] = ()  # the last ≤ 20 moments of something new, ascending
    lull_s: float = 0.0  # the longest silence of late
    rhythm: tuple[float, ...] = ()  # feeds: items by hour of day (24) and minute of hour (60)
    rhythm_at: datetime | None = None  # until when old counts have been faded
    cap_s: float = 0.0  # feeds: above this interval the page would overflow; 0: never did
    asked_s: float = 0.0  # feeds: the least interval they ask for in themselves
    skips: tuple[int, ...] = ()  # feeds: hours (0–23) and 100 + days (Monday 0) not to ask in, UTC
    lied_at: datetime | None = None  # when the validators were last found to lie
    gone_at: datetime | None = None  # the first 410 in a row


class FailureKind(StrEnum):
    """Why a poll gave nothing; the schedule weighs them."""

    TEMPORARY = "temporary"  # timeout, 5xx, connection refused
    SOFT = "soft"  # 404, not a feed, unreadable
    BLOCKED = "blocked"  # 403, 429, challenge page, address refused by the guard
    GONE = "gone"  # 410; the channel is private or no longer exists
    IDENTITY = "identity"  # the name now belongs to another channel: stop, ask the operator


@dataclass(frozen=True, slots=True)
class Failure:
    """An expected failure: a value in the stream, not the end of the run."""

    kind: FailureKind
    reason: str  # one sentence for the operator
    retry_after_s: float | None = None
    stops: bool = False  # ask no more until the operator says so


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll found: everything to be saved in one transaction.

    `state` is complete (the archive overwrites with it); `deleted` are confirmed absences.
    """

    source: str
    state: PollState
    items: tuple[Item, ...] = ()
    deleted: tuple[str, ...] = ()
    failure: Failure | None = None
    unchanged: bool = False  # 304, or a body known by its hash
    overflowed: bool = False  # after the first poll, nothing on the page was known
    bytes_read: int = 0
    least_interval_s: float = 0.0  # what the server asks: max-age, ttl, sy:updatePeriod
    notes: tuple[str, ...] = field(default=())  # salvage remarks: "2 of 30 entries unreadable"
    hub: str = ""  # of a body that was read: who offers to push it, and under which name
    topic: str = ""
