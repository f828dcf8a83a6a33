"""Every archive test runs on SQLite and on PostgreSQL: ask for `archive` or for its `url`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.fakes.postgres import PostgresServer

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "migrated.db"
    archive = Archive.open(f"sqlite:///{path}")
    archive.migrate()
    archive.close()
    return path


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tocsin.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgresql")
    address = server.empty_database()
    yield address
    server.drop(address)


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database; other processes may open it too."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "tocsin.db")
        yield f"sqlite:///{tmp_path / 'tocsin.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgresql")
    yield server.migrated_database()


@pytest.fixture
def archive(url: str) -> Iterator[Archive]:
    opened = Archive.open(url)
    yield opened
    opened.close()
