"""Makes two events one and says so, once, in the threads about the one that is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from alerts.updates import of_merge
from archive.placing import Placing
from detector.events import OpenEvent
from workers.live import Loaded


def merge_and_tell(
    placing: Placing, gone: int, into: OpenEvent, loaded: Loaded, now: datetime
) -> None:
    """All of `gone` becomes part of `into`; whose state the caller keeps."""
    told = placing.last_alert_of(gone)
    old, new = placing.thread_of(gone), placing.thread_of(into.id)
    placing.merge_event(gone, into.id, now)
    if told is None:
        return
    message = of_merge(told, gone, placing.line_of(into.id), now)
    in_threads = [name for name in loaded.threaded if name in old.told_to]
    # A bot's thread goes on under the new event where that had none of its own.
    moved = [n for n in in_threads if n in loaded.living and n not in new.told_to]
    stayed = [n for n in in_threads if n not in moved]
    for thread, names, suffix in ((old.key, stayed, ""), (new.key, moved, "!moved")):
        if names:
            alert = replace(message, event=thread, key=message.key + suffix)
            placing.add_alert(alert, into.id, None, names)
