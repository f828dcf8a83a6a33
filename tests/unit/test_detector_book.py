"""Open events kept in memory: copies, edits and deletions find their event; order is not all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from detector.book import Book
from detector.copies import fingerprint
from detector.events import Weights
from detector.facts import Facts, Spot, Thing
from detector.model import Assessment
from detector.novelty import Novelty

AT = datetime(2026, 1, 17, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BAMAKO = Spot("Bamako", "ML", 2.0, lat=12.65, lon=-8.0)
TANK = Thing("t-72", "equipment", 2.0, (), ("tank",), 7, 7)
PLANE = Thing("il-76", "equipment", 2.0, (), ("aircraft",))
FIRST = Facts("1", AT, "a", "a", gear=(TANK,), places=(BAMAKO,), activities=("arrival",))
WEIGHTS = Weights(
    -2.0, {"gear alike": 3.0, "same place": 1.5, "other gear": -3.0}, join=0.5, merge=0.9
)


def put(book: Book, facts: Facts, text: str = "") -> tuple[int, tuple[Novelty, ...]]:
    print_ = fingerprint("", text or f"words of {facts.id} and of nobody else {facts.id * 3}")
    placed = book.put(facts, print_)
    return placed.event.id, placed.names


def test_a_second_text_of_an_item_is_an_edit_of_it() -> None:
    book = Book(WEIGHTS)
    first, _ = put(book, FIRST)

    again = put(book, replace(FIRST, gear=(replace(TANK, low=9, high=9),)), "other words by far")

    assert again == (first, (Novelty.EDITED, Novelty.LARGER_COUNT))


def test_a_deletion_is_news_of_the_event_of_its_item() -> None:
    book = Book(WEIGHTS)
    first, _ = put(book, FIRST)

    gone = book.withdrawn("1")

    assert (book.knows("1"), book.knows("2")) == (True, False)
    assert (gone.event.id, gone.names) == (first, (Novelty.DELETED,))


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3), (2, 3, 0, 1), (3, 1, 2, 0)])
def test_the_order_of_arrival_does_not_change_which_reports_belong_together(
    order: tuple[int, ...],
) -> None:
    reports = [
        FIRST,
        replace(FIRST, id="2", at=AT + 3 * HOUR, origin="b"),
        replace(FIRST, id="3", at=AT + HOUR, gear=(PLANE,), origin="c"),
        replace(FIRST, id="4", at=AT + 9 * HOUR, gear=(PLANE,), origin="d"),
    ]
    book = Book(WEIGHTS)

    found = {number: put(book, reports[number])[0] for number in order}

    assert found[0] == found[1] != found[2] == found[3]


EARLY = Facts("0", AT - HOUR, "z", "z", gear=(TANK, PLANE), places=(BAMAKO,))


def test_a_kept_text_is_of_the_event_that_a_report_opens_and_adds_no_fact() -> None:
    book = Book(WEIGHTS)
    assert book.follow(EARLY, fingerprint("", "early words"), judged=Assessment(0.4)) is None

    placed = book.put(FIRST, fingerprint("", "other words by far"))

    ((item, earlier),) = placed.earlier
    assert (item, earlier.event.id, earlier.names) == ("0", placed.event.id, (Novelty.REPEAT,))
    assert (placed.event.reports, placed.event.first_at) == (2, EARLY.at)
    assert placed.event.origins == ("a", "z")
    assert placed.event.members == (EARLY, FIRST)
    assert placed.event.gear == (TANK,)
    assert put(book, replace(FIRST, id="2", gear=(TANK, PLANE)))[1] == (Novelty.NEW_EQUIPMENT,)


def test_the_report_that_opens_an_event_tells_what_it_adds_to_a_kept_text() -> None:
    book = Book(WEIGHTS)
    fewer = replace(EARLY, gear=(replace(TANK, low=4, high=4),))
    book.follow(fewer, fingerprint("", "early words"), judged=Assessment(0.4))

    placed = book.put(FIRST, fingerprint("", "other words by far"))

    assert placed.names[:2] == (Novelty.FIRST_REPORT, Novelty.LARGER_COUNT)
    assert placed.news[1].detail == "t-72: 7, before 4"


@pytest.mark.parametrize(
    ("early", "report"),
    [
        pytest.param(replace(EARLY, at=AT - timedelta(hours=73)), 0.4, id="too long ago"),
        pytest.param(EARLY, 0.09, id="hardly a report"),
        pytest.param(replace(EARLY, gear=()), 0.2, id="odds below even"),
        pytest.param(replace(EARLY, places=()), 0.4, id="no place shared"),
    ],
)
def test_other_kept_texts_wait_on(early: Facts, report: float) -> None:
    book = Book(WEIGHTS)
    assert book.follow(early, fingerprint("", "early words"), judged=Assessment(report)) is None

    assert book.put(FIRST, fingerprint("", "other words by far")).earlier == ()


def test_a_kept_text_that_was_deleted_waits_no_more() -> None:
    book = Book(WEIGHTS)
    book.follow(EARLY, fingerprint("", "early words"), judged=Assessment(0.4))

    book.let_go("0")

    assert book.put(FIRST, fingerprint("", "other words by far")).earlier == ()
