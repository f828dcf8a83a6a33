"""What no message may hold, whoever wrote what it tells: found in the finished payloads.

Written apart from the renderers and from alerts.sanitise. Each check gives what it found as
`kind: detail`; nothing found is an empty list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from alerts.blocks import problems
from alerts.mail_text import Envelope, compose
from alerts.model import Alert, Bundle, Digest, Told
from alerts.render import render, terminal_line, terminal_news
from alerts.render_html import HTML_LIMIT
from alerts.sanitise import safe_url
from tests.fakes.hook_schema import mistakes_in
from tests.fakes.slack_rules import refusal, texts

KINDS = ("live mention", "foreign link", "header injection", "script", "invalid payload")
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "List-Unsubscribe",
    "X-Auto-Response-Suppress", "In-Reply-To", "References",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip
_TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "span", "h1", "h2", "p", "strong", "b",
    "br", "table", "tbody", "tr", "th", "td", "ul", "li", "a", "blockquote", "mark", "img",
}  # fmt: skip
# What mail clients and chats make a link of, without anybody asking them to.
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]*://\S|\bwww\.\w|[\w-][.。．](?:com|org|net|ru|zip|example|рф)\b"
    r"|\bt\.me/|\b(?:javascript|data|mailto|vbscript|tel):\S|\w@\w",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"@(?:channel|here|everyone|\w)|<(?:[!@#]|at|users|id|t:)[^>\s]|\](?:[(\[]|:\s*\S*[/.])"
)
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                     "\ufeff\ud800-\udfff\U000e0000-\U000e007f]")  # fmt: skip
Found = Iterator[str]


def links_of(told: Told) -> set[str]:
    """The only addresses that may be live: those of the items themselves."""
    urls = [told.url] if isinstance(told, Alert) else []
    urls += [alert.url for alert in told.alerts] if isinstance(told, Bundle) else []
    urls += [line.url for line in told.events] if isinstance(told, Digest) else []
    return {safe_url(url) for url in urls} - {""}


def in_slack(told: Told) -> Found:
    message, links = render(told, "slack", "k"), links_of(told)
    blocks = json.loads(message.blocks) if message.blocks else []
    escaped = {link.replace("&", "&amp;") for link in links}
    yield from _named("invalid payload", problems(blocks, message.text))
    yield from _named("invalid payload", [refusal({"text": message.text, "blocks": blocks})])
    if not blocks:
        yield "invalid payload: no blocks, although every text fits once it is cut"
    for inside in set(re.findall(r"<([^>]*)>", message.text)) - escaped:
        yield f"live mention: <{inside}>"
    yield from _live(_without(message.text, escaped))
    for shown in texts(blocks):
        yield from _live(shown)
    for leaf in _leaves(blocks):
        if leaf.get("type") == "mrkdwn":
            yield "live mention: mrkdwn is parsed"
        if "url" in leaf and leaf["url"] not in links:
            yield f"foreign link: {leaf['url']}"


def in_mail(told: Told) -> Found:
    message, links = render(told, "mail", "k"), links_of(told)
    envelope = Envelope("Tocsin <t@desk.example>", ("a@b.example",), "desk", b"s")
    read = message_from_bytes(compose(message, envelope), policy=policy.default)
    names = list(read.keys())
    yield from _named("header injection", set(names) - HEADERS)
    if len(names) != len(set(names)) or read["To"] != "a@b.example" or read["Bcc"]:
        yield f"header injection: {names}"
    yield from _named("invalid payload", map(repr, read.defects))
    yield from _live(_without(message.text, links))
    yield from _in_page(message.html, links)


def in_terminal(told: Told) -> Found:
    line = terminal_line(told)
    both = line + terminal_news(told)
    if _HIDDEN.search(both) or "\n" in both or not line.strip():
        yield f"script: {both!r} commands a terminal"


def in_webhook(told: Told) -> Found:
    message, links = render(told, "data", "k"), links_of(told)
    yield from _named("invalid payload", mistakes_in(message.data))
    if set("<>&") & set(message.data) or _HIDDEN.search(message.data):
        yield "script: a body that can't stand inside a page"
    for key, text in _strings(json.loads(message.data)):
        if key == "url":
            yield from _named("foreign link", {text} - links)
        elif key not in ("timestamp", "at", "since", "published_at", "detected_at"):
            yield from (*_live(text), *_called(text))


def in_apprise(told: Told) -> Found:
    message, links = render(told, "plain", "k"), links_of(told)
    links |= {link.replace("@", "%40").replace("]", "%5D") for link in links}
    for text in (message.subject, _without(message.text, links)):
        yield from (*_live(text), *_called(text))
    if not message.subject.strip() or not message.text.strip() or "\n" in message.subject:
        yield "invalid payload: nothing to tell"


CHECKS: dict[str, Callable[[Told], Found]] = {
    "slack": in_slack,
    "mail": in_mail,
    "terminal": in_terminal,
    "webhook": in_webhook,
    "apprise": in_apprise,
}


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.pictures: set[str] = set()
        self.active: set[str] = set()
        self.shown: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "http-equiv"):
                self.active.add(name)
            elif name == "src":
                self.pictures.add(value or "")
            elif name in ("href", "action", "background", "data", "poster"):
                self.links.add(value or "")
            elif name == "style" and re.search(r"url\(|expression|@import", value or "", re.I):
                self.active.add("style")

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style":
            self.shown.append(data)


def _in_page(html: str, links: set[str]) -> Found:
    page = _Page(html)
    if len(html.encode("utf-8")) > HTML_LIMIT:
        yield f"invalid payload: {len(html.encode())} bytes"
    yield from _named("script", (page.tags - _TAGS) | page.active)
    yield from _named("foreign link", page.links - links)
    yield from _named("foreign link", {p for p in page.pictures if not p.startswith("cid:")})
    if html.count("<style") > 1 or "@import" in html:
        yield "script: a style sheet that isn't ours"
    hosts = {urlsplit(link).hostname or "" for link in links}
    for text in page.shown:
        if text.strip() not in hosts:  # where the button leads, said beside it
            yield from _live(text)


def _live(text: str) -> Found:
    if found := _LINK.search(text):
        yield f"foreign link: {text[max(found.start() - 20, 0) : found.end() + 20]!r}"
    if found := _HIDDEN.search(text):
        yield f"script: {found[0]!r} stays in a text"


def _called(text: str) -> Found:
    if found := _CALL.search(text):
        yield f"live mention: {text[max(found.start() - 20, 0) : found.end() + 20]!r}"


def _named(kind: str, found: Any) -> Found:  # noqa: ANN401 - any iterable of words
    yield from (f"{kind}: {one}" for one in found if one)


def _without(text: str, links: set[str]) -> str:
    for link in sorted(links, key=len, reverse=True):
        text = text.replace(link, "")
    return text


def _leaves(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _leaves(inner)


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, key)
