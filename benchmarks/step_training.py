"""Learns how a further step is worded: `python -m benchmarks.step_training [--write]`.

From what the open streams tell of events that they told of before: whether an item's labels name
a new activity; and from sentences written for this. Learned as `benchmarks.wording_training`
learns what a report is; of the authors held aside it is only told how well those are ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.event_replay import AUTHORS, of_author
from benchmarks.event_stream import Item
from benchmarks.wording_training import (
    Floats,
    Lesson,
    Marked,
    finds,
    fit,
    is_to_be_written,
    keep,
    lessons,
    odds_of,
)
from detector.detect import OPENING
from detector.model import Document
from workers.wording import STEPS

WRITTEN = Path(__file__).with_name("step_lessons.txt")
WORTH = 0.27  # of what is learned, beside how long nothing was heard: by leaving out authors
PARTS = 5  # of the authors, each left out once


def retold(author: str) -> Iterator[Item]:
    """What tells of an event that was told of before, but for copies."""
    told: set[str] = set()
    for item in of_author(author):
        if item.event is not None:
            if item.event in told and item.role != "copy":
                yield item
            told.add(item.event)


def told(author: str) -> Iterator[Marked]:
    """The later reports of a stream, and whether their labels name a new activity."""
    for item in retold(author):
        document = Document(item.id, item.text, item.title)
        yield document, "NEW_ACTIVITY" in item.novelty


def written() -> Iterator[Marked]:
    """Sentences written for this."""
    for number, line in enumerate(WRITTEN.read_text("utf-8").splitlines()):
        sign, _, text = line.partition(" ")
        if sign in "+-":
            yield Document(str(number), text), sign == "+"


def openings(marked: Iterable[Marked]) -> list[Lesson]:
    """A further step is told at the beginning, or not at all."""
    return [replace(one, words=one.words[:OPENING]) for one in lessons(marked)]


def precision(odds: Sequence[float], steps: npt.NDArray[np.bool_]) -> float:
    """The mean share of steps among what stands as high as each of them."""
    found = steps[np.argsort(odds)[::-1]]
    shares = np.cumsum(found) / np.arange(1, len(found) + 1)
    return float(shares[found].mean())


def fitted(taught: Sequence[Lesson], beside: Sequence[Lesson]) -> tuple[Floats, float]:
    """Weights and bias; even odds are what half of the texts are below that were left out.

    `beside`: never left out, for they are not as common as they are in streams.
    """
    both = (*taught, *beside)
    found, steps = [*map(finds, both)], np.array([one.is_so for one in both])
    parts, unheard = np.arange(len(both)) * PARTS // len(taught), []
    for part in range(PARTS):
        rest = [one for one, own in zip(found, parts, strict=True) if own != part]
        learned = fit(rest, steps[parts != part])
        unheard += [
            odds_of(one, *learned) for one, own in zip(found, parts, strict=True) if own == part
        ]
    weights, bias = fit(found, steps)
    return WORTH * weights, WORTH * (bias - float(np.median(unheard)))


def main() -> None:
    """Learn, count, and write if asked to."""
    is_asked = is_to_be_written(__doc__)
    open_, aside = (
        openings(x for name in AUTHORS if name.endswith("held") is held for x in told(name))
        for held in (False, True)
    )
    weights, bias = fitted(open_, openings(written()))
    for name, part in (("taught", open_), ("held out", aside)):
        steps = np.array([one.is_so for one in part])
        odds = [odds_of(finds(one), weights, bias) for one in part]
        print(f"{name}: {steps.sum()} steps of {len(part)}, precision {precision(odds, steps):.2f}")
    if is_asked:
        keep(STEPS, weights, bias)


if __name__ == "__main__":
    main()
