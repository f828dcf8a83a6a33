"""Evidence on posts that were detected: when to look at them again, how far they spread.

A post of which nobody was told is looked at only while the newest pages show it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.engine import Database, insert_missing
from archive.evidence_tables import counters, rechecks
from archive.tables import detections, item_ids, items, sources
from collector.telegram_model import Facts, Known

AFTER = (timedelta(hours=1), timedelta(hours=24), timedelta(days=7))  # of first being seen
LOOK_BACK = timedelta(days=2)  # detections older than this were planned before, or are let go
PLANNED_AT_ONCE = 500
EVERY = timedelta(minutes=15)  # counters of one post are not kept more often,
SLOWER = 2  # and ever more rarely: each time half as long again as they were watched before
_CHUNK = 500


class Evidence:
    """Looks to come and counters; every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def plan(self, now: datetime) -> int:
        """Plan looks at newly detected posts; make channels due where one is. Idempotent."""
        with self._database.write() as connection:
            found = connection.execute(unplanned(now)).all()
            insert_missing(connection, rechecks, [
                {"item_id": row.id, "step": 0, "due_at": row.first_seen_at + AFTER[0]}
                for row in found
            ])  # fmt: skip
            waiting = (
                sa.select(items.c.source)
                .join(rechecks, rechecks.c.item_id == items.c.id)
                .where(rechecks.c.due_at <= now)
            )
            connection.execute(
                sources.update()
                .where(sources.c.kind == "channel", sources.c.name.in_(waiting))
                .where(sources.c.next_at > now, sources.c.failures == 0)
                .values(next_at=now)
            )
        return len(found)

    def due(self, source: str, now: datetime, limit: int) -> tuple[Known, ...]:
        """Posts of a channel that are to be looked at now, those due longest first."""
        with self._database.read() as connection:
            rows = connection.execute(_due(source, now).limit(limit)).all()
            names = _parts(connection, source, [row.id for row in rows])
        return tuple(
            Known(
                row.external_id,
                row.content_hash,
                tuple(sorted((n for n in names[row.id] if n != row.external_id), key=int)),
            )
            for row in rows
        )

    def looked(self, source: str, external_ids: Collection[str]) -> None:
        """These were looked at: the next look comes at its time, if any is left."""
        own = items.c.external_id.in_(external_ids)
        statement = (
            sa.select(items.c.id, items.c.first_seen_at, rechecks.c.step)
            .join(rechecks, rechecks.c.item_id == items.c.id)
            .where(items.c.source == source, own, rechecks.c.due_at.is_not(None))
        )
        with self._database.write() as connection:
            for row in connection.execute(statement).all():
                step = row.step + 1
                due_at = row.first_seen_at + AFTER[step] if step < len(AFTER) else None
                mine = rechecks.update().where(rechecks.c.item_id == row.id)
                connection.execute(mine.values(step=step, due_at=due_at))

    def count(self, source: str, facts: Sequence[Facts], now: datetime) -> int:
        """Keep counters of posts whose last ones are some time ago and differ. Returns how many."""
        by_name = {one.external_id: one for one in facts}
        with self._database.write() as connection:
            ids = _ids(connection, source, list(by_name))
            last = _last(connection, [number for number, _ in ids])
            rows = [_row(number, by_name[name], now) for number, name in ids]
            kept = [row for row in rows if _is_news(last.get(row["item_id"]), row)]
            insert_missing(connection, counters, kept)
        return len(kept)

    def series(self, item_id: int) -> list[tuple[datetime, Facts]]:
        """A post's counters over time, oldest first."""
        statement = (
            sa.select(counters, items.c.external_id)
            .join(items, items.c.id == counters.c.item_id)
            .where(counters.c.item_id == item_id)
            .order_by(counters.c.at)
        )
        with self._database.read() as connection:
            return [(row.at, _facts(row)) for row in connection.execute(statement)]


def unplanned(now: datetime) -> sa.Select[Any]:
    """Relevant posts of channels, still there, that no look is planned for."""
    planned = sa.exists().where(rechecks.c.item_id == items.c.id)
    return (
        sa.select(items.c.id, items.c.first_seen_at)
        .distinct()
        .join(detections, detections.c.item_id == items.c.id)
        .join(sources, sources.c.name == items.c.source)
        .where(detections.c.at >= now - LOOK_BACK, detections.c.relevant)
        .where(sources.c.kind == "channel", items.c.deleted_at.is_(None), ~planned)
        .order_by(items.c.id)
        .limit(PLANNED_AT_ONCE)
    )


def _due(source: str, now: datetime) -> sa.Select[Any]:
    """Posts of the channel as it is now: ids of a former series say nothing of it."""
    own_name = sa.and_(
        item_ids.c.item_id == items.c.id, item_ids.c.external_id == items.c.external_id
    )
    return (
        sa.select(items.c.id, items.c.external_id, items.c.content_hash)
        .join(rechecks, rechecks.c.item_id == items.c.id)
        .join(sources, sources.c.name == items.c.source)
        .join(item_ids, sa.and_(own_name, item_ids.c.source == items.c.source))
        .where(items.c.source == source, rechecks.c.due_at <= now, items.c.deleted_at.is_(None))
        .where(item_ids.c.series == sources.c.series)
        .order_by(rechecks.c.due_at, items.c.id)
    )


def _parts(connection: sa.Connection, source: str, numbers: Sequence[int]) -> dict[int, list[str]]:
    statement = sa.select(item_ids.c.item_id, item_ids.c.external_id).where(
        item_ids.c.source == source, item_ids.c.item_id.in_(numbers)
    )
    names: dict[int, list[str]] = {number: [] for number in numbers}
    for row in connection.execute(statement):
        names[row.item_id].append(row.external_id)
    return names


def _ids(connection: sa.Connection, source: str, names: Sequence[str]) -> list[tuple[int, str]]:
    statement = (
        sa.select(item_ids.c.item_id, item_ids.c.external_id)
        .join(sources, sources.c.name == item_ids.c.source)
        .where(item_ids.c.source == source, item_ids.c.series == sources.c.series)
        .order_by(item_ids.c.item_id)
    )
    found: list[tuple[int, str]] = []
    for start in range(0, len(names), _CHUNK):
        chunk = item_ids.c.external_id.in_(names[start : start + _CHUNK])
        found += [
            (row.item_id, row.external_id) for row in connection.execute(statement.where(chunk))
        ]
    return found


def _last(connection: sa.Connection, numbers: Sequence[int]) -> dict[int, sa.Row[Any]]:
    """The latest counters of each post, and when it was first seen."""
    latest = (
        sa.select(counters.c.item_id, sa.func.max(counters.c.at).label("at"))
        .where(counters.c.item_id.in_(numbers))
        .group_by(counters.c.item_id)
        .subquery()
    )
    same = sa.and_(counters.c.item_id == latest.c.item_id, counters.c.at == latest.c.at)
    statement = (
        sa.select(counters, items.c.first_seen_at)
        .join(latest, same)
        .join(items, items.c.id == counters.c.item_id)
    )
    return {row.item_id: row for row in connection.execute(statement)}


def _row(item_id: int, facts: Facts, now: datetime) -> dict[str, Any]:
    return {
        "item_id": item_id, "at": now, "views": facts.views, "forwards": facts.forwards,
        "replies": facts.replies, "reactions": json.dumps(facts.reactions, ensure_ascii=False),
    }  # fmt: skip


def _is_news(last: sa.Row[Any] | None, row: dict[str, Any]) -> bool:
    if last is None:
        return True
    names = ("views", "forwards", "replies", "reactions")
    rest = max(EVERY, (last.at - last.first_seen_at) / SLOWER)
    return row["at"] - last.at >= rest and any(getattr(last, name) != row[name] for name in names)


def _facts(row: sa.Row[Any]) -> Facts:
    reactions = tuple((str(name), int(count)) for name, count in json.loads(row.reactions))
    return Facts(row.external_id, row.views, row.forwards, row.replies, reactions)
