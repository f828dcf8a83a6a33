"""What several tiers ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.fakes.postgres import NoPostgresql, PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    try:
        with postgres_server() as server:
            yield server
    except NoPostgresql as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the PostgreSQL half must run in CI: {error}")
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {error}")
