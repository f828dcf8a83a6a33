"""What an answer of GetHistory shows: where history begins, albums, the base, names."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telethon.tl import types

from collector.item import Failure, FailureKind, Gap, PollState
from collector.telegram_history import Asked, peer_seen, shown
from collector.telegram_model import Peer, Tl
from collector.telegram_reader import Reader
from collector.telegram_walk import poll
from config.schema import Source

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NOW = AT + timedelta(hours=1)
CHANNEL = types.PeerChannel(5)
PEER = Peer(5, 55, "desk", "Desk")


def answer(*messages: Tl, count: int = 1_000, chats: tuple[Tl, ...] = ()) -> Tl:
    return types.messages.ChannelMessages(1, count, list(messages), [], list(chats), [])


def single(number: int) -> Tl:
    return types.Message(number, CHANNEL, AT, f"post {number}")


def part(number: int, group: int, at: datetime = AT) -> Tl:
    return types.Message(number, CHANNEL, at, "", grouped_id=group)


def knowing(*numbers: int, gaps: tuple[Gap, ...] = ()) -> PollState:
    known = tuple((str(number), "hash") for number in sorted(numbers, reverse=True))
    return PollState(newest_id=max(numbers, default=0), known=known, gaps=gaps)


NEWEST, BACK = Asked(0, 50, hold=True), Asked(90, 100)
STARTS = [
    ("the first message of all", answer(single(1), single(2)), BACK, knowing(), True),
    ("the newest page has all there are", answer(single(4), count=1), NEWEST, knowing(), True),
    ("a full page is never all", answer(single(4), count=1), Asked(0, 1), knowing(), False),
    ("more exist than the page shows", answer(single(4), count=2), NEWEST, knowing(), False),
    ("a short page further back proves nothing", answer(single(4)), BACK, knowing(), False),
    ("nothing below, and nothing known there", answer(), BACK, knowing(90, 91), True),
    ("nothing below, where something is known", answer(), BACK, knowing(80, 91), False),
    ("an empty channel", answer(count=0), NEWEST, knowing(), True),
    ("empty, and yet it counts messages", answer(count=7), NEWEST, knowing(), False),
]


@pytest.mark.parametrize(("reason", "told", "asked", "state", "is_start"), STARTS)
def test_where_history_begins(
    reason: str, told: Tl, asked: Asked, state: PollState, is_start: bool
) -> None:
    assert shown(told, asked, state, NOW).page.is_start == is_start, reason


CUT = [
    ("a full page may cut it", answer(part(4, 9), part(5, 9), single(6)), Asked(0, 3), [6]),
    ("a page that isn't full can't", answer(part(4, 9), part(5, 9)), Asked(0, 3), [4]),
    ("at the start nothing is cut", answer(part(1, 9), part(2, 9)), Asked(0, 2), [1]),
    ("a single post is never cut", answer(single(4), single(5)), Asked(0, 2), [4, 5]),
    (
        "the newest may still grow",
        answer(single(4), part(5, 9, NOW - timedelta(seconds=4))),
        NEWEST,
        [4],
    ),
    (
        "after five seconds it is whole",
        answer(single(4), part(5, 9, NOW - timedelta(seconds=5))),
        NEWEST,
        [4, 5],
    ),
    (
        "a date far ahead is no reason to wait",
        answer(single(4), part(5, 9, NOW + timedelta(hours=1))),
        NEWEST,
        [4, 5],
    ),
    (
        "after the wait it is taken as it is",
        answer(single(4), part(5, 9, NOW)),
        Asked(0, 50),
        [4, 5],
    ),
    (
        "one below another post is whole",
        answer(part(4, 9, NOW), single(5)),
        NEWEST,
        [4, 5],
    ),
]


@pytest.mark.parametrize(("reason", "told", "asked", "ids"), CUT)
def test_an_album_is_shown_whole_or_not_at_all(
    reason: str, told: Tl, asked: Asked, ids: list[int]
) -> None:
    page = shown(told, asked, PollState(), NOW).page

    assert [post.id for post in page.posts] == ids, reason


FORMER = [
    ("its first part was deleted", knowing(3, 4, 9), answer(part(5, 1), part(6, 1)), 4),
    ("it is known as it is", knowing(3, 5, 9), answer(part(5, 1)), 5),
    ("it is new", knowing(3, 4), answer(part(5, 1)), 5),
    ("it was in a hole", knowing(3, 9, gaps=(Gap(3, 9),)), answer(part(5, 1)), 5),
    ("the known one is still there", knowing(4, 9), answer(single(4), part(5, 1)), 5),
    ("no album reaches that far", knowing(4, 30), answer(part(14, 1)), 14),
    ("a single post takes no other's place", knowing(4, 9), answer(single(5)), 5),
]


@pytest.mark.parametrize(("reason", "state", "told", "number"), FORMER)
def test_an_album_keeps_the_id_it_is_known_by(
    reason: str, state: PollState, told: Tl, number: int
) -> None:
    page = shown(told, NEWEST, state, NOW).page

    assert page.posts[-1].id == number, reason


def chat(username: str | None, **traits: object) -> Tl:
    return types.Channel(5, "New title", types.ChatPhotoEmpty(), AT, username=username, **traits)


def names(*told: str) -> list[Tl]:
    return [types.Username(name, active=True) for name in told]


SEEN = [
    ("nothing said of it", (), PEER),
    ("only half of it said", (chat("other", min=True),), PEER),
    ("a new title", (chat("desk"),), Peer(5, 55, "desk", "New title")),
    ("a new name", (chat("other"),), Peer(5, 55, "other", "New title")),
    ("no name any more", (chat(None),), Peer(5, 55, "", "New title")),
    (
        "the known one among several",
        (chat(None, usernames=names("sold", "Desk")),),
        Peer(5, 55, "desk", "New title"),
    ),
    ("another channel's", (types.Channel(6, "x", types.ChatPhotoEmpty(), AT),), PEER),
]


@pytest.mark.parametrize(("reason", "chats", "expected"), SEEN)
def test_a_peer_follows_the_channels_name(
    reason: str, chats: tuple[Tl, ...], expected: Peer
) -> None:
    assert peer_seen(PEER, answer(chats=chats)) == expected, reason


def test_an_answer_without_messages_is_empty() -> None:
    seen = shown(types.messages.MessagesNotModified(3), NEWEST, PollState(), NOW)

    assert (seen.page.posts, seen.is_empty, seen.total) == ((), True, 3)


def test_identities_are_as_preview_pages_tell_them() -> None:
    assert Peer(1234567890, 1).identity == "-1001234567890"
    assert Peer(5, 1).identity == "-1000000000005"
    assert Peer(12345678901, 1).identity == "-1012345678901"


def test_what_is_no_message_is_passed_over() -> None:
    stray = types.MessageEntityBold(0, 1)

    page = shown(answer(single(4), stray), NEWEST, PollState(), NOW).page

    assert [post.id for post in page.posts] == [4]


class Ill:
    """An entity of no kind that Telegram knows."""


def test_an_answer_of_wrong_kinds_is_that_channels_failure() -> None:
    ill = answer(single(4), types.Message(5, CHANNEL, AT, "x", entities=[Ill()]))

    async def ask(request: Tl) -> Tl:
        return ill

    source = Source(name="desk", channel="deskdesk")
    reading = asyncio.run(poll(Reader(ask, asyncio.sleep, source, PollState(), NOW), PEER))

    assert reading.result is not None
    assert reading.result.failure == Failure(
        FailureKind.SOFT,
        "Telegram's answer can't be read: AttributeError: 'Ill' object has no attribute 'offset'",
    )
