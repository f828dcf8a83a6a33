"""Slack by bot token and by webhook, against a Slack of our own over loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from alerts.model import Ambiguous, LookUpFailed, Message, Receipt, Unsent
from alerts.render import render
from alerts.slack import REPEATED, SlackBotChannel
from config.schema import SlackBot
from tests.fakes.alerts import ALERT, bot, message, webhook
from tests.fakes.slack import CHANNEL_ID, Fault, SlackStub, rate_limited, refused, reply_lost

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def slack() -> Iterator[SlackStub]:
    with SlackStub() as stub:
        yield stub


def top(slack: SlackStub, index: int) -> Receipt:
    """What a bot holds of a message in the channel itself."""
    return Receipt(f"{CHANNEL_ID}:{slack.posts[index]['ts']}", opens_thread=True)


def test_a_post_carries_blocks_text_and_its_key_and_asks_for_no_magic(slack: SlackStub) -> None:
    rendered = render(ALERT, "slack", "event-1:desk")

    receipt = bot(slack).send(rendered, attempt=1)

    assert receipt == top(slack, 0)
    assert slack.posts[0]["payload"] == {
        "channel": "C0DESK00001",
        "text": rendered.text,
        "blocks": json.loads(rendered.blocks),
        "metadata": {"event_type": "tocsin_alert", "event_payload": {"key": "event-1:desk"}},
        "mrkdwn": False,
        "link_names": False,
        "parse": "none",
        "unfurl_links": False,
        "unfurl_media": False,
    }


def test_a_webhook_post_carries_the_same_blocks(slack: SlackStub) -> None:
    rendered = render(ALERT, "slack", "event-1:desk")

    receipt = webhook(slack).send(rendered, attempt=1)

    assert receipt == Receipt("ok")
    assert slack.posts[0]["blocks"] == json.loads(rendered.blocks)


@pytest.mark.parametrize(
    ("why", "code", "permanent"),
    [
        ("a channel that isn't there stays so", "channel_not_found", True),
        ("a bot that wasn't invited stays outside", "not_in_channel", True),
        ("an archived channel stays archived", "is_archived", True),
        ("a wrong token stays wrong", "invalid_auth", True),
        ("a revoked token stays revoked", "token_revoked", True),
        ("a missing scope is for the operator", "missing_scope", True),
        ("a code we never heard of is refused for good", "brand_new_error", True),
        ("too fast passes", "ratelimited", False),
        ("out of service passes", "service_unavailable", False),
        ("a time-out of theirs before work passes", "request_timeout", False),
    ],
)
def test_ok_false_is_a_failure_with_a_verdict(
    slack: SlackStub, why: str, code: str, permanent: bool
) -> None:
    slack.script(refused(code))

    with pytest.raises(Unsent, match=code) as caught:
        bot(slack).send(message(), attempt=1)

    assert caught.value.permanent is permanent, why
    assert slack.posts == []


@pytest.mark.parametrize(
    ("why", "fault"),
    [
        ("Slack says that part of it may have happened", refused("internal_error")),
        ("Slack says that part of it may have happened", refused("fatal_error")),
        ("a gateway lost the answer", Fault(status=502, body="<html>Bad Gateway</html>")),
        ("the server fell over", Fault(status=500, error="internal_error")),
        ("the answer was cut short", Fault(accept=True, body='{"ok": tr')),
        ("the answer names no message", Fault(accept=True, body='{"ok": true}')),
        ("the answer is no object", Fault(accept=True, body="[]")),
        ("the answer never ends", Fault(accept=True, body="x" * 4_100_000)),
        ("the reply was lost after acceptance", reply_lost()),
        ("the connection was reset", Fault(drop=True)),
        ("no answer in time", Fault(accept=True, delay_s=1.5)),
    ],
)
def test_what_may_have_arrived_is_ambiguous(slack: SlackStub, why: str, fault: Fault) -> None:
    for channel in (bot(slack), webhook(slack)):
        slack.script(fault)

        with pytest.raises(Ambiguous):
            channel.send(message(), attempt=1)


@pytest.mark.parametrize(
    "fault", [rate_limited(37), Fault(status=429, retry_after=37, body="<html>slow down</html>")]
)
def test_too_fast_says_until_when(slack: SlackStub, fault: Fault) -> None:
    for channel in (bot(slack), webhook(slack)):
        slack.script(fault)

        with pytest.raises(Unsent) as caught:
            channel.send(message(), attempt=1)

        assert (caught.value.permanent, caught.value.retry_after_s) == (False, 37.0)


@pytest.mark.parametrize(
    ("why", "fault", "permanent"),
    [
        ("a removed webhook stays removed", refused("no_service", 404), True),
        ("a forbidden one stays forbidden", refused("action_prohibited", 403), True),
        ("an archived channel stays archived", refused("channel_is_archived", 410), True),
        ("out of service passes", refused("service_unavailable", 503), False),
        ("a portal's page passes", Fault(status=302, body="<html>log in</html>"), False),
    ],
)
def test_a_webhook_refusal_has_a_verdict(
    slack: SlackStub, why: str, fault: Fault, permanent: bool
) -> None:
    slack.script(fault)

    with pytest.raises(Unsent) as caught:
        webhook(slack).send(message(), attempt=1)

    assert caught.value.permanent is permanent, why


def test_a_redirect_is_not_followed_with_the_message_or_the_token(slack: SlackStub) -> None:
    for channel in (bot(slack), webhook(slack)):
        slack.script(Fault(status=302, location=slack.root + "/elsewhere"))

        with pytest.raises(Unsent) as caught:
            channel.send(message(), attempt=1)

        assert not caught.value.permanent


def test_refused_blocks_are_said_in_plain_text_once(slack: SlackStub) -> None:
    rendered = render(ALERT, "slack", "event-1:desk")
    for channel in (bot(slack), webhook(slack)):
        slack.script(refused("invalid_blocks"))

        channel.send(rendered, attempt=1)

    assert [post["blocks"] for post in slack.posts] == [None, None]
    assert [post["text"] for post in slack.posts] == [rendered.text, rendered.text]


def test_blocks_beyond_the_limits_never_leave_the_house(slack: SlackStub) -> None:
    blocks = json.dumps([{"type": "divider"}] * 51)

    bot(slack).send(Message("k", "s", "text", "", blocks), attempt=1)

    assert slack.posts[0]["blocks"] is None


def test_a_repeated_message_says_so_in_text_and_blocks(slack: SlackStub) -> None:
    rendered = render(ALERT, "slack", "event-1:desk")

    webhook(slack).send(rendered, attempt=2, repeat=True)

    assert slack.posts[0]["text"] == REPEATED + rendered.text
    assert "possibly repeated" in json.dumps(slack.posts[0]["blocks"][-1])


def test_a_server_that_refuses_the_connection_got_nothing() -> None:
    with SlackStub() as stub:
        channels = (bot(stub), webhook(stub))

    for channel in channels:
        with pytest.raises(Unsent, match="can't be reached") as caught:
            channel.send(message(), attempt=1)

        assert not caught.value.permanent


def test_a_name_that_does_not_resolve_got_nothing() -> None:
    channel = SlackBotChannel(
        "xoxb-1", SlackBot(channel="C0DESK00001", api_url="http://slack.invalid/api/")
    )

    with pytest.raises(Unsent, match="can't be reached"):
        channel.send(message(), attempt=1)


def test_a_proxy_in_the_environment_is_ignored(
    slack: SlackStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    bot(slack).send(message(), attempt=1)
    webhook(slack).send(message(), attempt=1)

    assert len(slack.posts) == 2


# --- looking up -----------------------------------------------------------------------------


def test_a_lost_reply_is_found_by_its_key_among_others(slack: SlackStub) -> None:
    channel = bot(slack)
    slack.page = 3
    channel.send(message("before"), attempt=1)
    slack.script(reply_lost())
    with pytest.raises(Ambiguous):
        channel.send(message("wanted"), attempt=1)
    for number in range(7):
        channel.send(message(f"after-{number}"), attempt=1)

    assert channel.find(message("wanted"), AGES_AGO) == top(slack, 1)
    assert channel.find(message("never sent"), AGES_AGO) is None


def test_only_what_came_since_the_first_try_is_looked_through(slack: SlackStub) -> None:
    channel = bot(slack)
    channel.send(message("wanted"), attempt=1)

    later = datetime.now(UTC) + timedelta(hours=1)

    assert channel.find(message("wanted"), later) is None


def test_a_channel_written_by_name_is_looked_up_by_its_id(slack: SlackStub) -> None:
    channel = bot(slack, "#alerts")
    channel.send(message("wanted"), attempt=1)

    assert channel.find(message("wanted"), AGES_AGO) == top(slack, 0)


@pytest.mark.parametrize(
    ("why", "fault", "wait"),
    [
        ("too fast", rate_limited(11), 11.0),
        ("out of service", refused("service_unavailable"), None),
        ("the reply was lost", Fault(drop=True), None),
    ],
)
def test_a_look_up_that_fails_now_is_asked_again_later(
    slack: SlackStub, why: str, fault: Fault, wait: float | None
) -> None:
    slack.script_look(fault)

    with pytest.raises(LookUpFailed) as caught:
        bot(slack).find(message(), AGES_AGO)

    assert caught.value.retry_after_s == wait, why


def test_a_bot_that_may_not_read_history_can_never_tell(slack: SlackStub) -> None:
    slack.script_look(refused("missing_scope"))

    with pytest.raises(Ambiguous, match="channels:history"):
        bot(slack).find(message(), AGES_AGO)


def test_a_webhook_can_never_tell(slack: SlackStub) -> None:
    with pytest.raises(Ambiguous):
        webhook(slack).find(message(), AGES_AGO)
