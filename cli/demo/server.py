"""Plays the demo's stream on a loopback port: feeds, articles and channel previews.

    python -m cli.demo.server --port 0 --ready FILE [--speed X]

Plays from its own start; ends on SIGTERM or SIGINT, or when the process that started it is gone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cli.demo import channel_pages, pages
from cli.demo.pages import Clock, Site
from cli.demo.stream import Channel, Feed, Stream, load

_PARENT_CHECK_S = 0.5  # how long the server may outlive the process that started it
_PHOTO = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>'


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request gets back. An ETag is given only to what real sites give one."""

    status: HTTPStatus
    body: str = ""
    kind: str = "text/html; charset=utf-8"
    etag: bool = False
    headers: dict[str, str] = field(default_factory=dict)


NOT_FOUND = Answer(HTTPStatus.NOT_FOUND, "<!DOCTYPE html><title>Not found</title>")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request in the player's terms: the playing second, the parts of the path, the query."""

    at: float
    parts: tuple[str, ...]
    query: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Player:
    """Answers addresses with what the stream shows at a moment; no I/O, no clock."""

    stream: Stream
    site: Site

    def answer(self, target: str, now: datetime) -> Answer:
        address = urlsplit(target)
        at = self.site.clock.playing(now)
        for pattern, show in _ROUTES:
            if found := re.fullmatch(pattern, address.path):
                return show(self, Ask(at, found.groups(), parse_qs(address.query)))
        return NOT_FOUND

    def status(self, ask: Ask) -> Answer:
        speed = self.site.clock.speed
        state = {
            "elapsed": round(ask.at / speed, 3),
            "length": self.stream.length / speed,
            "published": self.stream.published(ask.at),
            "finished": ask.at >= self.stream.length,
        }
        return Answer(HTTPStatus.OK, json.dumps(state), "application/json")

    def photo(self, _: Ask) -> Answer:
        return Answer(HTTPStatus.OK, _PHOTO, "image/svg+xml")

    def feed(self, ask: Ask) -> Answer:
        source = self._feed_named(ask.parts[0])
        if source is None:
            return NOT_FOUND
        document = pages.feed(self.site, source, self.stream.shown(source.name, ask.at))
        return Answer(HTTPStatus.OK, document, f"application/{source.format}+xml", etag=True)

    def article(self, ask: Ask) -> Answer:
        source = self._feed_named(ask.parts[0])
        states = self.stream.shown(ask.parts[0], ask.at)
        state = next((s for s in states if s.entry.id == ask.parts[1]), None)
        if source is None or state is None:
            return NOT_FOUND
        return Answer(HTTPStatus.OK, pages.article(source, state), etag=True)

    def history(self, ask: Ask) -> Answer:
        channel = self._channel_named(ask.parts[0])
        if channel is None:  # what the real preview does for anything that it can't show
            return Answer(HTTPStatus.FOUND, headers={"Location": f"/{ask.parts[0]}"})
        before = ask.query.get("before", [""])[-1]
        limit = int(before) if re.fullmatch(r"[0-9]{1,12}", before) else None
        states = self.stream.shown(channel.name, ask.at)
        shown = channel_pages.page_of(self.stream, states, limit)
        return Answer(HTTPStatus.OK, channel_pages.history(self.site, self.stream, channel, shown))

    def single(self, ask: Ask) -> Answer:
        channel = self._channel_named(ask.parts[0])
        if channel is None:
            return NOT_FOUND
        states = self.stream.shown(channel.name, ask.at)
        numbered = (s for s in states if str(self.stream.message_id(s.entry)) == ask.parts[1])
        page = channel_pages.single(self.site, self.stream, next(numbered, None))
        return Answer(HTTPStatus.OK, page)

    def landing(self, ask: Ask) -> Answer:
        exists = self._channel_named(ask.parts[0]) is not None
        return Answer(HTTPStatus.OK, channel_pages.landing(ask.parts[0], exists=exists))

    def _feed_named(self, name: str) -> Feed | None:
        return next((feed for feed in self.stream.feeds if feed.name == name), None)

    def _channel_named(self, name: str) -> Channel | None:
        return next((c for c in self.stream.channels if c.channel == name), None)


_ROUTES: tuple[tuple[str, Callable[[Player, Ask], Answer]], ...] = (
    (r"/status", Player.status),
    (r"/photo\.svg", Player.photo),
    (r"/feeds/([\w.-]+)\.xml", Player.feed),
    (r"/articles/([\w.-]+)/([\w.-]+)", Player.article),
    (r"/s/(\w+)", Player.history),
    (r"/(\w+)/([0-9]+)", Player.single),
    (r"/(\w+)", Player.landing),
)


class Server(ThreadingHTTPServer):
    """The listening socket together with what it plays."""

    daemon_threads = True  # an idle keep-alive connection must not hold up the exit

    def __init__(self, port: int, speed: float) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        site = Site(f"http://127.0.0.1:{self.server_port}", Clock(datetime.now(UTC), speed))
        self.player = Player(load(), site)


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for the player: conditional requests, HEAD, keep-alive."""

    protocol_version = "HTTP/1.1"
    server_version = "TocsinDemo"
    timeout = 30  # seconds an idle connection is kept
    server: Server

    def do_GET(self) -> None:
        answer = self.server.player.answer(self.path, datetime.now(UTC))
        body = answer.body.encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"' if answer.etag else ""
        if tag and tag in self.headers.get("If-None-Match", ""):
            self._send(Answer(HTTPStatus.NOT_MODIFIED, headers={"ETag": tag}), b"")
            return
        self._send(answer, body, tag)

    do_HEAD = do_GET  # noqa: N815 (the base class dictates the name)

    def _send(self, answer: Answer, body: bytes, tag: str = "") -> None:
        self.send_response(answer.status)
        for name, value in (answer.headers | ({"ETag": tag} if tag else {})).items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stays silent: the screen of the demo belongs to the pipeline."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    parent = os.getppid()
    server = Server(options.port, options.speed)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    _announce(options.ready, server.server_port)
    while not stop.wait(_PARENT_CHECK_S) and os.getppid() == parent:
        pass
    options.ready.unlink(missing_ok=True)  # a stale file would send the next demo astray
    server.shutdown()
    thread.join()
    server.server_close()
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cli.demo.server", description=(__doc__ or "")[:70])
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--ready", type=Path, required=True, help="gets {'port': N} when ready")
    parser.add_argument("--speed", type=_speed, default=1.0, help="times as fast as written")
    return parser.parse_args(arguments)


def _speed(text: str) -> float:
    value = float(text)
    if not 0.01 <= value <= 1000:
        raise argparse.ArgumentTypeError("must lie between 0.01 and 1000")
    return value


def _announce(path: Path, port: int) -> None:
    """Renames into place: who waits for the file never reads half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps({"port": port}), encoding="utf-8")
    draft.replace(path)


if __name__ == "__main__":
    raise SystemExit(main())
