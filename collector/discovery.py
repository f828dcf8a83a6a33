"""Which feeds a web page says it has. Pure; fetches nothing."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
MAX_FEEDS = 5
MAX_MARKUP = 2_000_000  # a page's links stand at its head


def feeds_linked(body: bytes, base: str) -> tuple[str, ...]:
    """Addresses of feeds that the page at `base` names in its head, in its order."""
    page = LexborHTMLParser(body[:MAX_MARKUP].decode("utf-8", "replace"))
    found = []
    for node in page.css("link[rel][href][type]"):
        attributes = node.attributes
        kind = (attributes.get("type") or "").split(";")[0].strip().lower()
        if kind in FEED_TYPES and "alternate" in (attributes.get("rel") or "").lower().split():
            found.append(_address(base, attributes.get("href") or ""))
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_FEEDS]


def _address(base: str, href: str) -> str:
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname else ""
