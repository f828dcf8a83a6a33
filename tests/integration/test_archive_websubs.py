"""Subscriptions as rows: asked once, fenced by state, pushed, trusted or not. On both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from archive.archive import Archive
from archive.model import ClaimRequest, FinishedPoll
from archive.websubs import REST, SubscriptionClaim
from collector.item import Item, PollResult
from collector.websub import Offer, lease_of
from tests.fakes.newsroom import DAY, HOUR, LEASE, MINUTE, NOW, SECOND, feed, item, read_well

OFFER = Offer("https://hub.example/", "https://wire.example/self")


class Desk:
    """One feed that offers a hub, polled every two minutes."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        archive.register([feed()], NOW)
        self.polled_at: datetime | None = None

    def poll(self, *items: Item, now: datetime = NOW, offer: Offer = OFFER) -> None:
        (claim,) = self.archive.claim_sources(
            ClaimRequest("feed", "w", LEASE, 1, due_only=False), now
        )
        self.finish(claim, *items, now=now, offer=offer)

    def finish(self, claim: object, *items: Item, now: datetime, offer: Offer = OFFER) -> None:
        result = PollResult("wire", read_well(now), items, hub=offer.hub, topic=offer.topic)
        done = FinishedPoll(claim, result, now + 2 * MINUTE, None, now + 8 * MINUTE)  # type: ignore[arg-type]
        self.archive.save_polls([done], now)

    def subscribe(self, now: datetime = NOW) -> SubscriptionClaim:
        (claim,) = self.archive.websubs.claim(now, 10)
        self.archive.websubs.verified(claim.path, lease_of("864000", now))
        return claim

    def next_at(self, now: datetime = NOW) -> timedelta:
        """From NOW."""
        (status,) = self.archive.source_statuses(now)
        assert status.next_at is not None
        return status.next_at - NOW

    def hub(self, now: datetime = NOW) -> str:
        return self.archive.source_statuses(now)[0].hub


@pytest.fixture
def desk(archive: Archive) -> Desk:
    made = Desk(archive)
    made.poll(item("1"))
    return made


def test_a_feed_that_offers_a_hub_is_asked_for_once_until_the_next_try(desk: Desk) -> None:
    websubs = desk.archive.websubs

    (first,) = websubs.claim(NOW, 10)

    assert (first.source, first.offer) == ("wire", OFFER)
    assert len(first.path) == len(first.secret) == 43
    assert first.path != first.secret
    assert websubs.claim(NOW + 4 * MINUTE, 10) == []
    assert websubs.claim(NOW + 5 * MINUTE, 10) == [first]
    assert websubs.claim(NOW + 14 * MINUTE, 10) == []  # the second pause is twice as long
    assert desk.hub() == "hub asked"


def test_a_feed_without_a_hub_and_a_source_taken_out_are_not_asked_for(desk: Desk) -> None:
    desk.archive.register([feed("other")], NOW)

    assert desk.archive.websubs.claim(NOW, 10) == []


def test_another_offer_is_another_subscription(desk: Desk) -> None:
    first = desk.subscribe()
    other = Offer("https://other.example/", OFFER.topic)
    desk.poll(item("2"), now=NOW + MINUTE, offer=other)

    (second,) = desk.archive.websubs.claim(NOW + MINUTE, 10)

    assert second.offer == other
    assert (second.path, second.secret) != (first.path, first.secret)
    assert desk.archive.websubs.find(first.path) is None


def test_a_verified_subscription_is_renewed_at_four_fifths_of_its_lease(desk: Desk) -> None:
    claim = desk.subscribe()

    assert desk.hub() == "subscribed at its hub"
    assert desk.archive.websubs.claim(NOW + 8 * DAY - SECOND, 10) == []
    assert desk.archive.websubs.claim(NOW + 8 * DAY, 10) == [claim]
    assert desk.hub(NOW + 8 * DAY) == "subscribed at its hub"
    assert desk.hub(NOW + 10 * DAY) == "hub active"  # it has run out: not kept


def test_a_refusal_is_told_and_tried_again_later(desk: Desk) -> None:
    (claim,) = desk.archive.websubs.claim(NOW, 10)
    desk.archive.websubs.failed(claim, "HTTP 500", NOW + HOUR)

    assert desk.hub() == "hub failed: HTTP 500"
    assert desk.archive.websubs.claim(NOW + HOUR - SECOND, 10) == []
    assert desk.archive.websubs.claim(NOW + HOUR, 10) == [claim]

    desk.archive.websubs.denied(claim.path, "not you", NOW + HOUR)

    assert desk.hub() == "hub denied: not you"
    assert desk.archive.websubs.claim(NOW + HOUR + 19 * MINUTE, 10) == []
    assert desk.archive.websubs.claim(NOW + HOUR + 20 * MINUTE, 10) == [claim]


def test_a_push_makes_its_source_due_but_lets_the_server_rest(desk: Desk) -> None:
    claim = desk.subscribe()

    assert desk.archive.websubs.pushed(claim.path, NOW + SECOND) == "wire"
    assert desk.next_at() == REST
    assert desk.archive.websubs.pushed(claim.path, NOW + MINUTE) == "wire"
    assert desk.next_at() == REST  # due already
    assert desk.archive.websubs.pushed("nobody's", NOW) is None


def test_a_push_amid_a_poll_is_not_lost(desk: Desk) -> None:
    subscribed = desk.subscribe()
    later = NOW + 2 * MINUTE
    (claim,) = desk.archive.claim_sources(ClaimRequest("feed", "w", LEASE, 1), later)
    desk.archive.websubs.pushed(subscribed.path, later + SECOND)

    desk.finish(claim, now=later + 2 * SECOND)

    assert desk.next_at() == 2 * MINUTE + 2 * SECOND + REST


def test_news_that_a_push_announced_make_polls_rarer_until_news_come_unannounced(
    desk: Desk,
) -> None:
    claim = desk.subscribe()
    assert desk.next_at() == 2 * MINUTE

    desk.archive.websubs.pushed(claim.path, NOW + HOUR)
    desk.poll(item("2"), now=NOW + HOUR + SECOND)
    assert desk.next_at() == HOUR + SECOND + 8 * MINUTE
    assert desk.hub() == "pushed by its hub"

    desk.poll(now=NOW + 2 * HOUR)
    assert desk.next_at() == 2 * HOUR + 8 * MINUTE

    desk.poll(item("3"), now=NOW + 3 * HOUR)
    assert desk.next_at() == 3 * HOUR + 2 * MINUTE
    assert desk.hub() == "subscribed at its hub"


def test_a_push_that_comes_just_after_the_poll_that_found_the_news_announced_them(
    desk: Desk,
) -> None:
    claim = desk.subscribe()
    desk.poll(item("2"), now=NOW + HOUR)

    desk.archive.websubs.pushed(claim.path, NOW + HOUR + 30 * SECOND)

    assert desk.hub() == "pushed by its hub"


def test_pushes_are_not_trusted_beyond_the_lease(desk: Desk) -> None:
    claim = desk.subscribe()
    desk.archive.websubs.pushed(claim.path, NOW + 10 * DAY)

    desk.poll(item("2"), now=NOW + 10 * DAY + SECOND)

    assert desk.next_at() == 10 * DAY + SECOND + 2 * MINUTE


def test_subscriptions_survive_a_restart(desk: Desk, url: str) -> None:
    claim = desk.subscribe()
    again = Archive.open(url)

    found = again.websubs.find(claim.path)

    assert found is not None
    assert (found.source, found.topic, found.secret) == ("wire", OFFER.topic, claim.secret)
    again.close()
