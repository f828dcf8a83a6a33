"""Detect, place, decide, write: from pending items to alerts in the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from alerts.decide import compose, severity_of
from alerts.model import Reason
from alerts.routing import receivers_for
from archive.archive import Archive
from archive.model import NewDetection, PendingItem
from archive.placing import Placing
from collector.item import Item
from config.schema import Source
from detector.copies import Copy, Fingerprint, Sameness, canonical_url, find_copy, fingerprint
from detector.model import Detection, Document
from workers.clock import utc_now
from workers.live import Live, Loaded

BATCH = 100
LEASE = timedelta(seconds=60)
COPY_WINDOW = timedelta(days=16)  # copies later than this count as news again
TRIES = 5  # then the item is quarantined and the operator told
RETRY_AFTER = timedelta(seconds=10)  # then six times as long each time: five tries take an hour

_REASONS = {
    Sameness.LINK: Reason.SAME_LINK,
    Sameness.ORIGIN: Reason.SAME_ORIGIN,
    Sameness.EXACT: Reason.EXACT_COPY,
    Sameness.NEAR: Reason.NEAR_COPY,
}
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Detected:
    """What a round of detection gave."""

    read: int = 0
    relevant: int = 0
    told: int = 0  # alerts written to the outbox
    failed: int = 0  # items on which the detector stumbled

    def __add__(self, other: Detected) -> Detected:
        return Detected(
            self.read + other.read,
            self.relevant + other.relevant,
            self.told + other.told,
            self.failed + other.failed,
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """A pending item with what the detector says of it."""

    pending: PendingItem
    source: Source
    detection: Detection
    print_: Fingerprint
    url: str
    origin: str

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids and places named: what a mere copy can't add to."""
        ids = {mention.entity for mention in self.detection.mentions}
        return tuple(sorted(ids | {place.name for place in self.detection.places}))


class Placer:
    """Takes pending items in order of arrival; safe to run in many processes."""

    def __init__(self, archive: Archive, live: Live, owner: str) -> None:
        self._archive, self._live, self._owner = archive, live, owner

    def drain(self) -> Detected:
        """Work until no item is pending that could be claimed."""
        total = Detected()
        self._live.current().detector  # noqa: B018 - what can't be built must not count against items
        while claimed := self._archive.claim_pending(self._owner, utc_now(), LEASE, BATCH):
            total += self._work(claimed)
        return total

    def _work(self, claimed: list[PendingItem]) -> Detected:
        loaded = self._live.current()
        readable = [p for p in claimed if not self._give_up(p)]
        read = [r for p in readable if (r := self._read(p, loaded)) is not None]
        relevant = told = 0
        with self._archive.placing() as placing:
            for one in read:
                if placing.is_pending(one.pending.item_id, one.pending.revision):
                    told += _place(placing, one, loaded)
                    relevant += one.detection.relevant
        return Detected(len(read), relevant, told, len(claimed) - len(read))

    def _give_up(self, pending: PendingItem) -> bool:
        """Attempts are counted before the work, so an item that kills workers ends here."""
        if pending.attempts <= TRIES:
            return False
        reason = f"given up after {TRIES} attempts, each ended by an error or a crash"
        self._archive.quarantine(pending.item_id, reason, utc_now())
        _log.error("item_quarantined", item=pending.item_id, source=pending.item.source)
        return True

    def _read(self, pending: PendingItem, loaded: Loaded) -> _Read | None:
        item = pending.item
        source = loaded.source(item.source) or Source(name=item.source, url="https://removed")
        try:
            detection = loaded.detector.detect(_document(item, source))
            print_ = fingerprint(item.title, item.text)
        except Exception as error:
            # Whatever one hostile text provokes must cost that item only.
            _log.exception("detection_failed", item=pending.item_id)
            reason = f"{type(error).__name__}: {error}"
            pause = RETRY_AFTER * 6 ** (pending.attempts - 1)
            self._archive.retry_detection(pending.item_id, reason, utc_now() + pause)
            return None
        origin = canonical_url(item.origin.url) if item.origin is not None else ""
        return _Read(pending, source, detection, print_, canonical_url(item.url), origin)


def _document(item: Item, source: Source) -> Document:
    return Document(
        id=item.external_id,
        title=item.title,
        text=item.text,
        language=item.language or source.language,
        kind=item.kind,
        source=source.name,
        tags=source.tags,
        reliability=source.reliability,
        published_at=item.published_at,
    )


def _place(placing: Placing, read: _Read, loaded: Loaded) -> int:
    """Write what became of one item. Returns how many alerts (0 or 1)."""
    pending, told = read.pending, 0
    if read.detection.relevant and pending.deleted_at is None:
        told = _place_relevant(placing, read, loaded)
    placing.done(pending.item_id, pending.revision)
    return told


def _place_relevant(placing: Placing, read: _Read, loaded: Loaded) -> int:
    now = utc_now()
    event_id, reason = _event_of(placing, read)
    if event_id is not None:
        placing.touch_event(event_id, now)
        _write_detection(placing, read, event_id, reason)
        return 0
    alert = compose(
        read.detection,
        read.pending.item,
        read.source,
        event_key=_key_of(read.pending),
        reason=reason,
        now=now,
    )
    country = alert.countries[0] if alert.countries else ""
    event_id = placing.open_event(alert.line, alert.severity, country, now)
    receivers = tuple(r for r, _ in receivers_for(alert, loaded.configuration.alerts.routes))
    if reason is Reason.NEW_EVENT and not receivers:
        reason = Reason.NO_ROUTE
    detection_id = _write_detection(placing, read, event_id, reason)
    if reason is not Reason.NEW_EVENT:
        return 0
    placing.add_alert(alert, event_id, detection_id, receivers)
    return 1


def _key_of(pending: PendingItem) -> str:
    """Unique for ever: a channel's message ids begin again when its name changes hands."""
    return f"{pending.item.source}/{pending.item.external_id}#{pending.item_id}"


def _event_of(placing: Placing, read: _Read) -> tuple[int | None, Reason]:
    """The event this item belongs to already, if any, and why it rings or doesn't."""
    event_id = placing.event_of_item(read.pending.item_id)
    if event_id is not None:
        return event_id, Reason.SAME_ITEM
    copy = _copy(placing, read)
    if copy is not None:
        return copy.event_id, _REASONS[copy.sameness]
    return None, Reason.BACKFILL if read.pending.backfill else Reason.NEW_EVENT


def _copy(placing: Placing, read: _Read) -> Copy | None:
    links = (read.url, read.origin)
    since = utc_now() - COPY_WINDOW
    told = placing.candidates(read.print_.exact, read.print_.bands, *links, since)
    return find_copy(read.print_, links, read.facts, told)


def _write_detection(placing: Placing, read: _Read, event_id: int, reason: Reason) -> int:
    return placing.add_detection(
        NewDetection(
            item_id=read.pending.item_id,
            revision=read.pending.revision,
            event_id=event_id,
            relevant=True,
            severity=severity_of(read.detection),
            payload=read.detection,
            reason=reason.value,
            exact=read.print_.exact,
            minhash=read.print_.minhash,
            bands=read.print_.bands,
            url=read.url,
            origin=read.origin,
            facts=read.facts,
            at=utc_now(),
        )
    )
