"""Arabic: the article, conjunctions and prepositions that are written onto a word, and duals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from detector.terms import Form

PARTICLES = ("", *"و ف ب ل ك وب ول ال وال بال فال كال لل ولل وبال".split())  # noqa: SIM905
_WITH_ARTICLE = ("ال", "وال", "بال", "فال", "كال", "لل", "ولل", "وبال", "")
_ARTICLE = "ال"
_FEMININE = "ة"  # at the end: ships, planes and vehicles are feminine
_DUALS = (("تان", "تا"), ("تين", "تي"))  # as subject and as object; and before a noun of it


def arabic_forms(phrase: str) -> Iterator[Form]:
    """The first word with what is written onto it; later words with and without the article."""
    for how, (first, *rest) in (("prefix or article", phrase.split()), *_duals(phrase)):
        later = [(word, _other_article(word)) for word in rest]
        for start, end in product(_first_forms(first), product(*later)):
            yield Form(" ".join((start, *end)), how)


def _duals(phrase: str) -> Iterator[tuple[str, list[str]]]:
    """Two of what is feminine: سفينتان حربيتان, but سفينتا شحن where a noun follows."""
    first, *rest = phrase.split()
    if not first.endswith(_FEMININE):
        return
    for free, bound in _DUALS:
        noun = bound if rest and not rest[0].endswith(_FEMININE) else free
        later = [re.sub(f"{_FEMININE}$", free, word) for word in rest]
        yield "dual", [first.removesuffix(_FEMININE) + noun, *later]


def _first_forms(word: str) -> Iterator[str]:
    stem = word.removeprefix(_ARTICLE)
    if stem == word or len(stem) < 2:
        yield from (prefix + word for prefix in PARTICLES)
    else:
        yield from (prefix + stem for prefix in _WITH_ARTICLE)


def _other_article(word: str) -> str:
    stem = word.removeprefix(_ARTICLE)
    return stem if stem != word else _ARTICLE + word
