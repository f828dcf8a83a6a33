"""What was ever seen where, which of it was a first, and why each report is of its event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_sightings"
down_revision = "0006_threads"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "detections", sa.Column("event_why", sa.Text(), nullable=False, server_default="[]")
    )
    op.create_table(
        "sightings",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_item_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["first_item_id"], ["items.id"], name=op.f("fk_sightings_first_item_id_items")
        ),
        sa.PrimaryKeyConstraint(
            "entity", "country", "variant", "place", "operator", name=op.f("pk_sightings")
        ),
    )
    op.create_table(
        "firsts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("detection_id", _ID, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_firsts_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["detection_id"], ["detections.id"], name=op.f("fk_firsts_detection_id_detections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firsts")),
    )
    op.create_index("ix_firsts_event_id", "firsts", ["event_id"], unique=False)
    op.create_index("ix_firsts_detection_id", "firsts", ["detection_id"], unique=False)


def downgrade() -> None:
    op.drop_table("firsts")
    op.drop_table("sightings")
    op.drop_column("detections", "event_why")
