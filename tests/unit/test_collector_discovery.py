"""Which feeds a page names: what a browser would find, and nothing a page could smuggle in."""

from __future__ import annotations

import pytest

from collector.discovery import (
    MAX_FEEDS,
    Linked,
    feeds_linked,
    usual_addresses,
    worth_reading,
)

BASE = "https://site.example/news/today.html"
RSS = '<link rel="alternate" type="application/rss+xml" href="{}">'

PAGES: list[tuple[str, str, tuple[str, ...]]] = [
    ("an RSS feed by a path", RSS.format("/feed"), ("https://site.example/feed",)),
    ("a relative address", RSS.format("rss.xml"), ("https://site.example/news/rss.xml",)),
    (
        "Atom on another host",
        '<link type="application/atom+xml" rel="alternate" href="https://feeds.example/a">',
        ("https://feeds.example/a",),
    ),
    (
        "a type with parameters, in capitals",
        '<link rel="ALTERNATE" type="Application/RSS+XML; charset=utf-8" href="/a">',
        ("https://site.example/a",),
    ),
    ("the same feed twice", RSS.format("/a") + RSS.format("/a"), ("https://site.example/a",)),
    ("a stylesheet", '<link rel="stylesheet" type="text/css" href="/a.css">', ()),
    (
        "the page in another language",
        '<link rel="alternate" type="text/html" hreflang="fr" href="/fr">',
        (),
    ),
    ("an address that is none", RSS.format("http://[broken"), ()),
    ("a script as an address", RSS.format("javascript:alert(1)"), ()),
    ("a file as an address", RSS.format("file:///etc/passwd"), ()),
    ("no links", "<p>hello</p>", ()),
    ("no page", "\x00\xff", ()),
]


@pytest.mark.parametrize(("reason", "markup", "feeds"), PAGES, ids=[row[0] for row in PAGES])
def test_feeds_named_by_a_page(reason: str, markup: str, feeds: tuple[str, ...]) -> None:
    assert tuple(one.address for one in feeds_linked(markup.encode(), BASE)) == feeds


def test_a_page_that_names_many_feeds_is_asked_for_the_first_few_only() -> None:
    markup = "".join(RSS.format(f"/{number}") for number in range(100))

    assert len(feeds_linked(markup.encode(), BASE)) == MAX_FEEDS


def test_feeds_of_comments_are_left_out_where_there_are_others() -> None:
    news, comments = Linked("https://a.example/feed", "News"), Linked("https://a.example/comments")

    assert worth_reading((news, comments)) == (news,)
    assert worth_reading((comments,)) == (comments,)


def test_the_usual_places_are_few_and_on_the_same_site() -> None:
    found = usual_addresses("https://site.example/blog")

    assert found[:3] == (
        "https://site.example/blog/feed",
        "https://site.example/blog/rss.xml",
        "https://site.example/feed",
    )
    assert len(found) <= 8
