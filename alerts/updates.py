"""What an alert owes those who were told: when more is known, when its post goes away. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.model import Alert, Bundle, Reason, Told
from detector.events import OpenEvent
from detector.facts import Thing

_MOST_NAMED = 4
_LEADS = ("Update: ", "Edited: ", "Deleted: ")


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
    after = f"{span(deletion.deleted_at - deletion.posted_at)} after posting"
    return replace(
        told,
        key=deletion.key,
        event=told.event or told.key,
        reason=Reason.DELETED,
        line=f"Deleted: {bare(told.line)}",
        why=f"deleted {after}; last text kept",
        note=after,
        news=(),
        firsts=(),  # nothing is seen for the first time by what was taken back
        lines=(),
        detected_at=now,
    )


def bare(line: str) -> str:
    """An event's line without what an earlier message about it began with."""
    for lead in _LEADS:
        line = line.removeprefix(lead)
    return line


def of_merge(told: Alert, gone: int, line: str, now: datetime) -> Alert:
    """The message to readers of an event that turned out to be another one. Rings nobody."""
    return replace(
        told,
        key=f"merged/{gone}",
        reason=Reason.MERGED,
        line=f"The same event as: {line}",
        why="a report, or an operator, showed that both are one; what follows is told there",
        news=(),
        lines=(),
        firsts=(),
        standing="",
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


def standing(told: Alert, event: OpenEvent) -> str:
    """What has come since an alert: `+3 reports, 2 origins, count now 7–9 × T-72B3`, or nothing."""
    more = event.reports - told.reports
    first = {(one.id, one.low, one.high) for one in event.members[0].gear}
    changed = (one for one in event.gear if (one.id, one.low, one.high) not in first)
    counts = [label for one in changed if (label := _counted(one)) and label not in told.entities]
    parts = (
        f"+{more} report{'' if more == 1 else 's'}" if more > 0 else "",
        f"{len(event.origins)} origins" if len(event.origins) > told.origins else "",
        f"count now {_some(counts)}" if counts else "",
        _also(told, event, counts),
    )
    return ", ".join(filter(None, parts))


def as_known(told: Alert, event: OpenEvent) -> Alert:
    """The alert as its event stands now."""
    return replace(
        told,
        standing=standing(told, event),
        reports=max(event.reports, told.reports),
        origins=max(len(event.origins), told.origins),
    )


def in_language(told: Told, language: str | None) -> Told:
    """Alerts with their event's line in the language of their receiver; all else as it is."""
    if isinstance(told, Bundle):
        lines = (dict(one.lines).get(language or "", one.line) for one in told.alerts)
        alerts = zip(told.alerts, lines, strict=True)
        return replace(told, alerts=tuple(replace(one, line=line) for one, line in alerts))
    if not isinstance(told, Alert):
        return told
    return replace(told, line=dict(told.lines).get(language or "", told.line))


def _counted(thing: Thing) -> str:
    low, high = thing.low, thing.high
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"≥{low} × {thing.label}" if high is None else f"≤{high} × {thing.label}"
    return f"{low} × {thing.label}" if low == high else f"{low}–{high} × {thing.label}"


def _also(told: Alert, event: OpenEvent, counts: list[str]) -> str:
    """Things and places that the alert did not name."""
    said = " ".join((*told.places, *counts))
    named = (*event.gear, *event.forces, *event.units)
    things = [t.label for t in named if t.id not in told.entity_ids and t.label not in said]
    places = [spot.name for spot in event.places if not spot.general and spot.name not in said]
    new = list(dict.fromkeys((*things, *places)))
    return f"also {_some(new)}" if new else ""


def _some(words: list[str]) -> str:
    rest = len(words) - _MOST_NAMED
    return ", ".join(words[:_MOST_NAMED]) + (f" +{rest} more" if rest > 0 else "")
