"""Which places a report adds to its event. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from detector.comparing import VISITS
from detector.events import OpenEvent
from detector.facts import Facts, Spot
from detector.subject import classes_of
from detector.vessels import as_heard
from detector.weighing import LEAD
from detector.whereabouts import NEAR_KM, SAME_SPOT_KM, distance

LISTED = 3  # towns and bases in one report
ONWARD = timedelta(hours=6)  # sooner, what it lists is where the road leads
OUTSIDE_KM = 6.0  # from the middle of a town: a base further out is a place of its own
VILLAGE_KM = 3.0  # from a town: nearer, both are one
LOST = frozenset(["loss", "withdrawal", "sighting"])  # where it was lost, it lies


def new_places(facts: Facts, event: OpenEvent) -> list[str]:
    """Names of places that the event doesn't know yet, where something is told to be."""
    if all(spot.general and spot.way for spot in event.places):
        return []  # where it is was not told yet
    known = [spot for spot in event.places if not spot.general]
    if _lists_places(facts, event):
        return []
    at_home = {spot.country for spot in event.places}
    route = _tells_its_route(facts, event, known)
    new = [
        spot.name
        for spot in facts.places
        if not (spot.general or spot.home or spot.land)
        # Further down, places are where the road leads or came from; unless it says so.
        and (spot.weight >= LEAD or (spot.way and spot.country in at_home))
        and not (route and spot.country not in at_home)
        and (
            all(distance(spot, other) > SAME_SPOT_KM for other in known)
            or _is_site(spot, known)
            or _is_village(spot, facts, known)
        )
        and not (_stays(facts) and _is_beside(spot, facts, known))
    ]
    if not any(member.spots for member in event.members):
        new += facts.spots
    return new


def _lists_places(facts: Facts, event: OpenEvent) -> bool:
    """Whether it names the event's place among many, too soon to have come to others."""
    towns = [spot for spot in facts.places if not spot.general]
    known = [spot for spot in event.places if not spot.general]
    soon = facts.at - event.first_at < ONWARD
    return soon and len(towns) >= LISTED and _share(towns, known)


def _tells_its_route(facts: Facts, event: OpenEvent, known: Sequence[Spot]) -> bool:
    """Whether it tells which plane or ship it was that is known to be there: and its ports."""
    heard = set(map(as_heard, event.ids))
    named = any(as_heard(one) not in heard for one in facts.ids)
    if not named or VISITS.isdisjoint(classes_of(facts) | classes_of(event)):
        return False
    return _share([spot for spot in facts.places if not spot.general], known)


def _stays(facts: Facts) -> bool:
    """Whether it tells of a loss alone: a wreck lies where it fell."""
    return "loss" in facts.activities and LOST.issuperset(facts.activities)


def _is_beside(spot: Spot, facts: Facts, known: Sequence[Spot]) -> bool:
    """Whether it is far from where it was, which the report names as well."""
    told = [one for one in facts.places if not one.general and one != spot]
    return _share(told, known) and all(distance(spot, other) > NEAR_KM for other in known)


def _share(some: Sequence[Spot], known: Sequence[Spot]) -> bool:
    """Whether one of them is a place that is known."""
    return any(distance(one, other) <= SAME_SPOT_KM for one in some for other in known)


def _is_site(spot: Spot, known: Iterable[Spot]) -> bool:
    """Whether it is the base outside of a town, where no base nearby was told before."""
    near = [other for other in known if distance(spot, other) <= SAME_SPOT_KM]
    outside = all(distance(spot, other) >= OUTSIDE_KM for other in near)
    return spot.site and outside and not any(other.site for other in near)


def _is_village(spot: Spot, facts: Facts, known: Iterable[Spot]) -> bool:
    """Whether it is a place of its own near a town that is known and named as well.

    A base's town is where the base is; without the town it may be a part of it.
    """
    near = [other for other in known if distance(spot, other) <= SAME_SPOT_KM]
    apart = all(distance(spot, other) >= VILLAGE_KM for other in near)
    told = {(one.name, one.country) for one in facts.places}
    beside = any((other.name, other.country) in told for other in near)
    return apart and beside and not (spot.site or spot.way or any(one.site for one in near))
