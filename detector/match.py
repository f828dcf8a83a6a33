"""Finds the compiled terms in a batch of texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import ahocorasick_rs
import numpy as np

from detector.compile import CompiledTerms
from detector.designators import DASHES, display
from detector.normalise import IGNORABLE, adds_accents, fold
from detector.skeleton import Skeleton, skeleton
from detector.terms import Hit, Term
from detector.tokens import Token, read

_UNCLEAN = re.compile(f"{IGNORABLE.pattern}|[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670]")
_GAP = re.compile(rf"(?:[^\S\n]*\n?[^\S\n]*)[{DASHES}\"'«»“”„‘’ʼ*_()/\s]{{0,4}}")
_ADDRESS_END = re.compile(
    r"\.(?:com|org|net|info|ru|ua|fr|uk|ml|ne|bf|me|io|eu|tv|html?|php|jpe?g|png|pdf|mp4)(?![^\W_])"
    r"|@\w"
)
_MEMO = 100_000


class Matcher:
    """Hears the compiled terms; safe to share between calls, not between threads."""

    def __init__(self, compiled: CompiledTerms) -> None:
        self._terms = compiled.terms
        self._words = compiled.words
        self._codes = compiled.codes
        self._word_patterns = compiled.word_patterns
        self._automaton = ahocorasick_rs.BytesAhoCorasick(list(compiled.patterns) or [b"\x00"])
        self._accepted: dict[str, tuple[tuple[int, str], ...]] = {}

    def watched(self, code: str) -> bool:
        """True if just this code is watched."""
        return code in self._codes

    def heard(self, code: str, core: int) -> bool:
        """True if the code, or a family it belongs to (longer than `core`), is watched."""
        return any(code[:size] in self._codes for size in range(core + 1, len(code) + 1))

    def find(self, texts: Sequence[str]) -> list[list[Hit]]:
        """All hits of each text, by start, then longest first."""
        found = self._find(texts)
        return [_longest_of_each(hits) if len(hits) > 1 else hits for hits in found]

    def _find(self, texts: Sequence[str]) -> list[list[Hit]]:
        found: list[list[Hit]] = [[] for _ in texts]
        if not texts:
            return found
        reduced = skeleton(texts)
        for index, is_word, start, end in self._spans(reduced):
            text = texts[index]
            if not 0 <= start < end <= len(text):
                continue
            hear = self._word if is_word else self._designator
            found[index].extend(hear(text, start, end))
        return found

    def _spans(self, reduced: Skeleton) -> Iterator[tuple[int, bool, int, int]]:
        data = reduced.data
        spans = set()
        for which, start, end in self._automaton.find_matches_as_indexes(data, overlapping=True):
            is_word = which < self._word_patterns
            stop = data.find(b" ", end - 1) if is_word else end
            spans.add((start + 1, stop, is_word))
        ordered = sorted(spans)
        starts = reduced.joined(np.array([s for s, _, _ in ordered], dtype=np.intp))
        ends = reduced.joined(np.array([e - 1 for _, e, _ in ordered], dtype=np.intp)) + 1
        texts = np.searchsorted(reduced.starts, starts, side="right") - 1
        begin = reduced.starts[texts]
        columns = (texts.tolist(), (starts - begin).tolist(), (ends - begin).tolist())
        for (_, _, is_word), text, start, end in zip(ordered, *columns, strict=True):
            yield text, is_word, start, end

    def _word(self, text: str, start: int, end: int) -> Iterator[Hit]:
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        surface = text[start:end]
        accepted = self._accepted.get(surface)
        if accepted is None:
            if len(self._accepted) > _MEMO:
                self._accepted.clear()
            accepted = self._accepted[surface] = tuple(self._accept(surface))
        if accepted and not _in_address(text, start, end):
            for term, how in accepted:
                yield Hit(term, start, end, surface, None, how)

    def _accept(self, surface: str) -> Iterator[tuple[int, str]]:
        for index, form, how in self._words.get(fold(surface), ()):
            term = self._terms[index]
            if _reads_as(surface, form, term):
                yield index, _explain(term, how)

    def _designator(self, text: str, start: int, end: int) -> Iterator[Hit]:
        first = max(0, start - 40)
        window, origin = _clean(text, first, min(len(text), end + 48))
        begin, core_end = origin.index(start), origin.index(end - 1) + 1
        token = read(window, begin, core_end, self)
        if token is None or _in_address(text, start, origin[token.end - 1] + 1):
            return
        stop = origin[token.end - 1] + 1
        while stop < len(text) and unicodedata.combining(text[stop]):
            stop += 1
        yield from self._families(token, text, start, stop)

    def _families(self, token: Token, text: str, start: int, end: int) -> Iterator[Hit]:
        told = set()
        for code in token.codes:
            for size in range(len(code), 0, -1):
                if size < len(code) and code[size].isdigit() and code[size - 1].isdigit():
                    continue
                for index, _, how in self._codes.get(code[:size], ()):
                    term = self._terms[index]
                    exact = size == len(code)
                    if index in told or not (exact or term.designator_family):
                        continue
                    told.add(index)
                    variant = None if exact else display(term.text, token.core, token.tail, code)
                    yield Hit(index, start, end, text[start:end], variant, _explain(term, how))


def _clean(text: str, first: int, last: int) -> tuple[str, list[int]]:
    """Part of a text without what shows nothing, and where each character was."""
    part = text[first:last]
    if not _UNCLEAN.search(part):
        return part, list(range(first, last))
    kept = [(c, first + i) for i, c in enumerate(part) if not _UNCLEAN.match(c)]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def _reads_as(surface: str, form: str, term: Term) -> bool:
    """The checks that the key can't make: accents, capitals, what stands between words."""
    if term.capital and not (surface[0].isupper() or surface[0].lower() == surface[0].upper()):
        return False
    if " " not in form and not term.text[0].isupper() and adds_accents(surface, form):
        return False
    if term.text.isupper() and term.text.isalpha() and len(term.text) <= 4:
        return sum(map(str.isupper, surface)) > 1
    gaps = re.findall(r"[\W_]+", surface)
    return all(_GAP.fullmatch(gap) or gap in form for gap in gaps)


def _in_address(text: str, start: int, end: int) -> bool:
    """Inside an URL, an e-mail address, a handle or a file's name."""
    left = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    before = text[left:start]
    if before and ("://" in before or "www." in before or re.search(r"@[\w.]*$|t\.me/", before)):
        return True
    return text[end : end + 1] in (".", "@") and bool(_ADDRESS_END.match(text, end))


def _explain(term: Term, how: str) -> str:
    return f"alias {term.text}" if how == "as written" else f"alias {term.text} -> {how}"


def _longest_of_each(hits: list[Hit]) -> list[Hit]:
    """Drop a term's hits that lie within a longer hit of the same term."""
    kept: list[Hit] = []
    last: dict[int, int] = {}
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if last.get(hit.term, -1) < hit.end and last.get(hit.term, -1) <= hit.start:
            kept.append(hit)
            last[hit.term] = hit.end
    return kept
