"""The embedded broker as a real server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError, ConnectionError

from workers import broker, embedded
from workers.wiring import broker_url


def running(directory: Path) -> tuple[broker.Broker, subprocess.Popen[bytes]]:
    made = broker.prepare(directory)
    process = subprocess.Popen(made.command, stdout=subprocess.DEVNULL)
    with Redis.from_url(made.url) as client:
        while True:
            try:
                client.ping()
            except ConnectionError:
                assert process.poll() is None
            else:
                return made, process


def test_what_was_acknowledged_a_second_ago_survives_a_kill(tmp_path: Path) -> None:
    made, process = running(tmp_path)
    with Redis.from_url(made.url) as client:
        client.rpush("poll", *range(300))
        client.execute_command("WAITAOF", 1, 0, 5000)
    process.kill()
    process.wait()

    again, process = running(tmp_path)

    with Redis.from_url(again.url) as client:
        assert client.llen("poll") == 300
    process.terminate()
    process.wait()


def test_nobody_gets_in_without_the_password_and_nothing_is_evicted(tmp_path: Path) -> None:
    made, process = running(tmp_path)
    open_url = made.url.split("@")[1]

    with Redis.from_url(f"redis://{open_url}") as stranger, pytest.raises(AuthenticationError):
        stranger.ping()

    with Redis.from_url(made.url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
    assert (tmp_path / "server.conf").stat().st_mode & 0o077 == 0
    process.terminate()
    process.wait()


def test_other_processes_find_the_server_by_what_was_written_of_it(tmp_path: Path) -> None:
    environ = {"TOCSIN_VAR": str(tmp_path)}
    before = broker_url(environ)

    made = broker.prepare(embedded.directory(tmp_path))

    assert before == "redis://127.0.0.1:6379/0"
    assert broker_url(environ) == made.url
    assert broker_url(environ | {"TOCSIN_REDIS_URL": "redis://other/0"}) == "redis://other/0"


def test_a_directory_may_be_called_whatever_a_file_system_allows(tmp_path: Path) -> None:
    directory = tmp_path / 'my "desk" é\\n #1'

    made, process = running(directory)

    with Redis.from_url(made.url) as client:
        assert client.config_get("dir") == {"dir": str(directory)}
    process.terminate()
    process.wait()
