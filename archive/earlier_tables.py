"""Texts that wait for a report which opens their event; part of archive.tables' metadata."""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, KeyText
from archive.tables import metadata

earlier_texts = sa.Table(
    "earlier_texts",
    metadata,
    sa.Column("key", KeyText, primary_key=True),  # detector.event_keys
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),  # published
)
sa.Index("ix_earlier_texts_item_id", earlier_texts.c.item_id)
sa.Index("ix_earlier_texts_at", earlier_texts.c.at)
