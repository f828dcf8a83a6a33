"""The first message of each event at each receiver: follow-ups go under it, and it is kept true."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from alerts.model import Alert, Bundle, Refresh
from archive import events as event_rows
from archive import outbox
from archive.codec import load
from archive.engine import insert_missing
from archive.model import ClaimedNotification, FirstTold, NotificationState
from archive.tables import alerts, notifications, threads

# Behind the follow-up that rings; reports that come meanwhile are shown by the same refresh.
REFRESH_AFTER = timedelta(seconds=1)
_TO_COME = (NotificationState.PENDING, NotificationState.AMBIGUOUS)


def first_told(
    connection: sa.Connection, states: event_rows.States, receiver: str, thread: str
) -> FirstTold | None:
    """None: the receiver was told nothing of the event yet."""
    statement = (
        sa.select(threads, alerts.c.payload, alerts.c.key, alerts.c.event_id)
        .join(alerts, alerts.c.id == threads.c.alert_id, isouter=True)
        .where(threads.c.receiver == receiver, threads.c.thread == thread)
    )
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    alert = load(Alert, row.payload) if row.payload else None
    known = event_rows.state(connection, states, row.event_id) if row.event_id else None
    return FirstTold(row.reference, f"{row.key}:{receiver}", alert, known, row.shown)


def remember(connection: sa.Connection, claim: ClaimedNotification, reference: str) -> None:
    """The message just sent is the first of its event, or takes the place of one that is gone."""
    if isinstance(claim.payload, Bundle):
        _remember_all(connection, claim.receiver, claim.payload, reference)
    if not isinstance(claim.payload, Alert):
        return
    key = {"receiver": claim.receiver, "thread": claim.payload.event or claim.payload.key}
    alert_id = sa.select(notifications.c.alert_id).where(notifications.c.id == claim.id)
    values = {"reference": reference, "alert_id": alert_id.scalar_subquery(), "shown": ""}
    where = (threads.c.receiver == key["receiver"], threads.c.thread == key["thread"])
    if connection.execute(threads.update().where(*where).values(values)).rowcount == 0:
        connection.execute(threads.insert().values(key | values))


def _remember_all(connection: sa.Connection, receiver: str, bundle: Bundle, reference: str) -> None:
    """A message that tells of many events is the first of those that had none."""
    names = dict.fromkeys(alert.event or alert.key for alert in bundle.alerts)
    rows = [
        {"receiver": receiver, "thread": name, "reference": reference, "alert_id": None,
         "shown": ""}
        for name in names
    ]  # fmt: skip
    insert_missing(connection, threads, rows)


def show(connection: sa.Connection, claim: ClaimedNotification, standing: str) -> None:
    """The event's first message was replaced and says this now."""
    assert isinstance(claim.payload, Refresh)
    connection.execute(
        threads.update()
        .where(threads.c.receiver == claim.receiver, threads.c.thread == claim.payload.event)
        .values(shown=standing)
    )


def owe_refresh(
    connection: sa.Connection, event_id: int, living: Sequence[str], now: datetime
) -> None:
    """The event's first message is to be brought up to date at those who were told of it.

    One that is still to come will show this report too, so it is not owed twice.
    """
    asked = {"event_id": event_id, "living": list(living)}
    receivers = list(connection.execute(_OUT_OF_DATE, asked).scalars())
    if receivers:
        thread = event_rows.thread(connection, event_id).key
        at = now + REFRESH_AFTER
        refresh = Refresh(f"refresh/{event_id}/{now.isoformat()}", thread, at)
        outbox.add(
            connection, outbox.Entry("refresh", refresh.key, refresh, at, event_id), receivers
        )


# --- statements: made once, for making one costs more than running it --------------------------


def _of_event(kind: str) -> sa.Select[Any]:
    return (
        sa.select(notifications.c.receiver)
        .join(alerts, alerts.c.id == notifications.c.alert_id)
        .where(alerts.c.event_id == sa.bindparam("event_id"), alerts.c.kind == kind)
    )


_OUT_OF_DATE = (
    _of_event("alert")
    .distinct()
    .where(notifications.c.receiver.in_(sa.bindparam("living", expanding=True)))
    .where(notifications.c.state != NotificationState.DROPPED)
    .where(
        notifications.c.receiver.not_in(
            _of_event("refresh").where(notifications.c.state.in_(_TO_COME))
        )
    )
)
