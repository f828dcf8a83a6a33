"""WebSub subscriptions: asked under a counted try, verified, pushed, and trusted or not.

A push makes its source due; the poll finds what is new. Polls tell whether pushes can be trusted:
news that no push announced end the trust, news that one did begin it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.engine import Database, lock
from archive.model import FinishedPoll, SavedPoll
from archive.tables import sources
from archive.websub_tables import websubs
from collector.websub import Lease, Offer, pause_after

_LOCK = 0x70C5E
_MANY = 500  # names in one statement
VERIFIED_WITHIN = timedelta(hours=1)
LATE = timedelta(minutes=2)  # pushes, pages and polls of one piece of news may cross each other
REST = timedelta(seconds=10)  # between two polls of a source, however often it is pushed


@dataclass(frozen=True, slots=True)
class SubscriptionClaim:
    """A subscription to be asked for now; this try is counted already."""

    source: str
    offer: Offer
    path: str
    secret: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a request to one of our addresses is checked against."""

    source: str
    topic: str
    secret: str
    asked_until: datetime | None


class WebSubs:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, now: datetime, limit: int) -> list[SubscriptionClaim]:
        """Subscriptions to ask for, or for again. What feeds offer now is taken up first."""
        with self._database.write() as connection:
            lock(connection, _LOCK)
            _take_up(connection, now)
            rows = connection.execute(_due(now).limit(limit)).all()
            for row in rows:
                _change(
                    connection, row.path,
                    state="active" if row.state == "active" else "asked",
                    attempts=row.attempts + 1,
                    due_at=now + pause_after(row.attempts + 1),
                    asked_until=now + VERIFIED_WITHIN,
                )  # fmt: skip
        return [_claim(row) for row in rows]

    def failed(self, claim: SubscriptionClaim, reason: str, at: datetime | None = None) -> None:
        """The hub could not be asked, or refused; `at`: its own word of when to try again."""
        with self._database.write() as connection:
            lost = sa.case((websubs.c.state == "asked", "failed"), else_=websubs.c.state)
            later = {} if at is None else {"due_at": at}
            _change(connection, claim.path, state=lost, reason=reason, **later)

    def find(self, path: str) -> Subscription | None:
        """The subscription whose address this is."""
        own = websubs.c.path == path
        statement = sa.select(
            websubs.c.source, websubs.c.topic, websubs.c.secret, websubs.c.asked_until
        ).join(sources, sources.c.name == websubs.c.source)
        with self._database.read() as connection:
            row = connection.execute(statement.where(own, sources.c.watched)).one_or_none()
        return None if row is None else Subscription(*row)

    def verified(self, path: str, lease: Lease) -> None:
        """The hub has confirmed it; asking twice confirms twice."""
        with self._database.write() as connection:
            _change(
                connection, path, state="active", attempts=0, reason="",
                expires_at=lease.expires_at, due_at=lease.renew_at,
            )  # fmt: skip

    def denied(self, path: str, reason: str, now: datetime) -> None:
        """The hub will not push, or no longer; it is asked again after a while."""
        attempts = sa.select(websubs.c.attempts).where(websubs.c.path == path)
        with self._database.write() as connection:
            tries = connection.execute(attempts).scalar_one_or_none() or 0
            _change(
                connection, path, state="denied", reason=reason, trusted=False, expires_at=None,
                asked_until=None, due_at=now + pause_after(max(tries, 3)),
            )  # fmt: skip

    def pushed(self, path: str, now: datetime) -> str | None:
        """The source is due now, but for the rest its server is owed; gives its name."""
        with self._database.write() as connection:
            statement = sa.select(websubs.c.source).where(websubs.c.path == path)
            name: str | None = connection.execute(statement).scalar_one_or_none()
            if name is None:
                return None
            own = sa.select(sources.c.lease_until, sources.c.polled_at, sources.c.held_until)
            row = connection.execute(own.where(sources.c.name == name).with_for_update()).one()
            held = row.lease_until is not None and row.lease_until > now
            _make_due(connection, name, _soon(now, row.polled_at, row.held_until))
            in_time = sa.and_(websubs.c.missed_at >= now - LATE, websubs.c.state == "active")
            _change(
                connection, path, pushed_at=now, push_count=websubs.c.push_count + 1,
                again=held, trusted=sa.or_(websubs.c.trusted, sa.func.coalesce(in_time, False)),
            )  # fmt: skip
        return name


def states(connection: sa.Connection, now: datetime) -> dict[str, str]:
    """Of each subscribed source a word for the operator."""
    return {row.source: _said(row, now) for row in connection.execute(sa.select(websubs))}


def settle(
    connection: sa.Connection,
    polls: Sequence[tuple[FinishedPoll, SavedPoll | None]],
    now: datetime,
) -> None:
    """After polls are saved: what pushes make of their next times, and what they make of pushes."""
    by_name = {poll.claim.name: (poll, saved) for poll, saved in polls if saved is not None}
    names = list(by_name)
    for start in range(0, len(names), _MANY):
        chunk = names[start : start + _MANY]
        rows = connection.execute(sa.select(websubs).where(websubs.c.source.in_(chunk))).all()
        for row in rows:
            _settle_one(connection, row, *by_name[row.source], now=now)


def _settle_one(
    connection: sa.Connection,
    row: sa.Row[Any],
    poll: FinishedPoll,
    saved: SavedPoll | None,
    *,
    now: datetime,
) -> None:
    trusted = row.trusted
    if saved is not None and saved.new:
        since = poll.claim.state.last_ok_at
        trusted = row.pushed_at is not None and (since is None or row.pushed_at >= since - LATE)
        missed_at = None if trusted else now
        _change(connection, row.path, trusted=trusted, missed_at=missed_at)
    if row.again:
        _change(connection, row.path, again=False)
        _make_due(connection, row.source, max(now + REST, poll.held_until or now))
    elif trusted and poll.trusting_at is not None and _is_kept(row, now):
        statement = sources.update().where(sources.c.name == row.source)
        seconds = (poll.trusting_at - now).total_seconds()
        connection.execute(statement.values(next_at=poll.trusting_at, interval_s=seconds))


def _is_kept(row: sa.Row[Any], now: datetime) -> bool:
    return row.state == "active" and row.expires_at is not None and row.expires_at > now


def _take_up(connection: sa.Connection, now: datetime) -> None:
    """A row for each feed that offers a hub; a new one, address and secret, for a new offer."""
    offered = (
        sa.select(sources.c.name, sources.c.hub, sources.c.topic, websubs.c.path)
        .join(websubs, websubs.c.source == sources.c.name, isouter=True)
        .where(sources.c.kind == "feed", sources.c.watched, sources.c.hub != "")
        .where(
            sa.or_(
                websubs.c.source.is_(None),
                websubs.c.hub != sources.c.hub,
                websubs.c.topic != sources.c.topic,
            )
        )
    )
    for row in connection.execute(offered).all():
        connection.execute(websubs.delete().where(websubs.c.source == row.name))
        fresh = {
            "source": row.name, "hub": row.hub, "topic": row.topic, "state": "wanted",
            "path": secrets.token_urlsafe(32), "secret": secrets.token_urlsafe(32),
            "due_at": now, "attempts": 0, "push_count": 0, "again": False, "trusted": False,
            "reason": "",
        }  # fmt: skip
        connection.execute(websubs.insert(), fresh)


def _due(now: datetime) -> sa.Select[Any]:
    """Also where the offer is gone for good nothing is asked: the lease runs out."""
    return (
        sa.select(websubs)
        .join(sources, sources.c.name == websubs.c.source)
        .where(websubs.c.due_at <= now, sources.c.watched, sources.c.stopped_at.is_(None))
        .where(sources.c.hub == websubs.c.hub)
        .order_by(websubs.c.due_at, websubs.c.source)
    )


def _claim(row: sa.Row[Any]) -> SubscriptionClaim:
    return SubscriptionClaim(row.source, Offer(row.hub, row.topic), row.path, row.secret)


def _soon(now: datetime, polled_at: datetime | None, held_until: datetime | None) -> datetime:
    return max(now, polled_at + REST if polled_at else now, held_until or now)


def _make_due(connection: sa.Connection, name: str, at: datetime) -> None:
    """Never later than it was due already."""
    sooner = sa.and_(sources.c.name == name, sources.c.next_at > at)
    connection.execute(sources.update().where(sooner).values(next_at=at))


def _change(connection: sa.Connection, path: str, **values: Any) -> None:  # noqa: ANN401 - columns
    connection.execute(websubs.update().where(websubs.c.path == path).values(values))


def _said(row: sa.Row[Any], now: datetime) -> str:
    if _is_kept(row, now):
        return "pushed by its hub" if row.trusted else "subscribed at its hub"
    return f"hub {row.state}: {row.reason}" if row.reason else f"hub {row.state}"
