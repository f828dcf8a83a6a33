"""Compares where two reports say that it happened: towns and bases, how far apart, countries."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

from detector.facts import Spot

SAME_SPOT_KM, NEAR_KM = 30.0, 90.0
NEARBY = 0.8  # of the weight of a shared place that goes by two names: a base and its town
CELL = 0.5  # degrees: half of it is nearly as far as the same spot
AS_WELL = 0.75  # of the main place's weight
OWN = 0.45  # and of a country's, for its own towns: a capital further down only speaks
FIRM = 0.5  # of the main place's weight: a place that the report is about, not in passing


def of_places(here: Sequence[Spot], there: Sequence[Spot]) -> dict[str, float]:
    """Features of the places of an item and of an event."""
    ours, theirs = precise(here), precise(there)
    countries = {s.country for s in here}, {s.country for s in there}
    shared = _shared_place(ours, theirs)
    both = bool(shared or (_settling(here) and _settling(there)))
    gap = _gap(ours, theirs) if both and not shared else 0.0
    main = main_country(here), main_country(there)
    return {
        "same place": shared,
        "same main place": float(both and distance(ours[0], theirs[0]) <= SAME_SPOT_KM),
        "other place": float(both and not shared),
        "far apart": float(both and not shared and gap > NEAR_KM),
        "place unsaid": float(not both),
        "parted ways": float(bool(shared) and _part(ours, theirs)),
        "same country": float(bool(main[0]) and main[0] == main[1]),
        "other country": float(
            bool(countries[0] and countries[1]) and not countries[0] & countries[1]
        ),
        "other main country": float(bool(main[0] and main[1]) and main[0] != main[1]),
    }


def apart(here: Sequence[Spot], there: Sequence[Spot]) -> float:
    """Kilometres between the towns and bases that two reports are about."""
    ours, theirs = precise(here), precise(there)
    return _gap(ours, theirs) if ours and theirs else math.inf


def share_place(here: Sequence[Spot], there: Sequence[Spot]) -> bool:
    """Whether both name one town or base."""
    return _shared_place(precise(here), precise(there)) > 0


def precise(spots: Sequence[Spot]) -> list[Spot]:
    """Towns and bases, not whole countries and regions."""
    return [spot for spot in spots if not spot.general]


def towns_of(spots: Sequence[Spot]) -> list[Spot]:
    """Those of them that are not named only for the land around."""
    return [spot for spot in spots if not (spot.general or spot.land)]


def firm(spots: Sequence[Spot]) -> list[Spot]:
    """Those that it is about, not those named in passing."""
    return [spot for spot in spots if spot.weight >= FIRM * spots[0].weight]


def cells(spot: Spot) -> tuple[str, ...]:
    """The four cells of a grid around a place, its own first: none further than the same spot."""
    if spot.lat is None or spot.lon is None:
        return ()
    row, column = spot.lat / CELL, spot.lon / CELL
    rows = (math.floor(row), math.floor(row) + (1 if row % 1 >= 0.5 else -1))
    columns = (math.floor(column), math.floor(column) + (1 if column % 1 >= 0.5 else -1))
    return tuple(f"{one}:{other}" for one, other in product(rows, columns))


def main_country(spots: Sequence[Spot]) -> str:
    """The country that its places weigh most for; "" for none."""
    weights: dict[str, float] = {}
    for spot in spots:
        weights[spot.country] = weights.get(spot.country, 0.0) + spot.weight
    return max(weights, key=lambda country: weights[country], default="")


def _settling(spots: Sequence[Spot]) -> list[Spot]:
    """Those that may disagree: where a country is the main place, its own or what is told as well.

    A capital further down only speaks: it may be where it was, but needn't. A region that is
    named after its town leaves open where in it.
    """
    towns = towns_of(spots)
    if not spots or not (spots[0].general or spots[0].land):
        return towns
    main = spots[0]
    least = {main.country: OWN * main.weight}
    return [s for s in towns if s.weight >= least.get(s.country, AS_WELL * main.weight)]


def _shared_place(ours: Sequence[Spot], theirs: Sequence[Spot]) -> float:
    """How much the best shared place matters to both."""
    best = 0.0
    for one, other in product(ours[:6], theirs[:10]):
        if distance(one, other) <= SAME_SPOT_KM:
            weight = one.weight / ours[0].weight * (other.weight / theirs[0].weight) ** 0.5
            best = max(best, weight if one.name == other.name else weight * NEARBY)
    return min(1.0, best)


def _part(ours: Sequence[Spot], theirs: Sequence[Spot]) -> bool:
    """Whether each also names a place that is none of the other's: Gao to Kidal, Gao to Ménaka."""

    def alone(some: Sequence[Spot], others: Sequence[Spot]) -> bool:
        return any(all(distance(one, two) > NEAR_KM for two in others) for one in firm(some))

    return alone(ours, theirs) and alone(theirs, ours)


def _gap(ours: Sequence[Spot], theirs: Sequence[Spot]) -> float:
    return min(distance(one, other) for one, other in product(firm(ours), firm(theirs)))


def distance(one: Spot, other: Spot) -> float:
    """Kilometres between two places; without coordinates, other names are far apart."""
    if (one.name, one.country) == (other.name, other.country):
        return 0.0
    if None in (one.lat, one.lon, other.lat, other.lon):
        return 1000.0
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    north = one.lat - other.lat
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 111.2 * math.hypot(north, east)
