"""Renders the demo's feeds and articles as the web would show them at one moment; no I/O.

Each feed keeps the habits of its software: opaque, permanent or no guid, content:encoded, CDATA
or escaped entities, absolute or relative links. Channel pages are in channel_pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from cli.demo.stream import Entry, Feed, Shown

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FEED_ENTRIES = 20  # how many of the newest a feed lists, as most sites do


@dataclass(frozen=True, slots=True)
class Clock:
    """Maps playing seconds to the wall clock; the past before the start isn't compressed."""

    start: datetime
    speed: float = 1.0

    def moment(self, at: float) -> datetime:
        return self.start + timedelta(seconds=at / self.speed if at > 0 else at)

    def playing(self, now: datetime) -> float:
        return (now - self.start).total_seconds() * self.speed


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are served and when the playing began."""

    base: str  # http://127.0.0.1:PORT, no slash at the end
    clock: Clock


def feed(site: Site, source: Feed, shown: list[Shown]) -> str:
    """The feed's document, newest entry first."""
    newest = shown[::-1][:_FEED_ENTRIES]
    return _rss(site, source, newest) if source.format == "rss" else _atom(site, source, newest)


def article(source: Feed, state: Shown) -> str:
    """The page behind an entry's link."""
    title = escape(state.entry.title or "")
    return (
        f'<!DOCTYPE html><html lang="{source.language}"><head><meta charset="utf-8">'
        f"<title>{title} | {escape(source.title)}</title></head>"
        f"<body><article><h1>{title}</h1>{_paragraphs(state.text)}</article></body></html>"
    )


def path(entry: Entry) -> str:
    return f"/articles/{entry.source}/{entry.id}"


def _rss(site: Site, source: Feed, shown: list[Shown]) -> str:
    items = "".join(_rss_item(site, source, state) for state in shown)
    built = format_datetime(_updated(site, shown))
    return (
        f'{_HEAD}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{escape(source.title)}</title>'
        f"<link>{site.base}/</link><description>{escape(source.title)}</description>"
        f"<language>{source.language}</language><lastBuildDate>{built}</lastBuildDate>"
        f"{items}</channel></rss>\n"
    )


def _rss_item(site: Site, source: Feed, state: Shown) -> str:
    entry = state.entry
    published = format_datetime(site.clock.moment(entry.at))
    return (
        f"<item><title>{escape(entry.title or '')}</title><link>{_link(site, source, entry)}</link>"
        f"{_guid(site, source, entry)}<pubDate>{published}</pubDate>"
        f"<dc:creator>{escape(source.title)}</dc:creator>{_rss_body(source, state)}</item>\n"
    )


def _guid(site: Site, source: Feed, entry: Entry) -> str:
    if source.guid == "none":
        return ""
    if source.guid == "permalink":
        return f'<guid isPermaLink="true">{site.base}{path(entry)}</guid>'
    return f'<guid isPermaLink="false">{source.name}:{entry.id}</guid>'


def _rss_body(source: Feed, state: Shown) -> str:
    whole = _paragraphs(state.text)
    if source.body == "content":
        teaser = escape(state.text.split("\n", 1)[0])
        return (
            f"<description>{_cdata(f'<p>{teaser}</p>')}</description>"
            f"<content:encoded>{_cdata(whole)}</content:encoded>"
        )
    if source.body == "cdata":
        return f"<description>{_cdata(whole)}</description>"
    return f"<description>{escape(_entities(whole), quote=False)}</description>"


def _atom(site: Site, source: Feed, shown: list[Shown]) -> str:
    entries = "".join(_atom_entry(site, source, state) for state in shown)
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{source.language}" '
        f'xml:base="{site.base}/"><title>{escape(source.title)}</title>'
        f"<id>tag:{source.name}.example,2026:feed</id>"
        f'<link rel="self" href="{site.base}/feeds/{source.name}.xml"/>'
        f"<updated>{_updated(site, shown).isoformat()}</updated>"
        f"<author><name>{escape(source.title)}</name></author>{entries}</feed>\n"
    )


def _atom_entry(site: Site, source: Feed, state: Shown) -> str:
    entry = state.entry
    return (
        f'<entry><title type="text">{escape(entry.title or "")}</title>'
        f"<id>tag:{source.name}.example,2026:{entry.id}</id>"
        f'<link rel="alternate" type="text/html" href="{_link(site, source, entry)}"/>'
        f"<published>{site.clock.moment(entry.at).isoformat()}</published>"
        f"<updated>{site.clock.moment(state.changed_at).isoformat()}</updated>"
        f'<content type="html">{escape(_paragraphs(state.text), quote=False)}</content></entry>\n'
    )


def _link(site: Site, source: Feed, entry: Entry) -> str:
    return path(entry) if source.links == "relative" else site.base + path(entry)


def _updated(site: Site, shown: list[Shown]) -> datetime:
    """The last change, so that an unchanged feed stays the same bytes and earns its 304."""
    last = max((state.changed_at for state in shown), default=0.0)
    return site.clock.moment(last).astimezone(UTC)


def _paragraphs(text: str) -> str:
    blocks = (escape(block, quote=False) for block in text.split("\n\n"))
    return "".join(f"<p>{block.replace(chr(10), '<br/>')}</p>" for block in blocks)


def _entities(html: str) -> str:
    """Accents and quotation marks as named entities, the way older site software writes them."""
    named = {"é": "eacute", "è": "egrave", "à": "agrave", "«": "laquo", "»": "raquo", "ç": "ccedil"}
    return "".join(f"&{named[char]};" if char in named else char for char in html)


def _cdata(html: str) -> str:
    """Escaped HTML has no raw > in its text, so nothing in it can end the section early."""
    return f"<![CDATA[{html}]]>"
