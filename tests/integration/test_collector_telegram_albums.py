"""Albums over MTProto: one item each, whole, under an id that stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from collector.telegram_model import Wait
from tests.fakes.mtproto.desk import TelegramDesk
from tests.fakes.mtproto.faults import flood
from tests.fakes.mtproto.world import FakeChannel, World, photo


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel("deskdesk", 1234567890)


@pytest.fixture
def desk(channel: FakeChannel) -> Iterator[TelegramDesk]:
    with TelegramDesk(World({channel.id: channel})) as opened:
        yield opened


def test_an_album_is_one_item_wherever_its_caption_sits(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.album("Колонна в Бамако", [photo(), photo(), photo()], on_part=2)

    (item,) = desk.items(desk.poll())

    assert (item.external_id, item.parts, item.text) == ("1", ("2", "3"), "Колонна в Бамако")
    assert item.media == ("photo", "photo", "photo")


def test_an_album_still_growing_is_given_five_seconds(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("before")
    (first,) = channel.album("", [photo()], at=desk.clock.now + timedelta(seconds=58))
    rest = {"media": photo(), "grouped_id": first.grouped_id, "at": first.at}
    desk.clock.meanwhile.append(lambda: channel.post("caption", **rest))

    reading = desk.poll()

    assert [(item.external_id, item.parts, item.text) for item in desk.items(reading)] == [
        ("1", (), "before"),
        ("2", ("3",), "caption"),
    ]
    assert 5.0 in desk.clock.slept


def test_an_album_waits_for_the_next_poll_when_it_may_not_be_asked_for_again(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("before")
    channel.album("caption", [photo()], at=desk.clock.now + timedelta(seconds=58))
    desk.telegram.faults_after("messages.GetHistory", 1, flood(3))

    first, second = desk.poll(), desk.poll()

    assert (desk.ids(first), desk.ids(second)) == (["1"], ["2"])
    assert isinstance(first.halt, Wait)


def test_an_album_cut_by_the_pages_end_is_left_to_another_page(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("first")
    channel.album("cut", [photo()] * 4)
    channel.burst(48)

    reading = desk.poll()

    assert desk.ids(reading) == [str(number) for number in range(6, 54)]


def test_an_album_that_loses_its_first_part_stays_the_same_item(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("before")
    channel.album("caption", [photo(), photo(), photo()], on_part=2)
    desk.poll()
    channel.delete(2)

    reading = desk.poll()

    assert [(item.external_id, item.media) for item in desk.items(reading)] == [
        ("2", ("photo", "photo"))
    ]
    assert reading.result is not None
    assert reading.result.deleted == ()


def test_an_album_that_loses_all_parts_is_deleted_once(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    channel.post("before")
    channel.album("caption", [photo(), photo()])
    channel.post("after")
    desk.poll()
    channel.delete(2, 3)

    reading = desk.poll()

    assert reading.result is not None
    assert (reading.result.items, reading.result.deleted) == ((), ("2",))
