"""Decides which watches a text meets, which only their threshold holds back, and says why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from config.schema import Entity, Watch, Watchlist
from detector.explain import verdict, version_of, why
from detector.model import Assessment, WatchHit
from detector.reading import Spot
from detector.scene import Families, Scene, place_spot
from detector.watch import (
    Clause,
    Findings,
    Rule,
    clauses_of,
    evaluate,
    is_out,
    needs_trigger,
)

_TINY = 1e-9  # keeps the log-odds of a threshold of 0 or 1 finite


class _Asked(NamedTuple):
    """A watch with its name and version, the threshold that holds for it, and its clauses."""

    watch: Watch
    name: str
    least: float
    rule: Rule | None  # None: what no other watch takes
    clauses: tuple[Clause, ...]
    unmet: str  # what is said where it isn't met

    @classmethod
    def of(cls, watch: Watch, threshold: float) -> _Asked:
        name = f"{watch.id} ({version_of(watch)})"
        least = threshold if watch.threshold is None else watch.threshold
        rule = Rule.of(watch.when) if watch.when else None
        clauses = clauses_of(rule) if rule else ()
        return cls(watch, name, least, rule, clauses, verdict(name, "", None))


class Decision(NamedTuple):
    """The watches that are met, those held back, and a word on each."""

    met: tuple[WatchHit, ...]
    held: tuple[WatchHit, ...]
    notes: list[str]


class Decider:
    """Knows the watches."""

    def __init__(
        self, watchlist: Watchlist, entities: Mapping[str, Entity], families: Families
    ) -> None:
        self._entities = entities
        self._families = families
        self._asked = [_Asked.of(watch, watchlist.threshold) for watch in watchlist.watches]
        conditions = [watch.when for watch in watchlist.watches if watch.when]
        self.reads_all = not (conditions and all(map(needs_trigger, conditions)))
        self.enough = self._least_odds()

    def _least_odds(self) -> float:
        """The log-odds that are enough for one of the watches that ask for a report."""
        least = min((asked.least for asked in self._asked if asked.watch.report), default=0.5)
        return math.log(max(least, _TINY) / max(1 - least, _TINY))

    def decide(self, scene: Scene, judged: Assessment) -> Decision:
        """Ask all watches of one text."""
        findings = self._findings(scene)
        hits: list[WatchHit] = []
        kept: list[WatchHit] = []
        notes: list[str] = []
        for watch, name, least, rule, clauses, unmet in self._asked:
            if rule is None:
                continue
            if is_out(clauses, findings):
                notes.append(unmet)
                continue
            met = evaluate(rule, findings)
            heard = "" if met is None else why(watch, met, judged)
            held = watch.report and judged.score < least
            if heard:
                (kept if held else hits).append(WatchHit(watch.id, watch.severity, heard))
            notes.append(verdict(name, heard, least if held else None))
        return Decision(tuple(hits), tuple(kept), notes)

    def unclaimed(self, judged: Assessment, decided: Decision) -> Decision:
        """What meets no watch goes to those without a condition, if it is surely reported."""
        if decided.met or decided.held:
            return decided
        heard = f"nothing watched is named; report {judged.score:.2f}"
        hits: list[WatchHit] = []
        notes: list[str] = []
        for asked in self._asked:
            if asked.rule is not None:
                continue
            held = judged.score < asked.least
            if not held:
                hits.append(WatchHit(asked.watch.id, asked.watch.severity, heard))
            notes.append(verdict(asked.name, heard, asked.least if held else None))
        return Decision(tuple(hits), (), [*decided.notes, *notes])

    def _findings(self, scene: Scene) -> Findings:
        findings = Findings(scene.reading)
        for spot in scene.named:
            if spot.kind == "keyword":
                findings.keywords.setdefault(spot.name, []).append(spot)
                continue
            self._file_entity(findings, spot)
        for spot in scene.actions:
            findings.actions.setdefault(spot.name, []).append(spot)
        for position, place in scene.places:
            spot = place_spot(scene.reading, position, place)
            findings.countries.setdefault(place.country, []).append(spot)
        return findings

    def _file_entity(self, findings: Findings, spot: Spot) -> None:
        for name in self._families[spot.name]:
            findings.entities.setdefault(name, []).append(spot)
        entity = self._entities[spot.name]
        findings.kinds.setdefault(entity.kind, []).append(spot)
        if entity.country:
            findings.countries.setdefault(entity.country, []).append(spot)
        for group in entity.classes:
            findings.classes.setdefault(group, []).append(spot)
