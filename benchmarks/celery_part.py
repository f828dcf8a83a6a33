"""What Celery adds to a poll: a ring's CPU in worker, broker and sender, shared by its feeds.

    python -m benchmarks.celery_part [--rings 500]

The real worker and its real task, a real Valkey, rings sent as beat sends them. One feed is
declared and never due, so a ring is all Celery's but for the look for due feeds and pending items,
which is measured alone in this process and taken off.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import yaml
from celery import Celery
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from benchmarks.polling_engines import ALERTS, WATCHLIST
from benchmarks.slow_servers import running
from config.settings import Settings
from workers import broker, commands
from workers.app import RING_EVERY, make_app
from workers.wiring import open_parts, silent

FEEDS, POLLS_A_DAY = 2_000, 275  # as benchmarks.latency has them
IDLE_S = 10.0
WARM = 20


def rung(app: Celery, queue: Redis, times: int) -> None:
    """Ring so often; back when the worker has taken and ended all."""
    for _ in range(times):
        app.send_task("tocsin.poll", queue="poll", expires=600)
    while queue.llen("poll") or queue.hlen("unacked"):
        time.sleep(0.02)


def looked_ms(environment: dict[str, str], times: int) -> float:
    """CPU of the look alone, in this process."""
    with closing(open_parts(Settings.from_env(environment), silent)) as parts:
        parts.pipeline.poll("feed")  # asks the one feed, which the guard refuses for a while
        began = time.process_time()
        for _ in range(times):
            parts.pipeline.poll("feed")
        return (time.process_time() - began) / times * 1e3


@contextmanager
def declared() -> Iterator[dict[str, str]]:
    """Directories of one feed at an address that is refused."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        (directory / "config").mkdir()
        files = {
            "sources": {"sources": [{"name": "one", "url": "http://127.0.0.1:9/feed"}]},
            "watchlist": WATCHLIST,
            "alerts": ALERTS,
        }
        for stem, content in files.items():
            (directory / "config" / f"{stem}.yaml").write_text(yaml.safe_dump(content))
        yield {"TOCSIN_CONFIG": f"{name}/config", "TOCSIN_VAR": f"{name}/var"}


def costs_ms(environment: dict[str, str], rings: int) -> dict[str, float]:
    """CPU a ring of each process; what worker and broker cost when idle is taken off."""
    with ExitStack() as stack:
        made = broker.prepare(Path(environment["TOCSIN_VAR"]) / "broker")
        server = stack.enter_context(running(list(made.command), {}))
        more = environment | {"TOCSIN_REDIS_URL": made.url}
        worker = stack.enter_context(running(list(commands.worker("poll")), more))
        app, queue = make_app(made.url), stack.enter_context(closing(Redis.from_url(made.url)))
        while not _answers(queue):
            time.sleep(0.05)
        rung(app, queue, WARM)
        pids = {"worker": worker.pid, "broker": server.pid}
        before = _spent(pids)
        time.sleep(IDLE_S)
        idle = {name: s / IDLE_S for name, s in _since(pids, before).items()}
        before, began, own = _spent(pids), time.monotonic(), time.process_time()
        rung(app, queue, rings)
        took = time.monotonic() - began
        spent = {n: s - idle[n] * took for n, s in _since(pids, before).items()}
        spent["sender"] = time.process_time() - own
        return {name: seconds / rings * 1e3 for name, seconds in spent.items()}


def _answers(queue: Redis) -> bool:
    try:
        return bool(queue.ping())
    except RedisConnectionError:
        return False


def _ran_s(pid: int) -> float:
    """CPU seconds of a process, all threads."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1e9


def _spent(pids: dict[str, int]) -> dict[str, float]:
    return {name: _ran_s(pid) for name, pid in pids.items()}


def _since(pids: dict[str, int], before: dict[str, float]) -> dict[str, float]:
    return {name: _ran_s(pid) - before[name] for name, pid in pids.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--rings", type=int, default=500)
    rings = options.parse_args().rings
    with declared() as environment:
        look = looked_ms(environment, rings)
        costs = costs_ms(os.environ | environment, rings)
    part = sum(costs.values()) - look
    said = ", ".join(f"{name} {ms:.2f}" for name, ms in costs.items())
    a_ring = FEEDS * POLLS_A_DAY / 86_400 * RING_EVERY["poll"]
    print(f"CPU ms a ring: {said}; the look alone {look:.2f}; Celery's part {part:.2f}")
    print(f"{a_ring:.1f} feeds a ring, {FEEDS} feeds with a rhythm: {part / a_ring:.3f} ms a feed")
    print(f"{FEEDS} feeds due at once: {part / FEEDS:.5f} ms a feed")


if __name__ == "__main__":
    main()
