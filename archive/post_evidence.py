"""All that is kept of one post or article: wordings, tombstone, counters, photos. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from archive.codec import load
from archive.engine import Database
from archive.evidence import Evidence
from archive.photos import KeptPhoto, Photos
from archive.tables import items, revisions
from collector.item import Item
from collector.telegram_model import Facts


@dataclass(frozen=True, slots=True)
class Wording:
    """One revision; a deletion keeps the last text."""

    seen_at: datetime
    deleted: bool
    item: Item


@dataclass(frozen=True, slots=True)
class PostEvidence:
    """What can be shown of a post to somebody who doubts it."""

    wordings: tuple[Wording, ...]  # oldest first
    counters: tuple[tuple[datetime, Facts], ...]
    photos: tuple[KeptPhoto, ...]


def of_post(database: Database, source: str, external_id: str) -> PostEvidence | None:
    """The latest post of that id; None if none is known."""
    own = sa.and_(items.c.source == source, items.c.external_id == external_id)
    with database.read() as connection:
        number = connection.execute(sa.select(sa.func.max(items.c.id)).where(own)).scalar()
    return None if number is None else of_item(database, number)


def of_item(database: Database, number: int) -> PostEvidence | None:
    """The same by the item's number; None if there is no such."""
    with database.read() as connection:
        statement = (
            sa.select(revisions.c.seen_at, revisions.c.deleted, revisions.c.payload)
            .where(revisions.c.item_id == number)
            .order_by(revisions.c.number)
        )
        wordings = tuple(
            Wording(row.seen_at, row.deleted, load(Item, row.payload))
            for row in connection.execute(statement)
        )
    if not wordings:
        return None
    return PostEvidence(
        wordings, tuple(Evidence(database).series(number)), tuple(Photos(database).of(number))
    )
