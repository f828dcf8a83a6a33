"""Reading channels with accounts: leases, waits, fatal errors, and public pages standing in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.bureau import Bureau, TwinChannel
from tests.fakes.desk import until
from tests.fakes.mtproto.faults import KEY_UNREGISTERED, Hangup, flood
from tests.fakes.mtproto.world import FakeChannel
from workers.clock import utc_now

HISTORY, RESOLVE = "messages.GetHistory", "contacts.ResolveUsername"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    with Bureau(tmp_path) as opened:
        yield opened


def test_without_an_account_the_public_page_is_read(bureau: Bureau) -> None:
    bureau.channel("deskdesk").post("T-72 in Gao")

    polled = bureau.worker().poll_all()

    assert polled.new == 1
    assert bureau.kept() == [("deskdesk", "1", "T-72 in Gao")]
    assert bureau.telegram.journal == []


def test_with_an_account_no_public_page_is_asked(bureau: Bureau) -> None:
    bureau.channel("deskdesk").post("T-72 in Gao")
    bureau.log_in("alice")

    polled = bureau.drain(bureau.worker())

    assert (polled.new, polled.failures) == (1, [])
    assert bureau.pages_asked() == 0
    assert bureau.telegram.count(HISTORY) == 1


def test_twenty_polls_cost_one_request_each_and_one_name_over_all_restarts(
    bureau: Bureau,
) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    for _ in range(4):
        with bureau.working() as poller:
            for number in range(5):
                channel.post(f"report {number}")
                assert poller.poll_all().new == 1

    assert bureau.telegram.count(RESOLVE) == 1
    assert bureau.telegram.count(HISTORY) == 20
    assert len(bureau.kept()) == 20
    assert bureau.telegram.most_at_once("alice") == 1


def test_both_transports_give_the_same_items_in_turn(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    for number in range(5):
        channel.post(f"report {number}")
    with bureau.working() as by_page:
        assert by_page.poll_all().new == 5
    bureau.log_in("alice")
    channel.post("by account")
    with bureau.working() as by_account:
        polled = by_account.poll_all()
    bureau.accounts.clear()
    channel.post("by page again")

    last = bureau.worker().poll_all()

    assert (polled.new, polled.revised, polled.deleted, polled.failures) == (1, 0, 0, [])
    assert (last.new, last.revised, last.deleted, last.failures) == (1, 0, 0, [])
    assert bureau.telegram.count(HISTORY) == 1


def test_a_second_worker_leaves_channels_to_the_first_and_takes_over_when_it_ends(
    bureau: Bureau,
) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    first = bureau.worker("first")
    bureau.drain(first)
    channel.post("T-72 in Gao")
    bureau.archive.telegram.ring("alice", [channel.account_side.id], utc_now())
    assert bureau.archive.due(utc_now()).channels == 1

    left = bureau.drain(bureau.worker("second"))
    bureau.end(first)
    taken = bureau.worker("third").poll_all()

    assert left.sources == 0
    assert (taken.sources, taken.new) == (1, 1)
    assert bureau.pages_asked() == 0
    assert bureau.telegram.most_at_once("alice") == 1


def test_a_single_cycle_beside_a_running_service_reads_the_public_page(bureau: Bureau) -> None:
    bureau.channel("deskdesk").post("T-72 in Gao")
    bureau.log_in("alice")
    bureau.drain(bureau.worker("service"))

    polled = bureau.worker("once").poll_all()

    assert (polled.sources, polled.new, polled.failures) == (1, 0, [])
    assert bureau.pages_asked() == 1


def test_a_flood_wait_is_kept_over_restarts_and_the_public_page_stands_in(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    bureau.telegram.fault(HISTORY, flood(3600))
    channel.post("T-72 in Gao")

    with bureau.working() as poller:
        first = poller.poll_all()
    channel.post("BMP-3 in Gao")
    second = bureau.worker().poll_all()

    assert (first.new, second.new, first.failures + second.failures) == (1, 1, [])
    assert bureau.telegram.count(HISTORY) == 1
    (status,) = bureau.archive.telegram.statuses(utc_now())
    assert (status.state, status.channels) == ("waiting", 1)
    assert status.until is not None
    assert status.until > utc_now() + timedelta(minutes=55)


def test_a_lost_session_switches_the_account_off_tells_once_and_another_one_switches_it_on(
    bureau: Bureau,
) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    bureau.telegram.fault(HISTORY, KEY_UNREGISTERED)
    channel.post("T-72 in Gao")

    with bureau.working() as poller:
        assert poller.poll_all().new == 1
        assert poller.poll_all().failures == []
    assert bureau.pages_asked() == 2
    assert bureau.archive.telegram.statuses(utc_now())[0].state == "off"
    bureau.log_in("alice")
    channel.post("BMP-3 in Gao")
    after = bureau.worker().poll_all()

    assert (after.new, after.failures) == (1, [])
    assert bureau.pages_asked() == 2
    assert bureau.archive.telegram.statuses(utc_now())[0].state == "active"
    assert bureau.told() == [
        "Telegram account alice is off: Telegram does not know this session: log in anew"
    ]


def test_a_private_channel_costs_only_its_own_poll(bureau: Bureau) -> None:
    bureau.channel("open_desk").post("T-72 in Gao")
    closed = bureau.channel("closed_desk")
    bureau.log_in("alice")
    poller = bureau.worker()
    poller.poll_all()
    closed.account_side.private = True
    bureau.channels["open_desk"].post("BMP-3 in Gao")

    polled = poller.poll_all()

    assert polled.new == 1
    assert [name for name, _ in polled.failures] == ["closed-desk"]
    assert "private" in polled.failures[0][1]
    assert bureau.archive.telegram.statuses(utc_now())[0].state == "active"


def test_channels_are_shared_out_and_each_name_is_resolved_by_one_account(bureau: Bureau) -> None:
    for number in range(12):
        bureau.channel(f"desk_{number}").post("T-72 in Gao")
    bureau.log_in("alice", "bob")
    poller = bureau.worker()

    for _ in range(3):
        assert poller.poll_all().failures == []

    asked = [entry.about for entry in bureau.telegram.journal if entry.method == RESOLVE]
    assert sorted(asked) == sorted(f"desk_{number}" for number in range(12))
    assert min(bureau.telegram.count(HISTORY, name) for name in ("alice", "bob")) >= 6
    assert len(bureau.kept()) == 12


def test_a_broken_connection_is_bridged_by_the_public_page(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    poller = bureau.worker()
    poller.poll_all()
    bureau.telegram.fault("*", Hangup(), times=10)
    channel.post("T-72 in Gao")

    polled = poller.poll_all()

    assert (polled.new, polled.failures) == (1, [])
    assert bureau.kept() == [("deskdesk", "1", "T-72 in Gao")]


def test_what_stands_in_for_an_account_and_fails_is_no_verdict_on_the_channel(
    bureau: Bureau,
) -> None:
    bureau.channel("deskdesk")
    bureau.log_in("alice")
    bureau.telegram.fault(HISTORY, flood(60))
    bureau.web.serve("/s/deskdesk", b"", status=302, headers={"Location": "/deskdesk"})

    polled = bureau.worker().poll_all()

    ((name, reason),) = polled.failures
    assert name == "deskdesk"
    assert reason.startswith("no account can ask now, and the public page: ")


def test_an_account_without_a_session_is_told_once_and_the_public_page_read(
    bureau: Bureau,
) -> None:
    bureau.channel("deskdesk").post("T-72 in Gao")
    bureau.accounts.append("alice")

    polled = [bureau.worker().poll_all() for _ in range(2)]

    assert [one.failures for one in polled] == [[], []]
    assert bureau.told() == [
        'Telegram account alice can\'t be used: no session yet: run "tocsin telegram login alice"'
    ]


def test_a_renamed_channel_is_followed_without_asking_its_name_again(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    poller = bureau.worker()
    poller.poll_all()
    channel.account_side.username = "newname"
    channel.post("T-72 in Gao")

    polled = [poller.poll_all() for _ in range(2)]

    assert [(one.new, one.failures) for one in polled] == [(1, []), (0, [])]
    assert bureau.telegram.count(RESOLVE) == 1
    assert bureau.told() == ["The channel of source deskdesk is @newname now"]


def sold(bureau: Bureau, channel: TwinChannel) -> FakeChannel:
    """The channel loses its name, and another one takes it."""
    channel.account_side.username = "newname"
    return bureau.world.channel("deskdesk", 99)


def test_a_name_that_passed_to_another_channel_stops_the_source_and_keeps_what_was_read(
    bureau: Bureau,
) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    poller = bureau.worker()
    poller.poll_all()
    sold(bureau, channel)
    channel.page_side.posts.clear()
    channel.page_side.chat_id = -(10**12) - 99
    channel.page_side.post("buy followers")
    channel.account_side.post("T-72 in Gao")

    polled = [poller.poll_all() for _ in range(2)]

    assert [(one.sources, one.new) for one in polled] == [(1, 1), (0, 0)]
    (status,) = bureau.archive.source_statuses(utc_now())
    assert status.state == "stopped"
    assert "the name now belongs to channel -1000000000099" in status.last_error
    assert bureau.telegram.count(RESOLVE) == 1


def test_where_no_page_tells_whose_a_lost_name_is_the_account_asks_once(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    bureau.log_in("alice")
    poller = bureau.worker()
    poller.poll_all()
    sold(bureau, channel)
    bureau.web.serve("/s/deskdesk", b"", status=502)

    polled = [poller.poll_all() for _ in range(2)]

    assert [len(one.failures) for one in polled] == [1, 0]
    assert bureau.archive.source_statuses(utc_now())[0].state == "stopped"
    assert bureau.telegram.count(RESOLVE) == 2


def test_a_push_only_makes_its_channel_due_at_once(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    channel.account_side.members.add("alice")
    bureau.log_in("alice")
    bureau.listen()
    poller = bureau.worker()
    bureau.drain(poller)
    bureau.put_off("deskdesk")

    channel.post("T-72 in Gao")

    until(lambda: bureau.drain(poller).new == 1)
    assert bureau.telegram.count(HISTORY) == 2


def test_a_detected_post_is_looked_at_by_id_an_hour_later_wherever_it_stands(
    bureau: Bureau,
) -> None:
    channel = bureau.channel("deskdesk")
    for number in range(3):
        channel.post(f"T-72 report {number}")
    bureau.log_in("alice")
    poller = bureau.worker()
    poller.poll_all()
    bureau.detected("2")
    channel.account_side.burst(60)  # the newest page no longer shows the first posts
    poller.poll_all()
    channel.account_side.edit(2, "BMP-3 report")
    bureau.an_hour_passed()

    polled = [bureau.restarted_poll() for _ in range(2)]

    assert [(one.new, one.revised) for one in polled] == [(0, 1), (0, 0)]
    assert bureau.telegram.count("channels.GetMessages") == 1


def test_without_an_account_a_detected_post_is_looked_at_on_its_own_page(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    for number in range(30):
        channel.post(f"T-72 report {number}")
    poller = bureau.worker()
    poller.poll_all()
    bureau.detected("15")
    bureau.burst(60)
    poller.poll_all()
    channel.delete(15)
    bureau.an_hour_passed()

    polled = [bureau.restarted_poll() for _ in range(2)]

    assert [(one.new, one.revised, one.deleted) for one in polled] == [(0, 0, 1), (0, 0, 0)]
    assert bureau.telegram.journal == []


def test_a_post_that_the_newest_page_shows_costs_no_look(bureau: Bureau) -> None:
    bureau.channel("deskdesk").post("T-72 report")
    bureau.log_in("alice")
    bureau.worker().poll_all()
    bureau.detected("1")
    bureau.an_hour_passed()

    bureau.restarted_poll()

    assert bureau.telegram.count("channels.GetMessages") == 0
    assert bureau.archive.telegram.evidence.due("deskdesk", utc_now(), 9) == ()


def test_views_forwards_and_reactions_are_kept_as_they_were_seen(bureau: Bureau) -> None:
    channel = bureau.channel("deskdesk")
    channel.account_side.post("T-72 in Gao", at=utc_now(), forwards=4, reactions=(("🔥", 3),))
    bureau.log_in("alice")

    bureau.worker().poll_all()

    ((_, facts),) = bureau.archive.telegram.evidence.series(1)
    assert (facts.external_id, facts.views, facts.forwards) == ("1", 1, 4)
    assert facts.reactions == (("🔥", 3),)
