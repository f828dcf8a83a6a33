"""What was ever seen where: a thing in a country, at a place, in whose hands; and what is a first.

Pure: the caller hands in what is known (from the archive and the operator's sightings.yaml).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from detector.facts import Facts, Spot, Thing
from detector.weighing import BODY, LEAD
from detector.whereabouts import FIRM

SIGHTED = frozenset(["equipment", "ship", "unit"])  # a ministry or a person is not sighted
SETTLED = timedelta(days=30)
MOST_THINGS, MOST_PLACES = 16, 3  # of one report


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing in a country; empty parts are not said. `operator`: in whose hands."""

    entity: str
    country: str
    variant: str = ""
    place: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A sighting known before; without times it is known since ever."""

    sighting: Sighting
    first_at: datetime | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class First:
    """A thing seen where it was never seen, or not for long (`days`).

    `place` and `operator` are set where only they are new: the thing itself is known in the
    country. `elsewhere`: the country where it was last seen, and how many days ago.
    """

    name: str
    country: str
    place: str = ""
    operator: str = ""
    days: int | None = None
    variant_only: bool = False  # others of its family are known there
    elsewhere: str = ""
    elsewhere_days: int | None = None

    @property
    def weight(self) -> int:
        """Least is most telling: new to the country, in new hands, a variant, again, a place."""
        if self.place:
            return 4
        if self.days is not None:
            return 3
        return 2 if self.variant_only else 1 if self.operator else 0


@dataclass(frozen=True, slots=True)
class Sighted:
    """One thing as a report sights it, with its name for readers."""

    name: str
    sighting: Sighting


def sighted_in(facts: Facts, operators: Mapping[str, str]) -> tuple[Sighted, ...]:
    """What a report sights, each thing with every variant and place that it is about.

    `operators`: who uses a thing or stands behind a force, by entity id, where that is known.
    """
    country = main_country(facts.places)
    if not country:
        return ()
    places = _places(facts.places, country) or ("",)
    hands = _hands(facts.forces, operators)
    things = [
        t for t in (*facts.gear, *facts.forces) if t.kind in SIGHTED and t.weight >= _least(t)
    ]
    return tuple(
        Sighted(
            variant or thing.name or thing.id,
            Sighting(thing.id, country, variant, place, _operator(thing, operators, hands)),
        )
        for thing in things[:MOST_THINGS]
        for variant in thing.variants or ("",)
        for place in places
    )


def main_country(places: Iterable[Spot]) -> str:
    """The country that a report is about: the weightiest of those it names."""
    weights: dict[str, float] = {}
    for spot in places:
        if spot.country:
            weights[spot.country] = weights.get(spot.country, 0.0) + spot.weight
    return max(weights, key=lambda country: weights[country], default="")


def firsts(
    sighted: Iterable[Sighted], known: Sequence[Known], at: datetime, gap: timedelta
) -> tuple[First, ...]:
    """What of it is a first, by what was known before; each once, most telling first.

    `known` holds what is known of these things in any country.
    """
    found: dict[First, None] = {}
    for one in sighted:
        mine = [k for k in known if k.sighting.entity == one.sighting.entity]
        first = _first(one, mine, at, gap)
        if first is not None:
            found[first] = None
    bare = [first for first in found if first.weight < 4]
    named = {(first.name, first.country) for first in bare}
    kept = [f for f in found if f.weight < 4 or (f.name, f.country) not in named]
    return tuple(sorted(kept, key=lambda first: first.weight))


def _first(one: Sighted, known: Sequence[Known], at: datetime, gap: timedelta) -> First | None:
    sighting = one.sighting
    here = [k for k in known if k.sighting.country == sighting.country]
    if not here:
        country, days = _elsewhere(known, at)
        return First(one.name, sighting.country, elsewhere=country, elsewhere_days=days)
    same_hands = [k for k in here if _may_be(k.sighting.operator, sighting.operator)]
    if not same_hands:
        return First(one.name, sighting.country, operator=sighting.operator)
    same = [k for k in same_hands if k.sighting.variant == sighting.variant or not sighting.variant]
    if not same:
        country, days = _elsewhere(_of_variant(known, sighting.variant), at)
        return First(
            one.name, sighting.country, variant_only=True, elsewhere=country, elsewhere_days=days
        )
    quiet = _quiet_days(same, at)
    if quiet is not None and quiet >= gap.days:
        return First(one.name, sighting.country, days=quiet)
    places = {k.sighting.place for k in same} - {""}
    if sighting.place and places and sighting.place not in places and _is_settled(same, at):
        return First(one.name, sighting.country, place=sighting.place)
    return None


def _is_settled(known: Iterable[Known], at: datetime) -> bool:
    """A newcomer's next places are one story; those of what has long been there are news."""
    return any(k.first_at is None or k.first_at <= at - SETTLED for k in known)


def _quiet_days(known: Iterable[Known], at: datetime) -> int | None:
    """Days since it was last seen; None if that can't be said."""
    last = [k.last_at for k in known]
    times = [moment for moment in last if moment is not None]
    return (at - max(times)).days if len(times) == len(last) else None


def _elsewhere(known: Iterable[Known], at: datetime) -> tuple[str, int | None]:
    dated = [(k.last_at, k.sighting.country) for k in known if k.last_at and k.last_at <= at]
    if not dated:
        return "", None
    last_at, country = max(dated)
    return country, (at - last_at).days


def _of_variant(known: Iterable[Known], variant: str) -> list[Known]:
    return [k for k in known if k.sighting.variant == variant]


def _may_be(one: str, other: str) -> bool:
    """Unsaid hands may be anybody's."""
    return not one or not other or one == other


def _places(spots: Iterable[Spot], country: str) -> tuple[str, ...]:
    precise = [spot for spot in spots if not spot.general and spot.country == country]
    least = FIRM * max((spot.weight for spot in precise), default=0.0)
    names = dict.fromkeys(spot.name for spot in precise if spot.weight >= least)
    return tuple(names)[:MOST_PLACES]


def _hands(forces: Iterable[Thing], operators: Mapping[str, str]) -> str:
    """Who has the gear: the one power behind the forces named; of two, nobody knows which."""
    powers = {operators.get(f.id, "") for f in forces if f.weight >= BODY} - {""}
    return powers.pop() if len(powers) == 1 else ""


def _operator(thing: Thing, operators: Mapping[str, str], hands: str) -> str:
    return operators.get(thing.id) or hands


def _least(thing: Thing) -> float:
    """A force in passing is background; gear in the body is what the report is about."""
    return LEAD if thing.kind == "unit" else BODY
