"""Digests: once per plan, receiver and local date, by a row's key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from alerts.model import Digest, SourceHealth
from archive import course, digest_facts, outbox
from archive.codec import load
from archive.counts import Course, DigestFacts, DigestState
from archive.engine import Database, insert_new
from archive.model import NotificationState
from archive.tables import alerts, digests, notifications


@dataclass(frozen=True, slots=True)
class _Day:
    """What a digest exists once for."""

    plan: str
    receiver: str
    date: date


class Digests:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_day(self, plan: str, receiver: str) -> date | None:
        """The latest local date that was written or skipped."""
        statement = sa.select(sa.func.max(digests.c.day)).where(
            digests.c.plan == plan, digests.c.receiver == receiver
        )
        with self._database.read() as connection:
            found: date | None = connection.execute(statement).scalar()
        return found

    def add(self, digest: Digest, now: datetime) -> bool:
        """The day's digest and its notification; False if that date is settled already."""
        day = _Day(digest.plan, digest.receiver, digest.day)
        with self._database.write() as connection:
            if not _settle(connection, day, now, skipped=False):
                return False
            outbox.add(connection, outbox.Entry("digest", _key(day), digest, now), [day.receiver])
        return True

    def skip(self, plan: str, receiver: str, day: date, now: datetime) -> bool:
        """Settle a date without a digest; False if that date is settled already."""
        with self._database.write() as connection:
            return _settle(connection, _Day(plan, receiver, day), now, skipped=True)

    def skipped_days(self, plan: str, receiver: str, since: date) -> tuple[date, ...]:
        """Skipped local dates from `since` on."""
        statement = (
            sa.select(digests.c.day)
            .where(
                digests.c.plan == plan, digests.c.receiver == receiver, digests.c.skipped,
                digests.c.day >= since,
            )
            .order_by(digests.c.day)
        )  # fmt: skip
        with self._database.read() as connection:
            return tuple(connection.execute(statement).scalars())

    def state(self, plan: str, receiver: str, day: date) -> DigestState | None:
        """What became of the digest of that date; None if there is none yet."""
        with self._database.read() as connection:
            return _state(connection, _Day(plan, receiver, day))

    def sources(self, plan: str, day: date) -> tuple[tuple[SourceHealth, ...], datetime] | None:
        """How the sources were read when a digest of that date was written; None: none was."""
        with self._database.read() as connection:
            return _kept_sources(connection, plan, day)

    def course(self, bounds: Sequence[datetime]) -> Course:
        """Figures between each two neighbours of `bounds`, oldest first."""
        with self._database.read() as connection:
            return course.course(connection, bounds)

    def facts(self, since: datetime, until: datetime, now: datetime) -> DigestFacts:
        """What happened in [since, until), and how the sources are read now."""
        with self._database.read() as connection:
            return digest_facts.facts(connection, since, until, now)


def _settle(connection: sa.Connection, day: _Day, now: datetime, *, skipped: bool) -> bool:
    row = {"plan": day.plan, "receiver": day.receiver, "day": day.date}
    return insert_new(connection, digests, row | {"skipped": skipped, "made_at": now}) is not None


def _state(connection: sa.Connection, day: _Day) -> DigestState | None:
    statement = (
        sa.select(digests.c.skipped, digests.c.made_at, notifications.c.state,
                  notifications.c.ended_at, notifications.c.reason, notifications.c.reference)
        .outerjoin(notifications, notifications.c.key == f"{_key(day)}:{day.receiver}")
        .where(digests.c.plan == day.plan, digests.c.receiver == day.receiver,
               digests.c.day == day.date)
    )  # fmt: skip
    row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    owed = NotificationState(row.state) if row.state else None
    return DigestState(
        row.skipped, row.made_at, owed, row.ended_at, row.reason or "", row.reference or ""
    )


def _kept_sources(
    connection: sa.Connection, plan: str, day: date
) -> tuple[tuple[SourceHealth, ...], datetime] | None:
    written = sa.select(digests.c.receiver).where(
        digests.c.plan == plan, digests.c.day == day, ~digests.c.skipped
    )
    keys = [_key(_Day(plan, name, day)) for name in connection.execute(written).scalars()]
    statement = sa.select(alerts.c.payload).where(alerts.c.key.in_(keys)).order_by(alerts.c.id)
    payload = connection.execute(statement.limit(1)).scalar()
    kept = load(Digest, payload) if payload else None
    return (kept.sources, kept.made_at) if kept and kept.made_at else None


def _key(day: _Day) -> str:
    return f"digest:{day.plan}:{day.receiver}:{day.date.isoformat()}"
