"""Compares the facts of an item with those of an event: named features, agreement and conflict.

Each feature lies between 0 and 1 (time goes a little beyond), so that weights can be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Protocol

from detector.copies import alike
from detector.facts import Facts, Spot
from detector.model import SHIPS
from detector.subject import (
    TRANSPORT,
    Told,
    classes_of,
    drives_with,
    is_of_men,
    is_on_the_road,
    of_forces,
    of_gear,
    subject_of,
)
from detector.vessels import NAME, as_heard
from detector.whereabouts import SAME_SPOT_KM, apart, distance, of_places, precise, towns_of

SUPPORT = 0.26  # share of the kept reports that must agree: no single one is a quorum
TEXT_SAYS_SAME = 0.5  # MinHash similarity above which a veto must not part two texts
ROAD_HOURS, ROAD_KM_H = 60, 25  # in which a column comes further, and how quickly
ASHORE_HOURS = 96  # and what a ship landed
JUST_BEGUN = timedelta(hours=36)  # an event that may be the one told apart from those before
VISIT_HOURS = 7 * 24  # a ship stays in a port, or a plane; and who left a place is on the way
VISITS = TRANSPORT | {"aircraft"}  # classes of what comes and leaves
OFTEN = 0.25  # share of the reports that tell an activity
FIRMLY = 0.6  # of "same place": it matters to both
TOLD = 3  # reports that say what an event is; a vague one more is less and less likely
ONLY_ONE_THERE = 0.5  # of the weight of another subject, where nothing else is open
PAUSE = 2.0  # days in which reports of one event follow each other
# What is done at a place whatever is used for it.
SETTLED = frozenset(["construction", "withdrawal", "rotation", "exercise", "agreement"])
VAGUE = frozenset(
    ["sighting", "presence", "movement", "operation", "departure", "handover", "recovery"]
)  # say too little to disagree
# A follow-up names what is new, not what was told.
_UNSAID_IN_FOLLOW_UPS = (
    "other gear", "other kind of gear", "gear class differs", "only forces, other",
    "subject unsaid", "quiet for long",
)  # fmt: skip
# Who sees a ship at the quay doesn't see what is in it.
_UNSAID_OF_SHIPS = ("only forces, other", "subject unsaid", "gear class differs")
_MISFITS = ("other place", "other gear", "gear class differs", "only forces, other")
# A ship that left one port is in another, of another country, when it is heard of next.
_ELSEWHERE = ("other place", "far apart", "other country", "other main country")
# What drove on from there took days, and goes where others may go.
_DRIVEN_ON = ("quiet days", "quiet for long", "rivals there", "parted ways")
EN_ROUTE = 0.5  # of their weight
RETRIEVED = "recovery"  # of what was lost: of its loss, though it was lifted or towed away
SHIP_IDS = ("ship:", "name:", "imo:", "hull:")
OPPOSED = (
    frozenset(["arrival", "withdrawal"]),
    frozenset(["loss", "arrival"]),
    frozenset(["loss", "construction"]),
    frozenset(["withdrawal", "construction"]),
    frozenset(["exercise", "loss"]),
    frozenset(["loss", "rotation"]),
)


class Known(Told, Protocol):
    """An open event, as far as it is compared."""

    @property
    def first_at(self) -> datetime: ...
    @property
    def reports(self) -> int: ...
    @property
    def last_at(self) -> datetime: ...
    @property
    def places(self) -> tuple[Spot, ...]: ...
    @property
    def ids(self) -> tuple[str, ...]: ...
    @property
    def origins(self) -> tuple[str, ...]: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def members(self) -> tuple[Facts, ...]: ...


@dataclass(frozen=True, slots=True)
class Others:
    """What else is open where an item happened."""

    there: float = 0.0  # at its place: from 0 (one event at most) to 1 (four or more)
    alone: bool = False  # at most one event of its country may be meant


NO_OTHERS = Others()


def compare(facts: Facts, event: Known, others: Others = NO_OTHERS) -> dict[str, float]:
    """Every feature of the pair, by name."""
    features = of_places(facts.places, event.places)
    features["rivals there"] = others.there
    features |= of_gear(facts, event)
    if _sets_right(facts, event) and not features["other kind of gear"]:
        features |= {"same count": 1.0, "other count": 0.0}
    features |= of_forces(facts, event)
    features |= _of_activities(facts, event)
    features |= _of_ids(facts.ids, event.ids)
    features |= _of_time(facts, event)
    features["similar text"] = similar(facts, event.members)
    said = any(member.another for member in event.members)
    features["told as another"] = float(facts.another and not said)
    features["same origin"] = float(facts.origin in event.origins)
    features["new language"] = float(facts.language not in event.languages)
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
    if place >= FIRMLY and not others.there and (settled or _do_the_like(facts, event)):
        features["only forces, other"] *= ONLY_ONE_THERE  # the men first, then what they brought
    features["further on the road"] = float(_is_further(facts, event, features))
    if features["further on the road"]:
        features |= dict.fromkeys(_ELSEWHERE, 0.0)
    elif _came_from_there(facts, event, features):
        features["other main country"] = 0.0
        if _has_reached_more(facts, event):
            features |= {name: EN_ROUTE * features[name] for name in _DRIVEN_ON}
    elif _has_sailed(facts, event, features):
        features |= dict.fromkeys((*_ELSEWHERE, "quiet for long"), 0.0)
    elif features["same id"] and not features["other country"]:
        features |= dict.fromkeys(_ELSEWHERE, 0.0)
    if _was_landed(facts, event, features):
        features |= dict.fromkeys(_UNSAID_OF_SHIPS, 0.0)
    features["only one in its country"] = _only_one(event, features) if others.alone else 0.0
    features["told as follow-up"] = place * facts.follows
    if features["told as follow-up"]:
        features |= dict.fromkeys(_UNSAID_IN_FOLLOW_UPS, 0.0)
    return features


def _sets_right(facts: Facts, event: Known) -> bool:
    """Whether it names a number of the event as what was told before: "four, not two"."""
    told = {n for t in (*event.gear, *event.groups, *event.forces) for n in (t.low, t.high)}
    return not told.isdisjoint(
        n for n in (*(a.wrong for a in facts.amended), *facts.cited) if n > 1
    )


def _only_one(event: Known, features: Mapping[str, float]) -> float:
    """How much it says that nothing else is open there: little of what was told again and again.

    In another language the first who tell of it say as little as the first of all.
    """
    if not features["same country"] or any(map(features.__getitem__, _MISFITS)):
        return 0.0
    if features["new language"]:
        return 1.0
    return 0.0 if features["further on the road"] else min(1.0, TOLD / event.reports)


def _do_the_like(facts: Facts, event: Known) -> bool:
    return len(set(facts.activities) & set(event.activities)) > 1


def _is_further(facts: Facts, event: Known, features: Mapping[str, float]) -> bool:
    """Whether a column of the same, or what a ship landed, may have come so far since."""
    hours = (facts.happened - event.last_at).total_seconds() / 3600
    if not features["other place"] or hours <= 0 or not is_on_the_road(facts):
        return False
    same = features["gear shared"] or (features["same country"] and features["gear class shared"])
    driven = same and is_on_the_road(event) and hours <= ROAD_HOURS
    landed = features["gear shared"] and _is_of_ships(event) and hours <= ASHORE_HOURS
    near = apart(facts.places, event.places) <= ROAD_KM_H * hours + 50
    return bool((driven or landed) and near)


def _came_from_there(facts: Facts, event: Known, features: Mapping[str, float]) -> bool:
    """Whether it tells where a column, or what a ship landed, has come to from that place."""
    same = features["gear shared"] or features["gear class shared"]
    set_out = is_on_the_road(event) or _is_of_ships(event)
    return bool(features["same place"] and same and set_out and is_on_the_road(facts))


def _has_reached_more(facts: Facts, event: Known) -> bool:
    """Whether it names a place as well that is none of the event's, nor still ahead."""
    known = precise(event.places)
    return any(
        spot.name not in facts.goals
        and all(distance(spot, other) > SAME_SPOT_KM for other in known)
        for spot in precise(facts.places)
    )


def _was_landed(facts: Facts, event: Known, features: Mapping[str, float]) -> bool:
    """Whether it may tell what a ship brought that is told of at that port."""
    at_port = features["same place"] >= FIRMLY and _is_of_ships(event)
    hours = (facts.happened - event.last_at).total_seconds() / 3600
    return at_port and hours <= ASHORE_HOURS and not features["other id"]


def _is_of_ships(event: Known) -> bool:
    return not SHIPS.isdisjoint(classes_of(event))


def _has_sailed(facts: Facts, event: Known, features: Mapping[str, float]) -> bool:
    """Whether a ship that had left, or was under way, is told of where it came to."""
    named = {one for one in event.ids if one.startswith(SHIP_IDS)} & set(facts.ids)
    at_sea = features["other country"] and not features["other place"]  # off a coast, no port told
    under_way = "movement" in event.activities and "arrival" not in usual(event)
    return bool(named and (at_sea or (features["other place"] and under_way)))


def forbids(facts: Facts, event: Known, features: Mapping[str, float]) -> str:
    """Why the item can't be of the event whatever else agrees; empty when it may."""
    if features["other id"]:
        return "another number of the same kind"
    if features["same id"] or features["similar text"] >= TEXT_SAYS_SAME:
        return ""
    begun = facts.at - event.first_at < JUST_BEGUN
    separate = facts.separate and not (begun or any(m.separate for m in event.members))
    reasons = {
        "it says that it is another one": separate,
        "another country": features["other country"],
        "another place": features["other place"] and features["far apart"],
        "too few of its reports agree": features["support"] < SUPPORT
        and not features["further on the road"],
    }
    return next((why for why, holds in reasons.items() if holds), "")


def _of_activities(facts: Facts, event: Known) -> dict[str, float]:
    ours, theirs = facts.activities[:3], usual(event)
    telling = set(ours) - VAGUE, set(theirs) - VAGUE
    opposed = any(frozenset((a, b)) in OPPOSED for a in ours[:1] for b in theirs[:1])
    onward = opposed and _goes_on(facts, event, ours[0], theirs[0])
    retrieved = RETRIEVED in facts.activities and "loss" in event.activities
    shared = bool(set(ours) & set(theirs)) or retrieved
    return {
        "same activity": float(shared),
        "other activity": float(
            all(telling) and not telling[0] & telling[1] and not (shared or onward)
        ),
        "opposed activity": float(opposed and not (shared or onward)),
    }


def _goes_on(facts: Facts, event: Known, ours: str, theirs: str) -> bool:
    """Whether what had come leaves again, or who had left has come to the next place."""
    hours = (facts.happened - event.last_at).total_seconds() / 3600
    if {ours, theirs} != {"arrival", "withdrawal"} or not 0 <= hours <= VISIT_HOURS:
        return False
    if theirs == "arrival":
        return not VISITS.isdisjoint(classes_of(facts) & classes_of(event))
    places = {spot.name for spot in precise(facts.places)}
    return len(places) > 1 and any(spot.name in places for spot in event.places[:1])


def usual(event: Known) -> list[str]:
    """What many of its reports tell was done: a word in one of them is no fact of the event."""
    told = [name for member in event.members for name in member.activities]
    least = OFTEN * len(event.members)
    return [name for name in event.activities if told.count(name) >= least][:5]


# --- ids, time, quorum -------------------------------------------------------------------------


def _of_ids(ours: Sequence[str], theirs: Sequence[str]) -> dict[str, float]:
    shared = {as_heard(one) for one in ours} & {as_heard(one) for one in theirs}
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
    days = 0.0 if facts.lately else max(0.0, min(gaps)) / 86_400
    age = max(0.0, (facts.happened - event.first_at).total_seconds()) / 86_400
    return {
        "quiet days": days / 7,
        "quiet for long": min(1.0, max(0.0, days - PAUSE) / PAUSE),
        "old event": min(2.0, age / 7),
    }


def similar(facts: Facts, members: Sequence[Facts]) -> float:
    """How like one of these it is worded; in two languages texts never share their words."""
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
        if not facts.places:  # "the ship is still unloading": its readers know where
            placed = placed or bool(classes_of(facts) & classes_of(member))
    elif towns_of(ours) and towns_of(theirs):
        placed = any(distance(a, b) <= SAME_SPOT_KM for a, b in product(ours[:6], theirs[:6]))
    else:
        placed = bool({s.country for s in facts.places} & {s.country for s in member.places})
    return placed and (facts.follows or _same_subject(facts, member))


def _same_subject(facts: Facts, member: Facts) -> bool:
    ours, theirs = subject_of(facts), subject_of(member)
    if ours & theirs or classes_of(facts) & classes_of(member):
        return True
    if ours and theirs and not drives_with(facts, theirs):
        return False
    if (is_of_men(facts) and is_of_men(member)) or not (ours or theirs):
        return True
    forces = {t.id for t in facts.forces} & {t.id for t in member.forces}
    silent = VAGUE.issuperset(facts.activities) or VAGUE.issuperset(member.activities)
    return bool(forces or silent or set(facts.activities) & set(member.activities))
