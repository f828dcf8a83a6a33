"""One document with everything found in it, by position; what the later steps ask of.

Title and text are read as one string (`whole`), so that a sentence index orders both;
`field_of` gives a span back in the original field.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from config.schema import Near
from detector.model import Document, Field
from detector.sentences import behind_place, paragraphs, sentences, starts_behind

_JOINT = "\n\n"


class Spot(NamedTuple):  # a tuple, for there are many and a dataclass costs three times as much
    """Something found in `whole`: what kind, which one, where."""

    kind: str
    name: str
    start: int
    end: int
    sentence: int
    surface: str
    variant: str | None = None
    how: str = ""
    near: Near | None = None  # the context that it asks for


_START, _END = attrgetter("start"), attrgetter("end")
# A Spot without the Python call that a NamedTuple's own constructor is.
new_spot: Callable[[tuple[str, str, int, int, int, str, str | None, str, Near | None]], Spot] = (
    partial(tuple.__new__, Spot)
)


@dataclass(slots=True)
class Reading:
    """A document while it is read. Built once, then only asked."""

    document: Document
    whole: str
    title_end: int  # length of the title within `whole`; 0 without a title
    sentence_starts: list[int]
    _paragraph_starts: list[int] = field(default_factory=list)
    _word_starts: list[int] = field(default_factory=list)
    _line_starts: list[int] = field(default_factory=list)
    _opening: int = -1  # where the words begin behind a place that opens it; -1: not asked yet

    @classmethod
    def of(cls, document: Document) -> Reading:
        """Prepare a document: its string and where its sentences begin."""
        whole = whole_of(document)
        title_end = len(document.title)
        starts = sentences(whole)
        return cls(document, whole, title_end, starts)

    def sentence_of(self, position: int) -> int:
        """Return the number of the sentence that holds a position."""
        return bisect_right(self.sentence_starts, position) - 1

    def reach(self, position: int, within: str | int) -> tuple[int, int]:
        """Return between which places a find begins that stands as near as asked: [first, past)."""
        if within == "sentence":  # mostly so
            return self.span_of_sentence(self.sentence_of(position))
        if within == "document":
            return 0, len(self.whole)
        if within == "paragraph":
            self._paragraph_starts = self._paragraph_starts or paragraphs(self.whole)
            first, past = _around(self._paragraph_starts, position, 0, len(self.whole))
            start, end = self.span_of_sentence(self.sentence_of(position))  # a list may be one
            return min(first, start), max(past, end)
        self._word_starts = self._word_starts or _word_starts(self.whole)
        return _around(self._word_starts, position, int(within), len(self.whole))

    def words_from(self, spot: Spot) -> int:
        """Return where the words around a find start: its sentence, its line, behind a place."""
        first, opening = self.sentence_starts[spot.sentence], 0
        if not spot.sentence:
            self._opening = behind_place(self.whole) if self._opening < 0 else self._opening
            opening = self._opening if self._opening <= spot.start else 0
        self._line_starts = self._line_starts or starts_behind("\n", self.whole)
        line = self._line_starts[bisect_right(self._line_starts, spot.start) - 1]
        return max(first, line, opening)  # a line may be an entry of a list

    def span_of_sentence(self, number: int) -> tuple[int, int]:
        """Return where a sentence starts and ends."""
        starts = self.sentence_starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.whole)
        return starts[number], end

    def field_of(self, start: int, end: int) -> tuple[Field, int, int]:
        """Return a span of `whole` in its original field."""
        if start < self.title_end:
            return "title", start, min(end, self.title_end)
        shift = self.title_end + len(_JOINT) if self.title_end else 0
        return "text", start - shift, end - shift

    def crosses(self, start: int, end: int) -> bool:
        """Whether a span runs from the title into the text: nothing real does."""
        return start < self.title_end < end


def whole_of(document: Document) -> str:
    """Title and text as the one string that is searched."""
    return f"{document.title}{_JOINT}{document.text}" if document.title else document.text


def _around(starts: list[int], position: int, far: int, end: int) -> tuple[int, int]:
    """From the part so many before that of a position to the one so many behind it."""
    own = bisect_right(starts, position) - 1
    first, past = own - far, own + far + 1
    return starts[first] if first > 0 else 0, starts[past] if past < len(starts) else end


def _word_starts(text: str) -> list[int]:
    starts: list[int] = []
    inside = False
    for position, letter in enumerate(text):
        if letter.isalnum():
            if not inside:
                starts.append(position)
            inside = True
        elif not letter.isspace() or inside:
            inside = inside and not letter.isspace()
    return starts


def longest(spots: Iterable[Spot]) -> list[Spot]:
    """Drop what lies inside a longer find; equal spans stay, in order of position."""
    ordered = list(spots)
    end = -1
    for spot in ordered:
        if spot.start < end:
            break
        end = spot.end
    else:  # mostly so: they are in order, and none meets another
        return ordered
    ordered.sort(key=_END, reverse=True)
    ordered.sort(key=_START)
    kept: list[Spot] = []
    last_start = last_end = -1
    for spot in ordered:
        if spot.end > last_end or (spot.start == last_start and spot.end == last_end):
            kept.append(spot)
            last_start, last_end = spot.start, spot.end
    return kept
