"""Posts that were told of and are gone or edited: what to tell their readers, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.model import Alert
from alerts.updates import Deletion
from archive import outbox
from archive.codec import load
from archive.engine import Database
from archive.tables import alerts, detections, items, notifications, revisions
from collector.item import Item
from detector.model import Detection


@dataclass(frozen=True, slots=True)
class Retelling:
    """A deletion of which nobody was told yet, and what had been told of the post, to whom."""

    deletion: Deletion
    told: Alert
    event_id: int | None
    detection_id: int
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rewording:
    """A told post with another wording, of which nobody was told yet, and the last told alert."""

    key: str  # of what there may be to tell
    item: Item
    detection: Detection | None  # None: as it is now, no watch would hear it
    told: Alert
    event_id: int | None
    detection_id: int
    receivers: tuple[str, ...]


class Retellings:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def owed(self, since: datetime) -> list[Retelling]:
        """Deletions noticed since then whose readers don't know yet; each post once."""
        with self._database.read() as connection:
            latest = {row.id: row for row in connection.execute(gone(since))}
            owed = {_deletion(row).key: row for row in latest.values()}
            known = set(
                connection.execute(
                    sa.select(alerts.c.key).where(alerts.c.key.in_(list(owed)))
                ).scalars()
            )
            return [_retelling(connection, owed[key]) for key in owed if key not in known]

    def reworded(self, since: datetime) -> list[Rewording]:
        """Told posts whose latest wording came since then and rang nobody by itself."""
        with self._database.read() as connection:
            latest = {row.id: row for row in connection.execute(edited(since))}
            return [_rewording(connection, row) for row in latest.values()]

    def tell(self, owed: Retelling | Rewording, alert: Alert) -> bool:
        """Owe the alert to those who were told; False if that was done before."""
        entry = outbox.Entry(
            "alert", alert.key, alert, alert.detected_at, owed.event_id, owed.detection_id
        )
        with self._database.write() as connection:
            return outbox.add(connection, entry, owed.receivers) is not None


def gone(since: datetime) -> sa.Select[Any]:
    """Tombstones that are still the last word, with each alert of the post, oldest first."""
    return (
        sa.select(
            items.c.id, items.c.revision, items.c.dated_at, items.c.deleted_at,
            alerts.c.id.label("alert_id"), alerts.c.payload, alerts.c.event_id,
            alerts.c.detection_id,
        )
        .join(revisions, revisions.c.item_id == items.c.id)
        .join(detections, detections.c.item_id == items.c.id)
        .join(alerts, alerts.c.detection_id == detections.c.id)
        .where(revisions.c.deleted, revisions.c.seen_at >= since)
        .where(revisions.c.number == items.c.revision, items.c.deleted_at.is_not(None))
        .where(alerts.c.kind == "alert")
        .order_by(items.c.id, alerts.c.id)
    )  # fmt: skip


def edited(since: datetime) -> sa.Select[Any]:
    """Latest wordings that were read, with each alert of an earlier one, oldest first."""
    now = detections.alias("now")
    is_now = sa.and_(now.c.item_id == items.c.id, now.c.revision == items.c.revision)
    rang = sa.exists().where(alerts.c.detection_id == now.c.id, alerts.c.kind == "alert")
    told_now = sa.select(now.c.id).where(is_now, rang).correlate(items).exists()
    return (
        sa.select(
            items.c.id, items.c.revision, revisions.c.payload.label("wording"),
            now.c.payload.label("detected"), alerts.c.id.label("alert_id"), alerts.c.payload,
            alerts.c.event_id, alerts.c.detection_id,
        )
        .join(revisions, revisions.c.item_id == items.c.id)
        .join(detections, detections.c.item_id == items.c.id)
        .join(alerts, alerts.c.detection_id == detections.c.id)
        .outerjoin(now, is_now)
        .where(revisions.c.number == items.c.revision, revisions.c.seen_at >= since)
        .where(items.c.revision > detections.c.revision, items.c.pending_revision.is_(None))
        .where(items.c.deleted_at.is_(None), items.c.quarantined_at.is_(None))
        .where(~revisions.c.deleted, alerts.c.kind == "alert")
        .where(~revisions.c.full)  # nobody edited anything: we read on
        .where(~told_now)
        .order_by(items.c.id, alerts.c.id)
    )  # fmt: skip


def _rewording(connection: sa.Connection, row: sa.Row[Any]) -> Rewording:
    return Rewording(
        key=f"edited/{row.id}@{row.revision}",
        item=load(Item, row.wording),
        detection=load(Detection, row.detected) if row.detected is not None else None,
        told=load(Alert, row.payload),
        event_id=row.event_id,
        detection_id=row.detection_id,
        receivers=_receivers(connection, row.alert_id),
    )


def _receivers(connection: sa.Connection, alert_id: int) -> tuple[str, ...]:
    statement = (
        sa.select(notifications.c.receiver)
        .where(notifications.c.alert_id == alert_id)
        .order_by(notifications.c.id)
    )
    return tuple(connection.execute(statement).scalars())


def _deletion(row: sa.Row[Any]) -> Deletion:
    return Deletion(row.id, row.revision, row.dated_at, row.deleted_at)


def _retelling(connection: sa.Connection, row: sa.Row[Any]) -> Retelling:
    receivers = _receivers(connection, row.alert_id)
    told = load(Alert, row.payload)
    return Retelling(_deletion(row), told, row.event_id, row.detection_id, receivers)
