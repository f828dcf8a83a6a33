"""After an upgrade: what an older archive knows is no first, and its Slack threads go on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from archive.archive import Archive
from archive.engine import Database
from archive.tables import threads, unnoted
from detector.sightings import Known, Sighting
from tests.fakes.desk import Desk
from tests.fakes.eventdesk import open_desk, place, report
from tests.fakes.newsroom import NOW
from tests.fakes.old_archive import OldArchive

SEEN = "Seven T-72B3 tanks arrived in Bamako."
LATER = "A T-72B3 tank and a BMP-3 were spotted in Kidal."
WITHOUT_LEDGER, WITHOUT_THREADS = "0006_threads", "0005_declarations"
TS = "1700000000.000100"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with open_desk(tmp_path, monkeypatch) as made:
        yield made


def upgraded(old: OldArchive, url: str) -> Archive:
    old.close()
    archive = Archive.open(url)
    archive.migrate()
    return archive


def test_what_was_seen_before_the_ledger_is_no_first(desk: Desk, empty_url: str) -> None:
    old = OldArchive(empty_url, WITHOUT_LEDGER)
    for _ in range(3):
        old.told(SEEN)
    archive = upgraded(old, empty_url)

    *_, told = place(desk, archive, report(1, LATER))

    assert told.firsts == ("first report of BMP-3 in Mali",)
    with archive.placing() as placing:
        known = placing.known_sightings(["t-72"], "ML")
    assert Known(Sighting("t-72", "ML", "T-72B3", "Bamako"), NOW, NOW) in known
    assert rows(empty_url, sa.select(unnoted)) == []
    archive.close()


def test_what_cannot_be_read_any_more_holds_nothing_up(desk: Desk, empty_url: str) -> None:
    old = OldArchive(empty_url, WITHOUT_LEDGER)
    old.spoil(old.told(SEEN))
    old.told(SEEN)
    archive = upgraded(old, empty_url)

    *_, told = place(desk, archive, report(1, LATER))

    assert told.firsts == ("first report of BMP-3 in Mali",)
    archive.close()


def test_a_new_archive_owes_the_ledger_nothing(empty_url: str) -> None:
    archive = Archive.open(empty_url)
    archive.migrate()

    with archive.placing() as placing:
        assert placing.take_unnoted(10) is None
    archive.close()


def test_a_slack_message_older_than_threads_is_its_events_first(empty_url: str) -> None:
    old = OldArchive(empty_url, WITHOUT_THREADS)
    old.told(SEEN, reference=TS)
    old.told(SEEN, reference="<0@tocsin>; refused: a.b")
    archive = upgraded(old, empty_url)

    first = archive.first_told("slack", "wire/old-1")

    assert first is not None
    assert first.alert is not None
    kept = (first.reference, first.key, first.alert.key)
    assert kept == (f":{TS}", "wire/old-1:slack", "wire/old-1")
    assert rows(empty_url, sa.select(threads.c.thread)) == [("wire/old-1",)]
    archive.close()


def rows(url: str, statement: sa.Select[Any]) -> list[tuple[object, ...]]:
    database = Database(url)
    with database.read() as connection:
        found = [tuple(row) for row in connection.execute(statement)]
    database.close()
    return found
