"""What is known of each event, the keys by which reports find it, and what each one added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_event_states"
down_revision = "0002_telegram_accounts"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("events", sa.Column("key", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("state", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("state_hash", sa.String(length=32), nullable=True))
    op.add_column("events", sa.Column("merged_into", _ID, nullable=True))
    op.add_column(
        "detections", sa.Column("novelty", sa.Text(), nullable=False, server_default="[]")
    )
    op.create_table(
        "event_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_keys_event_id_events")
        ),
        sa.PrimaryKeyConstraint("key", "event_id", name=op.f("pk_event_keys")),
    )
    op.create_index("ix_event_keys_key_last_at", "event_keys", ["key", "last_at"], unique=False)
    op.create_index("ix_event_keys_event_id", "event_keys", ["event_id"], unique=False)


def downgrade() -> None:
    op.drop_table("event_keys")
    for column in ("merged_into", "state_hash", "state", "key"):
        op.drop_column("events", column)
    op.drop_column("detections", "novelty")
