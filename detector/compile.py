"""Compiles terms into an automaton and its tables, and keeps both as bytes for the next start.

The bytes hold data only (JSON, and the engine's own image under a checksum); they are
refused, and the caller compiles again, when made by another version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from detector.forms import Expansion, expand, expansion
from detector.terms import Term

__all__ = ["CompiledTerms", "FormCache", "compile_terms", "expand"]

Entry = tuple[int, str, str]  # term, form as written, how


class FormCache:
    """Expansions by term, so that an edit expands one alias and not the watchlist."""

    def __init__(self) -> None:
        self._known: dict[Term, Expansion] = {}

    def expansion(self, term: Term) -> Expansion:
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = expansion(term)
        return found


@dataclass(frozen=True, slots=True)
class CompiledTerms:
    """A watchlist ready to match."""

    terms: tuple[Term, ...]
    words: dict[str, list[Entry]] = field(repr=False)
    codes: dict[str, list[Entry]] = field(repr=False)
    patterns: tuple[bytes, ...] = field(repr=False)
    word_patterns: int = 0  # the first so many lead to words, the others to designators


def compile_terms(terms: Sequence[Term], *, cache: FormCache | None = None) -> CompiledTerms:
    """Expand and compile; with a cache only terms it hasn't seen are expanded."""
    known = cache or FormCache()
    words: dict[str, list[Entry]] = {}
    codes: dict[str, list[Entry]] = {}
    word_anchors: dict[bytes, None] = {}
    code_anchors: dict[bytes, None] = {}
    for index, term in enumerate(terms):
        found = known.expansion(term)
        for key, text, how in found.words:
            words.setdefault(key, []).append((index, text, how))
        for code, how in found.codes:
            codes.setdefault(code, []).append((index, term.text, how))
        word_anchors.update(dict.fromkeys(found.word_anchors))
        code_anchors.update(dict.fromkeys(found.code_anchors))
    return CompiledTerms(
        tuple(terms), words, codes, (*word_anchors, *code_anchors), len(word_anchors)
    )
