"""Polls a second against slow servers: Tocsin's window beside one Celery task for each feed.

    python -m benchmarks.slow_servers [--feeds 2000] [--tasks 60]

Each feed is on a host of its own (addresses of the loopback network) that answers after .3 s in the
median and after 5 s in one case of a hundred. The peer is a Celery worker as one would write it:
prefork, two processes, a task that fetches and parses one feed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import feedparser
import httpx
import yaml
from celery import Celery

from benchmarks.feed_server import feed
from benchmarks.polling_engines import ALERTS, WATCHLIST, cpu_s
from config.settings import Settings
from workers import broker
from workers.wiring import open_parts, silent

app = Celery("peer", broker=os.environ.get("PEER_BROKER", "memory://"))
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=1)


def poll(url: str) -> None:
    feedparser.parse(httpx.get(url, timeout=30).content)


app.task(name="peer.poll")(poll)


class Slow:
    """The servers, in one loop; GET /answered tells how many answers they gave."""

    def __init__(self) -> None:
        self._answered = 0
        self._body = feed(1, 0)

    async def serve(self) -> None:
        server = await asyncio.start_server(self._answer, "0.0.0.0", 0, backlog=1024)  # noqa: S104
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = self._body
        if head.startswith(b"GET /answered "):
            body = str(self._answered).encode()
        else:
            chance = random.Random(head.split(b"\r\n")[0])  # noqa: S311
            slow = chance.random() < 0.01
            await asyncio.sleep(5.0 if slow else chance.lognormvariate(-1.2, 0.35))
            self._answered += 1
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body)
        )
        writer.write(body)
        writer.close()


@contextmanager
def slow_servers() -> Iterator[int]:
    """Their port. A process of their own: they must not share an interpreter with who asks."""
    command = [sys.executable, "-m", "benchmarks.slow_servers", "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def answered(port: int) -> int:
    return int(httpx.get(f"http://127.0.0.1:{port}/answered").text)


def url_of(number: int, port: int) -> str:
    return f"http://127.1.{number // 250}.{number % 250 + 1}:{port}/feed/{number}"


def tocsin(feeds: int, port: int) -> float:
    """Feeds a second by the poller, saving included."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        listed = [{"name": f"f{n}", "url": url_of(n, port)} for n in range(feeds)]
        fetch = {"allow": ["127.0.0.0/8"]}
        files = {
            "sources": {"fetch": fetch, "sources": listed},
            "watchlist": WATCHLIST,
            "alerts": ALERTS,
        }
        (directory / "config").mkdir()
        for stem, content in files.items():
            (directory / "config" / f"{stem}.yaml").write_text(yaml.safe_dump(content))
        settings = Settings.from_env(
            {"TOCSIN_CONFIG": f"{name}/config", "TOCSIN_VAR": f"{name}/var"}
        )
        with closing(open_parts(settings, silent)) as parts:
            parts.pipeline.poller.poll_all()  # the first poll parses every feed whole
            began, cpu = time.monotonic(), cpu_s()
            polled = parts.pipeline.poller.poll_all()
            took = time.monotonic() - began
            print(
                f"failures: {len(polled.failures)}; {(cpu_s() - cpu) / feeds * 1e3:.2f} ms CPU each"
            )
            return polled.sources / took


def one_task_a_feed(tasks: int, port: int) -> float:
    """Feeds a second by Celery, prefork with two processes."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        made = broker.prepare(Path(name))
        stack.enter_context(running(list(made.command), {}))
        command = [sys.executable, "-m", "celery", "-A", "benchmarks.slow_servers:app", "worker"]
        stack.enter_context(
            running([*command, "-c2", "--loglevel=ERROR"], {"PEER_BROKER": made.url})
        )
        app.conf.broker_url = made.url
        before = answered(port)
        for number in range(tasks + 4):
            app.send_task("peer.poll", (url_of(number, port),))
        while answered(port) < before + 4:  # it is up and warm
            time.sleep(0.05)
        began, first = time.monotonic(), answered(port)
        while (now := answered(port)) < before + tasks:
            time.sleep(0.2)
        return (now - first) / (time.monotonic() - began)


class running:  # noqa: N801 - reads as a verb
    """A process for the length of a `with` block."""

    def __init__(self, command: list[str], more: dict[str, str]) -> None:
        self._command, self._environment = command, os.environ | more

    def __enter__(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # noqa: S603
            self._command, env=self._environment, start_new_session=True
        )
        return self._process

    def __exit__(self, *exc: object) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--feeds", type=int, default=2_000)
    options.add_argument(
        "--tasks", type=int, default=60, help="for the peer, which takes .25 s each"
    )
    options.add_argument("--serve", action="store_true", help="be the slow servers")
    chosen = options.parse_args()
    if chosen.serve:
        asyncio.run(Slow().serve())
    with slow_servers() as port:
        ours = tocsin(chosen.feeds, port)
        print(f"Tocsin: {ours:.0f} feeds a second")
        peer = one_task_a_feed(chosen.tasks, port)
        print(f"one task a feed, prefork -c2: {peer:.1f} feeds a second ({ours / peer:.0f} ×)")


if __name__ == "__main__":
    main()
