"""What each sentence states: gear, forces, places, actions and cues, as names. No judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from config.schema import Entity, Watchlist
from detector.model import Place
from detector.reading import Reading, Spot


@dataclass(slots=True)
class Statement:
    """The finds of one sentence, by what they mean for the assessment."""

    number: int
    in_title: bool = False
    gear: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)  # actors whose forces are wanted
    theatre: set[str] = field(default_factory=set)  # countries of the theatre
    elsewhere: set[str] = field(default_factory=set)  # other countries
    actions: set[str] = field(default_factory=set)
    cues: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the watchlist calls its own: countries, actors, where entities are at home."""

    theatre: frozenset[str]
    actors: frozenset[str]
    home: Mapping[str, str]  # entity id -> country, for actors and places
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, watchlist: Watchlist) -> Wanted:
        """Read it from the watchlist."""
        return cls(
            frozenset(watchlist.theatre),
            frozenset(watchlist.actors),
            {entity.id: entity.country for entity in watchlist.entities if entity.country},
            {entity.id: entity.kind for entity in watchlist.entities},
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
        statement = at(reading.sentence_of(position))
        side = statement.theatre if place.country in wanted.theatre else statement.elsewhere
        side.add(place.country)
    return [found[number] for number in sorted(found)]


def _note(statement: Statement, spot: Spot, wanted: Wanted) -> None:
    if spot.kind == "action":
        statement.actions.add(spot.name)
    elif spot.kind == "cue":
        statement.cues.add(spot.name)
    elif spot.kind == "entity":
        if wanted.kinds.get(spot.name) in ("equipment", "ship"):
            statement.gear.add(spot.name)
        if spot.name in wanted.actors:
            statement.wanted.add(spot.name)
        home = wanted.home.get(spot.name)
        if home in wanted.theatre:
            statement.theatre.add(home)
    elif spot.kind == "keyword":
        statement.cues.add(f"keyword:{spot.name}")


EntityById = Mapping[str, Entity]
