"""Events of a desk, placed item by item: `place(desk, archive, report(1, "…"))`."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from alerts.model import Alert
from archive.archive import Archive
from archive.tables import alerts, notifications
from collector.item import Item
from config.settings import Settings
from tests.fakes.desk import WATCHLIST, Desk
from tests.fakes.newsroom import Newsroom, item
from workers.clock import utc_now
from workers.detecting import Placer
from workers.live import Live


@contextmanager
def open_desk(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A configured desk that tells files only; commands run in this process find it."""
    with Desk(directory / "desk") as desk:
        monkeypatch.setenv("TOCSIN_CONFIG", str(desk.config))
        monkeypatch.setenv("TOCSIN_VAR", str(desk.var))
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


def from_sources(desk: Desk, archive: Archive, *told: tuple[str, str]) -> list[Alert]:
    """Place texts, each from a source by name, an hour apart; all alerts so far."""
    items = (
        report(number, text, hours=number, source=source)
        for number, (source, text) in enumerate(told, start=1)
    )
    return placed_for(desk, archive, *items)


def placed_for(desk: Desk, archive: Archive, *items: Item) -> list[Alert]:
    """Poll each item from the source that it names, and place it; all alerts so far."""
    live = live_of(desk, archive)
    placer = Placer(archive, live, "worker")
    for one in items:
        declared = live.current().source(one.source)
        assert declared is not None
        Newsroom(archive, source=declared).poll(one)
        placer.drain()
    return [alert for _, alert in archive.recent_alerts(0, 100)]


def receivers_of(archive: Archive, key: str) -> list[str]:
    """Who is owed, or was sent, the alert of that key."""
    statement = (
        sa.select(notifications.c.receiver)
        .join(alerts, alerts.c.id == notifications.c.alert_id)
        .where(alerts.c.key == key)
        .order_by(notifications.c.id)
    )
    with archive._database.read() as connection:
        return list(connection.execute(statement).scalars())
