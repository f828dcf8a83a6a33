"""Tables of what is kept to prove a post: looks to come, and counters over time."""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, SafeText
from archive.tables import metadata

rechecks = sa.Table(
    "rechecks",
    metadata,
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("step", sa.Integer, nullable=False),  # looks already taken
    sa.Column("due_at", Instant),  # NULL: all are taken
)
sa.Index("ix_rechecks_due_at", rechecks.c.due_at)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("at", Instant, primary_key=True),
    sa.Column("views", sa.BigInteger, nullable=False),
    sa.Column("forwards", sa.BigInteger, nullable=False),
    sa.Column("replies", sa.BigInteger, nullable=False),
    sa.Column("reactions", SafeText, nullable=False),  # [[emoji, count], …] as JSON
)

# A photo is owed until `due_at` is NULL; fetching is a thing for idle moments.
photo_orders = sa.Table(
    "photo_orders",
    metadata,
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("due_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("trouble", SafeText, nullable=False),
)
sa.Index("ix_photo_orders_due_at", photo_orders.c.due_at)

photos = sa.Table(
    "photos",
    metadata,
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("kept_at", Instant, nullable=False),
)
