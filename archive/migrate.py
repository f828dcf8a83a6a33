"""Bring a database to the schema that this program knows. Safe when two processes do it at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from archive.engine import Database, lock
from archive.model import ArchiveOutdated

_LOCK = 0x70C51  # any number, the same in every process


def migrate(database: Database) -> None:
    """Run what is missing in ONE transaction; a crash in the middle leaves the old schema."""
    with database.write() as connection:
        lock(connection, _LOCK)
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ArchiveOutdated(f"this database was made by a newer Tocsin: {error}") from error


def _config() -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))  # else read as a key
    return config
