"""A mail's bytes: headers that nobody can inject into, ids that nobody can guess."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from alerts.mail_text import Envelope, compose, message_id
from alerts.model import Image, Unsent
from tests.fakes.alerts import message

ENVELOPE = Envelope("Tocsin <tocsin@desk.example>", ("desk@news.example",), "desk", b"secret")


def read(wire: bytes) -> EmailMessage:
    parsed = message_from_bytes(wire, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


@pytest.mark.parametrize(
    ("why", "subject"),
    [
        ("an encoded word that held a Bcc (CVE-2024-6923)",
         "=?utf-8?q?Tank=0ABcc:victim=40news.example?="),
        ("one of base64", "=?utf-8?b?VGFuawpCY2M6IHhAeS5leGFtcGxl?="),
        ("plain newlines", "Tank\r\nBcc: victim@news.example\r\n\r\nbody"),
        ("separators of lines", "Tank\u2028Bcc: victim@news.example\x85X: y\x0bZ: z"),
        ("half a surrogate", "Tank \ud83d"),
        ("a very long word", "x" * 5000),
        ("words that EmailMessage folds in the middle",
         "x" * 60 + " · 𢰻 𧮜 evil[.]zip, · Ě = ?utf-8?b?VGFuawpCY2M"),
        ("nothing", ""),
        ("only what can't be shown", "\u202e\x00"),
    ],
)  # fmt: skip
def test_a_hostile_subject_stays_one_subject(why: str, subject: str) -> None:
    mail = read(compose(replace(message(), subject=subject), ENVELOPE))

    assert mail["Bcc"] is None, why
    assert mail["X"] is None
    assert len(mail.get_all("Subject", [])) == 1
    assert 0 < len(mail["Subject"]) <= 150
    assert mail["To"] == "desk@news.example"


def test_a_mail_says_how_to_be_rid_of_it() -> None:
    declared = replace(ENVELOPE, unsubscribe="https://desk.example/bye")

    assert read(compose(message(), ENVELOPE))["List-Unsubscribe"] == (
        "<mailto:tocsin@desk.example?subject=unsubscribe%20desk>"
    )
    assert read(compose(message(), declared))["List-Unsubscribe"] == "<https://desk.example/bye>"


def test_pictures_travel_inside_the_mail() -> None:
    pictured = replace(
        message(),
        html='<img src="cid:course.tocsin">',
        images=(Image("course.tocsin", b"PNG", "x"),),
    )

    mail = read(compose(pictured, ENVELOPE))

    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
    ]  # fmt: skip
    inside = list(mail.walk())[-1]
    assert (inside["Content-ID"], inside.get_content()) == ("<course.tocsin>", b"PNG")
    assert inside["Content-Disposition"] == 'inline; filename="course.png"'


def test_a_message_id_depends_on_key_and_secret_only() -> None:
    other = replace(ENVELOPE, secret=b"other")

    assert message_id("a", ENVELOPE) == message_id("a", replace(ENVELOPE, to=("x@y.example",)))
    assert message_id("a", ENVELOPE) != message_id("b", ENVELOPE)
    assert message_id("a", ENVELOPE) != message_id("a", other)
    assert message_id("a", ENVELOPE).endswith("@desk.example>")


def test_a_sender_without_a_usable_domain_still_gives_valid_ids() -> None:
    assert message_id("a", replace(ENVELOPE, sender="пост@почта")).endswith("@tocsin.invalid>")


def test_a_sender_that_is_no_address_is_refused_for_good() -> None:
    with pytest.raises(Unsent) as caught:
        compose(message(), replace(ENVELOPE, sender="a b c"))

    assert caught.value.permanent


def test_a_sender_with_a_name_of_any_script_survives() -> None:
    mail = read(compose(message(), replace(ENVELOPE, sender='"Набат, пост" <tocsin@desk.example>')))

    (sender,) = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Набат, пост", "tocsin@desk.example")


def test_cyrillic_goes_as_base64_and_latin_stays_readable() -> None:
    cyrillic = compose(message(text="Колонна у Бамако\n"), ENVELOPE)
    latin = compose(message(text="A convoy near Bamako\n"), ENVELOPE)

    assert b"Content-Transfer-Encoding: base64" in cyrillic
    assert b"A convoy near Bamako" in latin


def test_a_mail_without_html_is_plain() -> None:
    mail = read(compose(replace(message(), html=""), ENVELOPE))

    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    "subject", ["HIGH: 7 × T-72Б3 · колонна · Бамако (Mali)", "ASCII " * 20, "ы" * 150]
)
def test_a_subject_is_read_back_as_it_was(subject: str) -> None:
    wire = compose(replace(message(), subject=subject), ENVELOPE)

    assert read(wire)["Subject"] == subject.strip()
    assert all(len(line) <= 140 for line in wire.partition(b"\r\n\r\n")[0].split(b"\r\n"))
