"""How much a fact matters, by where it is said: title, lead, further down, an aside. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from detector.model import Action, Aside, Detection, Document, Mention, Place
from detector.passing import BEARING

TITLE, LEAD, BODY, FAR, ASIDE = 2.0, 1.5, 1.0, 0.6, 0.12
LEAD_REACH, BODY_REACH = 260, 1100  # characters of the text
OPENING = 40  # characters: behind a dateline, a flag, a word
BESIDE = 0.4  # of a place that only says where another one lies


class Scale:
    """How much it matters where something is said."""

    def __init__(self, document: Document, asides: Sequence[Aside]) -> None:
        self._asides = asides
        # A post has no title: its beginning is one.
        self._headline = 0 if document.title else min(110, max(60, len(document.text) // 3))

    def weight(self, found: Mention | Place | Action) -> float:
        """From 2 in the title to nearly nothing in a sentence on another time."""
        weight = self._by_position(found)
        within = [
            aside.why
            for aside in self._asides
            if aside.field == found.field and aside.start <= found.start < aside.end
        ]
        if any(why != BEARING for why in within):
            return weight * ASIDE
        return weight * BESIDE if within and isinstance(found, Place) else weight

    def _by_position(self, found: Mention | Place | Action) -> float:
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
    named = (*detection.mentions, *detection.kinds)
    outside = (
        all(not (a.field == one.field and a.start <= one.start < a.end) for a in asides)
        for one in named
    )
    return asides if any(outside) else ()


def _opens(aside: Aside) -> bool:
    return aside.field == "title" or aside.start < OPENING
