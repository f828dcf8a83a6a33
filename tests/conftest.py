"""What several tiers ask for."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.fakes.postgres import NoPostgresql, PostgresServer, postgres_server

# The same examples in every run: a new one that fails is for a developer to find, not for CI.
settings.register_profile("suite", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# Hundreds of processes are started: each would compile our modules anew, a quarter of its start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# One directory of compiled watchlists for all processes of a run; the first one makes it.
if "TOCSIN_TEST_COMPILED" not in os.environ:
    os.environ["TOCSIN_TEST_COMPILED"] = tempfile.mkdtemp(prefix="tocsin-compiled-")
    atexit.register(shutil.rmtree, os.environ["TOCSIN_TEST_COMPILED"], ignore_errors=True)

# matplotlib keeps a list of fonts where this says, else in the home directory.
os.environ.setdefault("MPLCONFIGDIR", os.path.join(tempfile.gettempdir(), "tocsin-matplotlib"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    try:
        with postgres_server() as server:
            yield server
    except NoPostgresql as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"the PostgreSQL half must run in CI: {error}")
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {error}")
