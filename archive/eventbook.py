"""Events as the operator reads them: a list, and one whole. Every method is one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.model import Alert
from archive import events as event_rows
from archive import hand, ledger
from archive.codec import load, load_texts
from archive.engine import Database
from archive.model import EventPage, EventReport, EventRow, Lesson
from archive.tables import alerts, detections, events, items, revisions
from collector.item import Item


class EventBook:
    """What is kept of events."""

    def __init__(self, database: Database, states: event_rows.States) -> None:
        self._database, self._states = database, states

    def latest(self, since: datetime, limit: int) -> list[EventRow]:
        """Events reported at `since` or later, the latest first; merged ones left out."""
        statement = (
            _rows()
            .where(events.c.last_at >= since, events.c.merged_into.is_(None))
            .order_by(events.c.last_at.desc(), events.c.id.desc())
            .limit(limit)
        )
        with self._database.read() as connection:
            return [_row(row) for row in connection.execute(statement)]

    def lessons(self) -> list[Lesson]:
        """What operators taught by merging and splitting, oldest first."""
        with self._database.read() as connection:
            return hand.lessons(connection)

    def texts(self, item_id: int, event_id: int) -> tuple[str, str] | None:
        """What an item says, and what the first report of an event says; None if one is gone."""
        with self._database.read() as connection:
            own = connection.execute(
                sa.select(revisions.c.payload)
                .where(revisions.c.item_id == item_id)
                .order_by(revisions.c.number.desc())
                .limit(1)
            ).scalar()
            reports = event_rows.reports(connection, event_id)
        if own is None or not reports:
            return None
        return _text_of(load(Item, own)), _text_of(reports[0].pending.item)

    def page(self, event_id: int) -> EventPage | None:
        """One event whole; of a merged one, what it is part of now. None: there is no such."""
        with self._database.read() as connection:
            found = connection.execute(_rows().where(events.c.id == event_id)).one_or_none()
            if found is None:
                return None
            row = _row(found)
            return EventPage(
                row=row,
                known=event_rows.state(connection, self._states, event_id),
                reports=tuple(map(_report, connection.execute(_reports(event_id)))),
                firsts=ledger.firsts_of(connection, [event_id]).get(event_id, ()),
                told=tuple(load(Alert, text) for text in connection.scalars(_told(event_id))),
                merged=tuple(connection.scalars(_merged(event_id))),
            )


def _text_of(item: Item) -> str:
    return f"{item.title}\n{item.text}".strip()


def _rows() -> sa.Select[Any]:
    told = sa.exists().where(alerts.c.event_id == events.c.id, alerts.c.kind == "alert")
    columns = (
        events.c.id, events.c.line, events.c.severity, events.c.country, events.c.opened_at,
        events.c.last_at, events.c.reports, told.label("told"), events.c.merged_into,
        events.c.closed_at,
    )  # fmt: skip
    return sa.select(*columns)


def _row(row: sa.Row[Any]) -> EventRow:
    return EventRow(
        row.id, row.line, row.severity, row.country, row.opened_at, row.last_at, row.reports,
        bool(row.told), row.merged_into, row.closed_at is not None,
    )  # fmt: skip


def _reports(event_id: int) -> sa.Select[Any]:
    same = sa.and_(
        revisions.c.item_id == detections.c.item_id, revisions.c.number == detections.c.revision
    )
    return (
        sa.select(
            detections.c.item_id, detections.c.revision, detections.c.reason,
            detections.c.novelty, detections.c.event_why, items.c.source, items.c.dated_at,
            revisions.c.payload,
        )
        .join(items, items.c.id == detections.c.item_id)
        .join(revisions, same)
        .where(detections.c.event_id == event_id)
        .order_by(detections.c.id)
    )  # fmt: skip


def _report(row: sa.Row[Any]) -> EventReport:
    item = load(Item, row.payload)
    return EventReport(
        row.item_id, row.revision, row.source, item.url, item.title or item.text[:80],
        row.dated_at, row.reason, load_texts(row.novelty), load_texts(row.event_why),
    )  # fmt: skip


def _told(event_id: int) -> sa.Select[Any]:
    return (
        sa.select(alerts.c.payload)
        .where(alerts.c.event_id == event_id, alerts.c.kind == "alert")
        .order_by(alerts.c.id)
    )


def _merged(event_id: int) -> sa.Select[Any]:
    return sa.select(events.c.id).where(events.c.merged_into == event_id).order_by(events.c.id)
