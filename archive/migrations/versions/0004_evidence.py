"""Looks to come at posts that were detected, and posts' counters over time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_evidence"
down_revision = "0003_event_states"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rechecks",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_rechecks_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_rechecks")),
    )
    op.create_index("ix_rechecks_due_at", "rechecks", ["due_at"], unique=False)
    op.create_table(
        "counters",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("forwards", sa.BigInteger(), nullable=False),
        sa.Column("replies", sa.BigInteger(), nullable=False),
        sa.Column("reactions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_counters_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", "at", name=op.f("pk_counters")),
    )


def downgrade() -> None:
    op.drop_table("counters")
    op.drop_index("ix_rechecks_due_at", table_name="rechecks")
    op.drop_table("rechecks")
