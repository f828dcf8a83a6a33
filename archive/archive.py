"""The archive's only door: every method is one transaction, all or nothing.

Rows are the truth. Whoever works on something claims it first, for a while: a source, an item, a
notification. A process that dies loses its lease, and somebody else goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from alerts.holding import Hold
from alerts.model import Alert, Notice
from archive import (
    bundles,
    deadletters,
    fulltexts,
    items,
    leases,
    outbox,
    sources,
    status,
    threads,
)
from archive import declared as declarations
from archive.counts import Due, LatestPoll, Totals
from archive.digests import Digests
from archive.engine import Database
from archive.eventbook import EventBook
from archive.events import States
from archive.fulltexts import Fulltexts
from archive.held import HeldAlerts
from archive.migrate import migrate
from archive.model import (
    ClaimedNotification,
    ClaimRequest,
    DeadLetter,
    FinishedPoll,
    FirstTold,
    PendingItem,
    QuarantinedItem,
    SavedPoll,
    SourceClaim,
    SourceStatus,
)
from archive.placing import Placing
from archive.polls import save_polls as polls_saved
from archive.silences import Silences
from archive.telegram import TelegramArchive
from archive.websubs import WebSubs
from collector.item import PollResult, PollState
from config.changes import Change, Declared
from config.schema import Source


class Archive:
    """What Tocsin remembers. Safe for threads; open one per process, after the fork.

    Any method may raise ArchiveUnavailable: nothing was written, the call may be made again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._states = States()
        self.telegram = TelegramArchive(database)
        self.fulltexts = Fulltexts(database)
        self.digests = Digests(database)
        self.silences = Silences(database)
        self.held = HeldAlerts(database)
        self.websubs = WebSubs(database)
        self.events = EventBook(database, self._states)

    @classmethod
    def open(cls, url: str) -> Archive:
        """`sqlite:///path` or `postgresql://…`; connects at the first use."""
        return cls(Database(url))

    def migrate(self) -> None:
        """Bring the schema up to date; safe when several processes do it at once."""
        migrate(self._database)

    def close(self) -> None:
        self._database.close()

    # --- sources -----------------------------------------------------------------------------

    def register(self, declared: Sequence[Source], now: datetime) -> None:
        """Make the sources those declared; what is missing is no longer due. Idempotent."""
        with self._database.write() as connection:
            sources.register(connection, declared, now)

    def claim_sources(self, request: ClaimRequest, now: datetime) -> list[SourceClaim]:
        """Take sources to poll; nobody else gets them while the lease lasts."""
        with self._database.write() as connection:
            return sources.claim(connection, request, now)

    def save_poll(
        self,
        claim: SourceClaim,
        result: PollResult,
        next_at: datetime,
        now: datetime,
        *,
        held_until: datetime | None = None,
    ) -> SavedPoll | None:
        """All that one poll found, and its cursor; None and nothing if overtaken."""
        return self.save_polls([FinishedPoll(claim, result, next_at, held_until)], now)[0]

    def save_polls(self, polls: Sequence[FinishedPoll], now: datetime) -> list[SavedPoll | None]:
        """As `save_poll` for each, in one transaction: all of them or none."""
        with self._database.write() as connection:
            return polls_saved(connection, polls, now)

    def resume_source(self, name: str, now: datetime) -> None:
        """Poll a stopped source again, as if for the first time."""
        with self._database.write() as connection:
            sources.resume(connection, name, now)

    def source_state(self, name: str) -> PollState | None:
        """What is remembered of a source between polls; None before it was registered."""
        with self._database.read() as connection:
            return sources.state_of(connection, name)

    def source_statuses(self, now: datetime) -> list[SourceStatus]:
        """How each declared source is being read."""
        with self._database.read() as connection:
            return status.statuses(connection, now)

    def latest_polls(self, since: datetime | None = None) -> list[LatestPoll]:
        """How each source was read that was polled at all, or at `since` or later."""
        with self._database.read() as connection:
            return status.latest_polls(connection, since)

    # --- detection ---------------------------------------------------------------------------

    def claim_pending(
        self, owner: str, now: datetime, lease: timedelta, limit: int
    ) -> list[PendingItem]:
        """Take the oldest items that wait for the detector; the attempt is counted already."""
        with self._database.write() as connection:
            return items.claim(connection, owner, now, lease, limit)

    def sources_that_told(self, since: datetime) -> frozenset[str]:
        """Sources of which something became part of an event since then."""
        with self._database.read() as connection:
            return sources.that_told(connection, since)

    def retry_detection(self, item_id: int, reason: str, retry_at: datetime) -> None:
        """Work on the item again, not before `retry_at`."""
        with self._database.write() as connection:
            items.retry(connection, item_id, reason, retry_at)

    def quarantine(self, item_id: int, reason: str, now: datetime) -> None:
        """Put an item aside whose work fails again and again."""
        with self._database.write() as connection:
            items.quarantine(connection, item_id, reason, now)

    def quarantined(self) -> list[QuarantinedItem]:
        with self._database.read() as connection:
            return items.quarantined(connection)

    def release_quarantined(self, item_id: int, now: datetime) -> bool:
        """Let the item wait for the detector again; False if it was not in quarantine."""
        with self._database.write() as connection:
            return items.release(connection, item_id, now)

    @contextmanager
    def placing(self) -> Iterator[Placing]:
        """One transaction, one at a time over all processes; an exception undoes all of it."""
        with self._database.write() as connection:
            placing = Placing(connection, self._states)
            yield placing
            placing.count_hits()

    # --- outbox ------------------------------------------------------------------------------

    def claim_notifications(
        self, owner: str, now: datetime, lease: timedelta, limit: int
    ) -> list[ClaimedNotification]:
        """Take what is due, at most one per receiver; committed as `sending` on return."""
        with self._database.write() as connection:
            return outbox.claim(connection, owner, now, lease, limit)

    def record_sent(
        self,
        claim: ClaimedNotification,
        reference: str,
        now: datetime,
        *,
        opens_thread: bool = False,
    ) -> bool:
        """It arrived. False if the claim was overtaken, which changes nothing of the row."""
        with self._database.write() as connection:
            if opens_thread:
                threads.remember(connection, claim, reference)
            return outbox.record_sent(connection, claim, reference, now)

    def record_refreshed(self, claim: ClaimedNotification, standing: str, now: datetime) -> bool:
        """The event's first message says what is known now."""
        with self._database.write() as connection:
            threads.show(connection, claim, standing)
            return outbox.record_sent(connection, claim, "", now)

    def record_dropped(self, claim: ClaimedNotification, reason: str, now: datetime) -> bool:
        """Nobody is to be told any more."""
        with self._database.write() as connection:
            return outbox.record_dropped(connection, claim, reason, now)

    def defer(
        self, claim: ClaimedNotification, hold: Hold, warning: Notice | None, now: datetime
    ) -> None:
        """It was not tried: it comes with others later; the first of these brings the warning."""
        with self._database.write() as connection:
            if outbox.defer(connection, claim, hold, now) and warning is not None:
                entry = outbox.Entry("notice", warning.key, warning, now)
                outbox.add(connection, entry, [claim.receiver])

    def release_deferred(self, now: datetime) -> int:
        """Let what only waits for company be told now. Returns how many."""
        with self._database.write() as connection:
            return bundles.release(connection, now)

    def sent_since(self, receiver: str, since: datetime) -> int:
        """Messages with alerts that the receiver got since then."""
        with self._database.read() as connection:
            return bundles.sent_since(connection, receiver, since)

    def first_told(self, receiver: str, thread: str) -> FirstTold | None:
        """The first message of an event at a receiver; None: it has none that can be answered."""
        with self._database.read() as connection:
            return threads.first_told(connection, self._states, receiver, thread)

    def record_unsent(
        self, claim: ClaimedNotification, reason: str, now: datetime, *, next_at: datetime | None
    ) -> bool:
        """It surely did not arrive; without `next_at` it becomes a dead letter."""
        with self._database.write() as connection:
            return outbox.record_unsent(connection, claim, reason, now, next_at)

    def record_ambiguous(
        self, claim: ClaimedNotification, reason: str, now: datetime, *, next_at: datetime
    ) -> bool:
        """It may have arrived; the next claim says so."""
        with self._database.write() as connection:
            return outbox.record_ambiguous(connection, claim, reason, now, next_at)

    def hold_receiver(self, receiver: str, until: datetime) -> None:
        """Nothing for the receiver before then; never shortens an earlier hold."""
        with self._database.write() as connection:
            outbox.hold(connection, receiver, until)

    def dead_letters(self) -> list[DeadLetter]:
        with self._database.read() as connection:
            return deadletters.listed(connection)

    def retry_dead(self, number: int, now: datetime) -> bool:
        """Send a dead letter as if never tried, doubt or not; False if it is not one."""
        with self._database.write() as connection:
            return deadletters.retry(connection, number, now)

    def drop_dead(self, number: int) -> bool:
        """Give a dead letter up for good; False if it is not one."""
        with self._database.write() as connection:
            return deadletters.drop(connection, number)

    def add_notice(self, notice: Notice, receivers: Sequence[str], now: datetime) -> bool:
        """Tell the operator something once; False if the notice's key was used before."""
        entry = outbox.Entry("notice", notice.key, notice, now)
        with self._database.write() as connection:
            return outbox.add(connection, entry, receivers) is not None

    # --- configuration -----------------------------------------------------------------------

    def keep_declared(self, declared: Declared, now: datetime) -> tuple[Change, ...]:
        """Remember what is in force; gives what changed since the last time. Idempotent."""
        with self._database.write() as connection:
            return declarations.keep(connection, declared, now)

    # --- oversight ---------------------------------------------------------------------------

    def due(self, now: datetime) -> Due:
        """What waits and is in nobody's hands; cheap enough to ask every second."""
        with self._database.read() as connection:
            return Due(
                feeds=sources.count_due(connection, "feed", now),
                channels=sources.count_due(connection, "channel", now),
                pending_items=items.count_due(connection, now),
                notifications=outbox.count_due(connection, now),
                articles=fulltexts.count_due(connection, now),
            )

    def lease_holders(self) -> set[str]:
        """Owners of leases, some of which may have ended."""
        with self._database.read() as connection:
            return leases.holders(connection)

    def release_leases(self, dead: Collection[str], now: datetime) -> None:
        """Free what these owners hold: they are surely gone. What they were sending waits 10 s."""
        with self._database.write() as connection:
            leases.release(connection, dead, now)

    def totals(self, since: datetime | None = None) -> Totals:
        """Counts of everything, or of what was added at `since` or later."""
        with self._database.read() as connection:
            return status.totals(connection, since)

    def earliest_delivery(self, now: datetime) -> datetime | None:
        """When a notification can next be claimed: `now` if one can, None if none is owed."""
        with self._database.read() as connection:
            found = outbox.earliest(connection)
        return None if found is None else max(now, found)

    def sources_of_others(self, owner: str, now: datetime) -> int:
        """How many sources somebody else polls at this moment."""
        with self._database.read() as connection:
            return sources.count_in_other_hands(connection, owner, now)

    def others_deliver(self, owner: str, now: datetime) -> bool:
        """Whether somebody else is telling a receiver something at this moment."""
        with self._database.read() as connection:
            return outbox.is_in_other_hands(connection, owner, now)

    def newest_alert_id(self) -> int:
        """The id of the latest alert; 0 before the first."""
        with self._database.read() as connection:
            return outbox.newest_alert_id(connection)

    def recent_alerts(self, after_id: int, limit: int) -> list[tuple[int, Alert]]:
        """Alerts after the one with that id, oldest first."""
        with self._database.read() as connection:
            return outbox.recent_alerts(connection, after_id, limit)
