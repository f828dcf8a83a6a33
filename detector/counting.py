"""How many were told: the counts of a report beside those of its event. Pure; names no news."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from detector.facts import Thing
from detector.model import SHIPS
from detector.subject import COLLECTIVE, GENERIC, Told, classes_of, is_men, middle
from detector.weighing import BODY, LEAD, TITLE

GROWN = 1.3  # times: "about forty" after "some thirty"
MANY_MEN = 20  # fewer are guards or a crew, whom nobody counted before
SOME = 3  # "two trucks" are as well two of those told before
AIRCRAFT = "aircraft"  # the class
TALLIED = 5  # times the most told before: more is of something else


class Citing(Told, Protocol):
    """A report, with the numbers that it says others told, and those that name nothing."""

    @property
    def cited(self) -> tuple[int, ...]: ...
    @property
    def tally(self) -> tuple[int, ...]: ...


def counted(told: Told) -> tuple[Thing, ...]:
    """All that a number may stand beside."""
    return (*told.gear, *told.groups, *told.forces)


def amounts(things: Iterable[Thing]) -> set[int]:
    """Every number told of them."""
    return {n for thing in things for n in (thing.low, thing.high) if n is not None}


def is_met(thing: Thing, told: Iterable[int]) -> bool:
    """Whether a number told before lies within its bounds: "about 150" and 150."""
    least = thing.low if thing.low is not None else 0
    most = thing.high if thing.high is not None else least
    return any(least <= number <= most for number in told)


def is_part(thing: Thing) -> bool:
    """Whether it may count a part, "two vehicles on tow", or who tells: "two officers said"."""
    few = SOME if thing.id in COLLECTIVE or is_men(thing) else 2
    return (thing.high or 0) < few


def in_words(thing: Thing) -> str:
    """Its bounds for readers: "7", "5–9"."""
    if thing.low == thing.high:
        return str(thing.low)
    return f"{thing.low if thing.low is not None else ''}–{thing.high or ''}"


def exceeds(number: int, most: int) -> bool:
    """Whether it is a tenth above the most told before: in whole numbers, 55 after 50 is."""
    return number > most and 10 * number >= 11 * most


def outgrown(report: Told, event: Told) -> Iterator[tuple[Thing, Thing]]:
    """Rounded numbers of men, GROWN times those told before at least, each with that one."""
    men = men_of(counted(event))
    if men is None:
        return
    for thing in counted(report):
        rounded = _is_rounded(thing) or _is_rounded(men)
        before = middle(men) if men.low else _most(men)  # "up to eighty" are not forty
        grown = middle(thing) >= GROWN * before > 0 and _most(thing) > _most(men)
        if is_men(thing) and thing.weight >= BODY and rounded and grown:
            yield thing, men


def _is_rounded(thing: Thing) -> bool:
    return thing.low is not None and thing.high is not None and thing.low < thing.high


def men_of(things: Iterable[Thing]) -> Thing | None:
    """All counts of men as one: "50 instructors" and "30 servicemen" are the same."""
    told = [one for one in things if is_men(one) and (one.low or one.high)]
    if not told:
        return None
    lows = [one.low for one in told if one.low is not None]
    highs = [one.high if one.high is not None else one.low or 0 for one in told]
    return replace(told[0], low=min(lows, default=None), high=max(highs))


def firm(thing: Thing) -> set[str]:
    """What is no wider class beside another: of a tank, that it is armour as well."""
    return set(thing.classes) - GENERIC or set(thing.classes)


def most_of_class(thing: Thing, event: Told) -> int | None:
    """The most told of what a class word may mean: its models together, or the word itself."""
    named = [one for one in event.gear if (set(thing.classes) - GENERIC) & set(one.classes)]
    words = COLLECTIVE if thing.id in COLLECTIVE else {thing.id}
    alike = [one for one in event.groups if one.id in words and one.low]
    if not (named or alike) or not all(one.low for one in named):
        return None
    return max(sum(map(_most, named)), *map(_most, alike), 0)


def most_of_all(thing: Thing, event: Told, alone: Collection[int]) -> int | None:
    """The most told in all, of a word for a column; `alone`: numbers that name nothing, if any."""
    if thing.id not in COLLECTIVE or not alone:
        return None
    return max(*alone, sum(map(_most, event.gear)))


def _most(thing: Thing) -> int:
    return thing.high or thing.low or 0


def first_counted(report: Told, event: Told) -> Iterator[Thing]:
    """What is counted where nothing was: many men, a model, a class, what drives in a column.

    Ships are counted beside the one that is told of: others wait in the roads. What brought them,
    a ship, or a plane that brought men, is no count of them; nor is one of gear, where a report
    opens with men and names no more than what brought them.
    """
    for one in counted(report):
        brought_by = SHIPS | {AIRCRAFT} if is_men(one) else SHIPS
        known = counted(event)
        if is_men(one) and one.weight >= TITLE and classes_of(report) <= brought_by:
            known = tuple(filter(is_men, known))
        if amounts(other for other in known if brought_by.isdisjoint(other.classes)):
            continue
        least = MANY_MEN if is_men(one) else SOME
        told_of = is_men(one) or any(_may_be(one, other) for other in known)
        if told_of and SHIPS.isdisjoint(one.classes) and _most(one) >= least and one.weight >= LEAD:
            yield one


def _may_be(one: Thing, other: Thing) -> bool:
    """Whether a number of the one may count the other: by a model, a class, a column's word."""
    if is_men(other):
        return False
    alike = one.id == other.id or not set(one.classes).isdisjoint(other.classes)
    return alike or not COLLECTIVE.isdisjoint((one.id, other.id))


def newly_tallied(report: Citing, event: Told, known: Iterable[int]) -> Iterator[tuple[int, int]]:
    """A number told alone that fits as a larger count of the event, and the most before; or 0.

    `known`: those told alone before.
    """
    before = [one for one in counted(event) if one.weight >= BODY and _most(one) > 1]
    most = max(map(_most, before), default=0)
    told = amounts((*counted(report), *counted(event))) | {*known}
    for number in report.tally:
        if number not in told and (
            not most or (exceeds(number, most) and number <= TALLIED * most)
        ):
            yield number, most
            return


def otherwise(report: Citing, event: Told) -> Iterator[tuple[str, int]]:
    """Its own counts, in words, below the ones that it says others told of the same.

    Numbers that name nothing are asked only where it cites one: a long text holds many.
    """
    for number in report.cited:
        known = [one for one in counted(event) if number in (one.low, one.high)]
        own = [one for one in counted(report) if one.weight >= BODY]
        alike = (one for one in own for other in known if _are_alike(one, other))
        found = next((one for one in alike if one.high is not None and one.high < number), None)
        if found is not None:
            yield f"{found.label}: {in_words(found)}", number
        elif known and len(report.cited) == 1 and min(report.tally, default=number) < number:
            yield str(min(report.tally)), number


def _are_alike(one: Thing, other: Thing) -> bool:
    shared = (set(one.classes) & set(other.classes)) - GENERIC
    return one.id == other.id or bool(shared) or (is_men(one) and is_men(other))
