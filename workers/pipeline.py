"""The whole flow, without Celery. Read this first.

    archive.claim_sources(request, now)
    | poll        conditional, polite, bounded             workers/polling.py    collector
    | keep new    items, revisions, cursor, ETag: ONE transaction                archive
    | detect      mentions -> detection, with its reasons  workers/detecting.py  detector
    | place       is this a copy of something told?                              detector.copies
    | decide      new, held back, routed: a named reason                         alerts
    | write       alert + one notification row per receiver, same transaction    archive
    | read on     the article behind a summary: the item's   workers/fulltext.py   collector
                  next revision, detected again
    | retell      a post that was told is deleted, edited  workers/retelling.py  alerts
    | deliver     claim, send, record, reconcile           workers/delivering.py alerts
    | digest      once per local date and receiver         workers/digesting.py  alerts
    | oversee     silence is an alert                      workers/oversight.py

Every step takes its work from rows and leaves rows behind: any step may be run by any process,
at any time, twice, or be killed in the middle; what it left is found by the next run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from archive.archive import Archive
from workers.clock import utc_now
from workers.delivering import Delivered, Deliverer
from workers.detecting import BATCH, Detected, Placer
from workers.digesting import Digester
from workers.fulltext import ArticlesRead, Reader
from workers.live import Live
from workers.oversight import Overseer
from workers.polling import Polled, Poller
from workers.reholding import Reholder
from workers.retelling import LATE, SOON, retell_deletions, retell_edits

Ring = Callable[[str], None]  # tell the workers of a queue that there is work
DRAIN = timedelta(seconds=30)  # how long one task goes on taking work
ONCE_LIMIT = timedelta(minutes=10)
JUDGED_WITHIN_S = 60.0  # by the optional judge, of one full cycle
ONCE_ARTICLES = timedelta(minutes=5)  # what is left is read at the next run


@dataclass(frozen=True, slots=True)
class Summary:
    """What one full cycle did, for `run --once`."""

    polled: Polled
    detected: Detected
    delivered: Delivered
    waiting: int  # notifications that are not told yet: a retry is due later
    articles: ArticlesRead = field(default_factory=ArticlesRead)

    @property
    def failed(self) -> bool:
        """Whether anything was left unread or untold; a failed try before a good one is none."""
        undone = self.waiting or self.delivered.given_up
        return bool(self.polled.failures or self.detected.failed or undone)


class Pipeline:
    """The verbs that tasks and commands call. One per process."""

    def __init__(self, archive: Archive, live: Live, ring: Ring, owner: str) -> None:
        self._archive, self._live = archive, live
        self._ring = ring
        self.poller = Poller(archive, live, owner)
        self.reader = Reader(archive, live, owner)
        self.placer = Placer(archive, live, owner)
        self.deliverer = Deliverer(archive, live, owner)
        self.digester = Digester(archive, live)
        self.reholder = Reholder(archive, live)
        self.overseer = Overseer(archive, live)

    def stop(self) -> None:
        """Wind up: the next claim gives nothing."""
        self.poller.stop()
        self.reader.stop()
        self.deliverer.stop()

    def close(self) -> None:
        self.poller.close()
        self.reader.close()

    def poll(self, kind: Literal["feed", "channel"]) -> None:
        """Poll what is due for a while; detect and ring as soon as something new is kept."""
        self.poller.drain(kind, utc_now() + DRAIN, on_kept=self._detect_some)
        self.detect()

    def read_on(self) -> None:
        """Read the articles that are wanted. A worker that polls has the detector loaded."""
        self.reader.drain(utc_now() + DRAIN, on_kept=lambda: self._ring("poll"))

    def detect(self) -> Detected:
        """Read every pending item, place it, and write what must be told."""
        return self._ringing(self.placer.drain())

    def _detect_some(self) -> bool:
        """As many as polls under way can wait for; whether there may be more."""
        done = self._ringing(self.placer.some())
        return done.read + done.failed >= BATCH

    def _ringing(self, done: Detected) -> Detected:
        if self._retell(SOON) or done.told:
            self._ring("deliver")
        return done

    def deliver(self) -> Delivered:
        """Tell what is due."""
        return self.deliverer.drain(utc_now() + DRAIN)

    def digest(self) -> None:
        """Write the digests whose hour has come, and look after Tocsin's own health."""
        written = self.digester.write_due(utc_now())
        written += self.reholder.follow(utc_now())
        written += self._retell(LATE)
        if self.overseer.look(utc_now()) or written:
            self._ring("deliver")

    def _retell(self, since: timedelta) -> int:
        now, loaded = utc_now(), self._live.current()
        written = retell_deletions(self._archive, now, since, loaded)
        return written + retell_edits(self._archive, now, since, loaded)

    def run_once(self) -> Summary:
        """One full cycle over every source, due or not; returns when nothing is left to do now."""
        polled = self.poller.poll_all()
        detected = self.detect()
        self.digest()
        delivered = self.deliverer.finish(utc_now() + ONCE_LIMIT)
        articles = self.reader.drain(utc_now() + ONCE_ARTICLES, on_kept=lambda: None)
        if articles.read:
            detected += self.detect()
            delivered += self.deliverer.finish(utc_now() + ONCE_LIMIT)
        self.placer.judging.settle(JUDGED_WITHIN_S)
        self._archive.release_deferred(utc_now())  # nobody will come by to see to it later
        delivered += self.deliverer.finish(utc_now() + ONCE_LIMIT)
        waiting = self._archive.totals().waiting
        return Summary(polled, detected, delivered, waiting, articles)
