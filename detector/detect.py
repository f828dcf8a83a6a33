"""The detector: from a document to a detection, by way of every step of this folder. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from config.lexemes import Lexicon
from config.schema import Entity, Watch, Watchlist
from detector.against import Reason
from detector.assess import assess
from detector.compile import FormCache, compile_terms
from detector.context import Judged, Surroundings, judged_in
from detector.explain import reached, settled, told_once, verdict, version_of, weighed, why
from detector.flags import flags
from detector.match import Matcher
from detector.men import of_men
from detector.mentions import Mentioner
from detector.model import (
    FOLLOWS,
    Action,
    Assessment,
    Detection,
    Document,
    Place,
    WatchHit,
)
from detector.places import Gazetteer
from detector.reading import Reading, Spot, longest, new_spot, whole_of
from detector.statements import Wanted, asides, statements
from detector.terms import Hit
from detector.vocabulary import Finder, Roles, heard_terms, scene_terms
from detector.watch import (
    Clause,
    Findings,
    Rule,
    clauses_of,
    evaluate,
    is_out,
    needs_trigger,
)
from detector.wording import Judge, words_of

_TINY = 1e-9  # keeps the log-odds of a threshold of 0 or 1 finite
_FOLLOWING = math.log(FOLLOWS / (1 - FOLLOWS))  # log-odds from which it may follow an event


@dataclass(frozen=True, slots=True)
class Engines:
    """The two compiled automata: what triggers, and the scene around it."""

    triggers: Finder
    scene: Finder

    @classmethod
    def of(
        cls, watchlist: Watchlist, lexicon: Lexicon, *, cache: FormCache | None = None
    ) -> Engines:
        """Compile both; a cache that is kept makes the next compilation quick."""
        known = cache or FormCache()
        triggers = compile_terms(heard_terms(watchlist, lexicon), cache=known)
        scene = compile_terms(scene_terms(watchlist, lexicon), cache=known)
        return cls(Matcher(triggers), Matcher(scene))


class _Asked(NamedTuple):
    """A watch with its name and version, the threshold that holds for it, and its clauses."""

    watch: Watch
    name: str
    least: float
    rule: Rule
    clauses: tuple[Clause, ...]
    unmet: str  # what is said where it isn't met

    @classmethod
    def of(cls, watch: Watch, threshold: float) -> _Asked:
        name = f"{watch.id} ({version_of(watch)})"
        least = threshold if watch.threshold is None else watch.threshold
        rule = Rule.of(watch.when)
        return cls(watch, name, least, rule, clauses_of(rule), verdict(name, "", None))


class Detector:
    """Reads documents against one watchlist. Keeps no state between documents."""

    def __init__(
        self,
        watchlist: Watchlist,
        lexicon: Lexicon,
        engines: Engines | None = None,
        wording: Judge | None = None,
    ) -> None:
        engines = engines or Engines.of(watchlist, lexicon)
        self._wording = wording
        self._watchlist = watchlist
        self._engines = engines
        self._trigger_roles = Roles(engines.triggers.terms, watchlist)
        self._scene_roles = Roles(engines.scene.terms, watchlist)
        self._entities = {entity.id: entity for entity in watchlist.entities}
        self._families = {name: _families(name, self._entities) for name in self._entities}
        self._gazetteer = Gazetteer(lexicon.places, watchlist.theatre)
        self._watches = [_Asked.of(watch, watchlist.threshold) for watch in watchlist.watches]
        self._enough = _least_odds(self._watches)
        self._mentioner = Mentioner(self._entities, lexicon)
        self._wanted = Wanted.of(watchlist, lexicon)
        self._reads_all = not all(needs_trigger(watch.when) for watch in watchlist.watches)

    def detect(self, document: Document, *, full: bool = False) -> Detection:
        """Read one document."""
        return self.detect_all([document], full=full)[0]

    def detect_all(self, documents: Sequence[Document], *, full: bool = False) -> list[Detection]:
        """Read a batch, in order; `full` tells of every item all that is in it.

        Else an item that meets no watch and can follow no event is told without counts, places
        and actions, and places and actions open none.
        """
        wholes = [whole_of(document) for document in documents]
        triggers = self._engines.triggers.find(wholes)
        everything = full or self._reads_all
        chosen = [
            i
            for i, hits in enumerate(triggers)
            if everything or (hits and self._opens(wholes[i], hits))
        ]
        scenes = self._engines.scene.find([wholes[i] for i in chosen])
        read = {
            i: self._read(documents[i], triggers[i], scene, full)
            for i, scene in zip(chosen, scenes, strict=True)
        }
        return [read.get(i) or Detection(one.id) for i, one in enumerate(documents)]

    def _opens(self, whole: str, hits: list[Hit]) -> bool:
        """Whether anything heard stands for itself, or shy words have company."""
        is_shy = has_company = False
        for hit in hits:
            role = self._trigger_roles[hit.term]
            if role.kind == "hint":
                has_company = True
            elif not role.shy:
                return True
            else:
                is_shy = True
        return is_shy and (has_company or any(flags(whole)))

    def _read(
        self, document: Document, triggers: list[Hit], scene: list[Hit], full: bool
    ) -> Detection:
        reading = Reading.of(document)
        around = _spots(reading, scene, self._scene_roles)
        heard = _spots(reading, triggers, self._trigger_roles)
        surely = any(spot.near is None and spot.kind == "entity" for spot in heard)
        places = self._gazetteer.settle(reading, around, watched=surely)
        context = self._in_context(reading, heard, around, places)
        named = self._narrowest(longest(context.counted))
        actions, denied = self._done(reading, around)
        cues = [spot for spot in around if spot.kind == "cue"]
        stated = statements(reading, [*named, *actions, *cues], places, self._wanted)
        judged = assess(
            stated, len(reading.sentence_starts), self._wording_of(reading, named, places)
        )
        findings = self._findings(reading, named, places, actions)
        watches, held, notes = self._decide(findings, judged)
        follows = judged.score >= FOLLOWS
        told = full or bool(watches) or (follows and bool(places))
        of_events = told and (follows or bool(watches or held))
        counted = self._mentioner.mentions(reading, named, counted=told)
        mentions = tuple(of_men(counted, reading, cues))
        return Detection(
            id=document.id,
            watches=watches,
            mentions=mentions,
            places=tuple(place for _, place in places) if told else (),
            actions=tuple(_action(reading, spot) for spot in actions) if told else (),
            assessment=judged,
            explanation=told_once(
                notes, reached(mentions), context.remarks, denied, settled(places), weighed(judged)
            ),
            asides=tuple(asides(reading, stated)) if told else (),
            hinted=tuple(self._mentioner.hinted(reading, context.doubted, mentions))
            if of_events
            else (),
            held=held,
            refused=bool(context.refused),
            kinds=tuple(self._mentioner.kinds(reading, around, mentions)) if of_events else (),
        )

    def _in_context(
        self,
        reading: Reading,
        heard: list[Spot],
        around: list[Spot],
        places: list[tuple[int, Place]],
    ) -> Judged:
        """What counts in its context, for what nothing speaks, and why."""
        if all(spot.near is None for spot in heard):
            return Judged(heard)
        return judged_in(heard, self._surroundings(reading, heard, around, places))

    def _done(self, reading: Reading, around: list[Spot]) -> tuple[list[Spot], list[str]]:
        """What is named as done, without what is said not to have been, and remarks on that."""
        done, remarks = list[Spot](), list[str]()
        for spot in longest([spot for spot in around if spot.kind == "action"]):
            if self._wanted.negations.deny_doing(reading.whole, spot.start):
                remarks.append(f"{spot.surface}: not counted: it is denied")
            else:
                done.append(spot)
        return done, remarks

    def _wording_of(
        self, reading: Reading, named: list[Spot], places: list[tuple[int, Place]]
    ) -> Callable[[float], Reason | None] | None:
        """What says how the text is worded, unless even the best would lead to nothing."""
        judge = self._wording
        if judge is None:
            return None

        def asked(odds: float) -> Reason | None:
            if odds + judge.reach < (_FOLLOWING if places else self._enough):
                return None
            return judge.judge(words_of(reading, named, places, self._wanted))

        return asked

    def _surroundings(
        self,
        reading: Reading,
        heard: list[Spot],
        around: list[Spot],
        places: list[tuple[int, Place]],
    ) -> Surroundings:
        surroundings = Surroundings(reading, around)
        for spot in heard:
            if spot.near is None:
                surroundings.add(f"@{spot.name}", spot)
                if spot.kind == "entity":
                    surroundings.add(f"@{self._entities[spot.name].kind}", spot)
        for position, place in places:
            spot = _place_spot(reading, position, place)
            for name in self._wanted.sides_of(place):
                surroundings.add(f"@{name}", spot)
        return surroundings

    def _narrowest(self, spots: list[Spot]) -> list[Spot]:
        """Of finds at one place keep variants, not also the families that they belong to."""
        if len(spots) < 2 or len({(spot.start, spot.end) for spot in spots}) == len(spots):
            return spots
        above: dict[tuple[int, int], set[str]] = {}
        for spot in spots:
            families = self._families.get(spot.name, ())
            above.setdefault((spot.start, spot.end), set()).update(families[1:])
        kept: dict[tuple[int, int, str, str], Spot] = {}
        for spot in spots:
            if spot.name not in above[spot.start, spot.end]:
                kept.setdefault((spot.start, spot.end, spot.kind, spot.name), spot)
        return list(kept.values())

    def _findings(
        self,
        reading: Reading,
        named: list[Spot],
        places: list[tuple[int, Place]],
        actions: list[Spot],
    ) -> Findings:
        findings = Findings(reading)
        for spot in named:
            if spot.kind == "keyword":
                findings.keywords.setdefault(spot.name, []).append(spot)
                continue
            self._file_entity(findings, spot)
        for spot in actions:
            findings.actions.setdefault(spot.name, []).append(spot)
        for position, place in places:
            spot = _place_spot(reading, position, place)
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

    def _decide(
        self, findings: Findings, judged: Assessment
    ) -> tuple[tuple[WatchHit, ...], tuple[WatchHit, ...], list[str]]:
        hits, kept, notes = list[WatchHit](), list[WatchHit](), list[str]()
        for watch, name, least, rule, clauses, unmet in self._watches:
            if is_out(clauses, findings):
                notes.append(unmet)
                continue
            met = evaluate(rule, findings)
            heard = "" if met is None else why(watch, met, judged)
            held = watch.report and judged.score < least
            if heard:
                (kept if held else hits).append(WatchHit(watch.id, watch.severity, heard))
            notes.append(verdict(name, heard, least if held else None))
        return tuple(hits), tuple(kept), notes


def _least_odds(watches: Iterable[_Asked]) -> float:
    """The log-odds that are enough for one of the watches that ask for a report."""
    least = min((asked.least for asked in watches if asked.watch.report), default=0.5)
    return math.log(max(least, _TINY) / max(1 - least, _TINY))


def _families(name: str, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    """An entity and the families that it belongs to, the nearest first."""
    chain: list[str] = []
    while name and name not in chain:
        chain.append(name)
        found = entities.get(name)
        name = (found.family if found else None) or ""
    return tuple(chain)


def _spots(reading: Reading, hits: list[Hit], roles: Roles) -> list[Spot]:
    title_end, spots = reading.title_end, []
    following = iter((*reading.sentence_starts[1:], len(reading.whole) + 1))
    sentence, next_one = 0, next(following)
    for which, start, end, surface, variant, how in hits:
        kind, name, near, _ = roles[which]
        if start < title_end < end or kind == "hint":
            continue  # nothing real runs from the title into the text
        while start >= next_one:
            sentence, next_one = sentence + 1, next(following)
        spots.append(new_spot((kind, name, start, end, sentence, surface, variant, how, near)))
    return spots


def _place_spot(reading: Reading, position: int, place: Place) -> Spot:
    end = position + len(place.surface)
    number = reading.sentence_of(position)
    return Spot("place", place.name, position, end, number, place.surface)


def _action(reading: Reading, spot: Spot) -> Action:
    field, start, end = reading.field_of(spot.start, spot.end)
    return Action(spot.name, spot.surface, start, end, field)
