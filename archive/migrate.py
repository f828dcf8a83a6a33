"""Bring a database to the schema that this program knows. Safe when two processes do it at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from archive.engine import Database, lock
from archive.model import ArchiveOutdated

_LOCK = 0x70C51  # any number, the same in every process


def migrate(database: Database, to: str = "head") -> None:
    """Run what is missing in ONE transaction; a crash in the middle leaves the old schema."""
    with database.write() as connection:
        lock(connection, _LOCK)
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, to)
        except CommandError as error:
            raise ArchiveOutdated(f"this database was made by a newer Tocsin: {error}") from error


def check(database: Database) -> None:
    """Raise ArchiveOutdated unless the schema is exactly the one this program knows."""
    with database.read() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != newest():
        raise ArchiveOutdated(f"the schema is at {found or 'nothing'}, not at {newest()}")


def newest() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
