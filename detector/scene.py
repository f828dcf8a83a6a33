"""What counts in a text of all that was heard in it: names in their context, what is done, where.

Judges no report and no watch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from config.lexemes import Lexicon
from config.schema import Entity, Watchlist
from detector.context import Judged, Surroundings, judged_in
from detector.locatives import Locatives
from detector.model import SHIPS, Place
from detector.places import Gazetteer
from detector.reading import Reading, Spot, longest
from detector.statements import Wanted
from detector.vocabulary import NO_ACTION

# What is there afterwards; troops that "did not leave" still are.
_COMING = frozenset(["arrival", "delivery", "transfer", "deployment", "basing", "sighting"])
SEEN = "sighting"  # action
_OPENING = 60  # characters of a sentence before what nobody in it did
_KINDS = frozenset(["culture", "game"])  # cues of texts that a report may say it is none of
_QUOTES, _SPACES = '«“"„', (" ", "\u00a0")
Families = Mapping[str, Sequence[str]]  # of each entity: itself, then the nearest first


@dataclass(slots=True)
class Scene:
    """A text with what counts in it; `around` is all that was heard beside names."""

    reading: Reading
    around: list[Spot]
    places: list[tuple[int, Place]]
    named: list[Spot]  # entities and keywords
    actions: list[Spot]
    cues: list[Spot]
    doubted: list[Spot]  # ambiguous names for which nothing speaks, though nothing against
    refused: bool  # a name is said of something else here
    remarks: list[str]  # on why something counts or doesn't

    @property
    def finds(self) -> list[Spot]:
        """What a sentence can state, but for its places."""
        return [*self.named, *self.actions, *self.cues]


class SceneReader:
    """Knows the entities, the gazetteer and what the watchlist calls its own."""

    def __init__(
        self, watchlist: Watchlist, lexicon: Lexicon, wanted: Wanted, families: Families
    ) -> None:
        self._entities = wanted.entities
        self._families = families
        self._gazetteer = Gazetteer(lexicon.places, watchlist.theatre, Locatives(lexicon))
        self._wanted = wanted

    def read(self, reading: Reading, heard: list[Spot], around: list[Spot]) -> Scene:
        """Decide what counts of the names `heard`, and of what was heard `around` them."""
        around = [s for s in around if s.name not in _KINDS or not self._is_none(reading, s)]
        around = _without_ships_names(reading, around)
        surely = any(spot.near is None and spot.kind == "entity" for spot in heard)
        places = self._gazetteer.settle(reading, around, watched=surely)
        names = self._in_context(reading, heard, around, places)
        actions, denied, put_off = self._done(reading, around)
        cues = [spot for spot in around if spot.kind == "cue"]
        return Scene(
            reading,
            around,
            places,
            named=self._narrowest(longest(names.counted)),
            actions=actions,
            cues=cues + _denials(denied, actions) + _plans(put_off, actions),
            doubted=names.doubted,
            refused=bool(names.refused),
            remarks=names.remarks
            + [f"{spot.surface}: not counted: it is denied" for spot in denied],
        )

    def sure(self, scene: Scene) -> Scene:
        """The same, where the text is so surely a report that doubted names need no context."""
        remarks = [f"{spot.surface}: counted: the report is sure" for spot in scene.doubted]
        return replace(
            scene,
            named=self._narrowest(longest([*scene.named, *scene.doubted])),
            doubted=[],
            remarks=[*scene.remarks, *remarks],
        )

    def places(self, reading: Reading, around: list[Spot]) -> list[Place]:
        """The places alone, where nothing watched is named."""
        return [place for _, place in self._gazetteer.settle(reading, around)]

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
        surroundings = Surroundings(reading, around)
        for spot in heard:
            if spot.near is None:
                surroundings.add(f"@{spot.name}", spot)
                if spot.kind == "entity":
                    surroundings.add(f"@{self._entities[spot.name].kind}", spot)
        for position, place in places:
            spot = place_spot(reading, position, place)
            for name in self._wanted.sides_of(place):
                surroundings.add(f"@{name}", spot)
        return judged_in(heard, surroundings)

    def _done(
        self, reading: Reading, around: list[Spot]
    ) -> tuple[list[Spot], list[Spot], list[Spot]]:
        """What is named as done, what is said not to have been, and what is yet to come."""
        done: list[Spot] = []
        denied: list[Spot] = []
        put_off: list[Spot] = []
        negations = self._wanted.negations
        sides = {"done": done, "denied": denied, "ahead": put_off}
        for spot in longest([spot for spot in around if spot.kind == "action"]):
            if spot.name == NO_ACTION:
                continue
            standing = negations.standing(reading.whole, spot.start)
            if spot.name == SEEN and (said := _opening(reading, spot)):
                standing = "denied" if negations.nobody_did(said) else standing
            elif spot.name not in _COMING and negations.deny_behind(reading.whole, spot.end):
                standing = "denied"
            sides[standing].append(spot)
        return done, denied, put_off

    def _is_none(self, reading: Reading, spot: Spot) -> bool:
        """Whether a cue says what the text is not: "Not a film: T-72s in Gao"."""
        return spot.kind == "cue" and self._wanted.negations.deny_kind(reading.whole, spot.start)

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


def _without_ships_names(reading: Reading, around: list[Spot]) -> list[Spot]:
    """Without places in quotation marks right behind a word for a ship: «корвет «Минск»»."""
    ends = {s.end for s in around if s.kind == "kind" and s.name in SHIPS}
    if not ends:
        return around
    return [
        spot
        for spot in around
        if spot.kind != "place" or ends.isdisjoint(_quoted_behind(reading.whole, spot.start))
    ]


def _quoted_behind(text: str, start: int) -> tuple[int, ...]:
    """Where a word may end of which what is quoted from there is the name."""
    at = start - 1 if text[start - 1 : start] in _SPACES else start
    if at < 1 or text[at - 1] not in _QUOTES:
        return ()
    return at - 1, at - 2


def _opening(reading: Reading, spot: Spot) -> str:
    """What its sentence says before it; nothing where that is long: the verb is another's then."""
    start, _ = reading.span_of_sentence(spot.sentence)
    return reading.whole[start : spot.start] if spot.start - start <= _OPENING else ""


def _denials(denied: list[Spot], done: list[Spot]) -> list[Spot]:
    """Cues of the sentences that say only of something coming that it did not."""
    if not denied:
        return []
    telling = {spot.sentence for spot in done}
    return [
        spot._replace(kind="cue", name="denial")
        for spot in denied
        if spot.name in _COMING and spot.sentence not in telling
    ]


def _plans(put_off: list[Spot], done: list[Spot]) -> list[Spot]:
    """Cues of the sentences that say only of something yet to come."""
    if not put_off:
        return []
    telling = {spot.sentence for spot in done}
    return [
        spot._replace(kind="cue", name="plan") for spot in put_off if spot.sentence not in telling
    ]


def families_of(entities: Mapping[str, Entity]) -> Families:
    """The families that each entity belongs to."""
    return {name: _families(name, entities) for name in entities}


def _families(name: str, entities: Mapping[str, Entity]) -> tuple[str, ...]:
    chain: list[str] = []
    while name and name not in chain:
        chain.append(name)
        found = entities.get(name)
        name = (found.family if found else None) or ""
    return tuple(chain)


def place_spot(reading: Reading, position: int, place: Place) -> Spot:
    """A place as a find."""
    end = position + len(place.surface)
    number = reading.sentence_of(position)
    return Spot("place", place.name, position, end, number, place.surface)
