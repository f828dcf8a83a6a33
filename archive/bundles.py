"""Alerts that are held to come together: one leads, the others have joined it. Sends nothing.

deferred ──due──> sending, as the lead    the others: joined ──lead sent, dropped──> the same
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.holding import Hold, Kind, gathered, least, noted
from alerts.model import Alert, Bundle
from archive.codec import load
from archive.model import NotificationState
from archive.tables import alerts, notifications

MOST = 1000  # in one message; what is beyond leads the next
_BY_THEMSELVES = (Kind.GROUP, Kind.LATE)  # wait a moment only, to gather


def due_of(
    connection: sa.Connection, receiver: str, hold: Hold, now: datetime
) -> tuple[datetime, bool]:
    """When the bundle of a hold is told, and whether this is the first that waits for it."""
    mine = (notifications.c.receiver == receiver, notifications.c.bundle == hold.bundle)
    latest = sa.func.max(notifications.c.due_at, type_=notifications.c.due_at.type)
    waiting = connection.execute(
        sa.select(latest).where(*mine, notifications.c.state == NotificationState.DEFERRED)
    ).scalar()
    if waiting is not None:
        return max(waiting, now), False
    ended = sa.func.max(notifications.c.ended_at, type_=notifications.c.ended_at.type)
    last = connection.execute(
        sa.select(ended).where(*mine, notifications.c.state == NotificationState.SENT)
    ).scalar()
    return max(hold.until, last + hold.interval if last else hold.until), True


def gather(connection: sa.Connection, row: sa.Row[Any], alert: Alert) -> Alert | Bundle:
    """What a claimed notification that was held tells: with those that joined it, or alone."""
    joined = _joined(connection, row.id)
    if not joined and row.state == NotificationState.DEFERRED:
        _join(connection, row)
        joined = _joined(connection, row.id)
    if not joined:
        return noted(alert, row.bundle)
    return gathered(row.bundle, row.key, (alert, *joined), row.due_at)


def settle(connection: sa.Connection, lead_id: int, values: dict[str, Any]) -> None:
    """What became of the lead became of those that joined it."""
    connection.execute(
        notifications.update()
        .where(notifications.c.lead_id == lead_id)
        .where(notifications.c.state == NotificationState.JOINED)
        .values(values)
    )


def release(connection: sa.Connection, now: datetime) -> int:
    """Let what only waits for company be told now. Returns how many."""
    short = sa.or_(*(notifications.c.bundle.startswith(f"{kind}:") for kind in _BY_THEMSELVES))
    result = connection.execute(
        notifications.update()
        .where(notifications.c.state == NotificationState.DEFERRED, short)
        .where(notifications.c.due_at > now)
        .values(due_at=now)
    )
    return result.rowcount


def sent_since(connection: sa.Connection, receiver: str, since: datetime) -> int:
    """Messages with alerts that the receiver got since then; a bundle is one."""
    statement = (
        sa.select(sa.func.count())
        .select_from(notifications.join(alerts))
        .where(notifications.c.receiver == receiver, notifications.c.ended_at >= since)
        .where(notifications.c.state == NotificationState.SENT, alerts.c.kind == "alert")
        .where(notifications.c.lead_id.is_(None))
    )
    return connection.execute(statement).scalar_one()


def _join(connection: sa.Connection, row: sa.Row[Any]) -> None:
    others = (
        sa.select(notifications.c.id)
        .where(notifications.c.receiver == row.receiver, notifications.c.bundle == row.bundle)
        .where(notifications.c.state == NotificationState.DEFERRED, notifications.c.id != row.id)
        .order_by(notifications.c.id)
        .limit(MOST - 1)
    )
    numbers = list(connection.execute(others).scalars())
    if len(numbers) + 1 < least(row.bundle):
        return
    connection.execute(
        notifications.update()
        .where(notifications.c.id.in_(numbers))
        .values(state=NotificationState.JOINED, lead_id=row.id, due_at=None)
    )


def _joined(connection: sa.Connection, lead_id: int) -> list[Alert]:
    statement = (
        sa.select(alerts.c.payload)
        .join(notifications, notifications.c.alert_id == alerts.c.id)
        .where(notifications.c.lead_id == lead_id)
        .order_by(notifications.c.id)
    )
    return [load(Alert, payload) for payload in connection.execute(statement).scalars()]
