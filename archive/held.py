"""Alerts that wait for quiet hours or a budget to end, for whoever changes these."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from alerts.holding import Hold, Kind
from alerts.model import Alert
from alerts.reholding import Held
from archive.codec import load
from archive.engine import Database
from archive.model import NotificationState
from archive.tables import alerts, notifications

_LONG = (Kind.QUIET, Kind.FLOOD)


class HeldAlerts:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, now: datetime) -> list[Held]:
        """Those whose time has not come, in the order they were written."""
        long = sa.or_(*(notifications.c.bundle.startswith(f"{kind}:") for kind in _LONG))
        statement = (
            sa.select(
                notifications.c.id, notifications.c.receiver, notifications.c.bundle,
                alerts.c.payload,
            )
            .join(alerts, alerts.c.id == notifications.c.alert_id)
            .where(notifications.c.state == NotificationState.DEFERRED, long)
            .where(notifications.c.due_at > now)
            .order_by(notifications.c.id)
        )  # fmt: skip
        with self._database.read() as connection:
            rows = connection.execute(statement).all()
        return [Held(row.id, row.receiver, row.bundle, load(Alert, row.payload)) for row in rows]

    def move(self, moves: Sequence[tuple[Held, Hold]]) -> int:
        """Let them wait otherwise, unless they were told meanwhile. Returns how many."""
        moved = 0
        with self._database.write() as connection:
            for held, hold in moves:
                statement = (
                    notifications.update()
                    .where(notifications.c.id == held.id, notifications.c.bundle == held.bundle)
                    .where(notifications.c.state == NotificationState.DEFERRED)
                    .values(bundle=hold.bundle, due_at=hold.until)
                )
                moved += connection.execute(statement).rowcount
        return moved
