"""Articles behind summaries, through the real pipeline: poll, detect, read on, detect again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.model import Alert, Reason
from archive.archive import Archive
from collector import fulltext
from config.settings import Settings
from tests.fakes.desk import WATCHLIST, Desk
from tests.fakes.web import Answer, drip
from workers.clock import utc_now
from workers.live import Live
from workers.pipeline import Pipeline, Summary

LEAD = "Seven T-72B3 tanks arrived in Bamako on Friday."
MORE = (
    "Residents filmed the column of low loaders on the road from the port for several hours. "
    "The ministry did not answer questions, and the airport was closed to traffic until noon."
)
HTML = {"Content-Type": "text/html; charset=utf-8"}
DULL = "A convoy was seen on the road this morning, residents say."


class Room:
    """A desk whose pipeline runs in this process."""

    def __init__(self, desk: Desk, archive: Archive) -> None:
        self.desk, self.web, self.archive = desk, desk.web, archive
        self.mode("auto")
        self.web.serve("/robots.txt", "User-agent: *\nAllow: /\n")

    def mode(self, fulltext: str) -> None:
        sources = self.desk.sources()
        sources["sources"] = [sources["sources"][0] | {"fulltext": fulltext}]
        watchlist = WATCHLIST | {"theatre": ["ML"]}
        self.desk.configure(sources=sources, watchlist=watchlist)

    def article(self, guid: str, *paragraphs: str) -> None:
        body = "".join(f"<p>{one}</p>" for one in paragraphs)
        page = f"<html><nav>Home</nav><article><h1>Report</h1>{body}</article><footer>©</footer>"
        self.web.serve(f"/{guid}", page, headers=HTML)

    def run(self) -> Summary:
        environ = {"TOCSIN_CONFIG": str(self.desk.config), "TOCSIN_VAR": str(self.desk.var)}
        live = Live(Settings.from_env(environ), self.archive, utc_now)
        pipeline = Pipeline(self.archive, live, lambda queue: None, "here")
        try:
            return pipeline.run_once()
        finally:
            pipeline.close()

    @property
    def alerts(self) -> list[Alert]:
        return [alert for _, alert in self.archive.recent_alerts(0, 100)]

    def asked(self, path: str) -> int:
        return self.web.paths().count(path)


@pytest.fixture
def room(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """On SQLite: what the archive does of it is tested on both in test_archive_fulltexts.py."""
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    with (
        Desk(tmp_path / "desk") as desk,
        closing(Archive.open(f"sqlite:///{tmp_path / 'tocsin.db'}")) as archive,
    ):
        for name, value in desk.environment.items():
            if name.startswith("TOCSIN_SLACK"):  # declared receivers must have their secrets
                monkeypatch.setenv(name, value)
        desk.receivers = ["files"]
        yield Room(desk, archive)


def test_a_summary_that_says_too_little_rings_by_its_article(room: Room) -> None:
    room.desk.publish(DULL, title="Bamako: a convoy", guid="a")
    room.article("a", DULL, LEAD, MORE)

    summary = room.run()

    (told,) = room.alerts
    assert (told.reason, told.entities) == (Reason.NEW_EVENT, ("7 × T-72B3",))
    assert summary.articles.read == 1
    assert room.archive.totals().articles == 1
    assert room.archive.totals().edits == 0


def test_a_summary_that_rang_does_not_ring_again_by_its_article(room: Room) -> None:
    room.desk.publish(LEAD, guid="a")
    room.article("a", LEAD, MORE, "In 2023 the army had three T-72 and two BMP-3 in Kidal.")

    room.run()

    assert room.archive.totals().articles == 1
    assert [alert.reason for alert in room.alerts] == [Reason.NEW_EVENT]


def test_an_article_that_leads_with_a_strong_new_fact_rings_as_an_update(room: Room) -> None:
    room.desk.publish("T-72 tanks arrived in Bamako.", title="Tanks", guid="a")
    room.article("a", "Twelve T-72 tanks and BMP-3 vehicles arrived in Bamako on Friday.", MORE)

    room.run()

    first, second = room.alerts
    assert (first.reason, second.reason) == (Reason.NEW_EVENT, Reason.UPDATE)
    assert second.event == first.key
    assert "new equipment: BMP-3" in second.news


def test_later_polls_of_the_same_summary_change_and_fetch_nothing(room: Room) -> None:
    room.desk.publish(DULL, title="Bamako", guid="a")
    room.article("a", LEAD, MORE)
    room.run()
    room.desk.publish("Nothing of interest.", guid="b")  # another body

    summary = room.run()

    assert (summary.polled.new, summary.polled.revised) == (1, 0)
    assert room.asked("/a") == 1
    assert len(room.alerts) == 1


def test_a_changed_summary_has_its_article_read_once_more(room: Room) -> None:
    room.desk.publish(DULL, title="Bamako", guid="a")
    room.article("a", DULL, MORE)
    room.run()
    room.desk.entries.clear()
    room.desk.publish(DULL + " Updated.", title="Bamako", guid="a")
    room.article("a", DULL, LEAD, MORE)

    room.run()
    room.run()

    assert room.asked("/a") == 2
    assert len(room.alerts) == 1
    assert room.asked("/robots.txt") == 1


def test_nothing_is_read_that_nobody_wants(room: Room) -> None:
    room.desk.publish("The mayor opened a new market. " * 12, title="Market day", guid="dull")
    room.mode("auto")
    room.run()
    room.mode("never")
    room.desk.publish(LEAD, guid="never")
    room.run()

    assert [path for path in room.web.paths() if path in ("/dull", "/never")] == []


def test_a_source_whose_texts_are_short_has_every_article_read(room: Room) -> None:
    room.desk.publish("", title="Ministers meet", guid="a")
    room.article("a", LEAD, MORE)

    room.run()

    assert [alert.entities for alert in room.alerts] == [("7 × T-72B3",)]


def test_robots_txt_is_obeyed_for_us_by_name(room: Room) -> None:
    room.web.serve("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: tocsin\nDisallow: /a\n")
    room.desk.publish(LEAD, guid="a")

    summary = room.run()

    assert room.asked("/a") == 0
    assert summary.articles.none == (("wire", "robots.txt asks us not to read it"),)
    assert not summary.failed


def test_while_robots_txt_cannot_be_had_nothing_is_read_and_it_is_tried_later(room: Room) -> None:
    room.web.serve("/robots.txt", status=503)
    room.desk.publish(LEAD, guid="a")

    room.run()

    assert room.asked("/a") == 0
    later = utc_now() + timedelta(minutes=16)
    assert room.archive.due(later).articles == 1
    assert len(room.alerts) == 1


def test_two_sources_that_list_one_page_read_it_once(room: Room) -> None:
    link = f"{room.web.url}/page"
    items = "".join(
        f"<item><guid>{n}</guid><title>Bamako {n}</title><link>{link}?utm_source={n}</link>"
        f"<description>{DULL}</description></item>"
        for n in (1, 2)
    )
    room.web.serve("/feed.xml", f"<rss version='2.0'><channel>{items}</channel></rss>")
    room.article("page", DULL, LEAD, MORE)

    summary = room.run()

    assert summary.articles.read == 2
    assert sum(request.path == "/page" for request in room.web.requests) == 1


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("a page that never ends", drip(10_000, 0.02)),
        ("no page at all", Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"})),
        ("gone", Answer(b"", 404)),
        ("a private address", Answer(status=302, headers={"Location": "http://127.0.0.9/x"})),
        ("poison for the extractor", Answer(b"<div>" * 200_000, headers=HTML)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_page_that_cannot_be_read_costs_only_itself(
    room: Room, reason: str, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "_PAGE", replace(fulltext._PAGE, deadline_s=1.0))
    room.desk.publish(LEAD, guid="bad")
    room.desk.publish(DULL, title="Kidal", guid="good")
    room.web.script("/bad", answer)
    room.article("good", "Two BMP-3 were spotted in Kidal.", MORE)

    summary = room.run()

    assert summary.articles.read == 1
    assert [alert.entities for alert in room.alerts] == [("7 × T-72B3",), ("2 × BMP-3",)]
    assert not summary.failed
