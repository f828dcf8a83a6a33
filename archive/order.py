"""What comes behind what: no message of an event overtakes its first one. Sends nothing."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from archive.model import ClaimedNotification, NotificationState
from archive.tables import alerts, notifications


def due_before(connection: sa.Connection, event_id: int | None) -> dict[str, datetime]:
    """By receiver, until when the event's earlier messages wait for another try."""
    if event_id is None:
        return {}
    return {row[0]: row[1] for row in connection.execute(_WAITING, {"event_id": event_id})}


def held_before(connection: sa.Connection, event_id: int | None) -> dict[str, tuple[str, datetime]]:
    """By receiver, the bundle for which the event's earlier message is held, and until when."""
    if event_id is None:
        return {}
    found = connection.execute(_HELD, {"event_id": event_id})
    return {row[0]: (row[1], row[2]) for row in found}


def hold_followers(connection: sa.Connection, claim: ClaimedNotification, until: datetime) -> None:
    """What the receiver is owed of the same event comes behind it, or it would lack its thread."""
    mine = sa.select(alerts.c.event_id).join(notifications).where(notifications.c.id == claim.id)
    of_event = sa.select(alerts.c.id).where(alerts.c.event_id == mine.scalar_subquery())
    connection.execute(
        notifications.update()
        .where(notifications.c.receiver == claim.receiver, notifications.c.id > claim.id)
        .where(notifications.c.due_at < until, notifications.c.alert_id.in_(of_event), held(claim))
        .values(due_at=until)
    )


def held(claim: ClaimedNotification) -> sa.ColumnElement[bool]:
    """Whether the claim is still the one in force."""
    return sa.exists().where(
        notifications.c.id == claim.id,
        notifications.c.token == claim.token,
        notifications.c.state == NotificationState.SENDING,
    )


# --- statements: made once, for making one costs more than running it --------------------------

_OF_EVENT = alerts.c.event_id == sa.bindparam("event_id")
_WAITING = (
    sa.select(
        notifications.c.receiver,
        sa.func.max(notifications.c.due_at, type_=notifications.c.due_at.type),
    )
    .join(alerts, alerts.c.id == notifications.c.alert_id)
    .where(_OF_EVENT, notifications.c.due_at.is_not(None))
    .where(notifications.c.state.not_in((NotificationState.SENDING, NotificationState.DEFERRED)))
    .group_by(notifications.c.receiver)
)
_HELD = (
    sa.select(notifications.c.receiver, notifications.c.bundle, notifications.c.due_at)
    .join(alerts, alerts.c.id == notifications.c.alert_id)
    .where(_OF_EVENT, notifications.c.state == NotificationState.DEFERRED)
    .order_by(notifications.c.id.desc())
)
