"""What operators put right about events: links between items, lessons for the weights, closing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_operators_hand"
down_revision = "0008_cadence"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("events", sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("events", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "event_links",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("other_id", _ID, autoincrement=False, nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_event_links_item_id_items")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["items.id"], name=op.f("fk_event_links_other_id_items")
        ),
        sa.PrimaryKeyConstraint("item_id", "other_id", name=op.f("pk_event_links")),
    )
    op.create_index("ix_event_links_other_id", "event_links", ["other_id"], unique=False)
    op.create_table(
        "event_lessons",
        sa.Column("id", _ID, nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("features", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_lessons")),
    )


def downgrade() -> None:
    op.drop_table("event_lessons")
    op.drop_table("event_links")
    op.drop_column("events", "closed_at")
    op.drop_column("events", "merged_at")
