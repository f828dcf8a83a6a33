"""Which articles are wanted, and what becomes of a summary when its article is there."""

from __future__ import annotations

import pytest

from collector.fulltext import host_of, is_summary, wants, with_article
from tests.fakes.newsroom import item

LONG = "Residents filmed the column of low loaders on the road from the port. " * 3
WISHES: list[tuple[str, tuple[str, str, bool, bool], bool]] = [
    ("never is never", ("never", "Short.", True, True), False),
    ("always is always", ("always", LONG * 20, False, False), True),
    ("auto: a summary with something watched", ("auto", "Short.", True, False), True),
    ("auto: any summary of a source with short texts", ("auto", "Short.", False, True), True),
    ("auto: nothing watched, a wordy source", ("auto", "Short.", False, False), False),
    ("auto: the feed has it whole", ("auto", LONG * 20, True, True), False),
    ("auto: long, but broken off", ("auto", LONG * 20 + "and then […]", True, False), True),
]


@pytest.mark.parametrize(("reason", "given", "wanted"), WISHES, ids=[row[0] for row in WISHES])
def test_an_article_is_wanted(
    reason: str, given: tuple[str, str, bool, bool], wanted: bool
) -> None:
    mode, text, heard, short = given

    assert wants(mode, text, heard=heard, short=short) is wanted  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["…", "...", "[…]", "[...]", "… Read more", "... Читать далее →"])
def test_a_text_that_breaks_off_is_a_summary(end: str) -> None:
    assert is_summary(LONG * 20 + end)
    assert not is_summary(LONG * 20)


def test_an_article_that_begins_with_its_summary_takes_its_place() -> None:
    summary = item("1", "Residents filmed the column of low\u00a0loaders […]")

    full = with_article(summary, LONG)

    assert full is not None
    assert (full.text, full.is_full, full.title) == (LONG, True, summary.title)


def test_what_only_the_summary_says_stays_before_the_article() -> None:
    full = with_article(item("1", "Seven tanks arrived."), LONG)

    assert full is not None
    assert full.text == f"Seven tanks arrived.\n\n{LONG}"


def test_a_page_that_repeats_the_title_is_not_quoted_with_it() -> None:
    full = with_article(item("1", ""), f"Title 1\n\n{LONG}")

    assert full is not None
    assert full.text == LONG


@pytest.mark.parametrize("page", ["", "Please accept cookies.", "Title 1"])
def test_a_page_that_says_less_than_the_feed_changes_nothing(page: str) -> None:
    assert with_article(item("1", "Seven tanks arrived."), page) is None


def test_robots_txt_belongs_to_scheme_host_and_port() -> None:
    assert host_of("https://News.example:8443/a/b?c") == "https://news.example:8443"


def test_a_hostile_summary_is_compared_in_no_time() -> None:
    hostile = "..." + "- '" * 60_000 + "a" * 50

    full = with_article(item("1", hostile), hostile + LONG)

    assert full is not None
    assert full.text == hostile + LONG
