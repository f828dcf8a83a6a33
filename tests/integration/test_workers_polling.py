"""The window of polls: slow servers hold up neither other feeds nor the end of a task."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from archive.archive import Archive
from archive.model import ClaimRequest
from config.settings import Settings
from tests.fakes.web import Answer, Request, WebServer
from workers.clock import utc_now
from workers.live import Live
from workers.polling import Poller

FEED = b'<rss version="2.0"><channel><item><title>told</title></item></channel></rss>'
LONG = timedelta(seconds=30)


class Stand:
    """Two feeds of one server, /slow and /quick, and a worker that polls them."""

    def __init__(self, directory: Path, archive: Archive, web: WebServer) -> None:
        self.archive, self.web = archive, web
        feeds = [{"name": name, "url": f"{web.url}/{name}"} for name in ("slow", "quick")]
        allow = {"allow": [f"127.0.0.1:{web.port}"]}
        told = {"receivers": [{"name": "f", "files": {}}], "routes": [{"receivers": ["f"]}]}
        watches = {"watches": [{"id": "w", "when": ["never heard"]}]}
        for stem, content in (
            ("sources", {"fetch": allow, "sources": feeds}),
            ("alerts", told),
            ("watchlist", watches),
        ):
            (directory / f"{stem}.yaml").write_text(yaml.safe_dump(content))
        environ = {"TOCSIN_CONFIG": str(directory), "TOCSIN_VAR": str(directory / "var")}
        self.poller = Poller(archive, Live(Settings.from_env(environ), archive, utc_now), "w")


@pytest.fixture
def stand(tmp_path: Path, migrated_file: Path) -> Iterator[Stand]:
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    with (
        closing(Archive.open(f"sqlite:///{tmp_path / 'tocsin.db'}")) as archive,
        WebServer() as web,
    ):
        made = Stand(tmp_path, archive, web)
        yield made
        made.poller.close()


def test_what_becomes_due_does_not_wait_for_a_slow_server(stand: Stand) -> None:
    quick_was_asked, in_time = threading.Event(), []

    def slow(_: Request) -> Answer:
        in_time.append(quick_was_asked.wait(15))
        return Answer(FEED)

    def quick(_: Request) -> Answer:
        quick_was_asked.set()
        return Answer(FEED)

    lease = timedelta(seconds=1)  # of another worker; when it lapses, its feed is due
    (held,) = stand.archive.claim_sources(ClaimRequest("feed", "other", lease, 1), utc_now())
    names = ["slow", "quick"]
    names.remove(held.name)
    stand.web.script(f"/{held.name}", quick)
    stand.web.script(f"/{names[0]}", slow)

    polled = stand.poller.drain("feed", utc_now() + LONG, lambda: False)

    assert (polled.sources, polled.new, in_time) == (2, 2, [True])


def test_when_time_is_up_a_slow_poll_is_left_to_the_next_drain(stand: Stand) -> None:
    goes_on = threading.Event()

    def slow(_: Request) -> Answer:
        goes_on.wait(15)
        return Answer(FEED)

    stand.web.script("/slow", slow)
    stand.web.serve("/quick", FEED)

    first = stand.poller.drain("feed", utc_now() + timedelta(seconds=1.5), lambda: False)
    goes_on.set()
    second = stand.poller.drain("feed", utc_now() + LONG, lambda: False)

    assert (first.sources, second.sources, second.new) == (1, 1, 1)
    assert sorted(stand.web.paths()) == ["/quick", "/slow"]


def test_much_to_detect_is_done_in_portions_between_which_polls_go_on(stand: Stand) -> None:
    goes_on, portions = threading.Event(), []

    def slow(_: Request) -> Answer:
        goes_on.wait(15)
        return Answer(FEED)

    def detect() -> bool:
        portions.append(goes_on.is_set())
        if len(portions) == 3:
            goes_on.set()
        return len(portions) < 5

    stand.web.script("/slow", slow)
    stand.web.serve("/quick", FEED)

    polled = stand.poller.drain("feed", utc_now() + LONG, detect)

    assert polled.sources == 2
    assert portions[:4] == [False, False, False, True]
