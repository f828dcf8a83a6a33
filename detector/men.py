"""Tells forces of whom men are named, "Wagner fighters", from mere sides, "the Russians". Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detector.model import FORCES, MEN, Field, Mention
from detector.reading import Reading, Spot

TROOPS = "troops"  # cue: words for men


def of_men(
    mentions: Iterable[Mention], reading: Reading, cues: Sequence[Spot]
) -> Iterator[Mention]:
    """The same, with the class MEN where a word for men is part of the name."""
    men = sorted(reading.field_of(spot.start, spot.end) for spot in cues if spot.name == TROOPS)
    if not men:
        yield from mentions
        return
    for one in mentions:
        if one.kind in FORCES and _hold(one, men):
            yield replace(one, classes=(*one.classes, MEN))
        else:
            yield one


def _hold(force: Mention, men: Sequence[tuple[Field, int, int]]) -> bool:
    """Whether one of the words for men, in order, is inside the name."""
    first = bisect_left(men, (force.field, force.start, 0))
    past = bisect_left(men, (force.field, force.end, 0))
    return any(end <= force.end for _, _, end in men[first:past])
