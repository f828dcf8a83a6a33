"""Reading channels with an account: a real Telethon client over TCP against a Telegram of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.mtproto.desk import TelegramDesk
from tests.fakes.mtproto.world import FakeChannel, World


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
