"""Tables of what is declared: the watchlist in force, and every change that took force."""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, SafeText
from archive.tables import metadata

declarations = sa.Table(
    "declarations",
    metadata,
    sa.Column("id", Id, primary_key=True, autoincrement=False),  # always 1: what is in force
    sa.Column("digest", sa.String(64), nullable=False),  # SHA-256 of the content
    sa.Column("content", sa.LargeBinary, nullable=False),  # config.changes.Declared, zlib
    sa.Column("at", Instant, nullable=False),
)

config_changes = sa.Table(
    "config_changes",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("what", sa.String(16), nullable=False),
    sa.Column("name", SafeText, nullable=False),
    sa.Column("how", sa.String(16), nullable=False),
    sa.Column("detail", SafeText, nullable=False),
)
sa.Index("ix_config_changes_at", config_changes.c.at)
