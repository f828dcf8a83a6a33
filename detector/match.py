"""Finds the compiled terms in a batch of texts.

The automaton proposes spans in the skeleton of the batch; detector.hearing reads each span
again in the original text and decides. About 256 texts a call cost least per text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detector.automaton import automaton
from detector.compile import CompiledTerms
from detector.hearing import Hearing
from detector.normalise import fold_char
from detector.skeleton import WIDE, Skeleton, Span, skeleton, table
from detector.terms import Hit


class Matcher:
    """Hears the compiled terms. Keep one a thread: the engine has one scratch space."""

    def __init__(self, compiled: CompiledTerms) -> None:
        self._hearing = Hearing(compiled.terms, compiled.words, compiled.codes)
        self._automaton = automaton(compiled.patterns, compiled.image)
        self._lengths = [len(pattern) for pattern in compiled.patterns]
        self._ends = compiled.ends

    def find(self, texts: Sequence[str]) -> list[list[Hit]]:
        """All hits of each text, by start, then longest first."""
        if not texts:
            return []
        reduced = skeleton(texts)
        found = self._heard(texts, reduced)
        for index in reduced.wide_texts():
            found[index] = self._spelled_out(texts[index])
        return [_longest_of_each(hits) if len(hits) > 1 else hits for hits in found]

    def _heard(self, texts: Sequence[str], reduced: Skeleton) -> list[list[Hit]]:
        found: list[list[Hit]] = [[] for _ in texts]
        for span in self._spans(reduced):
            text = texts[span.text]
            if span.end <= len(text):  # else a phrase that runs from one text into the next
                found[span.text].extend(self._hits(text, span))
        for index, slash in reduced.slashes():
            found[index].extend(self._hearing.slash_list(texts[index], slash))
        return found

    def _hits(self, text: str, span: Span) -> Sequence[Hit]:
        if span.is_word:
            return self._hearing.word(text, span.start, span.end)
        return self._hearing.designator(text, span)

    def _spans(self, reduced: Skeleton) -> Iterator[Span]:
        """What the automaton proposes, a word up to its end, in places of the originals."""
        spans = set()
        for which, end in self._automaton.scan(reduced.data):
            start = end - self._lengths[which] + 1
            if which >= len(self._ends):
                spans.add((start, end, False))
                continue
            for stop in _word_ends(reduced.data, end, *self._ends[which]):
                spans.add((start, stop, True))
        return reduced.located(sorted(spans))

    def _spelled_out(self, text: str) -> list[Hit]:
        """Find in a text with printers' ligatures: spelled out first, then mapped back."""
        letters: list[str] = []
        origin: list[int] = []
        for index, char in enumerate(text):
            spelled = fold_char(char) if table()[ord(char)] == WIDE else char
            letters.append(spelled)
            origin += [index] * len(spelled)
        spelled_out = ["".join(letters)]
        hits = []
        for hit in self._heard(spelled_out, skeleton(spelled_out))[0]:
            start, end = origin[hit.start], origin[hit.end - 1] + 1
            hits.append(Hit(hit.term, start, end, text[start:end], hit.variant, hit.how))
        return hits


def _word_ends(data: bytes, end: int, least: int, most: int) -> Iterator[int]:
    """Where the words end that may belong to a form, the anchor's own last word first."""
    stop = data.find(b" ", end - 1)
    words = 0 if stop == end - 1 else 1
    while stop > 0:
        if words >= least:
            yield stop
        if words >= most:
            return
        while data[stop + 1 : stop + 2] == b" ":  # a wide gap is one
            stop += 1
        stop = data.find(b" ", stop + 1)
        words += 1


def _longest_of_each(hits: list[Hit]) -> list[Hit]:
    """In order; of overlapping hits of one term only the longest."""
    taken: dict[int, list[Hit]] = {}
    for hit in sorted(hits, key=lambda h: h.start - h.end):
        earlier = taken.setdefault(hit.term, [])
        if not any(hit.start < other.end and other.start < hit.end for other in earlier):
            earlier.append(hit)
    kept = [hit for group in taken.values() for hit in group]
    return sorted(kept, key=lambda hit: (hit.start, -hit.end, hit.term))
