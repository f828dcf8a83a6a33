"""Who is owed what: alerts and their notifications, claimed before they are sent. Sends nothing.

deferred (archive.bundles) ──claim──> sending
pending ──claim──> sending ──sent───────> sent
   ^                  │ ├────unsent─────> pending, or dead
   └──retry── dead    │ └────ambiguous──> ambiguous ──claim──> sending
                      └──lease expired──claim──> sending, ambiguous_since set
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal

import sqlalchemy as sa

from alerts.holding import Hold
from alerts.model import Alert, Bundle, Digest, Notice, Refresh
from archive import bundles, order
from archive.codec import dump, load
from archive.engine import insert_missing, insert_new
from archive.model import ClaimedNotification, NotificationState
from archive.tables import alerts, notifications, receivers

_ENDS = (NotificationState.SENT, NotificationState.DROPPED)
Payload = Alert | Refresh | Notice | Digest
_KINDS: dict[str, type[Payload]] = {
    "alert": Alert,
    "refresh": Refresh,
    "notice": Notice,
    "digest": Digest,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to tell, and what it comes from."""

    kind: Literal["alert", "refresh", "notice", "digest"]
    key: str
    payload: Payload
    at: datetime
    event_id: int | None = None
    detection_id: int | None = None


def add(
    connection: sa.Connection,
    entry: Entry,
    told: Sequence[str],
    holds: Mapping[str, Hold] = MappingProxyType({}),
) -> int | None:
    """The entry and one notification per receiver; its id, or None if the key is known."""
    row = {
        "key": entry.key, "kind": entry.kind, "event_id": entry.event_id,
        "detection_id": entry.detection_id, "payload": dump(entry.payload), "at": entry.at,
    }  # fmt: skip
    number: int | None = insert_new(connection, alerts, row)
    if number is None:
        return None
    names = list(dict.fromkeys(told))
    insert_missing(connection, receivers, [{"name": name} for name in names])
    times = _times(connection, entry, holds, names)
    for name in names:
        row = _new_notification(entry, number, name, *times[name])
        connection.execute(_NOTIFY, row)
    return number


def _times(
    connection: sa.Connection, entry: Entry, holds: Mapping[str, Hold], names: Sequence[str]
) -> dict[str, tuple[datetime, str | None]]:
    """By receiver, when it is due and the bundle it waits for, if any."""
    waiting, held = order.before(connection, entry.event_id)
    if not _can_wait(entry):
        held = {}
    found: dict[str, tuple[datetime, str | None]] = {}
    for name in names:
        if hold := holds.get(name):
            found[name] = bundles.due_of(connection, name, hold, entry.at)[0], hold.bundle
        elif name in held:  # with the first message of its event
            found[name] = held[name][1], held[name][0]
        else:
            found[name] = max(entry.at, waiting.get(name, entry.at)), None
    return found


_NOTIFY = notifications.insert()


def _can_wait(entry: Entry) -> bool:
    return isinstance(entry.payload, Alert) and entry.payload.severity != "critical"


def _new_notification(
    entry: Entry, alert_id: int, receiver: str, due_at: datetime, bundle: str | None
) -> dict[str, Any]:
    state = NotificationState.DEFERRED if bundle else NotificationState.PENDING
    return {
        "key": f"{entry.key}:{receiver}", "alert_id": alert_id, "receiver": receiver,
        "state": state, "due_at": due_at, "bundle": bundle, "attempts": 0, "token": 0,
        "created_at": entry.at, "reference": "", "reason": "",
    }  # fmt: skip


# --- claiming --------------------------------------------------------------------------------


def claim(
    connection: sa.Connection, owner: str, now: datetime, lease: timedelta, limit: int
) -> list[ClaimedNotification]:
    """Take the oldest due notification of up to `limit` receivers that have none in flight."""
    longest = _longest_due()
    idle = (
        sa.select(receivers.c.name)
        .where(_receptive(now), longest <= now)
        .order_by(longest, receivers.c.name)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    claims = []
    for name in connection.execute(idle).scalars().all():
        row = connection.execute(_oldest(now, name)).one_or_none()
        if row is not None:  # somebody else may have taken it between the two statements
            claims.append(_take(connection, row, owner, now, lease))
    return claims


def _receptive(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        sa.or_(receivers.c.not_before.is_(None), receivers.c.not_before <= now),
        sa.or_(receivers.c.sending_until.is_(None), receivers.c.sending_until <= now),
    )


def _longest_due() -> sa.ScalarSelect[Any]:
    """Since when the receiver of the outer query has been owed something."""
    statement = sa.select(sa.func.min(notifications.c.due_at, type_=notifications.c.due_at.type))
    owed = notifications.c.due_at.is_not(None)
    return statement.where(notifications.c.receiver == receivers.c.name, owed).scalar_subquery()


def _oldest(now: datetime, receiver: str) -> sa.Select[Any]:
    due = (
        sa.select(notifications.c.id)
        .where(notifications.c.receiver == receiver, notifications.c.due_at.is_not(None))
        .where(notifications.c.due_at <= now)
        # What somebody died on comes first: it may have arrived, and others follow upon it.
        .order_by(_not_begun(), notifications.c.due_at, notifications.c.id)
        .limit(1)
    )
    return (
        sa.select(notifications, alerts.c.kind, alerts.c.payload)
        .join(alerts, alerts.c.id == notifications.c.alert_id)
        .where(notifications.c.id == due.scalar_subquery())
    )


def _not_begun() -> sa.ColumnElement[int]:
    return sa.case((notifications.c.state == NotificationState.SENDING, 0), else_=1)


def _take(
    connection: sa.Connection, row: sa.Row[Any], owner: str, now: datetime, lease: timedelta
) -> ClaimedNotification:
    # Found in `sending`: whoever claimed it died, and nobody knows how far it got.
    died = row.state == NotificationState.SENDING
    ambiguous_since = row.ambiguous_since or (now if died else None)
    first_try_at = row.first_try_at or now
    until = now + lease
    connection.execute(
        notifications.update()
        .where(notifications.c.id == row.id)
        .values(
            state=NotificationState.SENDING, due_at=until, attempts=row.attempts + 1,
            token=row.token + 1, lease_owner=owner, first_try_at=first_try_at,
            ambiguous_since=ambiguous_since,
        )
    )  # fmt: skip
    connection.execute(
        receivers.update()
        .where(receivers.c.name == row.receiver)
        .values(sending_id=row.id, sending_until=until)
    )
    payload: Payload | Bundle = load(_KINDS[row.kind], row.payload)
    if row.bundle and isinstance(payload, Alert):
        payload = bundles.gather(connection, row, payload)
    return ClaimedNotification(
        id=row.id, key=row.key, receiver=row.receiver, payload=payload,
        attempt=row.attempts + 1, token=row.token + 1, first_try_at=first_try_at,
        ambiguous_since=ambiguous_since, bundle=row.bundle or "",
    )  # fmt: skip


# --- recording -------------------------------------------------------------------------------


def record(connection: sa.Connection, claim: ClaimedNotification, **values: object) -> bool:
    """Write the outcome and free the receiver; False and nothing if the claim was overtaken."""
    connection.execute(
        receivers.update()
        .where(
            receivers.c.name == claim.receiver,
            receivers.c.sending_id == claim.id,
            order.held(claim),
        )
        .values(sending_id=None, sending_until=None)
    )
    result = connection.execute(
        notifications.update()
        .where(
            notifications.c.id == claim.id,
            notifications.c.token == claim.token,
            notifications.c.state == NotificationState.SENDING,
        )
        .values(lease_owner=None, **values)
    )
    done = result.rowcount == 1
    if done and isinstance(claim.payload, Bundle) and values["state"] in _ENDS:
        bundles.settle(connection, claim.id, values)
    return done


def record_sent(
    connection: sa.Connection, claim: ClaimedNotification, reference: str, now: datetime
) -> bool:
    refreshed = isinstance(claim.payload, Refresh)
    state = NotificationState.REFRESHED if refreshed else NotificationState.SENT
    return record(
        connection, claim, state=state, reference=reference, due_at=None, ended_at=now, reason="",
    )  # fmt: skip


def record_dropped(
    connection: sa.Connection, claim: ClaimedNotification, reason: str, now: datetime
) -> bool:
    """Nobody is to be told any more."""
    return record(
        connection, claim, state=NotificationState.DROPPED, due_at=None, ended_at=now,
        reason=reason,
    )  # fmt: skip


def defer(connection: sa.Connection, claim: ClaimedNotification, hold: Hold, now: datetime) -> bool:
    """It was not tried: it waits to come with others. Whether it is the first of them."""
    due_at, is_first = bundles.due_of(connection, claim.receiver, hold, now)
    record(
        connection, claim, state=NotificationState.DEFERRED, bundle=hold.bundle, due_at=due_at,
        attempts=claim.attempt - 1, first_try_at=claim.first_try_at if claim.attempt > 1 else None,
    )  # fmt: skip
    return is_first


def record_unsent(
    connection: sa.Connection,
    claim: ClaimedNotification,
    reason: str,
    now: datetime,
    next_at: datetime | None,
) -> bool:
    """It surely did not arrive: again at `next_at`, or a dead letter."""
    dead = next_at is None
    if next_at is not None:
        order.hold_followers(connection, claim, next_at)
    return record(
        connection, claim, state=NotificationState.DEAD if dead else NotificationState.PENDING,
        reason=reason, due_at=next_at, ended_at=now if dead else None,
    )  # fmt: skip


def record_ambiguous(
    connection: sa.Connection,
    claim: ClaimedNotification,
    reason: str,
    now: datetime,
    next_at: datetime,
) -> bool:
    """It may have arrived: to be looked up from `next_at`."""
    order.hold_followers(connection, claim, next_at)
    return record(
        connection, claim, state=NotificationState.AMBIGUOUS, reason=reason, due_at=next_at,
        ambiguous_since=claim.ambiguous_since or now,
    )  # fmt: skip


def hold(connection: sa.Connection, receiver: str, until: datetime) -> None:
    """Nothing for the receiver before then; never shortens an earlier hold."""
    insert_new(connection, receivers, {"name": receiver})
    longer = sa.or_(receivers.c.not_before.is_(None), receivers.c.not_before < until)
    connection.execute(
        receivers.update().where(receivers.c.name == receiver, longer).values(not_before=until)
    )


# --- oversight -------------------------------------------------------------------------------


def count_due(connection: sa.Connection, now: datetime) -> int:
    """Receivers' due notifications, leaving out receivers that are held or being served."""
    due = (
        sa.select(sa.func.count())
        .select_from(notifications.join(receivers))
        .where(_receptive(now), notifications.c.due_at.is_not(None), notifications.c.due_at <= now)
    )
    return connection.execute(due).scalar_one()


def earliest(connection: sa.Connection) -> datetime | None:
    """When a receiver can next be served: its due notification, its hold, its lease, the last."""
    due = sa.select(
        notifications.c.receiver, sa.func.min(notifications.c.due_at).label("due_at")
    ).where(notifications.c.due_at.is_not(None))
    due_by_receiver = due.group_by(notifications.c.receiver).subquery()
    statement = sa.select(
        due_by_receiver.c.due_at, receivers.c.not_before, receivers.c.sending_until
    ).join(receivers, receivers.c.name == due_by_receiver.c.receiver)
    moments = [
        max(moment for moment in row if moment is not None) for row in connection.execute(statement)
    ]
    return min(moments, default=None)


def is_in_other_hands(connection: sa.Connection, owner: str, now: datetime) -> bool:
    """Whether somebody else is telling a receiver something at this moment."""
    theirs = sa.exists().where(
        notifications.c.id == receivers.c.sending_id,
        notifications.c.lease_owner != owner,
        receivers.c.sending_until > now,
    )
    return bool(connection.execute(sa.select(theirs)).scalar())


def recent_alerts(connection: sa.Connection, after_id: int, limit: int) -> list[tuple[int, Alert]]:
    statement = (
        sa.select(alerts.c.id, alerts.c.payload)
        .where(alerts.c.kind == "alert", alerts.c.id > after_id)
        .order_by(alerts.c.id)
        .limit(limit)
    )
    return [(row.id, load(Alert, row.payload)) for row in connection.execute(statement)]


def newest_alert_id(connection: sa.Connection) -> int:
    """Of everything told so far; 0 when there is nothing."""
    found: int | None = connection.execute(sa.select(sa.func.max(alerts.c.id))).scalar()
    return found or 0
