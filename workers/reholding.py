"""Lets what is held follow an edit of alerts.yaml."""

from __future__ import annotations

from datetime import datetime

from alerts.reholding import reheld
from archive.archive import Archive
from config.schema import AlertsConfig
from workers.live import Live


class Reholder:
    """Looks once after each edit; several side by side are harmless."""

    def __init__(self, archive: Archive, live: Live) -> None:
        self._archive, self._live = archive, live
        self._followed: AlertsConfig | None = None

    def follow(self, now: datetime) -> int:
        """Returns how many alerts wait otherwise than before, or no more."""
        declared = self._live.current().configuration.alerts
        if declared == self._followed:
            return 0
        moves = reheld(self._archive.held.waiting(now), declared, now)
        moved = self._archive.held.move(moves) if moves else 0
        self._followed = declared
        return moved
