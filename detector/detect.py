"""The detector: from a document to a detection, by way of every step of this folder. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from config.lexemes import Lexicon
from config.schema import Watchlist
from detector.against import Reason
from detector.assess import assessed, bounded, odds, owned, weigh
from detector.compile import FormCache, compile_terms
from detector.decide import Decider, Decision
from detector.explain import reached, settled, told_once, weighed
from detector.flags import flagged
from detector.headcount import Headcount
from detector.match import Matcher
from detector.men import of_men
from detector.mentions import Mentioner, classed
from detector.model import FOLLOWS, Action, Assessment, Detection, Document, Mention, Place
from detector.number_sense import NumberSense
from detector.reading import Reading, Spot, new_spot, whole_of
from detector.scene import Scene, SceneReader, families_of
from detector.statements import Statement, Wanted, asides, statements
from detector.terms import Hit
from detector.vocabulary import Finder, Parts, heard_terms, named_in, scene_terms, shy_terms
from detector.wording import Judge, words_of

OPENING = 70  # words in which a report says what it has to tell
_FOLLOWING = math.log(FOLLOWS / (1 - FOLLOWS))  # log-odds from which it may follow an event


@dataclass(frozen=True, slots=True)
class Engines:
    """The compiled automata: what triggers, what does so in company, and the scene around it."""

    triggers: Finder
    shy: Finder
    scene: Finder

    @classmethod
    def of(cls, watchlist: Watchlist, lexicon: Lexicon) -> Engines:
        """Compile them; what they share is expanded once."""
        known = FormCache()
        terms = (
            heard_terms(watchlist, lexicon),
            shy_terms(watchlist),
            scene_terms(watchlist, lexicon),
        )
        return cls(*[Matcher(compile_terms(some, cache=known)) for some in terms])


@dataclass(slots=True)
class _Weighed:
    """A text in which everything is read and weighed but for its wording."""

    scene: Scene
    stated: Sequence[Statement]
    reasons: list[Reason]
    words: Sequence[str] | None  # to be judged by


class Detector:
    """Reads documents against one watchlist. Keeps no state between documents."""

    def __init__(
        self,
        watchlist: Watchlist,
        lexicon: Lexicon,
        engines: Engines | None = None,
        wording: Judge | None = None,
        steps: Judge | None = None,
    ) -> None:
        engines = engines or Engines.of(watchlist, lexicon)
        self._engines = engines
        self._trigger_parts = Parts(engines.triggers.terms, watchlist)
        self._scene_parts = Parts(engines.scene.terms, watchlist)
        self._ranks = {key: rank for rank, key in enumerate(named_in(watchlist))}
        self._wanted = Wanted.of(watchlist, lexicon)
        entities = self._wanted.entities
        families = families_of(entities)
        self._scenes = SceneReader(watchlist, lexicon, self._wanted, families)
        self._decider = Decider(watchlist, entities, families)
        self._mentioner = Mentioner(entities, watchlist.keywords, lexicon)
        self._headcount = Headcount(NumberSense.of(lexicon))
        self._wording, self._steps = wording, steps
        self._sure = watchlist.sure

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
        everything = full or self._decider.reads_all
        chosen = range(len(wholes)) if everything else self._opened(wholes, triggers)
        scenes = self._engines.scene.find([wholes[i] for i in chosen])
        read = self._read([documents[i] for i in chosen], [triggers[i] for i in chosen], scenes)
        self._judge([one for one in read if one.words is not None])
        told = dict(zip(chosen, self._told(read, full), strict=True))
        return [told.get(i) or Detection.of_nothing(one.id) for i, one in enumerate(documents)]

    def places(self, document: Document) -> list[Place]:
        """The places that a document names in which nothing watched was heard; detects nothing."""
        reading = Reading.of(document)
        (hits,) = self._engines.scene.find([reading.whole])
        return self._scenes.places(reading, _spots(reading, hits, self._scene_parts))

    def _opened(self, wholes: Sequence[str], triggers: Sequence[list[Hit]]) -> list[int]:
        """The texts in which something stands for itself, or shy words have company.

        Most have neither a trigger nor company, and shy words are not even sought there.
        """
        silent: list[int] = []
        opened: list[int] = []
        accompanied: list[int] = []
        for i, hits in enumerate(triggers):
            if not hits:
                silent.append(i)
            elif any(self._trigger_parts[hit.told] for hit in hits):
                opened.append(i)
            else:
                accompanied.append(i)
        accompanied += [silent[at] for at in flagged([wholes[i] for i in silent])]
        shy = self._engines.shy.find([wholes[i] for i in accompanied])
        return opened + [i for i, hits in zip(accompanied, shy, strict=True) if hits]

    def _read(
        self,
        documents: Sequence[Document],
        triggers: Iterable[list[Hit]],
        around: Iterable[list[Hit]],
    ) -> list[_Weighed]:
        """Each step for all texts before the next: a tenth quicker than all steps for each text."""
        readings = list(map(Reading.of, documents))
        heard = list(map(self._heard, readings, triggers, around))
        scenes = [self._scenes.read(r, *names) for r, names in zip(readings, heard, strict=True)]
        stated = [statements(s.reading, s.finds, s.places, self._wanted) for s in scenes]
        sizes = [len(reading.sentence_starts) for reading in readings]
        reasons = list(map(weigh, stated, sizes))
        words = list(map(self._words, scenes, reasons))
        return list(map(_Weighed, scenes, stated, reasons, words))

    def _heard(
        self, reading: Reading, triggers: list[Hit], around: list[Hit]
    ) -> tuple[list[Spot], list[Spot]]:
        """The names that something watched goes by, and what was heard around them."""
        heard = _spots(reading, triggers, self._trigger_parts)
        beside = _spots(reading, around, self._scene_parts)
        if shy := [spot for spot in beside if spot.kind == "keyword"]:
            heard = sorted(heard + shy, key=self._place)
            beside = [spot for spot in beside if spot.kind != "keyword"]
        return heard, beside

    def _words(self, scene: Scene, reasons: Sequence[Reason]) -> Sequence[str] | None:
        """What the wording is judged by, unless even the best would lead to nothing."""
        if self._wording is None or not reasons:
            return None
        least = _FOLLOWING if scene.places else self._decider.enough
        if odds(reasons) + self._wording.reach < least:
            return None
        return words_of(scene.reading, scene.named, scene.places, self._wanted)

    def _judge(self, weighed: Sequence[_Weighed]) -> None:
        """Add what the wording says."""
        if self._wording is not None and weighed:
            judged = self._wording.judge_all([one.words or () for one in weighed])
            for one, reason in zip(weighed, judged, strict=True):
                one.reasons.append(bounded(reason, one.reasons))

    def _told(self, read: Sequence[_Weighed], full: bool) -> list[Detection]:
        """Step by step for all of them, as they are read."""
        judged = [assessed(one.reasons) for one in read]
        decided = list(map(self._decided, read, judged))
        in_full = [
            full or bool(d.met) or (j.score >= FOLLOWS and bool(one.scene.places))
            for one, j, d in zip(read, judged, decided, strict=True)
        ]
        mentions = list(map(self._mentions, read, in_full))
        told = map(_detection, read, judged, decided, mentions)
        return [
            self._in_full(found, one) if whole else found
            for found, one, whole in zip(told, read, in_full, strict=True)
        ]

    def _decided(self, one: _Weighed, judged: Assessment) -> Decision:
        """Which watches are met; a sure report's doubted names are heard if it takes them."""
        scene, decided = one.scene, self._decider.decide(one.scene, judged)
        if scene.doubted and not decided.met and judged.score >= self._sure and owned(one.reasons):
            one.scene = self._scenes.sure(scene)
            decided = self._decider.decide(one.scene, judged)
        return self._decider.unclaimed(judged, decided)

    def _mentions(self, one: _Weighed, counted: bool) -> tuple[Mention, ...]:
        scene = one.scene
        found = self._mentioner.mentions(scene.reading, scene.named, counted=counted)
        return of_men(tuple(found), scene.reading, scene.cues)

    def _in_full(self, found: Detection, one: _Weighed) -> Detection:
        """The same, with what is worked out only of what is told."""
        scene, mentions = one.scene, found.mentions
        reading = scene.reading
        hinted: tuple[Mention, ...] = ()
        kinds: tuple[Mention, ...] = ()
        step = found.step
        if found.watches or scene.places:  # events will ask
            hinted = tuple(self._mentioner.hinted(reading, scene.doubted, mentions))
            kinds = tuple(self._mentioner.kinds(reading, scene.around, mentions))
            if self._steps is not None and one.words:
                step = self._steps.judge_all([one.words[:OPENING]])[0]
        mentions = classed(mentions, kinds)
        counted = (*mentions, *hinted, *kinds)
        return replace(
            found,
            mentions=mentions,
            places=tuple([place for _, place in scene.places]),
            actions=tuple([_action(reading, spot) for spot in scene.actions]),
            asides=tuple(asides(reading, one.stated)),
            hinted=hinted,
            kinds=kinds,
            heads=tuple(self._headcount.counted(reading, counted)),
            step=step,
        )

    def _place(self, spot: Spot) -> tuple[int, int, int]:
        """By start, then longest first, then as the watchlist has them."""
        return spot.start, -spot.end, self._ranks.get((spot.kind, spot.name), len(self._ranks))


def _detection(
    one: _Weighed, judged: Assessment, decided: Decision, mentions: tuple[Mention, ...]
) -> Detection:
    """Without what is worked out only of what is told."""
    scene = one.scene
    where, why = settled(scene.places), weighed(judged)
    return Detection(
        id=scene.reading.document.id,
        watches=decided.met,
        mentions=mentions,
        assessment=judged,
        explanation=told_once(decided.notes, reached(mentions), scene.remarks, where, why),
        held=decided.held,
        refused=scene.refused,
    )


def _spots(reading: Reading, hits: list[Hit], parts: Parts) -> list[Spot]:
    title_end, spots = reading.title_end, []
    following = iter((*reading.sentence_starts[1:], len(reading.whole) + 1))
    sentence, next_one = 0, next(following)
    for start, end, surface, told in hits:
        if start < title_end < end:
            continue  # nothing real runs from the title into the text
        while start >= next_one:
            sentence, next_one = sentence + 1, next(following)
        for kind, name, near, variant, how in parts[told]:
            spots.append(new_spot((kind, name, start, end, sentence, surface, variant, how, near)))
    return spots


def _action(reading: Reading, spot: Spot) -> Action:
    field, start, end = reading.field_of(spot.start, spot.end)
    return Action(spot.name, spot.surface, start, end, field)
