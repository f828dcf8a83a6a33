"""A scripted web server on loopback for tests: serves what it is told and remembers who asked.

with WebServer() as web:
    url = web.serve("/feed", b"<rss ...>", headers={"ETag": '"a"'})
    ...
    assert web.requests[0].path == "/feed"
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from tests.fakes.loopback import Loopback


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came; header names in lower case, `path` without the query."""

    path: str
    query: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer. `parts`, where given, are sent one by one, `pause_s` apart."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[bytes, ...] = ()
    pause_s: float = 0.0


Script = Callable[[Request], Answer]


def gzipped(body: bytes) -> Answer:
    """The body as a server would compress it."""
    return Answer(gzip.compress(body), headers={"Content-Encoding": "gzip"})


def bomb(inflated: int) -> Answer:
    """A small gzip that inflates to many zeros."""
    return gzipped(bytes(inflated))


def drip(count: int, pause_s: float) -> Answer:
    """An answer that never stalls long enough for a read timeout, and takes for ever."""
    return Answer(parts=(b"<",) * count, pause_s=pause_s)


def validating(body: bytes, etag: str) -> Script:
    """Answers 304 to whoever brings the ETag."""

    def answer(request: Request) -> Answer:
        if request.headers.get("if-none-match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body, headers={"ETag": etag})

    return answer


class WebServer(Loopback):
    """Speaks HTTP/1.1 and answers by path."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._scripts: dict[str, Script] = {}

    def serve(
        self,
        path: str,
        body: bytes | str = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer `path` with this from now on; gives the full URL."""
        content = body.encode() if isinstance(body, str) else body
        return self.script(path, Answer(content, status, headers or {}))

    def script(self, path: str, *answers: Answer | Script) -> str:
        """Answer `path` with each of these in turn; the last one stays. Gives the full URL."""
        left: Iterator[Answer | Script] = iter(answers[:-1])

        def answer(request: Request) -> Answer:
            chosen = next(left, answers[-1])
            return chosen if isinstance(chosen, Answer) else chosen(request)

        self._scripts[path] = answer
        return self.url + path

    def redirect(self, path: str, goal: str, status: int = 302) -> str:
        """Answer `path` with a redirect."""
        return self.serve(path, status=status, headers={"Location": goal})

    def answer_to(self, request: Request) -> Answer:
        self.requests.append(request)
        script = self._scripts.get(request.path)
        return script(request) if script else Answer(b"nothing here", 404)

    def answer_to_path(self, path: str) -> Answer:
        """What the path would answer now; nobody is remembered to have asked."""
        answer = self.answer_to(Request(path, "", {}))
        self.requests.pop()
        return answer

    def paths(self) -> list[str]:
        """Paths asked for so far, with their queries, in order."""
        return [f"{r.path}?{r.query}" if r.query else r.path for r in self.requests]

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        super().__exit__(*exc)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    fake: WebServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.fake.answer_to(Request(parts.path, parts.query, headers))
        body = answer.body
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.parts:
            self.send_header("Connection", "close")
        elif answer.status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)
            self._send_slowly(answer)

    def _send_slowly(self, answer: Answer) -> None:
        for part in answer.parts:
            self.wfile.write(part)
            self.wfile.flush()
            if self.fake.closing.wait(answer.pause_s):
                break
        self.close_connection = self.close_connection or bool(answer.parts)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `requests` instead."""
