"""Tables of Telegram accounts and what they may ask; part of archive.tables' metadata."""

from __future__ import annotations

import sqlalchemy as sa

from archive.columns import Id, Instant, KeyText, SafeText
from archive.tables import metadata

telegram_accounts = sa.Table(
    "telegram_accounts",
    metadata,
    sa.Column("name", KeyText, primary_key=True),
    sa.Column("off", sa.Boolean, nullable=False),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("user_id", sa.BigInteger),
    sa.Column("session", sa.String(64), nullable=False),  # SHA-256 of the one that was switched off
    sa.Column("token", Id, nullable=False),
    sa.Column("lease_owner", SafeText),
    sa.Column("lease_until", Instant),
)

# An access hash is good for one account only; so a channel's name is resolved once by each.
telegram_peers = sa.Table(
    "telegram_peers",
    metadata,
    sa.Column("account", KeyText, sa.ForeignKey("telegram_accounts.name"), primary_key=True),
    sa.Column("channel_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("access_hash", sa.BigInteger, nullable=False),
    sa.Column("asked", KeyText, nullable=False),  # the name that was resolved, case-folded
    sa.Column("name", SafeText, nullable=False),  # and those it was last seen under
    sa.Column("title", SafeText, nullable=False),
    sa.Column("resolved_at", Instant, nullable=False),
)
sa.Index("ix_telegram_peers_asked", telegram_peers.c.asked)

telegram_waits = sa.Table(
    "telegram_waits",
    metadata,
    sa.Column("account", KeyText, sa.ForeignKey("telegram_accounts.name"), primary_key=True),
    sa.Column("method", KeyText, primary_key=True),
    sa.Column("until", Instant, nullable=False),
)
