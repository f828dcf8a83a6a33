"""Tables of what operators put right about events; part of archive.tables' metadata."""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, SafeText
from archive.tables import metadata

# Items that are of one event, or of different ones, whatever the score says.
event_links = sa.Table(
    "event_links",
    metadata,
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("other_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("same", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
)
sa.Index("ix_event_links_other_id", event_links.c.other_id)

event_lessons = sa.Table(
    "event_lessons",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("same", sa.Boolean, nullable=False),
    sa.Column("features", SafeText, nullable=False),  # detector.comparing.compare, as JSON
    sa.Column("at", Instant, nullable=False),
)
