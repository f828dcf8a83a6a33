"""Which equipment a report adds to its event: models, and kinds of which none is named. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from detector.events import OpenEvent
from detector.facts import Facts
from detector.subject import classes_of
from detector.weighing import BODY, LEAD

# Class words that name something else than what was told, whatever the event's others are: a
# column has trucks and armour anyway, and drones watch it.
_TELLING = frozenset(["artillery", "air-defence"])
_FIRED = frozenset(["loss", "exercise"])  # by what others fired; or what was there fired
_FIRED_AT = frozenset(["MANPADS", "anti-tank missiles"])
# Classes of models of such arms, or with such arms: who told the model told the kind.
_CLASSES = {
    "electronic warfare": {"ew"}, "flamethrowers": {"flamethrower"}, "MANPADS": {"manpads"},
    "anti-tank missiles": {"atgm"}, "bridging": {"bridging"}, "mine clearing": {"mine-clearing"},
    "radar": {"radar", "air-defence"},
}  # fmt: skip


def new_models(facts: Facts, event: OpenEvent) -> list[str]:
    """Models that the event doesn't know yet; ships are told by their names."""
    known = {thing.id for thing in event.gear}
    return [
        t.label for t in facts.gear if t.kind != "ship" and t.id not in known and t.weight >= BODY
    ]


def new_kinds(facts: Facts, event: OpenEvent) -> list[str]:
    """Kinds of arms of which it names no model, by what readers call them."""
    return [] if facts.rejects else [*_kinds(facts, event)]


def _kinds(facts: Facts, event: OpenEvent) -> Iterator[str]:
    fired = not _FIRED.isdisjoint(facts.activities)
    classes = classes_of(event) | {name for thing in facts.gear for name in thing.classes}
    told = {name for member in event.members for name in member.arms}
    for name in facts.arms:
        of_others = fired and name in _FIRED_AT
        known = not classes.isdisjoint(_CLASSES.get(name, ()))
        if not (name in told or of_others or known):
            yield name
    named = event.gear or facts.gear  # beside models, class words are of them, or of no matter
    for thing in () if named else facts.groups:
        if thing.id in _TELLING and thing.weight >= LEAD and not fired and thing.id not in classes:
            yield thing.label
