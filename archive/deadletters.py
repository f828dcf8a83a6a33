"""Notifications that were given up: the operator sends them again, or drops them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive import bundles
from archive.model import DeadLetter, NotificationState
from archive.tables import alerts, notifications


def listed(connection: sa.Connection) -> list[DeadLetter]:
    joined = notifications.alias("joined")
    others = (
        sa.select(sa.func.count()).where(joined.c.lead_id == notifications.c.id).scalar_subquery()
    )
    columns = (
        notifications.c.id, notifications.c.key, notifications.c.receiver, notifications.c.reason,
        notifications.c.attempts, notifications.c.created_at, notifications.c.ended_at, others,
        alerts.c.payload,
    )  # fmt: skip
    statement = sa.select(*columns).join(alerts, alerts.c.id == notifications.c.alert_id)
    rows = connection.execute(statement.where(_is_dead()).order_by(notifications.c.id))
    return [DeadLetter(*row[:-1], what=_what(row.payload)) for row in rows]


def _what(payload: str) -> str:
    """The line of an alert, the subject of a notice, the day of a digest."""
    told = json.loads(payload)
    return str(told.get("line") or told.get("subject") or f"digest of {told.get('day')}")


def retry(connection: sa.Connection, number: int, now: datetime) -> bool:
    """As if never tried: who asks for it has settled whether an earlier try arrived."""
    values = {
        "state": NotificationState.PENDING, "due_at": now, "ended_at": None, "attempts": 0,
        "first_try_at": None, "ambiguous_since": None,
    }  # fmt: skip
    return _end_of_death(connection, number, values)


def drop(connection: sa.Connection, number: int) -> bool:
    """Give it up. The row stays, so that the same key never rings again."""
    values = {"state": NotificationState.DROPPED}
    dropped = _end_of_death(connection, number, values)
    if dropped:
        bundles.settle(connection, number, values)
    return dropped


def _end_of_death(connection: sa.Connection, number: int, values: dict[str, Any]) -> bool:
    statement = notifications.update().where(notifications.c.id == number, _is_dead())
    return connection.execute(statement.values(values)).rowcount == 1


def _is_dead() -> sa.ColumnElement[bool]:
    return notifications.c.state == NotificationState.DEAD
