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
        hear_word, hear_designator = self._hearing.word, self._hearing.designator
        for index, start, end, is_word, is_plain in self._spans(reduced):
            text = texts[index]
            if end > len(text):  # a phrase that runs from one text into the next
                continue
            if is_word:
                found[index] += hear_word(text, start, end)
            else:
                found[index] += hear_designator(text, start, end, is_plain)
        for index, slash in reduced.slashes():
            found[index].extend(self._hearing.slash_list(texts[index], slash))
        return found

    def _spans(self, reduced: Skeleton) -> Iterator[Span]:
        """What the automaton proposes, a word up to its end, in places of the originals."""
        spans = set()
        data, lengths, ends, words = reduced.data, self._lengths, self._ends, len(self._ends)
        for which, end in self._automaton.scan(data):
            start = end - lengths[which] + 1
            if which >= words:
                spans.add((start, end, False))
                continue
            least, most = ends[which]
            if most == 0:  # mostly so: the word that is running ends it
                spans.add((start, data.find(b" ", end - 1), True))
                continue
            for stop in _word_ends(data, end, least, most):
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
    hits.sort(key=_in_order)
    ends: dict[int, int] = {}
    for hit in hits:
        if hit.start < ends.get(hit.term, 0):
            return _without_overlaps(hits)
        ends[hit.term] = hit.end
    return hits


def _in_order(hit: Hit) -> tuple[int, int, int]:
    return hit.start, -hit.end, hit.term


def _without_overlaps(hits: list[Hit]) -> list[Hit]:
    taken: dict[int, list[Hit]] = {}
    for hit in sorted(hits, key=lambda h: h.start - h.end):
        earlier = taken.setdefault(hit.term, [])
        if not any(hit.start < other.end and other.start < hit.end for other in earlier):
            earlier.append(hit)
    kept = [hit for group in taken.values() for hit in group]
    return sorted(kept, key=_in_order)
