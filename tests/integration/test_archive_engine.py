"""The ground: how both databases are set up, and what a caller sees when they fail."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from archive.archive import Archive
from archive.engine import Database
from archive.model import ArchiveOutdated, ArchiveUnavailable
from archive.tables import events, receivers
from tests.fakes.newsroom import NOW, feed
from tests.fakes.postgres import PostgresServer


def test_sqlite_is_set_up_to_survive_a_power_cut(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")

    with database.read() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()

    full = 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_an_sqlite_writer_takes_its_lock_at_the_start(tmp_path: Path) -> None:
    """Else two that read first would both wait to write, and one would have to fail."""
    path = tmp_path / "x.db"
    database = Database(f"sqlite:///{path}")
    other = sqlite3.connect(path, timeout=0, isolation_level=None)

    with database.write(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with database.read():
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")

    other.close()
    database.close()


def test_processes_queue_for_the_switch_to_wal(tmp_path: Path) -> None:
    """SQLite doesn't wait for that lock: 5 of 240 processes that began at once failed."""
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    opening = threading.Thread(target=lambda: open_once(database))
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)

    opening.start()
    opening.join(0.2)
    waited = opening.is_alive()
    os.close(folder)
    opening.join(10)

    assert (waited, opening.is_alive()) == (True, False)
    database.close()


def open_once(database: Database) -> None:
    with database.read():
        pass


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    archive = Archive.open(f"sqlite:///{tmp_path / 'var' / 'data' / 'tocsin.db'}")

    archive.migrate()

    assert (tmp_path / "var" / "data" / "tocsin.db").exists()
    archive.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_an_archive_in_memory_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Archive.open(url)


@pytest.mark.parametrize("url", ["mysql://x/y", "tocsin.db", ""])
def test_another_kind_of_database_is_refused_with_what_is_allowed(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///.*postgresql://"):
        Archive.open(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_spelling_of_a_postgresql_address_works(
    postgresql: PostgresServer, scheme: str
) -> None:
    address = postgresql.migrated_database()

    archive = Archive.open(address.replace("postgresql", scheme, 1))

    assert archive.dead_letters() == []
    archive.close()


def test_a_moment_comes_back_in_utc_to_the_microsecond(url: str) -> None:
    database = Database(url)
    elsewhere = datetime(2026, 3, 1, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=5)))

    with database.write() as connection:
        connection.execute(receivers.insert().values(name="desk", not_before=elsewhere))
        found = connection.execute(sa.select(receivers.c.not_before)).scalar_one()

    assert found == elsewhere
    assert found.tzinfo is UTC
    database.close()


def test_a_naive_moment_is_refused(url: str) -> None:
    database = Database(url)
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 - the fault itself

    with pytest.raises(sa.exc.StatementError, match="aware"), database.write() as connection:
        connection.execute(receivers.insert().values(name="desk", not_before=naive))

    database.close()


def test_moments_sort_alike_on_both(url: str) -> None:
    """SQLite compares text: the fraction must always be written."""
    database = Database(url)
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(seconds=1), NOW - timedelta(1)]
    row = {"line": "", "severity": "low", "country": "", "last_at": NOW, "reports": 1}

    with database.write() as connection:
        connection.execute(events.insert(), [row | {"opened_at": moment} for moment in moments])
        found = connection.execute(sa.select(events.c.opened_at).order_by(events.c.opened_at))

        assert list(found.scalars()) == sorted(moments)
    database.close()


def test_a_database_without_tables_asks_for_the_migration(empty_url: str) -> None:
    archive = Archive.open(empty_url)

    with pytest.raises(ArchiveOutdated, match="run migrate"):
        archive.dead_letters()
    with pytest.raises(ArchiveOutdated, match="run migrate"):
        archive.register([feed()], NOW)
    archive.close()


# --- when the database fails -----------------------------------------------------------------


def test_a_database_that_is_not_there_is_a_passing_trouble() -> None:
    archive = Archive.open("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(ArchiveUnavailable, match="can't be used now"):
        archive.dead_letters()
    archive.close()


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all " * 100)
    archive = Archive.open(f"sqlite:///{path}")

    with pytest.raises(ArchiveUnavailable, match="not a database"):
        archive.migrate()
    archive.close()


def test_connections_cut_by_the_server_are_replaced(postgresql: PostgresServer) -> None:
    address = postgresql.migrated_database()
    archive = Archive.open(address)
    archive.register([feed()], NOW)

    postgresql.cut_connections(address)

    assert [status.name for status in archive.source_statuses(NOW)] == ["wire"]
    archive.close()
