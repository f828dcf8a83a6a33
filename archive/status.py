"""How well each source is being read, and how much there is of everything. Reads only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive import websubs
from archive.counts import LatestPoll, Totals
from archive.model import Health, SourceStatus
from archive.tables import alerts, detections, events, items, notifications, revisions, sources

_BLIND_FAILURES = 3
_BLIND_AFTER = timedelta(hours=1)
_BLIND_INTERVALS = 3
_DAY = timedelta(days=1)
_QUIET_AFTER = timedelta(hours=24)  # while its cadence is not known
_READ = sa.and_(revisions.c.full, ~revisions.c.deleted)


def statuses(connection: sa.Connection, now: datetime) -> list[SourceStatus]:
    """Every source that is watched or was stopped, by name."""
    statement = sa.select(sources).where(sources.c.watched).order_by(sources.c.name)
    hubs = websubs.states(connection, now)
    return [_status(row, hubs.get(row.name, ""), now) for row in connection.execute(statement)]


def _status(row: sa.Row[Any], hub: str, now: datetime) -> SourceStatus:
    state, since = _health(row, now)
    return SourceStatus(
        name=row.name, kind=row.kind, state=state, since=since, last_ok_at=row.last_ok_at,
        last_new_at=row.last_new_at, next_at=None if row.stopped_at else row.next_at,
        failures=row.failures, last_error=row.last_error, items=row.item_count, hits=row.hit_count,
        usual_gap_s=row.usual_gap_s, patience_s=row.patience_s,
        interval_s=row.interval_s, polls=row.poll_count, failed_polls=row.failed_count,
        bytes_read=row.byte_count, articles=row.article_count,
        bytes_a_day=row.byte_count * _DAY / max(now - row.added_at, _DAY),
        overflows=row.overflow_count, overflowed_at=row.overflowed_at, note=row.note,
        hub=hub,
    )  # fmt: skip


def _health(row: sa.Row[Any], now: datetime) -> tuple[Health, datetime | None]:
    """Silence of a source that is read differs from silence of one that can't be read."""
    if row.stopped_at is not None:
        return "stopped", row.stopped_at
    interval = timedelta(seconds=row.interval_s or row.interval_min_s)
    patience = max(_BLIND_AFTER, _BLIND_INTERVALS * interval)
    last_ok = row.last_ok_at or row.added_at
    if row.failures >= _BLIND_FAILURES or now - last_ok > patience:
        return "blind", last_ok
    if row.last_ok_at is None:
        return ("failing" if row.failures else "unread"), None
    last_new = row.last_new_at or row.added_at
    if now - last_new > _patience(row):
        return "quiet", last_new
    return "read", None


def _patience(row: sa.Row[Any]) -> timedelta:
    """A source that publishes hourly is quiet after hours, a weekly one after weeks."""
    if row.patience_s is None:
        return _QUIET_AFTER
    # What is polled rarely is heard of late.
    return timedelta(seconds=row.patience_s + (row.interval_s or row.interval_min_s))


def latest_polls(connection: sa.Connection, since: datetime | None) -> list[LatestPoll]:
    """Of each watched source that was polled at `since` or later, the last to be polled last."""
    recent = sources.c.polled_at.is_not(None) if since is None else sources.c.polled_at >= since
    statement = (
        sa.select(sources.c.name, sources.c.last_error)
        .where(sources.c.watched, recent)
        .order_by(sources.c.polled_at, sources.c.name)
    )
    return [LatestPoll(row.name, row.last_error) for row in connection.execute(statement)]


def totals(connection: sa.Connection, since: datetime | None) -> Totals:
    """Counts of everything, or of what was added at `since` or later."""
    count = _Counter(connection, since)
    return Totals(
        items=count(items.c.first_seen_at, ever=sources.c.item_count),
        revisions=count(revisions.c.seen_at, ~revisions.c.deleted, ever=sources.c.revision_count),
        deletions=count(revisions.c.seen_at, revisions.c.deleted, ever=sources.c.deleted_count),
        detections=count(detections.c.at, ever=sources.c.hit_count),
        events=count(events.c.opened_at),
        alerts=count(alerts.c.at, alerts.c.kind == "alert"),
        notices=count(alerts.c.at, alerts.c.kind == "notice"),
        digests=count(alerts.c.at, alerts.c.kind == "digest"),
        notifications=_by_state(connection, since),
        sources_read=count(sources.c.polled_at, sources.c.polled_at.is_not(None), _ok()),
        sources_failed=count(sources.c.polled_at, sources.c.polled_at.is_not(None), ~_ok()),
        quarantined=count(items.c.quarantined_at, items.c.quarantined_at.is_not(None)),
        polls=_sum(connection, sources.c.poll_count),
        polls_failed=_sum(connection, sources.c.failed_count),
        articles=count(revisions.c.seen_at, _READ, ever=sources.c.article_count),
        unread=count(items.c.first_seen_at, items.c.pending_revision.is_not(None)),
    )


class _Counter:
    """Counts rows by the moment they were added; what piles up for ever is summed instead."""

    def __init__(self, connection: sa.Connection, since: datetime | None) -> None:
        self._connection, self._since = connection, since

    def __call__(
        self,
        moment: sa.Column[datetime],
        *conditions: sa.ColumnElement[bool],
        ever: sa.Column[int] | None = None,
    ) -> int:
        if self._since is None and ever is not None:
            return _sum(self._connection, ever)
        recent = () if self._since is None else (moment >= self._since,)
        statement = sa.select(sa.func.count()).select_from(moment.table)
        return self._connection.execute(statement.where(*recent, *conditions)).scalar_one()


def _sum(connection: sa.Connection, column: sa.Column[int]) -> int:
    return connection.execute(sa.select(sa.func.coalesce(sa.func.sum(column), 0))).scalar_one()


def _ok() -> sa.ColumnElement[bool]:
    return sa.and_(sources.c.failures == 0, sources.c.stopped_at.is_(None))


def _by_state(connection: sa.Connection, since: datetime | None) -> tuple[tuple[str, int], ...]:
    statement = sa.select(notifications.c.state, sa.func.count())
    if since is not None:
        statement = statement.where(notifications.c.created_at >= since)
    grouped = statement.group_by(notifications.c.state).order_by(notifications.c.state)
    return tuple((row[0], row[1]) for row in connection.execute(grouped))
