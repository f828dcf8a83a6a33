"""Texts that are no report by themselves are found again by the report that opens their event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_earlier_texts"
down_revision = "0017_event_keys_index"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "earlier_texts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_earlier_texts_item_id_items")
        ),
        sa.PrimaryKeyConstraint("key", "item_id", name=op.f("pk_earlier_texts")),
    )
    op.create_index("ix_earlier_texts_item_id", "earlier_texts", ["item_id"], unique=False)
    op.create_index("ix_earlier_texts_at", "earlier_texts", ["at"], unique=False)


def downgrade() -> None:
    op.drop_table("earlier_texts")
