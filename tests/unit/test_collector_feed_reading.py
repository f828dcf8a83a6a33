"""Feeds as they come, good and bad, to entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collector.entry import Document, Entry
from collector.feed_reading import NotAFeedError, labelled, read_feed
from collector.salvage import entries_apart

BASE = "https://news.example/feeds/all.xml"


def rss(items: str, channel: str = "", declaration: str = "") -> bytes:
    head = declaration or '<?xml version="1.0" encoding="utf-8"?>'
    return (
        f'{head}<rss version="2.0" {NAMESPACES}><channel>{channel}{items}</channel></rss>'.encode()
    )


NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def read(body: bytes, content_type: str = "application/rss+xml") -> Document:
    document = read_feed(body, content_type, BASE)
    return replace(document, entries=tuple(replace(e, raw_hash="") for e in document.entries))


def only(item: str) -> Entry:
    (entry,) = read(rss(f"<item>{item}</item>")).entries
    return entry


ENTRIES = [
    (
        "an ordinary entry",
        "<guid isPermaLink='false'>g</guid><title>T</title><link>https://x.example/a</link>"
        "<description>D</description><pubDate>Fri, 20 Nov 2026 10:00:00 +0300</pubDate>",
        Entry(
            guid="g",
            link="https://x.example/a",
            title="T",
            text="D",
            published=1_795_158_000.0,
            published_raw="Fri, 20 Nov 2026 10:00:00 +0300",
        ),
    ),
    (
        "references to what is no character are dropped",
        "<title>T&#xD800; &#x110000; &#99999999;</title><description>D&#57343;</description>",
        Entry(title="T", text="D"),
    ),
    (
        "a character of 16 bits twice, as careless software writes it",
        "<title>&#xD83D;&#xDE80; T&#65;</title>",
        Entry(title="🚀 TA"),
    ),
    (
        "full content is preferred to the summary",
        "<title>T</title><description>short</description>"
        "<content:encoded><![CDATA[<p>long</p><p>text</p>]]></content:encoded>",
        Entry(title="T", text="long\n\ntext"),
    ),
    (
        "a relative link is resolved against the feed",
        "<title>T</title><link>/a?b=1</link>",
        Entry(title="T", link="https://news.example/a?b=1"),
    ),
    (
        "a guid that is no address is no link",
        "<title>T</title><guid>12345</guid>",
        Entry(title="T", guid="12345"),
    ),
    (
        "FeedBurner's original link",
        "<title>T</title><link>https://feeds.example/~r/1</link>"
        "<feedburner:origLink>https://x.example/a</feedburner:origLink>",
        Entry(title="T", link="https://x.example/a"),
    ),
    (
        "a title in HTML",
        "<title>&lt;b&gt;Seven&lt;/b&gt; T-72 &amp;amp; more</title>",
        Entry(title="Seven T-72 & more"),
    ),
    (
        "a date nobody reads is kept raw",
        "<title>T</title><pubDate>20 ноября</pubDate>",
        Entry(title="T", published_raw="20 ноября"),
    ),
    (
        "a photo enclosed",
        '<title>T</title><enclosure type="image/jpeg" url="https://x.example/p.jpg"/>',
        Entry(title="T", media=("photo",)),
    ),
]


@pytest.mark.parametrize(("reason", "item", "entry"), ENTRIES, ids=[row[0] for row in ENTRIES])
def test_an_entry_is_read(reason: str, item: str, entry: Entry) -> None:
    assert only(item) == entry, reason


def test_atom_is_read() -> None:
    body = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
    <entry><id>urn:1</id><title type="html">&lt;i&gt;Convoi&lt;/i&gt;</title>
    <link rel="alternate" href="/convoi"/><updated>2026-11-20T10:00:00Z</updated>
    <author><name>Awa</name></author><content type="xhtml">
    <div xmlns="http://www.w3.org/1999/xhtml"><p>sept T-72</p></div></content></entry></feed>"""

    document = read(body)

    assert document.entries == (
        Entry(
            guid="urn:1",
            link="https://news.example/convoi",
            title="Convoi",
            text="sept T-72",
            published=1_795_168_800.0,
            published_raw="2026-11-20T10:00:00Z",
            author="Awa",
        ),
    )
    assert document.language == "fr"


def test_json_feed_is_read() -> None:
    body = b"""{"version": "https://jsonfeed.org/version/1.1", "language": "en", "items": [
    {"id": 7, "url": "/a", "title": "T", "content_html": "<p>one</p>",
     "date_published": "2026-11-20T10:00:00Z"}, "nonsense"]}"""

    assert read(body) == Document(
        entries=(
            Entry(
                guid="7",
                link="https://news.example/a",
                title="T",
                text="one",
                published=1_795_168_800.0,
                published_raw="2026-11-20T10:00:00Z",
            ),
        ),
        language="en",
    )


INTERVALS = [
    ("ttl counts minutes", "<ttl>90</ttl>", 5_400.0),
    (
        "a period divided by its frequency",
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
        21_600.0,
    ),
    ("nonsense asks nothing", "<ttl>often</ttl><sy:updatePeriod>x</sy:updatePeriod>", 0.0),
]


@pytest.mark.parametrize(("reason", "channel", "seconds"), INTERVALS)
def test_a_feed_says_how_often_it_wants_to_be_asked(
    reason: str, channel: str, seconds: float
) -> None:
    assert read(rss("", channel=channel)).least_interval_s == seconds, reason


SKIPS = [
    (
        "hours and days in which not to ask",
        "<skipHours><hour>0</hour><hour> 24 </hour><hour>13</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>nonsense</day></skipDays>",
        (0, 13, 106),
    ),
    ("none", "<skipHours/>", ()),
    ("an hour outside", "<hour>5</hour><skipHours></skipHours>", ()),
]


@pytest.mark.parametrize(("reason", "channel", "skips"), SKIPS, ids=[row[0] for row in SKIPS])
def test_a_feed_says_when_it_does_not_want_to_be_asked(
    reason: str, channel: str, skips: tuple[int, ...]
) -> None:
    assert read(rss("", channel=channel)).skips == skips, reason


NAMES = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
DIALECTS = [
    (
        "RSS 0.91",
        "<rss version='0.91'><channel><item><title>T</title><link>https://x.example/a</link>"
        "<description>D</description></item></channel></rss>",
    ),
    (
        "RSS 0.92",
        "<rss version='0.92'><channel><item><description>D</description><title>T</title>"
        "<link>https://x.example/a</link></item></channel></rss>",
    ),
    (
        "RSS 1.0",
        f"<rdf:RDF {NAMES}><channel/><item><title>T</title><link>https://x.example/a</link>"
        "<description>D</description></item></rdf:RDF>",
    ),
    (
        "Atom 0.3",
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>T</title>"
        "<link rel='alternate' href='https://x.example/a'/><summary>D</summary></entry></feed>",
    ),
]


@pytest.mark.parametrize(("dialect", "body"), DIALECTS, ids=[row[0] for row in DIALECTS])
def test_every_dialect_gives_the_same_entry(dialect: str, body: str) -> None:
    (found,) = read(body.encode()).entries

    assert found == Entry(link="https://x.example/a", title="T", text="D"), dialect


CYRILLIC = "<item><title>Колонна в Бамако</title></item>"


def in_charset(real: str, declared: str) -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else "<?xml version='1.0'?>"
    return rss(CYRILLIC, declaration=head).decode().encode(real)


CHARSETS = [
    ("declared in the document", in_charset("windows-1251", "windows-1251"), "application/xml"),
    ("declared in HTTP", in_charset("windows-1251", ""), "text/xml; charset=windows-1251"),
    ("HTTP wins", in_charset("utf-8", "windows-1251"), "text/xml; charset=utf-8"),
    ("text without charset", in_charset("koi8-r", "koi8-r"), "text/html"),
    ("HTTP says Latin-1 by default", in_charset("utf-8", ""), "text/xml; charset=ISO-8859-1"),
    ("the document says Latin-1", in_charset("utf-8", "iso-8859-1"), "application/xml"),
    ("HTTP says UTF-8, wrongly", in_charset("windows-1251", "windows-1251"), "x/y; charset=utf-8"),
    ("an unknown charset", in_charset("utf-8", ""), "text/xml; charset=none-such"),
    ("a byte order mark", in_charset("utf-16", "utf-16"), "application/xml"),
    ("a mark and another label", in_charset("utf-8-sig", "windows-1251"), "application/xml"),
    ("HTTP says UTF-8 over UTF-16", in_charset("utf-16", "utf-16"), "x/y; charset=utf-8"),
    (
        "Latin-1 over windows-1251",
        in_charset("windows-1251", "windows-1251"),
        "x/y; charset=latin1",
    ),
]


@pytest.mark.parametrize(("reason", "body", "content_type"), CHARSETS, ids=[r[0] for r in CHARSETS])
def test_a_lying_charset_does_not_spoil_the_text(
    reason: str, body: bytes, content_type: str
) -> None:
    (entry,) = read(body, content_type).entries

    assert entry.title == "Колонна в Бамако", reason


def test_a_charset_that_the_body_bears_out_is_kept() -> None:
    body = "<rss>Sévaré</rss>".encode("latin-1")

    assert labelled(body, "text/xml; charset=latin-1") == (body, "application/xml; charset=latin-1")


@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "none-such"])
@pytest.mark.parametrize(
    ("charset", "title"),
    [
        ("windows-1251", "Колонна техники прошла через Бамако"),
        ("koi8-r", "Колонна техники прошла через Бамако"),
        ("koi8-u", "Колона техніки пройшла через Бамако, їхала з півдня"),
        ("iso-8859-5", "Колонна техники прошла через Бамако"),
        ("cp866", "Колонна техники прошла через Бамако"),
        ("windows-1256", "وصلت قافلة من الدبابات إلى باماكو صباح اليوم"),
        ("iso-8859-6", "وصلت قافلة من الدبابات إلى باماكو صباح اليوم"),
        ("iso-8859-1", "Un convoi de véhicules blindés a traversé Ségou"),
        ("utf-16-le", "Колонна в Бамако"),
        ("utf-16-be", "وصلت قافلة"),
        ("utf-32-be", "Un convoi à Ségou"),
    ],
)
def test_a_charset_that_nobody_names_is_told_by_its_letters(
    charset: str, title: str, label: str
) -> None:
    body = rss(f"<item><title>{title}</title></item>", declaration="").decode().encode(charset)

    (entry,) = read(body, f"text/xml; charset={label}" if label else "application/xml").entries

    assert entry.title == title


def test_one_broken_byte_does_not_turn_a_feed_into_another_charset() -> None:
    body = rss(CYRILLIC).replace(b"</channel>", b"<category>\xff</category></channel>")

    (entry,) = read(body, "application/xml; charset=utf-8").entries

    assert entry.title == "Колонна в Бамако"


NOT_FEEDS = [
    ("a page", b"<!DOCTYPE html><html><body>Hi</body></html>", "a web page, not a feed"),
    ("nothing", b"  ", "empty"),
    ("not even a blank", b"", "empty"),
    ("words", b"Too many requests", "not a feed"),
    ("other JSON", b'{"error": 1}', "JSON, but no JSON Feed"),
    ("broken JSON", b"{", "not a feed"),
    ("deep JSON", b'{"a":' + b"[" * 100_000, "not a feed"),
]


@pytest.mark.parametrize(("reason", "body", "what"), NOT_FEEDS, ids=[row[0] for row in NOT_FEEDS])
def test_what_is_no_feed_is_said_to_be_none(reason: str, body: bytes, what: str) -> None:
    with pytest.raises(NotAFeedError, match=what):
        read(body)


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss("")) == Document(entries=())


def test_no_more_than_2000_entries_are_read() -> None:
    document = read(rss("<item><title>t</title></item>" * 2_001))

    assert len(document.entries) == 2_000
    assert document.notes == ("only the first 2,000 of 2,001 entries were read",)


def test_a_broken_feed_gives_what_can_be_read() -> None:
    body = rss("<item><title>one & two</title></item><item><title>three</title>")

    assert [entry.title for entry in read(body).entries] == ["one & two", "three"]


def test_taken_apart_each_entry_is_a_feed_of_its_own() -> None:
    body = rss("<item><title>one</title></item>\n<ITEM><title>two</title></ITEM>")

    titles = [read(part).entries[0].title for part in entries_apart(body)]

    assert titles == ["one", "two"]


@pytest.mark.parametrize("body", [b"", b"<rss></rss>", b"<items>", b"no feed"])
def test_what_has_no_entries_has_no_parts(body: bytes) -> None:
    assert entries_apart(body) == []
