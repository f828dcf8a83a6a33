"""Articles behind summaries, and how long the texts of a source usually are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_fulltexts"
down_revision = "0010_feeds"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("sources", sa.Column("text_chars", sa.Float(), nullable=True))
    op.add_column(
        "sources", sa.Column("article_count", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "revisions", sa.Column("full", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "fulltexts",
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("asked_hash", sa.String(length=64), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", _ID, nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("settled_at", _INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_fulltexts_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_fulltexts")),
    )
    op.create_index("ix_fulltexts_due_at", "fulltexts", ["due_at"], unique=False)
    op.create_index("ix_fulltexts_page", "fulltexts", ["page", "settled_at"], unique=False)
    op.create_table(
        "article_hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("next_at", _INSTANT, nullable=True),
        sa.Column("robots", sa.Text(), nullable=False),
        sa.Column("robots_until", _INSTANT, nullable=True),
        sa.Column("robots_trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_article_hosts")),
    )


def downgrade() -> None:
    op.drop_table("article_hosts")
    op.drop_table("fulltexts")
    op.drop_column("revisions", "full")
    op.drop_column("sources", "article_count")
    op.drop_column("sources", "text_chars")
