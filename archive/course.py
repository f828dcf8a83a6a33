"""Figures of several days in a row: what the digest's charts and their tables show. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from alerts.model import CountryCount
from archive.counts import Course, Figures
from archive.tables import alerts, events, items

_GRAVE = ("critical", "high")


def course(connection: sa.Connection, bounds: Sequence[datetime]) -> Course:
    """Figures between each two neighbours of `bounds`, which ascend; the last two are today."""
    opened = _by_day(connection, bounds, events.c.opened_at, events.c.merged_into.is_(None))
    grave = _by_day(
        connection, bounds, events.c.opened_at,
        events.c.merged_into.is_(None), events.c.severity.in_(_GRAVE),
    )  # fmt: skip
    told = _by_day(connection, bounds, alerts.c.at, alerts.c.kind == "alert")
    read = _by_day(connection, bounds, items.c.first_seen_at)
    days = tuple(Figures(opened[n], grave[n], told[n], read[n]) for n in range(len(bounds) - 1))
    return Course(days, _countries(connection, bounds))


def _by_day(
    connection: sa.Connection,
    bounds: Sequence[datetime],
    moment: sa.Column[Any],
    *conditions: sa.ColumnElement[bool],
) -> Counter[int]:
    """How many rows fall into each day, by its number."""
    if len(bounds) < 2:
        return Counter()
    ends = [
        (moment < sa.literal(end, moment.type), number) for number, end in enumerate(bounds[1:])
    ]
    day = sa.case(*ends).label("day")
    statement = (
        sa.select(day, sa.func.count())
        .where(moment >= bounds[0], moment < bounds[-1], *conditions)
        .group_by(day)
    )
    return Counter({row[0]: row[1] for row in connection.execute(statement)})


def _countries(connection: sa.Connection, bounds: Sequence[datetime]) -> tuple[CountryCount, ...]:
    """New events of each country, those with most first."""
    if len(bounds) < 2:
        return ()
    today = events.c.opened_at >= sa.literal(bounds[-2], events.c.opened_at.type)
    every = sa.func.count().label("every")
    statement = (
        sa.select(events.c.country, sa.func.sum(sa.case((today, 1), else_=0)), every)
        .where(events.c.opened_at >= bounds[0], events.c.opened_at < bounds[-1])
        .where(events.c.merged_into.is_(None))
        .group_by(events.c.country)
        .order_by(every.desc(), events.c.country)
    )
    return tuple(CountryCount(*row) for row in connection.execute(statement))
