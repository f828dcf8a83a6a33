"""The figures of the last days and the countries of their events."""

from __future__ import annotations

from alerts.model import CountryCount
from archive.archive import Archive
from archive.counts import Course, Figures
from tests.fakes.newsroom import DAY, HOUR, NOW, Newsroom, detection, item, open_event

BOUNDS = (NOW - DAY, NOW, NOW + DAY, NOW + 2 * DAY)


def test_each_day_counts_what_lies_between_its_bounds(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.tell("desk", key="a")
    newsroom.poll(item("b"), item("c"), now=NOW + DAY)
    quiet, _ = newsroom.pending(NOW + DAY)
    with archive.placing() as placing:
        event = placing.open_event("A convoy", "low", "", NOW + DAY)
        placing.add_detection(detection(quiet, event, at=NOW + DAY))

    assert archive.digests.course(BOUNDS) == Course(
        days=(
            Figures(),
            Figures(events=1, grave=1, alerts=1, items=1),
            Figures(events=1, items=2),
        ),
        countries=(CountryCount("", 1, 1), CountryCount("ML", 0, 1)),
    )


def test_an_event_that_turned_out_to_be_another_counts_once(archive: Archive) -> None:
    newsroom = Newsroom(archive)
    newsroom.poll(item("a"), item("b"))
    one, other = newsroom.pending()
    with archive.placing() as placing:
        first = open_event(placing, one, ["desk"], key="a")
        second = open_event(placing, other, ["desk"], key="b", now=NOW + HOUR)
        placing.merge_event(second, first, NOW)

    course = archive.digests.course(BOUNDS)

    assert course.days[1] == Figures(events=1, grave=1, alerts=2, items=2)
    assert course.countries == (CountryCount("ML", 0, 1),)


def test_without_two_bounds_there_is_no_day(archive: Archive) -> None:
    assert archive.digests.course(BOUNDS[:1]) == Course((), ())
