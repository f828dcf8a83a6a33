"""Makes mentions of what counts in a text: in their own fields, each with how many are stated."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from operator import attrgetter

from config.lexemes import Lexicon
from config.schema import Entity, Keyword
from detector.counted_behind import Further
from detector.designators import in_latin
from detector.indefinite import ONE, says_one, says_one_of_class
from detector.model import FORCES, Field, Mention, Quantity
from detector.number_sense import NumberSense, plain
from detector.quantities import quantity_of
from detector.reading import Reading, Spot, longest

_LISTED = 30  # characters
_CLOSE = 3  # characters between a class word and its model
_JOINT = re.compile(
    r"""[»”"']?(?:,|،|\s[&+]|\s?/|\s(?:and|or|et|ou|и|или|і|та|й|або|و|plus)(?=\s))
    [\s«“"']*(?:\w+\s){0,2}[«“"']?""",
    re.VERBOSE,
)
_AND = "و"  # Arabic: what it is written onto is another thing
_GEAR = ("equipment", "ship")
_GLUE = " \u00a0-»”\"'’(«“"  # between a model and its class word
_TYPED = 40  # characters: " of the Russian type "


class Mentioner:
    """Knows the entities, what keywords are called, and the number words of the lexicon."""

    def __init__(
        self, entities: Mapping[str, Entity], keywords: Sequence[Keyword], lexicon: Lexicon
    ) -> None:
        self._entities = entities
        self._called = {word.id: word.name or word.id.replace("-", " ") for word in keywords}
        self._numbers = NumberSense.of(lexicon)
        self._wider = {kind: (kind, *words.also) for kind, words in lexicon.kinds.items()}

    def mentions(
        self, reading: Reading, named: list[Spot], *, counted: bool = True
    ) -> Iterator[Mention]:
        """In order; a number before a class word and its model is of both."""
        if not counted:
            for spot in sorted(named, key=attrgetter("start")):
                yield self._mention(reading, spot, None)
            return
        floor = own = 0
        before: Spot | None = None
        before_it: Quantity | None = None
        ordered = sorted(named, key=attrgetter("start"))
        gear = [spot for spot in ordered if self._kind(spot) in _GEAR]
        for spot, after in zip_longest(ordered, ordered[1:]):
            if before is None or spot.start >= before.end:  # else both are names of one thing
                between = _between(reading, before, spot) if before else None
                men = plain(spot.surface) in self._numbers.men  # "five trucks of | soldiers"
                if between is None or men or not self._numbers.names_one_thing(between):
                    own = floor
            own = max(own, reading.words_from(spot))
            whole = reading.whole
            if after is not None and after.surface[0].isdecimal() and after.start < spot.end + 5:
                whole = whole[: after.start]  # "BMP-1, 2 and 3": its number counts nothing
            kind = self._kind(spot)
            # "T-72 of the Africa Corps, seven of them": what is told behind a force is not of it.
            further = None if kind in FORCES else _further(reading, spot, gear, long=kind in _GEAR)
            if kind in FORCES and after and self._describes(spot, after):
                yield self._mention(reading, spot, None)
                continue  # "two | Russian military | trucks": the number is of the next
            quantity = quantity_of(whole, (spot.start, spot.end), own, self._numbers, further)
            if quantity and before and before_it and self._is_its_class(whole, before, spot):
                quantity = before_it
            if quantity is None and kind in _GEAR:
                one = kind == "ship" or says_one(whole, (spot.start, spot.end), own, self._numbers)
                quantity = ONE if one else None
            yield self._mention(reading, spot, quantity)
            before, before_it, floor = spot, quantity, max(floor, spot.end)

    def _is_its_class(self, whole: str, before: Spot, spot: Spot) -> bool:
        """Whether a keyword only says what the model before it is: "six T-72 | tanks"."""
        if self._kind(spot) != "keyword":
            return False
        model = self._kind(before) in _GEAR and before.end < spot.start
        glued = model and not whole[before.end : spot.start].strip(_GLUE)
        return glued or before.start == spot.start

    def _describes(self, spot: Spot, after: Spot) -> bool:
        """Whether a force is named only to say whose the thing right behind it is."""
        last = self._numbers.tokens(spot.surface)[-1:]
        glued = after.start <= spot.end + 1 and after.end > spot.end
        return glued and not self._numbers.soldierly.isdisjoint(last)

    def _kind(self, spot: Spot) -> str:
        entity = self._entities.get(spot.name) if spot.kind == "entity" else None
        return entity.kind if entity else "keyword"

    def hinted(
        self, reading: Reading, doubted: list[Spot], mentions: Sequence[Mention]
    ) -> Iterator[Mention]:
        """In a report, «Спартак» without "armoured" is likely the vehicle: a fact, no mention."""
        known = {mention.entity for mention in mentions}
        likely = [spot for spot in longest(doubted) if spot.name not in known]
        for mention in self.mentions(reading, likely):
            if mention.kind in (*_GEAR, "keyword"):
                yield mention

    def kinds(
        self, reading: Reading, around: list[Spot], mentions: Sequence[Mention]
    ) -> Iterator[Mention]:
        """Class words with their counts and the classes that they speak of."""
        spots = longest([spot for spot in around if spot.kind == "kind"])
        if not spots:
            return
        by_end = sorted(mentions, key=attrgetter("end"))
        models = {which: [m for m in by_end if m.field == which] for which in ("title", "text")}
        ends = {which: [m.end for m in found] for which, found in models.items()}
        for spot in spots:
            field, start, _ = reading.field_of(spot.start, spot.end)
            behind = bisect_right(ends[field], start)
            first = bisect_left(ends[field], ends[field][behind - 1]) if behind else 0
            model = models[field][first] if behind else None
            floor, quantity = reading.words_from(spot), None
            if model is not None:
                gap = start - model.end
                floor = max(floor, spot.start - gap)
                glued = not reading.whole[spot.start - gap : spot.start].strip(_GLUE)
                beside = gap <= 2 and glued and not spot.surface.startswith(_AND)
                quantity = model.quantity if beside else None  # "seven T-72 tanks"
            span, whole = (spot.start, spot.end), reading.whole
            quantity = quantity or quantity_of(whole, span, floor, self._numbers)
            if quantity is None and says_one_of_class(whole, span, floor, self._numbers):
                quantity = ONE
            yield self._mention(reading, spot, quantity)

    def _mention(self, reading: Reading, spot: Spot, quantity: Quantity | None) -> Mention:
        field, start, end = reading.field_of(spot.start, spot.end)
        entity: Entity | None = self._entities.get(spot.name) if spot.kind == "entity" else None
        wider = self._wider[spot.name] if spot.kind == "kind" else ()
        variant = in_latin(spot.variant, entity.name) if entity and spot.variant else None
        return Mention(
            entity=spot.name,
            kind=entity.kind if entity else "keyword",
            name=entity.name if entity else self._called.get(spot.name, spot.name),
            surface=spot.surface,
            start=start,
            end=end,
            field=field,
            variant=variant,
            quantity=quantity,
            how=spot.how,
            classes=entity.classes if entity else wider,
        )


def _further(reading: Reading, spot: Spot, gear: Sequence[Spot], *, long: bool) -> Further:
    """How far what stands behind a thing may speak of it: as far as to the next."""
    by_start = attrgetter("start")
    next_one = bisect_left(gear, spot.end, key=by_start)
    before = bisect_left(gear, spot.start, key=by_start) - 1
    return Further(
        ceiling=gear[next_one].start if next_one < len(gear) else None,
        listed=_is_listed(reading, gear[before] if before >= 0 else None, spot),
        long=long,
    )


def _is_listed(reading: Reading, before: Spot | None, spot: Spot) -> bool:
    """Whether other gear stands right before it: "T-72 and BMP-3, 11 in all"."""
    gap = reading.whole[before.end : spot.start] if before else ""
    return 0 < len(gap) <= _LISTED and bool(_JOINT.fullmatch(gap))


def _between(reading: Reading, before: Spot, spot: Spot) -> str | None:
    """What stands between a class word and the model behind it, if it may name one thing."""
    if before.kind != "keyword" or not 0 <= spot.start - before.end <= _TYPED:
        return None
    return reading.whole[before.end : spot.start].strip(' \u00a0«"“„(')


def classed(mentions: Sequence[Mention], kinds: Sequence[Mention]) -> tuple[Mention, ...]:
    """The same, where a keyword is a class word with the count of that: "a Russian corvette"."""
    told = {(kind.field, kind.end): kind.quantity for kind in kinds if kind.quantity}
    return tuple(
        replace(one, quantity=told[one.field, one.end])
        if one.kind == "keyword" and one.quantity is None and (one.field, one.end) in told
        else one
        for one in mentions
    )


def counted(mentions: Sequence[Mention], kinds: Sequence[Mention]) -> Iterator[Mention]:
    """The same, with the count of a class word right before the model: "trois blindés Tigr"."""
    ending: dict[tuple[Field, int], list[Mention]] = {}
    for kind in kinds:
        ending.setdefault((kind.field, kind.end), []).append(kind)
    for one in mentions:
        before = (
            kind.quantity
            for gap in range(_CLOSE, 0, -1)
            for kind in ending.get((one.field, one.start - gap), ())
            if kind.quantity and not set(kind.classes).isdisjoint(one.classes)
        )
        own = one.quantity if one.quantity and not one.quantity.implied else None
        quantity = own or next(before, one.quantity)
        yield one if quantity is one.quantity else replace(one, quantity=quantity)
