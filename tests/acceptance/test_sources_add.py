"""`tocsin sources add` from the outside: a channel, a feed, a site; what it shows and writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.load import load
from tests.fakes.desk import Desk
from tests.fakes.telegram_web import FakeChannel


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk(tmp_path) as made:
        yield made


def written(desk: Desk) -> list[tuple[str, str | None, str | None]]:
    return [(s.name, s.url, s.channel) for s in load(desk.config).sources.sources][2:]


def test_a_channel_is_shown_with_what_the_watchlist_says_and_then_written(desk: Desk) -> None:
    other = FakeChannel("other_desk", chat_id=-1009)
    other.open_on(desk.web)
    other.post("В Кидале замечены две БМП-3")
    other.post("The mayor opened a market")

    done = desk.tocsin("sources", "add", "t.me/other_desk", "--language", "ru", "--tag", "osint")

    assert done.returncode == 0, done.stderr
    assert "channel @other_desk, id -1009: 2 items" in done.stdout
    assert "armour (high)             В Кидале замечены две БМП-3" in done.stdout
    assert "would hear 1 of 2" in done.stdout
    assert written(desk) == [("other_desk", None, "other_desk")]


def test_a_site_is_asked_for_its_feed(desk: Desk) -> None:
    desk.publish("Seven T-72B3 tanks arrived in Bamako")
    page = "<html><link rel=alternate type=application/rss+xml href=/second.xml><p>News</html>"
    desk.web.serve("/", page, headers={"Content-Type": "text/html"})
    feed = "<rss version='2.0'><channel><item><title>T-72</title></item></channel></rss>"
    desk.web.serve("/second.xml", feed, headers={"Content-Type": "application/rss+xml"})

    done = desk.tocsin("sources", "add", f"{desk.web.url}/", "--name", "site")

    assert done.returncode == 0, done.stdout + done.stderr
    assert written(desk) == [("site", f"{desk.web.url}/second.xml", None)]


def test_what_cannot_be_read_or_is_known_is_not_written(desk: Desk) -> None:
    absent = desk.tocsin("sources", "add", "@nobody_here")
    known = desk.tocsin("sources", "add", "@Desk_Test")
    dry = desk.tocsin("sources", "add", f"{desk.web.url}/feed.xml?x", "--dry-run")
    unseen = desk.tocsin("sources", "add", "@nobody_here", "--unseen")

    assert (absent.returncode, known.returncode) == (1, 2)
    assert "nothing was written" in absent.stderr
    assert "@Desk_Test: it is a source already, as posts" in known.stderr
    assert (dry.returncode, unseen.returncode) == (0, 0), dry.stderr + unseen.stderr
    assert written(desk) == [("nobody_here", None, "nobody_here")]
