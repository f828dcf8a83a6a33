"""Telegram accounts: one user of a session at a time; waits and addresses outlive processes."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.model import AccountLease, AccountStatus, ClaimRequest
from archive.telegram import TelegramArchive
from collector.item import Failure, FailureKind, PollResult
from collector.telegram_model import Peer, Wait
from tests.fakes.newsroom import (
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    Newsroom,
    channel,
    read_well,
)

DESK = Peer(1234567890, -998877665544332211, "MilInfoLive", "The Desk")


@pytest.fixture
def telegram(archive: Archive) -> TelegramArchive:
    archive.telegram.register(["one", "two"], NOW)
    return archive.telegram


def test_a_declared_account_is_active_and_registering_again_changes_nothing(
    telegram: TelegramArchive,
) -> None:
    telegram.turn_off("two", "banned", NOW + MINUTE)

    telegram.register(["one", "two"], NOW + HOUR)

    assert telegram.statuses(NOW) == [
        AccountStatus("one", "active", "", NOW, None, None, in_use=False, channels=0),
        AccountStatus("two", "off", "banned", NOW + MINUTE, None, None, in_use=False, channels=0),
    ]


def test_only_one_process_gets_an_account(telegram: TelegramArchive) -> None:
    first = telegram.claim("one", "a", NOW, LEASE)
    second = telegram.claim("one", "b", NOW + LEASE - SECOND, LEASE)

    assert (first, second) == (AccountLease("one", 1), None)
    assert [status.in_use for status in telegram.statuses(NOW)] == [True, False]


def test_a_lapsed_lease_passes_on_and_fences_off_the_former_holder(
    telegram: TelegramArchive,
) -> None:
    first = telegram.claim("one", "a", NOW, LEASE)
    second = telegram.claim("one", "b", NOW + LEASE, LEASE)
    assert first is not None

    assert second == AccountLease("one", 2)
    assert not telegram.renew(first, NOW + HOUR)
    assert not telegram.release(first)
    assert telegram.claim("one", "c", NOW + LEASE, LEASE) is None


def test_a_renewed_lease_holds_and_a_released_one_is_free_at_once(
    telegram: TelegramArchive,
) -> None:
    held = telegram.claim("one", "a", NOW, LEASE)
    assert held is not None

    assert telegram.renew(held, NOW + 2 * LEASE)
    assert telegram.claim("one", "b", NOW + LEASE, LEASE) is None
    assert telegram.release(held)
    assert telegram.claim("one", "b", NOW + LEASE, LEASE) == AccountLease("one", 2)


def test_switching_off_ends_the_lease_and_is_told_once(telegram: TelegramArchive) -> None:
    held = telegram.claim("one", "a", NOW, LEASE)
    assert held is not None

    assert telegram.turn_off("one", "the user was banned", NOW)
    assert not telegram.turn_off("one", "again", NOW)

    assert not telegram.renew(held, NOW + HOUR)
    assert telegram.claim("one", "b", NOW + HOUR, LEASE) is None
    assert telegram.statuses(NOW)[0].reason == "the user was banned"


def test_a_new_login_switches_an_account_on_and_keeps_its_addresses(
    telegram: TelegramArchive,
) -> None:
    telegram.signed_in("one", 77, NOW)
    telegram.remember("one", "milinfolive", DESK, NOW)
    telegram.turn_off("one", "the session was revoked", NOW)

    telegram.signed_in("one", 77, NOW + HOUR)

    assert telegram.statuses(NOW + HOUR)[0] == AccountStatus(
        "one", "active", "", NOW + HOUR, None, 77, in_use=False, channels=1
    )


def test_another_users_login_forgets_addresses_and_waits(telegram: TelegramArchive) -> None:
    telegram.signed_in("one", 77, NOW)
    telegram.remember("one", "milinfolive", DESK, NOW)
    telegram.hold("one", Wait("contacts.ResolveUsername", NOW + HOUR))

    telegram.signed_in("one", 78, NOW)

    assert telegram.peer("one", DESK.identity, "") is None
    assert telegram.waits("one", NOW) == ()


def test_logging_out_keeps_nothing_but_the_name(telegram: TelegramArchive) -> None:
    telegram.signed_in("one", 77, NOW)
    telegram.remember("one", "milinfolive", DESK, NOW)

    telegram.signed_out("one", NOW + HOUR)

    assert telegram.statuses(NOW + HOUR)[0] == AccountStatus(
        "one", "off", "logged out", NOW + HOUR, None, None, in_use=False, channels=0
    )


def test_a_login_needs_no_declaration_before(archive: Archive) -> None:
    archive.telegram.signed_in("three", 5, NOW)

    assert [status.name for status in archive.telegram.statuses(NOW)] == ["three"]


def test_waits_end_by_the_clock_and_are_never_shortened(telegram: TelegramArchive) -> None:
    telegram.hold("one", Wait("messages.GetHistory", NOW + HOUR))
    telegram.hold("one", Wait("messages.GetHistory", NOW + MINUTE))
    telegram.hold("one", Wait("contacts.ResolveUsername", NOW + MINUTE))
    telegram.hold("two", Wait("messages.GetHistory", NOW + MINUTE))

    assert telegram.waits("one", NOW) == (
        Wait("contacts.ResolveUsername", NOW + MINUTE),
        Wait("messages.GetHistory", NOW + HOUR),
    )
    assert telegram.waits("two", NOW + MINUTE) == ()
    first, second = telegram.statuses(NOW + MINUTE)
    assert (first.state, first.until, second.state) == ("waiting", NOW + HOUR, "active")
    assert first.reason == "Telegram asks to wait with messages.GetHistory"


def test_an_account_that_is_off_is_off_while_it_waits(telegram: TelegramArchive) -> None:
    telegram.hold("one", Wait("messages.GetHistory", NOW + HOUR))
    telegram.turn_off("one", "banned", NOW)

    found = telegram.statuses(NOW)[0]

    assert (found.state, found.reason, found.until) == ("off", "banned", None)


def test_a_session_that_died_stays_off_and_another_one_switches_the_account_on(
    telegram: TelegramArchive,
) -> None:
    telegram.turn_off("one", "revoked", NOW, session="dead")

    assert telegram.claim("one", "a", NOW, LEASE, session="dead") is None
    held = telegram.claim("one", "a", NOW, LEASE, session="fresh")

    assert held == AccountLease("one", 2)
    assert (telegram.statuses(NOW)[0].state, telegram.statuses(NOW)[0].reason) == ("active", "")


def test_a_channel_is_addressed_by_its_identity_and_until_that_is_known_by_its_name(
    telegram: TelegramArchive,
) -> None:
    telegram.remember("one", "MilInfoLive", DESK, NOW)

    assert DESK.identity == "-1001234567890"
    assert telegram.peer("one", DESK.identity, "other") == DESK
    assert telegram.peer("one", "", "MILINFOLIVE") == DESK
    assert telegram.peer("one", "-1000000000099", "milinfolive") is None
    assert telegram.peer("two", DESK.identity, "milinfolive") is None


def test_a_renamed_channel_is_known_by_the_name_that_was_asked_and_called_by_its_own(
    telegram: TelegramArchive,
) -> None:
    telegram.remember("one", "milinfolive", DESK, NOW)
    renamed = Peer(DESK.channel_id, DESK.access_hash, "informant", "Another title")

    telegram.remember("one", "milinfolive", renamed, NOW + HOUR)

    assert telegram.peer("one", "", "milinfolive") == renamed
    assert telegram.resolved("one", NOW - SECOND) == (NOW,)
    assert telegram.resolved("one", NOW) == ()


def test_a_refused_access_hash_is_forgotten(telegram: TelegramArchive) -> None:
    telegram.remember("one", "milinfolive", DESK, NOW)

    telegram.forget("one", DESK.identity)

    assert telegram.peer("one", DESK.identity, "milinfolive") is None


def test_a_resumed_source_asks_anew_which_channel_its_name_leads_to(archive: Archive) -> None:
    desk = Newsroom(archive, source=channel("posts", "milinfolive"))
    archive.telegram.register(["one"], NOW)
    archive.telegram.remember("one", "milinfolive", DESK, NOW)
    desk.poll(failure=Failure(FailureKind.IDENTITY, "another channel"))

    archive.resume_source("posts", NOW)

    assert archive.telegram.peer("one", "", "milinfolive") is None


def test_a_push_makes_its_channel_due_and_no_other(archive: Archive) -> None:
    desk = Newsroom(archive, source=channel("posts", "milinfolive"))
    archive.register([desk.source, channel("more", "more_posts")], NOW)
    archive.telegram.register(["one"], NOW)
    archive.telegram.remember("one", "milinfolive", DESK, NOW)
    for claim in archive.claim_sources(ClaimRequest("channel", "w", LEASE, 9), NOW):
        archive.save_poll(claim, PollResult(claim.name, read_well()), NOW + HOUR, NOW)

    rung = archive.telegram.ring("one", [DESK.channel_id, 99], NOW + MINUTE)

    assert rung == 1
    due = archive.claim_sources(ClaimRequest("channel", "w", LEASE, 9), NOW + MINUTE)
    assert [claim.name for claim in due] == ["posts"]
