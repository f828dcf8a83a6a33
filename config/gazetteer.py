"""Builds the places of watched countries from what packages know of the world. No I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from config.lexemes import CountryEntry, Lexicon, PlaceEntry
from config.world import LARGEST, Town, World

_ELSEWHERE = 3  # enough to know that something happened in another country
_WIDE = frozenset(["country", "demonym", "region"])  # lie at no spot
_NO_COUNTRIES = {"EU", "UN", "EZ", "ZZ", "XA", "XB", "QO"}


def with_gazetteer(lexicon: Lexicon, countries: Iterable[str], world: World) -> Lexicon:
    """Return the lexicon with every country's name and the towns of the given countries.

    An entry of the lexicon stands for the town of its name; it lies there if it says no other.
    """
    own = {(place.name.casefold(), place.country) for place in lexicon.places}
    lying = tuple(_where(place, world) for place in lexicon.places)
    watched = frozenset(countries)
    towns = [
        _place(town, country)
        for country, largest in world.towns.items()
        for town in largest[: LARGEST if country in watched else _ELSEWHERE]
        if (town[0].casefold(), country) not in own
    ]
    named = countries_of(lexicon.countries, world.names)
    return lexicon.model_copy(update={"places": (*lying, *named, *towns)})


def _where(place: PlaceEntry, world: World) -> PlaceEntry:
    if place.lat is not None or place.kind in _WIDE:
        return place
    names = {name.casefold() for name in (place.name, *place.names)}
    for name, lat, lon, others in world.towns.get(place.country, ()):
        if not names.isdisjoint((name.casefold(), *map(str.casefold, others))):
            return place.model_copy(update={"lat": lat, "lon": lon})
    return place


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


def _place(town: Town, country: str) -> PlaceEntry:
    name, lat, lon, names = town
    return PlaceEntry(name=name, country=country, names=tuple(names), lat=lat, lon=lon)
