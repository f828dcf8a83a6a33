"""The demo's feeds, read back by the parser that reads real ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import feedparser
import pytest

from cli.demo import pages
from cli.demo.pages import Clock, Site
from cli.demo.stream import Entry, Feed, Role, Shown, load
from collector.article import item_of
from collector.feed_reading import read_feed
from collector.item import Item
from config.schema import Source

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SITE = Site("http://127.0.0.1:8123", Clock(START))
TEXT = "Tanks & <trucks> were seen.\nAll day.\n\nÀ Gao, « déjà » là ]]> fin."
HTML = (
    "<p>Tanks &amp; &lt;trucks&gt; were seen.<br />All day.</p>"
    "<p>À Gao, « déjà » là ]]&gt; fin.</p>"
)


def _feed(**habits: str) -> Feed:
    shape = {"name": "site", "title": "Site & Sons", "format": "rss", "language": "fr"}
    return Feed.model_validate(shape | {"reliability": "B"} | habits)


def _shown(at: float = 5, entry_id: str = "one") -> Shown:
    entry = Entry(
        id=entry_id, at=at, source="site", role=Role.OFFTOPIC, why="x", title="A < B & C", text=TEXT
    )
    return Shown(entry, TEXT, edited=False, changed_at=at, age=0)


def _read(source: Feed, shown: list[Shown]) -> Any:  # noqa: ANN401 (feedparser is untyped)
    read = feedparser.parse(pages.feed(SITE, source, shown).encode(), sanitize_html=False)
    assert not read.bozo, read.get("bozo_exception")
    return read


@pytest.mark.parametrize(
    ("habit", "guid", "written"),
    [
        ("opaque", "site:one", ' isPermaLink="false">site:one<'),
        (
            "permalink",
            "http://127.0.0.1:8123/articles/site/one",
            ' isPermaLink="true">http://127.0.0.1:8123/articles/site/one<',
        ),
        ("none", None, None),
    ],
)
def test_a_feed_keeps_its_habit_of_guids(habit: str, guid: str | None, written: str | None) -> None:
    source = _feed(guid=habit)

    [entry] = _read(source, [_shown()]).entries

    document = pages.feed(SITE, source, [_shown()])
    assert (entry.get("id"), entry.link) == (guid, "http://127.0.0.1:8123/articles/site/one")
    assert f"<guid{written}" in document if written else "<guid" not in document


@pytest.mark.parametrize("body", ["content", "cdata", "entities"])
def test_every_way_of_writing_the_body_gives_the_same_html(body: str) -> None:
    [entry] = _read(_feed(body=body), [_shown()]).entries

    whole = entry.content[0].value if body == "content" else entry.summary
    assert unescape(whole.replace("<br/>", "<br />")) == unescape(HTML)
    assert entry.title == "A < B & C"


def test_content_encoded_comes_with_a_teaser_of_the_first_line() -> None:
    [entry] = _read(_feed(body="content"), [_shown()]).entries

    assert entry.summary == "<p>Tanks &amp; &lt;trucks&gt; were seen.</p>"


def test_entities_are_written_by_name_as_older_software_does() -> None:
    document = pages.feed(SITE, _feed(body="entities"), [_shown()])

    assert "&amp;laquo; d&amp;eacute;j&amp;agrave; &amp;raquo;" in document


def test_an_atom_feed_has_its_dates_language_and_relative_links() -> None:
    source = _feed(format="atom", links="relative")
    edited = Shown(_shown().entry, "new text", edited=True, changed_at=9.0, age=4)

    read = _read(source, [edited])

    [entry] = read.entries
    assert 'href="/articles/site/one"' in pages.feed(SITE, source, [edited])
    assert (read.version, read.feed.language) == ("atom10", "fr")
    assert read.feed.updated == "2026-03-01T12:00:09+00:00"
    assert (entry.id, entry.link) == (
        "tag:site.example,2026:one",
        "http://127.0.0.1:8123/articles/site/one",
    )
    assert (entry.published, entry.updated) == (
        "2026-03-01T12:00:05+00:00",
        "2026-03-01T12:00:09+00:00",
    )
    assert entry.content[0].value == "<p>new text</p>"


def test_a_feed_lists_its_twenty_newest_newest_first() -> None:
    shown = [_shown(at=float(n), entry_id=f"e{n}") for n in range(25)]

    listed = [entry.id for entry in _read(_feed(), shown).entries]

    assert listed == [f"site:e{n}" for n in range(24, 4, -1)]


def test_a_feed_without_news_stays_the_same_bytes() -> None:
    stream, source = load(), load().feeds[0]

    earlier, later = (pages.feed(SITE, source, stream.shown(source.name, at)) for at in (7.0, 8.0))

    assert earlier == later


def test_an_empty_feed_is_still_a_feed() -> None:
    read = _read(_feed(), [])

    assert (read.version, read.entries, read.feed.title) == ("rss20", [], "Site & Sons")


@pytest.mark.parametrize("feed", load().feeds, ids=lambda feed: str(feed.name))
def test_the_collector_reads_back_what_the_stream_says(feed: Feed) -> None:
    stream = load()
    shown = stream.shown(feed.name, stream.length)
    body = pages.feed(SITE, feed, shown).encode()
    source = Source(name=feed.name, url=f"{SITE.base}/feeds/{feed.name}.xml")

    document = read_feed(body, f"application/{feed.format}+xml", str(source.url))

    now = START + timedelta(hours=1)
    items = [item_of(entry, source, document.language, now) for entry in document.entries]
    assert document.language == feed.language
    assert [_told(item) for item in items if item] == [
        (
            state.entry.id,
            state.entry.title,
            state.text,
            f"{SITE.base}/articles/{feed.name}/{state.entry.id}",
            SITE.clock.moment(state.entry.at).replace(microsecond=0),
        )
        for state in reversed(shown)
    ]


def _told(item: Item) -> tuple[str, str, str, str, datetime | None]:
    entry = load().find(item.source, item.external_id)
    assert entry is not None
    published = item.published_at.replace(microsecond=0) if item.published_at else None
    return entry.id, item.title, item.text, item.url, published


def test_an_article_shows_title_and_text_escaped() -> None:
    assert pages.article(_feed(), _shown()) == (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        "<title>A &lt; B &amp; C | Site &amp; Sons</title></head>"
        f"<body><article><h1>A &lt; B &amp; C</h1>{HTML.replace('<br />', '<br/>')}"
        "</article></body></html>"
    )


@pytest.mark.parametrize(
    ("when", "at", "speed", "seconds"),
    [
        ("the start", 0, 2, 0),
        ("played twice as fast", 10, 2, 5),
        ("the past is not compressed", -86400, 2, -86400),
    ],
)
def test_playing_seconds_become_moments(when: str, at: float, speed: float, seconds: float) -> None:
    moment = Clock(START, speed).moment(at)

    assert (moment - START).total_seconds() == seconds, when


def test_the_clock_reads_playing_seconds_off_the_wall() -> None:
    clock = Clock(START, 3.0)

    assert clock.playing(START.replace(second=10)) == 30.0
