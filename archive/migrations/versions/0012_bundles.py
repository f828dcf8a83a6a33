"""Alerts held to come together, and silences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_bundles"
down_revision = "0011_fulltexts"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_HELD = sa.text("bundle IS NOT NULL")


def upgrade() -> None:
    op.add_column("notifications", sa.Column("bundle", sa.Text(), nullable=True))
    op.add_column("notifications", sa.Column("lead_id", _ID, nullable=True))
    op.create_index(
        "ix_notifications_bundle",
        "notifications",
        ["receiver", "bundle"],
        unique=False,
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    )
    op.create_index("ix_notifications_lead_id", "notifications", ["lead_id"], unique=False)
    op.create_index(
        "ix_notifications_ended_at", "notifications", ["receiver", "ended_at"], unique=False
    )
    op.create_table(
        "silences",
        sa.Column("id", _ID, nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silences")),
    )
    op.create_index("ix_silences_ends_at", "silences", ["ends_at"], unique=False)


def downgrade() -> None:
    op.drop_table("silences")
    for index in ("ended_at", "lead_id", "bundle"):
        op.drop_index(f"ix_notifications_{index}", table_name="notifications")
    for column in ("lead_id", "bundle"):
        op.drop_column("notifications", column)
