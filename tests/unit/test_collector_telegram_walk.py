"""What a poll makes of answers: names that lead nowhere, holes, looks by id. Scripted answers."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from telethon.tl import functions, types

from collector.item import Failure, FailureKind, Gap, PollState
from collector.telegram_model import Known, Peer, Reading, Refused, Tl, Wait
from collector.telegram_reader import Reader
from collector.telegram_walk import look_again, poll
from config.schema import Source

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NOW = AT + timedelta(hours=1)
SOURCE = Source(name="desk", channel="deskdesk")
PEER = Peer(5, 55, "deskdesk", "Desk")
CHANNEL = types.PeerChannel(5)
WAIT = Wait("channels.GetMessages", NOW + timedelta(minutes=1))


@dataclass
class Script:
    """Answers requests in order; a Refused is raised."""

    answers: list[Tl]
    asked: list[Tl] = field(default_factory=list)

    async def __call__(self, request: Tl) -> Tl:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Refused):
            raise answer
        return answer

    def reader(self, state: PollState | None = None) -> Reader:
        return Reader(self, asyncio.sleep, SOURCE, state or PollState(), NOW)

    def poll(self, state: PollState | None = None, peer: Peer | None = PEER) -> Reading:
        return asyncio.run(poll(self.reader(state), peer))


def chat(username: str | None = "deskdesk") -> Tl:
    photo = types.ChatPhotoEmpty()
    return types.Channel(5, "Desk", photo, AT, username=username, access_hash=55)


def page(*numbers: int, username: str | None = "deskdesk") -> Tl:
    messages = [types.Message(number, CHANNEL, AT, f"post {number}") for number in numbers]
    return types.messages.ChannelMessages(1, 9_999, messages[::-1], [], [chat(username)], [])


def by_id(alive: tuple[int, ...], gone: tuple[int, ...] = ()) -> Tl:
    answer = page(*alive)
    answer.messages += [types.MessageEmpty(number, None) for number in gone]
    return answer


def knowing(*numbers: int, gaps: tuple[Gap, ...] = ()) -> PollState:
    known = tuple((str(number), "hash") for number in sorted(numbers, reverse=True))
    return PollState(newest_id=max(numbers), known=known, gaps=gaps)


def ids(reading: Reading) -> list[str]:
    assert reading.result is not None, reading
    return [item.external_id for item in reading.result.items]


def resolved(peer: Tl, *chats: Tl) -> Tl:
    return types.contacts.ResolvedPeer(peer, list(chats), [])


NOWHERE = [
    ("a person", resolved(types.PeerUser(7)), "@deskdesk is a person or a bot, no channel"),
    ("a channel not described", resolved(CHANNEL), "@deskdesk is closed to this account"),
    ("not what was asked for", page(1), "@deskdesk is a person or a bot, no channel"),
]


@pytest.mark.parametrize(("reason", "answer", "said"), NOWHERE)
def test_a_name_may_lead_to_no_channel(reason: str, answer: Tl, said: str) -> None:
    reading = Script([answer]).poll(peer=None)

    assert reading.result is not None, reason
    assert reading.result.failure is not None
    assert (reading.result.failure.reason, reading.peer) == (said, None)


def test_a_channel_that_lost_its_name_is_read_on_and_noted() -> None:
    reading = Script([page(1, 2, username=None)]).poll()

    assert ids(reading) == ["1", "2"]
    assert reading.result is not None
    assert reading.result.notes == (
        "the channel has no public name any more; sources.yaml calls it @deskdesk",
    )


def test_a_page_that_overlaps_a_hole_hands_each_post_on_once() -> None:
    state = knowing(10, 50, 51, gaps=(Gap(10, 50),))

    reading = Script([page(48, 49, 50, 51), page(10, 47, 48, 49), by_id(())]).poll(state)

    assert sorted(ids(reading), key=int) == ["10", "47", "48", "49", "50", "51"]
    assert reading.result is not None
    assert reading.result.state.gaps == ()


def test_a_page_that_brings_a_hole_no_further_is_not_asked_for_again() -> None:
    script = Script([page(50, 51), page()])

    reading = script.poll(knowing(10, 50, 51, gaps=(Gap(10, 50),)))

    assert reading.result is not None
    assert reading.result.state.gaps == (Gap(10, 50),)
    assert len(script.asked) == 2


def test_deletions_that_may_not_be_confirmed_wait_for_another_poll() -> None:
    reading = Script([page(10, 12), Refused(WAIT)]).poll(knowing(10, 11, 12))

    assert (reading.halt, reading.requests) == (WAIT, 1)
    assert reading.result is not None
    assert reading.result.deleted == ()
    assert "11" in dict(reading.result.state.known)


def test_posts_are_looked_at_again_a_hundred_ids_a_request_and_no_album_is_split() -> None:
    known = tuple(Known(str(n), "", (str(n + 1), str(n + 2))) for n in range(1, 150, 3))
    every = tuple(range(1, 151))
    script = Script([by_id(every[:99]), by_id(every[99:])])

    asyncio.run(look_again(script.reader(), PEER, known))

    assert [[one.id for one in request.id] for request in script.asked] == [
        list(every[:99]),
        list(every[99:]),
    ]
    assert isinstance(script.asked[0], functions.channels.GetMessagesRequest)


def test_looking_again_tells_which_posts_it_came_to() -> None:
    known = tuple(Known(str(number), "old") for number in range(1, 103))
    script = Script([by_id(tuple(range(2, 101)), gone=(1,)), Refused(WAIT)])

    reading = asyncio.run(look_again(script.reader(), PEER, known))

    assert reading.result is not None
    assert (reading.result.deleted, reading.halt) == (("1",), WAIT)
    assert [facts.external_id for facts in reading.facts] == [str(n) for n in range(2, 101)]


def test_a_refusal_further_back_ends_reading_and_keeps_what_was_read() -> None:
    refused = Refused(Failure(FailureKind.TEMPORARY, "Telegram refused: INTERNAL"))
    script = Script([page(50, 51), refused])

    reading = script.poll(knowing(2, 30, gaps=(Gap(2, 30),)))

    assert (ids(reading), len(script.asked)) == (["50", "51"], 2)
    assert reading.result is not None
    assert reading.result.failure is None
    assert reading.result.notes == ("reading stopped: Telegram refused: INTERNAL",)
    assert reading.result.state.gaps == (Gap(30, 50), Gap(2, 30))
