"""Plain entries are read without feedparser, and say to the letter what it would say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from collector.feed_plain_entries import plain_entries
from collector.feed_reading import read_feed, read_whole
from tests.fakes.feeds import editions
from tests.fakes.feeds_everyday import everyday

BASE = "https://news.example/feeds/all.xml"
XML = "application/xml"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def compare(numbers: range) -> Counter[str]:
    """Read many feeds by feedparser alone and with the shortcut."""
    seen: Counter[str] = Counter()
    for number in numbers:
        body, kind = everyday(number), XML

        assert replace(read_feed(body, kind, BASE), page=()) == read_whole(body, kind, BASE), number
        told = [entry is not None for entry in plain_entries(body)]
        seen.update(plain=sum(told), entries=len(told))
    return seen


def test_over_many_everyday_feeds_the_items_are_feedparsers() -> None:
    seen = compare(range(500))

    assert seen["plain"] > seen["entries"] / 4


@pytest.mark.prove
def test_over_thousands_of_everyday_feeds_the_items_are_feedparsers() -> None:
    seen = compare(range(10_000, 20_000))

    assert seen["plain"] > seen["entries"] / 4


def test_feeds_of_all_dialects_good_and_broken_give_feedparsers_items() -> None:
    compared = 0
    for number in range(500):
        feed = editions(number)
        try:
            expected = read_whole(feed.first, feed.content_type, BASE)
        except Exception:  # feedparser raises whatever it likes; the whole is salvaged then
            continue

        found = read_feed(feed.first, feed.content_type, BASE)

        assert replace(found, page=()) == expected, number
        compared += 1
    assert compared > 450


def rss(entry: str, head: str = "") -> bytes:
    return f'<rss version="2.0"{head}><channel><item>{entry}</item></channel></rss>'.encode()


def atom(entry: str) -> bytes:
    return f"<feed {ATOM}><entry>{entry}</entry></feed>".encode()


LEFT = [
    ("a title said twice", rss("<title>a</title><title>b</title>")),
    ("markup that is not escaped", rss("<description>a <b>b</b></description>")),
    ("a source of its own", rss('<source url="/x">x</source>')),
    ("an element nobody knows", rss('<x:y xmlns:x="urn:x">x</x:y>')),
    ("an attribute that could mean something", rss('<description type="html">x</description>')),
    ("an entry with an attribute", rss("").replace(b"<item>", b'<item xml:lang="ru">')),
    ("a prefix bound to something else", rss("<title>a</title>", ' xmlns:dc="urn:other"')),
    ("a base address", rss("<link>a</link>", ' xml:base="https://b.example/"')),
    ("inline XHTML", atom('<content type="xhtml">x</content>')),
    ("content that is elsewhere", atom('<content src="https://x.example/">x</content>')),
    ("a person named twice", atom("<author><name>a</name><name>b</name></author>")),
    ("a link that leads nowhere", atom('<link href=""/>')),
    (
        "another dialect",
        rss("<title>a</title>").replace(b"<rss", b"<rdf").replace(b"/rss", b"/rdf"),
    ),
]


@pytest.mark.parametrize(("reason", "body"), LEFT, ids=[row[0] for row in LEFT])
def test_what_is_not_plain_is_left_to_feedparser(reason: str, body: bytes) -> None:
    assert plain_entries(body) == [None], reason


def test_an_entry_that_is_not_plain_leaves_its_neighbours_plain() -> None:
    entry = "<item><title>{}</title></item>"
    body = rss("<title>a</title><title>b</title>").replace(
        b"</channel>", entry.format("next").encode() + b"</channel>"
    )

    told = plain_entries(body)

    assert [entry and entry["title"] for entry in told] == [None, "next"]
    assert [entry.title for entry in read_feed(body, XML, BASE).entries] == ["a", "next"]
