"""Migrations: replayed from nothing they lead exactly to tables.py, from any directory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import archive.migrations
from archive.archive import Archive
from archive.engine import Database
from archive.migrate import migrate, newest
from archive.model import ArchiveOutdated, ArchiveUnavailable
from archive.tables import metadata
from tests.fakes.newsroom import DAY, NOW, Newsroom, detection, feed, item


def test_the_replayed_migrations_lead_to_the_tables(empty_url: str) -> None:
    database = Database(empty_url)

    migrate(database)

    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_partial_indexes_stay_partial(empty_url: str) -> None:
    """Alembic's comparison passes over an index's condition."""
    database = Database(empty_url)
    migrate(database)

    with database.read() as connection:
        found = {
            index["name"]: _is_partial(index)
            for table in metadata.tables
            for index in sa.inspect(connection).get_indexes(table)
            if not index["unique"]
        }
    database.close()

    partial = {
        "ix_items_pending",
        "ix_items_quarantined",
        "ix_notifications_due",
        "ix_notifications_bundle",
    }
    assert {name for name, conditional in found.items() if conditional} == partial


def _is_partial(index: Mapping[str, Any]) -> bool:
    return any(option.endswith("_where") for option in index.get("dialect_options", ()))


def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    archive = Archive.open(empty_url)
    archive.migrate()
    archive.register([feed()], NOW)

    archive.migrate()

    assert [status.name for status in archive.source_statuses(NOW)] == ["wire"]
    archive.close()


def test_migrations_are_found_from_any_directory(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    archive = Archive.open(empty_url)

    archive.migrate()

    assert archive.totals().items == 0
    archive.close()


def test_every_migration_can_be_undone(empty_url: str) -> None:
    database = Database(empty_url)
    migrate(database)

    with database.write() as connection:
        _downgrade(connection)
        left = set(sa.inspect(connection).get_table_names())

    assert left == {"alembic_version"}
    database.close()


def test_what_copies_are_known_by_is_kept_when_its_table_is_made_anew(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(item("1"))
    (pending,) = newsroom.pending()
    with archive.placing() as placing:
        number = placing.add_detection(detection(pending, None, bands=("b1", "b2")))
    with archive._database.write() as connection:
        _downgrade(connection, "0018_earlier_texts")

    archive.migrate()

    with archive.placing() as placing:
        found = placing.candidates("", ("b2",), (), NOW - DAY)
    assert [one.detection_id for one in found] == [number]


def _downgrade(connection: sa.Connection, to: str = "base") -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(Path(archive.migrations.__path__[0])))
    config.attributes["connection"] = connection
    command.downgrade(config, to)


def test_a_migration_that_fails_leaves_the_old_schema(empty_url: str) -> None:
    database = Database(empty_url)
    with database.write() as connection:
        connection.execute(sa.text("CREATE TABLE items (in_the_way INTEGER)"))

    with pytest.raises((sa.exc.ProgrammingError, ArchiveUnavailable)):
        migrate(database)

    with database.read() as connection:
        assert sa.inspect(connection).get_table_names() == ["items"]
    database.close()


def test_a_database_of_a_newer_tocsin_is_refused(empty_url: str) -> None:
    database = Database(empty_url)
    migrate(database)
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ArchiveOutdated, match="newer Tocsin"):
        migrate(database)
    database.close()


def test_there_is_one_line_of_migrations_and_its_end_is_known() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(archive.migrations.__path__[0])))

    heads = ScriptDirectory.from_config(config).get_heads()

    assert heads == [newest()]
