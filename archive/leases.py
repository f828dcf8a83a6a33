"""Leases of the dead: what a killed process held goes back at once, not at its lease's end.

Every claim is fenced by a token or written whole, so taking it from the dead is safe. What was
being sent is given some seconds more: the last words of the dead may still be on the wire, and
whoever looks them up must find them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from archive.fulltext_tables import fulltexts
from archive.tables import items, notifications, receivers, sources
from archive.telegram_tables import telegram_accounts as accounts

ON_THE_WIRE = timedelta(seconds=10)


def holders(connection: sa.Connection) -> set[str]:
    """Owners of leases, some of which may have ended."""
    waiting = notifications.c.due_at.is_not(None)
    pending = items.c.pending_revision.is_not(None)
    found = sa.union(
        sa.select(sources.c.lease_owner).where(sources.c.lease_owner.is_not(None)),
        sa.select(accounts.c.lease_owner).where(accounts.c.lease_owner.is_not(None)),
        sa.select(fulltexts.c.lease_owner).where(fulltexts.c.lease_owner.is_not(None)),
        sa.select(items.c.lease_owner).where(pending, items.c.lease_owner.is_not(None)),
        sa.select(notifications.c.lease_owner).where(
            waiting, notifications.c.lease_owner.is_not(None)
        ),
    )
    return set(connection.execute(found).scalars())


def release(connection: sa.Connection, dead: Collection[str], now: datetime) -> None:
    """Let others take what these held. Idempotent."""
    for table in (sources, accounts):
        connection.execute(
            table.update()
            .where(table.c.lease_owner.in_(dead))
            .values(lease_owner=None, lease_until=None, token=table.c.token + 1)
        )
    connection.execute(
        items.update()
        .where(items.c.pending_revision.is_not(None), items.c.lease_owner.in_(dead))
        .values(lease_owner=None, due_at=now)
    )
    connection.execute(
        fulltexts.update()
        .where(fulltexts.c.lease_owner.in_(dead), fulltexts.c.due_at.is_not(None))
        .values(lease_owner=None, due_at=now, token=fulltexts.c.token + 1)
    )
    _release_sending(connection, dead, now + ON_THE_WIRE)


def _release_sending(connection: sa.Connection, dead: Collection[str], end: datetime) -> None:
    held = sa.and_(
        notifications.c.lease_owner.in_(dead),
        notifications.c.state == "sending",
        notifications.c.due_at.is_not(None),
    )
    connection.execute(
        receivers.update()
        .where(receivers.c.sending_id.in_(sa.select(notifications.c.id).where(held)))
        .where(receivers.c.sending_until > end)
        .values(sending_until=end)
    )
    connection.execute(
        notifications.update()
        .where(held)
        .values(
            lease_owner=None,
            due_at=sa.case((notifications.c.due_at > end, end), else_=notifications.c.due_at),
        )
    )
