"""Tells forces of whom men are named, "Wagner fighters", from mere sides, "the Russians". Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detector.model import FORCES, MEN, Mention
from detector.reading import Reading, Spot

TROOPS = "troops"  # cue: words for men


def of_men(
    mentions: Iterable[Mention], reading: Reading, cues: Sequence[Spot]
) -> Iterator[Mention]:
    """The same, with the class MEN where a word for men is part of the name."""
    men = [reading.field_of(spot.start, spot.end) for spot in cues if spot.name == TROOPS]
    if not men:
        yield from mentions
        return
    for one in mentions:
        inside = (f == one.field and one.start <= s and e <= one.end for f, s, e in men)
        if one.kind in FORCES and any(inside):
            yield replace(one, classes=(*one.classes, MEN))
        else:
            yield one
