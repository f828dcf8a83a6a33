"""Tells those who were told of a post that it is gone, or edited in a way that matters.

Looks at rows only, so nothing is missed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from alerts.decide import compose
from alerts.edits import of_edit
from alerts.model import Alert, Reason
from alerts.updates import of_deletion
from archive.archive import Archive
from archive.retelling import Retelling, Rewording
from config.schema import Source
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
    retellings, written = archive.telegram.retellings, 0
    for one in retellings.owed(now - since):
        receivers, rings = _receivers(one, loaded, (Novelty.DELETED,))
        if receivers:
            alert = replace(of_deletion(one.told, one.deletion, now), quiet=not rings)
            written += retellings.tell(replace(one, receivers=receivers), alert)
    return written


def retell_edits(archive: Archive, now: datetime, since: timedelta, loaded: Loaded) -> int:
    """Write an alert for each edit of a told post that changes what was told and rang nobody.

    Its readers hear of it by the watches that ring for contradictions. Returns how many.
    """
    retellings, written = archive.telegram.retellings, 0
    for one in retellings.reworded(now - since):
        source = loaded.source(one.item.source)
        if source is None:
            continue  # taken out of sources.yaml
        kept, rings = _receivers(one, loaded, (Novelty.EDITED, Novelty.CONTRADICTION))
        alert = of_edit(one.told, _said(one, source, now), one.item.text, now)
        if kept and alert is not None:
            alert = replace(alert, key=one.key, quiet=not rings)
            written += retellings.tell(replace(one, receivers=kept), alert)
    return written


def _said(one: Rewording, source: Source, now: datetime) -> Alert | None:
    """As what the post would be told now."""
    if one.detection is None:
        return None
    return compose(
        one.detection, one.item, source, event_key=one.key, reason=Reason.UPDATE, now=now
    )


def _receivers(
    owed: Retelling | Rewording, loaded: Loaded | None, names: tuple[Novelty, ...]
) -> tuple[tuple[str, ...], bool]:
    """Who, of those who were told, hears such news by the watches that were met; does it ring?

    It rings, or goes to the threads of bots, or is kept for the digest.
    """
    watches = loaded.configuration.watchlist.watches if loaded else ()
    met = [watch for watch in watches if watch.id in owed.told.watches]
    if loaded is None or not met or any(set(names) & set(watch.ring) for watch in met):
        return owed.receivers, True
    in_thread = any(set(names) & set(watch.thread) for watch in met)
    return tuple(name for name in owed.receivers if in_thread and name in loaded.living), False
