"""`tocsin worker`, `scheduler`, `websub`, `healthy`: single processes, for containers and more."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import closing

import click
from redis import Redis
from redis.exceptions import RedisError

from archive.archive import Archive
from archive.counts import Due
from archive.engine import exists
from archive.model import ArchiveError, ArchiveOutdated
from config.load import load
from config.settings import Settings, SettingsError, missing_secrets
from workers import commands, embedded, logs, snapshot
from workers.clock import utc_now
from workers.websub import Service
from workers.wiring import broker_url, open_archive

_NO_BROKER = "TOCSIN_REDIS_URL is not set, and no `tocsin up` runs in {} with a server of its own"
_NOTHING_RAN = "no service of this version has run on this database yet: start `tocsin up`"
QUEUES = ("poll", "fulltext", "telegram", "deliver", "digest")


@click.command()
@click.argument("queues", default=",".join(QUEUES))
def worker(queues: str) -> None:
    """Run one Celery worker of the comma-separated QUEUES; all of them unless named."""
    if unknown := set(queues.split(",")) - set(QUEUES):
        raise click.UsageError(f"no such queue: {', '.join(sorted(unknown))}")
    _check()
    os.execv(sys.executable, commands.worker(queues))  # noqa: S606 - our own interpreter


@click.command()
def scheduler() -> None:
    """Run the Celery scheduler. One is enough; two are harmless."""
    _check()
    os.execv(sys.executable, commands.scheduler())  # noqa: S606 - our own interpreter


@click.command()
def websub() -> None:
    """Subscribe to the hubs that feeds offer and take their pushes, as `websub:` declares."""
    _check()
    settings = Settings.from_env(os.environ)
    logs.set_up(settings.log_level)
    with closing(Service(settings)) as service:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: service.stop())
        service.run()


@click.command()
def healthy() -> None:
    """Exit 0 when the database and the broker answer; for health checks."""
    settings = Settings.from_env(os.environ)
    try:
        due = _due(settings.database_url.reveal())
        _ping(settings)
    except (ArchiveError, RedisError, SettingsError) as error:
        click.echo(f"unhealthy: {error}", err=True)
        sys.exit(1)
    click.echo(f"healthy; due now: {due}")


def _due(url: str) -> Due:
    """Ask the database, making none where nothing has run."""
    if not exists(url):
        raise ArchiveOutdated(_NOTHING_RAN)
    with closing(Archive.open(url)) as archive:
        try:
            return archive.due(utc_now())
        except ArchiveOutdated as error:
            raise ArchiveOutdated(_NOTHING_RAN) from error


def _ping(settings: Settings) -> None:
    """Ask Redis, if need be the one that `up` started here."""
    if settings.redis_url is None and embedded.url(settings.var) is None:
        raise SettingsError(_NO_BROKER.format(settings.var))
    with Redis.from_url(broker_url(os.environ), socket_timeout=5) as client:
        client.ping()


def _check() -> None:
    """Refuse to start on mistakes that every task would only repeat."""
    settings = Settings.from_env(os.environ)
    if settings.redis_url is None:
        try:
            _ping(settings)
        except RedisError as error:
            raise SettingsError(f"{_NO_BROKER.format(settings.var)} ({error})") from error
    if not snapshot.exists(settings.var):  # restarted amid a broken edit: the worker copes
        lacking = missing_secrets(load(settings.config, settings.cache).alerts, os.environ)
        if lacking:
            raise SettingsError("\n".join(lacking))
    open_archive(settings).close()
