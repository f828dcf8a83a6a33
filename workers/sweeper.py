"""A thread in every worker that rings for what is due: the scheduler or Redis may have died.

Rings, and frees what dead neighbours held; does no other work of its own.
"""

from __future__ import annotations

import threading

import structlog
from celery import Celery

from archive.archive import Archive
from workers.clock import utc_now
from workers.holder import is_dead
from workers.wiring import ring_with

EVERY_S = 5.0
DIGEST_ROUNDS = 12  # digests and oversight: once a minute is soon enough

_log = structlog.get_logger()


class Sweeper(threading.Thread):
    """Rings the queues that have due work, again and again until stopped."""

    def __init__(self, app: Celery, archive: Archive) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._ring, self._archive = ring_with(app), archive
        self._stopping = threading.Event()
        self._rounds = 0

    def run(self) -> None:
        while not self._stopping.wait(EVERY_S):
            try:
                self._sweep()
            except Exception:
                # A locked database or a lost broker now must not end the sweeping for good.
                _log.exception("sweep_failed")

    def stop(self) -> None:
        self._stopping.set()
        self.join(EVERY_S)

    def _sweep(self) -> None:
        dead = {holder for holder in self._archive.lease_holders() if is_dead(holder)}
        if dead:
            self._archive.release_leases(dead, utc_now())
            _log.warning("leases_of_the_dead_released", holders=sorted(dead))
        due = self._archive.due(utc_now())
        if due.feeds or due.pending_items:
            self._ring("poll")
        if due.articles:
            self._ring("fulltext")
        if due.channels:
            self._ring("telegram")
        if due.notifications:
            self._ring("deliver")
        self._rounds += 1
        if self._rounds % DIGEST_ROUNDS == 0:
            self._ring("digest")
