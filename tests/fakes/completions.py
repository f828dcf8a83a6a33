"""An OpenAI-compatible service on loopback that says what a test wants."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.fakes.loopback import Loopback


class Completions(Loopback):
    """`with Completions() as service: service.body = …`; keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.status, self.body = 200, b""
        self.drip_s = 0.0  # between single bytes
        self.asked: list[tuple[str, str, dict[str, Any]]] = []  # path, authorisation, question
        self._closing = threading.Event()

    @property
    def url(self) -> str:
        return f"{super().url}/v1"

    def says(self, content: object) -> None:
        """The model's answer: text, or JSON as text."""
        text = content if isinstance(content, str) else json.dumps(content)
        self.body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        try:
            if not self.drip_s:
                handler.wfile.write(self.body)
                return
            for n in range(len(self.body)):
                handler.wfile.write(self.body[n : n + 1])
                if self._closing.wait(self.drip_s):
                    return
        except (BrokenPipeError, ConnectionResetError):
            return  # the client has heard enough

    def __exit__(self, *exc: object) -> None:
        self._closing.set()
        super().__exit__(*exc)


class _Handler(BaseHTTPRequestHandler):
    fake: Completions

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers.get("Authorization", "")
        self.fake.asked.append((self.path, key, question))
        self.send_response(self.fake.status)
        self.send_header("Content-Length", str(len(self.fake.body)))
        self.end_headers()
        self.fake.send(self)

    def log_message(self, *_: object) -> None:
        """Quiet."""
