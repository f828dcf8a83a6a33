"""What goes wrong between a real Telethon client and Telegram, and whose affair it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from collector.item import Gap
from collector.telegram_gate import Gate
from collector.telegram_model import EVERY_METHOD, Down, Fatal, Login, Wait
from collector.telegram_mtproto import Account, Timing
from config.schema import Source
from tests.fakes.mtproto import faults
from tests.fakes.mtproto.desk import SOURCE, TelegramDesk, failure_of
from tests.fakes.mtproto.faults import Hangup, Stall, TransportError, flood
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


def test_a_flood_wait_is_a_value_with_an_absolute_time(desk: TelegramDesk) -> None:
    desk.poll()
    desk.telegram.fault(HISTORY, flood(300))

    reading = desk.poll()

    wait = Wait(HISTORY, desk.clock.now + timedelta(seconds=300))
    assert (reading.result, reading.halt) == (None, wait)
    assert reading.peer is not None
    assert desk.account.gate.waits == (wait,)


def test_during_a_wait_nothing_is_sent_and_afterwards_reading_goes_on(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    desk.poll()
    channel.post("during the wait")
    desk.telegram.fault(HISTORY, flood(3))
    waiting = [desk.poll(later_s=1) for _ in range(3)]
    asked = desk.telegram.count(HISTORY)

    after = desk.poll()

    assert [reading.result for reading in waiting] == [None, None, None]
    assert asked == 2
    assert desk.ids(after) == ["6"]


def test_a_stored_wait_holds_in_a_new_process(desk: TelegramDesk) -> None:
    desk.poll()
    wait = Wait(HISTORY, desk.clock.now + timedelta(hours=1))
    desk.restart()
    desk.account.gate = Gate.for_budget(1.0, (wait,))

    reading = desk.poll()

    assert (reading.result, reading.halt) == (None, wait)
    assert desk.telegram.count(HISTORY) == 1


def test_a_flood_wait_while_paging_back_keeps_what_was_read_and_leaves_a_hole(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    desk.poll()
    channel.burst(300)
    desk.telegram.faults_after(HISTORY, 2, flood(60))

    reading = desk.poll()

    assert desk.ids(reading) == [str(number) for number in range(156, 306)]
    assert reading.result is not None
    assert reading.result.state.gaps == (Gap(5, 156),)
    assert isinstance(reading.halt, Wait)


def test_the_hole_is_filled_when_the_wait_is_over(channel: FakeChannel, desk: TelegramDesk) -> None:
    desk.poll()
    channel.burst(300)
    desk.telegram.faults_after(HISTORY, 2, flood(3))
    desk.poll()

    reading = desk.poll()

    assert desk.ids(reading) == [str(number) for number in range(6, 156)]
    assert desk.state.gaps == ()


def test_a_flood_wait_slows_the_account_down(desk: TelegramDesk) -> None:
    desk.poll()
    desk.telegram.fault(HISTORY, flood(10))

    desk.poll()

    assert desk.account.gate.spacing_s == pytest.approx(2.0)


def test_a_connection_that_breaks_in_the_middle_of_a_call_costs_no_post(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    desk.poll()
    channel.post("said meanwhile")
    desk.telegram.fault(HISTORY, Hangup())

    reading = desk.poll()

    assert desk.ids(reading) == ["6"]


def test_a_connection_broken_between_two_polls_is_made_anew(
    channel: FakeChannel, desk: TelegramDesk
) -> None:
    desk.poll()
    desk.telegram.hang_up()
    channel.post("said meanwhile")

    assert desk.ids(desk.poll()) == ["6"]


def test_an_answer_that_never_comes_is_that_polls_failure_only(
    world: World, channel: FakeChannel
) -> None:
    with TelegramDesk(world, call_s=0.2) as desk:
        desk.poll()
        channel.post("said meanwhile")
        desk.telegram.fault(HISTORY, Stall())

        stalled, next_one = desk.poll(), desk.poll()

    assert failure_of(stalled) == f"temporary: Telegram did not answer {HISTORY} in time"
    assert desk.ids(next_one) == ["6"]
    assert desk.telegram.count(HISTORY) == 3


FATAL = [
    ("used from two places", faults.KEY_DUPLICATED),
    ("never logged in", faults.KEY_UNREGISTERED),
    ("ended on another device", faults.SESSION_REVOKED),
    ("banned", faults.USER_BANNED),
    ("frozen", faults.FROZEN),
]


@pytest.mark.parametrize(("reason", "trouble"), FATAL)
def test_a_lost_account_is_told_as_fatal_and_no_channel_is_blamed(
    reason: str, trouble: faults.Trouble, desk: TelegramDesk
) -> None:
    desk.poll()
    before = desk.state
    desk.telegram.account("alice").trouble = trouble

    reading = desk.poll()

    assert reading.result is None, reason
    assert isinstance(reading.halt, Fatal)
    assert reading.halt.code == trouble.word
    assert desk.state == before


def test_a_lost_account_sends_nothing_any_more(desk: TelegramDesk) -> None:
    desk.telegram.fault(HISTORY, faults.SESSION_REVOKED)
    lost = desk.poll()
    asked = len(desk.telegram.journal)

    again = desk.poll()

    assert (again.halt, len(desk.telegram.journal)) == (lost.halt, asked)


@pytest.mark.parametrize(("reason", "trouble"), FATAL)
def test_an_account_lost_before_it_connects_is_told_as_fatal(
    reason: str, trouble: faults.Trouble, desk: TelegramDesk
) -> None:
    desk.telegram.account("alice").trouble = trouble

    reading = desk.poll()

    assert isinstance(reading.halt, Fatal), reason
    assert (reading.halt.code, reading.result) == (trouble.word, None)


def test_a_key_that_telegram_has_forgotten_is_fatal(desk: TelegramDesk) -> None:
    desk.poll()
    desk.telegram.forget_keys()

    reading = desk.poll()

    assert isinstance(reading.halt, Fatal)
    assert reading.halt.code == "AUTH_KEY_UNREGISTERED"


def test_a_bare_429_is_a_wait_for_every_method(desk: TelegramDesk) -> None:
    desk.poll()
    desk.telegram.fault(HISTORY, TransportError(-429))

    reading = desk.poll()

    assert reading.halt == Wait(EVERY_METHOD, desk.clock.now + timedelta(seconds=60))
    assert desk.poll(later_s=30).result is None


def test_a_flood_wait_while_connecting_holds_the_whole_account(desk: TelegramDesk) -> None:
    desk.telegram.fault("users.GetUsers", flood(90))

    reading = desk.poll()

    assert reading.halt == Wait(EVERY_METHOD, desk.clock.now + timedelta(seconds=90))
    assert desk.asked() == []


def test_an_account_that_may_not_go_on_leaves_telegram(desk: TelegramDesk) -> None:
    desk.telegram.fault("users.GetUsers", flood(90))
    desk.poll()
    flooded = desk.linger(desk.telegram.all_gone)
    desk.restart()
    desk.poll()
    desk.telegram.fault(HISTORY, faults.SESSION_REVOKED)
    desk.poll()

    assert (flooded, desk.linger(desk.telegram.all_gone)) == (True, True)


def test_a_session_that_is_none_is_fatal(desk: TelegramDesk) -> None:
    account = Account(Login("alice", 1, "hash", "garbage"), Gate(), Timing(desk.clock))

    halt = asyncio.run(account.open())

    assert halt == Fatal("SESSION_UNUSABLE", "the session of alice is none of Telethon's")


def test_telegrams_own_trouble_is_asked_about_once(desk: TelegramDesk) -> None:
    desk.poll()
    desk.telegram.fault(HISTORY, faults.SERVER_ERROR)

    reading = desk.poll()

    assert failure_of(reading) == f"temporary: Telegram refused {HISTORY}: INTERNAL"
    assert desk.telegram.count(HISTORY) == 2


def test_no_server_is_down_and_no_channel_is_blamed(world: World, channel: FakeChannel) -> None:
    with TelegramDesk(world) as desk:
        account = desk.account
    before = account.requests

    reading = asyncio.run(account.poll(SOURCE, desk.state, None, desk.clock.now))

    assert isinstance(reading.halt, Down)
    assert (reading.result, account.requests) == (None, before)


def test_a_request_given_up_is_not_sent_again(world: World, channel: FakeChannel) -> None:
    with TelegramDesk(world, call_s=0.2) as desk:
        desk.poll()
        desk.telegram.fault(HISTORY, Stall())
        desk.poll()
        desk.telegram.hang_up()

        desk.poll()

    assert desk.telegram.count(HISTORY) == 3
