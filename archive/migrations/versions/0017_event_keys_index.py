"""The index by which a report finds its event holds the event as well: no row need be read."""

from __future__ import annotations

from alembic import op

revision = "0017_event_keys_index"
down_revision = "0016_old_threads"
branch_labels = None
depends_on = None

_OLD, _NEW = "ix_event_keys_key_last_at", "ix_event_keys_key_last_at_event_id"


def upgrade() -> None:
    op.create_index(_NEW, "event_keys", ["key", "last_at", "event_id"], unique=False)
    op.drop_index(_OLD, "event_keys")


def downgrade() -> None:
    op.create_index(_OLD, "event_keys", ["key", "last_at"], unique=False)
    op.drop_index(_NEW, "event_keys")
