"""An OpenAI-compatible service on loopback that says what a test wants."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Completions:
    """`with Completions() as service: service.body = …`; keeps what it was asked."""

    def __init__(self) -> None:
        self.status, self.body = 200, b""
        self.drip_s = 0.0  # between single bytes
        self.asked: list[tuple[str, str, dict[str, Any]]] = []  # path, authorisation, question
        self._closing = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                key = self.headers.get("Authorization", "")
                service.asked.append((self.path, key, question))
                self.send_response(service.status)
                self.send_header("Content-Length", str(len(service.body)))
                self.end_headers()
                service._send(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def says(self, content: object) -> None:
        """The model's answer: text, or JSON as text."""
        text = content if isinstance(content, str) else json.dumps(content)
        self.body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()

    def _send(self, handler: BaseHTTPRequestHandler) -> None:
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

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
