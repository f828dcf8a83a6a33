"""What a text names only in passing: for contrast, to say where something lies, as of another date.

Spans of the text, each with why; what stands there weighs little as a fact (detector.facts). Pure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from detector.model import Aside, Document, Field, Place
from detector.phrases import Phrases

CONTRAST, BEARING, DATED = "contrast", "bearing", "dated"
OLD = timedelta(days=7)  # a date before it is of another event
RECALLED = timedelta(days=21)  # a late report is of no earlier event
AHEAD = 60  # days: a date that much later was meant of last year
_OPENING = 260  # characters of the text in which a report says when it was
_BEARING_REACH = 24  # characters in which the place of "north of" follows
_WAY_REACH = 48  # characters in which words for coming and going precede a place
_SENTENCE_PARTS = re.compile(r"[.;!?\n؛؟]")
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-Ý][A-ZÀ-Ý' -]{2,24}(?:, \w+)?(?P<agency> \([^)\n]{2,40}\))?)\s[-–—]\s"
)
_CLAUSE_ENDS = re.compile(r"[.,;:!?()\n—،؛؟]| [-–] ")
_DIGIT = re.compile(r"\d")
_SENTENCE_ENDS = re.compile(r"[.!?؟](?=\s)|\n")


def passing(document: Document, published_at: datetime, phrases: Phrases) -> Iterator[Aside]:
    """Every such span of the title and the text."""
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        clauses = _Clauses(text)
        for pattern in (phrases["contrast"], phrases["left_behind"]):
            for found in pattern.finditer(text):
                yield Aside(found.start(), clauses.until(found.end()), field, CONTRAST)
        for found in phrases["bearing"].finditer(text):
            end = min(clauses.until(found.end()), found.end() + _BEARING_REACH)
            yield Aside(found.start(), end, field, BEARING)
        for found in phrases["season"].finditer(text):
            start, end = clauses.since(found.start()), clauses.until(found.end())
            yield Aside(start, end, field, DATED)
    if dateline := _DATELINE.match(document.text):
        yield Aside(0, dateline.end("place"), "text", BEARING)
        if dateline["agency"]:
            yield Aside(*dateline.span("agency"), "text", CONTRAST)
    today, opens = published_at.date(), not document.title
    for start, end, dates in _dated(document.text, today, phrases):
        if (start or not opens) and dates and today - max(dates) > OLD:
            yield Aside(start, end, "text", DATED)


def way_points(
    document: Document, places: Iterable[Place], phrases: Phrases
) -> frozenset[tuple[str, str]]:
    """Places, by name and country, of which it says that they came from there or go there."""
    named = set()
    for place in places:
        text = document.title if place.field == "title" else document.text
        before = text[max(0, place.start - _WAY_REACH) : place.start]
        ends = [found.end() for found in phrases["way_point"].finditer(before)]
        if ends and not _SENTENCE_PARTS.search(before, ends[-1]):
            named.add((place.name, place.country))
    return frozenset(named)


def goals(document: Document, places: Iterable[Place], phrases: Phrases) -> tuple[str, ...]:
    """Names of places of which it says only that the way leads there: not reached yet."""
    ahead: dict[str, None] = {}
    told = set()
    for place in places:
        text = document.title if place.field == "title" else document.text
        before = f"{text[max(0, place.start - _WAY_REACH) : place.start]}\0"
        if phrases["bound_for"].search(before):
            ahead[place.name] = None
        else:
            told.add(place.name)
    return tuple(name for name in ahead if name not in told)


def told_day(document: Document, published_at: datetime, phrases: Phrases) -> date | None:
    """The day that the opening of a report names as that of the event: "on 9 April our plane"."""
    today = published_at.date()
    opening = (document.title, document.text[:_OPENING])
    days = [
        day
        for said in opening
        for start, end, named in _dated(said, today, phrases)
        if not phrases["contrast"].search(said, start, end)  # "not to be confused with"
        for day in named
    ]
    recent = [day for day in days if timedelta(0) <= today - day <= RECALLED]
    return max(recent, default=None)


class _Clauses:
    """Where the clauses of a text end, found once: it may hold thousands of such phrases."""

    def __init__(self, text: str) -> None:
        ends = [found.span() for found in _CLAUSE_ENDS.finditer(text)]
        self._ends = [*(start for start, _ in ends), len(text)]
        self._starts = [0, *(end for _, end in ends)]

    def until(self, place: int) -> int:
        """Where the clause of a place ends."""
        return self._ends[bisect_left(self._ends, place)]

    def since(self, place: int) -> int:
        """Where the clause of a place begins."""
        return self._starts[bisect_right(self._starts, place) - 1]


def _dated(text: str, today: date, phrases: Phrases) -> Iterator[tuple[int, int, list[date]]]:
    """Sentences with the dates that they name."""
    start = 0
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text)]
    for end in (*ends, len(text)):
        yield start, end, list(_dates(text[start:end], today, phrases))
        start = end


def _dates(sentence: str, today: date, phrases: Phrases) -> Iterator[date]:
    patterns = (phrases.day_first, phrases.month_first) if _DIGIT.search(sentence) else ()
    for pattern in patterns:
        for found in pattern.finditer(sentence):
            month = next(n for n in range(1, 13) if found.groupdict().get(f"m{n}"))
            try:
                told = date(today.year, month, int(found["day"]))
            except ValueError:
                continue
            late = told - today > timedelta(days=AHEAD)
            yield told.replace(year=told.year - 1) if late and told.month != 2 else told
