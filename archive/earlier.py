"""Texts that were no report by themselves, until a later report opens their event.

Only their keys are kept, for some days: what they say is heard again from the item.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from archive.codec import load
from archive.earlier_tables import earlier_texts
from archive.hand_tables import event_links
from archive.model import PendingItem
from archive.tables import detections, items, revisions
from collector.item import Item

_MOST = 20  # tried for one event: those that share the most keys


def keep(
    connection: sa.Connection, read: tuple[int, int], keys: Sequence[str], at: datetime
) -> None:
    """File an item's revision, published at that time, under its keys; not what it said before."""
    item_id, revision = read
    connection.execute(_UNFILE, {"number": item_id})
    rows = [{"key": key, "item_id": item_id, "revision": revision, "at": at} for key in keys]
    if rows:
        connection.execute(_FILE, rows)


def prune(connection: sa.Connection, before: datetime) -> None:
    """Let go what was published before."""
    connection.execute(_PRUNE, {"before": before})


def sharing(
    connection: sa.Connection, item_id: int, keys: Sequence[str], since: datetime
) -> list[PendingItem]:
    """Items published since then that share a key of this one, in order of arrival.

    Not those that were edited or deleted meanwhile, that have an event by now, or that an operator
    parted from this one.
    """
    rows = connection.execute(_SHARING, {"number": item_id, "keys": list(keys), "since": since})
    return [
        PendingItem(
            row.id, row.revision, load(Item, row.payload), row.first_seen_at, row.backfill, None, 1
        )
        for row in rows
    ]


# --- statements: made once, for making one costs more than running it --------------------------

_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_UNFILE = earlier_texts.delete().where(earlier_texts.c.item_id == _NUMBER)
_FILE = earlier_texts.insert()
_PRUNE = earlier_texts.delete().where(earlier_texts.c.at < sa.bindparam("before"))
_HERE, _THERE = event_links.c.item_id, event_links.c.other_id
_PARTED = sa.exists().where(
    event_links.c.same.is_(False),
    sa.or_(
        sa.and_(earlier_texts.c.item_id == _HERE, _THERE == _NUMBER),
        sa.and_(earlier_texts.c.item_id == _THERE, _HERE == _NUMBER),
    ),
)
_PLACED = sa.exists().where(
    detections.c.item_id == earlier_texts.c.item_id, detections.c.event_id.is_not(None)
)
_AS_IT_STANDS = sa.and_(
    items.c.id == earlier_texts.c.item_id,
    items.c.revision == earlier_texts.c.revision,
    items.c.deleted_at.is_(None),
)
_BEST = (
    sa.select(earlier_texts.c.item_id)
    .join(items, _AS_IT_STANDS)
    .where(
        earlier_texts.c.key.in_(sa.bindparam("keys", expanding=True)),
        earlier_texts.c.at >= sa.bindparam("since"),
        ~_PLACED,
        ~_PARTED,
    )
    .group_by(earlier_texts.c.item_id)
    .order_by(sa.func.count().desc(), earlier_texts.c.item_id.desc())
    .limit(_MOST)
    .subquery()
)
_SHARING = (
    sa.select(
        items.c.id, items.c.revision, items.c.first_seen_at, items.c.backfill, revisions.c.payload
    )
    .join(_BEST, _BEST.c.item_id == items.c.id)
    .join(
        revisions,
        sa.and_(revisions.c.item_id == items.c.id, revisions.c.number == items.c.revision),
    )
    .order_by(items.c.id)
)
