"""What benchmarks.polling compares, each in a process of its own; prints a line for each mode.

    python -m benchmarks.polling_engines tocsin|plain|fetch BASE_URL FEEDS

tocsin: claims, polls, parses in its child, saves in SQLite: all of a poll. plain: httpx with ETag
and body hash, then feedparser, nothing kept. fetch: httpx alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import feedparser
import httpx
import yaml

from benchmarks.polling_reader import MODES
from config.settings import Settings
from workers.wiring import open_parts, silent

IN_FLIGHT = 5  # where plain httpx is cheapest

WATCHLIST = {"watches": [{"id": "w", "when": ["zzzz-not-in-any-text"]}]}
ALERTS = {"receivers": [{"name": "f", "files": {}}], "routes": [{"receivers": ["f"]}]}


def tocsin(base: str, feeds: int) -> None:
    """The real poller on a configuration of so many sources."""
    with tempfile.TemporaryDirectory() as directory:
        _configure(Path(directory), base, feeds)
        settings = Settings.from_env(
            {"TOCSIN_CONFIG": f"{directory}/config", "TOCSIN_VAR": f"{directory}/var"}
        )
        with closing(open_parts(settings, silent)) as parts:
            for mode in MODES:
                httpx.get(f"{base}/mode/{mode}")
                began, cpu = time.monotonic(), cpu_s()
                polled = parts.pipeline.poller.poll_all()
                spent = cpu_s() - cpu
                print(mode, spent, time.monotonic() - began, flush=True)
                said = f"{mode}: {polled.sources} polls, {polled.new} new, {polled.failures[:2]}"
                print(said, file=sys.stderr)
            print("memory", *resident())


def _configure(directory: Path, base: str, feeds: int) -> None:
    host = base.removeprefix("http://")
    listed = [{"name": f"f{n}", "url": f"{base}/feed/{n}"} for n in range(feeds)]
    files = {
        "sources": {"fetch": {"allow": [host]}, "sources": listed},
        "watchlist": WATCHLIST,
        "alerts": ALERTS,
    }
    (directory / "config").mkdir()
    for name, content in files.items():
        text = yaml.dump(content, Dumper=yaml.CSafeDumper)
        (directory / "config" / f"{name}.yaml").write_text(text)


def cpu_s() -> float:
    """CPU seconds of this process and its living children."""
    return time.process_time() + sum(_ran(pid) for pid in _family()[1:])


def resident() -> tuple[int, int]:
    """Bytes resident in this process, and in its living children."""
    page = resource.getpagesize()
    own, *children = (_of(pid, "statm", 1) * page for pid in _family())
    return own, sum(children)


def _family() -> list[int]:
    """This process and its children."""
    me = os.getpid()
    children = Path(f"/proc/self/task/{me}/children").read_text().split()
    return [me, *map(int, children)]


def _ran(pid: int) -> float:
    return _of(pid, "schedstat", 0) / 1e9


def _of(pid: int, file: str, field: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/{file}").read_text().split()[field])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def plain(base: str, feeds: int) -> None:
    """A loop as one would write it: conditional requests, a hash, feedparser."""
    etags: dict[int, str] = {}
    hashes: dict[int, bytes] = {}

    async def one(client: httpx.AsyncClient, number: int) -> None:
        headers = {"If-None-Match": etags[number]} if number in etags else {}
        answer = await client.get(f"{base}/feed/{number}", headers=headers)
        if answer.status_code == 304:
            return
        etags[number] = answer.headers.get("etag", etags.get(number, ""))
        digest = hashlib.sha256(answer.content).digest()
        if hashes.get(number) != digest:
            hashes[number] = digest
            feedparser.parse(answer.content)

    asyncio.run(_each(base, feeds, one))


def fetch(base: str, feeds: int) -> None:
    """httpx alone, with the ETag."""
    etags: dict[int, str] = {}

    async def one(client: httpx.AsyncClient, number: int) -> None:
        headers = {"If-None-Match": etags[number]} if number in etags else {}
        answer = await client.get(f"{base}/feed/{number}", headers=headers)
        etags[number] = answer.headers.get("etag", etags.get(number, ""))

    asyncio.run(_each(base, feeds, one))


async def _each(
    base: str, feeds: int, one: Callable[[httpx.AsyncClient, int], Awaitable[None]]
) -> None:
    async with httpx.AsyncClient(timeout=30) as client:
        for mode in MODES:
            await client.get(f"{base}/mode/{mode}")
            numbers = iter(range(feeds))

            async def work(numbers: object = numbers) -> None:
                for number in numbers:  # type: ignore[attr-defined]
                    await one(client, number)

            began, cpu = time.monotonic(), time.process_time()
            await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
            spent = time.process_time() - cpu
            print(mode, spent, time.monotonic() - began, flush=True)


if __name__ == "__main__":
    {"tocsin": tocsin, "plain": plain, "fetch": fetch}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
