"""Which feeds a web page says it has. Pure; fetches nothing."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from collector.plain import one_line

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
MAX_FEEDS = 10
# Where software puts feeds that its pages don't name; the last resort.
USUAL_PATHS = ("feed", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss")
MAX_MARKUP = 2_000_000  # a page's links stand at its head


@dataclass(frozen=True, slots=True)
class Linked:
    """A feed that a page names."""

    address: str
    title: str = ""


def feeds_linked(body: bytes, base: str) -> tuple[Linked, ...]:
    """Feeds that the page at `base` names in its head, in its order; those of comments last."""
    page = LexborHTMLParser(body[:MAX_MARKUP].decode("utf-8", "replace"))
    found: dict[str, Linked] = {}
    for node in page.css("link[rel][href][type]"):
        attributes = node.attributes
        kind = (attributes.get("type") or "").split(";")[0].strip().lower()
        if kind in FEED_TYPES and "alternate" in (attributes.get("rel") or "").lower().split():
            address = _address(base, attributes.get("href") or "")
            found.setdefault(address, Linked(address, one_line(attributes.get("title") or "")))
    found.pop("", None)
    return tuple(sorted(found.values(), key=_is_of_comments))[:MAX_FEEDS]


def _is_of_comments(linked: Linked) -> bool:
    return "comment" in f"{linked.address} {linked.title}".lower()


def worth_reading(linked: tuple[Linked, ...]) -> tuple[Linked, ...]:
    """Without the feeds of comments, where there are others."""
    return tuple(one for one in linked if not _is_of_comments(one)) or linked


def usual_addresses(url: str) -> tuple[str, ...]:
    """Where a site's feed may be although no page of it says so: below the page, then the root."""
    below = tuple(_address(url.rstrip("/") + "/", path) for path in USUAL_PATHS[:2])
    root = tuple(_address(url, f"/{path}") for path in USUAL_PATHS)
    return tuple(dict.fromkeys(filter(None, (*below, *root))))


def _address(base: str, href: str) -> str:
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""
