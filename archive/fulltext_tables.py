"""Tables of articles behind summaries: which are to be read, and what their hosts ask of us."""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, KeyText, SafeText
from archive.tables import metadata

fulltexts = sa.Table(
    "fulltexts",
    metadata,
    sa.Column("item_id", Id, sa.ForeignKey("items.id"), primary_key=True, autoincrement=False),
    sa.Column("address", SafeText, nullable=False),
    sa.Column("page", KeyText, nullable=False),  # the address in its one spelling
    sa.Column("host", KeyText, nullable=False),
    sa.Column("asked_hash", sa.String(64), nullable=False),  # of the summary it is wanted for
    sa.Column("asks", sa.Integer, nullable=False),  # summaries it was wanted for so far
    sa.Column("state", sa.String(16), nullable=False),  # wanted, read, none
    sa.Column("due_at", Instant),  # the next try or the end of the lease; NULL: settled
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("token", Id, nullable=False),
    sa.Column("lease_owner", SafeText),
    sa.Column("settled_at", Instant),
    sa.Column("reason", SafeText, nullable=False),  # why there is none, or not yet
)
sa.Index("ix_fulltexts_due_at", fulltexts.c.due_at)
sa.Index("ix_fulltexts_page", fulltexts.c.page, fulltexts.c.settled_at)

article_hosts = sa.Table(
    "article_hosts",
    metadata,
    sa.Column("host", KeyText, primary_key=True),
    sa.Column("next_at", Instant),  # no page of it before then
    sa.Column("robots", SafeText, nullable=False),
    sa.Column("robots_until", Instant),
    sa.Column("robots_trouble", SafeText, nullable=False),
)
