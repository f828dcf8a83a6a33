"""The process of WebSub over loopback: an honest hub, a hostile one, and strangers."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from archive.archive import Archive
from archive.model import ClaimRequest, FinishedPoll
from cli.main import tocsin
from collector.item import PollResult, PollState
from config.settings import Settings, SettingsError
from tests.fakes.desk import WATCHLIST, until
from tests.fakes.hub import CHALLENGE, Hub, Reply, free_port
from workers.clock import utc_now
from workers.websub import Service
from workers.websub_door import MAX_BODY, MAX_CHUNKS, THREADS, Door

PUBLIC = "https://push.example/w"
TOPIC = "https://wire.example/self"


class Stand:
    """A hub, one feed that offers it, and the process between them."""

    def __init__(
        self, directory: Path, database: Path, stack: ExitStack, *, is_allowed: bool = True
    ) -> None:
        self.port = free_port()
        self.hub = stack.enter_context(Hub(PUBLIC, self.port))
        self.config = directory / "config"
        self.configure([self.hub.url.split("/")[2]] if is_allowed else [])
        url = f"sqlite:///{database}"
        environment = {
            "TOCSIN_CONFIG": str(self.config), "TOCSIN_VAR": str(directory / "var"),
            "TOCSIN_DATABASE_URL": url,
        }  # fmt: skip
        self.archive = Archive.open(url)
        stack.callback(self.archive.close)
        self.service = Service(Settings.from_env(environment))
        stack.callback(self.service.close)
        self._thread = threading.Thread(target=self.service.run)
        stack.callback(self.stop)
        self.offer()

    def configure(self, allow: list[str]) -> None:
        self.config.mkdir()
        files: dict[str, Any] = {
            "sources": {
                "fetch": {"allow": allow, "timeout": "5s"},
                "websub": {"public_url": PUBLIC, "listen": f"127.0.0.1:{self.port}"},
                "sources": [{"name": "wire", "url": "https://wire.example/feed"}],
            },
            "watchlist": WATCHLIST,
            "alerts": {
                "receivers": [{"name": "files", "files": {}}],
                "routes": [{"receivers": ["files"]}],
            },
        }
        for stem, content in files.items():
            (self.config / f"{stem}.yaml").write_text(yaml.safe_dump(content))

    def offer(self) -> None:
        """A poll finds the hub; the next one is hours away."""
        now = utc_now()
        (claim,) = self.archive.claim_sources(
            ClaimRequest("feed", "w", timedelta(minutes=1), 1), now
        )
        state = PollState(first_polled_at=now, last_ok_at=now)
        result = PollResult("wire", state, hub=self.hub.url, topic=TOPIC)
        done = FinishedPoll(claim, result, now + timedelta(hours=6))
        self.archive.save_polls([done], now - timedelta(minutes=1))

    def declare_no_websub(self) -> None:
        path = self.config / "sources.yaml"
        declared = yaml.safe_load(path.read_text())
        del declared["websub"]
        path.write_text(yaml.safe_dump(declared))

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.service.stop()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def said(self) -> str:
        (status,) = self.archive.source_statuses(utc_now())
        return status.hub

    @property
    def is_due(self) -> bool:
        return self.archive.due(utc_now()).feeds == 1


@pytest.fixture
def stand(tmp_path: Path, migrated_file: Path) -> Iterator[Stand]:
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    with ExitStack() as stack:
        yield Stand(tmp_path, tmp_path / "tocsin.db", stack)


@pytest.fixture
def subscribed(stand: Stand) -> Stand:
    stand.start()
    until(lambda: stand.said == "subscribed at its hub")
    return stand


def test_the_hub_that_a_feed_offers_is_asked_and_its_question_answered(subscribed: Stand) -> None:
    (asked,) = subscribed.hub.asked

    assert asked["hub.mode"] == "subscribe"
    assert asked["hub.topic"] == TOPIC
    assert len(asked["hub.secret"]) == 43
    assert len(subscribed.hub.path) == len("/w/") + 43
    (answer,) = subscribed.hub.verified
    assert answer == Reply(200, CHALLENGE.encode(), "application/octet-stream")


def test_a_signed_push_makes_the_source_due(subscribed: Stand) -> None:
    assert not subscribed.is_due

    reply = subscribed.hub.push(b"<rss>" + b"x" * 1_000_000 + b"</rss>", "sha512")

    assert reply.status == 202
    assert subscribed.is_due


def test_pushes_that_are_not_signed_with_the_secret_are_thanked_for_and_ignored(
    subscribed: Stand,
) -> None:
    hub = subscribed.hub

    replies = [
        hub.push(secret="guessed"),
        hub.send("POST", hub.path, b"<rss/>"),
        hub.send("POST", hub.path, b"<rss/>", {"X-Hub-Signature": "sha256=00"}),
        hub.send("POST", hub.path, b"<rss/>", {"X-Hub-Signature": "md5=" + "0" * 32}),
    ]

    assert [reply.status for reply in replies] == [202] * 4
    assert not subscribed.is_due


def test_questions_that_we_did_not_provoke_are_denied(subscribed: Stand) -> None:
    hub = subscribed.hub
    elsewhere = "/w/" + "A" * 43

    replies = [
        hub.verify(mode="unsubscribe"),
        hub.verify(mode="publish"),
        hub.verify(topic="https://other.example/"),
        hub.verify(challenge=""),
        hub.verify(challenge="x" * 5_000),
        hub.send("GET", hub.path),
        hub.send("GET", f"{elsewhere}?hub.mode=subscribe&hub.topic={TOPIC}&hub.challenge=c"),
        hub.send("GET", "/"),
    ]

    assert {(reply.status, reply.body) for reply in replies} == {(404, b"")}
    assert hub.send("POST", elsewhere, b"x").status == 410
    assert hub.send("PUT", hub.path, b"x").status == 501
    assert subscribed.said == "subscribed at its hub"


def test_a_hub_may_take_it_back(subscribed: Stand) -> None:
    reply = subscribed.hub.verify(mode="denied", reason="no longer")

    assert reply.status == 200
    assert subscribed.said == "hub denied: no longer"


def test_pushes_for_a_source_taken_out_are_told_to_go(subscribed: Stand) -> None:
    subscribed.archive.register([], utc_now())

    assert subscribed.hub.push().status == 410
    assert subscribed.hub.verify().status == 404


def test_when_websub_is_switched_off_pushes_are_told_to_go(subscribed: Stand) -> None:
    subscribed.declare_no_websub()

    until(lambda: subscribed.hub.verify().status == 404)

    assert subscribed.hub.push().status == 410
    assert len(subscribed.hub.asked) == 1


def test_a_hub_that_refuses_or_is_private_is_told_to_the_operator(stand: Stand) -> None:
    stand.hub.status = 403
    stand.start()

    until(lambda: stand.said == "hub failed: the hub answers HTTP 403")

    assert len(stand.hub.asked) == 1


def test_a_hub_at_a_private_address_is_never_asked(tmp_path: Path, migrated_file: Path) -> None:
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    with ExitStack() as stack:
        stand = Stand(tmp_path, tmp_path / "tocsin.db", stack, is_allowed=False)
        stand.start()

        until(lambda: stand.said.startswith("hub failed: "))

        assert "loopback" in stand.said
        assert stand.hub.asked == []


def test_bodies_of_unknown_or_hostile_length_are_not_read(subscribed: Stand) -> None:
    path = subscribed.hub.path
    lengths = {
        "Content-Length: -1": b" 411 ",
        "Content-Length: 9x": b" 411 ",
        "Transfer-Encoding: gzip, chunked": b" 411 ",
        "Transfer-Encoding: chunked\r\nContent-Length: 5": b" 411 ",
        f"Content-Length: {MAX_BODY + 1}": b" 413 ",
        "Content-Length: " + "9" * 5_000: b" 413 ",
    }
    for header, status in lengths.items():
        answer = spoken(subscribed.port, f"POST {path} HTTP/1.1\r\n{header}\r\n\r\n".encode())
        assert status in answer.split(b"\r\n")[0] + b" ", header


PIECES = [
    ("in pieces", b"3\r\n<rs\r\n4;x=y\r\ns/>x\r\n0\r\n\r\n", b" 202 "),
    ("of no size", b"zz\r\n<rss/>\r\n0\r\n\r\n", b" 400 "),
    ("longer than said", b"3\r\n<rss/>\r\n0\r\n\r\n", b" 400 "),
    ("beyond bounds", b"%x\r\n" % (MAX_BODY + 1), b" 413 "),
    ("in endless pieces", b"1\r\nx\r\n" * (MAX_CHUNKS + 1), b" 413 "),
]


@pytest.mark.parametrize(("reason", "body", "status"), PIECES, ids=[row[0] for row in PIECES])
def test_a_body_may_come_in_pieces_as_far_as_they_are_bounded(
    subscribed: Stand, reason: str, body: bytes, status: bytes
) -> None:
    head = f"POST {subscribed.hub.path} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"

    answer = spoken(subscribed.port, head.encode() + body)

    assert status in answer.split(b"\r\n")[0] + b" " or (status == b" 413 " and not answer), reason


def test_a_signed_push_in_pieces_is_believed(subscribed: Stand) -> None:
    path, secret = subscribed.hub.path, subscribed.hub.asked[-1]["hub.secret"]
    signature = hmac.new(secret.encode(), b"<rss/>", hashlib.sha256).hexdigest()
    words = (
        f"POST {path} HTTP/1.1\r\nX-Hub-Signature: sha256={signature}\r\n"
        "Transfer-Encoding: chunked\r\n\r\n2\r\n<r\r\n4\r\nss/>\r\n0\r\n\r\n"
    )

    answer = spoken(subscribed.port, words.encode())

    assert b" 202 " in answer.split(b"\r\n")[0] + b" "
    assert subscribed.is_due


def test_endless_heads_are_refused_or_hung_up_on(subscribed: Stand) -> None:
    many = b"GET / HTTP/1.1\r\n" + b"X-Filler: aaaaaaaa\r\n" * 150 + b"\r\n"
    large = b"GET / HTTP/1.1\r\n" + (b"X-Filler: " + b"a" * 5_000 + b"\r\n") * 4 + b"\r\n"
    long = b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\n\r\n"

    assert b" 431 " in spoken(subscribed.port, many)
    assert spoken(subscribed.port, large) == b""
    assert spoken(subscribed.port, long) == b""
    assert subscribed.hub.push().status == 202


def spoken(port: int, words: bytes) -> bytes:
    """Everything that is answered to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as stranger:
        answer = b""
        try:
            stranger.sendall(words)
            while part := stranger.recv(65_536):
                answer += part
        except ConnectionError:
            return b""
        return answer


def test_strangers_that_say_nothing_hold_no_more_than_their_places_and_not_for_long(
    tmp_path: Path, migrated_file: Path
) -> None:
    shutil.copy(migrated_file, tmp_path / "tocsin.db")
    archive = Archive.open(f"sqlite:///{tmp_path / 'tocsin.db'}")
    door = Door(("127.0.0.1", 0), archive.websubs, on_push=lambda: None, deadline_s=1.0)
    thread = threading.Thread(target=door.serve_forever)
    thread.start()
    port = int(door.server_address[1])
    with ExitStack() as stack:
        stack.callback(archive.close)
        stack.callback(thread.join)
        stack.callback(door.server_close)
        stack.callback(door.shutdown)
        silent = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            for _ in range(THREADS)
        ]
        for one in silent:
            one.sendall(b"GET / HTTP/1.1\r\nX-")
        until(lambda: threading.active_count() > THREADS)

        too_many = spoken(port, b"GET / HTTP/1.1\r\n\r\n")

        assert too_many == b""
        assert [one.recv(10) for one in silent] == [b""] * THREADS
        until(lambda: b"404" in spoken(port, b"GET / HTTP/1.1\r\n\r\n"))


def test_the_command_says_what_is_missing(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    stand.declare_no_websub()
    settings = Settings.from_env(
        os.environ | {"TOCSIN_CONFIG": str(stand.config), "TOCSIN_VAR": str(stand.config / "var")}
    )

    with pytest.raises(SettingsError, match="declares no websub"):
        Service(settings)
    assert "websub" in tocsin.list_commands(click.Context(tocsin))
