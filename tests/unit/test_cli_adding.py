"""What an address stands for and how the new source is called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cli.adding import address_of, lines, name_of
from collector.item import Item
from detector.model import Detection, WatchHit

ADDRESSES: list[tuple[str, str, dict[str, str]]] = [
    ("a name with @", "@milinfolive", {"channel": "@milinfolive"}),
    ("a link", "t.me/milinfolive", {"channel": "@milinfolive"}),
    ("a link to the preview", "https://t.me/s/MilInfoLive", {"channel": "@MilInfoLive"}),
    ("a feed", "https://a.example/feed.xml", {"url": "https://a.example/feed.xml"}),
    ("a plain feed", "http://a.example/feed", {"url": "http://a.example/feed"}),
    ("a site without its scheme", "a.example/news", {"url": "https://a.example/news"}),
]


@pytest.mark.parametrize(("reason", "what", "address"), ADDRESSES, ids=[r[0] for r in ADDRESSES])
def test_an_address_as_sources_yaml_writes_it(
    reason: str, what: str, address: dict[str, str]
) -> None:
    assert address_of(what) == address


NAMES: list[tuple[str, str, set[str], str]] = [
    ("a channel's own", "@MilInfoLive", set(), "milinfolive"),
    ("a site's host", "https://www.site.example/feed", set(), "site.example"),
    ("taken", "@milinfolive", {"milinfolive"}, "milinfolive-2"),
    ("taken twice", "@milinfolive", {"milinfolive", "milinfolive-2"}, "milinfolive-3"),
    ("letters that names don't have", "https://пример.example/", set(), "example"),
    ("nothing to go by", "http://[broken", set(), "source"),
]


@pytest.mark.parametrize(("reason", "what", "taken", "name"), NAMES, ids=[r[0] for r in NAMES])
def test_a_name_after_the_address_that_is_free(
    reason: str, what: str, taken: set[str], name: str
) -> None:
    assert name_of(what, taken) == name


def test_a_line_says_when_what_is_heard_and_how_it_begins_without_escape_sequences() -> None:
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    heard = Item("a", "1", "post", "", "T-72\x1b[31m in Gao\nand more", "", at)
    silent = Item("a", "2", "article", "Market", "opens", "", None)

    said = list(
        lines(
            [(heard, Detection("1", (WatchHit("armour", "high", ""),))), (silent, Detection("2"))]
        )
    )

    assert said == [
        "  2026-11-20 12:00  armour (high)             T-72 in Gao and more",
        "  undated           -                         Market opens",
    ]
