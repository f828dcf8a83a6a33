"""Telegram's messages as posts: text, media, origins, albums, counters, hostile offsets."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import html
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types

from collector.item import Origin, Reply
from collector.plain import clean, text_of_html
from collector.post import Post
from collector.telegram_message import Names, albums_of, code_points, facts_of, post_of
from collector.telegram_model import Facts, Tl
from collector.telegram_rich import rich_words

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CHANNEL = types.PeerChannel(1234567890)


def message(number: int = 1, text: str = "", **traits: object) -> Tl:
    return types.Message(number, CHANNEL, AT, text, **traits)


def read(*messages: Tl, names: Names | None = None) -> Post:
    (album,) = albums_of(messages)
    return post_of(album, names or Names())


def chat(number: int, title: str, username: str | None = None, **traits: object) -> Tl:
    return types.Channel(number, title, types.ChatPhotoEmpty(), AT, username=username, **traits)


# --- text ------------------------------------------------------------------------------------


def test_a_message_is_a_post() -> None:
    post = read(message(7, "Колонна", post_author="Ivan", edit_date=AT, views=9))

    assert replace(post, raw_hash="") == Post(
        id=7,
        text="Колонна",
        published_at=AT,
        published_raw="2026-11-20T12:00:00+00:00",
        author="Ivan",
        is_edited=True,
    )
    assert len(post.raw_hash) == 64


def in_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(st.text(), st.text(), st.text())
def test_offsets_in_utf16_units_cut_the_same_text(before: str, inside: str, after: str) -> None:
    whole = before + inside + after
    start, end = in_units(before), in_units(before + inside)

    first, last = code_points(whole, (start, end))

    assert whole[first:last] == inside


@given(st.text(max_size=20), st.lists(st.integers(-(2**31), 2**31 - 1), max_size=5))
def test_hostile_offsets_stay_within_the_text(text: str, units: list[int]) -> None:
    assert all(0 <= point <= len(text) for point in code_points(text, units))


def test_an_offset_inside_a_character_gives_its_end() -> None:
    assert code_points("🔥x", (1, 2, 3)) == [1, 1, 2]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n")))
def test_text_reads_as_its_html_would(text: str) -> None:
    markup = html.escape(text).replace("\n", "<br/>")

    assert clean(text) == text_of_html(f"<b>{markup}</b>")


def entity(kind: type, offset: int, length: int, *more: str) -> Tl:
    return kind(offset, length, *more)


SPANS = [
    (
        "a quote is a paragraph",
        "ab cd ef",
        [entity(types.MessageEntityBlockquote, 3, 2)],
        "ab\n\ncd\n\nef",
    ),
    ("code is a line", "ab cd ef", [entity(types.MessageEntityPre, 3, 2, "")], "ab\ncd\nef"),
    (
        "a quote within a quote is one",
        "ab cd ef",
        [entity(types.MessageEntityBlockquote, 0, 8), entity(types.MessageEntityPre, 3, 2, "")],
        "ab cd ef",
    ),
    ("markup in a quote is text", "<b>x", [entity(types.MessageEntityBlockquote, 0, 4)], "<b>x"),
    (
        "a quote far beyond the text",
        "ab",
        [entity(types.MessageEntityBlockquote, 90, 2_000_000)],
        "ab",
    ),
    ("a length below nothing", "ab", [entity(types.MessageEntityBlockquote, 1, -5)], "ab"),
    (
        "a hidden link after an emoji",
        "🇲🇱 here",
        [entity(types.MessageEntityTextUrl, 5, 4, "https://a.example/x")],
        "🇲🇱 here\nhttps://a.example/x",
    ),
    (
        "a link that is spelt out",
        "a.example/x now",
        [entity(types.MessageEntityTextUrl, 0, 11, "https://a.example/x")],
        "a.example/x now",
    ),
    (
        "a link that is no web address",
        "here",
        [entity(types.MessageEntityTextUrl, 0, 4, "javascript:alert(1)")],
        "here",
    ),
    (
        "one target twice",
        "here there",
        [
            entity(types.MessageEntityTextUrl, 0, 4, "https://a.example/x"),
            entity(types.MessageEntityTextUrl, 5, 5, "https://a.example/x"),
        ],
        "here there\nhttps://a.example/x",
    ),
]


@pytest.mark.parametrize(("reason", "text", "entities", "expected"), SPANS)
def test_entities_shape_the_text(reason: str, text: str, entities: list[Tl], expected: str) -> None:
    assert read(message(1, text, entities=entities)).text == expected, reason


def test_the_quote_of_a_reply_is_not_the_posts_own_text() -> None:
    reply = types.MessageReplyHeader(quote=True, reply_to_msg_id=3, quote_text="seven T-72")
    said = message(9, "no, nine", reply_to=reply)

    assert (read(said).text, read(said).reply) == ("no, nine", Reply("3", "seven T-72"))


def test_an_answer_to_another_channel_has_no_id_here() -> None:
    peer = types.PeerChannel(77)
    reply = types.MessageReplyHeader(reply_to_msg_id=3, reply_to_peer_id=peer, quote_text="seven")

    assert read(message(9, "no", reply_to=reply)).reply == Reply("", "seven")


def test_text_has_a_bound() -> None:
    assert len(read(message(1, "x" * 60_000)).text) == 50_000


def rich(*blocks: Tl) -> Tl:
    return message(1, "", rich_message=types.RichMessage(list(blocks), [], []))


def plain(text: str) -> Tl:
    return types.TextPlain(text)


def test_a_rich_message_reads_block_by_block() -> None:
    bold = types.TextConcat([plain("Seven "), types.TextBold(plain("T-72B3M"))])
    listed = types.PageBlockList([types.PageListItemText(plain("BMP-3"))])

    said = rich(types.PageBlockTitle(plain("Convoy")), types.PageBlockParagraph(bold), listed)

    assert read(said).text.split() == ["Convoy", "Seven", "T-72B3M", "BMP-3"]
    assert read(said).text.startswith("Convoy\nSeven T-72B3M\n")


def test_nesting_of_a_rich_message_does_not_break_the_reader() -> None:
    text = plain("deep")
    for _ in range(5_000):
        text = types.TextBold(text)

    (album,) = albums_of([message(1, "", rich_message=types.RichMessage([text], [], []))])

    assert rich_words(album.messages[0].rich_message) == "deep"


# --- albums ----------------------------------------------------------------------------------


def test_what_telegram_gives_as_empty_is_no_post() -> None:
    assert albums_of([types.MessageEmpty(1, None), message(2)])[0].id == 2


def test_a_service_message_has_an_id_and_no_words() -> None:
    action = types.MessageActionChatEditTitle("new title")
    post = read(types.MessageService(3, CHANNEL, AT, action=action))

    assert (post.id, post.is_service, post.text) == (3, True, "")


# --- origins ---------------------------------------------------------------------------------


def forward(**told: object) -> Tl:
    return message(1, "x", fwd_from=types.MessageFwdHeader(AT, **told))


KNOWN = Names(
    chats=[
        chat(5, "Informant", "milinfo"),
        chat(6, "Private"),
        chat(7, "Several", usernames=[types.Username("old"), types.Username("two", active=True)]),
        types.ChannelForbidden(8, 1, "Shut"),
    ],
    users=[types.User(9, first_name="Ivan", last_name="P", username="ivan"), types.User(10)],
)
ORIGINS = [
    (
        "a public channel's post",
        forward(from_id=types.PeerChannel(5), channel_post=77),
        Origin("Informant", "https://t.me/milinfo/77"),
    ),
    (
        "a public channel, no post told",
        forward(from_id=types.PeerChannel(5)),
        Origin("Informant", "https://t.me/milinfo"),
    ),
    (
        "a channel without a public name",
        forward(from_id=types.PeerChannel(6), channel_post=7),
        Origin("Private"),
    ),
    (
        "a channel with several names",
        forward(from_id=types.PeerChannel(7), channel_post=7),
        Origin("Several", "https://t.me/two/7"),
    ),
    ("a channel that shut us out", forward(from_id=types.PeerChannel(8)), Origin("Shut")),
    ("a person", forward(from_id=types.PeerUser(9)), Origin("Ivan P", "https://t.me/ivan")),
    ("someone who hides", forward(from_name="Somebody"), Origin("Somebody")),
    ("a deleted account", forward(from_id=types.PeerUser(10)), None),
    ("a channel nobody describes", forward(from_id=types.PeerChannel(99)), None),
    ("no forward", message(1, "x"), None),
]


@pytest.mark.parametrize(("reason", "said", "origin"), ORIGINS)
def test_a_forward_names_its_origin(reason: str, said: Tl, origin: Origin | None) -> None:
    assert read(said, names=KNOWN).origin == origin, reason


# --- counters --------------------------------------------------------------------------------


def test_counters_are_facts() -> None:
    counts = [
        types.ReactionCount(types.ReactionEmoji("👍"), 3),
        types.ReactionCount(types.ReactionCustomEmoji(55), 2),
        types.ReactionCount(types.ReactionPaid(), 1),
    ]
    said = message(
        1,
        views=4_850,
        forwards=12,
        replies=types.MessageReplies(6, 0),
        reactions=types.MessageReactions(counts),
        edit_date=AT,
    )

    assert facts_of(albums_of([said])[0]) == Facts(
        "1",
        views=4_850,
        forwards=12,
        replies=6,
        reactions=(("👍", 3), ("55", 2), ("paid", 1)),
        edited_at=AT,
    )


def test_counters_never_change_the_post() -> None:
    before, after = message(1, "x", views=1), message(1, "x", views=900, forwards=3, edit_date=AT)

    posts = [replace(read(one), raw_hash="", is_edited=False) for one in (before, after)]

    assert posts[0] == posts[1]


def test_an_edit_that_telegram_hides_is_none() -> None:
    said = message(1, "x", edit_date=AT, edit_hide=True)

    assert not read(said).is_edited
    assert facts_of(albums_of([said])[0]).edited_at is None
