"""A WebSub hub on loopback: takes subscriptions, verifies them, pushes, and misbehaves when told.

with Hub("https://push.example/w", port) as hub:
    ...                                  # something subscribes at hub.url
    hub.push(b"<rss/>")
"""

from __future__ import annotations

import hashlib
import hmac
import random
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.fakes.loopback import Loopback

CHALLENGE = "challenge <b>&"


def free_port() -> int:
    """One below those that systems give to outgoing connections, which could take it at once."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port between 20000 and 30000")


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    content_type: str = ""


class Hub(Loopback):
    """`door` is the port where requests for `public_url` end, as behind a reverse proxy."""

    def __init__(self, public_url: str, door: int) -> None:
        super().__init__(_Handler)
        self.public_url, self.door = public_url, door
        self.status = 202  # what a subscriber is answered
        self.lease_s = 86_400
        self.asked: list[dict[str, str]] = []
        self.verified: list[Reply] = []

    @property
    def url(self) -> str:
        return f"{super().url}/hub"

    @property
    def path(self) -> str:
        """Where the last subscriber wants to be pushed to."""
        callback = self.asked[-1]["hub.callback"]
        assert callback.startswith(self.public_url)
        return urlsplit(callback).path

    def verify(self, **more: str) -> Reply:
        """Ask the subscriber; `more` stands above what an honest hub would ask (mode="…")."""
        words = {
            "hub.mode": "subscribe",
            "hub.topic": self.asked[-1]["hub.topic"],
            "hub.challenge": CHALLENGE,
            "hub.lease_seconds": str(self.lease_s),
        } | {f"hub.{name}": word for name, word in more.items()}
        return self.send("GET", f"{self.path}?{urlencode(words)}")

    def push(self, body: bytes = b"<rss/>", method: str = "sha256", secret: str = "") -> Reply:
        key = (secret or self.asked[-1]["hub.secret"]).encode()
        signature = hmac.new(key, body, getattr(hashlib, method)).hexdigest()
        return self.send("POST", self.path, body, {"X-Hub-Signature": f"{method}={signature}"})

    def send(
        self, verb: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.door, timeout=10)
        try:
            connection.request(verb, path, body or None, headers or {})
            answer = connection.getresponse()
            kind = answer.headers.get("Content-Type", "")
            return Reply(answer.status, answer.read(), kind)
        finally:
            connection.close()


class _Handler(BaseHTTPRequestHandler):
    fake: Hub

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", "0"))
        self.fake.asked.append(dict(parse_qsl(self.rfile.read(size).decode())))
        if self.fake.status == 202:  # before the answer, as quick hubs do
            self.fake.verified.append(self.fake.verify())
        self.send_response(self.fake.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `asked` instead."""
