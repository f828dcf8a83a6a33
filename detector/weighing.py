"""How much a fact matters, by where it is said: title, lead, further down, an aside. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from detector.model import Aside, Detection, Document, Place
from detector.passing import BEARING
from detector.spans import Spanning, Spans

TITLE, LEAD, BODY, FAR, ASIDE = 2.0, 1.5, 1.0, 0.6, 0.12
LEAD_REACH, BODY_REACH = 260, 1100  # characters of the text
OPENING = 40  # characters: behind a dateline, a flag, a word
BESIDE = 0.4  # of a place that only says where another one lies


class Scale:
    """How much it matters where something is said."""

    def __init__(self, document: Document, asides: Sequence[Aside]) -> None:
        self._beside = Spans(one for one in asides if one.why == BEARING)
        self._aside = Spans(one for one in asides if one.why != BEARING)
        # A post has no title: its beginning is one.
        self._headline = 0 if document.title else min(110, max(60, len(document.text) // 3))

    def weight(self, found: Spanning) -> float:
        """From 2 in the title to nearly nothing in a sentence on another time."""
        weight = self._by_position(found)
        if self._aside.hold(found.field, found.start):
            return weight * ASIDE
        is_beside = isinstance(found, Place) and self._beside.hold(found.field, found.start)
        return weight * BESIDE if is_beside else weight

    def _by_position(self, found: Spanning) -> float:
        if found.field == "title" or found.start < self._headline:
            return TITLE
        if found.start < LEAD_REACH:
            return LEAD
        return BODY if found.start < BODY_REACH else FAR


def beside(detection: Detection) -> tuple[Aside, ...]:
    """Sentences on something else, but for the one that opens: a report begins with its news.

    Where nothing is named outside of them, they are the report.
    """
    asides = tuple(a for a in detection.asides if a.why == BEARING or not _opens(a))
    named, aside = (*detection.mentions, *detection.kinds), Spans(asides)
    return asides if not all(aside.hold(one.field, one.start) for one in named) else ()


def _opens(aside: Aside) -> bool:
    return aside.field == "title" or aside.start < OPENING
