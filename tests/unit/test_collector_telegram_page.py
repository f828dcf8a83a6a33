"""What a preview page says, post by post."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.item import Attachment, Origin, Reply
from collector.post import Page, Post
from collector.telegram_page import describe_landing, parse_page
from tests.fakes.telegram_web import FakeChannel, landing_page

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def only_post(traits: dict[str, Any]) -> Post:
    channel = FakeChannel("desk")
    channel.post(at=NOON, **traits)
    (post,) = parse_page(channel.page()).posts
    assert post.views == 5_850
    return replace(post, raw_hash="", views=0)


def expected(**traits: object) -> Post:
    base = Post(id=1, published_at=NOON, published_raw="2026-11-20T12:00:00+00:00")
    return replace(base, **traits)  # type: ignore[arg-type]


PAGES = [
    (
        "line breaks are newlines",
        {"text": "Bamako\n7 T-72"},
        {"text": "Bamako\n7 T-72"},
    ),
    (
        "an emoji is its character",
        {"text_html": '<i class="emoji" style="x"><b>🇲🇱</b></i> Bamako'},
        {"text": "🇲🇱 Bamako"},
    ),
    (
        "a nested text block is read once",
        {"text_html": '<div class="tgme_widget_message_text js-message_text">once</div>'},
        {"text": "once"},
    ),
    (
        "a reply's quote is not the post's text",
        {"text": "Confirmed", "reply_quote": "Five BMP-3 seen"},
        {"text": "Confirmed", "reply": Reply("1", "Five BMP-3 seen")},
    ),
    (
        "a reply without words of its own has no text",
        {"photos": 1, "reply_quote": "Five BMP-3 seen"},
        {
            "media": ("photo",),
            "reply": Reply("1", "Five BMP-3 seen"),
            "attachments": (Attachment("photo"),),
        },
    ),
    (
        "a forward names its channel",
        {"text": "x", "forwarded_from": ("Informant", "https://t.me/informant/9")},
        {"text": "x", "origin": Origin("Informant", "https://t.me/informant/9")},
    ),
    (
        "a forward from a hidden source names it only",
        {"text": "x", "forwarded_from": ("Somebody", "")},
        {"text": "x", "origin": Origin("Somebody")},
    ),
    (
        "an album is one post with parts",
        {"text": "column", "photos": 3},
        {
            "text": "column",
            "media": ("photo",) * 3,
            "parts": (2, 3),
            "attachments": (Attachment("photo"),) * 3,
        },
    ),
    (
        "a video's duration is not the date",
        {"text": "x", "video": "0:15"},
        {"text": "x", "media": ("video",), "attachments": (Attachment("video"),)},
    ),
    (
        "a document's title is read",
        {"document": "T-72 losses.pdf"},
        {
            "text": "T-72 losses.pdf",
            "media": ("document T-72 losses.pdf",),
            "attachments": (Attachment("document", 1_258_291, "T-72 losses.pdf"),),
        },
    ),
    (
        "a poll is read with its options",
        {"poll": ("Who landed?", "T-72", "BMP-3")},
        {"text": "Who landed?\nT-72\nBMP-3", "media": ("poll",)},
    ),
    (
        "a link preview stands after the text",
        {"text": "Look", "preview": ("Convoy near Gao", "Seven tanks")},
        {"text": "Look\nConvoy near Gao\nSeven tanks"},
    ),
    (
        "a hidden link's target stands last",
        {"text_html": '<a href="https://news.example/t-72">here</a> it is'},
        {"text": "here it is\nhttps://news.example/t-72"},
    ),
    (
        "a spelt-out link, a mention and a hashtag hide nothing",
        {
            "text_html": '<a href="https://news.example/a">news.example/a</a> '
            '<a href="https://t.me/other">@other</a> <a href="?q=%23mali">#mali</a>'
        },
        {"text": "news.example/a @other #mali"},
    ),
    (
        "a hidden script link is dropped",
        {"text_html": '<a href="javascript:x">go</a>'},
        {"text": "go"},
    ),
    ("edited is only a mark", {"text": "x", "edited": True}, {"text": "x", "is_edited": True}),
    ("a service post is marked", {"text": "x", "service": True}, {"text": "x", "is_service": True}),
    ("a signature is the author", {"text": "x", "author": "Ivan"}, {"text": "x", "author": "Ivan"}),
]


@pytest.mark.parametrize(("reason", "shown", "read"), PAGES, ids=[row[0] for row in PAGES])
def test_a_post_is_read_as_it_is_shown(
    reason: str, shown: dict[str, Any], read: dict[str, Any]
) -> None:
    post = only_post(shown)

    assert post == expected(**read), reason


def test_a_page_tells_identity_title_and_order() -> None:
    channel = FakeChannel("desk", chat_id=-1009, title="Desk & Co")
    for number in range(30):
        channel.post(f"post {number}")

    page = parse_page(channel.page())

    assert (page.chat_id, page.title, page.is_channel, page.is_start) == (
        "-1009",
        "Desk & Co",
        True,
        False,
    )
    assert [post.id for post in page.posts] == list(range(11, 31))


def test_the_oldest_page_says_that_nothing_is_older() -> None:
    channel = FakeChannel("desk")
    channel.post("first")

    page = parse_page(channel.page())

    assert page.is_start
    assert len(page.posts) == 1


@pytest.mark.parametrize(
    ("reason", "markup"),
    [
        ("a landing page", landing_page("desk", exists=True)),
        ("a challenge", "<html><title>Just a moment...</title></html>"),
        ("nothing", ""),
    ],
)
def test_any_other_page_is_not_a_channel(reason: str, markup: str) -> None:
    assert parse_page(markup) == Page(is_channel=False), reason


def test_nesting_no_honest_page_has_is_not_even_parsed() -> None:
    markup = '<section class="tgme_channel_history">' + "<div>" * 100_000 + "</div>" * 100_000

    assert parse_page(markup) == Page(is_channel=False)
    assert describe_landing(markup, "desk") == (True, "@desk shows a page that can't be read")


def test_a_quote_that_also_bears_the_texts_class_is_not_the_text() -> None:
    channel = FakeChannel("desk")
    channel.post("Confirmed", reply_quote="Five BMP-3 seen")
    markup = channel.page().replace(
        "js-message_reply_text", "js-message_text js-message_reply_text"
    )

    (post,) = parse_page(markup).posts

    assert post.text == "Confirmed"


def test_a_date_without_meaning_is_kept_raw() -> None:
    channel = FakeChannel("desk")
    channel.post("x", at=NOON)
    markup = channel.page().replace("2026-11-20T12:00:00+00:00", "yesterday")

    (post,) = parse_page(markup).posts

    assert (post.published_at, post.published_raw) == (None, "yesterday")


@pytest.mark.parametrize(
    ("exists", "told"),
    [
        (True, (True, "@desk exists, but shows no preview: a group, or its preview is disabled")),
        (False, (False, "@desk does not exist or is private")),
    ],
)
def test_the_landing_page_tells_absent_from_closed(exists: bool, told: tuple[bool, str]) -> None:
    assert describe_landing(landing_page("desk", exists=exists), "desk") == told


def _full_page() -> str:
    channel = FakeChannel("desk")
    for number in range(3):
        channel.post(f"post {number}", photos=2, preview=("t", "d"), poll=("q", "a"))
    return channel.page()


FULL_PAGE = _full_page()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutation_of_a_page_raises(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(FULL_PAGE)))
    length = data.draw(st.integers(0, 300))
    put = data.draw(st.text(max_size=40))

    page = parse_page(FULL_PAGE[:start] + put + FULL_PAGE[start + length :])

    assert all(post.id >= 0 for post in page.posts)
