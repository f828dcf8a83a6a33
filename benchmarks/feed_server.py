"""A loopback server of generated feeds, run as its own process: `python -m benchmarks.feed_server`.

Half RSS, half Atom, 30 entries each, 30 to 120 kB, compressed once. What it answers next is set
by GET /mode/NAME:

    first      the feed with an ETag
    304        to whoever brings the ETag; the feed otherwise
    unchanged  the same feed without an ETag, whatever was asked
    plus3      three new entries at the head, the last three gone, another ETag
    mix        55 % of the feeds 304, 30 % unchanged, 15 % with three more new entries
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
from datetime import UTC, datetime, timedelta
from functools import cache

ENTRIES = 30
NEW = 3
_START = datetime(2026, 11, 1, tzinfo=UTC)
_PROSE = """the of and to in convoy residents said officials army border northern region road
    vehicles government forces evening talks minister country near airport armoured column reported
    колонна техники прошла через город вечером жители видели военные власти заявили граница
    convoi véhicules traversé la ville habitants soir armée gouvernement frontière nord"""
_WORDS = _PROSE.split()
_HTML = "<p>{}</p>\n<p><a href=\"{}\">{}</a> {} <img src='https://img.example/{}.jpg' alt=''/></p>"


def feed(number: int, version: int) -> bytes:
    """The feed's text; a higher version has so many times three entries more at its head."""
    newest = ENTRIES + NEW * version
    entries = [_entry(number, n) for n in range(newest, newest - ENTRIES, -1)]
    return (_rss if number % 2 else _atom)(number, version, entries).encode()


def _entry(number: int, n: int) -> dict[str, str]:
    chance = random.Random(number * 100_003 + n)  # noqa: S311 - no secret

    def words(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count))

    link = f"https://site{number}.example/news/{n}"
    length = random.Random(number).randint(40, 150)  # noqa: S311
    html = "".join(
        _HTML.format(words(length // 2), link, words(5), words(length // 2), n) for _ in range(2)
    )
    at = _START + timedelta(minutes=17 * n, seconds=number)
    return {
        "link": link,
        "id": f"tag:site{number}.example,2026:{n}",
        "title": words(9).capitalize(),
        "summary": words(30),
        "html": html.replace("&", "&amp;").replace("<", "&lt;"),
        "cdata": html,
        "author": f"Reporter {n % 7}",
        "rfc": at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "iso": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


_RSS_ENTRY = """<item><title>{title}</title><link>{link}</link>
<guid isPermaLink="false">{id}</guid><dc:creator>{author}</dc:creator><pubDate>{rfc}</pubDate>
<category>News</category><category><![CDATA[World]]></category>
<description><![CDATA[{summary}]]></description>
<content:encoded><![CDATA[{cdata}]]></content:encoded></item>
"""
_ATOM_ENTRY = """<entry><title type="html">{title}</title><link rel="alternate" href="{link}"/>
<id>{id}</id><author><name>{author}</name></author><published>{iso}</published>
<updated>{iso}</updated><category term="News"/><summary>{summary}</summary>
<content type="html">{html}</content></entry>
"""


def _rss(number: int, version: int, entries: list[dict[str, str]]) -> str:
    built = (_START + timedelta(days=20, hours=version)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>'
        f"<title>Site {number}</title><link>https://site{number}.example/</link>"
        f'<atom:link href="https://site{number}.example/feed" rel="self"/>'
        f"<description>News</description><language>en</language>"
        f"<lastBuildDate>{built}</lastBuildDate>\n"
    )
    return head + "".join(_RSS_ENTRY.format(**e) for e in entries) + "</channel></rss>\n"


def _atom(number: int, version: int, entries: list[dict[str, str]]) -> str:
    updated = (_START + timedelta(days=20, hours=version)).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>Site {number}</title><id>https://site{number}.example/</id>"
        f'<link rel="self" href="https://site{number}.example/feed"/><updated>{updated}</updated>\n'
    )
    return head + "".join(_ATOM_ENTRY.format(**e) for e in entries) + "</feed>\n"


@cache
def _compressed(number: int, version: int) -> bytes:
    return gzip.compress(feed(number, version), 6)


class _Site(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as the clients of this benchmark speak."""

    mode = "first"
    bytes_sent = 0

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            answer = self._answer(head)
            _Site.bytes_sent += len(answer)
            if self._transport is not None:
                self._transport.write(answer)

    def _answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode()
        if path.startswith("/mode/"):
            _Site.mode, sent, _Site.bytes_sent = path[6:], _Site.bytes_sent, 0
            return _plain(str(sent).encode())
        number = int(path.rpartition("/")[2])
        mode = _Site.mode if _Site.mode != "mix" else _of_mix(number)
        version = {"plus3": 1, "mix3": 2}.get(mode, int(_Site.mode == "mix"))
        etag = f'"{number}-{version}"'.encode()
        if mode == "304" and etag in head:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        body = _compressed(number, version)
        validator = b"" if mode == "unchanged" else b"ETag: " + etag + b"\r\n"
        return (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/xml; charset=utf-8\r\n"
            b"Content-Encoding: gzip\r\nContent-Length: %d\r\n%s\r\n" % (len(body), validator)
        ) + body


def _of_mix(number: int) -> str:
    share = number % 20
    return "304" if share < 11 else "unchanged" if share < 17 else "mix3"


def _plain(text: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text)


async def _serve(feeds: int) -> None:
    for number in range(feeds):
        _compressed(number, 0)
        _compressed(number, 1)
        if _of_mix(number) == "mix3":
            _compressed(number, 2)
    server = await asyncio.get_running_loop().create_server(_Site, "127.0.0.1", 0, backlog=1024)
    size = sum(len(feed(number, 0)) for number in range(0, feeds, 50)) / len(range(0, feeds, 50))
    print(server.sockets[0].getsockname()[1], round(size), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
