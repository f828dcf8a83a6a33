"""Decides, at a span the automaton proposes, which terms are really heard there.

Reads the original text: script, accents, capitals, what stands between words, whether a
designator is one. Knows nothing of batches or skeletons.
"""

from __future__ import annotations

import re
import unicodedata
import weakref
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from detector.arabic_codes import has_arabic
from detector.designators import (
    DASHES,
    SPACES,
    display,
    is_cyrillic,
    latin_styled,
    parse,
    plain_case,
)
from detector.listed import later_members, slash_members
from detector.normalise import IGNORABLE, adds_accents, fold
from detector.skeleton import NEAR, key
from detector.tables import Table, Terms
from detector.terms import Hit, Term, Told
from detector.tokens import MODERNISED, Token, read

_MARKS = "[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670]"
_UNCLEAN = re.compile(f"{IGNORABLE.pattern}|{_MARKS}")
_BETWEEN = frozenset(f"{DASHES}{SPACES}\r\n\"'«»“”„‘’ʼ`*_()/")
_WIDEST_GAP = 6
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_IN_ADDRESS = re.compile(r"://|www\.|\w\.[a-z]{2,4}/|@[\w.]*$")
_ADDRESS_END = re.compile(
    r"\.(?:com|org|net|info|ru|ua|fr|uk|ml|ne|bf|me|io|eu|tv|html?|php|jpe?g|png|pdf|mp4)(?![^\W_])"
    r"|@\w"
)
_LIST_GOES_ON = ("/", ",", " ")
_LONGEST_ADDRESS, _LONGEST_DOMAIN = 300, 20
_MOST_REMEMBERED = 100_000
_NAMED = re.compile(r"[^\W\d_]{3,}\W[^\W\d_]+")  # by letters alone: Tigr-M
_SHORT_NAME = 4  # letters: in its cases a shorter one, or its maker's, is a surname
_FEW = 2  # digits: such a number may count
_LONG_NAME = 5  # letters: shorter names are other words in small letters


class Hearing:
    """The tables behind the automaton, and the checks it can't make."""

    def __init__(self, terms: Terms, words: Table, codes: Table) -> None:
        self._terms = terms
        self._words = words
        self.known = words.rows.keys()  # skeletons of the words and phrases that are forms
        self._codes = codes
        self.accepted = _Accepted(self)
        self.without_capitals = _Accepted(self, small=True)  # in a post that has none at all
        self._said: dict[tuple[str, str, str, bool], tuple[Told, ...]] = {}

    def watched(self, code: str) -> bool:
        """True if just this code is watched."""
        return code in self._codes.rows

    def heard(self, code: str, longer_than: int) -> bool:
        """True if the code, or a family it belongs to, longer than so much, is watched."""
        families = [code[:size] for size in range(longer_than + 1, len(code) + 1)]
        return not self._codes.rows.keys().isdisjoint(families)

    def accept(self, surface: str, *, small: bool) -> Iterator[tuple[int, str]]:
        """Terms that a word or phrase is a form of, as written, and how they were reached.

        `small`: in small letters, long names do without their capital.
        """
        bare = surface.islower() and not (small and len(surface) >= _LONG_NAME)
        folded = fold(surface)
        for index, form, how in self._words.get(key(surface)):
            if bare and self._terms[index].capital:  # "al-Khadim" has it after the article
                continue
            if fold(form) == folded and _reads_as(surface, form, self._terms[index]):
                yield index, _explained(self._terms[index], (how,))

    def designator(self, text: str, start: int, end: int, is_plain: bool) -> Sequence[Hit]:
        """Designators and families heard where letters and a number stand in a text.

        `is_plain`: nothing that shows nothing stands near.
        """
        if is_plain:
            token = read(text, start, end, self)
            stop = token.end if token else end
        else:
            near = _Window(text, start, end)
            token = read(near.text, near.inside(start), near.inside(end), self)
            stop = with_marks(text, near.outside(token.end) if token else end)
        if token and token.written_on:
            start = start - token.written_on if is_plain else near.before(start, token.written_on)
        if token is None or in_address(text, start, stop):
            return ()
        surface = text[start:stop]
        heard = self._told(token)
        hits = [Hit(start, stop, surface, heard)] if heard else []
        if is_plain and text[stop : stop + 1] in _LIST_GOES_ON:
            hits += self._listed(text, token)
        return hits

    def _listed(self, text: str, token: Token) -> Iterator[Hit]:
        for written, start, end in later_members(text, token, self):
            yield from self._in_a_list(text, start, end, written)

    def slash_list(self, text: str, slash: int) -> Iterator[Hit]:
        """The later members of a list such as BTR-80/82A, the slash being one of its own."""
        near = _Window(text, slash, slash + 1)
        for written, begin, stop in slash_members(near.text, near.inside(slash)):
            start, end = near.outside(begin + 1) - 1, near.outside(stop)
            if not in_address(text, start, end):
                yield from self._in_a_list(text, start, end, written)

    def _in_a_list(self, text: str, start: int, end: int, written: str) -> Iterator[Hit]:
        if heard := self._told(Token(written, "", 0)):
            step = f" -> in a list: {plain_case(written)}"
            told = tuple([(term, variant, how + step) for term, variant, how in heard])
            yield Hit(start, end, text[start:end], told)

    def _told(self, token: Token) -> tuple[Told, ...]:
        """What a token says, worked out once for each spelling."""
        spelling = (token.core, token.tail, token.ending, token.lookalikes)
        told = self._said.get(spelling)
        if told is None:
            if len(self._said) >= _MOST_REMEMBERED:
                self._said.clear()
            told = self._said[spelling] = tuple(sorted(self._families(token)))
        return told

    def _families(self, token: Token) -> Iterator[Told]:
        told = set()
        for index, rest, form in self._prefixes(token.codes):
            exact = not rest
            term = self._terms[index]
            if index in told or not (exact or term.designator_family) or _banned(term, token):
                continue
            if form == "inflected" and _is_word(term, token):
                continue
            if rest and _NAMED.fullmatch(term.text) and not MODERNISED.fullmatch(rest):
                continue  # Nona-SVK is no Nona-S
            told.add(index)
            variant = None if exact else display(term.text, token.core, token.tail)
            if variant and form != "as written":
                variant = f"{latin_styled(plain_case(term.text))}{rest}"
            yield index, variant, _explained(term, (form, _script(term, token), token.ending))

    def _prefixes(self, codes: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Watched codes and the families they belong to: (term, the rest of the code, how)."""
        for code in codes:
            for size in range(len(code), 0, -1):
                if size < len(code) and code[size].isdigit() and code[size - 1].isdigit():
                    continue  # T-72 is no family of T-720
                for index, _, how in self._codes.get(code[:size]):
                    yield index, code[size:], how


class _Accepted(dict[str, tuple[Told, ...]]):
    """What was heard of each surface, worked out once; nothing, of most that are proposed."""

    def __init__(self, hearing: Hearing, *, small: bool = False) -> None:
        self._hearing = weakref.proxy(hearing)  # a cycle would keep the tables of edits for good
        self._small = small

    def __missing__(self, surface: str) -> tuple[Told, ...]:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        found: dict[int, Told] = {}
        for term, how in self._hearing.accept(surface, small=self._small):
            found.setdefault(term, (term, None, how))
        told = self[surface] = tuple(found.values())
        return told


def _is_word(term: Term, token: Token) -> bool:
    """«Туполева 134», «Герани 2 рубля»: short names and small numbers have a dash."""
    gap = token.core.find(" ") if is_cyrillic(token.core[0]) else 0
    number = token.core[gap + 1 :]
    few = len(number) <= _FEW or not term.text[:_SHORT_NAME].isalpha()
    return gap > 0 and number.isdecimal() and few


def _banned(term: Term, token: Token) -> bool:
    return any(found and found.code in token.codes for found in map(parse, term.ban))


def with_marks(text: str, end: int) -> int:
    """Return the end moved behind the marks that stand on the last letter."""
    while end < len(text) and text[end] > "\u02ff" and unicodedata.combining(text[end]):
        end += 1
    return end


class _Window:
    """The surroundings of a place in a text, without what shows nothing."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._first = max(0, start - NEAR)
        part = text[self._first : end + NEAR]
        self._gone = [found.start() for found in _UNCLEAN.finditer(part)]
        self.text = _UNCLEAN.sub("", part)

    def inside(self, place: int) -> int:
        """A place of the text as a place of the window."""
        return place - self._first - bisect_left(self._gone, place - self._first)

    def before(self, place: int, letters: int) -> int:
        """The place so many letters before a place of the text."""
        return self.outside(self.inside(place) - letters + 1) - 1

    def outside(self, end: int) -> int:
        """The end of something in the window as its end in the text."""
        last = end - 1
        for gone in self._gone:
            if gone > last:
                break
            last += 1
        return self._first + last + 1


def _reads_as(surface: str, form: str, term: Term) -> bool:
    """The checks that the key can't make: accents, capitals, what stands between words."""
    if " " not in form and not term.text[0].isupper() and adds_accents(surface, form):
        return False
    if len(form) <= 4 and term.text.isupper() and term.text.isalpha():
        return sum(map(str.isupper, surface)) > 1  # FACA and FAMa, not "faca"
    gaps = _BETWEEN_WORDS.findall(_UNCLEAN.sub("", surface))
    return all(_holds_together(gap) or gap in form for gap in gaps)


def _holds_together(gap: str) -> bool:
    """Spaces, dashes and quotation marks join the words of a phrase; a new paragraph doesn't."""
    return len(gap) <= _WIDEST_GAP and gap.count("\n") < 2 and _BETWEEN.issuperset(gap)


def in_address(text: str, start: int, end: int) -> bool:
    """Inside an URL, an e-mail address, a handle or a file's name."""
    after = text[end : end + 1]
    freely = start == 0 or text[start - 1] in ' \n«"('
    if freely and after.isascii() and after not in (".", "@"):
        return False
    first = max(0, start - _LONGEST_ADDRESS)
    left = max(text.rfind(" ", first, start), text.rfind("\n", first, start), first - 1) + 1
    before, following = text[left:start], text[end : end + _LONGEST_DOMAIN]
    if not (before.isascii() and following.isascii()):
        before, following = IGNORABLE.sub("", before), IGNORABLE.sub("", following)
    return bool(_IN_ADDRESS.search(before) or _ADDRESS_END.match(following))


def _script(term: Term, token: Token) -> str:
    if has_arabic(token.core):
        return "" if has_arabic(term.text) else "Arabic"
    heard = any(map(is_cyrillic, token.core + token.tail))
    asked = any(map(is_cyrillic, term.text))
    return "" if heard == asked else "Cyrillic" if heard else "Latin"


def _explained(term: Term, steps: Sequence[str]) -> str:
    return " -> ".join((f"alias {term.text}", *(s for s in steps if s and s != "as written")))
