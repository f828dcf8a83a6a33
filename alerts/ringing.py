"""Does it ring? By what became of an item and what its watches ask. Decides only.

News rings, or goes to the thread of its event, or is kept for the digest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from alerts.model import Reason
from config.schema import Watch
from detector.copies import Sameness
from detector.model import Detection
from detector.novelty import Novelty
from detector.placing import Placed

RINGING = (Reason.NEW_EVENT, Reason.UPDATE, Reason.CORROBORATED)
TOLD = (*RINGING, Reason.THREAD)
_COPIES = {
    Sameness.LINK: Reason.SAME_LINK,
    Sameness.ORIGIN: Reason.SAME_ORIGIN,
    Sameness.EXACT: Reason.EXACT_COPY,
    Sameness.NEAR: Reason.NEAR_COPY,
    Sameness.EXCERPT: Reason.NEAR_COPY,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What matters of the item beside its facts."""

    backfill: bool  # older than the first poll looks back
    edit: bool
    told: bool  # something was told of its event before


@dataclass(frozen=True, slots=True)
class Wanted:
    """The kinds of news that ring, and those that go to the thread."""

    ring: frozenset[str]
    thread: frozenset[str] = frozenset()


def wanted_by(detection: Detection, watches: Iterable[Watch]) -> Wanted:
    """What any watch that is met wants to hear."""
    met = {hit.id for hit in detection.watches}
    asked = [watch for watch in watches if watch.id in met]
    return Wanted(
        frozenset(name for watch in asked for name in watch.ring),
        frozenset(name for watch in asked for name in watch.thread),
    )


def reason_of(placed: Placed, wanted: Wanted, moment: Moment) -> Reason:
    """Why it is told (one of TOLD) or why it is kept for the digest."""
    if placed.adopted:
        return Reason.EARLIER
    if moment.backfill:
        return Reason.BACKFILL
    # An event known from old items only is news to the desk.
    unheard = not moment.told and placed.copy is None and not moment.edit
    if Novelty.FIRST_REPORT in wanted.ring and (placed.is_new or unheard):
        return Reason.NEW_EVENT
    if not placed.is_new and _any(placed, wanted.ring):
        return Reason.UPDATE
    if moment.told and _any(placed, wanted.thread):
        return Reason.THREAD
    return _quiet(placed, moment)


def _any(placed: Placed, wanted: Collection[str]) -> bool:
    return not set(placed.names).isdisjoint(wanted)


def _quiet(placed: Placed, moment: Moment) -> Reason:
    if placed.copy is not None and placed.names == (Novelty.REPEAT,):
        return _COPIES[placed.copy.sameness]
    if moment.edit and placed.names == (Novelty.EDITED,):
        return Reason.EDITED
    if placed.names == (Novelty.REPEAT,):
        return Reason.NOTHING_NEW
    if placed.names == (Novelty.INDEPENDENT_SOURCE,):
        return Reason.ANOTHER_SOURCE
    return Reason.QUIET_NEWS
