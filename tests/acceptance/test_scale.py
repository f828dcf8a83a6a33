"""What docker-compose.yml runs, by hand: single processes over PostgreSQL and a broker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.desk import ROOT, Desk, until
from tests.fakes.postgres import PostgresServer
from workers import broker

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [
    name
    for name, service in SERVICES.items()
    if "build" in service and "profiles" not in service  # those are not started unasked
]


@contextmanager
def process(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("a") as out:
        running = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield
    finally:
        running.terminate()
        running.wait(60)


def test_the_composed_services_deliver_an_alert_over_postgresql_and_a_separate_broker(
    tmp_path: Path, postgresql: PostgresServer
) -> None:
    with ExitStack() as stack:
        desk = stack.enter_context(Desk(tmp_path))
        database = postgresql.empty_database()
        stack.callback(postgresql.drop, database)
        made = broker.prepare(tmp_path / "redis")
        log = tmp_path / "processes.log"
        stack.enter_context(process(list(made.command), desk.environment, log))
        environment = desk.environment | {
            "TOCSIN_DATABASE_URL": database,
            "TOCSIN_REDIS_URL": made.url,
        }
        for name in OURS:
            arguments = SERVICES[name]["command"]
            command = [sys.executable, "-m", "cli", *arguments]
            stack.enter_context(process(command, environment, log))

        desk.publish("Seven T-72B3 tanks arrived in Bamako on Friday with a convoy from Conakry.")
        until(lambda: desk.slack.posts)

        check = SERVICES["poll"]["healthcheck"]["test"][2:]
        healthy = subprocess.run(
            [sys.executable, *check], env=environment, capture_output=True, text=True, check=False
        )
        assert healthy.returncode == 0, healthy.stderr
        assert "healthy" in healthy.stdout
    assert len(desk.slack.posts) == 1


def test_health_is_denied_when_the_broker_is_gone(tmp_path: Path) -> None:
    with Desk(tmp_path) as desk:
        assert desk.tocsin("run", "--once").returncode == 0
        environment = desk.environment | {"TOCSIN_REDIS_URL": "redis://127.0.0.1:1/0"}

        done = subprocess.run(
            Desk.command("healthy"), env=environment, capture_output=True, text=True, check=False
        )

    assert done.returncode == 1
    assert "unhealthy" in done.stderr


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_composed_service_is_hardened_and_publishes_no_port(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert service["user"] not in ("root", "0")
    assert service["healthcheck"]["test"]
    assert "ports" not in service


def test_the_operators_yaml_is_mounted_elsewhere_than_over_the_code() -> None:
    mounts = [mount.split(":")[1] for name in OURS for mount in SERVICES[name]["volumes"]]

    assert set(mounts) == {"/etc/tocsin", "/var/lib/tocsin"}


def test_the_composed_redis_keeps_what_it_has() -> None:
    command = SERVICES["redis"]["command"][-1]

    for option in ("--appendonly yes", "--maxmemory-policy noeviction", "--requirepass"):
        assert option in command


@pytest.mark.parametrize("server", ["sqlite", "postgresql"])
def test_health_is_denied_in_plain_words_where_nothing_has_run_and_nothing_is_made(
    tmp_path: Path, server: str, request: pytest.FixtureRequest
) -> None:
    database = f"sqlite:///{tmp_path / 'var' / 'tocsin.db'}"
    if server == "postgresql":
        database = request.getfixturevalue("postgresql").empty_database()

    done = subprocess.run(
        Desk.command("healthy"),
        env=os.environ | {"TOCSIN_VAR": str(tmp_path / "var"), "TOCSIN_DATABASE_URL": database},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr.startswith("unhealthy: no service of this version has run")
    assert "tocsin up" in done.stderr
    assert list(tmp_path.iterdir()) == []
