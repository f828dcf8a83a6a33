"""Bytes of a feed to a Document, by feedparser. Runs in the parser child only: it may stall."""

from __future__ import annotations

import calendar
import codecs
import hashlib
import json
import re
import sys
import time
from collections.abc import Set
from dataclasses import replace
from io import BytesIO
from itertools import count
from typing import Any
from urllib.parse import urljoin

import feedparser
from feedparser import FeedParserDict

from collector.entry import Document, Entry
from collector.feed_charset import in_utf8
from collector.feed_glance import glance
from collector.feed_plain_entries import plain_entries
from collector.plain import clean, text_of_html, title_of

MAX_ENTRIES = 2_000
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000}
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
# Said twice, so that the search has a beginning to look for: ten times as fast.
_REFERENCES = re.compile(
    rb"&#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,10});(?:&#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,10});)*"
)


class NotAFeedError(Exception):
    """The body is something else: a web page, an error message, nothing."""


def read_feed(body: bytes, content_type: str, base: str, seen: Set[str] = frozenset()) -> Document:
    """The entries of a feed; raises NotAFeedError, and whatever feedparser raises on poison.

    Entries whose fingerprint is among `seen` are left out, where the document is clear enough.
    """
    body, kind = labelled(body, content_type)
    if body.lstrip()[:1] == b"{":
        return _read_json_feed(body, base)
    look = glance(body, kind, base)
    if look is None or not 0 < len(look.fingerprints) <= MAX_ENTRIES:
        return _parsed(body, kind, base)
    new = [one for one in look.fingerprints if one not in seen]
    told = zip(new, plain_entries(look.without(seen)), strict=True)
    plain = {one: entry for one, entry in told if entry is not None}
    document = _parsed(look.without(seen | plain.keys()), "application/xml; charset=utf-8", base)
    if len(document.entries) != sum(one not in plain for one in new):
        return _parsed(body, kind, base)
    others, numbers = iter(document.entries), count()
    return replace(
        document,
        entries=tuple(entry_of(plain[n], base) if n in plain else next(others) for n in new),
        page=tuple((n, -1 if n in seen else next(numbers)) for n in look.fingerprints),
    )


def read_whole(body: bytes, content_type: str, base: str) -> Document:
    """What feedparser makes of a whole XML document: the record that every shortcut must match."""
    body, kind = labelled(body, content_type)
    return _parsed(body, kind, base)


def _parsed(body: bytes, kind: str, base: str) -> Document:
    """What feedparser makes of the document."""
    parsed = feedparser.parse(
        BytesIO(_without_impossible_characters(body)),
        # No base address: a relative guid must stay as it is when the feed moves.
        response_headers={"content-type": kind},
        # Text is extracted from the markup here, so neither step would be seen.
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeedError(what_it_is(body))
    notes: tuple[str, ...] = ()
    if len(parsed.entries) > MAX_ENTRIES:
        notes = (f"only the first {MAX_ENTRIES:,} of {len(parsed.entries):,} entries were read",)
    return Document(
        entries=tuple(entry_of(entry, base) for entry in parsed.entries[:MAX_ENTRIES]),
        language=str(parsed.feed.get("language") or ""),
        least_interval_s=_declared_interval(parsed.feed),
        notes=notes,
        skips=skips_of(body),
        hub=_linked(parsed.feed, "hub"),
        topic=_linked(parsed.feed, "self"),
    )


def _linked(feed: FeedParserDict, relation: str) -> str:
    """The first address that the feed itself links as this."""
    links = (link for link in feed.get("links") or () if link.get("rel") == relation)
    return next((str(link.get("href") or "") for link in links), "")


def _without_impossible_characters(body: bytes) -> bytes:
    """References such as &#xD83D;&#xDE80; as one character, and none to what is no character."""
    return _REFERENCES.sub(_possible, body)


def _possible(run: re.Match[bytes]) -> bytes:
    numbers = [int(x, 16) if x else int(d) for x, d in _REFERENCE.findall(run[0])]
    if not any(0xD800 <= n <= 0xDFFF or n > sys.maxunicode for n in numbers):
        return run[0]
    text = "".join(chr(n) for n in numbers if n <= sys.maxunicode)
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return "".join(f"&#{ord(c)};" for c in whole).encode("ascii")


def what_it_is(body: bytes) -> str:
    """A sentence for the operator on what came instead of a feed."""
    if not body.strip():
        return "the answer is empty"
    if re.search(rb"<(?:!doctype\s+html|html|head|body)\b", body[:4_000], re.IGNORECASE):
        return "the answer is a web page, not a feed"
    return "the answer is not a feed"


def labelled(body: bytes, content_type: str) -> tuple[bytes, str]:
    """The body, and a content type whose charset it bears out.

    `text/*` without charset would mean Latin-1 to the parser although the document declares its
    own.
    """
    mended = in_utf8(body, content_type)
    if mended is not None:
        return mended.removeprefix(codecs.BOM_UTF8), "application/xml; charset=utf-8"
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE)
    return body, f"application/xml; charset={found[1].lower()}" if found else "application/xml"


def entry_of(raw: FeedParserDict, base: str) -> Entry:
    """One feedparser entry as plain values."""
    title = raw.get("title") or ""
    title_type = (raw.get("title_detail") or {}).get("type") or "text/html"
    when, when_raw = _dates(raw)
    markup = _body_markup(raw)
    return Entry(
        guid=str(raw.get("id") or ""),
        link=_link(raw, base),
        title=title_of(title, "html" in title_type),
        text=text_of_html(markup),
        published=_epoch(when),
        published_raw=when_raw,
        author=str(raw.get("author") or ""),
        media=_media(raw),
        raw_hash=_hash_of(raw.get("id"), raw.get("link"), title, markup, raw.get("published")),
    )


def _dates(raw: FeedParserDict) -> tuple[time.struct_time | None, str]:
    """Publication, else update. dict.get: feedparser's own warns about a mapping of its past."""
    parsed = dict.get(raw, "published_parsed") or dict.get(raw, "updated_parsed")
    return parsed, str(dict.get(raw, "published") or dict.get(raw, "updated") or "")


def _link(raw: FeedParserDict, base: str) -> str:
    """Where a reader is sent, absolute. A guid that merely stands in for a link is none."""
    link = str(raw.get("feedburner_origlink") or raw.get("link") or "").strip()
    if not link or (link == raw.get("id") and raw.get("guidislink") and "/" not in link):
        return ""
    return _joined(base, link)


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def _body_markup(raw: FeedParserDict) -> str:
    """The full content where there is some, else the summary."""
    contents = [part.get("value") or "" for part in raw.get("content") or ()]
    return max(contents, key=len, default="") or str(raw.get("summary") or "")


def _media(raw: FeedParserDict) -> tuple[str, ...]:
    kinds = {"image": "photo", "video": "video", "audio": "audio"}
    types = [str(link.get("type") or "").partition("/")[0] for link in raw.get("enclosures") or ()]
    return tuple(kinds[kind] for kind in types[:20] if kind in kinds)


def _epoch(when: time.struct_time | None) -> float | None:
    try:
        return float(calendar.timegm(when)) if when else None
    except (ValueError, OverflowError):
        return None


def _declared_interval(feed: FeedParserDict) -> float:
    """ttl in minutes, sy:updatePeriod over sy:updateFrequency; the longer one."""
    ttl = str(feed.get("ttl") or "").strip()
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower(), 0)
    often = str(feed.get("sy_updatefrequency") or "1").strip()
    times = int(often) if often.isdecimal() and 1 <= int(often[:6]) <= 100_000 else 1
    return max(int(ttl[:6]) * 60.0 if ttl.isdecimal() else 0.0, period / times)


def skips_of(body: bytes) -> tuple[int, ...]:
    """Hours and days (100 + Monday 0 …) in which an RSS feed asks not to be read."""
    hours = _within(body, b"skipHours", rb"<hour>\s*(\d{1,2})\s*<")
    named = _within(body, b"skipDays", rb"<day>\s*([a-zA-Z]{3})[a-z]*\s*<")
    days = [_DAYS.index(day) for name in named if (day := name.lower().decode()) in _DAYS]
    return tuple(sorted({int(hour) % 24 for hour in hours} | {100 + day for day in days}))


def _within(body: bytes, element: bytes, pattern: bytes) -> list[bytes]:
    start = body.find(b"<" + element + b">")
    end = body.find(b"</" + element + b">", start)
    return re.findall(pattern, body[start:end]) if 0 <= start < end < start + 4_000 else []


def _hash_of(*fields: object) -> str:
    told = json.dumps([str(field or "") for field in fields])
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def _read_json_feed(body: bytes, base: str) -> Document:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("the answer is not a feed") from error
    if not isinstance(feed, dict) or "jsonfeed.org/version" not in str(feed.get("version")):
        raise NotAFeedError("the answer is JSON, but no JSON Feed")
    rows = feed.get("items")
    entries = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return Document(
        entries=tuple(_json_entry(row, base) for row in entries[:MAX_ENTRIES]),
        language=str(feed.get("language") or ""),
        hub=_json_hub(feed),
        topic=str(feed.get("feed_url") or ""),
    )


def _json_hub(feed: dict[str, Any]) -> str:
    hubs = feed.get("hubs")
    listed = [hub for hub in hubs if isinstance(hub, dict)] if isinstance(hubs, list) else []
    found = (hub for hub in listed if str(hub.get("type")).lower() == "websub")
    return next((str(hub.get("url") or "") for hub in found), "")


def _json_entry(row: dict[str, Any], base: str) -> Entry:
    when = str(row.get("date_published") or row.get("date_modified") or "")
    markup = str(row.get("content_html") or "")
    text = text_of_html(markup) if markup else clean(str(row.get("content_text") or ""))
    return Entry(
        guid=str(row.get("id") or ""),
        link=_joined(base, str(row.get("url") or row.get("external_url") or "")),
        title=title_of(str(row.get("title") or ""), is_html=False),
        text=text or clean(str(row.get("summary") or "")),
        published=_epoch(feedparser.datetimes._parse_date(when)) if when else None,
        published_raw=when,
        raw_hash=_hash_of(json.dumps(row, sort_keys=True)),
    )
