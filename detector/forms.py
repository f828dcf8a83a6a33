"""Expands a term into the spellings it is heard by, at load time; the text is never stemmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detector import designators
from detector.inflect import inflections
from detector.normalise import bare, fold
from detector.skeleton import NARROW, SEP, pattern
from detector.terms import Form, Term

_LONGEST_TAIL = 4  # bytes of ending, its separator included, that an anchor may leave open
_LONGEST_TAG = 3  # words
_MEASURE = re.compile(r"(\d) +(?=(?:mm|мм|cm|см)\b)")
_SHORTEST_ANCHOR = 6  # bytes, leading separator included


@dataclass(frozen=True, slots=True)
class Expansion:
    """All that one term adds to the automaton and to the tables behind it."""

    words: tuple[tuple[str, str, str], ...]  # key, form as written, how
    codes: tuple[tuple[str, str], ...]  # canonical code, how
    word_anchors: tuple[bytes, ...]
    code_anchors: tuple[bytes, ...]

    def packed(self) -> list[object]:
        """As JSON can keep it."""
        return [self.words, self.codes, _as_text(self.word_anchors), _as_text(self.code_anchors)]

    @classmethod
    def unpacked(cls, kept: list[list[Any]]) -> Expansion:
        """Read back what `packed` gave."""
        words, codes, word_anchors, code_anchors = kept
        return cls(
            tuple(map(tuple, words)),
            tuple(map(tuple, codes)),
            tuple(anchor.encode("latin-1") for anchor in word_anchors),
            tuple(anchor.encode("latin-1") for anchor in code_anchors),
        )


def _as_text(anchors: tuple[bytes, ...]) -> list[str]:
    return [anchor.decode("latin-1") for anchor in anchors]


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
    forms += [Form(text, "form given") for text in term.forms]
    banned = {fold(text) for text in term.ban}
    kept = {form.text: form for form in reversed(forms) if fold(form.text) not in banned}
    return list(reversed(kept.values()))


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
    forms = expand(term)
    if designator is None:
        words = tuple((fold(form.text), form.text, form.how) for form in forms)
        return Expansion(words, (), _anchors([form.text for form in forms]), ())
    given = [form for form in forms if form.how == "form given"]
    words = tuple((fold(form.text), form.text, form.how) for form in given)
    declined = list(designators.declined(designator))
    codes = {found.code: "inflected" for found in declined} | {designator.code: "as written"}
    anchors = set().union(*map(designators.anchors, (designator, *declined)))
    return Expansion(
        words,
        tuple(codes.items()),
        _anchors([form.text for form in given]),
        tuple(sorted(anchors)),
    )


def _designator(term: Term) -> designators.Designator | None:
    return designators.parse(term.text) if term.how in ("auto", "designator") else None


def _anchors(forms: list[str]) -> tuple[bytes, ...]:
    """As few byte strings as catch every form without catching much else."""
    spelled = {wide for form in forms for text in _spelled_out(form) for wide in _gapped(text)}
    return tuple(_cover(sorted(p for p in spelled if len(p) > 2)))


def _gapped(form: str) -> Iterator[bytes]:
    """A form's skeleton, and again with one gap wide: ЧВК «Вагнер», a double space.

    In long phrases only where a name begins, which is where quotation marks stand.
    """
    close = pattern(form)
    yield close
    gaps = [place for place in range(1, len(close) - 1) if close[place] == SEP]
    words = form.split()
    for number, place in enumerate(gaps, start=1):
        named = len(words) == len(gaps) + 1 and words[number][0].isupper()
        if len(gaps) == 1 or named:
            yield close[:place] + b" " + close[place:]


def _spelled_out(form: str) -> set[str]:
    """A form with œ is also typed with oe; ligatures of printing are only typed in letters."""
    composed = bare(form)
    wide = "".join(NARROW.get(char.lower(), char) for char in composed)
    return {composed, wide, wide.replace("oe", "œ")}


def _cover(patterns: list[bytes]) -> list[bytes]:
    """Anchors for a sorted list: a shared beginning if the endings left open are short."""
    if len(patterns) <= 1:
        return patterns
    shared = _common(patterns[0], patterns[-1])
    tails = [p[shared:-1] for p in patterns]
    short = shared >= _SHORTEST_ANCHOR and max(map(len, tails)) < _LONGEST_TAIL
    if short and not any(SEP in tail for tail in tails):
        return [patterns[0][:shared]]
    groups: dict[bytes, list[bytes]] = {}
    for p in patterns:
        groups.setdefault(p[: shared + 1], []).append(p)
    return [anchor for group in groups.values() for anchor in _cover(group)]


def _common(first: bytes, last: bytes) -> int:
    length = 0
    for a, b in zip(first, last, strict=False):
        if a != b:
            break
        length += 1
    return length
