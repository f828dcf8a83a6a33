"""The contract that every channel keeps: verdicts, idempotence, and no secret let slip."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from alerts.channels import build, is_at_least_once, kind_of, on_ambiguous, pace_s
from alerts.files import FilesChannel, short_key
from alerts.mail import MailChannel
from alerts.model import Ambiguous, Channel, LookUpFailed, Receipt, Unsent
from alerts.other import AppriseChannel
from alerts.render import render
from alerts.slack import SlackBotChannel, SlackWebhookChannel
from alerts.webhook import WebhookChannel
from config.schema import AlertsConfig
from tests.fakes import slack as slack_faults
from tests.fakes.alerts import (
    ALERT,
    DIGEST,
    NOTICE,
    PASSWORD,
    TOKEN,
    bot,
    hook,
    mail,
    message,
    webhook,
)
from tests.fakes.hook import SECRET, Fault, HookSink
from tests.fakes.slack import Fault as SlackFault
from tests.fakes.slack import SlackStub
from tests.fakes.smtp import Fault as MailFault
from tests.fakes.smtp import SmtpSink

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Case:
    """A channel with the levers that make its other side fail."""

    channel: Channel
    delivered: Callable[[], int]
    refuse_for_good: Callable[[], None]
    refuse_for_now: Callable[[], None]
    lose_the_reply: Callable[[], None]


def _files(directory: Path) -> Case:
    def denied() -> None:
        directory.rmdir()
        directory.write_text("a file is in the way")

    return Case(
        FilesChannel(directory),
        lambda: len(list(directory.glob("*.txt"))),
        refuse_for_good=denied,
        refuse_for_now=denied,
        lose_the_reply=lambda: None,
    )


def _slack(stub: SlackStub, channel: Channel) -> Case:
    return Case(
        channel,
        lambda: len(stub.posts),
        lambda: stub.script(SlackFault(status=404, error="channel_not_found")),
        lambda: stub.script(slack_faults.rate_limited(7)),
        lambda: stub.script(slack_faults.reply_lost()),
    )


def _mail(sink: SmtpSink) -> Case:
    return Case(
        mail(sink),
        lambda: len(sink.mails),
        lambda: sink.script(MailFault("rcpt", "550 unknown")),
        lambda: sink.script(MailFault("data", "451 later")),
        lambda: sink.script(MailFault("accepted", "drop")),
    )


def _hook(sink: HookSink) -> Case:
    return Case(
        hook(sink),
        lambda: len(sink.taken),
        lambda: sink.script(Fault(403)),
        lambda: sink.script(Fault(429, {"Retry-After": "7"})),
        lambda: sink.script(Fault(drop=True)),
    )


@pytest.fixture(params=["bot", "webhook", "mail", "files", "hook"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    with ExitStack() as stack:
        if request.param == "files":
            (tmp_path / "outbox").mkdir()
            yield _files(tmp_path / "outbox")
        elif request.param == "mail":
            yield _mail(stack.enter_context(SmtpSink()))
        elif request.param == "hook":
            yield _hook(stack.enter_context(HookSink()))
        else:
            stub = stack.enter_context(SlackStub())
            yield _slack(stub, bot(stub) if request.param == "bot" else webhook(stub))


def _fails_surely(channel: Channel) -> bool:
    return not isinstance(channel, FilesChannel)


@pytest.mark.parametrize("told", [ALERT, NOTICE, DIGEST])
def test_everything_that_can_be_told_is_taken(case: Case, told: object) -> None:
    kinds = {MailChannel: "mail", FilesChannel: "files", WebhookChannel: "data"}
    rendered = render(told, kinds.get(type(case.channel), "slack"), "k")  # type: ignore[arg-type]  # parametrised

    receipt = case.channel.send(rendered, attempt=1)

    assert receipt.reference
    assert case.delivered() == 1


def test_what_stays_wrong_is_unsent_for_good(case: Case) -> None:
    case.refuse_for_good()

    with pytest.raises(Unsent) as caught:
        case.channel.send(message(), attempt=1)

    # A full or a wrong disk can be mended: files never give up by themselves.
    assert caught.value.permanent is _fails_surely(case.channel)


def test_what_may_pass_is_unsent_for_now_and_succeeds_later(case: Case) -> None:
    case.refuse_for_now()

    with pytest.raises(Unsent) as caught:
        case.channel.send(message(), attempt=1)

    assert not caught.value.permanent
    if _fails_surely(case.channel):
        assert case.delivered() == 0
        case.channel.send(message(), attempt=2)
        assert case.delivered() == 1


def test_a_lost_reply_is_found_or_said_to_be_unknowable(case: Case) -> None:
    case.lose_the_reply()
    try:
        case.channel.send(message(), attempt=1)
    except Ambiguous:
        assert case.delivered() == 1

    if isinstance(case.channel, SlackBotChannel | FilesChannel):
        assert isinstance(case.channel.find(message(), AGES_AGO), Receipt)
    else:
        with pytest.raises(Ambiguous):
            case.channel.find(message(), AGES_AGO)


def test_no_secret_slips_into_messages_exceptions_or_logs(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = [repr(case.channel)]

    for fail in (case.refuse_for_good, case.refuse_for_now, case.lose_the_reply, lambda: None):
        if not _fails_surely(case.channel) and fail is case.refuse_for_good:
            continue
        fail()
        for act in (_send, _find):
            try:
                said.append(repr(act(case.channel)))
            except (Unsent, Ambiguous, LookUpFailed) as error:
                said += traceback.format_exception(error)

    everything = "\n".join([*said, caplog.text])
    for secret in (TOKEN, PASSWORD, slack_faults.WEBHOOK, SECRET, "secretsecret"):
        assert secret not in everything


def _send(channel: Channel) -> Receipt:
    return channel.send(message(), attempt=1)


def _find(channel: Channel) -> Receipt | None:
    return channel.find(message(), AGES_AGO)


# --- files ----------------------------------------------------------------------------------


def test_a_message_is_one_text_and_one_page_however_often_it_is_sent(tmp_path: Path) -> None:
    channel = FilesChannel(tmp_path / "outbox")
    rendered = render(ALERT, "files", "event-1:log")

    first = channel.send(rendered, attempt=1)
    second = channel.send(rendered, attempt=2, repeat=True)

    names = sorted(path.name for path in (tmp_path / "outbox").iterdir())
    stem = "20250118T091400Z-high-7-t-72b3m-5-bmp-3-convoy-bamako-mali-first-military-" + short_key(
        "event-1:log"
    )
    assert first == second == Receipt(f"{stem}.txt")
    assert names == [f"{stem}.html", f"{stem}.txt"]
    assert (tmp_path / "outbox" / f"{stem}.txt").read_text() == rendered.text


def test_a_message_worded_anew_is_still_the_same_message(tmp_path: Path) -> None:
    channel = FilesChannel(tmp_path / "outbox")

    first = channel.send(message("k"), attempt=1)
    second = channel.send(replace(message("k"), subject="other words"), attempt=2)

    assert first == second
    assert len(list((tmp_path / "outbox").glob("*.txt"))) == 1


def test_a_message_that_was_never_written_is_not_found(tmp_path: Path) -> None:
    channel = FilesChannel(tmp_path / "outbox")

    assert channel.find(message("a"), AGES_AGO) is None


@pytest.mark.parametrize("subject", ["../../etc/passwd", "", "///", "\x00", "ы" * 500, "a\ud800"])
def test_no_subject_leaves_the_directory(tmp_path: Path, subject: str) -> None:
    FilesChannel(tmp_path / "outbox").send(replace(message("k"), subject=subject), attempt=1)

    assert [path.name for path in tmp_path.iterdir()] == ["outbox"]
    assert len(list((tmp_path / "outbox").iterdir())) == 2


# --- building -------------------------------------------------------------------------------

DECLARED: dict[str, Any] = {
    "receivers": [
        {"name": "desk", "slack_bot": {"channel": "#alerts", "token_env": "BOT"}},
        {"name": "hook", "slack_webhook": {"url_env": "HOOK", "on_ambiguous": "hold"}},
        {"name": "mail", "email": {"to": ["desk@news.example"]}},
        {"name": "log", "files": {}},
        {"name": "robot", "webhook": {"url": "https://robot.example/x", "secret_env": "SIGN"}},
        {"name": "phone", "apprise": {"url_env": "PHONE", "on_ambiguous": "hold"}},
    ],
    "smtp": {"host": "mail.example", "username": "tocsin", "sender": "Tocsin <t@news.example>"},
    "routes": [{"receivers": ["log"]}],
}


def test_every_receiver_gets_its_channel_and_only_its_secrets_are_asked_for(
    tmp_path: Path,
) -> None:
    asked: list[str] = []

    def secret(name: str) -> str:
        asked.append(name)
        return "https://hooks.example/x" if name == "HOOK" else "xoxb-1"

    channels = build(AlertsConfig.model_validate(DECLARED), secret, tmp_path, b"s")

    assert {name: type(channel) for name, channel in channels.items()} == {
        "desk": SlackBotChannel,
        "hook": SlackWebhookChannel,
        "mail": MailChannel,
        "log": FilesChannel,
        "robot": WebhookChannel,
        "phone": AppriseChannel,
    }
    assert asked == ["BOT", "HOOK", "TOCSIN_SMTP_PASSWORD", "SIGN", "PHONE"]


def test_a_mail_server_without_a_user_is_given_no_password(tmp_path: Path) -> None:
    smtp = {"host": "mail.example", "sender": "t@news.example"}
    config = AlertsConfig.model_validate(
        DECLARED | {"receivers": DECLARED["receivers"][2:4], "smtp": smtp}
    )

    def no_secrets(name: str) -> str:
        raise AssertionError(f"asked for {name}")

    assert set(build(config, no_secrets, tmp_path, b"s")) == {"mail", "log"}


def test_each_kind_has_its_rendering_its_pace_and_its_policy() -> None:
    receivers = AlertsConfig.model_validate(DECLARED).receivers

    assert [(kind_of(r), pace_s(r), on_ambiguous(r)) for r in receivers] == [
        ("slack", 1.0, "resend"),
        ("slack", 1.0, "hold"),
        ("mail", 0.0, "resend"),
        ("files", 0.0, "resend"),
        ("data", 0.0, "resend"),
        ("plain", 1.0, "hold"),
    ]
    assert [r.name for r in receivers if is_at_least_once(r)] == ["robot", "phone"]
