"""Tells by mail over SMTP: one connection a message, every verb with its timeout.

The point of no return is the end of DATA: before it nothing was taken, after it only the
server's reply tells. What goes over the line is built in alerts.mail_text.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from alerts.mail_text import Envelope, compose, message_id
from alerts.model import Ambiguous, Message, Receipt, Unsent
from config.schema import Smtp

_PATIENT_TRIES = 3  # tries after which one address that stays 4xx no longer holds up the others


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait. All together must stay below the lease of a notification (90 s)."""

    connect: float = 10.0
    verb: float = 15.0
    before_data: float = 40.0  # for everything up to the message
    data: float = 40.0  # servers scan the message before they answer


@dataclass(frozen=True, slots=True)
class MailChannel:
    """One receiver, one or more addresses. `context` makes a verifying TLS context."""

    smtp: Smtp
    envelope: Envelope
    password: str = field(default="", repr=False)
    patience: Patience = Patience()
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        """Deliver to every address that the server takes; says which it refused."""
        if self.smtp.username and self.smtp.security == "none" and not _is_here(self.smtp.host):
            raise Unsent("a password is never sent in the clear: set smtp.security", permanent=True)
        wire = compose(message, self.envelope, repeat=repeat)
        until = time.monotonic() + self.patience.before_data
        server = self._connect()
        try:
            refused = self._offer(server, until, patient=attempt < _PATIENT_TRIES)
            _data(server, wire, self.patience.data)
        finally:
            _leave(server)
        reference = message_id(message.key, self.envelope)
        if refused:
            reference += "; refused: " + ", ".join(refused)
        return Receipt(reference)

    def find(self, message: Message, since: datetime) -> Receipt | None:
        raise Ambiguous("a mail server can't be asked what it took")

    def _connect(self) -> smtplib.SMTP:
        """Connected, encrypted as declared, logged in."""
        where = f"{self.smtp.host}:{self.smtp.port}"
        try:
            server = self._open()
            if server.sock is not None:
                server.sock.settimeout(self.patience.verb)
        except ssl.SSLError as error:
            said = getattr(error, "verify_message", "") or type(error).__name__
            raise Unsent(f"{where}: TLS failed: {said}", permanent=False) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(where, error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unsent(f"{where}: {_words(error)}", permanent=False) from error
        try:
            self._log_in(server)
        except BaseException:
            _leave(server)
            raise
        return server

    def _open(self) -> smtplib.SMTP:
        host, port, wait = self.smtp.host, self.smtp.port, self.patience.connect
        if self.smtp.security == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=wait, context=self.context())
        server = smtplib.SMTP(host, port, timeout=wait)
        if self.smtp.security == "starttls":
            try:
                server.starttls(context=self.context())
            except BaseException:
                server.close()
                raise
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        where = f"{self.smtp.host}:{self.smtp.port}"
        try:
            server.ehlo_or_helo_if_needed()
            if self.smtp.username:
                server.login(self.smtp.username, self.password)
        except smtplib.SMTPAuthenticationError as error:
            # The server's words may repeat what we sent: keep them out.
            code, permanent = error.smtp_code, 500 <= error.smtp_code < 600
            raise Unsent(f"{where}: log-in refused ({code})", permanent=permanent) from None
        except smtplib.SMTPNotSupportedError as error:
            raise Unsent(f"{where}: the server offers no log-in", permanent=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unsent(f"{where}: {_words(error)}", permanent=False) from None

    def _offer(self, server: smtplib.SMTP, until: float, *, patient: bool) -> list[str]:
        """MAIL and RCPT; returns the addresses refused while others were taken."""
        where = f"{self.smtp.host}:{self.smtp.port}"
        try:
            code, reply = server.mail(self.envelope.sender_address)
            if code != 250:
                raise _refusal(f"{where}: sender", code, reply)
            answers = {}
            for to in self.envelope.to:
                _hurry(server, until, self.patience.verb)
                answers[to] = server.rcpt(to)
        except (OSError, smtplib.SMTPException) as error:
            raise Unsent(f"{where}: {_words(error)}", permanent=False) from error
        refused = {to: answer for to, answer in answers.items() if answer[0] not in (250, 251)}
        later = [answer for answer in refused.values() if answer[0] < 500]
        if len(refused) == len(answers) or (later and patient):
            code, reply = later[0] if later else next(iter(refused.values()))
            raise _refusal(f"{where}: {', '.join(refused)}", code, reply)
        return [f"{to} ({code} {_said(reply)})" for to, (code, reply) in refused.items()]


def _is_here(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1")


def _hurry(server: smtplib.SMTP, until: float, verb: float) -> None:
    """A slow server may not outlast the lease, however many verbs it draws out."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if server.sock is not None:
        server.sock.settimeout(min(verb, left))


def _data(server: smtplib.SMTP, wire: bytes, patience_s: float) -> None:
    """DATA; after its last byte only the reply tells whether the server took it."""
    try:
        code, reply = server.docmd("DATA")
    except (OSError, smtplib.SMTPException) as error:
        raise Unsent(f"lost before the message: {_words(error)}", permanent=False) from error
    if code != 354:
        raise _refusal("DATA", code, reply)
    try:
        if server.sock is not None:
            server.sock.settimeout(patience_s)
        server.send(_dot_stuffed(wire))
        code, reply = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        # Even a message cut short may have been taken by a careless server.
        raise Ambiguous(f"lost after the message: {_words(error)}") from error
    if code != 250:
        raise _refusal("message", code, reply)


def _dot_stuffed(wire: bytes) -> bytes:
    body = re.sub(rb"(?m)^\.", b"..", wire)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye shortly; whatever happens here changes nothing."""
    with suppress(OSError, smtplib.SMTPException):
        if server.sock is not None:
            server.sock.settimeout(2.0)
            server.quit()
    server.close()


def _refusal(what: str, code: int, reply: bytes | str) -> Unsent:
    return Unsent(f"{what}: refused: {code} {_said(reply)}", permanent=500 <= code < 600)


def _said(reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _words(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "the host name doesn't resolve"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server hung up"
    return getattr(error, "strerror", None) or type(error).__name__
