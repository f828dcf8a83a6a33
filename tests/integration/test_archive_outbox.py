"""The outbox: claimed before it is sent, three outcomes, one in flight for each receiver."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.model import ClaimedNotification, DeadLetter
from tests.fakes.newsroom import (
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    Newsroom,
    alert,
    digest,
    notice,
)


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


def keys(claims: list[ClaimedNotification]) -> list[str]:
    return [claim.key for claim in claims]


def states(archive: Archive) -> dict[str, int]:
    return dict(archive.totals().notifications)


def test_an_alert_is_owed_once_to_each_receiver(newsroom: Newsroom) -> None:
    newsroom.tell("desk", "mail")

    claims = newsroom.claim_notifications()

    assert claims[0] == ClaimedNotification(
        id=claims[0].id,
        key="event-1:desk",
        receiver="desk",
        payload=alert(),
        attempt=1,
        token=1,
        first_try_at=NOW,
        ambiguous_since=None,
    )
    assert keys(claims) == ["event-1:desk", "event-1:mail"]


def test_an_alert_without_receivers_is_kept_and_owed_to_nobody(newsroom: Newsroom) -> None:
    newsroom.tell()

    assert newsroom.archive.totals().alerts == 1
    assert newsroom.claim_notifications() == []


def test_a_receiver_has_one_notification_in_flight(newsroom: Newsroom) -> None:
    newsroom.tell("desk", key="a")
    newsroom.tell("desk", key="b", now=NOW + SECOND)
    later = NOW + 2 * SECOND

    (first,) = newsroom.claim_notifications(later)
    between = newsroom.claim_notifications(later)
    newsroom.archive.record_sent(first, "ts", later)
    (second,) = newsroom.claim_notifications(later)

    assert (first.key, between, second.key) == ("a:desk", [], "b:desk")


def test_no_more_receivers_are_claimed_than_asked_for(newsroom: Newsroom) -> None:
    newsroom.tell("a", "b", "c")

    assert keys(newsroom.claim_notifications(limit=2)) == ["event-1:a", "event-1:b"]


def test_receivers_take_turns_when_not_all_can_be_served(newsroom: Newsroom) -> None:
    newsroom.tell("a", key="1")
    newsroom.tell("a", "b", key="2", now=NOW + SECOND)
    newsroom.tell("a", "b", key="3", now=NOW + 2 * SECOND)
    later = NOW + MINUTE

    served = []
    for _ in range(3):
        (claim,) = newsroom.claim_notifications(later, limit=1)
        newsroom.archive.record_sent(claim, "ts", later)
        served.append(claim.key)

    assert served == ["1:a", "2:a", "2:b"]


def test_sent_is_the_end(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    (claim,) = newsroom.claim_notifications()

    recorded = newsroom.archive.record_sent(claim, "1700000000.000100", NOW)

    assert recorded
    assert newsroom.claim_notifications(NOW + HOUR) == []
    assert states(newsroom.archive) == {"sent": 1}


def test_unsent_is_tried_again_at_its_time(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    (claim,) = newsroom.claim_notifications()

    newsroom.archive.record_unsent(claim, "429", NOW, next_at=NOW + MINUTE)

    assert newsroom.claim_notifications(NOW + MINUTE - SECOND) == []
    (again,) = newsroom.claim_notifications(NOW + MINUTE)
    assert (again.attempt, again.first_try_at, again.ambiguous_since) == (2, NOW, None)


def test_a_notification_that_waits_lets_the_next_one_pass(newsroom: Newsroom) -> None:
    newsroom.tell("desk", key="a")
    newsroom.tell("desk", key="b")
    (claim,) = newsroom.claim_notifications()

    newsroom.archive.record_unsent(claim, "refused", NOW, next_at=NOW + HOUR)

    assert keys(newsroom.claim_notifications()) == ["b:desk"]


def test_a_lost_reply_comes_back_as_ambiguous(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    (claim,) = newsroom.claim_notifications()

    newsroom.archive.record_ambiguous(claim, "no reply", NOW + SECOND, next_at=NOW + MINUTE)

    assert states(newsroom.archive) == {"ambiguous": 1}
    assert newsroom.claim_notifications(NOW + MINUTE - SECOND) == []
    (again,) = newsroom.claim_notifications(NOW + MINUTE)
    assert (again.attempt, again.ambiguous_since) == (2, NOW + SECOND)


def test_a_sender_that_died_leaves_an_ambiguous_notification(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    newsroom.claim_notifications()

    assert newsroom.claim_notifications(NOW + LEASE - SECOND) == []
    (again,) = newsroom.claim_notifications(NOW + LEASE)
    assert (again.attempt, again.ambiguous_since) == (2, NOW + LEASE)


def test_doubt_stays_until_it_is_settled(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    (first,) = newsroom.claim_notifications()
    newsroom.archive.record_ambiguous(first, "no reply", NOW, next_at=NOW)
    (second,) = newsroom.claim_notifications()
    newsroom.archive.record_ambiguous(second, "lookup failed", NOW + MINUTE, next_at=NOW + MINUTE)

    (third,) = newsroom.claim_notifications(NOW + MINUTE)

    assert third.ambiguous_since == NOW


@pytest.mark.parametrize("outcome", ["sent", "unsent", "dead", "ambiguous"])
def test_an_overtaken_sender_records_nothing(newsroom: Newsroom, outcome: str) -> None:
    archive = newsroom.archive
    newsroom.tell("desk")
    (slow,) = newsroom.claim_notifications()
    (current,) = newsroom.claim_notifications(NOW + LEASE)

    late = NOW + LEASE
    recorded = {
        "sent": lambda: archive.record_sent(slow, "ts", late),
        "unsent": lambda: archive.record_unsent(slow, "x", late, next_at=late),
        "dead": lambda: archive.record_unsent(slow, "x", late, next_at=None),
        "ambiguous": lambda: archive.record_ambiguous(slow, "x", late, next_at=late),
    }[outcome]()

    assert not recorded
    assert newsroom.claim_notifications(late) == []  # the receiver is still being served
    assert archive.record_sent(current, "ts", late)


def test_an_outcome_is_recorded_once(newsroom: Newsroom) -> None:
    newsroom.tell("desk")
    (claim,) = newsroom.claim_notifications()

    assert newsroom.archive.record_sent(claim, "ts", NOW)
    assert not newsroom.archive.record_unsent(claim, "x", NOW, next_at=NOW)
    assert states(newsroom.archive) == {"sent": 1}


# --- holding a receiver ----------------------------------------------------------------------


def test_a_held_receiver_is_passed_over(newsroom: Newsroom) -> None:
    newsroom.tell("desk", "mail")

    newsroom.archive.hold_receiver("desk", NOW + MINUTE)

    assert keys(newsroom.claim_notifications()) == ["event-1:mail"]
    assert keys(newsroom.claim_notifications(NOW + MINUTE)) == ["event-1:desk"]


def test_a_hold_is_never_shortened(newsroom: Newsroom) -> None:
    newsroom.archive.hold_receiver("desk", NOW + MINUTE)
    newsroom.archive.hold_receiver("desk", NOW + SECOND)
    newsroom.tell("desk")

    assert newsroom.claim_notifications(NOW + MINUTE - SECOND) == []
    assert keys(newsroom.claim_notifications(NOW + MINUTE)) == ["event-1:desk"]


# --- dead letters ----------------------------------------------------------------------------


def bury(newsroom: Newsroom) -> DeadLetter:
    newsroom.tell("desk")
    (claim,) = newsroom.claim_notifications()
    newsroom.archive.record_unsent(claim, "channel_not_found", NOW + SECOND, next_at=None)
    (letter,) = newsroom.archive.dead_letters()
    return letter


def test_what_can_not_be_sent_is_a_dead_letter(newsroom: Newsroom) -> None:
    letter = bury(newsroom)

    assert letter == DeadLetter(
        id=letter.id,
        key="event-1:desk",
        receiver="desk",
        reason="channel_not_found",
        attempts=1,
        created_at=NOW,
        died_at=NOW + SECOND,
        what="7 × T-72B3 · convoy · Bamako (Mali)",
    )
    assert newsroom.claim_notifications(NOW + HOUR) == []


def test_a_dead_letter_is_sent_again_as_if_never_tried(newsroom: Newsroom) -> None:
    """Even if it may have arrived: else on_ambiguous: hold would hold it for ever."""
    newsroom.tell("desk")
    newsroom.claim_notifications()
    (doubted,) = newsroom.claim_notifications(NOW + LEASE)
    newsroom.archive.record_unsent(doubted, "may have arrived", NOW + LEASE, next_at=None)

    assert newsroom.archive.retry_dead(doubted.id, NOW + HOUR)

    assert newsroom.archive.dead_letters() == []
    (again,) = newsroom.claim_notifications(NOW + HOUR)
    assert (again.attempt, again.first_try_at, again.ambiguous_since) == (1, NOW + HOUR, None)


def test_a_dropped_letter_is_gone_and_its_key_never_rings_again(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    archive.add_notice(notice(), ["desk"], NOW)
    (claim,) = newsroom.claim_notifications()
    archive.record_unsent(claim, "channel_not_found", NOW, next_at=None)

    assert archive.drop_dead(claim.id)

    assert archive.dead_letters() == []
    assert not archive.drop_dead(claim.id)
    assert not archive.retry_dead(claim.id, NOW)
    assert not archive.add_notice(notice(), ["desk"], NOW)
    assert newsroom.claim_notifications(NOW + HOUR) == []


def test_only_dead_letters_can_be_retried_or_dropped(newsroom: Newsroom) -> None:
    newsroom.tell("desk")

    assert not newsroom.archive.retry_dead(1, NOW)
    assert not newsroom.archive.drop_dead(1)
    assert keys(newsroom.claim_notifications()) == ["event-1:desk"]


# --- notices and digests ---------------------------------------------------------------------


def test_a_notice_is_told_once_for_its_key(newsroom: Newsroom) -> None:
    assert newsroom.archive.add_notice(notice(), ["desk"], NOW)
    assert not newsroom.archive.add_notice(notice(), ["desk"], NOW + HOUR)

    (claim,) = newsroom.claim_notifications()
    assert (claim.key, claim.payload) == ("blind:wire:desk", notice())


def test_a_digest_comes_out_of_the_outbox_as_it_went_in(newsroom: Newsroom) -> None:
    newsroom.archive.digests.add(digest(), NOW)

    (claim,) = newsroom.claim_notifications()

    assert (claim.key, claim.payload) == ("digest:daily:desk:2026-03-01:desk", digest())
