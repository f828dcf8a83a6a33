"""What the dead held: free at once for others, without doing anything twice."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.leases import ON_THE_WIRE
from collector.item import PollResult
from tests.fakes.newsroom import LEASE, NOW, SECOND, Newsroom, item, read_well


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


def test_a_source_of_the_dead_is_polled_by_another_and_the_dead_save_nothing(
    newsroom: Newsroom,
) -> None:
    overtaken = newsroom.claim()
    assert newsroom.archive.lease_holders() == {"worker"}

    newsroom.archive.release_leases({"worker"}, NOW)

    assert newsroom.archive.due(NOW).feeds == 1
    assert newsroom.archive.lease_holders() == set()
    late = PollResult("wire", read_well(), (item(),), (), None)
    assert newsroom.archive.save_poll(overtaken, late, NOW, NOW) is None


def test_items_of_the_dead_are_read_by_another_and_the_attempt_counts(newsroom: Newsroom) -> None:
    newsroom.poll(item())
    newsroom.pending()
    assert newsroom.pending() == []

    newsroom.archive.release_leases({"worker"}, NOW)

    assert [pending.attempts for pending in newsroom.pending()] == [2]


def test_what_the_dead_were_sending_is_looked_up_when_it_can_have_arrived(
    newsroom: Newsroom,
) -> None:
    newsroom.tell("desk")
    newsroom.claim_notifications()

    newsroom.archive.release_leases({"worker"}, NOW)

    assert newsroom.claim_notifications(NOW + ON_THE_WIRE - SECOND) == []
    (again,) = newsroom.claim_notifications(NOW + ON_THE_WIRE)
    assert (again.attempt, again.ambiguous_since) == (2, NOW + ON_THE_WIRE)


def test_a_session_of_the_dead_is_used_by_another(newsroom: Newsroom) -> None:
    telegram = newsroom.archive.telegram
    telegram.register(["main"], NOW)
    held = telegram.claim("main", "worker", NOW, LEASE)
    assert held is not None

    newsroom.archive.release_leases({"worker"}, NOW)

    assert telegram.claim("main", "another", NOW, LEASE) is not None
    assert not telegram.renew(held, NOW + LEASE)


def test_the_leases_of_the_living_stay(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    newsroom.claim()
    newsroom.claim_notifications()

    newsroom.archive.release_leases({"another"}, NOW)

    assert newsroom.archive.lease_holders() == {"worker"}
    assert newsroom.archive.due(NOW).feeds == 0
    assert newsroom.claim_notifications(NOW + ON_THE_WIRE) == []
