"""Finds the compiled terms in a batch of texts.

The automaton proposes spans in the skeleton of the batch; detector.hearing reads each span
again in the original text and decides. About 256 texts a call cost least per text.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial

from detector.automaton import automaton
from detector.compile import BEGUN, CompiledTerms
from detector.glued import parted, seams
from detector.hearing import Hearing, in_address, with_marks
from detector.normalise import fold_char
from detector.skeleton import (
    FREE,
    LONGEST,
    MARKED,
    PLAIN,
    WIDE,
    WORD,
    Skeleton,
    skeleton,
    table,
)
from detector.spans import Apart
from detector.terms import Hit, Told

# A Hit without the Python call that a NamedTuple's own constructor is.
_hit: Callable[[tuple[int, int, str, tuple[Told, ...]]], Hit] = partial(tuple.__new__, Hit)

_MOST_REMEMBERED = 20_000


class Matcher:
    """Hears the compiled terms. Keep one a thread: the engine has one scratch space."""

    def __init__(self, compiled: CompiledTerms) -> None:
        self.terms = compiled.terms
        self._hearing = Hearing(compiled.terms, compiled.words, compiled.codes)
        anchors = compiled.anchors
        self._automaton = automaton(anchors, compiled.image)
        self._insides = [len(anchor) - anchor.startswith(b" ") for anchor in anchors]
        self._first_code = len(compiled.word_anchors)
        self._first_seam = len(anchors) - len(seams())
        self._proposed = _Proposed(self._hearing.known, compiled.openings)

    def find(self, texts: Sequence[str]) -> list[list[Hit]]:
        """All hits of each text, by start, then longest first."""
        if not texts:
            return []
        reduced = skeleton(texts)
        spans, seams = self._spans(reduced.data)
        if apart := self._parted(texts, reduced.texts_at(seams)):
            texts = [apart.get(i, text) for i, text in enumerate(texts)]
            reduced = skeleton(texts)
            spans, _ = self._spans(reduced.data)
        found = self._heard(texts, reduced, spans)
        for index in reduced.wide_texts():
            found[index] = self._spelled_out(texts[index])
        return [_longest_of_each(hits) if len(hits) > 1 else hits for hits in found]

    def _parted(self, texts: Sequence[str], glued: Iterable[int]) -> dict[int, str]:
        return {i: apart for i in glued if (apart := parted(texts[i])) != texts[i]}

    def _heard(
        self, texts: Sequence[str], reduced: Skeleton, spans: Sequence[int]
    ) -> list[list[Hit]]:
        found: list[list[Hit]] = [[] for _ in texts]
        unsorted: set[int] = set()  # texts: only words come in the order of their spans
        accepted, designator = self._hearing.accepted, self._hearing.designator
        small_of, is_small = -1, False  # whether the text has no capital at all; asked once a text
        for index, start, end, known in reduced.located(spans):
            text = texts[index]
            if end > len(text):  # a phrase that runs from one text into the next
                continue
            if not known & WORD:
                found[index] += designator(text, start, end, bool(known & PLAIN))
                unsorted.add(index)
                continue
            if known & MARKED and (longer := with_marks(text, end)) > end:
                found[index] += self._words(text, start, longer)
                unsorted.add(index)
                continue
            heard = accepted[surface := text[start:end]]
            if not heard:
                if index != small_of:
                    small_of, is_small = index, text.islower()
                if is_small:
                    heard = self._hearing.without_capitals[surface]
            if heard and (known & FREE == FREE or not in_address(text, start, end)):
                found[index].append(_hit((start, end, surface, heard)))
        for index, slash in reduced.slashes():
            found[index].extend(self._hearing.slash_list(texts[index], slash))
            unsorted.add(index)
        for index in unsorted:
            if len(found[index]) > 1:
                found[index] = _one_a_place(found[index])
        return found

    def _words(self, text: str, start: int, end: int) -> Iterator[Hit]:
        surface = text[start:end]
        if (heard := self._hearing.accepted[surface]) and not in_address(text, start, end):
            yield Hit(start, end, surface, heard)

    def _spans(self, data: bytes) -> tuple[list[int], list[int]]:
        """Designators that the automaton proposes, and the words and phrases there, packed.

        And where there are seams. No word anchor begins with another: each place is proposed once.
        """
        spans: list[int] = []
        seams: list[int] = []
        insides, first_code, first_seam = self._insides, self._first_code, self._first_seam
        proposed = self._proposed
        letters = data.decode("latin-1") + "."  # something stands behind every gap
        found = iter(self._automaton.scan(data))
        for which, end in zip(found, found, strict=True):
            start = end - insides[which]
            if which >= first_seam:
                seams.append(start)
                continue
            if which >= first_code:
                spans.append(start << 32 | (LONGEST - end) << 1)  # packed(), without a call's cost
                continue
            stop = letters.find(" ", start)
            word = letters[start:stop]
            is_form, begun = proposed[word]
            if is_form:
                spans.append(start << 32 | (LONGEST - stop) << 1 | WORD)
            while begun:
                following = stop + 1
                while letters[following] == " ":  # a wide gap is one
                    following += 1
                if letters[following : following + BEGUN] not in begun:
                    break
                stop = letters.find(" ", following)
                word = f"{word} {letters[following:stop]}"
                is_form, begun = proposed[word]
                if is_form:
                    spans.append(start << 32 | (LONGEST - stop) << 1 | WORD)
        return spans, seams

    def _spelled_out(self, text: str) -> list[Hit]:
        """Find in a text with printers' ligatures: spelled out first, then mapped back."""
        letters: list[str] = []
        origin: list[int] = []
        for index, char in enumerate(text):
            spelled = fold_char(char) if table()[ord(char)] == WIDE else char
            letters.append(spelled)
            origin += [index] * len(spelled)
        spelled_out = ["".join(letters)]
        reduced, hits = skeleton(spelled_out), []
        spans, _ = self._spans(reduced.data)
        for hit in self._heard(spelled_out, reduced, spans)[0]:
            start, end = origin[hit.start], origin[hit.end - 1] + 1
            hits.append(Hit(start, end, text[start:end], hit.told))
        return _one_a_place(hits)


class _Proposed(dict[str, tuple[bool, str]]):
    """Whether proposed words are a form, and how the next begins if they open one.

    The words that recur, together: they stay near the processor as the whole tables can't.
    """

    def __init__(self, forms: Container[str], openings: Mapping[str, str]) -> None:
        self._forms, self._openings = forms, openings

    def __missing__(self, words: str) -> tuple[bool, str]:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found = self[words] = words in self._forms, self._openings.get(words, "")
        return found


def _one_a_place(hits: list[Hit]) -> list[Hit]:
    """In order; what is told twice of a place is told as it was first."""
    if len({(hit.start, hit.end) for hit in hits}) < len(hits):
        places: dict[tuple[int, int, str], dict[int, Told]] = {}
        for start, end, surface, told in hits:
            here = places.setdefault((start, end, surface), {})
            for one in told:
                here.setdefault(one[0], one)
        hits = [Hit(*place, tuple(sorted(here.values()))) for place, here in places.items()]
    return sorted(hits, key=_in_order)


def _in_order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _longest_of_each(hits: list[Hit]) -> list[Hit]:
    """Of hits in order, and of overlapping ones of one term, only the longest."""
    past = 0
    ends: dict[int, int] = {}  # of what is heard where hits meet
    before: tuple[Told, ...] = ()
    for start, end, _, told in hits:
        if start >= past:  # mostly so: it meets none before
            ends.clear()
            before, past = told, end
            continue
        ends = ends or {term: past for term, _, _ in before}
        for term, _, _ in told:
            if start < ends.get(term, 0):
                return _without_overlaps(hits)
            ends[term] = end
        past = max(past, end)
    return hits


def _without_overlaps(hits: list[Hit]) -> list[Hit]:
    taken: dict[int, Apart] = {}
    kept = []
    for hit in sorted(hits, key=lambda h: h.start - h.end):
        start, end, surface, told = hit
        left = [one for one in told if taken.setdefault(one[0], Apart()).takes(start, end)]
        if left:
            kept.append(Hit(start, end, surface, tuple(left)))
    return sorted(kept, key=_in_order)
