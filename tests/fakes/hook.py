"""Takes posted JSON on loopback, as a webhook's receiver or a service behind Apprise would.

with HookSink() as sink:
    sink.script(Fault(503), Fault(drop=True))    # the next two; then all is taken
    ...
    assert sink.taken[0].headers["webhook-id"]
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

SECRET = "a secret that is never to be seen 1234"


@dataclass(frozen=True, slots=True)
class Taken:
    """One post that was read to its end; header names in lower case."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a post. `drop`: it is taken, and the reply is lost."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    drop: bool = False


class HookSink:
    """An HTTP server for the length of a `with` block."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self._faults: deque[Fault] = deque()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/secretsecret"

    def script(self, *faults: Fault) -> None:
        self._faults.extend(faults)

    def answer(self, post: Taken) -> Fault:
        fault = self._faults.popleft() if self._faults else Fault(204)
        if fault.drop or fault.status < 300:
            self.taken.append(post)
        return fault

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, sink: HookSink) -> None:
        self.sink = sink
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = self.server.sink.answer(Taken(headers, body))
        self.close_connection = True
        if fault.drop:
            return
        self.send_response(fault.status)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(fault.body)))
        self.end_headers()
        self.wfile.write(fault.body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `taken` instead."""
