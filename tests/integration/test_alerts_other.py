"""Other services through Apprise, an optional extra."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from alerts.model import Ambiguous, Receipt, Unsent
from alerts.other import AppriseChannel
from alerts.render import render
from config.extras import lacking_extras
from config.yamltree import parse
from tests.fakes.alerts import ALERT, NOW, message
from tests.fakes.hook import Fault, HookSink

# Apprise imports a module that Python is to drop.
pytestmark = pytest.mark.filterwarnings("ignore:.*imghdr:DeprecationWarning")

DECLARED = "receivers:\n  - name: phone\n    apprise: {url_env: PHONE}\n"


@pytest.fixture
def sink() -> Iterator[HookSink]:
    with HookSink() as opened:
        yield opened


def phone(sink: HookSink) -> AppriseChannel:
    return AppriseChannel(f"json://127.0.0.1:{sink.port}/token-never-to-be-seen")


def test_an_alert_arrives_as_plain_text(sink: HookSink) -> None:
    rendered = render(ALERT, "plain", "k")

    receipt = phone(sink).send(rendered, attempt=1)

    (taken,) = sink.taken
    body = json.loads(taken.body)
    assert receipt == Receipt("taken by JSON")
    assert body["title"] == rendered.subject
    assert body["message"].splitlines() == rendered.text.strip().splitlines()
    assert "Original: https://t.me/milinfolive/140001" in rendered.text


def test_a_repetition_says_so(sink: HookSink) -> None:
    phone(sink).send(message(), attempt=2, repeat=True)

    assert json.loads(sink.taken[0].body)["title"].startswith("(possibly repeated) ")


def test_a_failure_is_tried_again_and_names_no_secret(sink: HookSink) -> None:
    sink.script(Fault(500))

    with pytest.raises(Unsent, match="Apprise failed: ") as caught:
        phone(sink).send(message(), attempt=1)

    assert not caught.value.permanent
    assert "never-to-be-seen" not in str(caught.value) + repr(phone(sink))


@pytest.mark.parametrize("url", ["nonsense", "no-such-service://x", "json://a,json://b"])
def test_an_address_that_apprise_does_not_know_stays_wrong(url: str) -> None:
    with pytest.raises(Unsent) as caught:
        AppriseChannel(url).send(message(), attempt=1)

    assert caught.value.permanent


def test_apprise_cannot_be_asked_what_it_sent(sink: HookSink) -> None:
    with pytest.raises(Ambiguous):
        phone(sink).find(message(), NOW)


def test_a_receiver_without_the_extra_is_refused_with_its_place() -> None:
    root, _ = parse(DECLARED, "alerts.yaml")

    refused = lacking_extras(root, lambda package: False)

    assert [str(mistake) for mistake in refused] == [
        'alerts.yaml:3:14: receivers[0].apprise: needs the optional extra "channels", which is not '
        'installed: ./run.sh channels, or pip install "tocsin[channels]"'
    ]
    assert lacking_extras(root, lambda package: True) == []
