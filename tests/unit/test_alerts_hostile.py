"""Hostile texts through every renderer: nothing comes alive.

live mentions 0 · foreign links 0 · header injections 0 · scripts 0 · valid payloads 100 %
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.blocks import problems
from alerts.mail_text import Envelope, compose
from alerts.model import Alert, Digest, DigestLine, Highlight, Notice, Reason, SourceHealth, Told
from alerts.render import render, terminal_line
from alerts.render_html import HTML_LIMIT
from alerts.sanitise import safe_url
from tests.fakes.alerts import NOW
from tests.fakes.slack_rules import refusal, texts

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id",
    "X-Auto-Response-Suppress", "In-Reply-To", "References", "List-Unsubscribe",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip
PIECES = (
    "<!channel>", "<!here|x>", "<@U012AB3CD>", "<#C012|x>", "<https://evil.example|click>",
    "https://evil.com/a", "HTTP://EVIL.RU", "www.evil.net", "evil.com", "a@evil.org",
    "javascript:alert(1)", "data:text/html,<b>", "tg://resolve?domain=x", "@channel", "@here",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<style>*{}</style>", "&lt;b>",
    "{{7*7}}", "{% raw %}", "</blockquote><h1>x</h1>", "<a href='https://evil.com'>x</a>",
    "\r\nBcc: victim@evil.com", "=?utf-8?q?Tank=0ABcc:victim=40evil.com?=", "\n.\n", "\u2028Bcc: x",
    "\x1b[2J", "\x1b]8;;https://evil.com\x07x\x1b]8;;\x07", "\x9b31m", "\x00", "\u202e", "\u200b",
    "\ud800", "*b* _i_ ~s~ `c` ```p```", ":tada:", "T-72", "семь БМП‑3 ", "🔴" * 40, "&" * 60,
    "ы" * 300, " ", "\n",
)  # fmt: skip
URLS = (
    "https://t.me/x/1", "javascript:alert(1)", "https://a@evil.com/", "https://x.org/|>x<!here>",
    'https://x.org/"onmouseover="x', "", "http://[::1]/", "//evil.com", "https://x.org/\n",
)  # fmt: skip

hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=14).map("".join)
words = st.lists(hostile, max_size=4).map(tuple)
spans = st.builds(Highlight, st.integers(-2, 900), st.integers(-2, 900))
alerts = st.builds(
    Alert,
    key=st.just("event-1"),
    severity=st.sampled_from(["info", "low", "medium", "high", "critical"]),
    line=hostile,
    reason=st.sampled_from(Reason),
    watches=words,
    why=hostile,
    source=hostile,
    reliability=st.sampled_from("ABCDEF"),
    language=hostile,
    kind=st.sampled_from(["article", "post"]),
    url=st.sampled_from(URLS) | hostile,
    quote=st.lists(hostile, max_size=30).map("".join),
    highlights=st.lists(spans, max_size=8).map(tuple),
    entities=words,
    places=words,
    actions=words,
    published_at=st.none() | st.just(NOW),
    detected_at=st.just(NOW),
    origin=hostile,
)
notices = st.builds(Notice, st.just("n"), hostile, st.lists(hostile, max_size=30).map("".join),
                    st.just(NOW))  # fmt: skip
lines = st.builds(
    DigestLine, hostile, st.sampled_from(["low", "high"]), st.sampled_from(["ML", "XX", ""]),
    hostile, st.sampled_from(URLS), st.just(NOW), st.integers(1, 99), st.booleans(),
)  # fmt: skip
healths = st.builds(
    SourceHealth, hostile, st.sampled_from(["read", "quiet", "blind", "stopped"]),
    st.none() | st.just(NOW), hostile,
)  # fmt: skip
digests = st.builds(
    Digest,
    plan=st.just("daily"),
    receiver=st.just("desk"),
    day=st.just(date(2025, 1, 18)),
    zone=st.just("UTC"),
    items_read=st.integers(0, 9999),
    alerts=st.integers(0, 99),
    held_back=st.lists(st.tuples(hostile, st.integers(0, 9)), max_size=3).map(tuple),
    events=st.lists(lines, max_size=6).map(lambda some: tuple(some * 12)),
    sources=st.lists(healths, max_size=4).map(lambda some: tuple(some * 9)),
    skipped_days=st.lists(st.just(date(2025, 1, 17)), max_size=5).map(tuple),
)

_BARE_URL = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.|[\w-]\.(?:com|org|net|ru)\b", re.I)


class _Page(HTMLParser):
    """Every tag, link and active attribute of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.active: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("href", "src", "action", "background"):
                self.links.append(value or "")
            if name.startswith("on"):
                self.active.append(name)


def _ours(links: list[str], allowed: set[str]) -> bool:
    return set(links) <= allowed


def _links_of(told: Told) -> set[str]:
    urls = [told.url] if isinstance(told, Alert) else []
    urls += [line.url for line in told.events] if isinstance(told, Digest) else []
    return {safe_url(url) for url in urls} - {""}


def _without(text: str, links: set[str]) -> str:
    for link in sorted(links, key=len, reverse=True):
        text = text.replace(link, "")
    return text


def check_slack(told: Told) -> None:
    message = render(told, "slack", "k")
    blocks = json.loads(message.blocks) if message.blocks else []
    links = _links_of(told)

    assert message.blocks, "every text fits once it is cut"
    assert problems(blocks, message.text) == ()
    assert refusal({"text": message.text, "blocks": blocks}) == ""
    escaped = {link.replace("&", "&amp;") for link in links}
    assert set(re.findall(r"<([^>]*)>", message.text)) <= escaped
    assert not _BARE_URL.search(_without(message.text, escaped))
    for shown in texts(blocks):
        assert not _BARE_URL.search(shown), shown
    assert '"mrkdwn"' not in message.blocks
    assert set(re.findall(r'"url": "([^"]*)"', message.blocks)) <= links


def check_html(told: Told) -> None:
    html = render(told, "mail", "k").html
    page = _Page(html)

    assert len(html.encode()) <= HTML_LIMIT
    assert not page.tags & {"script", "img", "iframe", "form", "object", "svg", "link", "base"}
    assert page.active == []
    assert _ours(page.links, _links_of(told))
    assert html.count("<style") <= 1


def check_mail(told: Told) -> None:
    message = render(told, "mail", "k")
    wire = compose(message, Envelope("Tocsin <t@desk.example>", ("a@b.example",), "desk", b"s"))
    read = message_from_bytes(wire, policy=policy.default)

    assert set(read.keys()) <= HEADERS
    assert len(read.keys()) == len(set(read.keys()))
    assert read["To"] == "a@b.example"
    assert not read.defects
    assert len(max(wire.split(b"\r\n"), key=len)) < 998
    assert not _BARE_URL.search(_without(message.text, _links_of(told)))
    message.text.encode()


def check_terminal(told: Told) -> None:
    line = terminal_line(told)

    assert line.isprintable() or not re.search(
        "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", line
    )
    assert line.strip()


CHECKS: tuple[Callable[[Told], None], ...] = (check_slack, check_html, check_mail, check_terminal)


@pytest.mark.parametrize("check", CHECKS)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=alerts | notices | digests)
def test_nothing_hostile_comes_alive(check: Callable[[Told], None], told: Told) -> None:
    check(told)
