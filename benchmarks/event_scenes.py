"""Invented events and their siblings: what is true of each, to be put into words (event_stream)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from benchmarks.event_phrases import GearName, Phrases, PlaceName

START = datetime(2026, 1, 5, tzinfo=UTC)
SIBLINGS = 0.45
KINDS = ("ship", "flight", "convoy", "sighting", "handover", "loss", "troops")


@dataclass(slots=True)
class Scene:
    """An invented event: what is true of it and what has been told so far."""

    name: str
    kind: str
    place: PlaceName
    gear: list[tuple[GearName, int]]
    start: datetime
    code: str = ""
    onward: PlaceName | None = None
    told: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)  # least and most told


class Scenes:
    """Makes up events and their siblings."""

    def __init__(self, chance: random.Random, words: Phrases) -> None:
        self._chance, self._words = chance, words

    def made(self, events: int) -> Iterator[Scene]:
        """Events in no order; about four a day overlap with their neighbours."""
        chance, span, number = self._chance, timedelta(days=events / 4), 0
        while number < events:
            scene = self._scene(f"e{number}", START + span * chance.random())
            number += 1
            yield scene
            if number < events and chance.random() < SIBLINGS:
                yield self._sibling(scene, f"e{number}")
                number += 1

    def _scene(self, name: str, start: datetime) -> Scene:
        chance, words = self._chance, self._words
        kind = chance.choice(KINDS)
        if kind == "troops":
            crew = [(words.troops, chance.choice(words.crews))]
            return Scene(name, kind, chance.choice(words.places), crew, start)
        places = [p for p in words.places if p.port or kind != "ship"]
        place = chance.choice(places)
        size = 1 if kind == "loss" else chance.choice((1, 1, 2, 2, 3, 4))
        pool = [g for g in words.gear if g.flies == (kind in ("flight", "loss"))]
        counts = (2, 3, 4, 5, 6, 7, 8, 12, 15, 20)
        gear = [(g, chance.choice(counts)) for g in chance.sample(pool, size)]
        if kind == "loss":
            gear = [(gear[0][0], 1)]
        others = [p for p in words.places if p is not place]
        onward = chance.choice(others) if chance.random() < 0.3 else None
        code = self._code(kind) if chance.random() < 0.4 else ""
        return Scene(name, kind, place, gear, start, code, onward)

    def _code(self, kind: str) -> str:
        if kind in ("flight", "loss"):
            return f"RF-{self._chance.randrange(10_000, 99_999)}"
        return f"{self._chance.choice('HKLNR')}{self._chance.randrange(100, 9_999)}"

    def _sibling(self, scene: Scene, name: str) -> Scene:
        """Another event that a careless reader would take for the same one."""
        chance = self._chance
        soon = scene.start + timedelta(hours=chance.uniform(2, 40))
        other = replace(scene, name=name, start=soon, told=set(), sources=set(), counts={})
        what = chance.choice(("place", "place", "gear", "gear", "later", "number"))
        if what == "place" or (what == "number" and scene.kind not in ("flight", "loss")):
            self._elsewhere(scene, other)
        elif what == "gear":
            self._with_others(scene, other)
        elif what == "later":
            other.start = scene.start + timedelta(days=chance.uniform(15, 25))
            other.gear = [(g, chance.choice((2, 4, 6, 9))) for g, _ in scene.gear]
        if scene.code or what == "number":
            other.code = self._code(other.kind)
        if what == "number":
            scene.code = scene.code or self._code(scene.kind)
            scene.told.add("code first")
            other.told.add("code first")
        return other

    def _elsewhere(self, scene: Scene, other: Scene) -> None:
        places = self._words.places
        choice = [p for p in places if p is not scene.place and (p.port or scene.kind != "ship")]
        other.place, other.onward = self._chance.choice(choice), None

    def _with_others(self, scene: Scene, other: Scene) -> None:
        chance = self._chance
        if scene.kind == "troops":
            other.gear = [(self._words.troops, 500)]
            other.start = scene.start + timedelta(days=16)
            return
        known = {g.id for g, _ in scene.gear}
        flies = scene.gear[0][0].flies
        pool = [g for g in self._words.gear if g.flies == flies and g.id not in known]
        other.gear = [(chance.choice(pool), chance.choice((2, 4, 6, 9)))]
        if scene.kind == "loss":
            other.kind = chance.choice([k for k in KINDS if k != "loss"])
