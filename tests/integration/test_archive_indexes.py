"""What is asked every second must be answered from an index, however much has piled up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from archive import deadletters, evidence, fulltexts, items, outbox, retelling, sources, status
from archive.archive import Archive
from archive.codec import dump
from archive.counts import Due
from archive.engine import Database
from archive.events import States
from archive.placing import Placing
from archive.tables import alerts, bands, detections, events, notifications, receivers, revisions
from archive.tables import items as item_table
from detector.model import Detection
from tests.fakes.newsroom import DAY, LEASE, NOW, Newsroom, alert, item

MANY = 50_000
SECOND = timedelta(seconds=1)
BIG = ("items", "revisions", "detections", "bands", "alerts", "notifications", "events")
ALERTS = ("alerts", "notifications", "events")  # as many as was told: totals may count them

Question = Callable[[sa.Connection], object]

QUESTIONS: list[tuple[str, Question]] = [
    ("items due", lambda c: items.count_due(c, NOW)),
    ("items claimed", lambda c: items.claim(c, "w", NOW, LEASE, 100)),
    ("items in quarantine", items.quarantined),
    ("notifications due", lambda c: outbox.count_due(c, NOW)),
    ("notifications claimed", lambda c: outbox.claim(c, "w", NOW, LEASE, 10)),
    ("a notification's earliest", outbox.earliest),
    ("dead letters", deadletters.listed),
    ("articles due", lambda c: fulltexts.count_due(c, NOW)),
    ("feeds due", lambda c: sources.count_due(c, "feed", NOW)),
    ("copies of a text", lambda c: Placing(c, States()).candidates(
        "exact-7", ("band-7", "band-8"), ("https://wire.example/7", "origin-7"), NOW - DAY)),
    ("deletions to tell of", lambda c: c.execute(retelling.gone(NOW + SECOND)).all()),
    ("posts to look at again", lambda c: c.execute(evidence.unplanned(NOW + 3 * DAY)).all()),
    ("whom an event met", lambda c: Placing(c, States()).met_by(7)),
    ("the event of an item", lambda c: Placing(c, States()).event_of_item(7)),
]  # fmt: skip


@pytest.fixture
def crowded(url: str, archive: Archive) -> Iterator[Database]:
    """50,000 items, all done but five, with as many detections and notifications."""
    Newsroom(archive)
    database = Database(url)
    with database.write() as connection:
        for table, values in _rows().items():
            fill(connection, table, values)
        connection.execute(receivers.insert(), [{"name": f"r{n}"} for n in range(5)])
        fill(connection, notifications, _NOTIFICATION)
    with database.write() as connection:
        connection.execute(sa.text("ANALYZE"))
    yield database
    database.close()


def fill(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """One row for each number from 1, made by the database itself: that takes no time."""
    columns = [
        value if isinstance(value, sa.ColumnElement) else sa.literal(value, table.c[name].type)
        for name, value in values.items()
    ]
    connection.execute(table.insert().from_select(list(values), sa.select(*columns)))


_FIRST = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
_NUMBERS = _FIRST.union_all(sa.select(_FIRST.c.n + 1).where(_FIRST.c.n < MANY))
N = _NUMBERS.c.n
_TEXT = sa.cast(N, sa.Text)
_WAITS = N > MANY - 5
_DUE = sa.case((_WAITS, sa.literal(NOW, item_table.c.due_at.type)), else_=sa.null())


def _rows() -> dict[sa.Table, dict[str, Any]]:
    return {
        item_table: {
            "id": N, "source": "wire", "external_id": _TEXT, "revision": 1, "content_hash": "",
            "first_seen_at": NOW, "dated_at": NOW, "backfill": False,
            "pending_revision": sa.case((_WAITS, 1), else_=sa.null()), "due_at": _DUE,
            "attempts": 0, "trouble": "",
        },
        revisions: {
            "item_id": N, "number": 1, "deleted": False, "seen_at": NOW, "content_hash": "",
            "raw_hash": "", "note": "", "payload": dump(item()),
        },
        events: {
            "id": N, "line": "", "severity": "low", "country": "", "opened_at": NOW,
            "last_at": NOW, "reports": 1,
        },
        detections: {
            "id": N, "item_id": N, "revision": 1, "event_id": N, "relevant": True,
            "severity": "low", "reason": "", "payload": dump(Detection("1")),
            "exact": "exact-" + _TEXT, "minhash": b"", "url": "https://wire.example/" + _TEXT,
            "origin": "origin-" + _TEXT, "facts": "[]", "at": NOW,
        },
        bands: {"band": "band-" + _TEXT, "detection_id": N},
        alerts: {"id": N, "key": _TEXT, "kind": "alert", "payload": dump(alert()), "at": NOW},
    }  # fmt: skip


_NOTIFICATION: dict[str, Any] = {
    "id": N, "key": _TEXT, "alert_id": N, "receiver": "r" + sa.cast(N % 5, sa.Text),
    "state": sa.case((_WAITS, "pending"), else_="sent"), "due_at": _DUE, "attempts": 0,
    "token": 0, "created_at": NOW, "reference": "", "reason": "",
}  # fmt: skip


@contextmanager
def listening(connection: sa.Connection) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is sent meanwhile, with its parameters."""
    heard: list[tuple[str, Any]] = []

    def hear(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        heard.append((statement, parameters))

    sa.event.listen(connection, "before_cursor_execute", hear)
    yield heard
    sa.event.remove(connection, "before_cursor_execute", hear)


def full_scans(connection: sa.Connection, ask: Question, tables: Iterable[str]) -> list[str]:
    """What the plans of a question's statements read from end to end."""
    with listening(connection) as heard:
        ask(connection)
    asked = [(s, p) for s, p in heard if "advisory" not in s]
    assert asked
    lines = [line for statement, given in asked for line in plan(connection, statement, given)]
    return [line for line in lines for table in tables if is_full_scan(line, table)]


def plan(connection: sa.Connection, statement: str, given: Any) -> list[str]:  # noqa: ANN401 - as heard
    explain = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    rows = connection.exec_driver_sql(f"{explain} {statement}", given)
    return [str(row[-1]) for row in rows]


def is_full_scan(line: str, table: str) -> bool:
    """SQLite's "SCAN x USING … INDEX" reads an index; PostgreSQL's "Seq Scan" says it plainly."""
    return f"Seq Scan on {table} " in line or line.strip() == f"SCAN {table}"


def test_hot_questions_are_answered_from_indexes(crowded: Database, archive: Archive) -> None:
    assert archive.due(NOW) == Due(feeds=1, channels=0, pending_items=5, notifications=5)

    scans = {}
    with crowded.write() as connection:
        for name, ask in QUESTIONS:
            scans[name] = full_scans(connection, ask, BIG)
        read_well = tuple(set(BIG) - set(ALERTS))
        scans["totals"] = full_scans(connection, lambda c: status.totals(c, None), read_well)

    assert scans == {name: [] for name in scans}
