"""Digests: a row once per local date, and the facts of a day."""

from __future__ import annotations

from datetime import date

import pytest

from alerts.model import DigestLine, Reason, SourceHealth
from archive.archive import Archive
from archive.counts import DigestFacts, DigestState
from archive.model import NotificationState
from collector.item import Failure, FailureKind
from tests.fakes.newsroom import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    Newsroom,
    detection,
    digest,
    item,
    open_event,
    read_well,
)

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)


def test_a_day_gets_one_digest_for_each_receiver(archive: Archive) -> None:
    assert archive.digests.add(digest(MONDAY, "desk"), NOW)
    assert archive.digests.add(digest(MONDAY, "mail"), NOW)
    assert not archive.digests.add(digest(MONDAY, "desk"), NOW + HOUR)
    assert not archive.digests.skip("daily", "desk", MONDAY, NOW)

    assert archive.totals().notifications == (("pending", 2),)


def test_a_digest_can_be_asked_how_far_it_is(archive: Archive) -> None:
    assert archive.digests.state("daily", "desk", MONDAY) is None
    archive.digests.add(digest(MONDAY), NOW)
    archive.digests.skip("daily", "desk", TUESDAY, NOW)
    (claim,) = archive.claim_notifications("w", NOW, HOUR, 1)
    archive.record_sent(claim, "<id@desk>", NOW + SECOND)

    assert [archive.digests.state("daily", "desk", day) for day in (MONDAY, TUESDAY)] == [
        DigestState(False, NOW, NotificationState.SENT, NOW + SECOND, "", "<id@desk>"),
        DigestState(True, NOW, None, None, "", ""),
    ]


def test_a_skipped_day_is_settled_without_a_notification(archive: Archive) -> None:
    assert archive.digests.skip("daily", "desk", MONDAY, NOW)
    assert not archive.digests.add(digest(MONDAY), NOW)

    assert archive.totals().notifications == ()


def test_the_last_day_is_the_latest_written_or_skipped(archive: Archive) -> None:
    assert archive.digests.last_day("daily", "desk") is None
    archive.digests.add(digest(TUESDAY), NOW)
    archive.digests.skip("daily", "desk", MONDAY, NOW)
    archive.digests.skip("daily", "other", WEDNESDAY, NOW)

    assert archive.digests.last_day("daily", "desk") == TUESDAY


def test_skipped_days_are_told_from_a_day_on(archive: Archive) -> None:
    for day in (WEDNESDAY, MONDAY, TUESDAY):
        archive.digests.skip("daily", "desk", day, NOW)

    assert archive.digests.skipped_days("daily", "desk", TUESDAY) == (TUESDAY, WEDNESDAY)
    assert archive.digests.skipped_days("weekly", "desk", MONDAY) == ()


@pytest.fixture
def day(archive: Archive) -> Newsroom:
    """A told event with a held-back copy, an event from before that nobody was told of."""
    newsroom = Newsroom(archive)
    newsroom.poll(item("1"), item("2"), item("3"), item("4"))
    told, copy, old, _irrelevant = newsroom.pending()
    with archive.placing() as placing:
        event = open_event(placing, told, ["desk"])
        placing.touch_event(event, NOW)
        placing.add_detection(detection(copy, event, reason=Reason.EXACT_COPY.value))
        past = placing.open_event("Old convoy", "low", "", NOW)
        placing.add_detection(detection(old, past, reason=Reason.BACKFILL.value))
    return newsroom


def test_the_facts_of_a_day(day: Newsroom) -> None:
    failure = Failure(FailureKind.TEMPORARY, "timed out")
    day.poll(state=read_well(failures=3), failure=failure, now=NOW + HOUR)

    facts = day.archive.digests.facts(NOW, NOW + DAY, NOW + DAY)

    assert facts == DigestFacts(
        items_read=4,
        alerts=1,
        held_back=((Reason.EXACT_COPY.value, 1), (Reason.BACKFILL.value, 1)),
        events=(
            DigestLine("7 × T-72B3 · convoy · Bamako (Mali)", "high", "ML", "wire",
                       "https://wire.example/1", NOW, reports=2, told=True),
            DigestLine("Old convoy", "low", "", "wire", "https://wire.example/3", NOW,
                       reports=1, told=False, held=Reason.BACKFILL.value),
        ),
        sources=(SourceHealth("wire", "blind", NOW, "timed out"),),
    )  # fmt: skip


def test_the_end_of_the_window_belongs_to_the_next_day(day: Newsroom) -> None:
    before = day.archive.digests.facts(NOW - DAY, NOW, NOW)
    after = day.archive.digests.facts(NOW + SECOND, NOW + DAY, NOW)

    assert (before.items_read, before.alerts, before.held_back, before.events) == (0, 0, (), ())
    assert (after.items_read, after.alerts, after.held_back, after.events) == (0, 0, (), ())


def test_an_event_reported_again_is_in_that_days_digest_too(day: Newsroom) -> None:
    day.poll(item("5"), now=NOW + 2 * DAY)
    later = day.pending(NOW + 2 * DAY)[-1]
    with day.archive.placing() as placing:
        placing.touch_event(1, NOW + 2 * DAY)
        novelty = ("REPEAT", "LARGER_COUNT: T-72B3: 9, before 7", "INDEPENDENT_SOURCE: origin 2")
        placing.add_detection(detection(later, 1, at=NOW + 2 * DAY, novelty=novelty))

    (line,) = day.archive.digests.facts(NOW + DAY, NOW + 3 * DAY, NOW).events

    assert (line.at, line.reports, line.told, line.is_new) == (NOW, 3, True, False)
    assert line.news == ("larger count: T-72B3: 9, before 7",)
