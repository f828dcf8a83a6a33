"""One entry of a feed as the parser child hands it over, and what its values say. Pure.

The child loads this: nothing here knows the configuration, which would be half of its start.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from collector.plain import one_line

MAX_ID = 500
MAX_TITLE = 1_000
MAX_TEXT = 200_000
MAX_URL = 3_000
AHEAD = timedelta(minutes=15)  # beyond this a date is a mistake or a lure
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# Query keys that say how a reader came, never what is read.
_TRACKING = ("utm_", "fbclid", "gclid", "yclid", "mc_cid", "mc_eid", "ref_src", "cmpid")


@dataclass(frozen=True, slots=True)
class Entry:
    """Plain values only: this crosses a process border as JSON."""

    guid: str = ""
    link: str = ""
    title: str = ""
    text: str = ""
    published: float | None = None  # seconds since 1970
    published_raw: str = ""
    author: str = ""
    media: tuple[str, ...] = ()
    raw_hash: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as read: its entries in its own order, what it says of itself, what was lost.

    `page`, where the feed was clear enough for it, is every entry of the feed by its fingerprint
    and its place among `entries`; -1 where it was read before and left out.
    """

    entries: tuple[Entry, ...]
    language: str = ""
    least_interval_s: float = 0.0
    notes: tuple[str, ...] = ()
    skips: tuple[int, ...] = ()  # hours, and 100 + days (Monday 0), in which not to ask
    page: tuple[tuple[str, int], ...] = ()
    hub: str = ""  # WebSub, as written: who pushes this feed, and under which name
    topic: str = ""


def identity_of(entry: Entry) -> str:
    """guid, else canonical link, else a hash of title and date. Stable and bounded."""
    guid = one_line(entry.guid)
    if guid:
        return _bounded(guid)
    if link := web_address(entry.link):
        return _bounded(canonical(link))
    told = f"{one_line(entry.title)}\x1f{entry.published_raw}" if entry.title else entry.text
    return "sha256:" + _sha(told)


def usable_date(published: float | None, now: datetime) -> datetime | None:
    """A date between 1990 and a little from now; anything else is no date."""
    if published is None or not EARLIEST.timestamp() <= published <= (now + AHEAD).timestamp():
        return None
    return datetime.fromtimestamp(published, UTC)


def web_address(link: str) -> str:
    """The link if it is one a reader may follow, else nothing."""
    address = "".join(link.split())
    fits = address.lower().startswith(("http://", "https://")) and len(address) <= MAX_URL
    return one_line(address) if fits else ""


def canonical(link: str) -> str:
    """The same page under one spelling: no fragment, no tracking keys, host in lower case."""
    try:
        parts = urlsplit(link)
        kept = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return link
    query = urlencode([(k, v) for k, v in kept if not k.lower().startswith(_TRACKING)])
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, query, ""))


def primary_language(tag: str) -> str | None:
    """ "ru-RU" is ru; nonsense is None."""
    primary = tag.replace("_", "-").partition("-")[0].strip().lower()
    return primary if primary.isalpha() and len(primary) in (2, 3) else None


def _bounded(name: str) -> str:
    return name if len(name) <= MAX_ID else "sha256:" + _sha(name)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
