"""Open events kept in memory, found by their keys: for files, tests and benchmarks.

The archive does the same with rows. Events that nobody can join any more are forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from detector.copies import COPIED, Fingerprint, Links
from detector.event_keys import keys_of, ranked, wanted
from detector.events import OpenEvent, Weights
from detector.facts import Facts
from detector.model import Assessment
from detector.placing import (
    KEPT,
    LIKELY_ENOUGH,
    Originals,
    Placed,
    beside_earlier,
    place_copy,
    place_deletion,
    place_earlier,
    place_edit,
    place_follow_up,
    place_report,
    repeated,
)

NO_LINKS = Links()
MOST_TEXTS = 60  # of those that share a band


@dataclass(frozen=True, slots=True)
class ToldText:
    """A text already placed, as a possible original."""

    event_id: int | None
    exact: str
    minhash: bytes
    url: str
    origin: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that is no report by itself, until a later one opens its event."""

    facts: Facts
    print_: Fingerprint
    links: Links
    judged: Assessment


class Book:
    """Takes items in the order of their publication; every answer is the event's state then."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._events: OrderedDict[int, OpenEvent] = OrderedDict()
        self._keys: dict[str, set[int]] = {}
        self._filed: dict[int, list[str]] = {}  # keys only grow: what is known of an event does
        self._texts: dict[str, list[ToldText]] = {}
        self._items: dict[str, int] = {}
        self._waiting: dict[str, Waiting] = {}
        self._now_in: dict[int, int] = {}  # of merged events
        self._next = 1

    def put(self, facts: Facts, print_: Fingerprint, links: Links = NO_LINKS) -> Placed:
        """Place one item and remember it."""
        found = self._placed(facts, print_, links)
        placed = self._remember(found, facts, print_, links)
        return self._with_earlier(placed, facts) if found.is_new else placed

    def follow(
        self,
        facts: Facts,
        print_: Fingerprint,
        links: Links = NO_LINKS,
        *,
        judged: Assessment,
    ) -> Placed | None:
        """Place what is `judged` no report by itself, if it is surely of an open event.

        What is not may be adopted later: see `Placed.earlier`.
        """
        copied = self._copy(facts, print_, links)
        placed = copied or place_follow_up(facts, self.candidates(facts), self._weights, judged)
        if placed is None and judged.score >= LIKELY_ENOUGH:
            self._waiting[facts.id] = Waiting(facts, print_, links, judged)
        return self._remember(placed, facts, print_, links) if placed else None

    def _with_earlier(self, placed: Placed, opening: Facts) -> Placed:
        """What waited and fits the event that was opened joins it, in order of publication."""
        since = opening.at - KEPT
        self._waiting = {key: one for key, one in self._waiting.items() if one.facts.at >= since}
        keys, event, earlier = set(keys_of(placed.event)), placed.event, []
        before: list[Facts] = []
        for one in list(self._waiting.values()):
            if keys.isdisjoint(wanted(one.facts)):
                continue
            events = self.candidates(one.facts)
            found = place_earlier(one.facts, event, events, self._weights, one.judged)
            if found is not None:
                found = self._remember(found, one.facts, one.print_, one.links)
                event = found.event
                earlier.append((one.facts.id, found))
                before.append(one.facts)
        placed = beside_earlier(placed, opening, before)
        return replace(placed, event=event, earlier=tuple(earlier))

    def _remember(self, placed: Placed, facts: Facts, print_: Fingerprint, links: Links) -> Placed:
        event = placed.event
        if placed.is_new:
            event, self._next = replace(event, id=self._next), self._next + 1
        self._keep(event, placed.merged)
        self._items[facts.id] = event.id
        self._waiting.pop(facts.id, None)
        text = ToldText(
            event.id, print_.exact, print_.minhash, links.own, links.origin, facts.named
        )
        for key in _text_keys(print_, links):
            self._texts.setdefault(key, []).append(text)
        return replace(placed, event=event)

    def knows(self, item: str) -> bool:
        """Whether the item was placed before, so that what comes now is an edit of it."""
        return item in self._items and self.event(self._items[item]) in self._events

    def let_go(self, item: str) -> None:
        """What was deleted waits for no event any more."""
        self._waiting.pop(item, None)

    def withdrawn(self, item: str) -> Placed:
        """A known item was deleted by its source."""
        return place_deletion(self._events[self.event(self._items[item])])

    def event(self, event_id: int) -> int:
        """The id under which an event goes on, if it was merged with another."""
        while event_id in self._now_in:
            event_id = self._now_in[event_id]
        return event_id

    def candidates(self, facts: Facts) -> list[OpenEvent]:
        """Open events that share the most with an item."""
        shared = (
            (number, key, self._events[number].last_at)
            for key in wanted(facts)
            for number in self._keys.get(key, ())
            if self._events[number].is_open_for(facts)
        )
        return [self._events[number] for number in ranked(shared)]

    def _placed(self, facts: Facts, print_: Fingerprint, links: Links) -> Placed:
        known = self._items.get(facts.id)
        if known is not None and (event := self._events.get(self.event(known))) is not None:
            return place_edit(facts, event)
        copied = self._copy(facts, print_, links)
        return copied or place_report(facts, self.candidates(facts), self._weights)

    def _copy(self, facts: Facts, print_: Fingerprint, links: Links) -> Placed | None:
        told = Originals(self._told(_text_keys(print_, links)), self._told(print_.excerpts))
        found = repeated(print_, links, facts, told, self._known)
        return place_copy(facts, *found) if found else None

    def _told(self, keys: Iterable[str]) -> tuple[ToldText, ...]:
        found = (text for key in keys for text in self._texts.get(key, ())[-MOST_TEXTS:])
        return tuple(dict.fromkeys(found))

    def _known(self, event_id: int | None) -> OpenEvent | None:
        return self._events.get(self.event(event_id)) if event_id else None

    def _keep(self, event: OpenEvent, gone: Iterable[int]) -> None:
        for number in gone:
            self._forget(number)
            self._now_in[number] = event.id
        self._events[event.id] = event
        self._events.move_to_end(event.id)
        for key in keys_of(event):
            if event.id not in self._keys.setdefault(key, set()):
                self._keys[key].add(event.id)
                self._filed.setdefault(event.id, []).append(key)
        oldest = next(iter(self._events.values()))
        if oldest.last_at + COPIED < event.last_at:
            self._forget(oldest.id)

    def _forget(self, number: int) -> None:
        del self._events[number]
        for key in self._filed.pop(number, ()):
            self._keys[key].discard(number)


def _text_keys(print_: Fingerprint, links: Links) -> list[str]:
    return [f"x:{print_.exact}", *print_.bands, *(f"u:{link}" for link in links if link)]
