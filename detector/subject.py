"""What a report is about, and how that agrees with another's: models, classes, counts, forces.

A class word says less than a model, a column may hold what another report names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Protocol

from detector.facts import COLUMN, Thing
from detector.model import MEN, SHIPS
from detector.weighing import LEAD

TRANSPORT = SHIPS | {"transport"}  # classes of what only brings the rest
CARRIERS = SHIPS | {"aircraft", "truck", "helicopter"}
PEOPLE = frozenset(["personnel", "advisers", "lads"])  # words for those who come, go or stay
# Words for a column of whatever drives in it, and what may.
COLLECTIVE = frozenset([COLUMN, "vehicles", "machinery", "military-equipment"])
GENERIC = frozenset(["armour", "truck"])  # of nearly every column: they bridge nothing
_OTHER_SUBJECT = ("other kind of gear", "gear class differs", "only forces, other")
DRIVEN = frozenset(["armour", "truck", "protected-vehicle", "artillery", "air-defence"])


class Told(Protocol):
    """A report or an event, as far as its subject is compared."""

    @property
    def gear(self) -> tuple[Thing, ...]: ...
    @property
    def groups(self) -> tuple[Thing, ...]: ...
    @property
    def forces(self) -> tuple[Thing, ...]: ...
    @property
    def activities(self) -> tuple[str, ...]: ...


def of_gear(facts: Told, event: Told) -> dict[str, float]:
    """Features, each from 0 to 1: what they share, what conflicts, what only one of them says."""
    return _of_kinds(facts, event) | _of_counts(facts, event)


def _of_kinds(facts: Told, event: Told) -> dict[str, float]:
    ours, theirs = _weights(facts.gear), _weights(event.gear)
    common = ours.keys() & theirs.keys()
    shared = sum(min(ours[name], theirs[name]) for name in common)
    least = min(sum(ours.values()), sum(theirs.values()))
    union = sum(max(ours.get(n, 0.0), theirs.get(n, 0.0)) for n in ours.keys() | theirs.keys())
    kinds = classes_of(facts), classes_of(event)
    firm = _firm(facts), _firm(event)
    unsaid, alike = not ours or not theirs, bool(kinds[0] & kinds[1])
    column = drives_with(facts, kinds[1])
    bridged = not common and (_bridges(facts, event) or _bridges(event, facts) or column)
    brought = _is_transport(facts) or _is_transport(event)
    column = column or drives_with(event, kinds[0])
    sites = all(any(t.id == "base" for t in told.groups) for told in (facts, event))
    silent = bool(firm[0]) != bool(firm[1]) and not alike and not column and not sites
    men = is_of_men(facts), is_of_men(event)
    of_men = any(men) and not all(men) and men[bool(firm[0])]
    return {
        "gear shared": shared / least if least else 0.0,
        "gear alike": shared / union if union else 0.0,
        "other gear": float(not unsaid and not common and not bridged and not brought),
        "other kind of gear": float(not unsaid and not alike and not brought),
        "gear class shared": float((unsaid or bridged) and (alike or column)),
        "gear class differs": float(unsaid and all(firm) and not alike),
        "only forces, both": float(not any(firm) and not any(kinds)),
        "only forces, other": float(silent and of_men),
        "subject unsaid": float(silent and not of_men),
    }


def is_other(facts: Told, event: Told) -> bool:
    """Whether it can hardly be of the same: other kinds of gear, or men and no gear."""
    features = _of_kinds(facts, event)
    return any(map(features.__getitem__, _OTHER_SUBJECT))


def _is_transport(told: Told) -> bool:
    """Whether it names only the plane or ship: what came by it is named by others."""
    return bool(told.gear) and all(TRANSPORT.intersection(thing.classes) for thing in told.gear)


def _bridges(told: Told, other: Told) -> bool:
    """A class word beside other models: "besides the tanks, two BREM"; the ship and its cargo."""
    named = {name for thing in told.gear for name in thing.classes}
    words = {n for thing in told.groups if thing.weight >= LEAD for n in thing.classes}
    return bool((words - named - GENERIC) & {n for thing in other.gear for n in thing.classes})


def drives_with(told: Told, classes: set[str]) -> bool:
    """A column of more than the models named, as far as what the other tells may drive in it."""
    named = sum(thing.high or thing.low or 1 for thing in told.gear)
    column = [t for t in told.groups if t.id in COLLECTIVE and (not named or (t.low or 0) > named)]
    return bool(column and classes & DRIVEN)


def is_of_men(told: Told) -> bool:
    """Whether it is about men, counted or by a word for them; not merely whose it is."""
    return any(map(is_men, (*told.forces, *told.groups)))


def is_men(thing: Thing) -> bool:
    """Whether it is a word for men, or a force of whom men are named."""
    return thing.id in PEOPLE or MEN in thing.classes


def _weights(things: Iterable[Thing]) -> dict[str, float]:
    return {thing.id: thing.weight for thing in things}


def classes_of(told: Told) -> set[str]:
    """Classes of gear, by models and by class words: a T-72 is a tank and armour."""
    return {name for thing in (*told.gear, *told.groups) for name in thing.classes}


def _firm(told: Told) -> set[str]:
    """Classes that the report is about; one plane or ship only carries what it is about."""
    named = [thing for thing in told.groups if thing.classes]
    groups = (t for t in named if (t.low or 0) > 1 or not CARRIERS.issuperset(t.classes))
    gear = () if _is_transport(told) else told.gear
    return {name for thing in (*gear, *groups) for name in (thing.id, *thing.classes)}


def _of_counts(facts: Told, event: Told) -> dict[str, float]:
    ours = {thing.id: thing for thing in facts.gear}
    theirs = {thing.id: thing for thing in event.gear}
    pairs = [(ours[name], theirs[name]) for name in ours.keys() & theirs.keys()]
    told = [(a, b) for a, b in (*pairs, *_alike(facts, event)) if _counted(a) and _counted(b)]
    same = [a for a, b in (*told, *product(_men(facts), _men(event))) if _is_same(a, b)]
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


def _alike(facts: Told, event: Told) -> list[tuple[Thing, Thing]]:
    """Things that may be the same without the same name: "seven tanks" and seven T-72; forces."""
    theirs = {thing.id: thing for thing in event.forces}
    forces = [(thing, theirs[thing.id]) for thing in facts.forces if thing.id in theirs]
    if facts.gear and event.gear:
        return forces
    ours, others = (facts.gear or facts.groups), (event.gear or event.groups)
    return forces + [(a, b) for a, b in product(ours, others) if set(a.classes) & set(b.classes)]


def _men(told: Told) -> Iterator[Thing]:
    """ "300 servicemen" and "300 fighters"; other numbers are often told of the same men."""
    return (one for one in (*told.forces, *told.groups) if is_men(one) and _counted(one))


def _is_same(one: Thing, other: Thing) -> bool:
    """ "About 150" is 150."""
    return one.low == other.low or one.high == other.high or middle(one) == middle(other)


def middle(thing: Thing) -> float:
    """Of its bounds: of "30 to 50", 40."""
    low = thing.low or 0
    return (low + (thing.high if thing.high is not None else low)) / 2


def _far(one: Thing, other: Thing) -> bool:
    low, high = one.low or 0, one.high or one.low or 0
    return bool(high * 2 <= (other.low or 0) or (other.high is not None and low >= 2 * other.high))


def of_forces(facts: Told, event: Told) -> dict[str, float]:
    """Features: whether a force is named by both, or others by each."""
    ours, theirs = {t.id for t in facts.forces}, {t.id for t in event.forces}
    return {
        "same force": float(bool(ours & theirs)),
        "other force": float(bool(ours and theirs) and not ours & theirs),
    }


def is_on_the_road(told: Told) -> bool:
    """Whether a column is told, or that something drives somewhere, with no ship or plane."""
    if any(thing.id == COLUMN for thing in told.groups):
        return True
    classes = classes_of(told)
    drives = any(t.id in COLLECTIVE for t in told.groups) or bool(classes & DRIVEN)
    carried = bool(classes & (CARRIERS - DRIVEN))
    return drives and not carried and "movement" in told.activities


def subject_of(facts: Told) -> set[str]:
    """Models and classes; "the base", "the column" or "by plane" names nothing to disagree on."""
    words = {name for thing in facts.groups for name in thing.classes} - CARRIERS
    gear = () if _is_transport(facts) else facts.gear
    return words | {name for thing in gear for name in (thing.id, *thing.classes)}
