"""Feeds as most software writes them, made up from a number: usual elements, unusual contents."""

from __future__ import annotations

import random
from html import escape

_TEXTS = (
    "Колонна техники прошла через Бамако",
    "Two <b>BMP-3</b> seen",
    "Fish &amp; chips &nbsp; &bogus; &#38; 5 < 7",
    "</p> an end without a beginning",
    "<unknown>tag</unknown> &eacute;",
    "<p>One</p><p>Two <a href='/x?a=1&b=2'>link</a></p><script>x()</script>",
    "caf\u00c3\u00a9 encoded twice",
    "win\u0093dows\u0094 \u0085 quotes",
    "\u00a0 blank \u2028 line \u2029 ends\u200b",
    "emoji \U0001f680 and \u0645\u062f\u0631\u0639\u0629",
    "Latin \u00e9\u00e8 only",
    "a\tb\nc  d",
    "",
    "   ",
    "0",
)
_ADDRESSES = (
    "https://x.example/a?b=1&c;=2&d=3",
    "https:////x.example/many",
    "/relative/one",
    "page.html",
    "  https://x.example/blank  ",
    "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
    "http://[broken",
    "javascript:alert(1)",
    "https://пример.example/путь",
    "",
)
_DATES = (
    "Fri, 20 Nov 2026 10:00:00 GMT",
    "Fri, 20 Nov 2026 10:00:00 +0300",
    "20 Nov 26 10:00 EST",
    "2026-11-20T10:00:00Z",
    "2026-11-20T10:00:00.123+03:00",
    "2026-11-20",
    "Fri Nov 20 10:00:00 2026",
    "20.11.2026 10:00",
    "yesterday",
    "Mon, 32 Foo 20266 99:99:99 XYZ",
    "",
)
_NAMES = ("A. Reporter", "a@x.example (A. Reporter)", "a@x.example", "\u00c9lan <e@x.example>", "")
_TYPES = ("", ' type="text"', ' type="html"', ' type="HTML"', ' type="text/html"', ' type="xhtml"')
_MODULES = (
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)
_ATOM = "http://www.w3.org/2005/Atom"
_ODD_HEADS = (
    ' xmlns:dc="urn:not-dublin"',
    ' xmlns:a="http://purl.org/rss/1.0/"',
    ' xml:base="https://base.example/d/"',
    ' xml:lang="ru_RU"',
)


def everyday(number: int) -> bytes:
    """Always the same for one number; well-formed."""
    return _Everyday(random.Random(number)).document()


class _Everyday:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._is_atom = chance.random() < 0.4

    def document(self) -> bytes:
        entries = "\n".join(self._entry(n) for n in range(self._chance.randint(1, 6)))
        modules = _MODULES
        if self._chance.random() < 0.1:
            odd = self._chance.choice(_ODD_HEADS)
            modules = modules.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', "") + odd
            if "xmlns:dc" not in odd:
                modules += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        head = f"<title>{self._text()}</title><language>en</language><ttl>30</ttl>"
        link = f'<atom:link rel="hub" href="https://hub.example/" xmlns:atom="{_ATOM}"/>'
        if self._is_atom:
            return f'<feed xmlns="{_ATOM}"{modules}>{link}{entries}</feed>'.encode()
        version = self._chance.choice(("2.0", "0.91", "0.92", ""))
        return (
            f'<rss version="{version}" xmlns:atom="{_ATOM}"{modules}><channel>{head}{link}'
            f"<image><title>i</title><url>/i.png</url></image>{entries}</channel></rss>"
        ).encode()

    def _entry(self, n: int) -> str:
        made = self._atom_parts(n) if self._is_atom else self._rss_parts(n)
        parts = [part for part in made if self._chance.random() < 0.85]
        for odd in self._odd_parts():
            if self._chance.random() < 0.03:
                parts.append(odd)
        if self._chance.random() < 0.4:
            self._chance.shuffle(parts)
        tag = "entry" if self._is_atom else "item"
        language = ' xml:lang="fr"' if self._chance.random() < 0.02 else ""
        return (
            f"<{tag}{language}>{self._chance.choice(('', ' ', 'loose '))}{' '.join(parts)}</{tag}>"
        )

    def _rss_parts(self, n: int) -> list[str]:
        return [
            f"<title>{self._text()}</title>",
            f"<link>{self._address(n)}</link>",
            f"<guid{self._permanence()}>{self._address(n)}</guid>",
            f"<description>{self._text()}</description>",
            self._chance.choice(
                (f"<pubDate>{self._date()}</pubDate>", f"<dc:date>{self._date()}</dc:date>")
            ),
            self._chance.choice(
                (
                    f"<author>{self._name()}</author>",
                    f"<dc:creator>{self._name()}</dc:creator>",
                )
            ),
            f"<content:encoded>{self._text()}</content:encoded>",
            '<category domain="x">News</category><category>World</category>',
            "<slash:comments>0</slash:comments><wfw:commentRss>/c</wfw:commentRss>",
            f"<feedburner:origLink>{self._address(n)}</feedburner:origLink>",
            f'<atom:link rel="{self._relation()}" href="{escape(self._address_of(n))}"/>',
            '<enclosure url="https://x.example/a" length="1" type="Image/JPEG"/>',
            '<media:thumbnail url="/t.png"/><media:content url="/m.jpg" type="image/jpeg"/>',
            '<post-id xmlns="com-wordpress:feed-additions:1">7</post-id>',
        ]

    def _atom_parts(self, n: int) -> list[str]:
        person = [f"<name>{self._name()}</name>", "<email>e@x.example</email>", "<uri>/u</uri>"]
        parts = "".join(part for part in person if self._chance.random() < 0.6)
        return [
            f"<title{self._type()}>{self._text()}</title>",
            f'<link rel="{self._relation()}" href="{escape(self._address_of(n))}"/>',
            f'<link href="{escape(self._address_of(n))}" type="text/html"/>',
            f"<id>{self._address(n)}</id>",
            f"<published>{self._date()}</published>",
            f"<updated>{self._date()}</updated>",
            f"<author>{parts}</author>",
            f"<summary{self._type()}>{self._text()}</summary>",
            f"<content{self._type()}>{self._text()}</content>",
            '<category term="News" scheme="x"/>',
            "<dc:date>2026-11-20</dc:date>",
        ]

    def _odd_parts(self) -> list[str]:
        """What makes an entry other than plain."""
        return [
            "<title>again</title>",
            "<description>again</description>",
            "<dc:creator>again</dc:creator>",
            "<source url='/o'>Origin</source>",
            "<media:group><media:title>clip</media:title></media:group>",
            "<media:description>of a picture</media:description>",
            "<dc:language>fr</dc:language>",
            "<title><b>inline</b></title>",
            '<description type="html">typed</description>',
            "<odd:thing xmlns:odd='urn:odd'>x</odd:thing>",
            "<x:creator xmlns:x='http://purl.org/dc/elements/1.1/'>x</x:creator>",
            "<guid/>",
            "<Title>capital</Title>",
        ]

    def _text(self) -> str:
        text = " ".join(self._chance.choices(_TEXTS, k=self._chance.choice((1, 1, 2))))
        if self._chance.random() < 0.5:
            return f"<![CDATA[{text}]]>"
        return escape(text).replace("5 ", "5<!-- remark --> ")

    def _address_of(self, n: int) -> str:
        usual = f"https://x.example/{n}"
        return self._chance.choice((usual, usual, usual, self._chance.choice(_ADDRESSES)))

    def _address(self, n: int) -> str:
        return escape(self._address_of(n))

    def _date(self) -> str:
        return self._chance.choice(_DATES)

    def _name(self) -> str:
        return escape(self._chance.choice(_NAMES))

    def _type(self) -> str:
        return self._chance.choice(_TYPES)

    def _relation(self) -> str:
        return self._chance.choice(("alternate", "Alternate", "self", "enclosure", "related"))

    def _permanence(self) -> str:
        return self._chance.choice(
            (
                "",
                ' isPermaLink="false"',
                ' isPermaLink="true"',
                ' isPermaLink="TRUE"',
                ' ispermalink="false"',
            )
        )
