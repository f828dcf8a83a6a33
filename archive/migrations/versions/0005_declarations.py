"""What is declared, and what each edit of it changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_declarations"
down_revision = "0004_evidence"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "declarations",
        sa.Column("id", _ID, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
    )
    op.create_table(
        "config_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_config_changes")),
    )
    op.create_index("ix_config_changes_at", "config_changes", ["at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_config_changes_at", table_name="config_changes")
    op.drop_table("config_changes")
    op.drop_table("declarations")
