"""Saving what one poll found: new items, revisions, tombstones, and hostile text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.archive import Archive
from archive.codec import recall
from archive.model import ClaimRequest, FinishedPoll, PendingItem, SavedPoll
from collector.item import Failure, FailureKind, Item, PollResult, PollState
from tests.fakes.newsroom import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    Newsroom,
    channel,
    feed,
    item,
    read_well,
)

NUL, SURROGATE = "\x00", "\ud800"


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


def done(newsroom: Newsroom, pending: PendingItem) -> None:
    with newsroom.archive.placing() as placing:
        placing.done(pending.item_id, pending.revision)


def test_an_unknown_item_is_saved_and_waits_for_the_detector(newsroom: Newsroom) -> None:
    found = item(parts=("2",), media=("photo",), language="fr", author="A. Reporter")

    saved = newsroom.poll(found)

    assert saved == SavedPoll(new=(1,))
    assert newsroom.pending() == [
        PendingItem(
            item_id=1,
            revision=1,
            item=found,
            first_seen_at=NOW,
            backfill=False,
            deleted_at=None,
            attempts=1,
        )
    ]


def test_items_are_numbered_in_the_order_they_were_found(newsroom: Newsroom) -> None:
    found = [item(str(n)) for n in range(1200)]  # more than one statement's worth

    saved = newsroom.poll(*found)

    assert saved.new == tuple(range(1, 1201))
    assert [p.item.external_id for p in newsroom.pending(limit=2000)] == [
        str(n) for n in range(1200)
    ]
    assert newsroom.poll(*found, now=NOW + HOUR) == SavedPoll()


def test_an_item_seen_again_unchanged_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.poll(item())

    saved = newsroom.poll(item(author="counters and bylines are no content"), now=NOW + HOUR)

    assert saved == SavedPoll()
    assert newsroom.archive.totals().revisions == 1


def test_a_changed_text_is_a_revision_that_waits_again(newsroom: Newsroom) -> None:
    newsroom.poll(item(text="A convoy arrived."))
    (first,) = newsroom.pending()
    done(newsroom, first)

    saved = newsroom.poll(item(text="A convoy of 20 arrived."), now=NOW + HOUR)

    assert saved == SavedPoll(revised=(1,))
    (second,) = newsroom.pending(NOW + HOUR)
    assert (second.revision, second.item.text) == (2, "A convoy of 20 arrived.")
    assert (second.first_seen_at, second.attempts) == (NOW, 1)


def test_a_revision_that_comes_during_the_work_is_not_swallowed_by_its_end(
    newsroom: Newsroom,
) -> None:
    newsroom.poll(item(text="First."))
    (first,) = newsroom.pending()
    newsroom.poll(item(text="Second."), now=NOW + MINUTE)

    done(newsroom, first)

    assert [p.revision for p in newsroom.pending(NOW + MINUTE)] == [2]


def test_a_deleted_item_becomes_a_tombstone_with_its_last_text(newsroom: Newsroom) -> None:
    newsroom.poll(item(text="Soon deleted."))
    (first,) = newsroom.pending()
    done(newsroom, first)

    saved = newsroom.poll(deleted=("1",), now=NOW + HOUR)

    assert saved == SavedPoll(deleted=(1,))
    (tombstone,) = newsroom.pending(NOW + HOUR)
    assert tombstone.deleted_at == NOW + HOUR
    assert (tombstone.revision, tombstone.item.text) == (2, "Soon deleted.")


def test_a_deletion_during_the_work_is_not_swallowed_by_its_end(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    (first,) = newsroom.pending()
    newsroom.poll(deleted=("1",), now=NOW + MINUTE)

    done(newsroom, first)

    assert [p.deleted_at for p in newsroom.pending(NOW + MINUTE)] == [NOW + MINUTE]


@pytest.mark.parametrize(
    ("reason", "deleted"),
    [("never seen", ("99",)), ("deleted before", ("1",))],
)
def test_a_deletion_is_told_once_and_only_of_what_is_known(
    newsroom: Newsroom, reason: str, deleted: tuple[str, ...]
) -> None:
    newsroom.poll(item())
    newsroom.poll(deleted=("1",), now=NOW + HOUR)

    saved = newsroom.poll(deleted=deleted, now=NOW + 2 * HOUR)

    assert saved == SavedPoll(), reason
    assert newsroom.archive.totals().deletions == 1


def test_an_item_shown_by_the_same_poll_is_not_deleted(newsroom: Newsroom) -> None:
    newsroom.poll(item())

    assert newsroom.poll(item(), deleted=("1",), now=NOW + HOUR) == SavedPoll()


def test_an_item_that_reappears_is_a_revision_even_with_the_same_text(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    newsroom.poll(deleted=("1",), now=NOW + HOUR)

    saved = newsroom.poll(item(), now=NOW + 2 * HOUR)

    assert saved == SavedPoll(revised=(1,))
    assert [p.deleted_at for p in newsroom.pending(NOW + 2 * HOUR)] == [None]


def test_of_two_entries_with_one_id_the_first_counts(newsroom: Newsroom) -> None:
    twins = (item(text="The newer entry."), item(text="The older entry."))

    newsroom.poll(*twins)
    again = newsroom.poll(*twins, now=NOW + HOUR)

    assert again == SavedPoll()
    assert [p.item.text for p in newsroom.pending(NOW + HOUR)] == ["The newer entry."]


# --- albums ----------------------------------------------------------------------------------


def test_the_parts_of_an_album_are_the_same_item(newsroom: Newsroom) -> None:
    newsroom.poll(item("10", "Album.", parts=("11", "12")))

    saved = newsroom.poll(item("11", "Album, edited."), now=NOW + HOUR)

    assert saved == SavedPoll(revised=(1,))


def test_an_album_that_grew_between_two_polls_stays_one_item(newsroom: Newsroom) -> None:
    newsroom.poll(item("10", "Album."))
    newsroom.poll(item("10", "Album.", parts=("11",), media=("photo",)), now=NOW + HOUR)

    saved = newsroom.poll(item("11", "Album.", media=("photo",)), now=NOW + 2 * HOUR)

    assert newsroom.archive.totals().items == 1
    assert saved.new == ()


def test_one_photo_of_an_album_missing_is_no_deletion_of_the_album(newsroom: Newsroom) -> None:
    newsroom.poll(item("10", "Album.", parts=("11", "12")))

    assert newsroom.poll(deleted=("12",), now=NOW + HOUR) == SavedPoll()
    assert newsroom.poll(deleted=("10", "11", "12"), now=NOW + 2 * HOUR) == SavedPoll(deleted=(1,))


# --- what is too old to ring -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "published_at", "backfill"),
    [
        ("within the first poll's window", NOW - timedelta(hours=23), False),
        ("older than the window", NOW - timedelta(hours=25), True),
        ("no date: first seen counts", None, False),
        ("a little ahead: clocks differ", NOW + 14 * MINUTE, False),
        ("far ahead: first seen counts", NOW + 16 * MINUTE, False),
        ("before 1990: first seen counts", datetime(1989, 12, 31, tzinfo=UTC), False),
        ("the year 1, in a zone that leaves the calendar",
         datetime.min.replace(tzinfo=UTC) + timedelta(days=1), False),
        ("another zone's time", (NOW - 25 * HOUR).astimezone(), True),
    ],
)  # fmt: skip
def test_what_is_older_than_the_first_polls_window_is_backfill(
    newsroom: Newsroom, reason: str, published_at: datetime | None, backfill: bool
) -> None:
    newsroom.poll(item(published_at=published_at))

    assert [p.backfill for p in newsroom.pending()] == [backfill], reason


def test_the_window_is_measured_from_the_first_poll_not_from_this_one(newsroom: Newsroom) -> None:
    newsroom.poll()

    newsroom.poll(item(published_at=NOW - 23 * HOUR), now=NOW + 10 * DAY)

    assert [p.backfill for p in newsroom.pending(NOW + 10 * DAY)] == [False]


def test_a_window_longer_than_the_calendar_is_taken_as_it_is_meant(archive: Archive) -> None:
    newsroom = Newsroom(archive, source=channel(first_poll="999999d"))

    newsroom.poll(item(published_at=datetime(1991, 1, 1, tzinfo=UTC)))

    assert [p.backfill for p in newsroom.pending()] == [False]


# --- one transaction -------------------------------------------------------------------------


def test_an_overtaken_poll_writes_nothing_at_all(newsroom: Newsroom) -> None:
    slow = newsroom.claim()
    newsroom.poll(item("1"), state=read_well(etag='"new"'), now=NOW + LEASE)

    late = PollResult("wire", read_well(etag='"old"'), (item("2"),), deleted=("1",))
    saved = newsroom.archive.save_poll(slow, late, NOW + HOUR, NOW + LEASE)

    assert saved is None
    totals = newsroom.archive.totals()
    assert (totals.items, totals.deletions, totals.polls) == (1, 0, 1)
    assert newsroom.claim(NOW + HOUR).state.etag == '"new"'


def test_the_same_poll_can_not_be_saved_twice(newsroom: Newsroom) -> None:
    claim = newsroom.claim()
    result = PollResult("wire", read_well(), (item(),))

    first = newsroom.archive.save_poll(claim, result, NOW + HOUR, NOW)
    second = newsroom.archive.save_poll(claim, result, NOW + HOUR, NOW)

    assert (first, second) == (SavedPoll(new=(1,)), None)


def test_a_poll_whose_items_can_not_be_saved_moves_no_cursor(newsroom: Newsroom) -> None:
    naive = item("2", published_at=datetime(2026, 3, 1, 12, 0))  # noqa: DTZ001 - the fault itself
    result = PollResult("wire", read_well(etag='"new"'), (item("1"), naive))

    with pytest.raises(TypeError):
        newsroom.archive.save_poll(newsroom.claim(), result, NOW + HOUR, NOW)

    assert newsroom.archive.totals().items == 0
    assert newsroom.claim(NOW + LEASE).state == PollState()


def test_a_failed_poll_is_remembered_with_its_reason(newsroom: Newsroom) -> None:
    newsroom.poll(
        state=PollState(failures=3), failure=Failure(FailureKind.TEMPORARY, "timed out after 25 s")
    )

    (status,) = newsroom.archive.source_statuses(NOW)
    assert (status.failures, status.last_error) == (3, "timed out after 25 s")
    totals = newsroom.archive.totals()
    assert (totals.polls, totals.polls_failed, totals.sources_failed) == (1, 1, 1)


def test_polls_are_saved_together_and_each_stands_for_itself(archive: Archive) -> None:
    archive.register([feed("one"), feed("two"), feed("three")], NOW)
    one, two, three = archive.claim_sources(ClaimRequest("feed", "w", LEASE, 3), NOW)
    again = archive.claim_sources(ClaimRequest("feed", "w", LEASE, 1), NOW + LEASE)
    found = [
        FinishedPoll(claim, PollResult(claim.name, read_well(), (item(source=claim.name),)), NOW)
        for claim in (one, two, three)
    ]

    saved = archive.save_polls(found, NOW)

    assert [claim.name for claim in again] == ["one"]
    assert saved == [None, SavedPoll(new=(1,)), SavedPoll(new=(2,))]
    assert archive.totals().items == 2


def test_an_unchanged_poll_leaves_alone_what_it_did_not_compare(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(state=read_well(known=(("1", "hash"),)))
    claim = newsroom.claim(NOW + HOUR)

    unchanged = PollResult("wire", replace(claim.state, etag='"2"'), unchanged=True)
    newsroom.archive.save_poll(claim, unchanged, NOW + HOUR, NOW + HOUR)

    after = newsroom.claim(NOW + 2 * HOUR)
    assert (after.state.known, after.state.etag) == ((), '"2"')
    assert recall(after.state, after.memory).known == (("1", "hash"),)


def test_an_overflow_is_counted_and_dated(newsroom: Newsroom) -> None:
    result = PollResult("wire", read_well(), overflowed=True, bytes_read=500, notes=("a", "b"))

    newsroom.archive.save_poll(newsroom.claim(), result, NOW + HOUR, NOW)

    (status,) = newsroom.archive.source_statuses(NOW)
    assert (status.overflows, status.overflowed_at) == (1, NOW)
    assert (status.bytes_read, status.note) == (500, "a; b")


def test_a_feed_that_is_gone_stops(newsroom: Newsroom) -> None:
    newsroom.poll(failure=Failure(FailureKind.GONE, "gone for good", stops=True))

    (status,) = newsroom.archive.source_statuses(NOW + DAY)
    assert (status.state, status.last_error) == ("stopped", "gone for good")


# --- hostile text ----------------------------------------------------------------------------


def test_characters_that_no_database_takes_are_replaced_one_by_one(newsroom: Newsroom) -> None:
    newsroom.poll(item(text=f"a{NUL}b{SURROGATE}c", title=NUL, author=SURROGATE, media=(NUL,)))

    (pending,) = newsroom.pending()

    assert (pending.item.text, pending.item.title) == ("a\ufffdb\ufffdc", "\ufffd")
    assert (pending.item.author, pending.item.media) == ("\ufffd", ("\ufffd",))


def test_an_unstorable_text_seen_again_is_no_revision(newsroom: Newsroom) -> None:
    newsroom.poll(item(text=f"a{NUL}b"))

    assert newsroom.poll(item(text=f"a{NUL}b"), now=NOW + HOUR) == SavedPoll()


@pytest.mark.parametrize(
    ("reason", "ids"),
    [
        ("they differ in what can't be stored", (f"x{NUL}", f"x{SURROGATE}", "x\ufffd")),
        ("they differ after 10,000 characters", ("я" * 10_000 + "1", "я" * 10_000 + "2")),
        ("each would break an index", ("𝕏" * 4_000, "\u0001" * 9_000, "'; DROP TABLE items; --")),
    ],
)
def test_hostile_ids_stay_different_and_stay_the_same(
    newsroom: Newsroom, reason: str, ids: tuple[str, ...]
) -> None:
    found = [item(name, f"Text {n}") for n, name in enumerate(ids)]

    first = newsroom.poll(*found)
    second = newsroom.poll(*found, deleted=(), now=NOW + HOUR)
    third = newsroom.poll(deleted=ids, now=NOW + 2 * HOUR)

    assert len(first.new) == len(ids), reason
    assert second == SavedPoll()
    assert third.deleted == first.new
    assert len({p.item.external_id for p in newsroom.pending(NOW + 2 * HOUR)}) == len(ids)


def test_hostile_headers_in_the_poll_state_are_no_obstacle(newsroom: Newsroom) -> None:
    failure = Failure(FailureKind.SOFT, f"not a feed: {NUL}{SURROGATE}")
    state = read_well(etag=f'"{NUL}"', last_modified=SURROGATE)

    newsroom.poll(state=state, failure=failure)

    assert newsroom.claim(NOW + HOUR).state.etag == '"\ufffd"'
    assert newsroom.archive.source_statuses(NOW)[0].last_error == "not a feed: \ufffd\ufffd"


def test_a_text_of_a_million_characters_is_kept_whole(newsroom: Newsroom) -> None:
    text = "Колонна 🇲🇱 прибыла. " * 50_000

    newsroom.poll(item(text=text))

    assert newsroom.pending()[0].item.text == text


def test_item_type_is_kept(archive: Archive) -> None:
    newsroom = Newsroom(archive, source=channel())
    newsroom.poll(item("7", kind="post"))

    assert isinstance(newsroom.pending()[0].item, Item)
    assert newsroom.pending(NOW + LEASE)[0].item.kind == "post"
