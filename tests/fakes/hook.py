"""Takes posted JSON on loopback, as a webhook's receiver or a service behind Apprise would.

with HookSink() as sink:
    sink.script(Fault(503), Fault(drop=True))    # the next two; then all is taken
    ...
    assert sink.taken[0].headers["webhook-id"]
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.fakes.loopback import Loopback

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


class HookSink(Loopback):
    """Remembers what it took."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.taken: list[Taken] = []
        self._faults: deque[Fault] = deque()

    @property
    def url(self) -> str:
        return f"{super().url}/secretsecret"

    def script(self, *faults: Fault) -> None:
        self._faults.extend(faults)

    def answer(self, post: Taken) -> Fault:
        fault = self._faults.popleft() if self._faults else Fault(204)
        if fault.drop or fault.status < 300:
            self.taken.append(post)
        return fault


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: HookSink

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = self.fake.answer(Taken(headers, body))
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
