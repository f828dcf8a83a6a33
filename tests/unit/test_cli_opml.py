"""Lists of feeds from other readers, friendly and hostile, and ours for them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cli.exchanging import outlines_of, wanted_of
from cli.opml import MAX_DEPTH, OpmlError, Outline, read, written
from tests.fakes.newsroom import channel, feed

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Sahel"><outline text="Press">
  <outline type="rss" text="Maliweb" xmlUrl="https://maliweb.example/feed" language="fr"/>
</outline></outline>
<outline title="Oryx" text="o" xmlURL="https://oryx.example/feed"/>
<outline text="a folder without feeds"/>
</body></opml>"""


def test_feeds_come_with_title_language_and_folders() -> None:
    assert read(LIST) == (
        Outline("https://maliweb.example/feed", "Maliweb", "fr", ("Sahel", "Press")),
        Outline("https://oryx.example/feed", "Oryx"),
    )


BOMB = b'<!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><outline xmlUrl="&b;"/></opml>'
HOSTILE: list[tuple[str, bytes, str]] = [
    ("entities", BOMB, "document type"),
    ("a file by entity", b'<!DOCTYPE o SYSTEM "file:///etc/passwd"><opml/>', "document type"),
    ("deep", b"<opml>" + b"<outline>" * 500, f"deeper than {MAX_DEPTH}"),
    ("wide", b"<opml>" + b"<outline/>" * 30_000 + b"</opml>", "more than 20,000"),
    ("huge", b"<opml>" + b" " * 6_000_000, "larger than"),
    ("cut off", LIST[:200], "well-formed"),
    ("a page", b"<html><body/></html>", "not OPML"),
    ("an odd charset", b'<?xml version="1.0" encoding="rot13"?><opml/>', "well-formed"),
    ("nothing", b"", "well-formed"),
]


@pytest.mark.parametrize(("reason", "content", "said"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_what_is_no_list_of_feeds_is_refused(reason: str, content: bytes, said: str) -> None:
    with pytest.raises(OpmlError, match=said):
        read(content)


def test_what_is_written_is_read_again() -> None:
    outlines = (
        Outline("https://a.example/?x=1&y=2", 'A "b" <c> & d', "ru", ("press",)),
        Outline("https://b.example/", "Б"),
    )

    assert read(written(outlines, NOW).encode()) == outlines


def test_an_import_takes_each_address_once_under_a_free_name() -> None:
    known = feed("oryx", "https://oryx.example/feed/")
    outlines = (
        *read(LIST),
        Outline("https://new.example/feed", "Oryx"),
        Outline("https://maliweb.example/feed"),
        Outline("javascript:alert(1)", "Bad"),
        Outline("https://сайт.example/", "Сайт"),
        *read(b'<opml><outline text="Gone" xmlUrl=" "/><outline type="rss"/></opml>'),
    )

    wanted = wanted_of(outlines, [known])

    assert wanted.entries == [
        {"name": "maliweb", "url": "https://maliweb.example/feed", "title": "Maliweb",
         "language": "fr", "tags": ["sahel", "press"]},
        {"name": "oryx-2", "url": "https://new.example/feed", "title": "Oryx"},
        {"name": "example", "url": "https://сайт.example/", "title": "Сайт"},
    ]  # fmt: skip
    assert [line.split(": ", 1)[1] for line in wanted.skipped] == [
        "it is a source already, as oryx",
        "it is a source already, as maliweb",
        "must be an http:// or https:// address",
        "has no address",
        "has no address",
    ]


def test_an_export_has_the_feeds_and_no_channels() -> None:
    sources = [feed("wire", language="fr", tags=["press", "mali"]), channel()]

    assert list(outlines_of(sources)) == [
        Outline("https://wire.example/feed", "wire", "fr", ("press",))
    ]
