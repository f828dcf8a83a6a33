"""`tocsin up`: the whole service from one command, on embedded defaults or given servers."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from redis import Redis
from redis.exceptions import RedisError

from cli.activity import Activity, first_polls
from config.load import load
from config.schema import AlertsConfig, Sources
from config.settings import Settings, SettingsError, missing_secrets
from workers import broker, commands, embedded
from workers.clock import utc_now
from workers.supervisor import Program, Supervisor
from workers.wiring import open_parts, silent

ROOT = Path(__file__).resolve().parent.parent
TICK_S = 1.0
BROKER_PATIENCE_S = 20.0
_FILES_OF_ADDRESSES = ("TOCSIN_DATABASE_URL_FILE", "TOCSIN_REDIS_URL_FILE")


@click.command()
def up() -> None:
    """Run the service here until Ctrl-C."""
    settings = Settings.from_env(os.environ)
    with Service(settings, click.echo) as service:
        service.run(until=lambda: False)


class Service:
    """Broker, workers and scheduler under one supervisor; a context that leaves nothing behind."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings, self._say = settings, say
        self._stopping = False
        self.lock = only_one(settings.var)

    def __enter__(self) -> Service:
        self.lock.__enter__()
        try:
            self._start()
        except BaseException:
            self.__exit__(*sys.exc_info())
            raise
        return self

    def _start(self) -> None:
        settings = self._settings
        configuration = load(settings.config, settings.cache)
        if lacking := missing_secrets(configuration.alerts, os.environ):
            raise SettingsError("\n".join(lacking))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        environment = environment_of(settings, os.environ)
        self.supervisor = Supervisor(environment, settings.var / "log")
        self._start_broker(environment)
        self.parts = open_parts(settings, silent)
        archive = self.parts.archive
        here = tells_here(configuration.alerts)
        self.activity = Activity(archive, self._say, here, utc_now())
        spread = first_polls(configuration.sources.sources, archive.latest_polls())
        for program in programs(configuration.sources):
            self.supervisor.start(program, time.monotonic())
        names = ", ".join(self.supervisor.pids())
        self._say(f"Running: {names}. Logs: {settings.var / 'log'}. Ctrl-C stops everything.")
        if spread:
            self._say(spread)
        if here:
            where = settings.var / "outbox"
            self._say(f"No Slack or mail receiver is configured: alerts appear here and in {where}")

    def _start_broker(self, environment: dict[str, str]) -> None:
        if self._settings.redis_url is not None:
            self._say(f"Redis: {self._settings.redis_url} (TOCSIN_REDIS_URL)")
            environment["TOCSIN_REDIS_URL"] = url = self._settings.redis_url.reveal()
        else:
            chosen = broker.prepare(embedded.directory(self._settings.var))
            self._say(f"Redis: {chosen.found} ({broker.version(chosen.command[0])})")
            environment["TOCSIN_REDIS_URL"] = url = chosen.url
            self.supervisor.start(Program("redis", chosen.command), time.monotonic())
        self._wait_for_broker(url)

    def _wait_for_broker(self, url: str) -> None:
        end = time.monotonic() + BROKER_PATIENCE_S
        with Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            while True:
                try:
                    client.ping()
                except RedisError as error:
                    if time.monotonic() > end:
                        raise SettingsError(f"Redis does not answer: {error}") from error
                    time.sleep(0.02)
                else:
                    return

    def run(self, until: Callable[[], bool]) -> None:
        """Tend the children and tell what happens, once a second, until stopped or done."""
        while not self._stopping and not until():
            for sentence in self.supervisor.tend(time.monotonic()):
                self._say(sentence)
            self.activity.tell(utc_now())
            _nap(TICK_S, lambda: self._stopping)
        self.activity.tell(utc_now())

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "supervisor"):
            self._say("Stopping …")
            self.supervisor.stop([n for n in self.supervisor.pids() if n != "redis"])
            self.supervisor.stop()
        if hasattr(self, "parts"):
            self.parts.close()
        self.lock.__exit__(None, None, None)
        if hasattr(self, "supervisor"):
            self._say("Stopped.")

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def environment_of(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """What the children read: these settings, whatever variables of ours say otherwise."""
    theirs = {name: text for name, text in environ.items() if name not in _FILES_OF_ADDRESSES}
    return theirs | {
        "TOCSIN_CONFIG": str(settings.config),
        "TOCSIN_VAR": str(settings.var),
        "TOCSIN_DATABASE_URL": settings.database_url.reveal(),
        "PYTHONPATH": str(ROOT),
    }


def programs(declared: Sources) -> Iterator[Program]:
    """Celery's workers by queue, its scheduler and what hubs push to, each a process of its own."""
    for name, queues in commands.QUEUES_OF.items():
        yield Program(name, commands.worker(queues))
    yield Program("scheduler", commands.scheduler())
    if declared.websub is not None:
        yield Program("websub", commands.websub())


def tells_here(alerts: AlertsConfig) -> bool:
    """True when no receiver leads out of this machine."""
    return all(receiver.files is not None for receiver in alerts.receivers)


@contextmanager
def only_one(var: Path, name: str = "up.lock") -> Iterator[None]:
    """Refuse a second service in the same data directory; the kernel frees the lock on a crash."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / name).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise SettingsError(
                f"Tocsin is already running in {var} (process {lock.read().strip() or '?'}); "
                "stop it first, or set TOCSIN_VAR to another directory"
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _nap(seconds: float, woken: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not woken() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, 0.1))
