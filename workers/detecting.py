"""Detect, place, decide, write: from pending items to alerts in the outbox."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from archive.archive import Archive
from archive.model import PendingItem
from archive.placing import Placing
from detector.model import Detection
from detector.placing import FOLLOWED
from workers import weights
from workers.clock import utc_now
from workers.fulltext import wishes
from workers.judging import Doubt, Judging
from workers.live import Live, Loaded
from workers.placing import Done, place
from workers.reading import FactReader, Heard, Read, document_of, source_of

BATCH = 100
OLDER = 500  # noted in one transaction, which nobody should wait for long
LEASE = timedelta(seconds=60)
TRIES = 5  # then the item is quarantined and the operator told
RETRY_AFTER = timedelta(seconds=10)  # then six times as long each time: five tries take an hour

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


class Placer:
    """Takes pending items in order of arrival; safe to run in many processes."""

    def __init__(
        self, archive: Archive, live: Live, owner: str, reader: FactReader | None = None
    ) -> None:
        self._archive, self._live, self._owner = archive, live, owner
        self._weights = weights.Kept(live.var)
        self._reader = reader or FactReader()
        self._all_noted = False
        self.judging = Judging(archive, utc_now)

    def drain(self) -> Detected:
        """Work until no item is pending that could be claimed."""
        total = Detected()
        while (done := self.some()) != Detected():
            total += done
        return total

    def some(self) -> Detected:
        """One batch; nothing when no item is pending that could be claimed."""
        self._live.current().detector  # noqa: B018 - what can't be built must not count against items
        self._note_older()
        claimed = self._archive.claim_pending(self._owner, utc_now(), LEASE, BATCH)
        return self._work(claimed) if claimed else Detected()

    def _note_older(self) -> None:
        """After an upgrade: what an older archive holds was seen before, and is no first."""
        while not self._all_noted:
            loaded = self._live.current()
            with self._archive.placing() as placing:
                older = placing.take_unnoted(OLDER)
                self._all_noted = older is None
                for one in older or ():
                    source = source_of(one.pending.item, loaded)
                    read = self._reader.read(one.pending, source, one.detection, loaded)
                    loaded.ledger.note_older(placing, read.facts, one.pending.item_id)

    def _work(self, claimed: list[PendingItem]) -> Detected:
        loaded = self._live.current()
        readable = [p for p in claimed if not self._give_up(p)]
        tellers = self._archive.sources_that_told(utc_now() - FOLLOWED)
        read = self._read(readable, loaded, tellers)
        wanted = wishes(read, loaded, self._archive)
        relevant = told = 0
        doubts: list[Doubt] = []
        with self._archive.placing() as placing:
            waiting = placing.still_pending(one.revision for one in read)
            for one in read:
                if one.revision in waiting:
                    done = self._place(placing, one, loaded)
                    told += done.alerts
                    doubts += [done.doubt] if done.doubt else []
                    relevant += one.detection.relevant
                    if one.pending.item_id in wanted:
                        placing.want_article(one.pending.item_id, one.pending.item, utc_now())
            placing.done_all(waiting)
        for doubt in doubts:  # only now is everything written
            self.judging.offer(doubt, loaded)
        return Detected(len(read), relevant, told, len(claimed) - len(read))

    def _give_up(self, pending: PendingItem) -> bool:
        """Attempts are counted before the work, so an item that kills workers ends here."""
        if pending.attempts <= TRIES:
            return False
        reason = f"given up after {TRIES} attempts, each ended by an error or a crash"
        self._archive.quarantine(pending.item_id, reason, utc_now())
        _log.error("item_quarantined", item=pending.item_id, source=pending.item.source)
        return True

    def _read(
        self, readable: Sequence[PendingItem], loaded: Loaded, tellers: Collection[str]
    ) -> list[Heard]:
        """What each revision says, in order; of a source that told something lately, also where
        nothing watched is named: it may be one more report of an open event.
        """
        heard: dict[int, Heard] = {}
        for full in (False, True):
            alike = [p for p in readable if (p.item.source in tellers) is full]
            for pending, found in self._detected(alike, loaded, full=full):
                if (one := self._with_facts(pending, found, loaded)) is not None:
                    heard[pending.item_id] = one
        return [heard[p.item_id] for p in readable if p.item_id in heard]

    def _detected(
        self, batch: Sequence[PendingItem], loaded: Loaded, *, full: bool
    ) -> Iterator[tuple[PendingItem, Detection]]:
        """Detect them together, which costs a quarter less; those of a batch that throws, alone."""
        try:
            documents = [document_of(p.item, source_of(p.item, loaded)) for p in batch]
            found = loaded.detector.detect_all(documents, full=full)
        except Exception as error:
            # Whatever one hostile text provokes must cost that item only.
            if len(batch) == 1:
                self._put_off(batch[0], error)
                return
            for pending in batch:
                yield from self._detected([pending], loaded, full=full)
        else:
            yield from zip(batch, found, strict=True)

    def _with_facts(
        self, pending: PendingItem, detection: Detection, loaded: Loaded
    ) -> Heard | None:
        """What is heard; read, if it is to be placed."""
        source = source_of(pending.item, loaded)
        heard = Heard(pending, source, detection)
        if not heard.is_to_be_placed:
            return heard
        try:
            return self._reader.read(pending, source, detection, loaded)
        except Exception as error:  # as above
            self._put_off(pending, error)
            return None

    def _put_off(self, pending: PendingItem, error: Exception) -> None:
        _log.error("detection_failed", item=pending.item_id, exc_info=error)
        reason = f"{type(error).__name__}: {error}"
        pause = RETRY_AFTER * 6 ** (pending.attempts - 1)
        self._archive.retry_detection(pending.item_id, reason, utc_now() + pause)

    def _place(self, placing: Placing, heard: Heard, loaded: Loaded) -> Done:
        """Write what became of one item."""
        if isinstance(heard, Read):
            reread = partial(self._reread, loaded)
            return place(placing, heard, loaded, self._weights.current(), reread)
        return Done()

    def _reread(self, loaded: Loaded, pending: PendingItem) -> Read | None:
        """What was kept as no report by itself, if it still may be one of an event."""
        source = source_of(pending.item, loaded)
        try:
            detection = loaded.detector.detect(document_of(pending.item, source), full=True)
            if not detection.may_follow:
                return None
            return self._reader.read(pending, source, detection, loaded)
        except Exception as error:  # it must not cost the report that came later
            _log.error("rereading_failed", item=pending.item_id, exc_info=error)
            return None
