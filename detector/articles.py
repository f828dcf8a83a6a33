"""What an article adds to its own summary, which stands in an event already. Pure.

An article names more things and places than its news has: background, neighbours, history. Only
what leads it is taken for the event's, and only that can be news of it.
"""

from __future__ import annotations

from dataclasses import replace

from detector.events import OpenEvent, reworded
from detector.facts import Facts
from detector.novelty import News, Novelty, added
from detector.placing import Placed
from detector.weighing import LEAD

STRONG = frozenset(
    [Novelty.NEW_EQUIPMENT, Novelty.NEW_PLACE, Novelty.LARGER_COUNT, Novelty.NEW_UNIT,
     Novelty.NEW_ID]
)  # fmt: skip


def place_article(facts: Facts, event: OpenEvent) -> Placed:
    """It stays with its summary's event, is no further report, and seldom is news."""
    strong = leading(facts)
    found = tuple(one for one in added(strong, event) if one.name in STRONG)
    return Placed(reworded(event, strong), found or (News(Novelty.REPEAT),))


def leading(facts: Facts) -> Facts:
    """What is said in the title and the first sentences."""
    return replace(
        facts,
        gear=tuple(one for one in facts.gear if one.weight >= LEAD),
        groups=tuple(one for one in facts.groups if one.weight >= LEAD),
        forces=tuple(one for one in facts.forces if one.weight >= LEAD),
        places=tuple(one for one in facts.places if one.weight >= LEAD),
    )
