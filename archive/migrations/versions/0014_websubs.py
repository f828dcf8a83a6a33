"""WebSub: hubs that feeds offer, and subscriptions to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_websubs"
down_revision = "0013_photos"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("hub", "topic"):
        op.add_column("sources", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "websubs",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=64), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_until", _INSTANT, nullable=True),
        sa.Column("expires_at", _INSTANT, nullable=True),
        sa.Column("pushed_at", _INSTANT, nullable=True),
        sa.Column("push_count", _ID, nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("missed_at", _INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_websubs_source_sources")
        ),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_websubs")),
        sa.UniqueConstraint("path", name=op.f("uq_websubs_path")),
    )
    op.create_index("ix_websubs_due_at", "websubs", ["due_at"], unique=False)


def downgrade() -> None:
    op.drop_table("websubs")
    op.drop_column("sources", "topic")
    op.drop_column("sources", "hub")
