"""Slack messages of a time without threads become the first ones of their events.

Their timestamps stood in the notifications; the channel is the receiver's, so it is left empty.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0016_old_threads"
down_revision = "0015_unnoted"
branch_labels = None
depends_on = None

_TS = re.compile(r"\d{10}\.\d{6}")  # what is kept of a message since is CHANNEL:ts

_TOLD = sa.text(
    "SELECT n.receiver, n.reference, n.alert_id, e.id AS event_id, e.key AS thread"
    " FROM notifications n JOIN alerts a ON a.id = n.alert_id JOIN events e ON e.id = a.event_id"
    " WHERE a.kind = 'alert' AND n.state = 'sent' AND n.reference LIKE '%.%' ORDER BY n.id"
)
_HAS_ONE = sa.text("SELECT receiver, thread FROM threads")
_KEEP = sa.text(
    "INSERT INTO threads (receiver, thread, reference, alert_id, shown)"
    " VALUES (:receiver, :thread, :reference, :alert_id, '')"
)


def upgrade() -> None:
    connection = op.get_bind()
    known = {(row.receiver, row.thread) for row in connection.execute(_HAS_ONE)}
    for row in connection.execute(_TOLD).all():
        thread = row.thread or f"event/{row.event_id}"
        if not _TS.fullmatch(row.reference) or (row.receiver, thread) in known:
            continue
        known.add((row.receiver, thread))
        told = {"receiver": row.receiver, "thread": thread, "alert_id": row.alert_id}
        connection.execute(_KEEP, {**told, "reference": f":{row.reference}"})


def downgrade() -> None:
    op.execute("DELETE FROM threads WHERE reference LIKE ':%'")
