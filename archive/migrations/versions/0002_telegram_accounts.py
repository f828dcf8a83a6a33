"""Telegram accounts, the channels they can address, and what they were told to wait for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_telegram_accounts"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "telegram_accounts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("session", sa.String(length=64), nullable=False),
        sa.Column("token", _ID, nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_telegram_accounts")),
    )
    op.create_table(
        "telegram_peers",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("access_hash", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["telegram_accounts.name"],
            name=op.f("fk_telegram_peers_account_telegram_accounts"),
        ),
        sa.PrimaryKeyConstraint("account", "channel_id", name=op.f("pk_telegram_peers")),
    )
    op.create_index("ix_telegram_peers_asked", "telegram_peers", ["asked"], unique=False)
    op.create_table(
        "telegram_waits",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"],
            ["telegram_accounts.name"],
            name=op.f("fk_telegram_waits_account_telegram_accounts"),
        ),
        sa.PrimaryKeyConstraint("account", "method", name=op.f("pk_telegram_waits")),
    )


def downgrade() -> None:
    op.drop_table("telegram_waits")
    op.drop_index("ix_telegram_peers_asked", table_name="telegram_peers")
    op.drop_table("telegram_peers")
    op.drop_table("telegram_accounts")
