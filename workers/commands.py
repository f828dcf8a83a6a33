"""The commands of the long-running processes, the same for `up` and for containers.

Solo pools: a prefork parent may fall when the broker restarts (measured); solo came back.
"""

from __future__ import annotations

import sys

QUEUES_OF = {
    "poll": "poll",
    "fulltext": "fulltext",
    "telegram": "telegram",
    "deliver": "deliver,digest",
}
_CELERY = (sys.executable, "-m", "workers", "-A", "workers.app")


def worker(queues: str) -> tuple[str, ...]:
    """A Celery worker of the comma-separated queues."""
    name = queues.replace(",", "-")
    return (
        *(*_CELERY, "worker", "--pool=solo", "-Q", queues, "-n", f"{name}@%h"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING"),
    )


def websub() -> tuple[str, ...]:
    """What hubs push to."""
    return (sys.executable, "-m", "cli", "websub")


def scheduler() -> tuple[str, ...]:
    """Celery beat with its timetable in memory: there is nothing to remember."""
    memory = ("--scheduler", "celery.beat:Scheduler", "--pidfile=", "--loglevel=WARNING")
    return (*_CELERY, "beat", *memory)
