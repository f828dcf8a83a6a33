"""What the archive counts, for digests, for oversight and for those who watch it work. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.model import CountryCount, DigestLine, SourceHealth
from archive.model import NotificationState
from config.changes import Change


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What happened between two instants, for the digest to tell."""

    items_read: int
    alerts: int
    held_back: tuple[tuple[str, int], ...]
    events: tuple[DigestLine, ...]
    sources: tuple[SourceHealth, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts between two instants."""

    events: int = 0
    grave: int = 0  # critical or high
    alerts: int = 0
    items: int = 0


@dataclass(frozen=True, slots=True)
class Course:
    """Figures of several days in a row, and the countries of their new events."""

    days: tuple[Figures, ...]
    countries: tuple[CountryCount, ...]


@dataclass(frozen=True, slots=True)
class DigestState:
    """How far the digest of one day is for one receiver."""

    skipped: bool
    made_at: datetime
    state: NotificationState | None  # None: skipped, nothing is owed
    ended_at: datetime | None
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class Due:
    """How much waits now and is in nobody's hands."""

    feeds: int = 0
    channels: int = 0
    pending_items: int = 0
    notifications: int = 0
    articles: int = 0


@dataclass(frozen=True, slots=True)
class LatestPoll:
    """How the latest poll of a source went."""

    source: str
    failure: str  # the reason; empty when it went well


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of everything, or of what was added since an instant.

    `revisions` counts first ones too, but no tombstones. `polls` and `polls_failed` are since ever;
    `sources_read` and `sources_failed` count sources by the outcome of their latest poll.
    """

    items: int
    revisions: int
    deletions: int
    detections: int
    events: int
    alerts: int
    notices: int
    digests: int
    notifications: tuple[tuple[str, int], ...]
    sources_read: int
    sources_failed: int
    quarantined: int
    polls: int
    polls_failed: int
    articles: int = 0  # revisions whose text was read from the page behind a summary
    unread: int = 0  # items that still wait for the detector, or are in its hands

    @property
    def waiting(self) -> int:
        """Notifications still owed and not held on purpose."""
        owed = (NotificationState.PENDING, NotificationState.SENDING, NotificationState.AMBIGUOUS)
        return sum(count for state, count in self.notifications if state in owed)

    @property
    def edits(self) -> int:
        """Revisions after an item's first that its source made."""
        return self.revisions - self.items - self.articles

    @property
    def sent(self) -> int:
        return dict(self.notifications).get(NotificationState.SENT, 0)
