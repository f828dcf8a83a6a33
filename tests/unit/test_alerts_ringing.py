"""What rings and what is kept for the digest, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.model import Reason
from alerts.ringing import Moment, Wanted, reason_of, wanted_by
from config.schema import RING, THREAD, Watch
from detector.copies import Copy, Sameness
from detector.events import opened
from detector.facts import Facts
from detector.model import Detection, WatchHit
from detector.novelty import News, Novelty
from detector.placing import Placed

FACTS = Facts("1", datetime(2026, 1, 17, 9, 0, tzinfo=UTC), "wire", "wire")
NEW = Placed(opened(0, FACTS), (News(Novelty.FIRST_REPORT),))
KNOWN = opened(7, FACTS)
WANTED = Wanted(frozenset(RING), frozenset(THREAD))
HEARD = Moment(backfill=False, edit=False, told=True)
COPY = Copy(7, Sameness.NEAR, 0.9)


def known(*names: Novelty, copy: Copy | None = None) -> Placed:
    return Placed(KNOWN, tuple(map(News, names)), copy=copy)


@pytest.mark.parametrize(
    ("why", "placed", "moment", "expected"),
    [
        ("a new event", NEW, replace(HEARD, told=False), Reason.NEW_EVENT),
        ("an old item of a new source", NEW, Moment(True, False, False), Reason.BACKFILL),
        ("a strong fact", known(Novelty.NEW_ID), HEARD, Reason.UPDATE),
        ("a strong fact beside a weak one",
         known(Novelty.INDEPENDENT_SOURCE, Novelty.LARGER_COUNT), HEARD, Reason.UPDATE),
        ("another source only", known(Novelty.INDEPENDENT_SOURCE), HEARD, Reason.ANOTHER_SOURCE),
        ("weak facts", known(Novelty.NEW_UNIT, Novelty.BETTER_SOURCE), HEARD, Reason.THREAD),
        ("a strong fact beside one for the thread",
         known(Novelty.NEW_UNIT, Novelty.NEW_PLACE), HEARD, Reason.UPDATE),
        ("weak facts of an event without a thread", known(Novelty.NEW_UNIT),
         replace(HEARD, edit=True, told=False), Reason.QUIET_NEWS),
        ("nothing new", known(Novelty.REPEAT), HEARD, Reason.NOTHING_NEW),
        ("a copy", known(Novelty.REPEAT, copy=COPY), HEARD, Reason.NEAR_COPY),
        ("a copy with a larger count", known(Novelty.LARGER_COUNT, copy=COPY), HEARD,
         Reason.UPDATE),
        ("an edit of nothing", known(Novelty.EDITED), replace(HEARD, edit=True), Reason.EDITED),
        ("an edit with news", known(Novelty.EDITED, Novelty.NEW_PLACE),
         replace(HEARD, edit=True), Reason.UPDATE),
        ("an event of which the desk never heard", known(Novelty.INDEPENDENT_SOURCE),
         replace(HEARD, told=False), Reason.NEW_EVENT),
        ("a text from before it, adopted", replace(known(Novelty.REPEAT), adopted=True),
         replace(HEARD, told=False), Reason.EARLIER),
        ("a copy of what the desk never heard is as old",
         known(Novelty.REPEAT, copy=COPY), replace(HEARD, told=False), Reason.NEAR_COPY),
    ],
)  # fmt: skip
def test_news_ring_and_the_rest_is_kept(
    why: str, placed: Placed, moment: Moment, expected: Reason
) -> None:
    assert reason_of(placed, WANTED, moment) is expected, why


def test_a_watch_that_wants_no_first_reports_hears_updates_only() -> None:
    wanted = Wanted(frozenset(["LARGER_COUNT"]))

    assert reason_of(NEW, wanted, replace(HEARD, told=False)) is Reason.QUIET_NEWS
    assert reason_of(known(Novelty.LARGER_COUNT), wanted, HEARD) is Reason.UPDATE


def test_any_watch_that_is_met_may_ring() -> None:
    when = {"keyword": ["tank"]}
    watches = [
        Watch.model_validate({"id": "quiet", "when": when, "ring": []}),
        Watch.model_validate(
            {"id": "counts", "when": when, "ring": ["LARGER_COUNT"], "thread": []}
        ),
        Watch.model_validate({"id": "unmet", "when": when}),
    ]
    hits = tuple(WatchHit(name, "high", "") for name in ("quiet", "counts"))

    assert wanted_by(Detection("1", hits), watches) == Wanted(
        frozenset(["LARGER_COUNT"]), frozenset(THREAD)
    )
