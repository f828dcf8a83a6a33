"""Events of a desk, placed item by item: `place(desk, archive, report(1, "…"))`."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.model import Alert
from archive.archive import Archive
from collector.item import Item
from config.settings import Settings
from tests.fakes.desk import WATCHLIST, Desk
from tests.fakes.newsroom import Newsroom, item
from workers.clock import utc_now
from workers.detecting import Placer
from workers.live import Live


@contextmanager
def open_desk(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A configured desk that tells files only."""
    with Desk(directory / "desk") as desk:
        for name, value in desk.environment.items():
            if name.startswith("TOCSIN_SLACK"):  # declared receivers must have their secrets
                monkeypatch.setenv(name, value)
        desk.receivers = ["files"]
        desk.configure()
        yield desk


def watchlist(**of_watch: object) -> dict[str, Any]:
    """The desk's watchlist, its watch with these keys as well."""
    made = copy.deepcopy(WATCHLIST)
    made["watches"][0].update(of_watch)
    return made


def live_of(desk: Desk, archive: Archive) -> Live:
    environ = {"TOCSIN_CONFIG": str(desk.config), "TOCSIN_VAR": str(desk.var)}
    return Live(Settings.from_env(environ), archive, utc_now)


def report(number: int, text: str, hours: float = 0, **more: object) -> Item:
    """An item of yesterday, some hours after the others."""
    at = utc_now() - timedelta(hours=30) + timedelta(hours=hours)
    return item(str(number), text, title="", published_at=at, **more)


def place(desk: Desk, archive: Archive, *items: Item) -> list[Alert]:
    """Poll the items one by one and place each; all alerts so far."""
    live, newsroom = live_of(desk, archive), Newsroom(archive)
    placer = Placer(archive, live, "worker")
    for one in items:
        newsroom.poll(one)
        placer.drain()
    return [alert for _, alert in archive.recent_alerts(0, 100)]
