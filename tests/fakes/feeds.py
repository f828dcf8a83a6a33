"""Feeds of every dialect and age, made up from a number: two editions of each, good and broken."""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape

PROSE = """convoy T-72B3 Бамако колонна véhicules à l’aube “quoted” ünïcode 戦車 مدرعة & < > AT&T 5
    < 7 <b>bold</b> &nbsp; &eacute; &amp;lt; news report army border 3 tanks"""
WORDS = PROSE.split()
DIALECTS = ("rss2", "rss2", "rss091", "rss092", "rdf", "atom", "atom", "atom03")
CHARSETS = (*["utf-8"] * 6, "windows-1251", "iso-8859-1", "koi8-r", "utf-16", "gb2312")


@dataclass(frozen=True, slots=True)
class Editions:
    """One feed at two moments, and what its server says of it."""

    first: bytes
    second: bytes
    content_type: str


def editions(number: int) -> Editions:
    """Always the same for one number."""
    chance = random.Random(number)
    dialect, charset = chance.choice(DIALECTS), chance.choice(CHARSETS)
    entries = [_entry(chance, dialect, n) for n in range(chance.randint(1, 7))]
    style = _Style(chance, dialect, charset)
    first = style.document(entries, built="1")
    second = style.document(_edited(chance, dialect, entries), built="2")
    broken = chance.random()
    if broken < 0.2:
        first, second = (_mutated(random.Random(number), body) for body in (first, second))
    elif broken < 0.3:
        second = _mutated(chance, second)
    http = chance.choice(("", "", "; charset=utf-8", f"; charset={charset}"))
    kind = chance.choice(("application/xml", "text/xml", "application/rss+xml", "text/html"))
    return Editions(first, second, kind + http)


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


def _entry(chance: random.Random, dialect: str, n: int) -> str:
    """One entry as its dialect writes it; each part may be missing."""
    make = _atom_entry if dialect.startswith("atom") else _rss_entry
    parts = [part for part in make(chance, dialect, n) if chance.random() < 0.85]
    if chance.random() < 0.3:
        chance.shuffle(parts)
    tag = "entry" if dialect.startswith("atom") else "item"
    about = f' rdf:about="https://x.example/{n}"' if dialect == "rdf" else ""
    if chance.random() < 0.02:
        about += chance.choice((' xml:base="https://base.example/d/"', ' xml:lang="ru"'))
    space = chance.choice(("", "\n", " "))
    return f"<{tag}{about}>{space.join(parts)}</{tag}>"


def _rss_entry(chance: random.Random, dialect: str, n: int) -> list[str]:
    text = _text(chance, chance.randint(0, 30))
    return [
        f"<title>{_quoted(chance, _text(chance, 5))}</title>",
        f"<link>{chance.choice(('https://x.example', '', 'page'))}/{n}?a=1&amp;b=2</link>",
        chance.choice(
            (
                f"<guid>https://x.example/{n}</guid>",
                f'<guid isPermaLink="false">urn:{n}</guid>',
                "<guid isPermaLink='false'>same</guid>",
            )
        ),
        f"<description>{_quoted(chance, text)}</description>",
        chance.choice(
            (
                f"<pubDate>Fri, 20 Nov 2026 10:{n:02d}:00 GMT</pubDate>",
                f"<dc:date>2026-11-20T10:{n:02d}:00Z</dc:date>",
                "<pubDate>20 ноября</pubDate>",
                "<pubDate/>",
            )
        ),
        "<dc:creator>A. Reporter</dc:creator>",
        f"<content:encoded>{_quoted(chance, '<p>' + text + '</p>')}</content:encoded>",
        chance.choice(
            (
                '<enclosure url="https://x.example/a.jpg" length="1" type="image/jpeg"/>',
                '<media:group><media:content url="https://x.example/v" type="video/mp4"/>'
                "<media:title>clip</media:title></media:group>",
                '<source url="https://o.example/">Origin</source>',
                "<category>c</category><!-- remark <item> -->",
                "<georss:point xmlns:georss='http://www.georss.org/georss'>1 2</georss:point>",
                "<odd:thing xmlns:odd='urn:odd' a='1'><odd:inner>x</odd:inner></odd:thing>",
            )
        ),
    ]


def _atom_entry(chance: random.Random, dialect: str, n: int) -> list[str]:
    text, title = _text(chance, chance.randint(0, 30)), _text(chance, 5)
    inline = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{escape(text)}</p><br/>x</div>'
    return [
        f'<title type="{chance.choice(("text", "html"))}">{_quoted(chance, title)}</title>',
        f'<link rel="alternate" href="{chance.choice(("https://x.example", ""))}/{n}"/>',
        f"<id>urn:{chance.choice((n, n, 'same'))}</id>",
        chance.choice(
            (
                f"<updated>2026-11-20T10:{n:02d}:00Z</updated>",
                f"<modified>2026-11-20T10:{n:02d}:00+03:00</modified>",
                f"<published>2026-11-19T10:{n:02d}:00Z</published>",
            )
        ),
        "<author><name>A. Reporter</name></author>",
        f"<summary>{_quoted(chance, text)}</summary>",
        chance.choice(
            (
                f'<content type="html">{_quoted(chance, "<p>" + text + "</p>")}</content>',
                f'<content type="xhtml">{inline}</content>',
                f'<content type="html">{inline}</content>',
                f'<content type="xhtml" xml:base="/deep/" xml:lang="fr">{inline}</content>',
                "<source><id>urn:o</id><title>Origin</title></source>",
                '<content src="https://x.example/m" type="image/png"/>',
            )
        ),
    ]


def _quoted(chance: random.Random, text: str) -> str:
    return f"<![CDATA[{text}]]>" if chance.random() < 0.5 else escape(text)


def _edited(chance: random.Random, dialect: str, entries: list[str]) -> list[str]:
    """What a later edition has: some gone, some changed, some new, now and then another order."""
    kept = [entry for entry in entries if chance.random() < 0.85]
    changed = [e.replace("10:0", "11:0").replace("convoy", "column") for e in kept[:1]]
    others = kept[1:] if chance.random() < 0.4 else kept
    new = [_entry(chance, dialect, 20 + n) for n in range(chance.randint(0, 3))]
    listed = [*new, *(changed if others is not kept else []), *others]
    if chance.random() < 0.15:
        chance.shuffle(listed)
    return listed


class _Style:
    """How one publisher's software writes documents."""

    def __init__(self, chance: random.Random, dialect: str, charset: str) -> None:
        self._dialect, self._charset = dialect, charset
        self._declares = chance.random() < 0.9
        self._doctype = chance.random() < 0.08
        self._base = ' xml:base="https://b.example/x/"' if chance.random() < 0.15 else ""
        self._language = chance.choice(("", "<language>ru-RU</language>", "<ttl>30</ttl>"))
        self._gap = chance.choice(("", "\n  ", "<!-- between -->\n"))
        self._mark = charset == "utf-8" and chance.random() < 0.1
        self._between = chance.random() < 0.1  # an element of the channel among the entries

    def document(self, entries: list[str], built: str) -> bytes:
        head, tail = self._frame(built)
        declaration = f'<?xml version="1.0" encoding="{self._charset}"?>' if self._declares else ""
        doctype = '<!DOCTYPE rss [<!ENTITY co "Company &#169;">]>' if self._doctype else ""
        if self._between and entries:
            entries = [entries[0], "<category>among</category>", *entries[1:]]
        text = declaration + doctype + head + self._gap.join(entries) + tail
        body = text.encode(self._charset, "xmlcharrefreplace")
        return b"\xef\xbb\xbf" + body if self._mark else body

    def _frame(self, built: str) -> tuple[str, str]:
        names = (
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:media="http://search.yahoo.com/mrss/"' + self._base
        )
        about = f"<title>Feed {built}</title><link>https://x.example/</link>{self._language}"
        if self._dialect in ("atom", "atom03"):
            space = {
                "atom": "http://www.w3.org/2005/Atom",
                "atom03": "http://purl.org/atom/ns#",
            }[self._dialect]
            return f'<feed xmlns="{space}" xml:lang="fr"{names}><title>F {built}</title>', "</feed>"
        if self._dialect == "rdf":
            rdf = (
                '<rdf:RDF xmlns="http://purl.org/rss/1.0/" '
                f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"{names}>'
                f'<channel rdf:about="https://x.example/">{about}</channel>'
            )
            return rdf, "</rdf:RDF>"
        version = {"rss2": "2.0", "rss091": "0.91", "rss092": "0.92"}[self._dialect]
        image = "<image><title>i</title><url>https://x.example/i.png</url></image>"
        return f'<rss version="{version}"{names}><channel>{about}', f"{image}</channel></rss>"


def _mutated(chance: random.Random, body: bytes) -> bytes:
    """A few bytes lost, doubled or replaced."""
    mutant = bytearray(body)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(mutant))
        mutant[at : at + chance.randint(0, 5)] = chance.choice(
            (b"", b"<", b"&", b">", b"&bogus;", b"\xff", b"</item>", b"<item>", b"]]>", b"\x00")
        )
    return bytes(mutant)
