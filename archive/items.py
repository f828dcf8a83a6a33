"""The queue before the detector: claim, retry, quarantine. Attempts are counted before the work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

import sqlalchemy as sa

from archive.codec import load
from archive.model import PendingItem, QuarantinedItem
from archive.tables import items, revisions
from collector.item import Item

# From the third try on an item is handed out alone: if it kills its worker, only it is punished.
_SUSPECT = 2

_COLUMNS = (
    items.c.id, items.c.pending_revision, items.c.first_seen_at, items.c.backfill,
    items.c.deleted_at, items.c.attempts,
)  # fmt: skip


def claim(
    connection: sa.Connection, owner: str, now: datetime, lease: timedelta, limit: int
) -> list[PendingItem]:
    """Take the oldest items that wait, counting the attempt; a suspect comes as a batch of one."""
    rows = _innocent_run(connection.execute(_oldest_due(now).limit(limit)).all())
    if not rows:
        return []
    connection.execute(
        items.update()
        .where(items.c.id.in_([row.id for row in rows]))
        .values(attempts=items.c.attempts + 1, due_at=now + lease, lease_owner=owner)
    )
    payloads = _payloads(connection, rows)
    return [_pending(row, payloads[row.id]) for row in rows]


def quarantine(connection: sa.Connection, item_id: int, reason: str, now: datetime) -> None:
    """Put the item aside; only release, or a new revision, brings it back."""
    connection.execute(
        items.update()
        .where(items.c.id == item_id)
        .values(_IDLE | {"trouble": reason, "quarantined_at": now})
    )


def release(connection: sa.Connection, item_id: int, now: datetime) -> bool:
    """Give a quarantined item another three tries."""
    result = connection.execute(
        items.update()
        .where(items.c.id == item_id, items.c.quarantined_at.is_not(None))
        .values(
            pending_revision=items.c.revision,
            due_at=now,
            attempts=0,
            quarantined_at=None,
            trouble="",
        )
    )
    return result.rowcount == 1


def quarantined(connection: sa.Connection) -> list[QuarantinedItem]:
    statement = (
        sa.select(
            items.c.id, items.c.source, items.c.external_id, items.c.trouble, items.c.quarantined_at
        )
        .where(items.c.quarantined_at.is_not(None))
        .order_by(items.c.id)
    )
    return [QuarantinedItem(*row) for row in connection.execute(statement)]


def retry(connection: sa.Connection, item_id: int, reason: str, retry_at: datetime) -> None:
    """Work on the item again, not before `retry_at`; the attempts made still count."""
    connection.execute(
        items.update()
        .where(items.c.id == item_id, items.c.pending_revision.is_not(None))
        .values(due_at=retry_at, lease_owner=None, trouble=reason)
    )


def finish(connection: sa.Connection, item_id: int, revision: int) -> None:
    """Nothing waits any more, unless a newer revision came meanwhile."""
    connection.execute(_FINISH, {"item_id": item_id, "done": revision})


def finish_all(connection: sa.Connection, revisions: Iterable[tuple[int, int]]) -> None:
    """As `finish` for each item and revision."""
    rows = [{"item_id": item_id, "done": revision} for item_id, revision in revisions]
    if rows:
        connection.execute(_FINISH, rows)


def still_pending(
    connection: sa.Connection, revisions: Iterable[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Those of these items and revisions that nobody has finished."""
    asked = frozenset(revisions)
    rows = connection.execute(_ALL_PENDING, {"item_ids": [item_id for item_id, _ in asked]})
    return asked & {(row.id, row.pending_revision) for row in rows}


def is_pending(connection: sa.Connection, item_id: int, revision: int) -> bool:
    return connection.execute(_PENDING, {"item_id": item_id}).scalar() == revision


def count_due(connection: sa.Connection, now: datetime) -> int:
    statement = sa.select(sa.func.count()).where(
        items.c.pending_revision.is_not(None), items.c.due_at <= now
    )
    return connection.execute(statement).scalar_one()


_IDLE: dict[str, Any] = {
    "pending_revision": None, "due_at": None, "attempts": 0, "lease_owner": None,
}  # fmt: skip


def _oldest_due(now: datetime) -> sa.Select[Any]:
    return (
        sa.select(*_COLUMNS)
        .where(items.c.pending_revision.is_not(None), items.c.due_at <= now)
        .order_by(items.c.id)
        .with_for_update(skip_locked=True, key_share=True)
    )


def _innocent_run(rows: Sequence[Any]) -> Sequence[Any]:
    if rows and rows[0].attempts >= _SUSPECT:
        return rows[:1]
    return list(takewhile(lambda row: row.attempts < _SUSPECT, rows))


def _payloads(connection: sa.Connection, rows: Sequence[Any]) -> dict[int, str]:
    pending = sa.and_(
        revisions.c.item_id == items.c.id, revisions.c.number == items.c.pending_revision
    )
    statement = (
        sa.select(items.c.id, revisions.c.payload)
        .join(revisions, pending)
        .where(items.c.id.in_([row.id for row in rows]))
    )
    return {row.id: row.payload for row in connection.execute(statement)}


def _pending(row: sa.Row[Any], payload: str) -> PendingItem:
    return PendingItem(
        item_id=row.id,
        revision=row.pending_revision,
        item=load(Item, payload),
        first_seen_at=row.first_seen_at,
        backfill=row.backfill,
        deleted_at=row.deleted_at,
        attempts=row.attempts + 1,
    )


_ITEM_ID: sa.BindParameter[int] = sa.bindparam("item_id")
_PENDING = sa.select(items.c.pending_revision).where(items.c.id == _ITEM_ID)
_ALL_PENDING = sa.select(items.c.id, items.c.pending_revision).where(
    items.c.id.in_(sa.bindparam("item_ids", expanding=True))
)
_FINISH = (
    items.update()
    .where(items.c.id == _ITEM_ID, items.c.pending_revision == sa.bindparam("done"))
    .values(_IDLE | {"trouble": ""})
)
