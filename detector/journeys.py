"""Whether a report tells of a place to which the event was said to be on its way. Pure."""

from __future__ import annotations

from datetime import timedelta

from detector.events import OpenEvent
from detector.facts import Facts, Spot
from detector.weighing import LEAD
from detector.whereabouts import SAME_SPOT_KM, distance, precise

SOONEST = timedelta(hours=6)  # sooner, the way is told of in other words


def is_at_goal(facts: Facts, event: OpenEvent) -> bool:
    """Whether it is where the way was said to lead, and nothing was told from there before.

    What tells of the way first of all is still on it.
    """
    if facts.disputes or facts.activities[:1] == ("movement",):
        return False
    ahead, known = _ahead(event), _known(event)
    here = [
        spot
        for spot in precise(facts.places)
        if spot.weight >= LEAD
        and spot.name not in facts.goals
        and not (spot.home or spot.way)
        and not any(distance(spot, other) <= SAME_SPOT_KM for other in known)
    ]
    return facts.at - event.first_at >= SOONEST and any(
        distance(spot, goal) <= SAME_SPOT_KM for spot in here for goal in ahead
    )


def _ahead(event: OpenEvent) -> list[Spot]:
    """Where it was going; what fell "towards Kidal" had gone as far as it went."""
    return [
        spot
        for member in event.members
        for spot in precise(member.places)
        if spot.name in member.goals and "loss" not in member.activities[:2]
    ]


def _known(event: OpenEvent) -> list[Spot]:
    return [
        spot
        for member in event.members
        for spot in precise(member.places)
        if spot.name not in member.goals
    ]
