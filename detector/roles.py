"""Places that a text names for something else than where it was: for who speaks, for a road. Pure.

"Bamako insists", "a source in Bamako", "by the Bourem road", "the wounded were flown to Gao".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from detector.model import Aside, Document, Field, Place
from detector.passing import BEARING
from detector.phrases import Phrases

_BEFORE, _BEHIND = 48, 40  # characters around a place in which such words stand
_AND = re.compile(r"\s*(?:[-–—/]|(?:and|et|и|та|і|و)(?: de| d['’])?)\s*")


def elsewhere(document: Document, places: Iterable[Place], phrases: Phrases) -> Iterator[Aside]:
    """The spans of such places; where it was may still be named there, so they weigh a little."""
    last: tuple[Field, int] | None = None
    for place in sorted(places, key=lambda one: (one.field, one.start)):
        text = document.title if place.field == "title" else document.text
        joined = last is not None and last[0] == place.field and _AND.fullmatch(
            text, last[1], place.start
        )  # fmt: skip
        if joined or _is_elsewhere(text, place, phrases):
            yield Aside(place.start, place.end, place.field, BEARING)
            last = place.field, place.end


def homes(
    document: Document, places: Iterable[Place], phrases: Phrases
) -> frozenset[tuple[str, str]]:
    """Names and countries of places named for nothing but who tells: "traders in Am Dafok"."""
    return _named_only(document, places, lambda before, _: phrases["home"].search(before))


def lands(
    document: Document, places: Iterable[Place], phrases: Phrases
) -> frozenset[tuple[str, str]]:
    """Those named for nothing but the land around: "in the Timbuktu region"."""
    return _named_only(
        document,
        places,
        lambda before, behind: (
            phrases["region"].search(before) or phrases["region_behind"].match(behind)
        ),
    )


def _named_only(
    document: Document, places: Iterable[Place], for_that: Callable[[str, str], object]
) -> frozenset[tuple[str, str]]:
    """Those that are nowhere in the text named for anything else."""
    heard: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    for place in places:
        text = document.title if place.field == "title" else document.text
        before = text[max(0, place.start - _BEFORE) : place.start] + "\0"
        behind = "\0" + text[place.end : place.end + _BEHIND]
        (heard if for_that(before, behind) else told).add((place.name, place.country))
    return frozenset(heard - told)


def _is_elsewhere(text: str, place: Place, phrases: Phrases) -> bool:
    before = text[max(0, place.start - _BEFORE) : place.start] + "\0"
    behind = "\0" + text[place.end : place.end + _BEHIND]
    found = phrases["not_where"].search(before) or phrases["not_where_behind"].match(behind)
    return found is not None
