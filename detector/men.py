"""Tells forces of whom men are named, "Wagner fighters", from mere sides, "the Russians". Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from detector.model import FORCES, MEN, Field, Mention
from detector.reading import Reading, Spot

TROOPS = "troops"  # cue: words for men


def of_men(
    mentions: tuple[Mention, ...], reading: Reading, cues: Sequence[Spot]
) -> tuple[Mention, ...]:
    """The same, with the class MEN where a word for men is part of the name."""
    if not any(one.kind in FORCES for one in mentions):
        return mentions
    men = sorted([reading.field_of(spot.start, spot.end) for spot in cues if spot.name == TROOPS])
    if not men:
        return mentions
    return tuple(
        replace(one, classes=(*one.classes, MEN)) if one.kind in FORCES and _hold(one, men) else one
        for one in mentions
    )


def _hold(force: Mention, men: Sequence[tuple[Field, int, int]]) -> bool:
    """Whether one of the words for men, in order, is inside the name."""
    first = bisect_left(men, (force.field, force.start, 0))
    past = bisect_left(men, (force.field, force.end, 0))
    return any(end <= force.end for _, _, end in men[first:past])
