"""What is due, what there is, and what was told last."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.counts import Due, Totals
from collector.item import PollResult
from tests.fakes.newsroom import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    Newsroom,
    channel,
    digest,
    feed,
    item,
    notice,
    read_well,
)


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


def test_an_empty_archive_owes_nothing(archive: Archive) -> None:
    assert archive.due(NOW) == Due()
    assert archive.earliest_delivery(NOW) is None
    assert archive.newest_alert_id() == 0
    assert archive.totals() == Totals(0, 0, 0, 0, 0, 0, 0, 0, (), 0, 0, 0, 0, 0)


def test_what_is_due_is_counted_by_the_work_it_makes(archive: Archive) -> None:
    archive.register([feed("a"), feed("b"), channel()], NOW)
    archive.add_notice(notice(), ["desk", "mail"], NOW)

    assert archive.due(NOW) == Due(feeds=2, channels=1, pending_items=0, notifications=2)


def test_what_somebody_holds_is_not_due_until_the_lease_ends(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    newsroom.archive.add_notice(notice(), ["desk"], NOW)
    newsroom.pending()
    newsroom.claim_notifications()
    newsroom.claim()

    assert newsroom.archive.due(NOW + LEASE - SECOND) == Due()
    assert newsroom.archive.due(NOW + LEASE) == Due(1, 0, 1, 1)


def test_a_held_receivers_notifications_are_not_due(newsroom: Newsroom) -> None:
    newsroom.archive.add_notice(notice(), ["desk"], NOW)
    newsroom.archive.hold_receiver("desk", NOW + MINUTE)

    assert newsroom.archive.due(NOW).notifications == 0
    assert newsroom.archive.due(NOW + MINUTE).notifications == 1


def test_a_stopped_or_removed_source_is_never_due(newsroom: Newsroom) -> None:
    newsroom.archive.register([], NOW)

    assert newsroom.archive.due(NOW + DAY).feeds == 0


def test_the_earliest_delivery_minds_holds_and_who_is_being_served(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    archive.add_notice(notice("a"), ["desk"], NOW)
    archive.add_notice(notice("b"), ["desk"], NOW)
    assert archive.earliest_delivery(NOW + SECOND) == NOW + SECOND

    (claim,) = newsroom.claim_notifications()
    assert archive.earliest_delivery(NOW) == NOW + LEASE

    archive.record_sent(claim, "ts", NOW)
    archive.hold_receiver("desk", NOW + SECOND)
    assert archive.earliest_delivery(NOW) == NOW + SECOND


def test_totals_count_everything_once(newsroom: Newsroom) -> None:
    newsroom.tell("desk", "mail")
    newsroom.poll(item("event-1", "Edited."), now=NOW + MINUTE)
    newsroom.poll(deleted=("event-1",), now=NOW + 2 * MINUTE)
    newsroom.archive.quarantine(1, "three crashes", NOW + 2 * MINUTE)
    newsroom.archive.add_notice(notice(), [], NOW)
    newsroom.archive.digests.add(digest(), NOW)
    claim = newsroom.claim_notifications()[0]
    newsroom.archive.record_sent(claim, "ts", NOW)

    totals = newsroom.archive.totals()

    assert totals == Totals(
        items=1, revisions=2, deletions=1, detections=1, events=1, alerts=1, notices=1, digests=1,
        notifications=(("pending", 1), ("sending", 1), ("sent", 1)),
        sources_read=1, sources_failed=0, quarantined=1, polls=3, polls_failed=0,
    )  # fmt: skip
    assert (totals.waiting, totals.sent) == (2, 1)
    assert newsroom.archive.totals(NOW) == totals  # counted from the rows, not from the sums


def test_an_item_in_the_detectors_hands_is_still_unread(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    (pending,) = newsroom.pending()
    assert newsroom.archive.due(NOW).pending_items == 0

    in_hand = newsroom.archive.totals().unread
    with newsroom.archive.placing() as placing:
        placing.done(pending.item_id, pending.revision)

    assert (in_hand, newsroom.archive.totals().unread) == (1, 0)


def test_totals_since_an_instant_leave_out_what_was_before(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    newsroom.poll(item("2"), now=NOW + HOUR)

    totals = newsroom.archive.totals(NOW + HOUR)

    assert (totals.items, totals.revisions, totals.alerts, totals.notifications) == (1, 1, 0, ())
    assert totals.sources_read == 1


def test_recent_alerts_come_oldest_first_and_without_notices(newsroom: Newsroom) -> None:
    newsroom.tell("desk", key="a")
    newsroom.archive.add_notice(notice(), ["desk"], NOW)
    newsroom.tell("desk", key="b")

    everything = newsroom.archive.recent_alerts(0, 10)
    first, second = (number for number, _ in everything)

    assert [alert.key for _, alert in everything] == ["a", "b"]
    assert newsroom.archive.recent_alerts(0, 1) == everything[:1]
    assert newsroom.archive.recent_alerts(first, 10) == everything[1:]
    assert newsroom.archive.recent_alerts(second, 10) == []
    assert newsroom.archive.newest_alert_id() == second


def test_a_poll_that_failed_counts_its_source_as_failed(newsroom: Newsroom) -> None:
    claim = newsroom.claim()
    result = PollResult("wire", read_well(failures=1))
    newsroom.archive.save_poll(claim, result, NOW + HOUR, NOW)

    totals = newsroom.archive.totals()

    assert (totals.sources_read, totals.sources_failed) == (0, 1)
