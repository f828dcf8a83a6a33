"""What a channel's pages mean: reached, missing, deleted, a gap."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from collector.item import Gap, Item, PollState
from collector.post import Page, Post
from collector.tracking import (
    Outcome,
    Stretch,
    advanced,
    confirmed,
    gap_below,
    hole_below,
    is_below_base,
    is_complete,
    is_stranger,
    missing,
    narrowed,
    news,
    second_look,
    under_known_ids,
)

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def page(*ids: int, start: bool = False, chat: str = "") -> Page:
    return Page(tuple(Post(number) for number in ids), chat_id=chat, is_start=start)


def knowing(*ids: int, gaps: tuple[Gap, ...] = ()) -> PollState:
    known = tuple((str(number), "hash") for number in sorted(ids, reverse=True))
    return PollState(newest_id=max(ids, default=0), known=known, gaps=gaps)


def post_item(number: int, text: str = "text") -> Item:
    return Item("s", str(number), "post", "", text, "", None)


REACHES = [
    ("a first poll needs one page", PollState(), page(50, 51), True),
    ("the newest known post is on the page", knowing(50), page(50, 51), True),
    ("the page begins right above it", knowing(50), page(51, 52), True),
    ("a hole remains", knowing(50), page(52, 53), False),
    ("nothing older exists", knowing(50), page(52, 53, start=True), True),
]


@pytest.mark.parametrize(("reason", "state", "shown", "expected"), REACHES)
def test_paging_back_ends_where_the_known_begins(
    reason: str, state: PollState, shown: Page, expected: bool
) -> None:
    assert is_complete(Stretch((shown,)), state) == expected, reason


def test_what_paging_did_not_reach_is_a_gap() -> None:
    stretch = Stretch((page(90, 91),)).then(page(70, 80))

    assert gap_below(stretch, 50) == Gap(50, 70)


NARROWED = [
    ("the page reaches the bottom", Gap(50, 70), page(49, 60), None),
    ("the page ends above the bottom", Gap(50, 70), page(60, 65), Gap(50, 60)),
    ("the channel's start closes it", Gap(50, 70), page(60, start=True), None),
    ("an empty page proves nothing", Gap(50, 70), page(), Gap(50, 70)),
    ("an empty start closes it", Gap(50, 70), page(start=True), None),
]


@pytest.mark.parametrize(("reason", "gap", "shown", "left"), NARROWED)
def test_a_gap_narrows_from_above(reason: str, gap: Gap, shown: Page, left: Gap | None) -> None:
    assert narrowed(gap, shown) == left, reason


MISSING = [
    ("all known are shown", knowing(10, 11), page(10, 11, 12), ()),
    ("one within the page is not", knowing(10, 11, 12), page(10, 12), (11,)),
    ("the newest is not", knowing(10, 11, 12), page(10, 11), (12,)),
    ("what lies below the page says nothing", knowing(5, 10), page(10, 11), ()),
    ("unless nothing older exists", knowing(5, 10), page(10, 11, start=True), (5,)),
    ("holes that were never posts say nothing", knowing(10, 20), page(10, 20), ()),
    ("an empty page says nothing", knowing(10, 11), page(), ()),
    ("an id in an open gap says nothing", knowing(1, 5, 9, gaps=(Gap(3, 7),)), page(1, 9), ()),
]


@pytest.mark.parametrize(("reason", "state", "shown", "expected"), MISSING)
def test_known_posts_a_page_should_show_are_candidates(
    reason: str, state: PollState, shown: Page, expected: tuple[int, ...]
) -> None:
    assert missing(Stretch((shown,)), state, newest=True) == expected, reason


def test_an_albums_part_is_shown_with_its_album() -> None:
    album = Page((Post(10, parts=(11, 12)),))

    assert missing(Stretch((album,)), knowing(10, 11), newest=True) == ()


CONFIRMED = [
    ("the second page misses it too", page(10, 12), (11,)),
    ("the second page shows it", page(10, 11, 12), ()),
    ("an empty second page proves nothing", page(), ()),
    ("a page of strangers proves nothing", page(1, 2), ()),
    ("a page that ends above it proves nothing", page(12), ()),
]


@pytest.mark.parametrize(("reason", "second", "expected"), CONFIRMED)
def test_a_deletion_needs_a_second_look(
    reason: str, second: Page, expected: tuple[int, ...]
) -> None:
    assert confirmed((11,), second, knowing(10, 11, 12)) == expected, reason


@pytest.mark.parametrize(
    ("reason", "candidates", "before"),
    [
        ("a known neighbour above proves the page", (10, 11), 13),
        ("the newest has no neighbour above", (12,), 13),
    ],
)
def test_the_second_look_ends_above_the_candidates(
    reason: str, candidates: tuple[int, ...], before: int
) -> None:
    assert second_look(candidates, knowing(10, 11, 12)) == before, reason


def test_a_name_with_another_identity_is_a_stranger() -> None:
    state = PollState(identity="-100")

    assert is_stranger(page(1, chat="-200"), state)
    assert not is_stranger(page(1, chat="-100"), state)
    assert not is_stranger(page(1), state)


BASE = [
    ("a first poll has none", PollState(), 5, False),
    ("older than all that is known", knowing(10, 11), 9, True),
    ("between known ones", knowing(10, 20), 15, False),
    ("in a hole", knowing(50, 60, gaps=(Gap(10, 50),)), 30, False),
    ("newer", knowing(10), 11, False),
    ("nothing is known any more", PollState(newest_id=10), 10, True),
    ("new where nothing is known any more", PollState(newest_id=10), 11, False),
]


@pytest.mark.parametrize(("reason", "state", "number", "expected"), BASE)
def test_what_is_older_than_the_base_is_no_news(
    reason: str, state: PollState, number: int, expected: bool
) -> None:
    assert is_below_base(number, state) == expected, reason


FORMER = [
    ("its first part was deleted", knowing(3, 4, 9), (5, 6), 4),
    ("it is known as it is", knowing(3, 5, 9), (5, 6), 5),
    ("it is new", knowing(3, 4), (5, 6), 5),
    ("no album reaches that far", knowing(4, 30), (14, 15), 14),
    ("a single post takes no other's place", knowing(4, 9), (5,), 5),
]


@pytest.mark.parametrize(("reason", "state", "parts", "number"), FORMER)
def test_an_album_keeps_the_id_it_is_known_by(
    reason: str, state: PollState, parts: tuple[int, ...], number: int
) -> None:
    (post,) = under_known_ids(Page((Post(parts[0], parts=parts[1:]),)), state).posts

    assert post.id == number, reason
    assert {post.id, *post.parts} == {number, *parts}


def test_the_same_content_is_no_news_and_other_content_is_a_revision() -> None:
    same, other, unknown = post_item(1), post_item(2, "edited"), post_item(3)
    state = PollState(known=(("1", same.content_hash), ("2", "before")))

    assert news((same, other, unknown), state) == (other, unknown)


def test_a_poll_moves_the_state_on() -> None:
    state = knowing(10, 11)
    item = post_item(12)

    moved = advanced(state, Outcome((item,), (11,), (Gap(1, 5),), last_id=14), NOW)

    assert moved == PollState(
        newest_id=14,
        known=(("12", item.content_hash), ("10", "hash")),
        gaps=(Gap(1, 5),),
        first_polled_at=NOW,
        last_ok_at=NOW,
        last_new_at=NOW,
        arrivals=(NOW,),
    )


def test_no_more_than_500_known_ids_are_kept_and_the_newest_stay() -> None:
    state = knowing(*range(1, 501))

    moved = advanced(state, Outcome((post_item(501),), (), (), last_id=501), NOW)

    assert [name for name, _ in moved.known] == [str(number) for number in range(501, 1, -1)]


def test_a_channel_that_was_empty_owes_all_it_says_since() -> None:
    emptied = PollState(first_polled_at=NOW)

    assert not is_complete(Stretch((page(51, 52),)), emptied)
    assert hole_below(Stretch((page(51, 52),)), emptied) == Gap(0, 51)
    assert hole_below(Stretch((page(51, 52),)), PollState()) is None
