"""A matching engine of one regex: whole words, case-insensitive, no scripts, no inflection."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detector.terms import Hit, Term, Told


class FakeFinder:
    """Hears aliases and their listed forms as they are written."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = terms
        self._terms = [
            (index, term, re.compile(rf"(?<!\w)(?:{_either(term)})(?!\w)", re.IGNORECASE))
            for index, term in enumerate(terms)
        ]

    def find(self, texts: Sequence[str]) -> list[list[Hit]]:
        """Return the hits of every text, by position."""
        return [self._hits(text) for text in texts]

    def _hits(self, text: str) -> list[Hit]:
        places: dict[tuple[int, int], list[Told]] = {}
        for index, term, pattern in self._terms:
            for found in pattern.finditer(text):
                if not term.capital or found[0][0].isupper():
                    places.setdefault(found.span(), []).append((index, None, f"alias {term.text}"))
        hits = [Hit(*span, text[slice(*span)], tuple(told)) for span, told in places.items()]
        return sorted(hits, key=lambda hit: hit.start)


def _either(term: Term) -> str:
    words = sorted((term.text, *term.forms), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words)
