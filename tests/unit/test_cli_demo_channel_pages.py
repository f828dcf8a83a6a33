"""The demo's channel previews have the structure of the real ones."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from cli.demo import channel_pages
from cli.demo.pages import Clock, Site
from cli.demo.stream import Channel, Entry, Shown, Stream, load
from collector.item import Origin
from collector.post import Post
from collector.telegram_page import parse_page

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SITE = Site("http://127.0.0.1:8123", Clock(START))


def _stream(*entries: dict[str, Any]) -> Stream:
    shape = {"language": "en", "reliability": "C", "chat_id": -77, "first_id": 100}
    channels = [
        shape | {"name": "chat", "channel": "demo_chat", "title": "Chat & Co"},
        shape | {"name": "else", "channel": "demo_else", "title": "Elsewhere", "first_id": 7},
    ]
    common = {"at": 1, "source": "chat", "role": "offtopic", "why": "x", "text": "text"}
    return Stream.model_validate(
        {"feeds": [], "channels": channels, "entries": [common | entry for entry in entries]}
    )


def _page(stream: Stream, at: float = 60, before: int | None = None) -> HTMLParser:
    channel: Channel = stream.channels[0]
    shown = channel_pages.page_of(stream, stream.shown(channel.name, at), before)
    return HTMLParser(channel_pages.history(SITE, stream, channel, shown))


def _one(tree: HTMLParser | Node, selector: str) -> Node:
    [node] = tree.css(selector)
    return node


def _posts(tree: HTMLParser) -> list[str | None]:
    selector = ".tgme_widget_message_wrap > .tgme_widget_message[data-post]"
    return [node.attributes["data-post"] for node in tree.css(selector)]


def test_a_post_carries_its_name_identity_time_and_text() -> None:
    tree = _page(_stream({"id": "a", "at": 5, "text": "Two <T-72> & more\n\n#Mali now 🚁"}))

    post = _one(tree, "section.tgme_channel_history .tgme_widget_message")
    view = post.attributes["data-view"] or ""
    decoded = json.loads(base64.urlsafe_b64decode(view + "=" * (-len(view) % 4)))
    assert post.attributes["data-post"] == "demo_chat/100"
    assert decoded["c"] == -77
    assert _one(post, ".js-message_text").html == (
        '<div class="tgme_widget_message_text js-message_text" dir="auto">'
        'Two &lt;T-72&gt; &amp; more<br><br><a href="?q=%23Mali">#Mali</a> now '
        '<i class="emoji" style="background-image:none"><b>🚁</b></i></div>'
    )
    time = _one(post, ".tgme_widget_message_date time[datetime]")
    assert time.attributes["datetime"] == "2026-03-01T12:00:05+00:00"
    assert _one(post, "a.tgme_widget_message_owner_name").text() == "Chat & Co"


def test_a_flag_is_one_emoji_of_two_characters() -> None:
    tree = _page(_stream({"id": "a", "text": "🇲🇱🇳🇪 Gao"}))

    flags = [node.text() for node in tree.css(".js-message_text i.emoji > b")]

    assert flags == ["🇲🇱", "🇳🇪"]


def test_a_forward_names_its_source_and_links_to_the_post() -> None:
    stream = _stream(
        {"id": "first", "source": "else"}, {"id": "copy", "at": 2, "forward_of": "first"}
    )

    origin = _one(_page(stream), ".tgme_widget_message_forwarded_from a")

    assert origin.text() == "Elsewhere"
    assert origin.attributes["href"] == "http://127.0.0.1:8123/demo_else/7"


def test_a_forward_of_a_hidden_source_has_a_name_and_no_link() -> None:
    tree = _page(_stream({"id": "copy", "forward_name": "A <pilot>"}))

    origin = _one(tree, ".tgme_widget_message_forwarded_from")

    assert origin.css("a") == []
    assert _one(origin, "span.tgme_widget_message_forwarded_from_name").text() == "A <pilot>"


def test_a_reply_quotes_in_an_element_apart_from_the_text() -> None:
    stream = _stream({"id": "a", "text": "question"}, {"id": "b", "at": 2, "reply_to": "a"})

    quote = _one(_page(stream), "a.tgme_widget_message_reply")

    assert quote.attributes["href"] == "http://127.0.0.1:8123/demo_chat/100"
    assert _one(quote, ".tgme_widget_message_text.js-message_reply_text").text() == "question"
    assert quote.css(".js-message_text") == []


def test_one_photo_is_a_link_with_a_background_image() -> None:
    photo = _one(_page(_stream({"id": "a", "photos": 1})), "a.tgme_widget_message_photo_wrap")

    assert photo.attributes["href"] == "http://127.0.0.1:8123/demo_chat/100"
    assert "background-image:url(" in (photo.attributes["style"] or "")


def test_an_album_is_one_block_whose_parts_stand_in_single_links() -> None:
    tree = _page(_stream({"id": "album", "photos": 3}, {"id": "next", "at": 2}))

    parts = [node.attributes["href"] for node in tree.css("a.tgme_widget_message_photo_wrap")]

    assert _posts(tree) == ["demo_chat/100", "demo_chat/103"]
    assert parts == [f"http://127.0.0.1:8123/demo_chat/{n}?single" for n in (100, 101, 102)]


def test_an_edited_post_says_so_beside_its_date() -> None:
    edit = {"at": 9, "text": "after", "role": "copy"}
    stream = _stream({"id": "a", "text": "before", "edits": [edit]})

    seen = [
        (
            _one(tree, ".js-message_text").text(),
            "edited" in _one(tree, ".tgme_widget_message_meta").text(),
        )
        for tree in (_page(stream, at=8), _page(stream, at=9))
    ]

    assert seen == [("before", False), ("after", True)]


def test_a_deleted_post_is_gone_and_the_others_keep_their_ids() -> None:
    stream = _stream({"id": "a"}, {"id": "b", "at": 2, "removed_at": 5}, {"id": "c", "at": 3})

    assert _posts(_page(stream, at=4)) == ["demo_chat/100", "demo_chat/101", "demo_chat/102"]
    assert _posts(_page(stream, at=5)) == ["demo_chat/100", "demo_chat/102"]


@pytest.mark.parametrize(
    ("age", "views"),
    [(0, "40"), (10, "640"), (20, "1.24K"), (100, "6.04K"), (172800, "12.4K")],
)
def test_views_grow_and_are_rounded(age: float, views: str) -> None:
    tree = _page(_stream({"id": "a", "at": 0}), at=age)

    assert _one(tree, ".tgme_widget_message_views").text() == views


def test_history_is_paged_by_twenty_ascending_and_exclusive() -> None:
    stream = _stream(*({"id": f"e{n}", "at": n} for n in range(45)))

    newest, middle, oldest = (_page(stream, before=b) for b in (None, 125, 105))

    assert _posts(newest) == [f"demo_chat/{n}" for n in range(125, 145)]
    assert _posts(middle) == [f"demo_chat/{n}" for n in range(105, 125)]
    assert _posts(oldest) == [f"demo_chat/{n}" for n in range(100, 105)]
    more = [tree.css("a.tme_messages_more") for tree in (newest, middle, oldest)]
    assert [len(links) for links in more] == [1, 1, 0]
    assert more[0][0].attributes["href"] == "/s/demo_chat?before=125"


def test_before_the_first_message_the_page_says_that_there_is_nothing() -> None:
    tree = _page(_stream({"id": "a"}), before=100)

    assert _posts(tree) == []
    assert len(tree.css(".tgme_widget_message_wrap > .tme_no_messages_found")) == 1


@pytest.mark.parametrize(("exists", "title"), [(True, "View"), (False, "Contact")])
def test_the_landing_page_tells_whether_the_name_exists(exists: bool, title: str) -> None:
    tree = HTMLParser(channel_pages.landing("demo_chat", exists=exists))

    assert _one(tree, "title").text() == f"Telegram: {title} @demo_chat"
    assert tree.css("section.tgme_channel_history") == []


def test_a_single_post_is_shown_alone_and_a_missing_one_is_named_so() -> None:
    stream = _stream({"id": "a"})
    state = stream.shown("chat", 5)[0]

    there, gone = (HTMLParser(channel_pages.single(SITE, stream, s)) for s in (state, None))

    assert _one(there, ".tgme_widget_message").attributes["data-post"] == "demo_chat/100"
    assert _one(gone, ".tgme_widget_message_error").text() == "Post not found"


@pytest.mark.parametrize("channel", load().channels, ids=lambda channel: str(channel.name))
def test_the_collector_reads_back_what_the_stream_says(channel: Channel) -> None:
    stream = load()
    shown = stream.shown(channel.name, stream.length)

    page = parse_page(channel_pages.history(SITE, stream, channel, shown))

    assert (page.is_channel, page.chat_id, page.title, page.is_start) == (
        True,
        str(channel.chat_id),
        channel.title,
        False,
    )
    assert [_read(post) for post in page.posts] == [_told(stream, state) for state in shown]


Told = tuple[int, str, datetime | None, bool, Origin | None, tuple[str, ...], tuple[int, ...]]


def _read(post: Post) -> Told:
    return (
        post.id,
        post.text,
        post.published_at,
        post.is_edited,
        post.origin,
        post.media,
        post.parts,
    )


def _told(stream: Stream, state: Shown) -> Told:
    entry, number = state.entry, stream.message_id(state.entry)
    return (
        number,
        state.text,
        SITE.clock.moment(entry.at).replace(microsecond=0),
        state.edited,
        _origin(stream, entry),
        ("photo",) * entry.photos,
        tuple(range(number + 1, number + entry.photos)),
    )


def _origin(stream: Stream, entry: Entry) -> Origin | None:
    if entry.forward_of is None:
        return Origin(entry.forward_name) if entry.forward_name else None
    first = stream.entry(entry.forward_of)
    channel = stream.channel_of(first)
    number = stream.message_id(first)
    return Origin(channel.title, f"{SITE.base}/{channel.channel}/{number}")
