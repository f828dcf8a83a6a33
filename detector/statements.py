"""What each sentence states: gear, forces, places, actions and cues, as names. No judgement."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal, NamedTuple

from config.lexemes import Lexicon, PhraseName
from config.schema import Entity, Watchlist
from detector.asserted import Negations, asks
from detector.model import Aside, Place
from detector.phrases import pattern_of
from detector.reading import Reading, Spot

# Looking behind comes last: at the front it would be tried at every character. «2021-го» is one.
_YEAR = re.compile(
    r"(?:19[0-9]{2}|20(?:0[1-9]|[1-4][0-9]))"
    r"(?!\w|-(?!(?:го|му?|ом|й)\b))(?<![\w.,-]....)"
)
_POSITION = itemgetter(0)  # of a place in the whole
_COUNT = re.compile(r"\d")
_LATELY = 2024  # of an item without a date: it is no older than that
_PAST = 34  # characters before an owner
_FORMERLY: tuple[PhraseName, ...] = ("former", "left_by", "former_behind")
_ASIDE = ("background", "years_ago", "history", "denial")  # cues
_ASIDES = frozenset(_ASIDE)
OTHERS = "other_actor"  # cue
FRONT = "other_front"  # cue
FRONTS = frozenset(["UA", "RU", "SY", "PS", "YE", "AZ", "IN", "TW"])  # where its words are at home
IN_THEATRE = "in-theatre"  # class of entities that are nowhere else: Africa Corps
ARMED_GROUP = "armed-group"  # class of those who fight the forces that are supported
TRUCK = "truck"  # class of equipment that civilians drive as well
WARSHIP, LANDING = "warship", "landing-ship"  # classes: of these only a landing ship brings things
CARRIERS = frozenset([TRUCK, "transport", "cargo-ship"])  # classes that bring aid as well
OTHER_MAKE = "other-make"  # class of equipment that others than the wanted forces make


IMPLIED_THEATRE = frozenset(["*"])  # the theatre, though no country is named
_NONE: Set[str] = frozenset()  # of most statements; only what most have is a set of their own


@dataclass(slots=True)
class Statement:
    """The finds of one sentence, by what they mean for the assessment."""

    number: int
    in_title: bool = False
    named: bool = False  # equipment by its model, not only "armoured vehicles"
    lorries: Set[str] = _NONE  # models that civilians drive as well
    armed: bool = False  # names equipment by a model that does more than carry cargo
    ships: Set[str] = _NONE  # watched ships of wanted forces
    gear: Set[str] = _NONE
    wanted: Set[str] = _NONE  # actors whose forces are wanted
    theatre: Set[str] = _NONE  # countries of the theatre
    town: bool = False  # names a town or base of the theatre, not only a country
    elsewhere: Set[str] = _NONE  # other countries
    origins: Set[str] = _NONE  # countries that wanted forces come by way of
    at_home: bool = False  # names a place in the country that wanted forces are of
    bases: Set[str] = _NONE  # watched bases, by name
    operated: bool = False  # names equipment that only wanted forces use
    allied: bool = False  # names a country whose own forces are wanted
    partnered: bool = False  # names a country where equipment of the right make suffices
    made: bool = False  # names equipment by a model that others than the wanted don't make
    actions: set[str] = field(default_factory=set)
    cues: set[str] = field(default_factory=set)
    fought: bool = False  # names an armed group that fights them
    anyones: bool = False  # the watchlist names no actors: whose it is doesn't matter
    counted: bool = False  # a number stands before the wanted forces or their equipment
    asks: bool = False  # it is a question
    wonders: bool = False  # it is a question of yes or no
    age: int = 0  # years before the item, by the latest year that the sentence names


class Formerly(NamedTuple):
    """Words around an owner that name only who had the camp before: it says not whose it is."""

    before: re.Pattern[str]  # "the former French camp"
    left_by: re.Pattern[str]  # "abandoned by the UN"
    behind: re.Pattern[str]  # Arabic: "the French camp, the former"

    def holds(self, whole: str, spot: Spot) -> bool:
        """Whether they stand around what was found there."""
        before = whole[max(0, spot.start - _PAST) : spot.start]
        return bool(
            self.before.search(before)
            or self.left_by.search(before)
            or self.behind.match(whole, spot.end)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the watchlist calls its own: countries, actors, where entities are at home."""

    theatre: frozenset[str]
    origins: frozenset[str]
    home: frozenset[str]  # of the wanted forces that are no locals: Russia
    actors: frozenset[str]
    entities: Mapping[str, Entity]
    allies: frozenset[str]
    partners: frozenset[str]
    bases: frozenset[str]
    lands: frozenset[str]  # names of countries and regions
    operators: frozenset[str]  # who the wanted actors belong to: Russia
    makes: frozenset[str]  # keywords that name their make: Sukhois
    anybody: bool  # no actors are declared: any unit or organisation that is watched is wanted
    anywhere: bool  # no theatre is declared
    negations: Negations
    at_front: bool  # the theatre is one of those that the cue for other fronts speaks of
    formerly: Formerly

    def sides_of(self, place: Place) -> Iterator[str]:
        """What a place is to the watchlist, as context words name it."""
        if place.country in self.theatre:
            yield "theatre"
        if place.country in self.allies or place.country in self.partners:
            yield "partners"
        if place.name in self.bases:
            yield "bases"
        if place.name in self.operators:
            yield "russian"

    def side_of(self, place: Place) -> Literal["there", "home", "origin", "elsewhere"]:
        """Where a place lies, seen from the watchlist."""
        if self.anywhere or place.country in self.theatre:
            return "there"
        if place.country in self.home:
            return "home"
        return "origin" if place.country in self.origins else "elsewhere"

    @classmethod
    def of(cls, watchlist: Watchlist, lexicon: Lexicon) -> Wanted:
        """Read it from the watchlist; the lexicon's bases are watched."""
        theatre = frozenset(watchlist.theatre)
        actors = frozenset(watchlist.actors)
        forces = (e.id for e in watchlist.entities if e.kind in ("unit", "organisation"))
        bases = (place.name for place in lexicon.places if place.kind == "base")
        return cls(
            theatre,
            frozenset(watchlist.origins),
            frozenset(
                e.country for e in watchlist.entities if e.operator and e.country and e.id in actors
            ),
            actors or frozenset(forces),
            {entity.id: entity for entity in watchlist.entities},
            frozenset(watchlist.allies),
            frozenset(watchlist.partners),
            frozenset(bases),
            frozenset(p.name for p in lexicon.places if p.kind in ("country", "region")),
            frozenset(e.operator for e in watchlist.entities if e.operator and e.id in actors),
            frozenset(keyword.id for keyword in watchlist.keywords if keyword.made),
            not actors,
            not theatre,
            Negations.of(lexicon.negations.values()),
            not theatre or not FRONTS.isdisjoint(theatre),
            Formerly(*(pattern_of(lexicon, name) for name in _FORMERLY)),
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
        kind, name = spot.kind, spot.name
        statement = found.get(spot.sentence) or at(spot.sentence)
        if kind == "cue":  # by far the most
            if name != OTHERS or not wanted.formerly.holds(reading.whole, spot):
                statement.cues.add(name)
        elif kind == "action":
            statement.actions.add(name)
        else:
            _note(statement, spot, reading.whole, wanted)
    for position, place in places:
        _note_place(at(reading.sentence_of(position)), place, wanted)
    for number, age in _ages(reading, places).items():
        if number in found:
            found[number].age = age
    if wanted.anybody or wanted.anywhere or wanted.at_front:
        _widen(found.values(), wanted)
    if "?" in reading.whole or "؟" in reading.whole:
        for statement in found.values():
            start, end = reading.span_of_sentence(statement.number)
            statement.asks = asks(reading.whole, start, end)
            statement.wonders = statement.asks and wanted.negations.ask_whether(
                reading.whole[start:end]
            )
    return [found[number] for number in sorted(found)]


def asides(reading: Reading, stated: Sequence[Statement]) -> Iterator[Aside]:
    """Sentences on something else than what is reported, each with why."""
    opening = reading.sentence_of(reading.title_end)
    for one in stated:
        recalls = "recall" in one.cues and one.number > opening + bool(reading.title_end)
        if not one.age and not recalls and one.cues.isdisjoint(_ASIDES):
            continue
        why = next((cue for cue in _ASIDE if cue in one.cues), "recall" if recalls else "past")
        field, start, end = reading.field_of(*reading.span_of_sentence(one.number))
        yield Aside(start, end, field, why)


def _widen(stated: Iterable[Statement], wanted: Wanted) -> None:
    """What the watchlist doesn't narrow speaks against nothing: whose it is, and where."""
    for statement in stated:
        if wanted.anybody:
            statement.anyones = True
            statement.cues.discard(OTHERS)
        if wanted.anywhere:
            statement.theatre |= IMPLIED_THEATRE
        if wanted.at_front:
            statement.cues.discard(FRONT)


def _before(spot: Spot) -> tuple[int, int]:
    return max(0, spot.start - 14), spot.start


def _ages(reading: Reading, places: Sequence[tuple[int, Place]]) -> dict[int, int]:
    """How old the years are that each sentence names, against the item's own or latest year."""
    named: dict[int, int] = {}
    for year in _years(reading.whole):
        before = bisect_left(places, year.start(), key=_POSITION) - 1
        at, place = places[before] if before >= 0 else (0, None)
        if place is not None and year.start() <= at + len(place.surface) + 1:
            continue  # part of a name: the district "Ouaga 2000"
        number = reading.sentence_of(year.start())
        named[number] = max(named.get(number, 0), int(year[0]))
    if not named:
        return named
    published = reading.document.published_at
    now = published.year if published else max(_LATELY, *named.values())
    return {number: max(0, now - year) for number, year in named.items()}


def _years(text: str) -> Iterator[re.Match[str]]:
    """Found by their centuries: ten times quicker than to try the pattern at every character."""
    for century in ("19", "20"):
        at = text.find(century)
        while at >= 0:
            if (year := _YEAR.match(text, at)) is not None:
                yield year
            at = text.find(century, at + 1)


def _note_place(statement: Statement, place: Place, wanted: Wanted) -> None:
    match wanted.side_of(place):
        case "there":
            statement.theatre |= {place.country}
            statement.town |= place.name not in wanted.lands
        case "home":
            statement.at_home = True
        case "origin":
            statement.origins |= {place.country}
        case "elsewhere":
            statement.elsewhere |= {place.country}
    statement.allied |= place.country in wanted.allies
    statement.partnered |= place.country in wanted.partners
    if place.name in wanted.bases:
        statement.bases |= {place.name}
    if place.name in wanted.operators:  # its flag, above all
        statement.cues.add("russian")


def _note(statement: Statement, spot: Spot, whole: str, wanted: Wanted) -> None:
    if spot.kind == "keyword":
        statement.gear |= {spot.name}
        statement.made |= spot.name in wanted.makes
    else:
        _note_entity(statement, spot.name, wanted)
    if not statement.counted and _COUNT.search(whole, *_before(spot)):
        statement.counted = True
    if wanted.negations.deny_thing(whole, spot.start):
        statement.cues.add("denial")


def _note_entity(statement: Statement, name: str, wanted: Wanted) -> None:
    entity = wanted.entities[name]
    if entity.kind in ("equipment", "ship"):
        statement.gear |= {name}
        theirs = entity.operator in wanted.operators
        if TRUCK in entity.classes and not theirs:
            statement.lorries |= {name}
        else:
            statement.named = True
        statement.armed |= CARRIERS.isdisjoint(entity.classes)
        if entity.kind == "ship" and theirs and _brings(entity):
            statement.ships |= {name}
        statement.made |= OTHER_MAKE not in entity.classes
    statement.fought |= ARMED_GROUP in entity.classes
    if name in wanted.actors:
        statement.wanted |= {name}
    if entity.operator in wanted.operators:
        statement.operated = True
    home = entity.country
    if home in wanted.theatre:
        statement.theatre |= {home}
        statement.allied |= home in wanted.allies
    if IN_THEATRE in entity.classes:
        statement.theatre |= IMPLIED_THEATRE


def _brings(ship: Entity) -> bool:
    """A warship on its way may be going home."""
    return WARSHIP not in ship.classes or LANDING in ship.classes
