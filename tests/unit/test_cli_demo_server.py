"""What the demo's server answers, decided without a socket."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest

from cli.demo.pages import Clock, Site
from cli.demo.server import Answer, Player
from cli.demo.stream import load

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _ask(target: str, seconds: float, speed: float = 1.0) -> Answer:
    player = Player(load(), Site("http://127.0.0.1:8123", Clock(START, speed)))
    return player.answer(target, START + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("what", "target", "status", "kind", "etag"),
    [
        ("an RSS feed", "/feeds/sahel-wire.xml", 200, "application/rss+xml", True),
        ("an Atom feed", "/feeds/stepova-khvylia.xml", 200, "application/atom+xml", True),
        ("an unknown feed", "/feeds/nobody.xml", 404, "text/html; charset=utf-8", False),
        ("a channel", "/s/demo_sahel_osint", 200, "text/html; charset=utf-8", False),
        ("an unknown channel", "/s/demo_nobody", 302, "text/html; charset=utf-8", False),
        ("its landing page", "/demo_nobody", 200, "text/html; charset=utf-8", False),
        ("an article", "/articles/sahel-wire/spartak-en", 200, "text/html; charset=utf-8", True),
        ("an article to come", "/articles/sahel-wire/gold", 404, "text/html; charset=utf-8", False),
        ("a post of nobody", "/demo_nobody/7", 404, "text/html; charset=utf-8", False),
        ("a photo", "/photo.svg", 200, "image/svg+xml", False),
        ("the root", "/", 404, "text/html; charset=utf-8", False),
        ("a way out", "/feeds/../../etc/passwd", 404, "text/html; charset=utf-8", False),
    ],
)
def test_an_address_gets_its_answer(
    what: str, target: str, status: int, kind: str, etag: bool
) -> None:
    answer = _ask(target, seconds=5)

    assert (answer.status, answer.kind, answer.etag) == (HTTPStatus(status), kind, etag), what


def test_an_unknown_channel_is_sent_to_its_landing_page() -> None:
    assert _ask("/s/demo_nobody", 5).headers == {"Location": "/demo_nobody"}


@pytest.mark.parametrize(
    ("moment", "seconds", "speed", "status"),
    [
        ("the start", 0, 1, {"elapsed": 0, "length": 69.0, "published": 1, "finished": False}),
        ("midway", 10, 1, {"elapsed": 10, "length": 69.0, "published": 10, "finished": False}),
        ("the end", 69, 1, {"elapsed": 69, "length": 69.0, "published": 62, "finished": True}),
        ("faster", 6.9, 10, {"elapsed": 6.9, "length": 6.9, "published": 62, "finished": True}),
    ],
)
def test_the_status_tells_how_far_the_stream_is(
    moment: str, seconds: float, speed: float, status: dict[str, object]
) -> None:
    assert json.loads(_ask("/status", seconds, speed).body) == status, moment


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", ["demo_liptako_info/2350", "demo_liptako_info/2351"]),
        ("?before=2351", ["demo_liptako_info/2350"]),
        ("?before=x", ["demo_liptako_info/2350", "demo_liptako_info/2351"]),
    ],
)
def test_a_channel_pages_back_by_message_id(query: str, seen: list[str]) -> None:
    body = _ask(f"/s/demo_liptako_info{query}", seconds=5).body

    assert [part.split('"')[0] for part in body.split('data-post="')[1:]] == seen


@pytest.mark.parametrize(
    ("seconds", "word"), [(23, "Post not found"), (30, "Su-24"), (40, "Post not found")]
)
def test_a_single_post_is_there_until_it_is_deleted(seconds: float, word: str) -> None:
    stream = load()
    number = stream.message_id(stream.entry("su24-rumour"))

    assert word in _ask(f"/demo_sahel_osint/{number}?embed=1", seconds).body


def test_the_text_of_an_entry_can_be_read_where_its_link_leads() -> None:
    article = _ask("/articles/depeche-sahel/adler-conakry", 30).body

    assert "déchargement d'une trentaine de camions" in article
