"""Which detections were placed before there was a ledger of sightings, to be noted in it once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_unnoted"
down_revision = "0014_websubs"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unnoted",
        sa.Column("last_id", _ID, autoincrement=False, nullable=False),
        sa.Column("noted_to", _ID, nullable=False),
        sa.PrimaryKeyConstraint("last_id", name=op.f("pk_unnoted")),
    )
    # Noting what was noted already changes nothing, so it need not be known how far that went.
    op.execute(
        "INSERT INTO unnoted (last_id, noted_to)"
        " SELECT max(id), 0 FROM detections HAVING max(id) IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_table("unnoted")
