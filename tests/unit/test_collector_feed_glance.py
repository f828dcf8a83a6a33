"""The cheap look at a feed: whatever it spares feedparser, the items stay the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from collector.feed_glance import glance
from collector.feed_reading import read_feed, read_whole
from collector.item import PollState
from collector.memory import News, news_of
from config.schema import Source
from tests.fakes.feeds import editions

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BASE = "https://news.example/feeds/all.xml"
SOURCE = Source(name="news", url=BASE)
XML = "application/xml"


def polled(body: bytes, content_type: str, state: PollState) -> tuple[News, bool]:
    """What a poll finds, and whether feedparser was spared a part of the document."""
    seen = frozenset(fingerprint for fingerprint, _ in state.page)
    document = read_feed(body, content_type, BASE, seen)
    spared = any(place < 0 for _, place in document.page)
    return news_of(SOURCE, state, document, NOW + timedelta(hours=1)), spared


def forgetful(news: News) -> News:
    return replace(news, state=replace(news.state, page=()))


def compare(numbers: range) -> Counter[str]:
    """Poll both editions of many feeds with the shortcut and without."""
    outcomes: Counter[str] = Counter()
    for number in numbers:
        feed = editions(number)
        try:
            before = news_of(
                SOURCE, PollState(), read_feed(feed.first, feed.content_type, BASE), NOW
            ).state
            expected = news_of(
                SOURCE,
                before,
                read_whole(feed.second, feed.content_type, BASE),
                NOW + timedelta(hours=1),
            )
        except Exception:  # feedparser raises whatever it likes; the whole is salvaged then
            outcomes["unreadable"] += 1
            continue

        found, spared = polled(feed.second, feed.content_type, before)

        assert forgetful(found) == forgetful(expected), number
        outcomes["spared" if spared else "read as a whole"] += 1
    return outcomes


def test_over_a_thousand_feeds_the_shortcut_finds_what_feedparser_finds() -> None:
    outcomes = compare(range(1_000))

    assert outcomes["spared"] > 300
    assert outcomes["read as a whole"] > 200


@pytest.mark.prove
def test_over_thousands_of_feeds_the_shortcut_finds_what_feedparser_finds() -> None:
    outcomes = compare(range(10_000, 20_000))

    assert outcomes["spared"] > 3_000


def rss(*entries: str, head: str = "") -> bytes:
    return f'<rss version="2.0"><channel>{head}{"".join(entries)}</channel></rss>'.encode()


ONE, TWO = "<item><title>one</title></item>", "<item><title>two</title></item>"


def seen_in(body: bytes, base: str = BASE) -> frozenset[str]:
    found = glance(body, XML, base)
    assert found is not None
    return frozenset(found.fingerprints)


def test_what_was_seen_is_cut_out_and_all_else_stays() -> None:
    found = glance(rss(ONE, "<ttl>5</ttl>", TWO, head="<title>Now</title>"), XML, BASE)

    assert found is not None
    assert found.without(seen_in(rss(ONE, head="<title>Then</title>"))) == rss(
        "<ttl>5</ttl>", TWO, head="<title>Now</title>"
    )


ALIKE = [
    ("the head may change", rss(ONE, head="<lastBuildDate>now</lastBuildDate>"), BASE, True),
    ("so may the other entries", rss(TWO, ONE), BASE, True),
    ("the entry may not", rss("<item><title>One</title></item>"), BASE, False),
    ("nor what its links are relative to", rss(ONE), "https://moved.example/", False),
    ("nor the tags around it", rss(ONE).replace(b"<channel>", b'<channel x="1">'), BASE, False),
]


@pytest.mark.parametrize(("reason", "body", "base", "alike"), ALIKE, ids=[r[0] for r in ALIKE])
def test_a_fingerprint_is_of_all_that_an_entry_means(
    reason: str, body: bytes, base: str, alike: bool
) -> None:
    assert bool(seen_in(rss(ONE)) & seen_in(body, base)) is alike, reason


UNCLEAR = [
    ("ill-formed", rss(ONE, "<item>&nbsp;</item>")),
    ("cut short", rss(ONE)[:-5]),
    ("a DOCTYPE may define entities", b"<!DOCTYPE rss>" + rss(ONE)),
    ("an entry within an entry", rss(f"<item>{ONE}</item>")),
    ("an entry where none belongs", b"<rss><other><item>x</item></other></rss>"),
    ("an entry in capitals", rss("<ITEM><title>one</title></ITEM>")),
    ("an entry that is empty", rss("<item/>")),
    ("a prefix bound to nothing", rss("<item><x:y/></item>")),
    ("a base address within an entry", rss('<item><title xml:base="/a/">one</title></item>')),
    ("two bytes a character", rss(ONE).decode().encode("utf-16")),
    ("bytes that are not what they say", rss("<item><title>\xff</title></item>")[:-30] + b"\xff"),
]


@pytest.mark.parametrize(("reason", "body"), UNCLEAR, ids=[row[0] for row in UNCLEAR])
def test_what_is_unclear_is_left_to_feedparser(reason: str, body: bytes) -> None:
    assert glance(body, XML, BASE) is None, reason


def test_an_older_entry_with_the_same_id_is_no_news_while_the_newer_one_stands() -> None:
    newer = "<item><guid>g</guid><title>new</title></item>"
    older = "<item><guid>g</guid><title>old</title></item>"
    state = news_of(SOURCE, PollState(), read_feed(rss(newer, older), XML, BASE), NOW).state

    same, _ = polled(rss(newer, older, TWO), XML, state)
    alone, _ = polled(rss(older), XML, state)

    assert [item.title for item in same.items] == ["two"]
    assert [item.title for item in alone.items] == ["old"]
