"""What does a report add to its event? The difference of facts, not of texts. Pure.

Each addition has a name, which watches choose from, and a detail for readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from detector.claims import OPPOSITES
from detector.counting import (
    amounts,
    counted,
    exceeds,
    firm,
    first_counted,
    in_words,
    is_met,
    is_part,
    men_of,
    most_of_all,
    most_of_class,
    newly_tallied,
    otherwise,
    outgrown,
)
from detector.equipment import new_kinds, new_models
from detector.events import OpenEvent
from detector.facts import GEAR, SIDE, Facts, Thing
from detector.model import FORCES
from detector.new_places import new_places
from detector.outcomes import is_worded_as_step, newly_done
from detector.subject import COLLECTIVE, is_men
from detector.vessels import as_heard
from detector.weighing import BODY, LEAD

CONTRADICTS = 0.67  # a count below two thirds of the least told before
_ID_KINDS = {
    "tail": "registration",
    "hull": "hull number",
    "mark": "marking",
    "number": "number",
    "name": "ship",
}


class Novelty(StrEnum):
    """Why a detection is or isn't news of its event."""

    FIRST_REPORT = "FIRST_REPORT"
    NEW_EQUIPMENT = "NEW_EQUIPMENT"
    NEW_PLACE = "NEW_PLACE"
    LARGER_COUNT = "LARGER_COUNT"
    NEW_UNIT = "NEW_UNIT"
    NEW_ID = "NEW_ID"
    NEW_ACTIVITY = "NEW_ACTIVITY"
    INDEPENDENT_SOURCE = "INDEPENDENT_SOURCE"
    BETTER_SOURCE = "BETTER_SOURCE"
    OFFICIAL_CONFIRMATION = "OFFICIAL_CONFIRMATION"
    CONTRADICTION = "CONTRADICTION"
    EDITED = "EDITED"
    DELETED = "DELETED"
    REPEAT = "REPEAT"


@dataclass(frozen=True, slots=True)
class News:
    """One addition, in words: `LARGER_COUNT`, "T-72B3: 9, before 7"."""

    name: Novelty
    detail: str = ""

    @property
    def words(self) -> str:
        """For readers: "larger count: T-72B3: 9, before 7"."""
        said = self.name.value.replace("_", " ").lower()
        return f"{said}: {self.detail}" if self.detail else said


# Beside other additions, words of dispute are mostly about something else.
_WITH_DISPUTE = frozenset(
    [Novelty.NEW_PLACE, Novelty.LARGER_COUNT, Novelty.NEW_UNIT, Novelty.OFFICIAL_CONFIRMATION]
)


def first_report() -> tuple[News, ...]:
    """The news of a report that opens its event."""
    return (News(Novelty.FIRST_REPORT),)


def news(facts: Facts, event: OpenEvent) -> tuple[News, ...]:
    """What an independent report adds; never empty."""
    retold = facts.retells(event.origins)
    # Who retells a known report tells in other words what that told was done.
    found = [one for one in added(facts, event) if not retold or one.name != Novelty.NEW_ACTIVITY]
    if not retold and Novelty.LARGER_COUNT not in {one.name for one in found}:
        found += [*_loosely_counted(facts, event)][:1]
    if Novelty.NEW_EQUIPMENT not in {one.name for one in found}:  # of a copy kinds would err
        found += _new_kinds(facts, event)
    disputed = any(member.disputes for member in event.members)
    if facts.disputes and not disputed and {one.name for one in found} <= _WITH_DISPUTE:
        found.append(News(Novelty.CONTRADICTION, "says that it was otherwise"))
    is_step = is_worded_as_step(facts, event, has_news=bool(found))
    if is_step and Novelty.NEW_ACTIVITY not in {one.name for one in found}:
        found.append(News(Novelty.NEW_ACTIVITY, facts.worded))
    if facts.origin not in event.origins and not retold:
        count = len(event.origins) + 1
        found.append(News(Novelty.INDEPENDENT_SOURCE, f"{count} so far"))
    if facts.reliability < event.reliability:
        found.append(
            News(Novelty.BETTER_SOURCE, f"{facts.reliability}, before {event.reliability}")
        )
    return tuple(found) or (News(Novelty.REPEAT),)


def news_of_edit(facts: Facts, event: OpenEvent) -> tuple[News, ...]:
    """What a new wording of a known item adds to what the event knows."""
    return (News(Novelty.EDITED), *added(facts, event))


def added(facts: Facts, event: OpenEvent) -> Iterator[News]:
    """The facts that the event doesn't know yet, or that contradict it."""
    yield from _equipment(facts, event)
    yield from _places(facts, event)
    yield from _counts(facts, event)
    yield from _units(facts, event)
    yield from _ids(facts, event)
    yield from _activities(facts, event)
    yield from _amended(facts, event)
    yield from _disputed(facts, event)
    if facts.official and not (event.official or _merely_denies(facts)):
        yield News(Novelty.OFFICIAL_CONFIRMATION)


def _equipment(facts: Facts, event: OpenEvent) -> Iterator[News]:
    if new := new_models(facts, event):
        yield News(Novelty.NEW_EQUIPMENT, ", ".join(new))


def _new_kinds(facts: Facts, event: OpenEvent) -> Iterator[News]:
    if new := new_kinds(facts, event):
        yield News(Novelty.NEW_EQUIPMENT, ", ".join(new))


def _places(facts: Facts, event: OpenEvent) -> Iterator[News]:
    if new := new_places(facts, event):
        yield News(Novelty.NEW_PLACE, ", ".join(new))


def _counts(facts: Facts, event: OpenEvent) -> Iterator[News]:
    known = {thing.id: thing for thing in counted(event)}
    told = amounts(known.values()) | _alone(event)
    men = men_of(known.values())
    for thing in counted(facts):
        if (thing.low is None and thing.high is None) or thing.weight < BODY:
            continue
        of_men = men is not None and is_men(thing)
        # "Seven vehicles" of an event whose models are counted is no count of its own.
        if event.gear and thing.kind not in GEAR and not of_men:
            if not any(firm(thing) & set(one.classes) and one.low for one in facts.gear):
                yield from _of_class(thing, event)
        else:
            before = men if of_men else known.get(thing.id)
            if amounts([before] if before else []) or not _sets_right(facts):
                yield from _count(thing, before, told)


def _sets_right(facts: Facts) -> bool:
    """Whether it says that less is so than others told: what it counts first is no more of it."""
    return facts.rejects or any(a.right < a.wrong for a in facts.amended)


def _loosely_counted(facts: Facts, event: OpenEvent) -> Iterator[News]:
    """Estimates that grew, and numbers that name nothing they count: in a copy, they may err."""
    for thing, before in outgrown(facts, event):
        said = f"{thing.label}: {in_words(thing)}, before {in_words(before)}"
        yield News(Novelty.LARGER_COUNT, said)
    if _sets_right(facts):
        return
    alone = _alone(event)
    for thing in first_counted(facts, event):
        if not is_met(thing, alone):
            said = f"{thing.label}: {in_words(thing)}, before uncounted"
            yield News(Novelty.LARGER_COUNT, said)
    for number, most in newly_tallied(facts, event, alone):
        yield News(Novelty.LARGER_COUNT, f"{number}, before {most or 'uncounted'}")


def _alone(event: OpenEvent) -> set[int]:
    """The numbers told of it that name nothing they count."""
    return {number for member in event.members for number in member.tally}


def _of_class(thing: Thing, event: OpenEvent) -> Iterator[News]:
    """ "Seven tanks", where five T-72 were all the tanks told; "60 vehicles" after "forty"."""
    most = most_of_class(thing, event) or most_of_all(thing, event, _alone(event))
    if most is not None and exceeds(thing.low or 0, most):
        yield News(Novelty.LARGER_COUNT, f"{thing.label}: {in_words(thing)}, before {most}")


def _count(thing: Thing, before: Thing | None, told: set[int]) -> Iterator[News]:
    least = thing.low if thing.low is not None else thing.high or 0
    if before is None or (before.low is None and before.high is None):
        # A count first told of a known thing is news, unless it was told under another name.
        if before is not None and least > 1 and _is_countable(thing) and not is_met(thing, told):
            yield News(Novelty.LARGER_COUNT, f"{thing.label}: {in_words(thing)}, before uncounted")
        return
    most = before.high if before.high is not None else before.low or 0
    said = f"{thing.label}: {in_words(thing)}, before {in_words(before)}"
    if exceeds(least, most) and least not in told:
        yield News(Novelty.LARGER_COUNT, said)
    elif thing.high is None or is_part(thing):
        return
    elif thing.high <= CONTRADICTS * (before.low or 0):
        yield News(Novelty.CONTRADICTION, said)


def _is_countable(thing: Thing) -> bool:
    """Whether its number tells how many came: of models, classes and men, not of "vehicles"."""
    if thing.kind == "equipment" or thing.kind in FORCES or is_men(thing):
        return True
    return thing.kind != "ship" and bool(thing.classes) and thing.id not in COLLECTIVE


def _amended(facts: Facts, event: OpenEvent) -> Iterator[News]:
    """Numbers set right, once: "eight, not six"."""
    known = {pair for member in event.members for pair in member.amended}
    told = amounts(counted(event))
    for right, wrong in facts.amended:
        if (right, wrong) not in known and not (right > wrong and right in told):
            name = Novelty.LARGER_COUNT if right > wrong else Novelty.CONTRADICTION
            yield News(name, f"{right}, not {wrong}")


def _merely_denies(facts: Facts) -> bool:
    """Whether it says of nothing that it came: "a ship did come, with medicines" confirms that."""
    return facts.rejects and "arrival" not in facts.activities


def _disputed(facts: Facts, event: OpenEvent) -> Iterator[News]:
    """What others told, and this report tells otherwise: the cause, the thing, the place."""
    if facts.rejects and not any(member.rejects for member in event.members):
        yield News(Novelty.CONTRADICTION, "says that it did not happen")
    causes = {name for member in event.members for name in member.causes}
    for before, said in OPPOSITES.items():
        if said in facts.causes and before in causes and said not in causes:
            yield News(Novelty.CONTRADICTION, f"{said}, before {before}")
    things = (*event.gear, *event.groups)
    named = {name for one in things for name in (one.id, *one.classes)}
    named |= {one.name for one in event.places if not one.general}
    told = {name for member in event.members for name in member.denies}
    denied = any(member.rejects for member in event.members)  # all of it
    if not denied and (wrong := [name for name in facts.denies if name in named - told]):
        yield News(Novelty.CONTRADICTION, f"not {', '.join(wrong)}")
    for fewer, number in otherwise(facts, event):
        yield News(Novelty.CONTRADICTION, f"{fewer}, where {number} was told")


def _units(facts: Facts, event: OpenEvent) -> Iterator[News]:
    known = {thing.id for thing in event.forces}
    # An organisation is soon named for what it says or once did.
    new = [
        thing.label
        for thing in facts.forces
        if thing.id not in known
        and SIDE not in thing.classes
        and thing.weight >= (BODY if thing.kind == "unit" else LEAD)
    ]
    told = {key for member in event.members for unit in member.units for key in unit.classes}
    for unit in facts.units:
        if unit.weight >= BODY and told.isdisjoint(unit.classes):
            new.append(unit.label)
            told.update(unit.classes)
    if new:
        yield News(Novelty.NEW_UNIT, ", ".join(new))


def _ids(facts: Facts, event: OpenEvent) -> Iterator[News]:
    heard = set(map(as_heard, event.ids))  # a ship's name is told in many spellings
    new = [one for one in facts.ids if as_heard(one) not in heard]
    told = {code for member in (*event.members, facts) for code in _codes(member.ids)}
    seen = {code for member in event.members for code in member.signs}
    signs = [code for code in facts.signs if code not in told | seen]
    if new or signs:
        said = (*map(_id_in_words, new), *(f"number {code}" for code in signs))
        yield News(Novelty.NEW_ID, ", ".join(said))


def _codes(ids: Iterable[str]) -> Iterator[str]:
    return (one.partition(":")[2] for one in ids)


def _id_in_words(unique_id: str) -> str:
    kind, _, code = unique_id.partition(":")
    return f"{_ID_KINDS.get(kind, kind)} {code}"


def _activities(facts: Facts, event: OpenEvent) -> Iterator[News]:
    if facts.rejects:
        return  # it tells again what others told was done
    if new := newly_done(facts, event):
        yield News(Novelty.NEW_ACTIVITY, ", ".join(new))
