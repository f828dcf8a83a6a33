"""The configuration in force: re-read when its files change, kept when an edit is broken."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from alerts.channels import build as build_channels
from alerts.channels import is_living
from alerts.model import Channel, Notice
from archive.archive import Archive
from collector.guard import Guard
from config.changes import declared
from config.load import load
from config.mistakes import ConfigError
from config.schema import Configuration, Fetch, Language, Receiver, Source, Telegram, WebSub
from config.settings import Settings, SettingsError, missing_secrets, secret
from detector.detect import Detector
from workers import compiled, signing, snapshot
from workers.noting import Ledger
from workers.translating import Translating

LOOK_EVERY_S = 1.0  # an edit is in force within this time

_log = structlog.get_logger()


class Loaded:
    """One loaded configuration and what is built from it, on first use."""

    def __init__(self, configuration: Configuration, settings: Settings) -> None:
        self.configuration = configuration
        self._settings = settings
        self._sources = {s.name: s for s in configuration.sources.sources}
        self._receivers = {r.name: r for r in configuration.alerts.receivers}

    def source(self, name: str) -> Source | None:
        return self._sources.get(name)

    def receiver(self, name: str) -> Receiver | None:
        return self._receivers.get(name)

    @cached_property
    def living(self) -> tuple[str, ...]:
        """Receivers at which an event's first message can be kept true."""
        return tuple(r.name for r in self.configuration.alerts.receivers if is_living(r))

    @cached_property
    def translating(self) -> Translating | None:
        """The optional translation of quotes."""
        declared = self.configuration.alerts.translation
        return Translating(declared) if declared else None

    @cached_property
    def other_languages(self) -> tuple[Language, ...]:
        """Languages of receivers that read events in another one than the desk."""
        alerts = self.configuration.alerts
        asked = dict.fromkeys(r.language for r in alerts.receivers if r.language is not None)
        return tuple(language for language in asked if language != alerts.language)

    @cached_property
    def threaded(self) -> tuple[str, ...]:
        """Receivers that keep an event's messages together; those of others stand alone."""
        declared = self.configuration.alerts.receivers
        return tuple(r.name for r in declared if r.slack_bot or r.email or r.files is not None)

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.configuration.sources.sources

    @property
    def fetch(self) -> Fetch:
        return self.configuration.sources.fetch

    @property
    def telegram(self) -> Telegram:
        return self.configuration.sources.telegram

    @property
    def websub(self) -> WebSub | None:
        """How hubs reach us; None: they don't."""
        return self.configuration.sources.websub

    @property
    def operator(self) -> tuple[str, ...]:
        """Receivers of notices about Tocsin itself."""
        return self.configuration.alerts.operator

    @cached_property
    def free_hosts(self) -> frozenset[str]:
        """Hosts of feeds that the operator runs: any number may be asked at once."""
        guard = Guard(self.fetch.allow)
        urls = [urlsplit(source.url) for source in self.sources if source.url]
        ports = {"http": 80, "https": 443}
        return frozenset(
            url.hostname
            for url in urls
            if url.hostname and guard.is_opened(url.hostname, url.port or ports[url.scheme])
        )

    @cached_property
    def detector(self) -> Detector:
        return compiled.latest(self.configuration, self._settings.cache)

    @cached_property
    def ledger(self) -> Ledger:
        """What was seen where, as far as the operator declares it."""
        return Ledger(self.configuration)

    @cached_property
    def channels(self) -> dict[str, Channel]:
        return build_channels(
            self.configuration.alerts,
            _reveal,
            self._settings.var / "outbox",
            signing.key(self._settings.var),
        )


class Live:
    """Hands out the configuration in force."""

    def __init__(self, settings: Settings, archive: Archive, clock: Callable[[], datetime]) -> None:
        self._settings, self._archive, self._clock = settings, archive, clock
        self._stamp = _stamp(settings.config)
        self._looked = time.monotonic()
        try:
            self._take(self._read())
        except (ConfigError, SettingsError) as error:
            self._go_on_with_the_kept(error)

    @property
    def var(self) -> Path:
        """Where everything is written."""
        return self._settings.var

    def current(self) -> Loaded:
        """The configuration in force now; an edit that doesn't load changes nothing and is told."""
        if time.monotonic() - self._looked < LOOK_EVERY_S:
            return self._loaded
        self._looked = time.monotonic()
        stamp = _stamp(self._settings.config)
        if stamp != self._stamp:
            self._stamp = stamp
            self._reload()
        return self._loaded

    def _reload(self) -> None:
        try:
            self._take(self._read())
        except (ConfigError, SettingsError) as error:
            self._refuse(error)
        else:
            _log.info("config_reloaded")

    def _read(self) -> Configuration:
        configuration = load(self._settings.config, self._settings.cache)
        if lacking := missing_secrets(configuration.alerts, os.environ):
            raise SettingsError("\n".join(lacking))
        return configuration

    def _take(self, configuration: Configuration) -> None:
        self._loaded = Loaded(configuration, self._settings)
        now = self._clock()
        self._archive.register(self._loaded.sources, now)
        for change in self._archive.keep_declared(declared(configuration), now):
            _log.info("config_changed", what=change.what, name=change.name, how=change.how)
        directory, stamp = self._settings.config, self._stamp
        snapshot.keep(directory, self._settings.var, lambda: _stamp(directory) == stamp)

    def _refuse(self, error: Exception) -> None:
        _log.error("config_refused", mistakes=str(error))
        now = self._clock()
        notice = Notice(
            f"config:{self._stamp}",
            "The edited configuration does not load; the former one stays in force",
            str(error),
            now,
        )
        self._archive.add_notice(notice, self._loaded.operator, now)

    def _go_on_with_the_kept(self, error: Exception) -> None:
        """A worker that comes back amid a broken edit: the commands refuse to start with one."""
        try:
            with snapshot.restored(self._settings.var) as directory:
                self._loaded = Loaded(load(directory, self._settings.cache), self._settings)
        except FileNotFoundError:
            raise error from None
        self._refuse(error)


def _reveal(name: str) -> str:
    """The secret of that name; its absence was refused at the start."""
    found = secret(name)
    if found is None:
        raise SettingsError(f"{name} is not set")
    return found.reveal()


def _stamp(directory: Path) -> str:
    """Changes when any file of the configuration does."""
    files = sorted(directory.rglob("*.yaml"))
    return ";".join(f"{f.name}:{s.st_mtime_ns}:{s.st_size}" for f in files if (s := _stat(f)))


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:  # an editor is replacing it right now
        return None
