"""Table of WebSub subscriptions: what was asked of which hub, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, KeyText, SafeText
from archive.tables import metadata

websubs = sa.Table(
    "websubs",
    metadata,
    sa.Column("source", KeyText, sa.ForeignKey("sources.name"), primary_key=True),
    sa.Column("hub", SafeText, nullable=False),
    sa.Column("topic", SafeText, nullable=False),
    sa.Column("path", sa.String(64), nullable=False),  # of our address; nobody can guess it
    sa.Column("secret", sa.String(64), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # wanted, asked, active, denied, failed
    sa.Column("due_at", Instant, nullable=False),  # the next try or the renewal
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("asked_until", Instant),  # till then the hub's question is an answer to ours
    sa.Column("expires_at", Instant),
    sa.Column("pushed_at", Instant),  # the last push that was signed rightly
    sa.Column("push_count", Id, nullable=False),
    sa.Column("again", sa.Boolean, nullable=False),  # pushed while the source was being polled
    sa.Column("trusted", sa.Boolean, nullable=False),  # the last news were announced
    sa.Column("missed_at", Instant),  # when news were found that were not
    sa.Column("reason", SafeText, nullable=False),  # why it is not active
    sa.UniqueConstraint("path"),
)
sa.Index("ix_websubs_due_at", websubs.c.due_at)
