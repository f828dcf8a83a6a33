"""An operator's hand on events: merge, split, close. Kept as constraints and as lessons.

What an operator decided holds against every score: for later items, for edits, and when items
are placed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from alerts.decide import SEVERITIES, severity_of
from alerts.model import Reason
from archive.archive import Archive
from archive.events import Fate
from archive.model import ArchiveError, PlacedItem
from archive.placing import Placing
from detector.comparing import compare
from detector.events import OpenEvent, adopted, copied, joined, merged, opened
from detector.facts import Facts
from workers.live import Loaded
from workers.merging import merge_and_tell
from workers.reading import FactReader, line_of, source_of
from workers.telling import key_of

_COPIES = (
    Reason.EXACT_COPY, Reason.NEAR_COPY, Reason.SAME_ORIGIN, Reason.SAME_LINK, Reason.SAME_ITEM,
)  # fmt: skip
_TAKEN = {reason.value: copied for reason in _COPIES} | {Reason.EARLIER.value: adopted}


class RearrangingError(ArchiveError):
    """What was asked can't be done; the message says why. Nothing was changed."""


class Rearranger:
    """Each method is one transaction, beside no placing."""

    def __init__(self, archive: Archive, loaded: Loaded) -> None:
        self._archive, self._loaded, self._facts = archive, loaded, FactReader()

    def merge(self, into: int, gone: int, now: datetime) -> None:
        """`gone` is the same event as `into` and becomes part of it."""
        if into == gone:
            raise RearrangingError(f"event {into} can't be merged with itself: name another one")
        with self._archive.placing() as placing:
            target, other = self._known(placing, into), self._known(placing, gone)
            here, there = placing.reports_of(into), placing.reports_of(gone)
            placing.link(_ids(here), _ids(there), now, same=True)
            placing.teach((compare(facts, target) for facts in other.members), now, same=True)
            self._merge(placing, target, other, now)

    def merge_judged(self, into: int, gone: int, now: datetime) -> None:
        """The same by a plugin's judgement: no constraint, no lesson, and no operator overruled."""
        with self._archive.placing() as placing:
            target, other = self._known(placing, into), self._known(placing, gone)
            if placing.kept_apart([into, gone]):
                raise RearrangingError(f"events {into} and {gone} were parted by an operator")
            self._merge(placing, target, other, now)

    def _merge(self, placing: Placing, target: OpenEvent, other: OpenEvent, now: datetime) -> None:
        item = placing.reports_of(target.id)[0].pending.item
        merge_and_tell(placing, other.id, target, self._loaded, now)
        both = merged(target, other)
        placing.keep_known(both, line_of(both, item, self._loaded))
        placing.owe_refresh(target.id, self._loaded.living, now)

    def split(self, event_id: int, item_ids: Sequence[int], now: datetime) -> int:
        """These items report another event than the rest. Returns its number."""
        with self._archive.placing() as placing:
            _standing(placing, event_id)
            reports = placing.reports_of(event_id)
            gone = [one for one in reports if one.pending.item_id in item_ids]
            rest = [one for one in reports if one.pending.item_id not in item_ids]
            _check_split(event_id, item_ids, gone, rest)
            left, other = self._told_by(event_id, rest), self._told_by(0, gone)
            other = replace(other, id=self._open(placing, other, gone, now))
            placing.move_items(item_ids, event_id, other.id)
            placing.part_merged(event_id, other.id, _openings(gone))
            placing.link(_ids(gone[:1]), _ids(gone), now, same=True)
            placing.link(_ids(rest), _ids(gone), now, same=False)
            placing.teach((compare(facts, left) for facts in other.members), now, same=False)
            placing.keep_known(left, line_of(left, rest[0].pending.item, self._loaded))
            placing.keep_known(other)
            placing.owe_refresh(event_id, self._loaded.living, now)
        return other.id

    def close(self, event_id: int, now: datetime) -> None:
        """The event is over: what is reported from now on opens another one."""
        with self._archive.placing() as placing:
            if _standing(placing, event_id).closed:
                raise RearrangingError(f"event {event_id} is closed already")
            placing.close_event(event_id, now)

    def _known(self, placing: Placing, event_id: int) -> OpenEvent:
        _standing(placing, event_id)
        known = placing.known_of(event_id)
        if known is None:
            told = f"event {event_id} is of a time before facts were kept: it can't be compared"
            raise RearrangingError(told)
        return known

    def _open(
        self, placing: Placing, event: OpenEvent, reports: Sequence[PlacedItem], now: datetime
    ) -> int:
        """A row for what the reports tell, counting them; their state is the caller's to keep."""
        first = reports[0]
        line = line_of(event, first.pending.item, self._loaded)
        severity = max((severity_of(one.detection) for one in reports), key=SEVERITIES.index)
        country = next((p.country for p in first.detection.places if p.country), "")
        number = placing.open_event(line, severity, country, now, key=f"{key_of(first.pending)}/")
        for _ in reports[1:]:
            placing.touch_event(number, now)
        return number

    def _told_by(self, event_id: int, reports: Sequence[PlacedItem]) -> OpenEvent:
        """The event as these reports tell it, in order of arrival."""
        event = opened(event_id, self._facts_of(reports[0]))
        for one in reports[1:]:
            event = _TAKEN.get(one.reason, joined)(event, self._facts_of(one))
        return event

    def _facts_of(self, report: PlacedItem) -> Facts:
        source = source_of(report.pending.item, self._loaded)
        return self._facts.read(report.pending, source, report.detection, self._loaded).facts


def _standing(placing: Placing, event_id: int) -> Fate:
    """What became of an event that is one of its own."""
    fate = placing.fate_of(event_id)
    if fate is None:
        raise RearrangingError(f"there is no event {event_id}: `tocsin events list` shows all")
    if fate.merged_into is not None:
        told = f"event {event_id} is part of event {fate.merged_into} now: name that one"
        raise RearrangingError(told)
    return fate


def _check_split(
    event_id: int,
    item_ids: Sequence[int],
    gone: Sequence[PlacedItem],
    rest: Sequence[PlacedItem],
) -> None:
    strangers = set(item_ids) - {one.pending.item_id for one in gone}
    if strangers:
        named = ", ".join(map(str, sorted(strangers)))
        held = ", ".join(map(str, _ids((*gone, *rest))))
        raise RearrangingError(f"event {event_id} has no item {named}; its items are {held}")
    if not rest:
        told = f"these are all items of event {event_id}: a split leaves some on either side"
        raise RearrangingError(told)


def _openings(reports: Iterable[PlacedItem]) -> set[str]:
    """The keys of events that one of these reports may have opened, at any of its revisions."""
    return {
        key_of(replace(one.pending, revision=revision))
        for one in reports
        for revision in range(1, one.pending.revision + 1)
    }


def _ids(reports: Iterable[PlacedItem]) -> list[int]:
    return [one.pending.item_id for one in reports]
