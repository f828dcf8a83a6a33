"""SQLite keeps a band once, in the order in which it is sought, not in a table and an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019_bands_once"
down_revision = "0018_earlier_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _remake(sqlite_with_rowid=False)


def downgrade() -> None:
    _remake()


def _remake(**how: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.create_table(
        "bands_again",
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("detection_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["detection_id"], ["detections.id"], name=op.f("fk_bands_detection_id_detections")
        ),
        sa.PrimaryKeyConstraint("band", "detection_id", name=op.f("pk_bands")),
        **how,
    )
    op.execute("INSERT INTO bands_again SELECT band, detection_id FROM bands ORDER BY 1, 2")
    op.drop_table("bands")
    op.rename_table("bands_again", "bands")
