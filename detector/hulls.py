"""Hull numbers: the digits by which one ship is known, told apart from any other number. Pure.

A number is a hull's where a ship is the thing named nearest before it, or right behind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from detector.model import SHIPS, Detection, Document, Field, Mention
from detector.phrases import Phrases

_BEFORE, _BEHIND = 120, 40  # characters between a ship and its number
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?:[FPR]-?)?\d{3}|\d{2}")
# Right behind a ship's name or the word for it: "«Бойкий» (532)", "corvette BOIKIY 550", or quoted.
_TAGGED = re.compile(
    r"\s[«“\"„](?P<quoted>\d{3})[»”\"“]"
    r"|(?:\s?[«“\"„]\s?[^»”\"“\n]{3,24}|(?:\s[A-ZА-Я][\w-]+){1,2}?)?\s?[»”\"]?,?\s?"
    r"(?:\((?P<bracket>\d{3})\)|(?P<bare>F?\d{3})(?=[,.;:)\n]|$))"
)
_LABELS = ("tail", "hull", "number", "mark")
Found = tuple[Field, int, str]  # where, and the number


def hulls(document: Document, detection: Detection, phrases: Phrases) -> Iterator[Found]:
    """The hull numbers of the ships that are named, in order of each field."""
    things = (*detection.mentions, *detection.hinted, *detection.kinds)
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        if not _DIGIT.search(text):
            continue
        here = sorted((t for t in things if t.field == field), key=lambda t: (t.start, t.end))
        if any(map(_is_ship, here)):
            taken = dict.fromkeys(sorted({*_labelled(text, here, phrases), *_tagged(text, here)}))
            yield from ((field, start, code) for start, code in taken)


def _is_ship(thing: Mention) -> bool:
    return not SHIPS.isdisjoint(thing.classes)


def _labelled(text: str, things: Sequence[Mention], phrases: Phrases) -> Iterator[tuple[int, str]]:
    labels = (one for kind in _LABELS for one in phrases.labels.get(kind, ()))
    for pattern in (*labels, *phrases.sides):
        for found in pattern.finditer(text):
            start, code = found.start("code"), found["code"]
            if _NUMBER.fullmatch(code) and _is_of_a_ship(start, found.end(), things):
                yield start, code


def _is_of_a_ship(start: int, end: int, things: Sequence[Mention]) -> bool:
    gear = [t for t in things if t.classes]
    behind = bisect_right(gear, start, key=lambda t: t.start)
    before = [t for t in gear[:behind] if t.end >= start - _BEFORE]
    if before:
        return _is_ship(before[-1])
    return any(_is_ship(t) for t in gear[behind : behind + 1] if t.start <= end + _BEHIND)


def _tagged(text: str, things: Sequence[Mention]) -> Iterator[tuple[int, str]]:
    for thing in filter(_is_ship, things):
        if found := _TAGGED.match(text, thing.end):
            group = found.lastgroup or 0
            yield found.start(group), found[group]
