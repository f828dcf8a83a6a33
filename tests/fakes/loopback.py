"""An HTTP server in threads on loopback, for the length of a `with` block.

class Sink(Loopback):
    def __init__(self) -> None:
        super().__init__(_Handler)        # whose `fake` is the sink
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class Loopback:
    """Listens on a port of its own; its handler finds it under `fake`."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        made = type("Handler", (handler,), {"fake": self})
        self._server = _Server(("127.0.0.1", 0), made)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

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
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what many tests are about."""
