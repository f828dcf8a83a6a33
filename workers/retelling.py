"""Tells those who were told of a post that it is gone. Looks at rows only, so nothing is missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from alerts.updates import of_deletion
from archive.archive import Archive

SOON = timedelta(hours=2)  # looked at after each poll that kept something
LATE = timedelta(days=2)  # looked at once a minute, for what a killed worker left untold


def retell_deletions(archive: Archive, now: datetime, since: timedelta) -> int:
    """Write an alert for each deletion that its readers don't know of. Returns how many."""
    owed = archive.telegram.retellings.owed(now - since)
    tell = archive.telegram.retellings.tell
    return sum(tell(one, of_deletion(one.told, one.deletion, now)) for one in owed)
