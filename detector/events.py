"""Which event is this? Open events as values, and the scored match of an item's facts with them.

Pure: the caller hands in candidates (found by `event_keys`), gets a verdict, keeps what comes out.
Agreement and conflict are features of a logistic score, so that each verdict can be read; plain
disagreement on a place, a number or a name is a veto. One similar report is no quorum.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from detector.comparing import NO_OTHERS, Others, compare, forbids
from detector.facts import Facts, Spot, Thing
from detector.subject import is_other
from detector.whereabouts import firm, main_country, precise, share_place

IDLE = timedelta(days=7)  # an event that nobody reports for so long is over
RECALLED = 2 * IDLE  # to whom says that it goes on with it
MEMBERS = 10  # facts kept with an event: the first ones and the latest
FIRST_KEPT = 4
MOST_RIVALS = 3
FAINT = 0.02  # score of an item below which its event and another one are not compared
# Score both ways from which two events alone at a place are one if no language tells of both.
TRANSLATED, FIRST_ECHOES = 0.3, 2
STRANGER = 0.7  # of a rival: an event at the place that is about something else


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """What is known of an event: the facts of all its reports, and some reports themselves."""

    id: int
    first_at: datetime
    last_at: datetime
    reports: int
    gear: tuple[Thing, ...]
    groups: tuple[Thing, ...]
    forces: tuple[Thing, ...]
    places: tuple[Spot, ...]
    ids: tuple[str, ...]
    activities: tuple[str, ...]
    origins: tuple[str, ...]
    languages: tuple[str, ...]
    reliability: str
    official: bool
    members: tuple[Facts, ...]

    @property
    def units(self) -> tuple[Thing, ...]:
        """Formations that its reports name, each once, as it was first named."""
        known: dict[str, Thing] = {}
        for unit in (one for member in self.members for one in member.units):
            same = next((known[key] for key in unit.classes if key in known), unit)
            known = dict.fromkeys(unit.classes, same) | known
        return tuple(dict.fromkeys(known.values()))

    def is_open_for(self, facts: Facts) -> bool:
        """Whether a report may belong here; late ones count as of the day that they tell of."""
        idle = _idle(facts)
        return any(
            self.first_at - IDLE <= at <= self.last_at + idle for at in (facts.at, facts.happened)
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned part: a weight per feature, and the score from which on a report joins."""

    bias: float
    features: Mapping[str, float]
    join: float
    merge: float


@dataclass(frozen=True, slots=True)
class Match:
    """How well an item fits one event: the score from 0 to 1, its terms, strongest first."""

    event_id: int
    score: float
    terms: tuple[tuple[str, float], ...]
    veto: str = ""

    def explained(self) -> str:
        """One line for people."""
        terms = ", ".join(f"{name} {term:+.1f}" for name, term in self.terms)
        veto = f"; refused: {self.veto}" if self.veto else ""
        return f"event {self.event_id}: {self.score:.2f} ({terms}){veto}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where an item belongs: `event` None opens a new one; `merge` are events now one with it."""

    event: OpenEvent | None
    matches: tuple[Match, ...] = ()
    merge: tuple[OpenEvent, ...] = ()


def open_since(facts: Facts) -> datetime:
    """The latest report of an event that an item may be of is no older."""
    return min(facts.at, facts.happened) - _idle(facts)


def _idle(facts: Facts) -> timedelta:
    return RECALLED if facts.follows else IDLE


def named_of(event: OpenEvent) -> frozenset[str]:
    """What a copy of one of its reports may name: see `Facts.named`."""
    return frozenset(summary(event).named)


def place(
    facts: Facts, candidates: Iterable[OpenEvent], weights: Weights, *, surely: bool = True
) -> Verdict:
    """Find the event of an item among those that share a key with it.

    `surely`: it is a report; what may be none is of no event for want of another one.
    """
    by_id = {event.id: event for event in candidates if event.is_open_for(facts)}
    others = others_of(facts, by_id.values())
    others = replace(others, alone=others.alone and surely)
    matches = sorted(
        (match(facts, event, weights, others) for event in by_id.values()),
        key=lambda m: (bool(m.veto), -m.score, m.event_id),
    )
    joins = [m for m in matches if not m.veto and m.score >= weights.join]
    if not joins:
        return Verdict(None, tuple(matches))
    best = by_id[joins[0].event_id]
    likely = [by_id[m.event_id] for m in matches if m is not joins[0] and m.score >= FAINT]
    if not likely:
        return Verdict(best, tuple(matches))
    told = joined(best, facts)
    rest = [event for event in by_id.values() if event is not best]
    merge = tuple(
        other for other in likely if are_one(told, other, weights, alone=_is_alone(other, rest))
    )
    return Verdict(best, tuple(matches), merge)


def _is_alone(event: OpenEvent, rest: Iterable[OpenEvent]) -> bool:
    """Whether none of the rest is open where it is."""
    return not any(share_place(event.places, one.places) for one in rest if one is not event)


def others_of(facts: Facts, events: Collection[OpenEvent]) -> Others:
    """How crowded the item's place and country are with events that it may be of."""
    named = {(spot.name, spot.country) for spot in precise(facts.places)}
    there = sum(
        STRANGER if is_other(facts, event) else 1
        for event in events
        if not named.isdisjoint((spot.name, spot.country) for spot in firm(event.places))
        and share_place(facts.places, event.places)
    )
    country = main_country(facts.places)
    at_home = sum(main_country(event.places) == country for event in events)
    crowd = min(MOST_RIVALS, max(0, there - 1)) / MOST_RIVALS
    return Others(crowd, alone=bool(country) and at_home <= 1)


def match(facts: Facts, event: OpenEvent, weights: Weights, others: Others = NO_OTHERS) -> Match:
    """Score one item against one event, term by term."""
    features = compare(facts, event, others)
    terms = [
        (name, round(value * weights.features.get(name, 0.0), 2))
        for name, value in features.items()
        if value
    ]
    total = weights.bias + sum(term for _, term in terms)
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
    terms.sort(key=lambda term: -abs(term[1]))
    kept = tuple(term for term in terms if term[1])
    return Match(event.id, round(score, 4), kept, forbids(facts, event, features))


def are_one(one: OpenEvent, other: OpenEvent, weights: Weights, *, alone: bool = False) -> bool:
    """Whether two open events are the same one: each one's facts must fit the other.

    `alone`: no third one is open there.
    """
    least = TRANSLATED if alone and _may_be_translated(one, other) else weights.merge
    there = match(summary(other), one, weights)
    if there.veto or there.score < least:
        return False
    back = match(summary(one), other, weights)
    return not back.veto and back.score >= least


def _may_be_translated(one: OpenEvent, other: OpenEvent) -> bool:
    """Whether one may be the other's first echo in a language in which nothing was told of it."""
    ours, theirs = ({thing.id for thing in event.gear} for event in (one, other))
    return (
        min(one.reports, other.reports) <= FIRST_ECHOES
        and set(one.languages).isdisjoint(other.languages)
        and not (ours and theirs and ours.isdisjoint(theirs))
    )


def opened(event_id: int, facts: Facts) -> OpenEvent:
    """A new event, known from one report."""
    return OpenEvent(
        event_id, facts.at, facts.at, 1, facts.gear, facts.groups, facts.forces, facts.places,
        facts.ids, facts.activities, (facts.origin,), (facts.language,), facts.reliability,
        facts.official, (facts,),
    )  # fmt: skip


def joined(event: OpenEvent, facts: Facts) -> OpenEvent:
    """The event with one more report."""
    return replace(
        event,
        first_at=min(event.first_at, facts.at),
        last_at=_latest(event, facts),
        reports=event.reports + 1,
        gear=_things(event.gear, facts.gear),
        groups=_things(event.groups, facts.groups),
        forces=_things(event.forces, facts.forces),
        places=_places(event.places, facts.places),
        ids=tuple(dict.fromkeys((*event.ids, *facts.ids))),
        activities=tuple(dict.fromkeys((*event.activities, *facts.activities))),
        origins=tuple(dict.fromkeys((*event.origins, facts.origin))),
        languages=tuple(dict.fromkeys((*event.languages, facts.language))),
        reliability=min(event.reliability, facts.reliability),
        official=event.official or facts.official,
        members=_kept((*event.members, facts)),
    )


def _latest(event: OpenEvent, facts: Facts) -> datetime:
    """A report long after the others keeps an event open no longer."""
    return max(event.last_at, facts.at) if facts.at <= event.last_at + IDLE else event.last_at


def copied(event: OpenEvent, facts: Facts) -> OpenEvent:
    """The event with one more copy of what it knows: a report more, no fact more."""
    return replace(
        event,
        first_at=min(event.first_at, facts.at),
        last_at=_latest(event, facts),
        reports=event.reports + 1,
        languages=tuple(dict.fromkeys((*event.languages, facts.language))),
    )


def reworded(event: OpenEvent, facts: Facts) -> OpenEvent:
    """The event with other words of a report that it has: facts more, no origin more."""
    return replace(joined(event, facts), reports=event.reports, origins=event.origins)


def adopted(event: OpenEvent, facts: Facts) -> OpenEvent:
    """The event with an earlier text, which is no report by itself: who was first, no fact more."""
    return replace(
        event,
        first_at=min(event.first_at, facts.at),
        reports=event.reports + 1,
        origins=tuple(dict.fromkeys((*event.origins, facts.origin))),
        languages=tuple(dict.fromkeys((*event.languages, facts.language))),
        members=_kept(tuple(sorted((*event.members, facts), key=lambda one: one.at))),
    )


def merged(one: OpenEvent, other: OpenEvent) -> OpenEvent:
    """Both events as one, under the id of the first."""
    both = joined(one, summary(other))
    members = sorted((*one.members, *other.members), key=lambda facts: facts.at)
    return replace(
        both,
        first_at=min(one.first_at, other.first_at),
        reports=one.reports + other.reports,
        origins=tuple(dict.fromkeys((*one.origins, *other.origins))),
        languages=tuple(dict.fromkeys((*one.languages, *other.languages))),
        members=_kept(tuple(members)),
    )


def summary(event: OpenEvent) -> Facts:
    """An event as if one report told all of it."""
    return replace(
        event.members[-1],
        origin="",
        follows=False,
        another=any(member.another for member in event.members),
        separate=any(member.separate for member in event.members),
        at=event.last_at,
        gear=event.gear,
        groups=event.groups,
        forces=event.forces,
        places=event.places,
        ids=event.ids,
        activities=event.activities,
        reliability=event.reliability,
        official=event.official,
    )


def _things(known: Sequence[Thing], told: Sequence[Thing]) -> tuple[Thing, ...]:
    things = {thing.id: thing for thing in known}
    for thing in told:
        before = things.get(thing.id)
        things[thing.id] = _both(before, thing) if before else thing
    return tuple(things.values())


def _both(one: Thing, two: Thing) -> Thing:
    lows = [n for n in (one.low, two.low) if n is not None]
    highs = [n for n in (one.high, two.high) if n is not None]
    return replace(
        one,
        weight=max(one.weight, two.weight),
        variants=tuple(dict.fromkeys((*one.variants, *two.variants))),
        low=min(lows, default=None),
        high=max((*highs, *lows), default=None),
    )


def _places(known: Sequence[Spot], told: Sequence[Spot]) -> tuple[Spot, ...]:
    """Each place with its weight over all reports, so that the main place stays the main one."""
    places = {(spot.name, spot.country): spot for spot in known}
    for spot in told:
        before = places.get((spot.name, spot.country))
        weight = before.weight + spot.weight if before else spot.weight
        places[spot.name, spot.country] = replace(spot, weight=round(weight, 2))
    return tuple(sorted(places.values(), key=lambda spot: -spot.weight))


def _kept(members: tuple[Facts, ...]) -> tuple[Facts, ...]:
    if len(members) <= MEMBERS:
        return members
    return members[:FIRST_KEPT] + members[FIRST_KEPT - MEMBERS :]
