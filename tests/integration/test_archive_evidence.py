"""Looks to come at detected posts, and counters over time."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.evidence import EVERY, Evidence
from archive.model import ClaimRequest, PendingItem
from collector.item import PollResult
from collector.telegram_model import Facts, Known
from tests.fakes.newsroom import (
    DAY,
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    Newsroom,
    channel,
    feed,
    item,
    open_event,
    read_well,
)


@pytest.fixture
def desk(archive: Archive) -> Newsroom:
    return Newsroom(archive, source=channel("posts"))


@pytest.fixture
def evidence(archive: Archive) -> Evidence:
    return archive.telegram.evidence


def detected(desk: Newsroom, external_id: str = "7", *parts: str) -> PendingItem:
    desk.poll(item(external_id, source="posts", parts=parts))
    (pending,) = desk.pending()
    with desk.archive.placing() as placing:
        open_event(placing, pending, ["desk"], key=external_id)
    return pending


def test_a_detected_post_is_looked_at_after_an_hour_a_day_and_a_week(
    desk: Newsroom, evidence: Evidence
) -> None:
    detected(desk, "7", "8", "9")
    known = (Known("7", item("7").content_hash, ("8", "9")),)

    assert (evidence.plan(NOW), evidence.plan(NOW)) == (1, 0)

    seen = []
    for after in (HOUR, DAY, 7 * DAY):
        seen.append(
            (evidence.due("posts", NOW + after - SECOND, 9), evidence.due("posts", NOW + after, 9))
        )
        evidence.looked("posts", ["7"])
    assert seen == [((), known)] * 3
    assert evidence.due("posts", NOW + 99 * DAY, 9) == ()


def test_what_is_not_detected_or_no_post_is_not_looked_at(
    archive: Archive, evidence: Evidence
) -> None:
    desk = Newsroom(archive, source=channel("posts"))
    desk.poll(item("1", source="posts"))
    desk.pending()
    archive.register([desk.source, feed()], NOW)
    Newsroom(archive).tell("desk", key="2")

    assert evidence.plan(NOW) == 0


def test_a_look_that_is_due_makes_its_channel_due(desk: Newsroom, evidence: Evidence) -> None:
    detected(desk)
    (claim,) = desk.archive.claim_sources(
        ClaimRequest("channel", "w", LEASE, 1, due_only=False), NOW
    )
    desk.archive.save_poll(claim, PollResult("posts", read_well()), NOW + 6 * HOUR, NOW)

    evidence.plan(NOW + MINUTE)
    before = desk.archive.due(NOW + MINUTE).channels
    evidence.plan(NOW + HOUR)

    assert (before, desk.archive.due(NOW + HOUR).channels) == (0, 1)


def test_a_deleted_post_is_not_looked_at_again(desk: Newsroom, evidence: Evidence) -> None:
    detected(desk)
    evidence.plan(NOW)

    desk.poll(deleted=("7",), now=NOW + MINUTE)

    assert evidence.due("posts", NOW + DAY, 9) == ()


def test_counters_are_kept_when_they_differ_and_not_too_often(
    desk: Newsroom, evidence: Evidence
) -> None:
    pending = detected(desk)
    first = Facts("7", 10, 2, 1, (("🔥", 3),))
    more = Facts("7", 90, 4, 1, (("🔥", 9),))

    kept = [
        evidence.count("posts", [first], NOW),
        evidence.count("posts", [more], NOW + EVERY - SECOND),
        evidence.count("posts", [first], NOW + EVERY),
        evidence.count("posts", [more, Facts("99", 5)], NOW + EVERY),
    ]

    assert kept == [1, 0, 0, 1]
    assert evidence.series(pending.item_id) == [(NOW, first), (NOW + EVERY, more)]


def test_a_week_of_growing_views_leaves_a_dozen_rows(desk: Newsroom, evidence: Evidence) -> None:
    pending = detected(desk)
    for minutes in range(0, 7 * 24 * 60, 10):
        evidence.count("posts", [Facts("7", 100 + minutes)], NOW + minutes * MINUTE)

    watched = [at - NOW for at, _ in evidence.series(pending.item_id)]

    assert 8 <= len(watched) <= 16
    assert watched[0] < watched[1] < HOUR
    assert watched[-1] > 4 * DAY
