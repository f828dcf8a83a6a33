"""What an alert that was told owes its readers when its post goes away. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.model import Alert, Reason


@dataclass(frozen=True, slots=True)
class Deletion:
    """A post of which somebody was told is gone; `revision` is its tombstone's."""

    item_id: int
    revision: int
    posted_at: datetime
    deleted_at: datetime  # when we first saw that it was gone

    @property
    def key(self) -> str:
        return f"deleted/{self.item_id}@{self.revision}"


def of_deletion(told: Alert, deletion: Deletion, now: datetime) -> Alert:
    """The message in the same thread that says so, with the last text known."""
    words = f"deleted {span(deletion.deleted_at - deletion.posted_at)} after posting"
    return replace(
        told,
        key=deletion.key,
        event=told.event or told.key,
        reason=Reason.DELETED,
        line=f"Deleted: {told.line.removeprefix('Deleted: ')}",
        why=f"{words}; last text kept",
        news=(),
        detected_at=now,
    )


def span(length: timedelta) -> str:
    """As people say it: 43 minutes, 5 hours, 3 days; never less than a minute."""
    minutes = max(1, int(length.total_seconds() // 60))
    for size, unit in ((2 * 1440, "day"), (120, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // (size // 2 if size > 1 else 1)
            return f"{count} {unit}{'' if count == 1 else 's'}"
    raise AssertionError("a length is at least a minute")
