"""Open events as rows: what is known of each as JSON, and the keys by which a report finds it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.model import Alert
from archive import filing
from archive.codec import dump, load
from archive.model import PendingItem, PlacedItem
from archive.tables import (
    alerts,
    detections,
    events,
    firsts,
    items,
    notifications,
    revisions,
    threads,
)
from collector.item import Item
from detector.events import OpenEvent
from detector.model import Detection, WatchHit

_CACHED = 12_000  # states that a process keeps decoded; found by their hash, so never stale


class States:
    """Decoded states, by the hash of their JSON. One per process; safe to lose."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, OpenEvent] = OrderedDict()

    def known(self, digest: str) -> OpenEvent | None:
        return self._known.get(digest)

    def remember(self, digest: str, event: OpenEvent) -> None:
        self._known[digest] = event
        if len(self._known) > _CACHED:
            self._known.popitem(last=False)


def candidates(
    connection: sa.Connection, states: States, keys: Sequence[str], since: datetime
) -> list[OpenEvent]:
    """Events reported since then that share the most telling keys."""
    best = filing.sharing(connection, keys, since)
    found = _known(connection, states, best)
    return [found[row.id] for row in best if row.id in found]


def state(connection: sa.Connection, states: States, event_id: int) -> OpenEvent | None:
    """What is known of one event; None for those made before there were states."""
    hashes = connection.execute(_HASHES, {"numbers": [event_id]}).all()
    return _known(connection, states, hashes).get(event_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """What changes in an event's row with its state. `line`: in words, `at`: of one more report."""

    line: str | None = None
    at: datetime | None = None


def keep(
    connection: sa.Connection,
    states: States,
    event: OpenEvent,
    before: OpenEvent | None,
    standing: Standing,
) -> None:
    """Write what is known of an event now, and file it under its keys.

    `before`: what was known, if the caller knows; most reports change no key.
    """
    text = dump(event)
    digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    states.remember(digest, event)
    row = {"number": event.id, "state": text, "state_hash": digest}
    told = {"line": standing.line, "at": standing.at}
    given = {name: value for name, value in told.items() if value is not None}
    closed_at = connection.execute(_KEEP[tuple(given)], row | given).scalar()
    if closed_at is None:
        filing.file(connection, event, before)


def touch(connection: sa.Connection, event_id: int, at: datetime) -> None:
    """One more report of the event."""
    connection.execute(_TOUCH, {"number": event_id, "at": at})


def close(connection: sa.Connection, event_id: int, at: datetime) -> None:
    """No report finds the event any more; copies and edits of its reports still do."""
    connection.execute(events.update().where(events.c.id == event_id).values(closed_at=at))
    filing.unfile(connection, event_id)


def move_items(
    connection: sa.Connection, item_ids: Sequence[int], event_id: int, into: int
) -> None:
    """Some items of an event, with all that was noted and told of them, are of another."""
    moved = sa.select(detections.c.id, detections.c.item_id).where(
        detections.c.item_id.in_(item_ids), detections.c.event_id == event_id
    )
    found = connection.execute(moved).all()
    numbers, reports_gone = [row.id for row in found], len({row.item_id for row in found})
    for table, column in (
        (firsts, firsts.c.detection_id),
        (alerts, alerts.c.detection_id),
        (detections, detections.c.id),
    ):
        connection.execute(table.update().where(column.in_(numbers)).values(event_id=into))
    connection.execute(
        events.update()
        .where(events.c.id == event_id)
        .values(reports=events.c.reports - reports_gone)
    )
    _retime(connection, event_id)
    _retime(connection, into)


def merge(connection: sa.Connection, gone: int, into: int, at: datetime) -> None:
    """All that belonged to one event belongs to the other from now on."""
    reports = sa.select(events.c.reports).where(events.c.id == gone).scalar_subquery()
    connection.execute(
        events.update().where(events.c.id == into).values(reports=events.c.reports + reports)
    )
    filing.unfile(connection, gone)
    for table in (detections, alerts, firsts):
        connection.execute(table.update().where(table.c.event_id == gone).values(event_id=into))
    _retime(connection, into)
    _move_threads(connection, gone, into)
    connection.execute(
        events.update()
        .where(events.c.id == gone)
        .values(merged_into=into, merged_at=at, state=None, state_hash=None)
    )


def _retime(connection: sa.Connection, event_id: int) -> None:
    """An event is as old as the first of its reports, and as recent as the last."""
    here = detections.c.event_id == event_id
    first, last = (
        sa.select(function(detections.c.at)).where(here).scalar_subquery()
        for function in (sa.func.min, sa.func.max)
    )
    connection.execute(
        events.update()
        .where(events.c.id == event_id, sa.exists().where(here))
        .values(opened_at=first, last_at=last)
    )


def part_merged(
    connection: sa.Connection, event_id: int, into: int, openings: Collection[str]
) -> None:
    """What had been merged into an event is where its first report went when that was split.

    `openings` are the keys of events that what moved may have opened. A merge whose two first
    reports are apart again is told no more.
    """
    own = connection.execute(sa.select(events.c.key).where(events.c.id == event_id)).scalar()
    merged_here = sa.select(events.c.id, events.c.key).where(events.c.merged_into == event_id)
    for number, key in connection.execute(merged_here).all():
        values: dict[str, object] = {"merged_into": into} if key in openings else {}
        if (key in openings) != (own in openings):
            values["merged_at"] = None
        if values:
            connection.execute(events.update().where(events.c.id == number).values(values))


def reports(connection: sa.Connection, event_id: int) -> list[PlacedItem]:
    """The latest detection of each item of an event, in order of arrival."""
    statement = placed(detections.c.event_id == event_id)
    latest = {row.id: placed_item(row) for row in connection.execute(statement)}
    return list(latest.values())


def met_by(connection: sa.Connection, event_id: int) -> tuple[WatchHit, ...]:
    """The watches that the latest report of an event met that met any."""
    with connection.execute(_LATEST_OF, {"number": event_id}) as rows:  # mostly one is read
        met = (load(Detection, row.payload).watches for row in rows)
        return next(filter(None, met), ())


def placed(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Detections with their items, in order of arrival: rows for `placed_item`."""
    same = sa.and_(
        revisions.c.item_id == detections.c.item_id, revisions.c.number == detections.c.revision
    )
    return (
        sa.select(
            items, detections.c.id.label("detection_id"), detections.c.revision.label("detected"),
            detections.c.reason, detections.c.payload.label("detection"),
            revisions.c.payload.label("item"),
        )
        .join(detections, detections.c.item_id == items.c.id)
        .join(revisions, same)
        .where(condition)
        .order_by(detections.c.id)
    )  # fmt: skip


def placed_item(row: sa.Row[Any]) -> PlacedItem:
    """An item in its event. ValueError: it was written in a shape that is gone."""
    pending = PendingItem(
        row.id, row.detected, load(Item, row.item), row.first_seen_at, row.backfill,
        row.deleted_at, 1,
    )  # fmt: skip
    return PlacedItem(pending, load(Detection, row.detection), row.reason)


def _move_threads(connection: sa.Connection, gone: int, into: int) -> None:
    """Who was told only of the one that is gone hears the rest in its thread."""
    old, new = thread(connection, gone).key, thread(connection, into).key
    known = sa.select(threads.c.receiver).where(threads.c.thread == new)
    connection.execute(
        threads.update()
        .where(threads.c.thread == old, threads.c.receiver.not_in(known))
        .values(thread=new)
    )


def last_alert(connection: sa.Connection, event_id: int) -> Alert | None:
    """The latest alert of an event; None if nothing was told of it."""
    statement = (
        sa.select(alerts.c.payload)
        .where(alerts.c.event_id == event_id, alerts.c.kind == "alert")
        .order_by(alerts.c.id.desc())
        .limit(1)
    )
    text = connection.execute(statement).scalar()
    return None if text is None else load(Alert, text)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an event: part of another, closed by an operator, or neither."""

    merged_into: int | None
    closed: bool


def fate(connection: sa.Connection, event_id: int) -> Fate | None:
    """What became of an event; None if there never was one of that number."""
    row = connection.execute(_FATE, {"number": event_id}).one_or_none()
    return None if row is None else Fate(row.merged_into, row.closed_at is not None)


def line(connection: sa.Connection, event_id: int) -> str:
    """The event in one line, as it stands."""
    found: str = connection.execute(
        sa.select(events.c.line).where(events.c.id == event_id)
    ).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class Thread:
    """What an event's alerts stand under, whether any was made, and whom they tell or will."""

    key: str
    told: bool
    told_to: frozenset[str]


def thread(connection: sa.Connection, event_id: int) -> Thread:
    """The key under which all alerts of an event stand, and to whom."""
    rows = connection.execute(_THREAD, {"number": event_id}).all()
    key, told = rows[0].key or f"event/{event_id}", any(row.told for row in rows)
    return Thread(key, told, frozenset(row.receiver for row in rows if row.receiver))


def _known(
    connection: sa.Connection, states: States, hashes: Sequence[Any]
) -> dict[int, OpenEvent]:
    """States by event, from rows of ids and hashes."""
    found = {row.id: event for row in hashes if (event := states.known(row.state_hash))}
    missing = [row.id for row in hashes if row.id not in found]
    if missing:
        rows = connection.execute(_STATES, {"numbers": missing})
        for row in rows:
            found[row.id] = load(OpenEvent, row.state)
            states.remember(row.state_hash, found[row.id])
    return found


# --- statements: made once, for making one costs more than running it --------------------------

_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_NUMBERS: sa.BindParameter[Sequence[int]] = sa.bindparam("numbers", expanding=True)
_AT = sa.bindparam("at", type_=events.c.last_at.type)
_STANDING: dict[str, dict[str, Any]] = {
    "line": {"line": sa.bindparam("line")},
    "at": {
        "reports": events.c.reports + 1,
        "last_at": sa.case((events.c.last_at < _AT, _AT), else_=events.c.last_at),
    },
}


def _keep(*given: str) -> sa.Executable:
    values: dict[str, Any] = {name: sa.bindparam(name) for name in ("state", "state_hash")}
    for name in given:
        values |= _STANDING[name]
    return (
        events.update().where(events.c.id == _NUMBER).values(values).returning(events.c.closed_at)
    )


_KEEP: dict[tuple[str, ...], sa.Executable] = {
    given: _keep(*given) for given in ((), ("line",), ("at",), ("line", "at"))
}
_TOUCH = events.update().where(events.c.id == _NUMBER).values(_STANDING["at"])
_FATE = sa.select(events.c.merged_into, events.c.closed_at).where(events.c.id == _NUMBER)
_LATEST_OF = (
    sa.select(detections.c.payload)
    .where(detections.c.event_id == _NUMBER)
    .order_by(detections.c.id.desc())
)
_TOLD = sa.and_(alerts.c.event_id == events.c.id, alerts.c.kind == "alert")
_THREAD = (
    sa.select(events.c.key, alerts.c.id.is_not(None).label("told"), notifications.c.receiver)
    .select_from(events)
    .outerjoin(alerts, _TOLD)
    .outerjoin(notifications, notifications.c.alert_id == alerts.c.id)
    .where(events.c.id == _NUMBER)
    .distinct()
)
_HASHES = sa.select(events.c.id, events.c.state_hash).where(
    events.c.id.in_(_NUMBERS), events.c.state_hash.is_not(None)
)
_STATES = sa.select(events.c.id, events.c.state, events.c.state_hash).where(
    events.c.id.in_(_NUMBERS)
)
