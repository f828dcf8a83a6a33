"""Evidence on posts, on the way between polls and the archive: looks to come, counters seen.

What a poll showed beside content is kept once the poll is saved, and not if it was overtaken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archive.archive import Archive
from collector.item import PollResult
from collector.telegram_model import Facts, Known, Reading
from workers.clock import utc_now

PLAN_EVERY = timedelta(seconds=8)
LOOKED_AT_ONCE = 100  # posts, beside one poll


@dataclass(frozen=True, slots=True)
class Looks:
    """Looks at one channel's posts: those that its poll has taken, and those left to take."""

    taken: frozenset[str]
    left: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class _Unsettled:
    facts: tuple[Facts, ...]
    looked: frozenset[str]


class Witness:
    """One per process that polls channels."""

    def __init__(self, archive: Archive) -> None:
        self._evidence = archive.telegram.evidence
        self._planned_at: datetime | None = None
        self._unsettled: dict[str, _Unsettled] = {}

    def plan(self, now: datetime) -> None:
        """Plan looks at what was detected lately; channels where one is due are due."""
        if self._planned_at is None or now - self._planned_at >= PLAN_EVERY:
            self._planned_at = now
            self._evidence.plan(now)

    def due(self, source: str, poll: Reading) -> Looks:
        """Posts whose time for another look has come; those that the poll showed had theirs."""
        due = self._evidence.due(source, utc_now(), LOOKED_AT_ONCE)
        shown = _shown(poll)
        return Looks(
            frozenset(one.external_id for one in due if one.external_id in shown),
            tuple(one for one in due if one.external_id not in shown),
        )

    def took(self, poll: Reading, looks: Looks, look: Reading | None) -> PollResult:
        """Remember what a poll and a look after it showed; gives what both say as one result."""
        result, facts, looked = _result(poll), poll.facts, looks.taken
        if look is not None and _result(look).failure is None:
            looked |= {one.external_id for one in looks.left} & _shown(look)
            facts, result = (*facts, *look.facts), joined(result, _result(look))
        self._unsettled[result.source] = _Unsettled(facts, looked)
        return result

    def settle(self, source: str) -> None:
        """The poll is saved: so looks were taken, and counters belong to known posts."""
        if (seen := self._unsettled.pop(source, None)) is not None:
            if seen.looked:
                self._evidence.looked(source, seen.looked)
            self._evidence.count(source, seen.facts, utc_now())


def joined(newest: PollResult, again: PollResult) -> PollResult:
    """Two results of one channel as one; the second started from the state of the first."""
    fresh = {item.external_id for item in newest.items}
    items = (*newest.items, *(item for item in again.items if item.external_id not in fresh))
    deleted = tuple(dict.fromkeys((*newest.deleted, *again.deleted)))
    return replace(
        newest,
        state=again.state,
        items=items,
        deleted=deleted,
        unchanged=newest.unchanged and again.unchanged,
        notes=(*newest.notes, *again.notes),
    )


def _shown(reading: Reading) -> set[str]:
    """Posts that an answer showed, or proved to be gone."""
    gone = reading.result.deleted if reading.result is not None else ()
    return {one.external_id for one in reading.facts} | set(gone)


def _result(reading: Reading) -> PollResult:
    assert reading.result is not None
    return reading.result
