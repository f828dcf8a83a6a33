"""Decides, at a span the automaton proposes, which terms are really heard there.

Reads the original text: script, accents, capitals, what stands between words, whether a
designator is one. Knows nothing of batches or skeletons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from detector.designators import DASHES, display, is_cyrillic
from detector.normalise import IGNORABLE, adds_accents, fold
from detector.terms import Hit, Term
from detector.tokens import Token, read, slash_members

Entries = Mapping[str, Sequence[tuple[int, str, str]]]  # (term, form as written, how)

_MARKS = "[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670]"
_UNCLEAN = re.compile(f"{IGNORABLE.pattern}|{_MARKS}")
_BETWEEN = re.compile(rf"[^\S\n]*\n?[^\S\n]*[{DASHES}\"'«»“”„‘’ʼ`*_()/\s]{{0,4}}")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_IN_ADDRESS = re.compile(r"://|www\.|t\.me/|@[\w.]*$")
_ADDRESS_END = re.compile(
    r"\.(?:com|org|net|info|ru|ua|fr|uk|ml|ne|bf|me|io|eu|tv|html?|php|jpe?g|png|pdf|mp4)(?![^\W_])"
    r"|@\w"
)
_MOST_REMEMBERED = 100_000
_BEFORE, _AFTER = 40, 56  # characters around a designator that decide what it is


class Hearing:
    """The tables behind the automaton, and the checks it can't make."""

    def __init__(self, terms: Sequence[Term], words: Entries, codes: Entries) -> None:
        self._terms = terms
        self._words = words
        self._codes = codes
        self._accepted: dict[str, tuple[tuple[int, str], ...]] = {}

    def watched(self, code: str) -> bool:
        """True if just this code is watched."""
        return code in self._codes

    def heard(self, code: str, longer_than: int) -> bool:
        """True if the code, or a family it belongs to, longer than so much, is watched."""
        return any(code[:size] in self._codes for size in range(longer_than + 1, len(code) + 1))

    def word(self, text: str, start: int, end: int) -> Sequence[Hit]:
        """Terms whose form is text[start:end]."""
        end = _with_marks(text, end)
        surface = text[start:end]
        accepted = self._accepted.get(surface)
        if accepted is None:
            if len(self._accepted) >= _MOST_REMEMBERED:
                self._accepted.clear()
            accepted = self._accepted[surface] = tuple(self._accept(surface))
        if not accepted or in_address(text, start, end):
            return ()
        return [Hit(term, start, end, surface, None, how) for term, how in accepted]

    def _accept(self, surface: str) -> Iterator[tuple[int, str]]:
        for index, form, how in self._words.get(fold(surface), ()):
            if _reads_as(surface, form, self._terms[index]):
                yield index, _explained(self._terms[index], (how,))

    def designator(self, text: str, start: int, end: int) -> Sequence[Hit]:
        """Designators and families heard where letters and a number stand at text[start:end]."""
        first = max(0, start - _BEFORE)
        window, origin = _clean(text, first, min(len(text), end + _AFTER))
        begin, core_end = start - first, end - first
        if origin is not None:
            begin, core_end = origin.index(start), origin.index(end - 1) + 1
        token = read(window, begin, core_end, self)
        if token is None:
            return ()
        last = origin[token.end - 1] if origin is not None else first + token.end - 1
        stop = _with_marks(text, last + 1)
        if in_address(text, start, stop):
            return ()
        return list(self._families(token, text, start, stop))

    def slash_list(self, text: str, slash: int) -> Iterator[Hit]:
        """The later members of a list such as BTR-80/82A, the slash being one of its own."""
        for written, start, end in slash_members(text, slash):
            if not in_address(text, start, end):
                token = Token(written, "", end)
                yield from self._families(token, text, start, end, "in a list")

    def _families(
        self, token: Token, text: str, start: int, end: int, *steps: str
    ) -> Iterator[Hit]:
        told = set()
        for index, exact, form in self._prefixes(token.codes):
            term = self._terms[index]
            if index in told or not (exact or term.designator_family):
                continue
            told.add(index)
            variant = None if exact else display(term.text, token.core, token.tail)
            how = _explained(term, (form, _script(term, token), token.ending, *steps))
            yield Hit(index, start, end, text[start:end], variant, how)

    def _prefixes(self, codes: Sequence[str]) -> Iterator[tuple[int, bool, str]]:
        """Watched codes and the families they belong to: (term, exact, how)."""
        for code in codes:
            for size in range(len(code), 0, -1):
                if size < len(code) and code[size].isdigit() and code[size - 1].isdigit():
                    continue  # T-72 is no family of T-720
                for index, _, how in self._codes.get(code[:size], ()):
                    yield index, size == len(code), how


def _with_marks(text: str, end: int) -> int:
    """The end moved behind the marks that stand on the last letter."""
    while end < len(text) and text[end] > "\u02ff" and unicodedata.combining(text[end]):
        end += 1
    return end


def _clean(text: str, first: int, last: int) -> tuple[str, list[int] | None]:
    """Part of a text without what shows nothing; where each character was if any went."""
    part = text[first:last]
    if part.isascii() or not _UNCLEAN.search(part):
        return part, None
    kept = [(char, first + i) for i, char in enumerate(part) if not _UNCLEAN.match(char)]
    return "".join(char for char, _ in kept), [place for _, place in kept]


def _reads_as(surface: str, form: str, term: Term) -> bool:
    """The checks that the key can't make: accents, capitals, what stands between words."""
    if term.capital and not (surface[0].isupper() or surface[0].lower() == surface[0].upper()):
        return False
    if " " not in form and not term.text[0].isupper() and adds_accents(surface, form):
        return False
    if len(form) <= 4 and term.text.isupper() and term.text.isalpha():
        return sum(map(str.isupper, surface)) > 1  # FACA and FAMa, not "faca"
    gaps = _BETWEEN_WORDS.findall(surface)
    return all(_BETWEEN.fullmatch(gap) or gap in form for gap in gaps)


def in_address(text: str, start: int, end: int) -> bool:
    """Inside an URL, an e-mail address, a handle or a file's name."""
    left = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    if left < start and _IN_ADDRESS.search(text, max(left, start - 300), start):
        return True
    return text[end : end + 1] in (".", "@") and bool(_ADDRESS_END.match(text, end))


def _script(term: Term, token: Token) -> str:
    heard = any(map(is_cyrillic, token.core + token.tail))
    asked = any(map(is_cyrillic, term.text))
    return "" if heard == asked else "Cyrillic" if heard else "Latin"


def _explained(term: Term, steps: Sequence[str]) -> str:
    return " -> ".join((f"alias {term.text}", *(s for s in steps if s and s != "as written")))
