"""Photos of detected posts: which are owed, which are kept. A try is counted before it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.codec import load
from archive.engine import Database, insert_missing
from archive.evidence_tables import photo_orders, photos
from archive.tables import detections, items, revisions, sources
from collector.item import Item

LOOK_BACK = timedelta(days=2)  # detections older than this were ordered before, or are let go
TRIES = 5
PAUSE = timedelta(minutes=1)  # after the first try; three times as long after each further one
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PhotoOrder:
    """A post whose photos are to be fetched; this try is counted already."""

    item_id: int
    item: Item
    attempt: int


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo in the media directory, by the SHA-256 of its bytes."""

    sha256: str
    size: int
    kind: str  # jpg, png, webp


class Photos:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def order(self, now: datetime) -> int:
        """Order the photos of newly detected posts. Idempotent; returns how many posts."""
        with self._database.write() as connection:
            numbers = [row.id for row in connection.execute(_unordered(now))]
            rows = [{"item_id": n, "due_at": now, "attempts": 0, "trouble": ""} for n in numbers]
            insert_missing(connection, photo_orders, rows)
        return len(numbers)

    def claim(self, now: datetime) -> PhotoOrder | None:
        """The order that waits longest; whoever dies over it leaves it to a later try."""
        with self._database.write() as connection:
            row = connection.execute(_waiting(now)).one_or_none()
            if row is None:
                return None
            attempt = row.attempts + 1
            due_at = now + PAUSE * 3 ** (attempt - 1) if attempt < TRIES else None
            _change(connection, row.item_id, attempts=attempt, due_at=due_at)
        return PhotoOrder(row.item_id, load(Item, row.payload), attempt)

    def fulfil(
        self, order: PhotoOrder, kept: Sequence[KeptPhoto], now: datetime, trouble: str = ""
    ) -> None:
        """These photos are on disk; nothing more is owed. `trouble` tells what was left out."""
        rows = [
            {"item_id": order.item_id, "sha256": one.sha256, "size": one.size, "kind": one.kind,
             "kept_at": now}
            for one in kept
        ]  # fmt: skip
        with self._database.write() as connection:
            insert_missing(connection, photos, rows)
            _change(connection, order.item_id, due_at=None, trouble=trouble)

    def failed(self, order: PhotoOrder, reason: str) -> None:
        """This try came to nothing; the next is planned already, if any is left."""
        with self._database.write() as connection:
            _change(connection, order.item_id, trouble=reason)

    def of(self, item_id: int) -> list[KeptPhoto]:
        statement = sa.select(photos.c.sha256, photos.c.size, photos.c.kind).where(
            photos.c.item_id == item_id
        )
        with self._database.read() as connection:
            return [KeptPhoto(*row) for row in connection.execute(statement)]


def _unordered(now: datetime) -> sa.Select[Any]:
    ordered = sa.exists().where(photo_orders.c.item_id == items.c.id)
    return (
        sa.select(items.c.id)
        .distinct()
        .join(detections, detections.c.item_id == items.c.id)
        .join(sources, sources.c.name == items.c.source)
        .where(detections.c.at >= now - LOOK_BACK, detections.c.relevant)
        .where(sources.c.kind == "channel", items.c.deleted_at.is_(None), ~ordered)
        .order_by(items.c.id)
        .limit(_AT_ONCE)
    )


def _waiting(now: datetime) -> sa.Select[Any]:
    latest = sa.and_(revisions.c.item_id == items.c.id, revisions.c.number == items.c.revision)
    return (
        sa.select(photo_orders.c.item_id, photo_orders.c.attempts, revisions.c.payload)
        .join(items, items.c.id == photo_orders.c.item_id)
        .join(revisions, latest)
        .where(photo_orders.c.due_at <= now)
        .order_by(photo_orders.c.due_at, photo_orders.c.item_id)
        .limit(1)
    )


def _change(connection: sa.Connection, item_id: int, **values: object) -> None:
    own = photo_orders.update().where(photo_orders.c.item_id == item_id)
    connection.execute(own.values(**values))
