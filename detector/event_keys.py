"""What an event is filed under and an item looked up by, so that few events need be compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from detector.events import OpenEvent
from detector.facts import COLUMN, Facts
from detector.subject import is_on_the_road
from detector.whereabouts import cells, precise, towns_of

MOST_CANDIDATES = 16
MOST_KEYS = 40  # of one item, the most telling first
NEAR_PLACES = 2  # of an item, whose surroundings are looked up: the base outside a town
WORTH = {"i": 6, "p": 3, "t": 2, "g": 2, "c": 1, "k": 1, "a": 1}  # of a key, by its first letter


def keys_of(facts: Facts | OpenEvent) -> tuple[str, ...]:
    """What an event is filed under: things, places and ids named, each with its country."""
    countries = list(dict.fromkeys(spot.country for spot in facts.places if spot.country))[:4]
    towns = [spot for spot in facts.places if not spot.general]
    places = [f"p:{spot.country}:{spot.name}" for spot in towns]
    places += [f"g:{cell}" for spot in towns for cell in cells(spot)[:1]]
    if not towns_of(facts.places):  # it may be of whatever town
        places += [f"c:{country}" for country in countries]
    things = [f"t:{thing.id}:{c}" for thing in facts.gear for c in countries]
    ids = [f"i:{one}" for one in facts.ids]
    named = (*facts.groups, *facts.forces)
    vague = [f"k:{thing.id}:{c}" for thing in named for c in countries]
    if is_on_the_road(facts):
        vague += [f"k:{COLUMN}:{country}" for country in countries]
    anywhere = [f"a:{thing.id}" for thing in (*facts.gear, *named)]
    return tuple(dict.fromkeys((*ids, *places, *things, *vague[:MOST_KEYS], *anywhere)))


def wanted(facts: Facts) -> tuple[str, ...]:
    """What to look up for an item: what tells most; what is said everywhere only for want of it."""
    keys = keys_of(facts)
    if not facts.places:
        return tuple(key for key in keys if key[0] in "ia")[:MOST_KEYS]
    firm = tuple(key for key in keys if key[0] in "ipt" or key.startswith(f"k:{COLUMN}:"))
    if not firm:
        return tuple(key for key in keys if key[0] == "k")[:MOST_KEYS]
    vague = [f"c:{spot.country}" for spot in facts.places[:1]]
    if not towns_of(facts.places):  # it may be of whatever town
        vague += [key for key in keys if key[0] == "k"]
    near = (f"g:{cell}" for spot in precise(facts.places)[:NEAR_PLACES] for cell in cells(spot))
    return tuple(dict.fromkeys((*firm[: MOST_KEYS - 4 * NEAR_PLACES - 1], *near, *vague)))


def ranked(shared: Iterable[tuple[int, str, datetime]]) -> list[int]:
    """Events by what they share with an item: (id, key, time of its latest report), best first."""
    worth: dict[int, int] = {}
    latest: dict[int, float] = {}
    for number, key, last_at in shared:
        worth[number] = worth.get(number, 0) + WORTH[key[0]]
        latest[number] = last_at.timestamp()
    order = sorted(worth, key=lambda number: (-worth[number], -latest[number], number))
    return order[:MOST_CANDIDATES]
