"""Whether a text speaks of a doubtful name as of a place: "à Ivato", "Kara air base", «Бата: …».

Asked only of names that are other words as well. Settles no country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from config.lexemes import Lexicon, PlaceEntry
from detector.phrases import pattern_of
from detector.reading import Reading, Spot

# Where these are told of, what stands behind "in" is where.
_COMPANY = frozenset(["gear", "troops", "base", "vessel"])  # cues
_SITE = "base"  # the cue of bases, ports and airfields
_REACH = 32  # characters before a name in which its preposition or its base is
_FAR = 1  # sentences
_OF = re.compile(r"\s(?:[a-zà-ÿа-яёіїєґ\u0620-\u064a]+['’\s]){0,2}[«“\"„#]?\s?")
_SITE_BEHIND = re.compile(r"[»”\"]?\s(?:[a-z]+ )?")
_OPENS_LINE = re.compile(r"(?:\A|\n)[^\w\n]*\Z")
_ENDS_PLACE = re.compile(r"[»”\"]?\s?[:,.—–|\n-]")
_AT_ONCE = "بل"  # written in one with what they stand before


class Locatives:
    """The words that say where something is."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._where = pattern_of(lexicon, "where")

    def hold(self, reading: Reading, spot: Spot, entry: PlaceEntry, around: Iterable[Spot]) -> bool:
        """Whether what stands around the name makes it a place's."""
        whole = reading.whole
        company = [one for one in around if _is_company(one, spot)]
        if any(_names_site(whole, spot, one) for one in company):
            return True
        return bool(company) and (
            opens(whole, spot)
            or (spot.surface[0] in _AT_ONCE and spot.surface not in (entry.name, *entry.names))
            or bool(self._where.search(whole, max(0, spot.start - _REACH), spot.start))
        )


def opens(whole: str, spot: Spot) -> bool:
    """Whether a line begins with the name alone: "Bata: six lorries", «Бенина, парк у ангаров»."""
    lone = _OPENS_LINE.search(whole, max(0, spot.start - _REACH), spot.start)
    return bool(lone and _ENDS_PLACE.match(whole, spot.end))


def _is_company(one: Spot, spot: Spot) -> bool:
    named = one.kind == "kind" or (one.kind == "cue" and one.name in _COMPANY)
    near = abs(one.sentence - spot.sentence) <= _FAR
    return named and near and (one.end <= spot.start or one.start >= spot.end)


def _names_site(whole: str, spot: Spot, site: Spot) -> bool:
    """Whether a base, port or airfield is called so: "l'aéroport d'Ivato", "Kara air base"."""
    if site.name != _SITE or not -_REACH < site.start - spot.start < _REACH:
        return False
    if site.end <= spot.start:
        return bool(_OF.fullmatch(whole, site.end, spot.start))
    return bool(_SITE_BEHIND.fullmatch(whole, spot.end, site.start))
