"""The queue before the detector: attempts counted first, suspects alone, nothing taken twice."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.model import QuarantinedItem
from tests.fakes.newsroom import HOUR, LEASE, MINUTE, NOW, SECOND, Newsroom, item


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


def ids(newsroom: Newsroom, *, after: int = 0, limit: int = 10) -> list[int]:
    """Claim after so many leases have run out."""
    return [pending.item_id for pending in newsroom.pending(NOW + after * LEASE, limit)]


def test_the_oldest_come_first_and_no_more_than_asked_for(newsroom: Newsroom) -> None:
    newsroom.poll(*(item(str(n)) for n in range(5)))

    assert ids(newsroom, limit=2) == [1, 2]
    assert ids(newsroom, limit=2) == [3, 4]


def test_a_claimed_item_is_nobody_elses_until_the_lease_ends(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    newsroom.pending()

    assert newsroom.pending(NOW + LEASE - SECOND) == []
    assert ids(newsroom, after=1) == [1]


def test_every_claim_counts_as_an_attempt_before_the_work(newsroom: Newsroom) -> None:
    newsroom.poll(item())

    attempts = [newsroom.pending(NOW + n * LEASE)[0].attempts for n in range(4)]

    assert attempts == [1, 2, 3, 4]


def test_from_the_third_try_on_an_item_comes_alone(newsroom: Newsroom) -> None:
    newsroom.poll(item("1"), item("2"), item("3"))

    batches = [ids(newsroom, after=n) for n in range(2)]
    alone = [ids(newsroom, after=2) for _ in range(3)]

    assert batches == [[1, 2, 3], [1, 2, 3]]
    assert alone == [[1], [2], [3]]


def test_a_suspect_does_not_hold_up_the_innocent_before_it(newsroom: Newsroom) -> None:
    newsroom.poll(item("1"))
    newsroom.pending()
    newsroom.poll(item("2"), now=NOW + LEASE)
    newsroom.archive.retry_detection(1, "stumbled", NOW + LEASE)
    newsroom.pending(NOW + LEASE, limit=1)
    newsroom.archive.retry_detection(1, "stumbled", NOW + 2 * LEASE)

    assert ids(newsroom, after=1) == [2]
    assert ids(newsroom, after=2) == [1]


def test_a_retry_waits_for_its_time(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    newsroom.pending()

    newsroom.archive.retry_detection(1, "stumbled", NOW + MINUTE)

    assert newsroom.pending(NOW + MINUTE - SECOND) == []
    assert [p.attempts for p in newsroom.pending(NOW + MINUTE)] == [2]


def test_a_finished_item_is_never_retried(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    (pending,) = newsroom.pending()
    with newsroom.archive.placing() as placing:
        placing.done(pending.item_id, pending.revision)

    newsroom.archive.retry_detection(1, "too late", NOW)

    assert newsroom.pending(NOW + HOUR) == []


def test_a_quarantined_item_is_listed_and_no_longer_handed_out(newsroom: Newsroom) -> None:
    newsroom.poll(item("7"))
    newsroom.pending()

    newsroom.archive.quarantine(1, "three crashes\x00", NOW + MINUTE)

    assert newsroom.pending(NOW + HOUR) == []
    assert newsroom.archive.quarantined() == [
        QuarantinedItem(1, "wire", "7", "three crashes\ufffd", NOW + MINUTE)
    ]


def test_a_released_item_is_tried_afresh(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    newsroom.archive.quarantine(1, "three crashes", NOW)

    released = newsroom.archive.release_quarantined(1, NOW)

    assert released
    assert [p.attempts for p in newsroom.pending()] == [1]
    assert newsroom.archive.quarantined() == []


def test_only_what_is_in_quarantine_can_be_released(newsroom: Newsroom) -> None:
    newsroom.poll(item())

    assert not newsroom.archive.release_quarantined(1, NOW)
    assert not newsroom.archive.release_quarantined(99, NOW)


def test_a_new_revision_leaves_quarantine_with_a_clean_record(newsroom: Newsroom) -> None:
    newsroom.poll(item(text="Poison."))
    newsroom.archive.quarantine(1, "three crashes", NOW)

    newsroom.poll(item(text="Corrected."), now=NOW + HOUR)

    assert [p.attempts for p in newsroom.pending(NOW + HOUR)] == [1]
    assert newsroom.archive.quarantined() == []
