"""Articles that are wanted: claimed by host, fenced, kept as a revision the feed can't undo."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.fulltexts import MAX_ASKS, ArticleClaim
from archive.model import PendingItem
from collector.fulltext import Robots
from collector.item import Item
from tests.fakes.newsroom import HOUR, LEASE, MINUTE, NOW, SECOND, Newsroom, item

ARTICLE = "Seven tanks arrived in Bamako on Friday, residents say. " * 4


@pytest.fixture
def newsroom(archive: Archive) -> Newsroom:
    return Newsroom(archive)


def wanted(newsroom: Newsroom, *items: Item, now: object = NOW) -> list[PendingItem]:
    """Poll the items and want the article of each."""
    newsroom.poll(*items)
    pending = newsroom.pending()
    with newsroom.archive.placing() as placing:
        for one in pending:
            placing.done(one.item_id, one.revision)
            placing.want_article(one.item_id, one.item, NOW)
    return pending


def claim(archive: Archive, owner: str = "here", limit: int = 10) -> list[ArticleClaim]:
    return archive.fulltexts.claim(owner, NOW, LEASE, limit)


def at(host: str, number: int) -> Item:
    return item(f"{host}-{number}", url=f"https://{host}.example/{number}")


def test_one_page_of_each_host_is_handed_out_at_a_time(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    wanted(newsroom, at("one", 1), at("one", 2), at("two", 1))

    first = claim(archive)
    second = claim(archive, "there")

    assert [one.host for one in first] == ["https://one.example", "https://two.example"]
    assert second == []
    assert archive.due(NOW).articles == 0


def test_a_host_rests_between_two_pages(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    wanted(newsroom, at("one", 1), at("one", 2))
    (first,) = claim(archive)
    archive.fulltexts.rest(first.host, NOW + SECOND)
    archive.fulltexts.settle(first, "gone", NOW)

    assert claim(archive) == []
    assert archive.fulltexts.ready_at(NOW) == NOW + SECOND
    assert len(archive.fulltexts.claim("here", NOW + SECOND, LEASE, 10)) == 1


def test_the_article_waits_for_the_detector_and_a_later_poll_does_not_undo_it(
    newsroom: Newsroom,
) -> None:
    archive = newsroom.archive
    summary = item("1", "A convoy arrived.")
    wanted(newsroom, summary)
    (one,) = claim(archive)

    assert archive.fulltexts.save(one, ARTICLE, NOW)
    later = newsroom.poll(summary, now=NOW + MINUTE)

    assert (later.new, later.revised) == ((), ())
    (pending,) = newsroom.pending(NOW + MINUTE)
    assert (pending.revision, pending.item.is_full) == (2, True)
    assert pending.item.text == f"A convoy arrived.\n\n{ARTICLE}"
    totals = archive.totals()
    assert (totals.articles, totals.edits) == (1, 0)
    assert archive.totals(NOW - HOUR).articles == 1


def test_a_changed_summary_asks_again_and_a_clock_in_it_not_for_ever(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    asked = 0
    for number in range(MAX_ASKS + 3):
        wanted(newsroom, item("1", f"A convoy arrived at {number}."))
        wanted(newsroom, item("1", f"A convoy arrived at {number}."))
        for one in claim(archive):
            asked += 1
            archive.fulltexts.save(one, ARTICLE, NOW)

    assert asked == MAX_ASKS


def test_a_claim_that_was_overtaken_writes_nothing(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    wanted(newsroom, item("1"))
    (late,) = claim(archive)
    (mine,) = archive.fulltexts.claim("there", NOW + LEASE, LEASE, 1)

    assert not archive.fulltexts.save(late, ARTICLE, NOW)
    assert not archive.fulltexts.settle(late, "gone", NOW)
    assert mine.attempt == 2
    assert archive.fulltexts.save(mine, ARTICLE, NOW)


def test_an_article_for_a_summary_that_changed_meanwhile_is_left(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    wanted(newsroom, item("1", "A convoy arrived."))
    (one,) = claim(archive)
    newsroom.poll(item("1", "A convoy left."))

    assert not archive.fulltexts.save(one, ARTICLE, NOW)
    assert archive.totals().articles == 0


def test_what_a_dead_process_was_reading_is_free_at_once(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    wanted(newsroom, item("1"))
    claim(archive, "dead")

    assert "dead" in archive.lease_holders()
    archive.release_leases({"dead"}, NOW)

    assert archive.due(NOW).articles == 1
    (again,) = claim(archive)
    assert again.attempt == 2


def test_a_page_that_another_item_had_is_not_asked_for_again(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    same = "https://one.example/page"
    wanted(newsroom, item("1", url=same), item("2", url=f"{same}?utm_source=x"))
    (first,) = claim(archive)
    archive.fulltexts.save(first, ARTICLE, NOW)

    (second,) = claim(archive)

    shared = archive.fulltexts.shared_text(second, NOW)
    assert shared is not None
    assert ARTICLE.strip() in shared
    assert archive.fulltexts.shared_text(second, NOW + 25 * HOUR) is None


def test_robots_txt_is_kept_for_all_until_it_is_old(archive: Archive) -> None:
    kept = Robots("User-agent: *\nDisallow: /", NOW + HOUR)

    archive.fulltexts.keep_robots("https://one.example", kept)

    assert archive.fulltexts.robots("https://one.example", NOW) == kept
    assert archive.fulltexts.robots("https://one.example", NOW + HOUR) is None


def test_a_source_is_short_by_what_its_texts_usually_are(newsroom: Newsroom) -> None:
    archive = newsroom.archive
    newsroom.poll(item("1", "Short."), item("2", ""))
    assert archive.fulltexts.short_sources(200) == {"wire"}

    newsroom.poll(*(item(f"long-{n}", "A long text. " * 100) for n in range(9)))

    assert archive.fulltexts.short_sources(200) == frozenset()
