"""The demo's server as a real process, asked over real HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import feedparser
import httpx
import pytest

from cli.demo.stream import load
from tests.fakes.desk import until

ROOT = Path(__file__).parents[2]
DEADLINE_S = 20.0  # far more than any of these takes, for a machine under load
SPEED = 20.0  # the whole stream in about 3.5 s


def _command(ready: Path, speed: float) -> list[str]:
    options = ["--port", "0", "--ready", str(ready), "--speed", str(speed)]
    return [sys.executable, "-m", "cli.demo.server", *options]


def _port(ready: Path) -> int:
    written = until(lambda: ready.read_text() if ready.exists() else "")
    return int(json.loads(written)["port"])


@dataclass
class Running:
    """A server process and a client for it."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    ready: Path

    def channel(self, name: str) -> str:
        return self.client.get(f"/s/{name}").raise_for_status().text

    def finished(self) -> bool:
        return bool(self.client.get("/status").json()["finished"])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[float], Running]]:
    started: list[Running] = []

    def run(speed: float) -> Running:
        ready = tmp_path / f"ready-{len(started)}.json"
        process = subprocess.Popen(_command(ready, speed), cwd=ROOT)
        client = httpx.Client(base_url=f"http://127.0.0.1:{_port(ready)}", timeout=10)
        started.append(Running(process, client, ready))
        return started[-1]

    yield run
    for running in started:
        running.client.close()
        running.process.kill()
        running.process.wait()


@dataclass
class Seen:
    """The wordings that a page went through, each once, in order."""

    states: list[str] = field(default_factory=list)

    def add(self, state: str) -> None:
        if self.states[-1:] != [state]:
            self.states.append(state)


def test_the_first_report_is_there_as_soon_as_the_server_is(
    start: Callable[[float], Running],
) -> None:
    running = start(1.0)

    page = running.channel("demo_field_courier")

    status = running.client.get("/status").json()
    assert "семь танков Т‑72Б3М" in page
    assert (status["length"], status["finished"]) == (69.0, False)
    assert status["published"] >= 1


def test_an_edit_and_a_deletion_become_visible_in_their_time(
    start: Callable[[float], Running],
) -> None:
    running, convoy, rumour = start(SPEED), Seen(), Seen()

    while not running.finished():
        convoy.add("девять" if "девять" in running.channel("demo_field_courier") else "семь")
        rumour.add("there" if "Su-24" in running.channel("demo_sahel_osint") else "absent")

    assert convoy.states == ["семь", "девять"]
    assert rumour.states == ["absent", "there", "absent"]


def test_played_to_its_end_everything_is_told_except_what_was_deleted(
    start: Callable[[float], Running],
) -> None:
    running = start(1000.0)
    until(running.finished)

    stream = load()
    feeds = {
        feed.name: feedparser.parse(running.client.get(f"/feeds/{feed.name}.xml").content)
        for feed in stream.feeds
    }
    pages = {c.name: running.channel(c.channel) for c in stream.channels}

    assert {name: len(feed.entries) for name, feed in feeds.items()} == {
        feed.name: min(20, len(stream.of_source(feed.name))) for feed in stream.feeds
    }
    assert {name: page.count('data-post="') for name, page in pages.items()} == {
        channel.name: len(stream.shown(channel.name, 69)) for channel in stream.channels
    }
    status = running.client.get("/status").json()
    assert (status["published"], status["length"]) == (62, 0.069)


def test_an_unchanged_feed_answers_304_and_a_changed_one_200(
    start: Callable[[float], Running],
) -> None:
    running, address = start(SPEED), "/feeds/sahel-wire.xml"
    first = running.client.get(address)
    until(running.finished)
    last = running.client.get(address)

    again = running.client.get(address, headers={"If-None-Match": last.headers["etag"]})
    stale = running.client.get(address, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content, again.headers["etag"]) == (
        304,
        b"",
        last.headers["etag"],
    )
    assert (stale.status_code, stale.content) == (200, last.content)


def test_head_gives_the_length_and_no_body(start: Callable[[float], Running]) -> None:
    running = start(1000.0)
    until(running.finished)

    head = running.client.head("/feeds/sahel-wire.xml")

    body = running.client.get("/feeds/sahel-wire.xml").content
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(body)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_even_with_an_open_connection(
    start: Callable[[float], Running], number: signal.Signals
) -> None:
    running = start(1.0)
    running.client.get("/status")  # keeps its connection open

    running.process.send_signal(number)

    assert running.process.wait(timeout=DEADLINE_S) == 0
    assert not running.ready.exists()


def test_it_does_not_outlive_the_process_that_started_it(tmp_path: Path) -> None:
    ready, command = tmp_path / "ready.json", _command(tmp_path / "ready.json", 1.0)
    script = f"import subprocess; print(subprocess.Popen({command!r}).pid, flush=True); input()"
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    _port(ready)

    parent.kill()
    parent.communicate()

    try:
        until(lambda: not ready.exists() and not _alive(child))
    finally:
        if _alive(child):
            os.kill(child, signal.SIGKILL)


def _alive(process: int) -> bool:
    """Whether it runs; a zombie that nobody has collected yet doesn't."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not (stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z")


@pytest.mark.parametrize("speed", ["0", "-1", "1e9", "fast"])
def test_an_impossible_speed_is_refused(tmp_path: Path, speed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli.demo.server", "--ready", tmp_path / "x", "--speed", speed],
        cwd=ROOT,
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
    )

    assert done.returncode == 2
    assert b"--speed" in done.stderr
