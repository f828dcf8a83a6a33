"""Expands a term into the spellings it is heard by, at load time; the text is never stemmed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from detector import designators
from detector.arabic_names import in_arabic
from detector.inflect import inflections
from detector.named_codes import declined
from detector.normalise import bare, fold
from detector.skeleton import NARROW, SEP, key
from detector.terms import Form, Term

# An anchor, the bytes that begin some forms, may leave endings open, or, once it is long, whole
# words. With the leading separator; an ending counts its separator too.
_LONGEST_ENDING, _SHORTEST_STEM, _SHORTEST_START = 4, 6, 7
_LONGEST_TAG = 3  # words
_MEASURE = re.compile(r"(\d) +(?=(?:mm|мм|cm|см)\b)")


@dataclass(frozen=True, slots=True)
class Expansion:
    """All that one term adds to the automaton and to the tables behind it."""

    words: tuple[tuple[str, str, str], ...]  # its skeleton, form as written, how
    codes: tuple[tuple[str, str], ...]  # canonical code, how
    word_anchors: tuple[bytes, ...]
    code_anchors: tuple[bytes, ...]

    def packed(self) -> list[object]:
        """As JSON can keep it."""
        anchors = (self.word_anchors, self.code_anchors)
        return [self.words, self.codes, *([a.decode("latin-1") for a in some] for some in anchors)]

    @classmethod
    def unpacked(cls, kept: list[list[Any]]) -> Expansion:
        """Read back what `packed` gave."""
        words, codes, *anchors = kept
        word_anchors, code_anchors = (tuple(a.encode("latin-1") for a in some) for some in anchors)
        return cls(tuple(map(tuple, words)), tuple(map(tuple, codes)), word_anchors, code_anchors)


def expand(term: Term) -> list[Form]:
    """What a term is heard by, the alias itself first; banned forms are left out."""
    designator = _designator(term)
    if designator is not None:
        forms = [Form(designator.text, "as written")]
        spelled = designators.spellings(designator)
        forms += [Form(text, how) for text, how in spelled if text != designator.text]
    elif term.how == "exact":
        forms = [Form(term.text, "as written")]
    else:
        forms = [Form(term.text, "as written"), *inflections(term.text, term.language)]
        forms += _written_together(term.text)
    return _not_banned(term, [*forms, *_given(term)])


def _given(term: Term) -> Iterator[Form]:
    return (Form(text, "form given") for text in term.forms)


def _not_banned(term: Term, forms: Iterable[Form]) -> list[Form]:
    banned = {fold(text) for text in term.ban}
    kept: dict[str, Form] = {}
    for form in forms:
        if form.how == "as written" or fold(form.text) not in banned:
            kept.setdefault(form.text, form)
    return list(kept.values())


def _written_together(text: str) -> Iterator[Form]:
    """#AfricaCorps and "82mm": words that lose the space between them."""
    words = text.split()
    if 1 < len(words) <= _LONGEST_TAG and all(word[0].isupper() for word in words):
        yield Form("".join(words), "hashtag")
    if _MEASURE.search(text):
        yield Form(_MEASURE.sub(r"\1", text), "no space")


def expansion(term: Term) -> Expansion:
    """What a term adds to the compiled watchlist."""
    designator = _designator(term)
    if designator is None:
        words = tuple(_keyed(expand(term)))
        return Expansion(words, (), _anchors(words), ())
    words = tuple(_keyed(_not_banned(term, _given(term))))
    cases = list(declined(designator))
    codes = {found.code: "inflected" for found in cases} | {designator.code: "as written"}
    arabic = in_arabic(designator)
    codes |= dict.fromkeys(arabic.codes, "by its sound")
    anchors = arabic.anchors.union(*map(designators.anchors, (designator, *cases)))
    return Expansion(
        words,
        tuple(codes.items()),
        _anchors(words),
        tuple(sorted(anchors)),
    )


def _designator(term: Term) -> designators.Designator | None:
    return designators.parse(term.text) if term.how in ("auto", "designator") else None


def _keyed(forms: Iterable[Form]) -> Iterator[tuple[str, str, str]]:
    for form in forms:
        for spelled in dict.fromkeys(map(key, _spelled_out(form.text))):
            if spelled:
                yield spelled, form.text, form.how


def _anchors(words: Iterable[tuple[str, str, str]]) -> tuple[bytes, ...]:
    """As few byte strings as catch every form without catching much else."""
    patterns = {f" {spelled} ".encode("latin-1") for spelled, _, _ in words}
    found = _cover(sorted(patterns))
    return tuple(wide for anchor in found for wide in _gapped(anchor))


def _gapped(anchor: bytes) -> Iterator[bytes]:
    """An anchor, and again with its only gap wide: ЧВК «Вагнер, a double space."""
    yield anchor
    place = anchor.find(SEP, 1, -1)
    if place > 0 and anchor.rfind(SEP, 1, -1) == place:
        yield anchor[:place] + b" " + anchor[place:]


def _spelled_out(form: str) -> tuple[str, str, str]:
    """A form with œ is also typed with oe; ligatures of printing are only typed in letters."""
    composed = bare(form)
    wide = "".join(NARROW.get(char.lower(), char) for char in composed)
    return composed, wide, wide.replace("oe", "œ")


def _cover(patterns: list[bytes]) -> list[bytes]:
    """Anchors for a sorted list: what forms share, if it is long enough to be rare."""
    if not patterns:
        return []
    shared = _common(patterns[0], patterns[-1])
    start = patterns[0][:shared]
    tails = [p[shared:] for p in patterns]
    endings = max(map(len, tails)) <= _LONGEST_ENDING and max(t.count(SEP) for t in tails) == 1
    if len(patterns) == 1:
        return [start if len(start) <= _SHORTEST_START else _cut(start)]
    if (endings and shared >= _SHORTEST_STEM) or _is_rare(start):
        return [start]
    groups: dict[bytes, list[bytes]] = {}
    for p in patterns:
        groups.setdefault(p[: shared + 1], []).append(p)
    return [anchor for group in groups.values() for anchor in _cover(group)]


def _cut(whole: bytes) -> bytes:
    """One form, without the words that its beginning makes superfluous."""
    return whole[: whole.find(SEP, _SHORTEST_START) + 1]


def _is_rare(start: bytes) -> bool:
    """Long, and at least three letters into its last word."""
    return len(start) >= _SHORTEST_START and SEP not in start[-3:]


def _common(first: bytes, last: bytes) -> int:
    length = 0
    for a, b in zip(first, last, strict=False):
        if a != b:
            break
        length += 1
    return length
