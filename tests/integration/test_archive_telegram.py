"""Telegram accounts: one user of a session at a time; waits and addresses outlive processes."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.model import AccountLease, AccountStatus, AccountWait, KnownPeer
from archive.telegram import TelegramArchive
from tests.fakes.newsroom import HOUR, LEASE, MINUTE, NOW, SECOND

DESK = KnownPeer(1234567890, -998877665544332211, "milinfolive")


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
    telegram.remember_peer("one", DESK, NOW)
    telegram.turn_off("one", "the session was revoked", NOW)

    telegram.signed_in("one", 77, NOW + HOUR)

    assert telegram.statuses(NOW + HOUR)[0] == AccountStatus(
        "one", "active", "", NOW + HOUR, None, 77, in_use=False, channels=1
    )


def test_another_users_login_forgets_addresses_and_waits(telegram: TelegramArchive) -> None:
    telegram.signed_in("one", 77, NOW)
    telegram.remember_peer("one", DESK, NOW)
    telegram.hold(AccountWait("one", "contacts.ResolveUsername", NOW + HOUR))

    telegram.signed_in("one", 78, NOW)

    assert telegram.peer("one", channel_id=DESK.channel_id, username="") is None
    assert telegram.waits("one", NOW) == []


def test_logging_out_keeps_nothing_but_the_name(telegram: TelegramArchive) -> None:
    telegram.signed_in("one", 77, NOW)
    telegram.remember_peer("one", DESK, NOW)

    telegram.signed_out("one", NOW + HOUR)

    assert telegram.statuses(NOW + HOUR)[0] == AccountStatus(
        "one", "off", "logged out", NOW + HOUR, None, None, in_use=False, channels=0
    )


def test_a_login_needs_no_declaration_before(archive: Archive) -> None:
    archive.telegram.signed_in("three", 5, NOW)

    assert [status.name for status in archive.telegram.statuses(NOW)] == ["three"]


def test_waits_end_by_the_clock_and_are_never_shortened(telegram: TelegramArchive) -> None:
    telegram.hold(AccountWait("one", "messages.GetHistory", NOW + HOUR))
    telegram.hold(AccountWait("one", "messages.GetHistory", NOW + MINUTE))
    telegram.hold(AccountWait("one", "contacts.ResolveUsername", NOW + MINUTE))
    telegram.hold(AccountWait("two", "messages.GetHistory", NOW + MINUTE))

    assert telegram.waits("one", NOW) == [
        AccountWait("one", "contacts.ResolveUsername", NOW + MINUTE),
        AccountWait("one", "messages.GetHistory", NOW + HOUR),
    ]
    assert telegram.waits("two", NOW + MINUTE) == []
    first, second = telegram.statuses(NOW + MINUTE)
    assert (first.state, first.until, second.state) == ("waiting", NOW + HOUR, "active")
    assert first.reason == "Telegram asks to wait with messages.GetHistory"


def test_an_account_that_is_off_is_off_while_it_waits(telegram: TelegramArchive) -> None:
    telegram.hold(AccountWait("one", "messages.GetHistory", NOW + HOUR))
    telegram.turn_off("one", "banned", NOW)

    found = telegram.statuses(NOW)[0]

    assert (found.state, found.reason, found.until) == ("off", "banned", None)


def test_a_channel_is_addressed_by_its_identity_and_first_by_its_name(
    telegram: TelegramArchive,
) -> None:
    telegram.remember_peer("one", KnownPeer(DESK.channel_id, DESK.access_hash, "MilInfoLive"), NOW)

    assert telegram.peer("one", channel_id=DESK.channel_id, username="renamed") == DESK
    assert telegram.peer("one", channel_id=None, username="MILINFOLIVE") == DESK
    assert telegram.peer("one", channel_id=99, username="milinfolive") is None
    assert telegram.peer("two", channel_id=DESK.channel_id, username="milinfolive") is None


def test_a_name_leads_to_the_channel_that_bore_it_last(telegram: TelegramArchive) -> None:
    telegram.remember_peer("one", DESK, NOW)
    telegram.remember_peer("one", KnownPeer(42, 7, "milinfolive"), NOW + MINUTE)

    found = telegram.peer("one", channel_id=None, username="milinfolive")

    assert found == KnownPeer(42, 7, "milinfolive")


def test_a_refused_access_hash_is_forgotten_and_a_new_one_replaces_it(
    telegram: TelegramArchive,
) -> None:
    telegram.remember_peer("one", DESK, NOW)
    telegram.forget_peer("one", DESK.channel_id)
    assert telegram.peer("one", channel_id=DESK.channel_id, username="") is None

    telegram.remember_peer("one", KnownPeer(DESK.channel_id, 5, "milinfolive"), NOW)
    telegram.remember_peer("one", KnownPeer(DESK.channel_id, 6, "milinfolive"), NOW)

    found = telegram.peer("one", channel_id=DESK.channel_id, username="")
    assert found == KnownPeer(DESK.channel_id, 6, "milinfolive")
