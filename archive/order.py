"""What comes behind what: no message of an event overtakes its first one. Sends nothing."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from archive.model import ClaimedNotification, NotificationState
from archive.tables import alerts, notifications


class Before(NamedTuple):
    """By receiver, until when an event's earlier messages wait for another try, and the bundle for
    which one is held, and until when.
    """

    due: dict[str, datetime]
    held: dict[str, tuple[str, datetime]]


def before(connection: sa.Connection, event_id: int | None) -> Before:
    """What is still to come of an event."""
    found = Before({}, {})
    rows = () if event_id is None else connection.execute(_TO_COME, {"event_id": event_id})
    for receiver, state, bundle, due_at in rows:
        if state == NotificationState.DEFERRED:
            found.held[receiver] = bundle, due_at
        else:
            found.due[receiver] = max(due_at, found.due.get(receiver, due_at))
    return found


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

_TO_COME = (
    sa.select(
        notifications.c.receiver, notifications.c.state, notifications.c.bundle,
        notifications.c.due_at,
    )
    .join(alerts, alerts.c.id == notifications.c.alert_id)
    .where(alerts.c.event_id == sa.bindparam("event_id"), notifications.c.due_at.is_not(None))
    .where(notifications.c.state != NotificationState.SENDING)
    .order_by(notifications.c.id.desc())
)  # fmt: skip
