"""Reads the article behind a feed's summary: politely, bounded, and only where it is wanted.

robots.txt is asked for first, at every host a redirect leads to, and kept for a day. The page goes
through the same door as feeds (guard, pinned address, limits) and is read in a child process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol
from urllib.parse import urljoin, urlsplit

from collector.answers import failure_of, failure_of_error
from collector.entry import MAX_TEXT
from collector.extractor import Extractor, Verdict
from collector.http import FetchError, Http, Limits
from collector.item import Failure, FailureKind, Item

AGENT = "Tocsin"  # what robots.txt may call us
SUMMARY_CHARS = 1_200  # a text that long is an article, unless it breaks off
SHORT_CHARS = 200.0  # a source whose texts are usually shorter has only teasers
LEAST_CHARS = 120  # less is a notice, a menu, a wall
ROBOTS_FOR = timedelta(hours=24)
ROBOTS_AFTER_TROUBLE = timedelta(minutes=15)
MAX_HOPS = 5
_KINDS = ("text/html", "application/xhtml+xml")
_PAGE = Limits(deadline_s=20.0, max_wire=2_000_000, max_body=6_000_000, redirects=0, kinds=_KINDS)
_ROBOTS = Limits(deadline_s=10.0, max_wire=500_000, max_body=500_000)
_ACCEPT = {"Accept": "text/html, application/xhtml+xml;q=0.9"}
_TAIL = 80  # characters in which a text says that it breaks off
_BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&#8230;\])\W*(?:[\w ’'-]{0,40})\W*$")


@dataclass(frozen=True, slots=True)
class Robots:
    """A host's robots.txt as last asked for. `trouble`: it could not be had, so nothing may be."""

    rules: str
    until: datetime
    trouble: str = ""


class RobotsBook(Protocol):
    """Where robots.txt are kept, for all processes."""

    def robots(self, host: str, now: datetime) -> Robots | None:
        """What is known and not yet too old."""
        ...

    def keep_robots(self, host: str, robots: Robots) -> None: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """An article's text, or why there is none; `delay_s`: what its host asks between two pages."""

    text: str = ""
    failure: Failure | None = None
    delay_s: float = 0.0

    @property
    def is_worth_another_try(self) -> bool:
        failure = self.failure
        if failure is None:
            return False
        return failure.kind is FailureKind.TEMPORARY or failure.retry_after_s is not None


Mode = Literal["auto", "always", "never"]


def wants(mode: Mode, text: str, *, heard: bool, short: bool) -> bool:
    """Is the article behind this summary wanted? `heard`: it has something watched."""
    if mode != "auto":
        return mode == "always"
    return (heard or short) and is_summary(text)


def is_summary(text: str) -> bool:
    """Whether a feed's text is less than the article: short, or broken off."""
    return len(text) < SUMMARY_CHARS or bool(_BREAKS_OFF.search(text[-_TAIL:]))


def _without_break(text: str) -> str:
    """Looks at the end only: over a long hostile text the search would take for ever."""
    return text[:-_TAIL] + _BREAKS_OFF.sub("", text[-_TAIL:])


def with_article(item: Item, article: str) -> Item | None:
    """The item with the article's text; None where that says no more than the feed.

    What only the summary says stays before it: nothing told may go missing.
    """
    first, _, rest = article.partition("\n\n")
    article = rest if rest and _squeezed(first) == _squeezed(item.title) else article
    if len(article) < max(LEAST_CHARS, len(item.text)):
        return None
    said = _squeezed(_without_break(item.text))
    text = article if said in _squeezed(article) else f"{item.text}\n\n{article}"
    return replace(item, text=text[:MAX_TEXT], is_full=True)


def host_of(url: str) -> str:
    """Where robots.txt stands: scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


class Articles:
    """Reads articles with one client and one child; call from one event loop."""

    def __init__(self, http: Http, extractor: Extractor, book: RobotsBook) -> None:
        self._http, self._extractor, self._book = http, extractor, book

    async def read(self, url: str, now: datetime) -> Fetched:
        """The article at `url`. Everything expected is in the result."""
        try:
            return await self._follow(url, now)
        except FetchError as error:
            return Fetched(failure=failure_of_error(error))

    async def _follow(self, url: str, now: datetime) -> Fetched:
        for _ in range(MAX_HOPS + 1):
            verdict, trouble = await self._verdict(url, now)
            if trouble is not None:
                return Fetched(failure=trouble)
            if not verdict.may:
                return _refused("robots.txt asks us not to read it", verdict.delay_s)
            response = await self._http.fetch(url, _ACCEPT, _PAGE)
            goal = response.headers.get("location", "")
            if response.status in (301, 302, 303, 307, 308) and goal:
                url = _joined(url, goal)
                continue
            if failure := failure_of(response, now):
                return Fetched(failure=failure, delay_s=verdict.delay_s)
            kind = response.headers.get("content-type", "")
            text = await self._extractor.text_of(response.body, kind, url)
            if text is None:
                return _refused("the page could not be read", verdict.delay_s)
            return Fetched(text, delay_s=verdict.delay_s)
        return _refused(f"more than {MAX_HOPS} redirects", 0.0)

    async def _verdict(self, url: str, now: datetime) -> tuple[Verdict, Failure | None]:
        host = host_of(url)
        known = self._book.robots(host, now)
        if known is None:
            known = await self._ask_robots(host, now)
            self._book.keep_robots(host, known)
        if known.trouble:
            wait = (known.until - now).total_seconds()
            return Verdict(False), Failure(FailureKind.TEMPORARY, known.trouble, wait)
        if not known.rules:
            return Verdict(True), None
        return await self._extractor.verdict(known.rules, url, AGENT), None

    async def _ask_robots(self, host: str, now: datetime) -> Robots:
        """Absent: all is allowed. Not to be had for now: nothing is (RFC 9309)."""
        try:
            response = await self._http.fetch(
                f"{host}/robots.txt", {"Accept": "text/plain"}, _ROBOTS
            )
        except FetchError as error:
            if error.kind is FailureKind.BLOCKED and error.retry_after_s is None:
                raise  # the guard: the page would be refused as well
            return Robots("", now + ROBOTS_AFTER_TROUBLE, f"robots.txt can't be read: {error}")
        if response.status == 429 or response.status >= 500:
            trouble = f"robots.txt can't be read: HTTP {response.status}"
            return Robots("", now + ROBOTS_AFTER_TROUBLE, trouble)
        rules = response.body.decode("utf-8", "replace") if response.status == 200 else ""
        return Robots(rules, now + ROBOTS_FOR)


def _refused(reason: str, delay_s: float) -> Fetched:
    return Fetched(failure=Failure(FailureKind.SOFT, reason), delay_s=delay_s)


def _joined(url: str, goal: str) -> str:
    try:
        return urljoin(url, goal)
    except ValueError:
        return "about:nowhere"  # refused by the door


def _squeezed(text: str) -> str:
    """Letters and digits only: pages and feeds differ in spaces, quotes and dots."""
    return re.sub(r"[\W_]+", "", text).casefold()
