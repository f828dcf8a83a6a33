"""Puts the parts together, once per process. The only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import structlog
from celery import Celery, current_app
from kombu.exceptions import OperationalError

from archive.archive import Archive
from config.settings import Settings
from workers import embedded, holder
from workers.clock import utc_now
from workers.live import Live
from workers.pipeline import Pipeline, Ring

RING_EXPIRES_S = 10  # rings are repeated; an old one says nothing new

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """What a process works with."""

    settings: Settings
    archive: Archive
    live: Live
    pipeline: Pipeline

    def close(self) -> None:
        self.pipeline.close()
        self.archive.close()


def open_archive(settings: Settings) -> Archive:
    """The archive of these settings, its schema brought up to date."""
    settings.var.mkdir(parents=True, exist_ok=True)
    archive = Archive.open(settings.database_url.reveal())
    archive.migrate()
    return archive


def keep_fonts(settings: Settings) -> None:
    """Where matplotlib keeps its list of fonts: like everything that is written, below `var`."""
    os.environ.setdefault("MPLCONFIGDIR", str(settings.cache / "matplotlib"))


def open_parts(settings: Settings, ring: Ring) -> Parts:
    """Open the archive (migrating it), load the configuration, wire the pipeline."""
    keep_fonts(settings)
    archive = open_archive(settings)
    live = Live(settings, archive, utc_now)
    return Parts(settings, archive, live, Pipeline(archive, live, ring, holder.name()))


@cache
def parts() -> Parts:
    """This worker process's own parts, made on first use: after a fork, never before it."""
    return open_parts(Settings.from_env(os.environ), ring_with(current_app))


def wind_up() -> None:
    """Let the work under way be the last."""
    if parts.cache_info().currsize:
        parts().pipeline.stop()


def close() -> None:
    """Close what `parts` opened, if anything."""
    if parts.cache_info().currsize:
        parts().close()
        parts.cache_clear()


def ring_with(app: Celery) -> Callable[[str], None]:
    """A ring by Celery message. Losing it costs latency only, so failure is no error."""

    def ring(queue: str) -> None:
        try:
            app.send_task(f"tocsin.{queue}", queue=queue, expires=RING_EXPIRES_S, retry=False)
        except OperationalError as error:
            _log.warning("ring_failed", queue=queue, reason=str(error))

    return ring


def silent(queue: str) -> None:
    """The ring of a process that does all the work itself."""


def broker_url(environ: Mapping[str, str]) -> str:
    """Where Redis is: as the variable says, else where `tocsin up` started its own server."""
    settings = Settings.from_env(environ)
    if settings.redis_url is not None:
        return settings.redis_url.reveal()
    return embedded.url(settings.var) or "redis://127.0.0.1:6379/0"
