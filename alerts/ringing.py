"""Does it ring? By what became of an item and what its watches ring for. Decides only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from alerts.model import Reason
from config.schema import Watch
from detector.copies import Sameness
from detector.model import Detection
from detector.novelty import Novelty
from detector.placing import Placed

RINGING = (Reason.NEW_EVENT, Reason.UPDATE)
_COPIES = {
    Sameness.LINK: Reason.SAME_LINK,
    Sameness.ORIGIN: Reason.SAME_ORIGIN,
    Sameness.EXACT: Reason.EXACT_COPY,
    Sameness.NEAR: Reason.NEAR_COPY,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What matters of the item beside its facts."""

    backfill: bool  # older than the first poll looks back
    edit: bool
    told: bool  # something was told of its event before


def rings_for(detection: Detection, watches: Iterable[Watch]) -> frozenset[str]:
    """The kinds of news for which any watch that is met rings."""
    met = {hit.id for hit in detection.watches}
    return frozenset(name for watch in watches if watch.id in met for name in watch.ring)


def reason_of(placed: Placed, ring: Collection[str], moment: Moment) -> Reason:
    """Why it rings (one of RINGING) or why it is kept for the digest."""
    if moment.backfill:
        return Reason.BACKFILL
    # An event known from old items only is news to the desk.
    unheard = not moment.told and placed.copy is None and not moment.edit
    if Novelty.FIRST_REPORT in ring and (placed.is_new or unheard):
        return Reason.NEW_EVENT
    if not placed.is_new and set(placed.names) & set(ring):
        return Reason.UPDATE
    return _quiet(placed, moment)


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
