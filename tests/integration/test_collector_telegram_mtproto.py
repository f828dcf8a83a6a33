"""Reading channels with an account: a real Telethon client over TCP against a Telegram of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from collector.item import Failure, FailureKind
from collector.telegram_model import Facts, Known
from tests.fakes.mtproto.desk import TelegramDesk
from tests.fakes.mtproto.world import FakeChannel, World, photo


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel("deskdesk", 1234567890)


@pytest.fixture
def desk(channel: FakeChannel) -> Iterator[TelegramDesk]:
    with TelegramDesk(World({channel.id: channel})) as opened:
        yield opened


def test_a_first_poll_resolves_the_name_and_hands_on_the_newest_page(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.burst(60)

    reading = desk.poll()

    assert desk.ids(reading) == [str(number) for number in range(11, 61)]
    assert reading.peer == desk.peer_of(channel)
    assert desk.asked() == ["contacts.ResolveUsername", "messages.GetHistory"]
    assert desk.state.identity == "-1001234567890"


def test_in_steady_state_a_poll_is_one_request(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.burst(60)
    desk.poll()
    for _ in range(20):
        channel.post("one more")
        desk.poll()

    assert desk.telegram.count("contacts.ResolveUsername") == 1
    assert desk.telegram.count("messages.GetHistory") == 21
    assert len(desk.asked()) == 22


def test_an_edit_is_a_revision_and_a_counter_is_not(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.burst(3)
    desk.poll()
    channel.edit(2, "Nine T-72B3M in Bamako")
    channel.mark_edited(3)

    reading = desk.poll()

    assert [(item.external_id, item.text) for item in desk.items(reading)] == [
        ("2", "Nine T-72B3M in Bamako")
    ]


def test_a_deletion_is_confirmed_by_id(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.burst(5)
    desk.poll()
    channel.delete(3, 5)

    reading = desk.poll()

    assert reading.result is not None
    assert reading.result.deleted == ("3", "5")
    assert desk.telegram.count("channels.GetMessages") == 1


def test_a_burst_of_300_posts_is_read_whole(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.burst(50)
    desk.poll()
    channel.burst(300)

    reading = desk.poll()

    assert desk.ids(reading) == [str(number) for number in range(51, 351)]
    assert reading.requests == 4


def test_service_messages_are_no_items_and_no_holes(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("one")
    channel.post(service=True)
    channel.post("three")

    reading = desk.poll()

    assert desk.ids(reading) == ["1", "3"]
    assert desk.state.newest_id == 3


def test_posts_older_than_the_first_page_are_never_news(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.burst(60)
    desk.poll()
    channel.delete(*range(40, 61))

    reading = desk.poll()

    assert desk.items(reading) == ()
    assert reading.result is not None
    assert reading.result.deleted == tuple(str(number) for number in range(40, 61))


def test_a_channel_that_deletes_everything_leaves_tombstones(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.burst(3)
    desk.poll()
    channel.delete(1, 2, 3)

    reading = desk.poll()

    assert reading.result is not None
    assert (reading.result.deleted, reading.result.failure) == (("1", "2", "3"), None)
    assert desk.state.known == ()


def test_more_than_one_poll_may_read_becomes_a_hole_that_closes(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.burst(10)
    desk.poll()
    channel.burst(2_000)

    polls = [desk.poll(), desk.poll()]

    assert [len(desk.items(reading)) for reading in polls] == [1_150, 850]
    assert sorted(int(one) for reading in polls for one in desk.ids(reading)) == list(
        range(11, 2_011)
    )
    assert desk.state.gaps == ()


def test_a_renamed_channel_is_followed_without_resolving_again(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("one")
    desk.poll()
    channel.username = "newname"
    channel.post("two")

    reading = desk.poll()

    assert desk.ids(reading) == ["2"]
    assert reading.peer == desk.peer_of(channel)
    assert reading.result is not None
    assert reading.result.notes == ("the channel is @newname now; sources.yaml calls it @deskdesk",)
    assert desk.telegram.count("contacts.ResolveUsername") == 1


def test_a_name_that_changed_hands_stops_the_source(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("one")
    desk.poll()
    channel.username = "newname"
    desk.world.channel("deskdesk", 666).post("a stranger speaks")
    desk.peer = None  # as for another account, which has to resolve the name

    reading = desk.poll()

    assert reading.peer is None
    assert reading.result is not None
    assert reading.result.items == ()
    assert reading.result.failure == Failure(
        FailureKind.IDENTITY,
        "the name now belongs to channel -1000000000666, no longer to -1001234567890",
    )


def test_a_new_process_resolves_nothing_again(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.post("one")
    desk.poll()
    desk.restart()
    channel.post("two")

    reading = desk.poll()

    assert desk.ids(reading) == ["2"]
    assert desk.telegram.count("contacts.ResolveUsername") == 1
    assert desk.telegram.most_at_once("alice") == 1


def test_requests_keep_the_gates_distance(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.burst(10)
    desk.poll()
    channel.burst(300)
    desk.clock.slept.clear()

    desk.poll()

    assert desk.clock.slept == pytest.approx([1.15, 1.15, 1.15])


def test_counters_are_facts_and_never_content(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.post("one", forwards=4, reactions=(("👍", 7), ("🔥", 2)))

    first, second = desk.poll(), desk.poll()

    assert first.facts == (Facts("1", views=1, forwards=4, reactions=(("👍", 7), ("🔥", 2))),)
    assert (desk.items(second), second.facts[0].views) == ((), 2)


def test_looking_again_by_id_finds_what_pages_no_longer_show(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.burst(3)
    channel.album("caption", [photo(), photo()])
    items = desk.items(desk.poll())
    channel.edit(1, "edited late")
    channel.delete(2, 4)

    reading = desk.look_again(*(Known(i.external_id, i.content_hash, i.parts) for i in items))

    assert [(item.external_id, item.text) for item in desk.items(reading)] == [
        ("1", "edited late"),
        ("4", ""),
    ]
    assert reading.result is not None
    assert (reading.result.deleted, reading.requests) == (("2",), 1)
    assert desk.items(desk.poll()) == ()


def test_a_push_is_only_a_hint_to_poll_that_channel(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.members.add("alice")
    desk.poll()
    channel.post("pushed")

    hinted = desk.wait_for_hints()

    assert hinted == frozenset({channel.id})
    assert desk.account.take_hints() == frozenset()
    assert desk.ids(desk.poll()) == ["1"]


def test_updates_that_are_too_many_to_be_told_lose_nothing(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.members.add("alice")
    desk.telegram.differences_are_too_long()
    desk.poll()
    channel.pts += 5_000  # a jump that sends Telethon after the difference
    channel.burst(30)
    desk.wait_for_hints()

    reading = desk.poll()

    assert desk.ids(reading) == [str(number) for number in range(1, 31)]


def test_two_accounts_have_their_own_hashes(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.post("one")
    desk.poll()
    desk.switch_to("bob")
    channel.post("two")

    reading = desk.poll()

    assert reading.peer == desk.peer_of(channel, "bob")
    assert desk.ids(reading) == ["2"]
    assert desk.telegram.count("contacts.ResolveUsername", "bob") == 1
