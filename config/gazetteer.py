"""Builds the places of watched countries from what packages know of the world. No I/O."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from config.lexemes import CountryEntry, Lexicon, PlaceEntry
from config.transliteration import (
    SPEAKING_FRENCH,
    in_ukrainian,
    respelled,
    respelled_in_arabic,
    transliterated,
)
from config.world import EVERYDAY, Town, World

_ELSEWHERE = 3  # enough to know that something happened in another country
_WELL_KNOWN = 25  # towns of a watched country
_MANY = 20  # places of a country; who names so many wants to hear of its small towns as well
_WIDE = frozenset(["country", "demonym", "region"])  # lie at no spot
_NO_COUNTRIES = {"EU", "UN", "EZ", "ZZ", "XA", "XB", "QO"}
_CYRILLIC = re.compile("[а-яё-]+", re.IGNORECASE)  # of one word
_ARABIC = re.compile("[\u0620-\u064a ]+")
_RUSSIAN = re.compile("[а-яё-]*[иыэё][а-яё-]*", re.IGNORECASE)  # Ukrainian has other letters


def with_gazetteer(lexicon: Lexicon, countries: Iterable[str], world: World) -> Lexicon:
    """Return the lexicon with every country's name and the towns of the given countries.

    An entry of the lexicon stands for the town of its name: it has that one's names as well, and
    lies there if it says no other.
    """
    watched = frozenset(countries)
    named = countries_of(lexicon.countries, world.names)
    taken = EVERYDAY.union(*((place.name, *place.names) for place in named))
    own = list(lexicon.places)
    index = _index(own)
    known = Counter(place.country for place in own)
    towns = list[PlaceEntry]()
    for country, largest in world.towns.items():
        near = _names_of(country, world) if country in watched else None
        for rank, town in enumerate(largest):
            keys = _keys(town, country) if country in known else ()
            at = next((index[key] for key in keys if key in index), None)
            if at is not None:
                own[at] = _joined(own[at], town, taken if near else None)
            elif rank < (_ELSEWHERE if near is None else _WELL_KNOWN):
                towns.append(_place(town, country))
            elif near and known[country] >= _MANY:
                # A small one's name is more often another word: it wants its country beside it.
                towns.append(_place(town, country, near))

    def spelled(places: Iterable[PlaceEntry]) -> Iterator[PlaceEntry]:
        return (_spelled(one, taken) if one.country in watched else one for one in places)

    sure = [*spelled(own), *named, *spelled(towns)]
    heard = taken.union(*((place.name, *place.names) for place in sure))
    doubtful = [
        _doubtful(one, heard, _names_of(one.country, world))
        for one in lexicon.places
        if one.country in SPEAKING_FRENCH and one.country in watched and not one.near
    ]
    more = (one for one in doubtful if one.names)
    return lexicon.model_copy(update={"places": (*sure, *more)})


def _index(places: Sequence[PlaceEntry]) -> dict[tuple[str, str], int]:
    """Where each name of a spot stands; that of a sure name rather than of an ambiguous one."""
    found: dict[tuple[str, str], int] = {}
    for at in sorted(range(len(places)), key=lambda at: bool(places[at].near)):
        place = places[at]
        if place.kind not in _WIDE:
            for name in (place.name, *place.names):
                found.setdefault((place.country, _plain(name)), at)
    return found


def _keys(town: Town, country: str) -> Iterator[tuple[str, str]]:
    name, _, _, others = town
    return ((country, _plain(one)) for one in (name, *others))


def _plain(name: str) -> str:
    """A Latin name without its accents: Şabrātah."""
    lower = name.casefold()
    if lower.isascii() or "\u0370" < lower[0] < "\u1e00":
        return lower
    letters = unicodedata.normalize("NFD", lower)
    return "".join(one for one in letters if not unicodedata.combining(one))


def _joined(place: PlaceEntry, town: Town, taken: Set[str] | None) -> PlaceEntry:
    """The place, lying where the town does; with its names, but for those that are taken."""
    name, lat, lon, others = town
    names = place.names
    if taken is not None:
        more = (one for one in (name, *others) if one != place.name and one not in taken)
        names = tuple(dict.fromkeys((*names, *more)))
    spot = (lat, lon) if place.lat is None else (place.lat, place.lon)
    return place.model_copy(update={"names": names, "lat": spot[0], "lon": spot[1]})


def _names_of(country: str, world: World) -> tuple[str, ...]:
    return tuple(names[country] for names in world.names if country in names)


def _spelled(place: PlaceEntry, taken: Set[str]) -> PlaceEntry:
    """The place with the spellings that follow from those it has, but for those that are taken."""
    if place.kind in _WIDE:
        return place
    others = [in_ukrainian(name) for name in place.names if _RUSSIAN.fullmatch(name)]
    if place.country in SPEAKING_FRENCH and " " not in place.name:
        others += transliterated(place.name)
    if not place.near:
        others += [
            other for name in place.names if _CYRILLIC.fullmatch(name) for other in respelled(name)
        ]
    names = (*place.names, *(name for name in others if name not in taken))
    return place.model_copy(update={"names": tuple(dict.fromkeys(names))})


def _doubtful(place: PlaceEntry, heard: Set[str], near: tuple[str, ...]) -> PlaceEntry:
    """The place by spellings that may be other words as well: they want its country near them."""
    arabic = (name for name in place.names if _ARABIC.fullmatch(name) and place.kind not in _WIDE)
    names = dict.fromkeys(
        other for name in arabic for other in respelled_in_arabic(name) if other not in heard
    )
    return place.model_copy(update={"names": tuple(names), "near": near})


def countries_of(
    entries: Iterable[CountryEntry], languages: Sequence[Mapping[str, str]]
) -> tuple[PlaceEntry, ...]:
    """Name every country of the world in the five languages, with the lexicon's additions."""
    added = _together(entries)
    codes = {code for code in languages[0] if re.fullmatch("[A-Z]{2}", code)} - _NO_COUNTRIES
    places = []
    for code in sorted(codes):
        entry = added.get(code, CountryEntry(country=code))
        names = [names[code] for names in languages if code in names]
        names = [n for n in (*names, *entry.names) if n not in entry.ban]
        if names:
            places.append(
                PlaceEntry(name=names[0], country=code, kind="country", names=tuple(names[1:]))
            )
            places += _demonyms(names[0], entry)
    return tuple(places)


def _together(entries: Iterable[CountryEntry]) -> dict[str, CountryEntry]:
    """One entry for each country: an operator's words are added to the shipped ones."""
    added: dict[str, CountryEntry] = {}
    for entry in entries:
        former = added.get(entry.country, CountryEntry(country=entry.country))
        added[entry.country] = CountryEntry(
            country=entry.country,
            demonyms=(*former.demonyms, *entry.demonyms),
            names=(*former.names, *entry.names),
            ban=(*former.ban, *entry.ban),
        )
    return added


def _demonyms(name: str, entry: CountryEntry) -> list[PlaceEntry]:
    """Adjectives name the country, too; only English gives them a capital letter."""
    if not entry.demonyms:
        return []
    demonym = PlaceEntry(
        name=name, country=entry.country, kind="demonym", names=entry.demonyms, capital_letter=False
    )
    return [demonym]


def _place(town: Town, country: str, near: tuple[str, ...] = ()) -> PlaceEntry:
    name, lat, lon, names = town
    return PlaceEntry(name=name, country=country, names=tuple(names), lat=lat, lon=lon, near=near)
