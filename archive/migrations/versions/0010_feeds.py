"""What a feed is compared with, apart from its state; its host; overflows, bytes and remarks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_feeds"
down_revision = "0009_operators_hand"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, kind in (
        ("memory", sa.Text()),
        ("host", sa.Text()),
        ("note", sa.Text()),
    ):
        op.add_column("sources", sa.Column(name, kind, nullable=False, server_default=""))
    for name, number in (("overflow_count", sa.Integer()), ("byte_count", sa.BigInteger())):
        op.add_column("sources", sa.Column(name, number, nullable=False, server_default="0"))
    op.add_column("sources", sa.Column("overflowed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("overflowed_at", "byte_count", "overflow_count", "note", "host", "memory"):
        op.drop_column("sources", name)
