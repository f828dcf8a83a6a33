"""Threads and first messages that are kept true, against a Slack as hostile as the real one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.model import Ambiguous, Message, Receipt, Unsent
from alerts.render import render
from alerts.slack_words import timestamp
from tests.fakes.alerts import ALERT, bot, message
from tests.fakes.slack import Fault, SlackStub, rate_limited, refused, reply_lost

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def slack() -> Iterator[SlackStub]:
    with SlackStub() as stub:
        yield stub


def first(slack: SlackStub) -> str:
    """The reference of a first message, just posted."""
    return bot(slack).send(message("first"), attempt=1).reference


def follow_up(parent: str, key: str = "second") -> Message:
    return replace(message(key), parent=parent)


def test_a_follow_up_stands_in_the_thread_of_the_first_message(slack: SlackStub) -> None:
    parent = first(slack)

    receipt = bot(slack).send(follow_up(parent), attempt=1)

    (root,) = slack.top
    (reply,) = slack.thread(root["ts"])
    assert receipt == Receipt(f"C0DESK00001:{reply['ts']}", opens_thread=False)


@pytest.mark.parametrize(
    ("why", "rings", "broadcasts", "seen"),
    [
        ("what rings is heard in the channel", True, True, 2),
        ("what is for the thread stays there", False, True, 1),
        ("a desk that follows its threads", True, False, 1),
    ],
)
def test_a_follow_up_is_seen_in_the_channel_as_well(
    slack: SlackStub, why: str, rings: bool, broadcasts: bool, seen: int
) -> None:
    parent = first(slack)

    bot(slack, broadcasts=broadcasts).send(replace(follow_up(parent), rings=rings), attempt=1)

    assert len(slack.seen) == seen, why
    assert len(slack.thread(slack.top[0]["ts"])) == 1


def test_a_follow_up_to_a_deleted_message_becomes_a_first_message(slack: SlackStub) -> None:
    parent = first(slack)
    slack.delete(parent.partition(":")[2])

    receipt = bot(slack).send(follow_up(parent), attempt=1)

    assert receipt == Receipt(f"C0DESK00001:{slack.top[0]['ts']}", opens_thread=True)


@pytest.mark.parametrize(
    "code", ["thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked"]
)
def test_a_thread_that_is_refused_is_left_out_and_nothing_is_lost(
    slack: SlackStub, code: str
) -> None:
    parent = first(slack)
    slack.script(refused(code))

    receipt = bot(slack).send(follow_up(parent), attempt=1)

    assert receipt.opens_thread
    assert len(slack.top) == 2


def test_a_refused_thread_and_refused_blocks_leave_the_plain_text(slack: SlackStub) -> None:
    parent = first(slack)
    rendered = replace(render(ALERT, "slack", "k"), parent=parent)
    slack.script(refused("invalid_blocks"), refused("thread_not_found"))

    bot(slack).send(rendered, attempt=1)

    assert [(p["text"], p["blocks"]) for p in slack.top[1:]] == [(rendered.text, None)]


def test_a_follow_up_whose_reply_was_lost_is_found_in_its_thread(slack: SlackStub) -> None:
    parent = first(slack)
    slack.script(reply_lost())
    with pytest.raises(Ambiguous):
        bot(slack).send(follow_up(parent), attempt=1)

    found = bot(slack).find(follow_up(parent), AGES_AGO)

    assert found == Receipt(f"C0DESK00001:{slack.posts[1]['ts']}", opens_thread=False)
    assert bot(slack).find(follow_up(parent, "never sent"), AGES_AGO) is None


def test_a_follow_up_that_fell_into_the_channel_is_found_there(slack: SlackStub) -> None:
    parent = first(slack)
    slack.delete(parent.partition(":")[2])
    slack.script(reply_lost())
    with pytest.raises(Ambiguous):
        bot(slack).send(follow_up(parent), attempt=1)

    found = bot(slack).find(follow_up(parent), AGES_AGO)

    assert found == Receipt(f"C0DESK00001:{slack.top[0]['ts']}", opens_thread=True)


def test_a_first_message_is_replaced_with_all_its_promises(slack: SlackStub) -> None:
    parent = first(slack)
    rendered = replace(render(ALERT, "slack", "first"), revises=parent)

    receipt = bot(slack).send(rendered, attempt=1)

    method, payload = slack.requests[-1]
    assert receipt == Receipt(parent)
    assert method == "/api/chat.update"
    assert payload == {
        "channel": "C0DESK00001",
        "ts": slack.posts[0]["ts"],
        "text": rendered.text,
        "blocks": json.loads(rendered.blocks),
        "metadata": {"event_type": "tocsin_alert", "event_payload": {"key": "first"}},
        "mrkdwn": False,
        "link_names": False,
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
    }
    assert slack.posts[0]["text"] == rendered.text


def test_refused_blocks_of_an_update_are_said_in_plain_text(slack: SlackStub) -> None:
    parent = first(slack)
    rendered = replace(render(ALERT, "slack", "first"), revises=parent)
    slack.script(refused("invalid_blocks"))

    bot(slack).send(rendered, attempt=1)

    assert (slack.posts[0]["text"], slack.posts[0]["blocks"]) == (rendered.text, None)


@pytest.mark.parametrize(
    ("why", "fault", "verdict"),
    [
        ("a deleted message stays deleted", refused("message_not_found"), (True, None)),
        ("the window for edits stays closed", refused("edit_window_closed"), (True, None)),
        ("too fast passes", rate_limited(9), (False, 9.0)),
        ("a full disk of theirs passes", Fault(status=503), (False, None)),
    ],
)
def test_an_update_that_is_refused_has_a_verdict(
    slack: SlackStub, why: str, fault: Fault, verdict: tuple[bool, float | None]
) -> None:
    revision = replace(message("first"), revises=first(slack))
    slack.script(fault)

    with pytest.raises(Unsent) as caught:
        bot(slack).send(revision, attempt=1)

    assert (caught.value.permanent, caught.value.retry_after_s) == verdict, why


def test_an_update_whose_reply_was_lost_may_simply_be_made_again(slack: SlackStub) -> None:
    revision = replace(message("first", "all of it"), revises=first(slack))
    slack.script(reply_lost())
    with pytest.raises(Ambiguous):
        bot(slack).send(revision, attempt=1)

    assert bot(slack).find(revision, AGES_AGO) is None
    bot(slack).send(revision, attempt=2)
    assert [(post["text"], post["edits"]) for post in slack.posts] == [("all of it", 2)]


def test_an_update_without_a_true_reference_never_leaves_the_house(slack: SlackStub) -> None:
    with pytest.raises(Unsent, match="no channel's id") as caught:
        bot(slack).send(replace(message(), revises="#alerts:x"), attempt=1)

    assert caught.value.permanent
    assert slack.requests == []


def test_a_reference_of_a_time_without_threads_is_no_thread(slack: SlackStub) -> None:
    bot(slack).send(follow_up("1700000000.000100"), attempt=1)

    assert "thread_ts" not in slack.posts[0]["payload"]


def test_a_message_older_than_threads_is_answered_and_replaced(slack: SlackStub) -> None:
    """What is kept of it is its time; its channel is looked up by name."""
    old = f":{timestamp(first(slack))}"

    bot(slack, "alerts").send(follow_up(old), attempt=1)
    bot(slack, "alerts").send(replace(message(), revises=old, text="all of it"), attempt=1)

    (root,) = slack.top
    assert (root["text"], root["edits"]) == ("all of it", 1)
    assert len(slack.thread(root["ts"])) == 1


def test_an_old_message_is_left_as_it_is_while_slack_does_not_name_its_channel(
    slack: SlackStub,
) -> None:
    old = f":{timestamp(first(slack))}"
    slack.script_look(rate_limited(7))

    with pytest.raises(Unsent) as caught:
        bot(slack, "alerts").send(replace(message(), revises=old), attempt=1)

    assert (caught.value.permanent, caught.value.retry_after_s) == (False, 7)
