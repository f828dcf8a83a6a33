"""Builds a mail as bytes: text first, then HTML; the same Message-ID on every resend. Pure.

Headers are parsed back and compared before anything is sent, since a hostile title once wrote
a real Bcc through Python's own generator (CVE-2024-6923).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from alerts.model import Message, Unsent
from alerts.sanitise import header, one_line

_REPEATED = "Possibly repeated: the reply to an earlier try was lost."
_PLACE = "tocsin-subject"
_WIRE = policy.SMTP.clone(cte_type="7bit", max_line_length=76)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and the secret behind the Message-IDs."""

    sender: str  # Tocsin <tocsin@desk.example>
    to: tuple[str, ...]
    receiver: str  # its name, for List-Id
    secret: bytes = field(repr=False)
    unsubscribe: str = ""  # mailto: or https:; empty: mail to the sender

    @property
    def sender_address(self) -> str:
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        domain = self.sender_address.rpartition("@")[2]
        return domain if re.fullmatch(r"[A-Za-z0-9.-]+", domain) else "tocsin.invalid"


def message_id(key: str, envelope: Envelope) -> str:
    """Not to be guessed from outside, the same for the same notification."""
    digest = hmac.new(envelope.secret, key.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return f"<{digest.hexdigest()[:40]}@{envelope.domain}>"


def compose(message: Message, envelope: Envelope, *, repeat: bool = False) -> bytes:
    """The mail as it goes over the line. Raises Unsent when its headers don't survive."""
    headers = _headers(message, envelope)
    mail = EmailMessage(policy=_WIRE)
    for name, value in (headers | {"Subject": _PLACE}).items():
        mail[name] = value
    note = f"{_REPEATED}\n\n" if repeat else ""
    mail.set_content(note + _lines(message.text), charset="utf-8", cte=_encoding(message.text))
    if message.html:
        html = _encodable(message.html)
        mail.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
        _add_images(mail, message)
    wire = mail.as_bytes().replace(_PLACE.encode(), _encoded(headers["Subject"]), 1)
    _assert_intact(wire, headers)
    return wire


def _add_images(mail: EmailMessage, message: Message) -> None:
    """Beside the HTML that shows them, so that nothing is fetched from anywhere."""
    html = mail.get_body(("html",))
    assert isinstance(html, EmailMessage)
    for image in message.images:
        html.add_related(
            image.png, "image", "png", cid=f"<{image.name}>", disposition="inline",
            filename=f"{image.name.partition('.')[0]}.png",
        )  # fmt: skip


def _encoded(subject: str) -> bytes:
    """In encoded words of our own making: EmailMessage folds long ones in the middle."""
    if subject.isascii():
        return subject.encode("ascii")
    words = Header(subject, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")
    return words.encode("ascii")


def _headers(message: Message, envelope: Envelope) -> dict[str, str]:
    headers = {
        "From": _from(envelope.sender),
        "To": ", ".join(envelope.to),
        "Subject": header(message.subject) or "Tocsin",
        "Date": format_datetime((message.at or datetime.fromtimestamp(0, UTC)).astimezone(UTC)),
        "Message-ID": message_id(message.key, envelope),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{_unsubscribe(envelope)}>",
        "List-Id": f"<{envelope.receiver}.tocsin.{envelope.domain}>",
        "X-Auto-Response-Suppress": "All",
    }
    if message.thread:
        # The root is never sent itself: every message of the event hangs below the same one.
        root = message_id(f"thread\x1f{envelope.receiver}\x1f{message.thread}", envelope)
        headers |= {"In-Reply-To": root, "References": root}
    return headers


def _unsubscribe(envelope: Envelope) -> str:
    mailto = f"mailto:{envelope.sender_address}?subject=unsubscribe%20{envelope.receiver}"
    return envelope.unsubscribe or mailto


def _from(sender: str) -> str:
    name, address = parseaddr(sender)
    try:
        return str(Address(header(name), addr_spec=address))
    except (MessageError, ValueError, IndexError) as error:
        raise Unsent(f"smtp.sender is no mail address: {sender}", permanent=True) from error


def _lines(text: str) -> str:
    return _encodable(text).rstrip() + "\n"


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _encoding(text: str) -> str:
    """Quoted-printable stays readable for Latin texts; others are shorter in base64."""
    wide = sum(character > "\u024f" for character in text)
    return "base64" if wide * 4 > len(text) else "quoted-printable"


def _assert_intact(wire: bytes, headers: dict[str, str]) -> None:
    read = message_from_bytes(wire, policy=policy.default)
    names = [name for name, _ in read.items() if name not in ("MIME-Version", "Content-Type")]
    names = [name for name in names if name != "Content-Transfer-Encoding"]
    wrong = sorted(set(headers) ^ set(names)) or [
        name for name, value in headers.items() if _flat(str(read[name])) != _flat(value)
    ]
    if wrong or len(names) != len(headers) or read.defects:
        raise Unsent(f"mail headers don't survive: {' '.join(wrong)}", permanent=True)


def _flat(value: str) -> str:
    return one_line(value).replace(" ", "").replace('"', "")
