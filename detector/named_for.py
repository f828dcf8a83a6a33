"""Which countries a source is named for: "Niamey Actu", «Новости Мали», "LibyaReview". Pure.

Where a text doesn't say which Base 101 it means, it is mostly its readers' own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from config.lexemes import PlaceEntry
from detector.declension import declined

_SHORTEST = 4  # letters of a name that is no other word
_WORD = re.compile(r"[A-ZÀ-Þ]?[a-zà-ÿ]+|[A-ZÀ-Þ]+|[^\W\d_]+")  # LibyaReview is two
_ARABIC_THE = "ال"
_MOST = 10_000  # sources remembered


class NamedFor:
    """Knows what countries, their people and towns are called; asked by a source's name."""

    def __init__(self, places: Iterable[PlaceEntry]) -> None:
        self._places = tuple(places)
        self._index: dict[str, str] = {}  # made when it is first asked for
        self._known: dict[str, frozenset[str]] = {}

    def countries(self, source: str) -> frozenset[str]:
        """The countries (ISO 3166) of which the source's name speaks."""
        if len(self._known) >= _MOST:
            self._known.clear()
        if source not in self._known:
            self._known[source] = self._read(source)
        return self._known[source]

    def _read(self, source: str) -> frozenset[str]:
        self._index = self._index or _index(self._places)
        words = (word.casefold() for word in _WORD.findall(source))
        return frozenset(c for word in words for c in self._index.get(word, "").split())


def _index(places: Iterable[PlaceEntry]) -> dict[str, str]:
    """Countries by each form of a name; a space between two of them."""
    found: dict[str, str] = {}
    for place in places:
        if not place.near:
            for name in (place.name, *place.names):
                if len(name) >= _SHORTEST and " " not in name:
                    for form in (name, name.removeprefix(_ARABIC_THE), *declined(name)):
                        known = found.setdefault(form.casefold(), place.country)
                        if place.country not in known:
                            found[form.casefold()] = f"{known} {place.country}"
    return found
