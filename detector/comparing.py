"""Compares the facts of an item with those of an event: named features, agreement and conflict.

Each feature lies between 0 and 1 (time goes a little beyond), so that weights can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Protocol

from detector.copies import alike
from detector.facts import COLUMN, Facts, Spot, Thing
from detector.ids import NAME
from detector.model import MEN
from detector.weighing import LEAD
from detector.whereabouts import SAME_SPOT_KM, apart, distance, of_places, precise

SUPPORT = 0.34  # share of the kept reports that must agree: no single one is a quorum
TEXT_SAYS_SAME = 0.5  # MinHash similarity above which a veto must not part two texts
OFTEN = 0.25  # share of the reports that tell an activity
PAUSE = 2.0  # days in which reports of one event follow each other
# What is done at a place whatever is used for it.
SETTLED = frozenset(["construction", "withdrawal", "rotation", "exercise", "agreement"])
CARRIERS = frozenset(["aircraft", "cargo-ship", "truck", "helicopter"])
VAGUE = frozenset(
    ["sighting", "presence", "movement", "operation", "departure", "handover", "recovery"]
)  # say too little to disagree
PEOPLE = frozenset(["personnel", "advisers", "lads"])  # words for those who come, go or stay
# Words for a column of whatever drives in it, and what may.
COLLECTIVE = frozenset([COLUMN, "vehicles", "machinery", "military-equipment"])
GENERIC = frozenset(["armour", "truck"])  # of nearly every column: they bridge nothing
DRIVEN = frozenset(["armour", "truck", "protected-vehicle", "artillery", "air-defence"])
# A follow-up names what is new, not what was told.
_UNSAID_IN_FOLLOW_UPS = (
    "other gear", "other kind of gear", "gear class differs", "only forces, other",
    "subject unsaid",
)  # fmt: skip
# A ship that left one port is in another, of another country, when it is heard of next.
_WHERE_IT_IS_NOW = (
    "other place", "far apart", "other country", "other main country", "quiet for long",
)  # fmt: skip
SHIPS = ("ship:", "name:", "imo:", "hull:")  # ids of one ship
OPPOSED = (
    frozenset(["arrival", "withdrawal"]),
    frozenset(["loss", "arrival"]),
    frozenset(["loss", "construction"]),
    frozenset(["withdrawal", "construction"]),
    frozenset(["exercise", "loss"]),
    frozenset(["loss", "rotation"]),
)


ROAD_HOURS, ROAD_KM_H = 60, 25  # in which a column comes further, and how quickly


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


def compare(facts: Facts, event: Known, busy: float = 0.0) -> dict[str, float]:
    """Every feature of the pair, by name; `busy`: how many other events are open at the place."""
    features = of_places(facts.places, event.places)
    features["rivals there"] = busy
    features |= _of_gear(facts, event)
    features |= _of_forces(facts, event)
    features |= _of_activities(facts, event)
    features |= _of_ids(facts.ids, event.ids)
    features |= _of_time(facts, event)
    features["similar text"] = _similar(facts, event.members)
    said = any(member.another for member in event.members)
    features["told as another"] = float(facts.another and not said)
    features["same origin"] = float(facts.origin in event.origins)
    features["retells its source"] = float(facts.retells(event.origins))
    features["support"] = support(facts, event.members)
    place, gear = features["same place"], features["gear shared"]
    features["same gear, same place"] = place * gear
    features["same place, same activity"] = place * features["same activity"]
    settled = set(facts.activities) & set(event.activities) & SETTLED
    features["same undertaking, same place"] = place * bool(settled)
    if place and settled:  # one names the men who leave, another their trucks
        features["only forces, other"] = 0.0
    features["vague gear, same place"] = place * features["gear class shared"]
    features["further on the road"] = float(_is_further(facts, event, features))
    if features["further on the road"]:
        features |= dict.fromkeys(_WHERE_IT_IS_NOW[:4], 0.0)
    elif _has_sailed(facts, event, features):
        features |= dict.fromkeys(_WHERE_IT_IS_NOW, 0.0)
    features["told as follow-up"] = place * facts.follows
    if features["told as follow-up"]:
        features |= dict.fromkeys(_UNSAID_IN_FOLLOW_UPS, 0.0)
    return features


def _is_further(facts: Facts, event: Known, features: Mapping[str, float]) -> bool:
    """Whether a column of the same may have come so far since it was seen last."""
    hours = (facts.happened - event.last_at).total_seconds() / 3600
    if not features["other place"] or not 0 < hours <= ROAD_HOURS:
        return False
    same = features["gear shared"] or (features["same country"] and features["gear class shared"])
    column = is_on_the_road(facts) and is_on_the_road(event)
    return bool(same and column and apart(facts.places, event.places) <= ROAD_KM_H * hours + 50)


def _has_sailed(facts: Facts, event: Known, features: Mapping[str, float]) -> bool:
    """Whether a ship that had left, or was under way, is told of where it came to."""
    named = {one for one in event.ids if one.startswith(SHIPS)} & set(facts.ids)
    under_way = "movement" in event.activities and "arrival" not in usual(event)
    return bool(named and features["other place"] and under_way)


def is_on_the_road(told: Facts | Known) -> bool:
    """Whether a column is told, or that something drives somewhere, with no ship or plane."""
    if any(thing.id == COLUMN for thing in told.groups):
        return True
    classes = _classes(told)
    drives = any(t.id in COLLECTIVE for t in told.groups) or bool(classes & DRIVEN)
    carried = bool(classes & (CARRIERS - DRIVEN))
    return drives and not carried and "movement" in told.activities


def forbids(facts: Facts, event: Known, features: Mapping[str, float]) -> str:
    """Why the item can't be of the event whatever else agrees; empty when it may."""
    if features["other id"]:
        return "another number of the same kind"
    if features["same id"] or features["similar text"] >= TEXT_SAYS_SAME:
        return ""
    separate = facts.separate and not any(member.separate for member in event.members)
    reasons = {
        "it says that it is another one": separate,
        "another country": features["other country"],
        "another place": features["other place"] and features["far apart"],
        "too few of its reports agree": features["support"] < SUPPORT
        and not features["further on the road"],
    }
    return next((why for why, holds in reasons.items() if holds), "")


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
    silent = bool(firm[0]) != bool(firm[1]) and not alike and not column
    men = is_of_men(facts), is_of_men(event)
    of_men = any(men) and not all(men) and men[bool(firm[0])]
    return {
        "gear shared": shared / least if least else 0.0,
        "gear alike": shared / union if union else 0.0,
        "other gear": float(not unsaid and not common and not bridged),
        "other kind of gear": float(not unsaid and not alike),
        "gear class shared": float((unsaid or bridged) and (alike or column)),
        "gear class differs": float(unsaid and all(firm) and not alike),
        "only forces, both": float(not any(firm) and not any(kinds)),
        "only forces, other": float(silent and of_men),
        "subject unsaid": float(silent and not of_men),
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


def is_of_men(told: Facts | Known) -> bool:
    """Whether it is about men, counted or by a word for them; not merely whose it is."""
    men = any(MEN in thing.classes for thing in told.forces)
    return men or any(thing.id in PEOPLE for thing in told.groups)


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
    ours, theirs = facts.activities[:3], usual(event)
    telling = set(ours) - VAGUE, set(theirs) - VAGUE
    opposed = any(frozenset((a, b)) in OPPOSED for a in ours[:1] for b in theirs[:1])
    shared = bool(set(ours) & set(theirs))
    return {
        "same activity": float(shared),
        "other activity": float(all(telling) and not telling[0] & telling[1] and not shared),
        "opposed activity": float(opposed and not shared),
    }


def usual(event: Known) -> list[str]:
    """What many of its reports tell was done: a word in one of them is no fact of the event."""
    told = [name for member in event.members for name in member.activities]
    least = OFTEN * len(event.members)
    return [name for name in event.activities if told.count(name) >= least][:5]


# --- ids, time, quorum -------------------------------------------------------------------------


def _of_ids(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, float]:
    shared = set(ours) & set(theirs)
    kinds = {_kind(one) for one in ours} & {_kind(one) for one in theirs} - {NAME}
    same_kind = {_kind(one) for one in shared}
    return {"same id": float(bool(shared)), "other id": float(bool(kinds - same_kind))}


def _kind(one: str) -> str:
    """A side number of two digits and a full registration are two kinds of number."""
    kind, code = one.split(":", 1)
    return f"{kind}{'+' if kind == 'tail' and len(code) > 4 else ''}"


def _of_time(facts: Facts, event: Known) -> dict[str, float]:
    gaps = (
        max(event.first_at - at, at - event.last_at).total_seconds()
        for at in {facts.at, facts.happened}
    )
    days = max(0.0, min(gaps)) / 86_400
    age = max(0.0, (facts.happened - event.first_at).total_seconds()) / 86_400
    return {
        "quiet days": days / 7,
        "quiet for long": min(1.0, max(0.0, days - PAUSE) / PAUSE),
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
    ours, theirs = precise(facts.places), precise(member.places)
    if not facts.places or not member.places:
        placed = bool({t.id for t in facts.gear} & {t.id for t in member.gear})
    elif ours and theirs:
        placed = any(distance(a, b) <= SAME_SPOT_KM for a, b in product(ours[:6], theirs[:6]))
    else:
        placed = bool({s.country for s in facts.places} & {s.country for s in member.places})
    return placed and (facts.follows or _same_subject(facts, member))


def _same_subject(facts: Facts, member: Facts) -> bool:
    ours, theirs = _named(facts), _named(member)
    if ours & theirs or _classes(facts) & _classes(member):
        return True
    if ours and theirs and not _drives(facts, theirs):
        return False
    if is_of_men(facts) and is_of_men(member):
        return True
    forces = {t.id for t in facts.forces} & {t.id for t in member.forces}
    silent = not (facts.activities and member.activities)
    return bool(forces or silent or set(facts.activities) & set(member.activities))


def _named(facts: Facts) -> set[str]:
    """Models and classes; "the base", "the column" or "by plane" names nothing to disagree on."""
    words = {name for thing in facts.groups for name in thing.classes} - CARRIERS
    return words | {name for thing in facts.gear for name in (thing.id, *thing.classes)}
