"""Tells those who were told of a post that it is gone. Looks at rows only, so nothing is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from alerts.updates import of_deletion
from archive.archive import Archive
from archive.retelling import Retelling
from detector.novelty import Novelty
from workers.live import Loaded

SOON = timedelta(hours=2)  # looked at after each poll that kept something
LATE = timedelta(days=2)  # looked at once a minute, for what a killed worker left untold


def retell_deletions(
    archive: Archive, now: datetime, since: timedelta, loaded: Loaded | None = None
) -> int:
    """Write an alert for each deletion that its readers don't know of. Returns how many.

    By what the watches of `loaded` want to hear of it; without one, all who were told.
    """
    owed = [_for_whom(one, loaded) for one in archive.telegram.retellings.owed(now - since)]
    tell = archive.telegram.retellings.tell
    return sum(tell(one, of_deletion(one.told, one.deletion, now)) for one in owed if one.receivers)


def _for_whom(owed: Retelling, loaded: Loaded | None) -> Retelling:
    """Deletions ring, or go to the threads of bots, or are kept for the digest."""
    if loaded is None:
        return owed
    watches = loaded.configuration.watchlist.watches
    met = [watch for watch in watches if watch.id in owed.told.watches]
    if not met or any(Novelty.DELETED in watch.ring for watch in met):
        return owed
    in_thread = any(Novelty.DELETED in watch.thread for watch in met)
    kept = tuple(name for name in owed.receivers if in_thread and name in loaded.living)
    return replace(owed, receivers=kept)
