"""Takes the facts of an item from what the detector says of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from config.lexemes import Lexicon, PlaceEntry
from detector.amended import amended, cited, tally
from detector.claims import (
    arms_of,
    causes,
    denied,
    disputes,
    early,
    followed_by,
    follows_up,
    is_another,
    is_separate,
    lately,
    rejects,
    said_since,
)
from detector.copies import Fingerprint, sketch
from detector.facts import COLUMN, GEAR, Facts, Spot, Thing
from detector.formations import Formations
from detector.framing import credited, framing
from detector.ids import ANY, is_official, signs, unique_ids
from detector.mentions import counted
from detector.model import (
    FORCES,
    MEN,
    Action,
    Aside,
    Detection,
    Document,
    Mention,
    Place,
)
from detector.number_sense import NumberSense
from detector.passing import BEARING, goals, passing, told_day, way_points
from detector.phrases import Phrases
from detector.pinpoint import pinpointed
from detector.roles import elsewhere, homes, lands
from detector.spans import Spans
from detector.weighing import BESIDE, BODY, LEAD, Scale, beside

LEAST = 0.3  # lighter facts are background
ACTIVITIES: Mapping[str, str] = {
    "arrival": "arrival", "delivery": "arrival", "convoy": "movement", "transfer": "movement",
    "deployment": "presence", "basing": "presence", "sighting": "sighting",
}  # fmt: skip
OUTSIDE = 0.3  # of the weight: where something comes from
_SENTENCE_ENDS = re.compile(r"[.!?؟\n]")
LATE = timedelta(days=2)  # a day told that long ago is when it was; sooner, the report is fresh


@dataclass(frozen=True, slots=True)
class Sense:
    """What is needed to take facts from a detection: where places lie, and telling phrases."""

    geography: Geography
    phrases: Phrases = field(default_factory=Phrases)
    numbers: NumberSense = field(default_factory=lambda: NumberSense.of(Lexicon()))
    formations: Formations = field(default_factory=Formations)

    @classmethod
    def of(cls, lexicon: Lexicon, theatre: Iterable[str]) -> Sense:
        """Read it from the lexicon; once per configuration."""
        geography = Geography(lexicon.places, theatre)
        formations = Formations.of(lexicon)
        return cls(geography, Phrases.of(lexicon), NumberSense.of(lexicon), formations)


class Geography:
    """Where the lexicon's places lie; asked by name and country."""

    def __init__(self, places: Iterable[PlaceEntry], theatre: Iterable[str] = ()) -> None:
        self._theatre = frozenset(theatre)
        self._known = {(p.name, p.country): p for p in places if p.kind != "demonym"}

    def spot(self, place: Place, weight: float) -> Spot:
        """The place, with what is known of it."""
        entry = self._known.get((place.name, place.country))
        if entry is None:
            return Spot(place.name, place.country, weight)
        general = entry.kind in ("country", "region")
        site = entry.kind in ("base", "airfield")
        return Spot(place.name, place.country, weight, general, entry.lat, entry.lon, site=site)

    def at_scene(self, spots: Sequence[Spot]) -> list[Spot]:
        """The same with little weight for places outside the theatre: Moscow hands over in Gao."""
        if not any(spot.country in self._theatre for spot in spots):
            return list(spots)
        return [
            spot
            if spot.country in self._theatre
            else replace(spot, weight=round(spot.weight * OUTSIDE, 2))
            for spot in spots
        ]


def facts_of(  # noqa: PLR0913 - the parts of one item, each from another step
    document: Document,
    detection: Detection,
    print_: Fingerprint,
    sense: Sense,
    *,
    at: datetime,
    origin: str = "",
) -> Facts:
    """The facts of a detection. `at`: when it was published, or else seen."""
    phrases = sense.phrases
    aside = tuple(_asides(document, detection, at, phrases))
    weigh = Scale(document, aside)
    past = [one for one in aside if one.why != BEARING]
    away = Spans(past)
    things = _things(counted((*detection.mentions, *detection.hinted), detection.kinds), weigh)
    gear = tuple(t for t in things if t.kind in GEAR)
    spots = _spots(detection.places, weigh, sense.geography)
    facts = Facts(
        id=document.id,
        at=at,
        source=document.source,
        origin=origin or document.source,
        reliability=document.reliability,
        official="official" in document.tags or is_official(document, phrases, away),
        language=document.language or "",
        gear=gear,
        groups=_with_column(_things(_groups(detection), weigh), detection.actions, weigh),
        forces=tuple(_men(t, detection) for t in things if t.kind in FORCES),
        places=_on_the_way(spots, detection.places, document, sense),
        ids=(
            *unique_ids(document, detection, phrases, past),
            *(f"ship:{t.id}" for t in gear if t.kind == "ship" and ANY not in t.classes),
        ),
        activities=_activities(_asserted(detection.actions, document), weigh),
        sketch=sketch(print_),
        cites=credited(document, phrases),
        separate=is_separate(document.title, document.text, phrases),
        lately=lately(document.title, document.text, phrases),
        day=_day(document, at, phrases),
    )
    return _with_news(facts, document, detection, sense, weigh=weigh, away=away)


def _with_news(  # noqa: PLR0913 - the parts of one item, each from another step
    facts: Facts,
    document: Document,
    detection: Detection,
    sense: Sense,
    *,
    weigh: Scale,
    away: Spans,
) -> Facts:
    """The same, with what was done with it since and what is asked only for what is news."""
    phrases, title, text = sense.phrases, document.title, document.text
    others, at_once = cited(title, text, phrases, sense.numbers), early(document, phrases)
    after, since = followed_by(document, at_once, away), said_since(document, at_once, away)
    return replace(
        facts,
        activities=(*facts.activities, *(one.name for one in after)),
        amended=amended(title, text, phrases, sense.numbers),
        since=tuple(one.name for one in since),
        behind=tuple(one.name for one in (*after, *since) if not one.leads),
        signs=signs(document, detection, phrases),
        causes=causes(document, at_once, away),
        denies=denied(document, detection, phrases),
        another=is_another(title, text, at_once),
        follows=follows_up(title, text, at_once),
        disputes=disputes(title, text, at_once),
        rejects=rejects(title, text, at_once),
        cited=others,
        tally=tally(title, text, phrases, sense.numbers, others=bool(others)),
        units=tuple(
            Thing(one.keys[0], "unit", weigh.weight(one), classes=one.keys, name=one.name)
            for one in sense.formations.found(document, detection, phrases)
        ),
        arms=arms_of(document, at_once, away),
        goals=goals(document, detection.places, phrases),
        spots=pinpointed(document, detection, phrases),
        step=detection.step[0],
        worded=detection.step[1],
    )


def _asides(
    document: Document, detection: Detection, at: datetime, phrases: Phrases
) -> Iterator[Aside]:
    """Where it tells of something else than what happened."""
    yield from beside(detection)
    yield from passing(document, at, phrases)
    yield from framing(document, phrases)
    yield from elsewhere(document, detection.places, phrases)


def _day(document: Document, at: datetime, phrases: Phrases) -> datetime | None:
    told = told_day(document, at, phrases)
    if told is None or at.date() - told < LATE:
        return None
    return datetime.combine(told, time(12), at.tzinfo)


def _men(force: Thing, detection: Detection) -> Thing:
    """Marked where men are spoken of, "Russian servicemen", and not only "the Russians"."""
    said = any(MEN in m.classes for m in detection.mentions if m.entity == force.id)
    men = said or force.low is not None or force.high is not None
    return replace(force, classes=tuple(dict.fromkeys((*force.classes, MEN)))) if men else force


def _groups(detection: Detection) -> list[Mention]:
    """Class words, and the keywords that are none."""
    taken = Spans(detection.kinds)
    words = [
        m
        for m in (*detection.mentions, *detection.hinted)
        if m.kind == "keyword" and not taken.meet(m.field, m.start, m.end)
    ]
    return [*detection.kinds, *words]


def _with_column(groups: list[Thing], actions: Iterable[Action], weigh: Scale) -> tuple[Thing, ...]:
    """A column is a thing as well: "the convoy is in Gao now" tells what drives there."""
    told = max((weigh.weight(one) for one in actions if one.name == COLUMN), default=0.0)
    if told < LEAD or any(thing.id == COLUMN for thing in groups):
        return tuple(groups)
    return (*groups, Thing(COLUMN, "keyword", told))


def _things(mentions: Iterable[Mention], weigh: Scale) -> list[Thing]:
    heard: dict[str, list[tuple[float, Mention]]] = {}
    for mention in mentions:
        heard.setdefault(mention.entity, []).append((weigh.weight(mention), mention))
    things = [_thing(name, found) for name, found in heard.items()]
    return sorted((t for t in things if t.weight >= LEAST), key=lambda t: -t.weight)


def _thing(name: str, heard: list[tuple[float, Mention]]) -> Thing:
    near = [mention for weight, mention in heard if weight >= LEAST]
    first = heard[0][1]
    variants = dict.fromkeys(m.variant for m in near if m.variant and m.variant != m.name)
    counts = [m.quantity.bounds for m in near if m.quantity and not m.quantity.implied]
    low, high = max(counts, key=lambda c: (c[0] or 0, c[1] or 0), default=(None, None))
    weight = max(weight for weight, _ in heard)
    return Thing(name, first.kind, weight, tuple(variants), first.classes, low, high, first.name)


def _spots(places: Iterable[Place], weigh: Scale, geography: Geography) -> tuple[Spot, ...]:
    best: dict[tuple[str, str], tuple[float, Place]] = {}
    for place in places:
        key, weight = (place.name, place.country), weigh.weight(place)
        # Later mentions add a little: the place that is spoken of is named again.
        before = best[key][0] if key in best else 0.0
        best[key] = (max(before, weight) + min(before, weight) * 0.1, place)
    spots = [geography.spot(place, round(weight, 2)) for weight, place in best.values()]
    kept = [spot for spot in geography.at_scene(spots) if spot.weight >= LEAST]
    return tuple(sorted(kept, key=lambda spot: -spot.weight))


def _on_the_way(
    spots: Iterable[Spot], places: Sequence[Place], document: Document, sense: Sense
) -> tuple[Spot, ...]:
    """Marked where it says that the way led, and where only who tells is from."""
    named = way_points(document, places, sense.phrases)
    tells = homes(document, places, sense.phrases)
    around = lands(document, places, sense.phrases)
    keys = ((spot, (spot.name, spot.country)) for spot in spots)
    marked = [
        replace(spot, way=key in named, home=key in tells, land=key in around) for spot, key in keys
    ]
    if not all(one.home or one.general for one in marked):
        marked = [replace(s, weight=s.weight * BESIDE) if s.home else s for s in marked]
    return tuple(sorted(marked, key=lambda spot: -spot.weight))


def _asserted(actions: Sequence[Action], document: Document) -> Sequence[Action]:
    """Those that are not only asked about, "Leaving soon?"; all, where it only asks."""
    told = {"title": document.title, "text": document.text}
    ends = [_SENTENCE_ENDS.search(told[one.field], one.end) for one in actions]
    kept = [one for one, end in zip(actions, ends, strict=True) if not (end and end[0] in "?؟")]
    return kept or actions


def _activities(actions: Iterable[Action], weigh: Scale) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for action in actions:
        name = ACTIVITIES.get(action.name, action.name)
        weights[name] = max(weights.get(name, 0.0), weigh.weight(action))
    kept = [name for name, weight in weights.items() if weight >= BODY]
    return tuple(sorted(kept, key=lambda name: -weights[name]))
