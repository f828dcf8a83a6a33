"""Bring a database to the schema that this program knows. Safe when two processes do it at once."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from archive.engine import Database, lock
from archive.model import ArchiveOutdated

_LOCK = 0x70C51  # any number, the same in every process
_FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run what is missing in ONE transaction; a crash in the middle leaves the old schema."""
    if _version(database) == newest():
        return
    # Alembic takes longer to load than all else that a start with a known database does.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))  # else read as a key
    with database.write() as connection:
        lock(connection, _LOCK)
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ArchiveOutdated(f"this database was made by a newer Tocsin: {error}") from error


def newest() -> str:
    """The version after the last migration: each is called like its file, in their order."""
    return max(path.stem for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def _version(database: Database) -> str | None:
    try:
        with database.read() as connection:
            return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except ArchiveOutdated:  # nothing is there yet
        return None
