"""The signed webhook: what arrives, how it is checked, where it may not go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alerts.model import Ambiguous, Receipt, Unsent
from alerts.render import render
from alerts.webhook import WebhookChannel
from tests.fakes.alerts import ALERT, NOW, hook, message
from tests.fakes.hook import SECRET, Fault, HookSink

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "webhook.md"
WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
Check = Callable[..., bool]


@pytest.fixture
def sink() -> Iterator[HookSink]:
    with HookSink() as opened:
        yield opened


@pytest.fixture(scope="module")
def is_genuine() -> Check:
    """The check that docs/webhook.md shows to those who build a receiver."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.S)
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    check: Check = namespace["is_genuine"]
    return check


@pytest.mark.parametrize("secret", [SECRET, WHSEC])
def test_what_arrives_passes_the_documented_check(
    sink: HookSink, is_genuine: Check, secret: str
) -> None:
    channel = replace(hook(sink), secret=secret)

    receipt = channel.send(render(ALERT, "data", "event-1:hook"), attempt=3)

    (taken,) = sink.taken
    identity = json.loads(taken.body)["id"]
    assert is_genuine(dict(taken.headers), taken.body, secret, NOW.timestamp())
    assert receipt == Receipt(f"HTTP 204, {identity}")
    assert taken.headers["webhook-id"] == identity
    assert taken.headers["content-type"] == "application/json"
    assert taken.headers["tocsin-attempt"] == "3"


def test_what_was_changed_forged_or_replayed_does_not_pass(
    sink: HookSink, is_genuine: Check
) -> None:
    hook(sink).send(render(ALERT, "data", "k"), attempt=1)
    (taken,) = sink.taken
    headers, at = dict(taken.headers), NOW.timestamp()

    assert not is_genuine(headers, taken.body + b" ", SECRET, at)
    assert not is_genuine(headers, taken.body, "another secret", at)
    assert not is_genuine(headers | {"webhook-id": "other"}, taken.body, SECRET, at)
    assert not is_genuine(headers, taken.body, SECRET, at + 301)


def test_every_try_has_the_same_id_and_body(sink: HookSink) -> None:
    rendered = render(ALERT, "data", "k")

    for attempt in (1, 2):
        hook(sink).send(rendered, attempt=attempt, repeat=attempt > 1)

    first, second = sink.taken
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


@pytest.mark.parametrize(
    ("why", "fault", "permanent", "after"),
    [
        ("a bad request stays bad", Fault(400, body=b"no \x1b[2J such field"), True, None),
        ("gone", Fault(410), True, None),
        ("a redirect is not followed", Fault(302, {"Location": "http://127.0.0.1:1/"}), True, None),
        ("asked to slow down", Fault(429, {"Retry-After": "7"}), False, 7.0),
        ("a date is not understood", Fault(429, {"Retry-After": "Wed, 21 Oct"}), False, None),
        ("an error of theirs", Fault(500), False, None),
        ("down for a while", Fault(503, {"Retry-After": "60"}), False, 60.0),
    ],
)  # fmt: skip
def test_what_an_answer_means(
    sink: HookSink, why: str, fault: Fault, permanent: bool, after: float | None
) -> None:
    sink.script(fault)

    with pytest.raises(Unsent) as caught:
        hook(sink).send(message(), attempt=1)

    assert (caught.value.permanent, caught.value.retry_after_s) == (permanent, after), why
    assert "\x1b" not in str(caught.value)


def test_a_private_address_that_nobody_allowed_is_never_visited(sink: HookSink) -> None:
    with pytest.raises(Unsent, match=r"loopback.*the receiver's allow does not open") as caught:
        hook(sink, "10.0.0.7").send(message(), attempt=1)

    assert caught.value.permanent
    assert sink.taken == []


def test_a_name_that_leads_to_a_private_address_is_refused_at_the_socket() -> None:
    async def rebinding(host: str, port: int) -> list[str]:
        return ["169.254.169.254"]

    channel = WebhookChannel("https://desk.example/x", SECRET, resolver=rebinding)

    with pytest.raises(Unsent, match="link-local"):
        channel.send(message(), attempt=1)


@pytest.mark.parametrize(
    ("url", "reason"),
    [("http://127.0.0.1:1/", "can't connect"), ("https://no-such-host.invalid/", "resolve")],
)
def test_what_never_left_is_surely_not_sent(url: str, reason: str) -> None:
    channel = WebhookChannel(url, SECRET, ("127.0.0.1:1",))

    with pytest.raises(Unsent, match=reason) as caught:
        channel.send(message(), attempt=1)

    assert not caught.value.permanent


def test_a_lost_reply_may_have_arrived(sink: HookSink) -> None:
    sink.script(Fault(drop=True))

    with pytest.raises(Ambiguous, match="the reply was lost"):
        hook(sink).send(message(), attempt=1)

    assert len(sink.taken) == 1
