"""Silence is an alert: what the operator must hear about Tocsin itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from alerts.model import Notice
from archive.archive import Archive
from workers.live import Live


class Overseer:
    """Looks at rows only; each trouble is told once, by its stable key."""

    def __init__(self, archive: Archive, live: Live) -> None:
        self._archive, self._live = archive, live

    def look(self, now: datetime) -> int:
        """Write a notice for each new trouble. Returns how many."""
        receivers = self._live.current().operator
        notices = (*self._sources(now), *self._quarantined(now), *self._dead(now))
        return sum(self._archive.add_notice(notice, receivers, now) for notice in notices)

    def _sources(self, now: datetime) -> Iterator[Notice]:
        for status in self._archive.source_statuses(now):
            if status.state not in ("blind", "stopped"):
                continue
            since = status.since or now
            subject = f"Source {status.name} is {status.state}"
            text = f"{subject} since {since:%Y-%m-%d %H:%M} UTC: {status.last_error}"
            yield Notice(f"{status.state}:{status.name}:{since.isoformat()}", subject, text, now)

    def _quarantined(self, now: datetime) -> Iterator[Notice]:
        for item in self._archive.quarantined():
            subject = f"An item of {item.source} could not be read and was put aside"
            text = (
                f"{subject}: {item.external_id}. {item.reason}. "
                f"tocsin quarantine release {item.item_id} has it read again."
            )
            yield Notice(f"quarantine:{item.item_id}:{item.at.isoformat()}", subject, text, now)

    def _dead(self, now: datetime) -> Iterator[Notice]:
        for letter in self._archive.dead_letters():
            if letter.key.startswith("dead:"):  # no notice about a notice that can't be told
                continue
            subject = f"{letter.receiver} could not be told"
            text = f"{subject} after {letter.attempts} tries: {letter.reason}"
            yield Notice(f"dead:{letter.id}:{letter.died_at.isoformat()}", subject, text, now)
