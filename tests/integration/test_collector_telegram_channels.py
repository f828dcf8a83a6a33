"""A channel's own trouble stays that channel's; a page that lies proves nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from collector.item import Gap
from config.schema import Source
from tests.fakes.mtproto import faults
from tests.fakes.mtproto.desk import TelegramDesk, failure_of
from tests.fakes.mtproto.faults import EmptyPage, LeftOut
from tests.fakes.mtproto.world import FakeChannel, World

HISTORY = "messages.GetHistory"
OTHER = Source(name="other", channel="otherother")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def channel(world: World) -> FakeChannel:
    made = world.channel("deskdesk", 1234567890)
    made.burst(5)
    return made


@pytest.fixture
def desk(world: World, channel: FakeChannel) -> Iterator[TelegramDesk]:
    with TelegramDesk(world) as opened:
        yield opened


@pytest.mark.parametrize(
    ("reason", "by_id"),
    [("by id it is there", LeftOut(())), ("by id it is not told of", LeftOut((3,)))],
)
def test_a_post_that_a_page_leaves_out_is_not_deleted(
    reason: str, by_id: LeftOut, desk: TelegramDesk
) -> None:
    desk.poll()
    desk.telegram.fault(HISTORY, LeftOut((3,)))
    desk.telegram.fault("channels.GetMessages", by_id)

    reading = desk.poll()

    assert reading.result is not None, reason
    assert (reading.result.deleted, reading.result.items) == ((), ())


CHANNELS = [
    ("private now", faults.CHANNEL_PRIVATE, "gone: the channel is private now, or shut us out"),
    ("banned", faults.Trouble(400, "CHANNEL_BANNED"), "gone: Telegram has banned the channel"),
    (
        "an error nobody knows",
        faults.Trouble(400, "NEW_RULE"),
        "soft: Telegram refused messages.GetHistory: NEW_RULE",
    ),
]


@pytest.mark.parametrize(("reason", "trouble", "said"), CHANNELS)
def test_a_channels_trouble_stays_that_channels(
    reason: str, trouble: faults.Trouble, said: str, world: World, desk: TelegramDesk
) -> None:
    world.channel("otherother", 77).post("still here")
    desk.poll()
    desk.telegram.fault(HISTORY, trouble)

    reading = desk.poll()
    desk.forget()
    other = desk.poll(OTHER)

    assert (failure_of(reading), reading.halt) == (said, None), reason
    assert [item.text for item in desk.items(other)] == ["still here"]


def test_a_name_that_nobody_has_is_gone(channel: FakeChannel, desk: TelegramDesk) -> None:
    channel.username = "elsewhere"

    reading = desk.poll()

    assert failure_of(reading) == "gone: no channel has this name"


def test_a_private_channel_is_gone_and_keeps_its_hash(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    desk.poll()
    channel.private = True
    shut = desk.poll()
    channel.private = False
    channel.post("open again")

    reading = desk.poll()

    assert failure_of(shut) == "gone: the channel is private now, or shut us out"
    assert desk.ids(reading) == ["6"]
    assert desk.telegram.count("contacts.ResolveUsername") == 1


def test_an_access_hash_of_another_account_is_resolved_anew(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    desk.peer = desk.peer_of(channel, account="bob")

    refused, reading = desk.poll(), desk.poll()

    assert failure_of(refused) == "gone: Telegram does not know the channel by this account"
    assert (refused.peer, reading.peer) == (None, desk.peer_of(channel))


def test_an_empty_page_of_a_channel_that_has_posts_is_no_proof(desk: TelegramDesk) -> None:
    desk.poll()
    desk.telegram.fault(HISTORY, EmptyPage())

    reading = desk.poll()

    assert reading.result is not None
    assert reading.result.deleted == ()
    assert failure_of(reading) == "soft: Telegram shows none of the channel's 5 messages"


def test_an_empty_page_further_back_leaves_the_hole_open(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    desk.poll()
    channel.burst(100)
    desk.telegram.faults_after(HISTORY, 1, EmptyPage())

    torn, whole = desk.poll(), desk.poll()

    assert torn.result is not None
    assert torn.result.state.gaps == (Gap(5, 56),)
    assert [*desk.ids(whole), *desk.ids(torn)] == [str(number) for number in range(6, 106)]
