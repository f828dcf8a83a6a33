"""Connections and transactions: SQLite and PostgreSQL set up so that both keep the same promises.

Every write takes its lock at once (SQLite: BEGIN IMMEDIATE), so no transaction reads first and
then fails to upgrade. Trouble with the database leaves here as ArchiveUnavailable.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from archive.model import ArchiveOutdated, ArchiveUnavailable

_BUSY_S = 30  # longest wait for another process' write
_IDLE_S = 120  # a stopped process must not keep everybody's lock for ever
_POSTGRESQL = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "options": f"-c timezone=UTC -c lock_timeout={_BUSY_S}s"
    f" -c idle_in_transaction_session_timeout={_IDLE_S}s",
}
_SQLITE = (
    f"PRAGMA busy_timeout={_BUSY_S * 1000}",
    "PRAGMA synchronous=FULL",  # a commit is on disk when it returns, in WAL too
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",  # KiB: the pages of one batch; what spills is written twice
)


class Database:
    """A pool of connections to one database; safe for threads, not to be carried over a fork."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that only reads; it sees one moment on SQLite."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that writes: all of it, or on any exception nothing."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, sqlite_begins: str) -> Iterator[sa.Connection]:
        """Begun here: a listener to SQLAlchemy's begin would have every statement ask for more."""
        with _translated(), self._engine.connect() as connection, connection.begin():
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(sqlite_begins)
            yield connection

    def close(self) -> None:
        self._engine.dispose()


def lock(connection: sa.Connection, number: int) -> None:
    """Wait until no other transaction holds `number`; SQLite's writers are serial anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def insert_new(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> Any:  # noqa: ANN401 - of the column
    """Insert the row unless one with its key is there; its primary key's first value, or None."""
    statement = _insert_unless_known(connection.dialect.name, table, True)
    return connection.execute(statement, row).scalar()


def insert_missing(
    connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]
) -> None:
    """Insert those rows whose key is not there yet."""
    if rows:
        connection.execute(_insert_unless_known(connection.dialect.name, table, False), rows)


@cache
def _insert_unless_known(dialect: str, table: sa.Table, tells: bool) -> sa.Executable:
    """Made once for each table: making it costs more than running it."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).on_conflict_do_nothing()
    return statement.returning(*table.primary_key) if tells else statement


def _engine(url: str) -> sa.Engine:
    kind = url.partition(":")[0]
    if kind == "sqlite":
        return _sqlite(url)
    if kind in ("postgresql", "postgres", "postgresql+psycopg"):
        return _postgresql(url)
    raise ValueError("the database is sqlite:///path or postgresql://user@host/name")


def _postgresql(url: str) -> sa.Engine:
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    # pre_ping: a restarted server costs a reconnect, not a failed task.
    return sa.create_engine(address, connect_args=_POSTGRESQL, pool_pre_ping=True)


def exists(url: str) -> bool:
    """Whether there may be a database; opening the URL of an SQLite file makes one."""
    address = sa.make_url(url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def _sqlite(url: str) -> sa.Engine:
    address = sa.make_url(url)
    if address.database is None or address.database in ("", ":memory:"):
        raise ValueError("the archive needs a file: sqlite:///path/to/tocsin.db")
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(address, connect_args={"timeout": _BUSY_S})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # None: the driver must not send its own late BEGIN; Database sends ours.
    connection.isolation_level = None
    for pragma in _SQLITE:
        connection.execute(pragma)
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _switch_to_wal(connection)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Once in a file's life. SQLite doesn't wait for this lock, so processes queue here."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    folder = os.open(Path(path).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        os.close(folder)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sa.exc.DBAPIError as error:
        if _lacks_a_table(error):
            raise ArchiveOutdated(f"run migrate() first: {error.orig}") from error
        if isinstance(error, _OUR_FAULT):
            raise
        raise ArchiveUnavailable(f"the database can't be used now: {error.orig}") from error


_OUR_FAULT = (sa.exc.ProgrammingError, sa.exc.IntegrityError, sa.exc.DataError)


_UNDEFINED = ("42P01", "42703")  # PostgreSQL's codes: a table, a column


def _lacks_a_table(error: sa.exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _UNDEFINED or "no such " in str(error.orig)
