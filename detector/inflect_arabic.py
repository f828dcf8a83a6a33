"""Arabic: the article, conjunctions and prepositions that are written onto a word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from detector.terms import Form

PARTICLES = ("", *"و ف ب ل ك وب ول ال وال بال فال كال لل ولل وبال".split())  # noqa: SIM905
_WITH_ARTICLE = ("ال", "وال", "بال", "فال", "كال", "لل", "ولل", "وبال", "")
_ARTICLE = "ال"


def arabic_forms(phrase: str) -> Iterator[Form]:
    """The first word with what is written onto it; later words with and without the article."""
    first, *rest = phrase.split()
    later = [(word, _other_article(word)) for word in rest]
    for start, end in product(_first_forms(first), product(*later)):
        yield Form(" ".join((start, *end)), "prefix or article")


def _first_forms(word: str) -> Iterator[str]:
    stem = word.removeprefix(_ARTICLE)
    if stem == word or len(stem) < 2:
        yield from (prefix + word for prefix in PARTICLES)
    else:
        yield from (prefix + stem for prefix in _WITH_ARTICLE)


def _other_article(word: str) -> str:
    stem = word.removeprefix(_ARTICLE)
    return stem if stem != word else _ARTICLE + word
