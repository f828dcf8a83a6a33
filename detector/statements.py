"""What each sentence states: gear, forces, places, actions and cues, as names. No judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from config.lexemes import Lexicon
from config.schema import Entity, Watchlist
from detector.model import Place
from detector.reading import Reading, Spot

IN_THEATRE = "in-theatre"  # class of entities that are nowhere else: Africa Corps


@dataclass(slots=True)
class Statement:
    """The finds of one sentence, by what they mean for the assessment."""

    number: int
    in_title: bool = False
    gear: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)  # actors whose forces are wanted
    theatre: set[str] = field(default_factory=set)  # countries of the theatre
    elsewhere: set[str] = field(default_factory=set)  # other countries
    bases: set[str] = field(default_factory=set)  # watched bases, by name
    allied: bool = False  # names a country whose own forces are wanted
    actions: set[str] = field(default_factory=set)
    cues: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the watchlist calls its own: countries, actors, where entities are at home."""

    theatre: frozenset[str]
    actors: frozenset[str]
    entities: Mapping[str, Entity]
    allies: frozenset[str]
    bases: frozenset[str]

    @classmethod
    def of(cls, watchlist: Watchlist, lexicon: Lexicon) -> Wanted:
        """Read it from the watchlist; the lexicon's bases in the theatre are watched."""
        theatre = frozenset(watchlist.theatre)
        bases = (p.name for p in lexicon.places if p.kind == "base" and p.country in theatre)
        return cls(
            theatre,
            frozenset(watchlist.actors),
            {entity.id: entity for entity in watchlist.entities},
            frozenset(watchlist.allies),
            frozenset(bases),
        )


def statements(
    reading: Reading, spots: Iterable[Spot], places: Sequence[tuple[int, Place]], wanted: Wanted
) -> list[Statement]:
    """Return a statement for every sentence that holds a find, in order."""
    found: dict[int, Statement] = {}

    def at(number: int) -> Statement:
        if number not in found:
            in_title = reading.sentence_starts[number] < reading.title_end
            found[number] = Statement(number, in_title)
        return found[number]

    for spot in spots:
        _note(at(spot.sentence), spot, wanted)
    for position, place in places:
        _note_place(at(reading.sentence_of(position)), place, wanted)
    return [found[number] for number in sorted(found)]


def _note_place(statement: Statement, place: Place, wanted: Wanted) -> None:
    side = statement.theatre if place.country in wanted.theatre else statement.elsewhere
    side.add(place.country)
    statement.allied |= place.country in wanted.allies
    if place.name in wanted.bases:
        statement.bases.add(place.name)


def _note(statement: Statement, spot: Spot, wanted: Wanted) -> None:
    if spot.kind == "action":
        statement.actions.add(spot.name)
    elif spot.kind == "cue":
        statement.cues.add(spot.name)
    elif spot.kind == "keyword":
        statement.gear.add(spot.name)
    elif spot.kind == "entity":
        _note_entity(statement, spot.name, wanted)


def _note_entity(statement: Statement, name: str, wanted: Wanted) -> None:
    entity = wanted.entities[name]
    if entity.kind in ("equipment", "ship"):
        statement.gear.add(name)
    if name in wanted.actors:
        statement.wanted.add(name)
    home = entity.country
    if home in wanted.theatre:
        statement.theatre.add(home)
        statement.allied |= home in wanted.allies
    if IN_THEATRE in entity.classes:
        statement.theatre.add("*")
