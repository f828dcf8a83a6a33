"""What a digest tells of a stretch of time: events with what was added to them, counts, sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from alerts.firsts import in_words
from alerts.model import DigestLine, SourceHealth
from alerts.updates import span
from archive import declared, ledger, status
from archive.codec import load, load_texts
from archive.counts import DigestFacts
from archive.model import SourceStatus
from archive.tables import alerts, detections, events, items, revisions
from collector.item import Item
from detector.novelty import News, Novelty

# That it is new, how many report it and what nothing adds to is in the line beside.
_SAID_ELSEWHERE = frozenset(
    [Novelty.FIRST_REPORT, Novelty.INDEPENDENT_SOURCE, Novelty.REPEAT, Novelty.EDITED]
)


def facts(
    connection: sa.Connection, since: datetime, until: datetime, now: datetime
) -> DigestFacts:
    """What happened in [since, until), and how the sources are being read now."""
    return DigestFacts(
        items_read=_count(connection, items.c.first_seen_at, since, until),
        alerts=_count(connection, alerts.c.at, since, until, alerts.c.kind == "alert"),
        held_back=_held_back(connection, since, until),
        events=_lines(connection, since, until),
        sources=tuple(
            SourceHealth(one.name, one.state, one.since, _detail(one))
            for one in status.statuses(connection, now)
        ),
        changes=declared.between(connection, since, until),
    )


def _detail(one: SourceStatus) -> str:
    """Why it can't be read; of a silent source, how often it usually publishes."""
    if one.state != "quiet" or one.usual_gap_s is None:
        return one.last_error
    return f"usually something new every {span(timedelta(seconds=one.usual_gap_s))}"


def _within(column: sa.Column[Any], since: datetime, until: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(column >= since, column < until)


def _count(
    connection: sa.Connection,
    column: sa.Column[Any],
    since: datetime,
    until: datetime,
    *conditions: sa.ColumnElement[bool],
) -> int:
    statement = sa.select(sa.func.count()).where(_within(column, since, until), *conditions)
    return connection.execute(statement).scalar_one()


def _held_back(
    connection: sa.Connection, since: datetime, until: datetime
) -> tuple[tuple[str, int], ...]:
    """Detections that rang nobody, by their reason, commonest first."""
    rang = sa.exists().where(alerts.c.detection_id == detections.c.id)
    count = sa.func.count().label("count")
    statement = (
        sa.select(detections.c.reason, count)
        .where(_within(detections.c.at, since, until), ~rang)
        .group_by(detections.c.reason)
        .order_by(count.desc(), detections.c.reason)
    )
    return tuple((row[0], row[1]) for row in connection.execute(statement))


def _lines(connection: sa.Connection, since: datetime, until: datetime) -> tuple[DigestLine, ...]:
    """One line per event that was reported in the window, with the source that was first."""
    reported = sa.select(detections.c.event_id).where(_within(detections.c.at, since, until))
    first = (
        sa.select(sa.func.min(detections.c.id))
        .where(detections.c.event_id == events.c.id)
        .correlate(events)
        .scalar_subquery()
    )
    told = sa.exists().where(alerts.c.event_id == events.c.id, alerts.c.kind == "alert")
    statement = (
        sa.select(
            events, items.c.source, revisions.c.payload, detections.c.reason, told.label("told")
        )
        .join(detections, detections.c.id == first)
        .join(items, items.c.id == detections.c.item_id)
        .join(
            revisions,
            sa.and_(revisions.c.item_id == items.c.id, revisions.c.number == detections.c.revision),
        )
        .where(events.c.id.in_(reported))
        .order_by(events.c.opened_at, events.c.id)
    )
    added = _news(connection, since, until)
    for event_id, words in _merged(connection, since, until):
        added[event_id] = (*added.get(event_id, ()), words)
    rows = connection.execute(statement).all()
    firsts = ledger.firsts_of(connection, [row.id for row in rows], since, until)
    return tuple(
        replace(_line(row, since, added.get(row.id, ())), firsts=in_words(firsts.get(row.id, ())))
        for row in rows
    )


def _line(row: sa.Row[Any], since: datetime, news: tuple[str, ...]) -> DigestLine:
    return DigestLine(
        line=row.line, severity=row.severity, country=row.country, source=row.source,
        url=load(Item, row.payload).url, at=row.opened_at, reports=row.reports, told=bool(row.told),
        is_new=row.opened_at >= since, news=news, held="" if row.told else row.reason,
    )  # fmt: skip


def _news(
    connection: sa.Connection, since: datetime, until: datetime
) -> dict[int, tuple[str, ...]]:
    """What the reports of the window added to each event, in words, oldest first."""
    statement = (
        sa.select(detections.c.event_id, detections.c.novelty)
        .where(_within(detections.c.at, since, until), detections.c.event_id.is_not(None))
        .where(detections.c.novelty != "[]")
        .order_by(detections.c.at, detections.c.id)
    )
    found: dict[int, dict[str, None]] = {}
    for event_id, novelty in connection.execute(statement):
        found.setdefault(event_id, {}).update(
            dict.fromkeys(words for one in load_texts(novelty) if (words := _words(one)))
        )
    return {event_id: tuple(words) for event_id, words in found.items()}


def _merged(
    connection: sa.Connection, since: datetime, until: datetime
) -> Iterator[tuple[int, str]]:
    """Events that turned out in the window to be others: the other's id, and words for it."""
    statement = (
        sa.select(events.c.merged_into, events.c.line)
        .where(_within(events.c.merged_at, since, until), events.c.merged_into.is_not(None))
        .order_by(events.c.id)
    )
    for into, line in connection.execute(statement):
        yield into, f"now one event with: {line}"


def _words(novelty: str) -> str:
    """`LARGER_COUNT: T-72B3: 9, before 7` for readers; "" where the line says it already."""
    name, _, detail = novelty.partition(": ")
    said = News(Novelty(name), detail)
    return "" if said.name in _SAID_ELSEWHERE else said.words
