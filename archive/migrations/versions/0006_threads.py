"""The first message of each event at each receiver."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_threads"
down_revision = "0005_declarations"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "threads",
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("alert_id", _ID, nullable=True),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["receiver"], ["receivers.name"], name=op.f("fk_threads_receiver_receivers")
        ),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_threads_alert_id_alerts")
        ),
        sa.PrimaryKeyConstraint("receiver", "thread", name=op.f("pk_threads")),
    )
    op.create_index("ix_threads_thread", "threads", ["thread"], unique=False)


def downgrade() -> None:
    op.drop_table("threads")
