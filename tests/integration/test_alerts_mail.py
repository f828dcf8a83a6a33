"""Mail over SMTP, against a server of our own over loopback."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

import pytest

from alerts.mail import MailChannel, Patience
from alerts.mail_text import message_id
from alerts.model import Ambiguous, Unsent
from alerts.render import render
from tests.fakes.alerts import ALERT, NOW, PASSWORD, mail, message
from tests.fakes.smtp import Fault, Security, SmtpSink


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


def _plain(read: EmailMessage, kind: str) -> str:
    part = read.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_mail_has_text_first_then_html_and_says_what_it_is(sink: SmtpSink) -> None:
    rendered = render(ALERT, "mail", "event-1:desk")
    channel = mail(sink, "one@news.example", "two@news.example")

    receipt = channel.send(rendered, attempt=1)

    (taken,) = sink.mails
    read = taken.message
    assert taken.sender == "tocsin@desk.example"
    assert taken.to == ("one@news.example", "two@news.example")
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert _plain(read, "plain") == rendered.text
    assert "<mark" in _plain(read, "html")
    assert receipt.reference == read["Message-ID"] == message_id("event-1:desk", channel.envelope)
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["List-Id"] == "<desk.tocsin.desk.example>"
    assert read["Date"].datetime == NOW


def test_a_resend_has_the_same_message_id_and_says_that_it_may_repeat(sink: SmtpSink) -> None:
    channel = mail(sink)

    channel.send(message(), attempt=1)
    channel.send(message(), attempt=2, repeat=True)

    first, second = (taken.message for taken in sink.mails)
    assert first["Message-ID"] == second["Message-ID"]
    assert _plain(second, "plain").startswith("Possibly repeated")


def test_messages_of_one_event_hang_below_the_same_root(sink: SmtpSink) -> None:
    channel = mail(sink)

    channel.send(message("a"), attempt=1)
    channel.send(message("b"), attempt=1)
    channel.send(replace(message("c"), thread="event-2"), attempt=1)

    first, second, other = (taken.message for taken in sink.mails)
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert other["References"] != first["References"]


def test_a_line_that_is_only_a_dot_survives(sink: SmtpSink) -> None:
    mail(sink).send(message(text="before\n.\n..after\n"), attempt=1)

    assert _plain(sink.mails[0].message, "plain") == "before\n.\n..after\n"


@pytest.mark.parametrize(
    ("why", "fault", "permanent"),
    [
        ("the sender is refused for good", Fault("mail", "550 no"), True),
        ("the sender is asked to wait", Fault("mail", "450 wait"), False),
        ("the recipient is unknown", Fault("rcpt", "550 unknown"), True),
        ("greylisting passes", Fault("rcpt", "451 greylisted"), False),
        ("the message is refused for good", Fault("data", "554 spam"), True),
        ("the message is asked to wait", Fault("data", "452 full"), False),
        ("hung up before the message", Fault("rcpt", "drop"), False),
        ("no answer before the message", Fault("rcpt", "hang"), False),
    ],
)
def test_a_refusal_is_a_failure_with_a_verdict(
    sink: SmtpSink, why: str, fault: Fault, permanent: bool
) -> None:
    sink.script(fault)

    with pytest.raises(Unsent) as caught:
        mail(sink).send(message(), attempt=1)

    assert caught.value.permanent is permanent, why
    assert sink.mails == []


@pytest.mark.parametrize("what", ["drop", "hang"])
def test_a_reply_lost_after_the_message_is_ambiguous(sink: SmtpSink, what: str) -> None:
    sink.script(Fault("accepted", what))

    with pytest.raises(Ambiguous):
        mail(sink).send(message(), attempt=1)

    assert len(sink.mails) == 1


def test_a_server_that_is_not_there_got_nothing() -> None:
    with SmtpSink() as gone:
        channel = mail(gone)

    with pytest.raises(Unsent) as caught:
        channel.send(message(), attempt=1)

    assert not caught.value.permanent


def test_one_unknown_address_does_not_keep_the_others_waiting(sink: SmtpSink) -> None:
    sink.script(Fault("rcpt", "550 unknown", to="gone@news.example"))

    receipt = mail(sink, "gone@news.example", "desk@news.example").send(message(), attempt=1)

    assert sink.mails[0].to == ("desk@news.example",)
    assert "refused: gone@news.example (550 unknown)" in receipt.reference


def test_one_address_asked_to_wait_holds_up_the_first_tries_only(sink: SmtpSink) -> None:
    channel = mail(sink, "later@news.example", "desk@news.example")
    grey = Fault("rcpt", "451 greylisted", to="later@news.example")

    for attempt in (1, 2):
        sink.script(grey)
        with pytest.raises(Unsent):
            channel.send(message(), attempt=attempt)
    sink.script(grey)
    channel.send(message(), attempt=3)

    assert [taken.to for taken in sink.mails] == [("desk@news.example",)]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encryption_is_used_as_declared(security: Security) -> None:
    with SmtpSink(security) as server:
        mail(server).send(message(), attempt=1)

        assert len(server.mails) == 1


def test_a_log_in_is_made_only_over_tls_and_refusals_hide_the_password() -> None:
    with SmtpSink("starttls", user="tocsin", password=PASSWORD) as server:
        mail(server, username="tocsin").send(message(), attempt=1)
        with pytest.raises(Unsent, match="log-in refused") as caught:
            mail(server, username="somebody").send(message(), attempt=1)

        assert len(server.mails) == 1
    assert caught.value.permanent
    assert PASSWORD not in str(caught.value)


def test_starttls_is_required_not_tried(sink: SmtpSink) -> None:
    plain = mail(sink)
    smtp = plain.smtp.model_copy(update={"security": "starttls"})

    with pytest.raises(Unsent):
        replace(plain, smtp=smtp).send(message(), attempt=1)

    assert sink.mails == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(security: Security) -> None:
    with SmtpSink(security) as server:
        channel: MailChannel = replace(mail(server), context=ssl.create_default_context)

        with pytest.raises(Unsent, match="TLS failed") as caught:
            channel.send(message(), attempt=1)

        assert (caught.value.permanent, server.mails) == (False, [])


def test_a_password_is_never_sent_in_the_clear_to_another_machine(sink: SmtpSink) -> None:
    channel = mail(sink, username="tocsin")
    smtp = channel.smtp.model_copy(update={"host": "mail.example"})

    with pytest.raises(Unsent, match="in the clear") as caught:
        replace(channel, smtp=smtp).send(message(), attempt=1)

    assert caught.value.permanent


def test_a_server_that_draws_out_every_verb_is_left_before_the_lease_ends(sink: SmtpSink) -> None:
    hurried = replace(mail(sink), patience=Patience(1, 1, before_data=0, data=1))

    with pytest.raises(Unsent, match="no answer in time"):
        hurried.send(message(), attempt=1)

    assert sink.mails == []
