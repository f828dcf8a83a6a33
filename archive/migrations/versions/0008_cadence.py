"""How often sources publish, as learned, and when they last told something."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_cadence"
down_revision = "0007_sightings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sources", sa.Column("last_hit_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sources", sa.Column("usual_gap_s", sa.Float(), nullable=True))
    op.add_column("sources", sa.Column("patience_s", sa.Float(), nullable=True))


def downgrade() -> None:
    for name in ("patience_s", "usual_gap_s", "last_hit_at"):
        op.drop_column("sources", name)
