"""Compares the facts of an item with those of an event: named features, agreement and conflict.

Each feature lies between 0 and 1 (time goes a little beyond), so that weights can be read.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Protocol

from detector.copies import alike
from detector.facts import LEAD, Facts, Spot, Thing

SAME_SPOT_KM, NEAR_KM = 30.0, 90.0
FIRM = 0.5  # of the main place's weight: a place that the report is about, not in passing
SUPPORT = 0.34  # share of the kept reports that must agree: no single one is a quorum
TEXT_SAYS_SAME = 0.5  # MinHash similarity above which a veto must not part two texts
PAUSE = 2.0  # days in which reports of one event follow each other
# What is done at a place whatever is used for it.
SETTLED = frozenset(["construction", "withdrawal", "rotation", "exercise", "agreement"])
CARRIERS = frozenset(["aircraft", "cargo-ship", "truck", "helicopter"])
VAGUE = frozenset(["sighting", "presence", "movement"])  # say too little to disagree
# Words for a column of whatever drives in it, and what may.
COLLECTIVE = frozenset(["convoy", "vehicles", "machinery", "military-equipment"])
GENERIC = frozenset(["armour", "truck"])  # of nearly every column: they bridge nothing
DRIVEN = frozenset(["armour", "truck", "protected-vehicle", "artillery", "air-defence"])
OPPOSED = (
    frozenset(["arrival", "withdrawal"]),
    frozenset(["loss", "arrival"]),
    frozenset(["loss", "construction"]),
    frozenset(["withdrawal", "construction"]),
    frozenset(["exercise", "loss"]),
    frozenset(["loss", "rotation"]),
)


class Known(Protocol):
    """An open event, as far as it is compared."""

    @property
    def first_at(self) -> datetime: ...
    @property
    def last_at(self) -> datetime: ...
    @property
    def gear(self) -> tuple[Thing, ...]: ...
    @property
    def groups(self) -> tuple[Thing, ...]: ...
    @property
    def forces(self) -> tuple[Thing, ...]: ...
    @property
    def places(self) -> tuple[Spot, ...]: ...
    @property
    def ids(self) -> tuple[str, ...]: ...
    @property
    def activities(self) -> tuple[str, ...]: ...
    @property
    def origins(self) -> tuple[str, ...]: ...
    @property
    def members(self) -> tuple[Facts, ...]: ...


def compare(facts: Facts, event: Known) -> dict[str, float]:
    """Every feature of the pair, by name."""
    features = _of_places(facts, event)
    features |= _of_gear(facts, event)
    features |= _of_forces(facts, event)
    features |= _of_activities(facts, event)
    features |= _of_ids(facts.ids, event.ids)
    features |= _of_time(facts, event)
    features["similar text"] = _similar(facts, event.members)
    features["same origin"] = float(facts.origin in event.origins)
    features["support"] = support(facts, event.members)
    place, gear = features["same place"], features["gear shared"]
    features["same gear, same place"] = place * gear
    features["same place, same activity"] = place * features["same activity"]
    settled = set(facts.activities) & set(event.activities) & SETTLED
    features["same undertaking, same place"] = place * bool(settled)
    if place and settled:  # one names the men who leave, another their trucks
        features["only forces, other"] = 0.0
    features["vague gear, same place"] = place * features["gear class shared"]
    return features


def forbids(facts: Facts, event: Known, features: Mapping[str, float]) -> str:
    """Why the item can't be of the event whatever else agrees; empty when it may."""
    if features["same id"] or features["similar text"] >= TEXT_SAYS_SAME:
        return "" if not features["other id"] else "another number of the same kind"
    if features["other id"]:
        return "another number of the same kind"
    if features["other country"]:
        return "another country"
    if features["other place"] and features["far apart"]:
        return "another place"
    if features["support"] < SUPPORT:
        return "too few of its reports agree"
    return ""


# --- places ------------------------------------------------------------------------------------


def _of_places(facts: Facts, event: Known) -> dict[str, float]:
    ours, theirs = _precise(facts.places), _precise(event.places)
    countries = {s.country for s in facts.places}, {s.country for s in event.places}
    shared = _shared_place(ours, theirs)
    both = bool(ours and theirs)
    gap = _gap(ours, theirs) if both and not shared else 0.0
    main = _main_country(facts.places), _main_country(event.places)
    return {
        "same place": shared,
        "same main place": float(both and distance(ours[0], theirs[0]) <= SAME_SPOT_KM),
        "other place": float(both and not shared),
        "far apart": float(both and not shared and gap > NEAR_KM),
        "place unsaid": float(not both),
        "same country": float(bool(main[0]) and main[0] == main[1]),
        "other country": float(
            bool(countries[0] and countries[1]) and not countries[0] & countries[1]
        ),
        "other main country": float(bool(main[0] and main[1]) and main[0] != main[1]),
    }


def _precise(spots: Sequence[Spot]) -> list[Spot]:
    """Towns and bases; where a country is the main place, only its own."""
    towns = [spot for spot in spots if not spot.general]
    if spots and spots[0].general:
        return [spot for spot in towns if spot.country == spots[0].country]
    return towns


def _main_country(spots: Sequence[Spot]) -> str:
    weights: dict[str, float] = {}
    for spot in spots:
        weights[spot.country] = weights.get(spot.country, 0.0) + spot.weight
    return max(weights, key=lambda country: weights[country], default="")


def _shared_place(ours: Sequence[Spot], theirs: Sequence[Spot]) -> float:
    """How much the best shared place matters to both."""
    best = 0.0
    for one, other in product(ours[:6], theirs[:10]):
        if distance(one, other) <= SAME_SPOT_KM:
            best = max(best, one.weight / ours[0].weight * (other.weight / theirs[0].weight) ** 0.5)
    return min(1.0, best)


def _gap(ours: Sequence[Spot], theirs: Sequence[Spot]) -> float:
    firm = [[s for s in spots if s.weight >= FIRM * spots[0].weight] for spots in (ours, theirs)]
    return min(distance(one, other) for one, other in product(*firm))


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


# --- things ------------------------------------------------------------------------------------


def _of_gear(facts: Facts, event: Known) -> dict[str, float]:
    ours, theirs = _weights(facts.gear), _weights(event.gear)
    common = ours.keys() & theirs.keys()
    shared = sum(min(ours[name], theirs[name]) for name in common)
    least = min(sum(ours.values()), sum(theirs.values()))
    union = sum(max(ours.get(n, 0.0), theirs.get(n, 0.0)) for n in ours.keys() | theirs.keys())
    kinds = _classes(facts), _classes(event)
    firm = _firm(facts), _firm(event)
    unsaid, alike = not ours or not theirs, bool(kinds[0] & kinds[1])
    column = _drives(facts, kinds[1])
    bridged = not common and (_bridges(facts, event) or _bridges(event, facts) or column)
    column = column or _drives(event, kinds[0])
    return {
        "gear shared": shared / least if least else 0.0,
        "gear alike": shared / union if union else 0.0,
        "other gear": float(not unsaid and not common and not bridged),
        "other kind of gear": float(not unsaid and not alike),
        "gear class shared": float((unsaid or bridged) and (alike or column)),
        "gear class differs": float(unsaid and all(firm) and not alike),
        "only forces, both": float(not any(firm) and not any(kinds)),
        "only forces, other": float(bool(firm[0]) != bool(firm[1]) and not alike and not column),
    } | _of_counts(facts, event, common)


def _bridges(told: Facts | Known, other: Facts | Known) -> bool:
    """A class word beside other models: "besides the tanks, two BREM"; the ship and its cargo."""
    named = {name for thing in told.gear for name in thing.classes}
    words = {n for thing in told.groups if thing.weight >= LEAD for n in thing.classes}
    return bool((words - named - GENERIC) & {n for thing in other.gear for n in thing.classes})


def _drives(told: Facts | Known, classes: set[str]) -> bool:
    """A column of more than the models named, as far as what the other tells may drive in it."""
    named = sum(thing.high or thing.low or 1 for thing in told.gear)
    column = [t for t in told.groups if t.id in COLLECTIVE and (not named or (t.low or 0) > named)]
    return bool(column and classes & DRIVEN)


def _weights(things: Iterable[Thing]) -> dict[str, float]:
    return {thing.id: thing.weight for thing in things}


def _classes(told: Facts | Known) -> set[str]:
    """Classes of gear, by models and by class words: a T-72 is a tank and armour."""
    return {name for thing in (*told.gear, *told.groups) for name in thing.classes}


def _firm(told: Facts | Known) -> set[str]:
    """Classes that the report is about; one plane or ship only carries what it is about."""
    named = [thing for thing in told.groups if thing.classes]
    groups = (t for t in named if (t.low or 0) > 1 or not CARRIERS.issuperset(t.classes))
    return {name for thing in (*told.gear, *groups) for name in (thing.id, *thing.classes)}


def _of_counts(facts: Facts, event: Known, common: Iterable[str]) -> dict[str, float]:
    ours = {thing.id: thing for thing in facts.gear}
    theirs = {thing.id: thing for thing in event.gear}
    pairs = [(ours[name], theirs[name]) for name in common]
    told = [(a, b) for a, b in (*pairs, *_alike(facts, event)) if _counted(a) and _counted(b)]
    same = [a for a, b in told if a.low == b.low or a.high == b.high]
    far = [a for a, b in told if _far(a, b)]
    variants = [(set(a.variants), set(b.variants)) for a, b in pairs if a.variants and b.variants]
    return {
        "same count": float(any((a.low or 0) >= 2 for a in same)),
        "other count": len(far) / len(told) if told and not same else 0.0,
        "same variant": float(any(a & b for a, b in variants)),
        "other variant": float(bool(variants) and not any(a & b for a, b in variants)),
    }


def _counted(thing: Thing) -> bool:
    return thing.low is not None


def _alike(facts: Facts, event: Known) -> list[tuple[Thing, Thing]]:
    """Things that may be the same without the same name: "seven tanks" and seven T-72; forces."""
    theirs = {thing.id: thing for thing in event.forces}
    forces = [(thing, theirs[thing.id]) for thing in facts.forces if thing.id in theirs]
    if facts.gear and event.gear:
        return forces
    ours, others = (facts.gear or facts.groups), (event.gear or event.groups)
    return forces + [(a, b) for a, b in product(ours, others) if set(a.classes) & set(b.classes)]


def _far(one: Thing, other: Thing) -> bool:
    low, high = one.low or 0, one.high or one.low or 0
    return bool(high * 2 <= (other.low or 0) or (other.high is not None and low >= 2 * other.high))


def _of_forces(facts: Facts, event: Known) -> dict[str, float]:
    ours, theirs = {t.id for t in facts.forces}, {t.id for t in event.forces}
    return {
        "same force": float(bool(ours & theirs)),
        "other force": float(bool(ours and theirs) and not ours & theirs),
    }


def _of_activities(facts: Facts, event: Known) -> dict[str, float]:
    ours, theirs = facts.activities[:3], event.activities[:5]
    telling = set(ours) - VAGUE, set(theirs) - VAGUE
    opposed = any(frozenset((a, b)) in OPPOSED for a in ours[:1] for b in theirs[:1])
    shared = bool(set(ours) & set(theirs))
    return {
        "same activity": float(shared),
        "other activity": float(all(telling) and not telling[0] & telling[1] and not shared),
        "opposed activity": float(opposed),
    }


# --- ids, time, quorum -------------------------------------------------------------------------


def _of_ids(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, float]:
    shared = set(ours) & set(theirs)
    kinds = {_kind(one) for one in ours} & {_kind(one) for one in theirs}
    same_kind = {_kind(one) for one in shared}
    return {"same id": float(bool(shared)), "other id": float(bool(kinds - same_kind))}


def _kind(one: str) -> str:
    """A side number of two digits and a full registration are two kinds of number."""
    kind, code = one.split(":", 1)
    return f"{kind}{'+' if kind == 'tail' and len(code) > 4 else ''}"


def _of_time(facts: Facts, event: Known) -> dict[str, float]:
    before = (event.first_at - facts.at).total_seconds()
    after = (facts.at - event.last_at).total_seconds()
    days = max(0.0, before, after) / 86_400
    age = max(0.0, (facts.at - event.first_at).total_seconds()) / 86_400
    return {
        "quiet days": days / 7,
        "quiet for long": max(0.0, days - PAUSE) / 7,
        "old event": min(2.0, age / 7),
    }


def _similar(facts: Facts, members: Sequence[Facts]) -> float:
    """Texts in two languages never share their words: not compared."""
    near = [m.sketch for m in members if m.language == facts.language]
    return max((alike(facts.sketch, sketch) for sketch in near), default=0.0)


def support(facts: Facts, members: Sequence[Facts]) -> float:
    """The share of an event's reports that agree with the item on a place and on a thing."""
    agreeing = sum(_agrees(facts, member) for member in members)
    return agreeing / len(members) if members else 0.0


def _agrees(facts: Facts, member: Facts) -> bool:
    if set(facts.ids) & set(member.ids):
        return True
    ours, theirs = _precise(facts.places), _precise(member.places)
    if not facts.places or not member.places:
        placed = bool({t.id for t in facts.gear} & {t.id for t in member.gear})
    elif ours and theirs:
        placed = any(distance(a, b) <= SAME_SPOT_KM for a, b in product(ours[:6], theirs[:6]))
    else:
        placed = bool({s.country for s in facts.places} & {s.country for s in member.places})
    return placed and _same_subject(facts, member)


def _same_subject(facts: Facts, member: Facts) -> bool:
    ours, theirs = _named(facts), _named(member)
    if ours and theirs and not _drives(facts, theirs):
        return bool(ours & theirs)
    forces = {t.id for t in facts.forces} & {t.id for t in member.forces}
    return bool(forces or set(facts.activities) & set(member.activities))


def _named(facts: Facts) -> set[str]:
    """Models and classes; "the base" or "the column" names nothing that could disagree."""
    return {thing.id for thing in facts.gear} | _classes(facts)
