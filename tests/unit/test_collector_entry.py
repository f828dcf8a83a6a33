"""A feed's entry as an Item: identity, dates, bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from collector.article import item_of
from collector.entry import Entry, canonical, identity_of, primary_language, usable_date
from collector.item import Item
from config.schema import Source

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOURCE = Source(name="news", url="https://news.example/feed")
ENTRY = Entry(
    guid="g1",
    link="https://news.example/a",
    title="Seven T-72",
    text="in Bamako",
    published=datetime(2026, 11, 18, 10, 6, 40, tzinfo=UTC).timestamp(),
    published_raw="18 Nov 2026",
    raw_hash="raw",
)


def test_an_entry_becomes_an_item() -> None:
    assert item_of(ENTRY, SOURCE, "fr-FR", NOW) == Item(
        source="news",
        external_id="g1",
        kind="article",
        title="Seven T-72",
        text="in Bamako",
        url="https://news.example/a",
        published_at=datetime(2026, 11, 18, 10, 6, 40, tzinfo=UTC),
        published_raw="18 Nov 2026",
        language="fr",
        raw_hash="raw",
    )


def test_the_operators_language_wins_over_the_feeds() -> None:
    source = Source(name="news", url="https://news.example/feed", language="ru")

    item = item_of(ENTRY, source, "fr-FR", NOW)

    assert item is not None
    assert item.language == "ru"


def test_an_entry_without_words_is_nothing() -> None:
    assert item_of(Entry(guid="g", link="https://news.example/a"), SOURCE, "", NOW) is None


IDENTITIES = [
    ("the guid", ENTRY, "g1"),
    ("else the link", replace(ENTRY, guid=""), "https://news.example/a"),
    (
        "the link without how one came",
        replace(ENTRY, guid="", link="https://News.example/a?id=7&utm_source=rss#top"),
        "https://news.example/a?id=7",
    ),
]


@pytest.mark.parametrize(("reason", "entry", "identity"), IDENTITIES)
def test_identity_is_the_guid_else_the_link(reason: str, entry: Entry, identity: str) -> None:
    assert identity_of(entry) == identity, reason


def test_without_guid_and_link_title_and_date_are_the_identity() -> None:
    bare = replace(ENTRY, guid="", link="")

    identity = identity_of(bare)

    assert identity.startswith("sha256:")
    assert identity == identity_of(replace(bare, text="edited"))
    assert identity != identity_of(replace(bare, published_raw="19 Nov 2026"))
    assert identity != identity_of(replace(bare, title="Eight T-72"))


def test_an_endless_guid_is_bounded() -> None:
    assert len(identity_of(replace(ENTRY, guid="x" * 10_000))) == 71


DATES = [
    ("an ordinary date", datetime(2026, 11, 20, 11, 0, tzinfo=UTC), True),
    ("a clock ten minutes ahead", datetime(2026, 11, 20, 12, 10, tzinfo=UTC), True),
    ("a date ahead", datetime(2026, 11, 20, 12, 16, tzinfo=UTC), False),
    ("a date before feeds", datetime(1989, 12, 31, tzinfo=UTC), False),
    ("no date", None, False),
]


@pytest.mark.parametrize(("reason", "when", "usable"), DATES, ids=[row[0] for row in DATES])
def test_only_plausible_dates_are_used(reason: str, when: datetime | None, usable: bool) -> None:
    stamp = when.timestamp() if when else None

    assert usable_date(stamp, NOW) == (when if usable else None), reason


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x/y", "/relative", "h" * 4_000])
def test_a_link_nobody_should_follow_is_dropped(link: str) -> None:
    item = item_of(replace(ENTRY, link=link), SOURCE, "", NOW)

    assert item is not None
    assert item.url == ""


def test_endless_fields_are_cut() -> None:
    huge = replace(ENTRY, title="t" * 5_000, text="x" * 500_000, author="a" * 5_000)

    item = item_of(huge, SOURCE, "", NOW)

    assert item is not None
    assert (len(item.title), len(item.text), len(item.author)) == (1_000, 200_000, 200)


@pytest.mark.parametrize("link", ["http://[::1", "https://x/?" + "a=1&" * 200])
def test_a_link_that_can_not_be_taken_apart_stays_as_it_is(link: str) -> None:
    assert canonical(link) == link


@pytest.mark.parametrize(
    ("tag", "language"),
    [("ru-RU", "ru"), ("EN", "en"), ("fr_fr", "fr"), ("", None), ("x1", None), ("russian", None)],
)
def test_a_language_is_its_primary_tag(tag: str, language: str | None) -> None:
    assert primary_language(tag) == language
