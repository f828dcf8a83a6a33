"""The only door into Tocsin from outside: takes hubs' questions and pushes. Polls nothing.

What a stranger can do here is bounded in threads, bytes and seconds; what a hub can do is to make
its own source due. A body is never kept: its signature is checked while it comes in.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from socket import AF_INET, AF_INET6, SHUT_RDWR, socket
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import structlog

from archive.model import ArchiveError
from archive.websubs import Subscription
from collector.websub import Lease, Signature, lease_of
from workers.clock import utc_now

THREADS = 32
DEADLINE_S = 20.0  # for a request in all
SILENCE_S = 5.0
MAX_HEAD = 16_384
MAX_BODY = 15_000_000
MAX_WORD = 2_000  # of what a hub says
_PART = 65_536
MAX_CHUNKS = 20_000  # of a body; pieces smaller than some hundred bytes are nobody's habit
MAX_SIZE_LINE = 200
_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")

_log = structlog.get_logger()


class Subscriptions(Protocol):
    """What the door asks of the archive."""

    def find(self, path: str) -> Subscription | None: ...
    def verified(self, path: str, lease: Lease) -> None: ...
    def denied(self, path: str, reason: str, now: datetime) -> None: ...
    def pushed(self, path: str, now: datetime) -> str | None: ...


class Door(ThreadingHTTPServer):
    """Serve it in a thread; `on_push` is called after a source was made due."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self,
        address: tuple[str, int],
        subscriptions: Subscriptions,
        on_push: Callable[[], None],
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self.subscriptions, self.on_push = subscriptions, on_push
        self.address_family = AF_INET6 if ":" in address[0] else AF_INET
        self.is_open = True  # False: as if there were no subscriptions
        self._deadline_s = deadline_s
        self._places = threading.BoundedSemaphore(THREADS)
        self._began: dict[socket, float] = {}
        super().__init__(address, _Visit)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - stdlib
        """One thread each, as far as there are any; whoever comes too many is hung up on."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        self._began[request] = time.monotonic()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._began.pop(request, None)
            self._places.release()

    def service_actions(self) -> None:
        """Called between requests and twice a second: end those that drip on for ever."""
        latest = time.monotonic() - self._deadline_s
        for request, began in list(self._began.items()):
            if began < latest:
                with suppress(OSError):
                    request.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A stranger who hangs up is no fault of ours; anything else is."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            _log.debug("websub_visit_broken", reason=str(error))
        else:
            _log.exception("websub_visit_crashed")


class _Head:
    """Reads a request's head up to a limit, then its body as asked."""

    def __init__(self, stream: BufferedIOBase) -> None:
        self._stream, self._left = stream, MAX_HEAD

    def readline(self, limit: int = -1) -> bytes:
        line = self._stream.readline(min(limit if limit > 0 else MAX_HEAD, self._left + 1))
        self._left -= len(line)
        if self._left < 0:
            raise ConnectionAbortedError("the request's head is too large")
        return line

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def body_line(self) -> bytes:
        """A line between two chunks."""
        return self._stream.readline(MAX_SIZE_LINE)

    def close(self) -> None:
        self._stream.close()


class _Visit(BaseHTTPRequestHandler):
    """One request, then good-bye."""

    protocol_version = "HTTP/1.1"
    timeout = SILENCE_S
    server: Door
    rfile: Any

    def setup(self) -> None:
        super().setup()
        self.rfile = _Head(self.rfile)

    def version_string(self) -> str:
        return "Tocsin"

    def log_message(self, format: str, *args: object) -> None:
        """Strangers do not write our log."""

    def do_GET(self) -> None:
        """A hub asks whether we want this, or says that it will not have us."""
        path, found = self._whom()
        words = self._words()
        if found is None or not words or words.get("hub.topic") != found.topic:
            return self._answer(404)
        mode, asked = words.get("hub.mode"), found.asked_until
        if mode == "denied":
            reason = words.get("hub.reason", "")[:200]
            self.server.subscriptions.denied(path, reason, utc_now())
            _log.warning("websub_denied", source=found.source, reason=reason)
            return self._answer(200)
        challenge = words.get("hub.challenge", "")
        if mode != "subscribe" or not challenge or asked is None or asked <= utc_now():
            return self._answer(404)
        lease = lease_of(words.get("hub.lease_seconds", ""), utc_now())
        self.server.subscriptions.verified(path, lease)
        _log.info("websub_verified", source=found.source, until=lease.expires_at.isoformat())
        return self._answer(200, challenge.encode())

    def do_POST(self) -> None:
        """A push. Whoever signs wrongly learns nothing."""
        path, found = self._whom()
        if found is None:
            return self._answer(410)
        signature = Signature(self.headers.get("X-Hub-Signature", "")[:300], found.secret)
        if refusal := self._listen(signature):
            return self._answer(refusal)
        if self.close_connection:
            return None  # the body never came
        if not signature.is_right():
            _log.warning("websub_push_ignored", source=found.source, reason="signature")
            return self._answer(202)
        is_due = self.server.subscriptions.pushed(path, utc_now()) is not None
        self._answer(202)
        if is_due:  # after the answer: a broker that is away must not keep the hub waiting
            _log.info("websub_pushed", source=found.source)
            self.server.on_push()
        return None

    def handle_one_request(self) -> None:
        """The database may be away for a moment: hubs try again."""
        try:
            super().handle_one_request()
        except ArchiveError as error:
            _log.warning("websub_unavailable", reason=str(error))
            self._answer(503)

    def _listen(self, signature: Signature) -> int:
        """Sum the body up, whichever way it comes; the status with which it is refused, or 0."""
        self.close_connection = False
        length = self.headers.get("Content-Length")
        coding = self.headers.get("Transfer-Encoding")
        if coding is not None:
            is_clear = coding.strip().lower() == "chunked" and length is None
            return self._listen_to_chunks(signature) if is_clear else 411
        if not (length and length.isascii() and length.isdecimal()):
            return 411
        if int(length[:12]) > MAX_BODY:
            return 413
        self._take(int(length), signature)
        return 0

    def _listen_to_chunks(self, signature: Signature) -> int:
        left = MAX_BODY
        for _ in range(MAX_CHUNKS):
            size = _SIZE.fullmatch(self.rfile.body_line())
            if size is None:
                return 400
            length = int(size[1], 16)
            if length == 0:
                return 0  # what may follow is not read: the connection ends here
            left -= length
            if left < 0:
                return 413
            if not self._take(length, signature):
                return 0
            if self.rfile.body_line() != b"\r\n":
                return 400
        return 413

    def _take(self, length: int, signature: Signature) -> bool:
        """The whole body, in parts; False if it never came."""
        while length > 0:
            part = self.rfile.read(min(length, _PART))
            if not part:
                self.close_connection = True
                return False
            signature.update(part)
            length -= len(part)
        return True

    def _whom(self) -> tuple[str, Subscription | None]:
        """By the last part of the path: a proxy may have cut off what stands before it."""
        path = urlsplit(self.path).path.rpartition("/")[2]
        is_one_of_ours = self.server.is_open and 40 <= len(path) <= 64
        return path, self.server.subscriptions.find(path) if is_one_of_ours else None

    def _words(self) -> dict[str, str]:
        try:
            query = parse_qs(urlsplit(self.path).query, max_num_fields=20)
        except ValueError:
            return {}
        words = {name: values[0] for name, values in query.items()}
        return {} if any(len(word) > MAX_WORD for word in words.values()) else words

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.close_connection = True
        self.send_response(status)
        self.send_header("Connection", "close")
        self.send_header("Content-Type", "application/octet-stream")  # never a page of ours
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
