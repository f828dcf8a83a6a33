"""Just where in a town or near it, told by names that no list of places has. Pure.

"The camp is the one at Mondoasi, south of town", «под Ипии, километрах в семидесяти от Брии».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detector.model import Detection, Document, Field
from detector.phrases import Phrases
from detector.spans import Spans

_EARLY = 600  # characters in which a report says so before its background
_BEFORE, _GAP = 80, 40  # characters before a bearing, and between it and the name
_PREPOSITION = 32  # characters before a name in which its preposition is
_NAME = re.compile(
    r"(?<=[\w,'’«“\"] |.['’])[A-ZÀ-ÝА-ЯЁІЇЄҐ][\w'’ʼ-]{2,24}"
    r"(?: [A-ZÀ-ÝА-ЯЁІЇЄҐ][\w'’ʼ-]{1,24}){0,2}"
)
_SENTENCE_ENDS = re.compile(r"[.!?؟](?=\s)|\n")
_WORD = re.compile(r"[^\W\d_A-ZÀ-ÝА-ЯЁІЇЄҐ]+(?:['’ ]+)\Z")
_NOUNS = 2  # between preposition and name: "at the wadi"
_OTHER_NAME = re.compile(r"[A-ZÀ-ÝА-ЯЁІЇЄҐ]")


def pinpointed(document: Document, detection: Detection, phrases: Phrases) -> tuple[str, ...]:
    """The names of such spots."""
    known = Spans((*detection.places, *detection.mentions, *detection.kinds))
    found: dict[str, None] = {}
    fields: tuple[tuple[Field, str], ...] = (
        ("title", document.title),
        ("text", document.text[:_EARLY]),
    )
    for field, said in fields:
        found |= dict.fromkeys(_by_bearing(field, said, known, phrases))
    return tuple(found)


def _by_bearing(field: Field, said: str, known: Spans, phrases: Phrases) -> Iterator[str]:
    for bearing in phrases["bearing"].finditer(said):
        least = max(0, bearing.start() - _BEFORE)
        ends = [end.end() for end in _SENTENCE_ENDS.finditer(said, least, bearing.start())]
        for name in _NAME.finditer(said, ends[-1] if ends else least, bearing.start()):
            gap = said[name.end() : bearing.start()]
            if len(gap) > _GAP or _OTHER_NAME.search(gap):
                continue
            if not known.meet(field, *name.span()) and _is_where(said, name.start(), phrases):
                yield name.group()


def _is_where(said: str, at: int, phrases: Phrases) -> bool:
    """Whether a preposition of place stands before it: "at the wadi X"."""
    before = said[max(0, at - _PREPOSITION) : at]
    for _ in range(_NOUNS + 1):
        if phrases["where"].search(before):
            return True
        before, words = _WORD.subn("", before)
        if not words:
            return False
    return False
