"""A mail server of our own over loopback, with faults.

    with SmtpSink() as sink:
        sink.script(Fault("data", "451 try later"))
        ...
        assert sink.mails[0].message["Subject"] == "..."

From another process: `python -m tests.fakes.smtp --port 8025 --journal mails.jsonl`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import ssl
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

TLS = Path(__file__).parent.parent / "data" / "tls"
Security = Literal["none", "tls", "starttls"]
Stage = Literal["mail", "rcpt", "data", "accepted"]


@dataclass(frozen=True, slots=True)
class Fault:
    """At which stage, and what: a reply such as "550 no", "drop", or "hang".

    Stage data comes before the message is taken, accepted after it.
    """

    stage: Stage
    what: str
    to: str = ""  # only for this recipient


@dataclass(frozen=True, slots=True)
class Mail:
    """One message that was taken."""

    sender: str
    to: tuple[str, ...]
    raw: bytes
    message: EmailMessage


def trusting() -> ssl.SSLContext:
    """A client's context that trusts the sink's certificate, and still verifies names."""
    return ssl.create_default_context(cafile=str(TLS / "localhost.pem"))


@dataclass
class SmtpSink:
    """The server; its faults are used up in order, one per matching stage."""

    security: Security = "none"
    port: int = 0
    user: str = ""
    password: str = ""
    journal: Path | None = None
    mails: list[Mail] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)

    def script(self, *faults: Fault) -> None:
        self.faults.extend(faults)

    def __enter__(self) -> Self:
        self._running = _Loop(self)
        self.port = self._running.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._running.stop()

    def context(self) -> ssl.SSLContext | None:
        if self.security == "none":
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "localhost.pem", TLS / "localhost.key")
        return context

    async def fault(self, stage: Stage, server: SMTP, to: str = "") -> str | None:
        """The reply to give at this stage, if something is to go wrong."""
        due = self.faults[0] if self.faults else None
        if due is None or due.stage != stage or (due.to and due.to != to):
            return None
        self.faults.popleft()
        if due.what == "hang":
            await asyncio.Event().wait()
        if due.what == "drop":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 dropped"
        return due.what

    def take(self, envelope: Envelope) -> None:
        raw = envelope.content
        assert isinstance(raw, bytes)
        message = message_from_bytes(raw, policy=policy.default)
        to = tuple(map(str, envelope.rcpt_tos))
        self.mails.append(Mail(str(envelope.mail_from), to, raw, message))
        if self.journal is not None:
            line = {"at": time.time(), "to": to, "raw": raw.decode("utf-8", "replace")}
            with self.journal.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, how: str, data: object
    ) -> AuthResult:
        del server, session, envelope, how
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login, data.password) == self._login(), handled=False)

    def _login(self) -> tuple[bytes, bytes]:
        return self.user.encode(), self.password.encode()


@dataclass
class _Handler:
    sink: SmtpSink

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session, options
        if said := await self.sink.fault("mail", server):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session, options
        if said := await self.sink.fault("rcpt", server, address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        if said := await self.sink.fault("data", server):
            return said
        self.sink.take(envelope)
        return await self.sink.fault("accepted", server) or "250 taken"


class _Loop:
    """An event loop in a thread of its own; aiosmtpd's Controller can't listen on port 0."""

    def __init__(self, sink: SmtpSink) -> None:
        self._sink = sink
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp-sink")
        self._context = sink.context()

    def start(self) -> int:
        self._thread.start()
        listening = self._loop.create_server(
            self._smtp,
            "127.0.0.1",
            self._sink.port,
            ssl=self._context if self._sink.security == "tls" else None,
        )
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)
        return int(self._server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _smtp(self) -> SMTP:
        starttls = self._sink.security == "starttls"
        return SMTP(
            _Handler(self._sink),
            hostname="sink.example",
            loop=self._loop,
            tls_context=self._context if starttls else None,
            require_starttls=starttls,
            authenticator=self._sink.authenticate,
            auth_required=bool(self._sink.user),
            auth_require_tls=starttls,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--security", choices=("none", "tls", "starttls"), default="none")
    parser.add_argument("--script", type=json.loads, default=[], help="JSON list of faults")
    given = parser.parse_args()
    with SmtpSink(given.security, given.port, journal=given.journal) as sink:
        sink.script(*(Fault(**fault) for fault in given.script))
        print(json.dumps({"host": "127.0.0.1", "port": sink.port}), flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
