"""Photos of detected posts: orders and what is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_photos"
down_revision = "0012_bundles"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "photo_orders",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_photo_orders_item_id_items")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_photo_orders")),
    )
    op.create_index("ix_photo_orders_due_at", "photo_orders", ["due_at"], unique=False)
    op.create_table(
        "photos",
        sa.Column("item_id", _ID, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_photos_item_id_items")),
        sa.PrimaryKeyConstraint("item_id", "sha256", name=op.f("pk_photos")),
    )


def downgrade() -> None:
    op.drop_table("photos")
    op.drop_index("ix_photo_orders_due_at", table_name="photo_orders")
    op.drop_table("photo_orders")
