"""Decide whether an ambiguous alias counts here, by the words near it.

A context word may be "@" and the name of a cue of the lexicon (@gear, @sport), or @equipment
(another piece of equipment), @theatre (a place in the theatre), @partners (a place in a country
of allies or partners), @bases (a watched base), @quoted (quotation marks around it), @named (it
is written as a name: quoted, or with a capital inside a sentence), @entity-id.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from config.schema import Near
from detector.reading import Reading, Spot

ALONE = "not counted: none of its context words is near"
QUOTED = "@quoted"  # the alias itself stands in quotation marks
NAMED = "@named"  # or it has a capital though no sentence begins there: Панцирь is no shell
_OF_ITSELF = frozenset([QUOTED, NAMED])
_SAID = re.compile(r"[^ \u00a0\t\n«“\"„‘(—–\-•*]")  # more than what opens a sentence
_LONGEST = 120  # characters: no phrase of a lexicon is longer
_START = attrgetter("start")


class Surroundings:
    """What may serve as context: words by their name, ready for distance questions.

    `spots` come in order. A text may hold thousands of one name: only those near are looked at.
    """

    def __init__(self, reading: Reading, spots: Iterable[Spot]) -> None:
        self._reading = reading
        named = self._by_name = defaultdict[str, list[Spot]](list, {QUOTED: [], NAMED: []})
        for spot in spots:  # as a near list names them
            named[spot.name if spot.kind == "near" else f"@{spot.name}"].append(spot)

    def add(self, name: str, spot: Spot) -> None:
        """Make a find answer to a further name."""
        insort(self._by_name[name], spot, key=_START)

    def allows(self, spot: Spot, near: Near) -> tuple[bool, str]:
        """Return whether the alias counts, and the word that decided."""
        named = self._by_name
        for word in filter(named.__contains__, near.none):
            if self._stand(named[word], spot, near.within) or _hold(named[word], spot):
                return False, f"not counted: “{word}” is near"
        if not near.any:
            return True, ""
        for word in filter(named.__contains__, near.any):
            if self._stand(named[word], spot, near.within):
                return True, f"counted: “{word}” is near"
            if word in _OF_ITSELF and self._is(word, spot):
                return True, f"counted: “{word}” is near"
        return False, ALONE

    def _stand(self, others: Sequence[Spot], spot: Spot, within: str | int) -> bool:
        """Whether one of these stands as near as asked, apart from the alias."""
        first, past = self._reading.reach(spot.start, within)
        at = bisect_left(others, first, key=_START)
        while at < len(others) and others[at].start < past:
            if _apart(others[at], spot):
                return True
            at += 1
        return False

    def _is(self, word: str, spot: Spot) -> bool:
        """Whether the alias itself is quoted, or written as a name."""
        whole = self._reading.whole
        if spot.start > 0 and whole[spot.start - 1] in '«“„"‘':
            return True
        if word == QUOTED or not whole[spot.start].isupper():
            return False
        return bool(_SAID.search(whole, self._reading.words_from(spot), spot.start))


@dataclass(slots=True)
class Judged:
    """What was heard, by what its context says of it, and why."""

    counted: list[Spot] = field(default_factory=list)
    doubted: list[Spot] = field(default_factory=list)  # nothing speaks for it, nothing against
    refused: list[Spot] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def judged_in(heard: Iterable[Spot], surroundings: Surroundings) -> Judged:
    """Judge each alias that is ambiguous; the others count."""
    judged = Judged()
    for spot in heard:
        if spot.near is None:
            judged.counted.append(spot)
            continue
        allowed, reason = surroundings.allows(spot, spot.near)
        if reason:
            judged.remarks.append(f"{spot.surface}: {reason}")
        if allowed:
            judged.counted.append(spot)
        elif reason != ALONE:
            judged.refused.append(spot)
        elif isinstance(spot.near.within, str):  # what only counts beside a word is no hint alone
            judged.doubted.append(spot)
    return judged


def _hold(others: Sequence[Spot], spot: Spot) -> bool:
    """Whether the alias is only a part of one of these: "think tank" of tank."""
    size, start, end = spot.end - spot.start, spot.start, spot.end
    at = bisect_right(others, start, key=_START) - 1
    while at >= 0 and others[at].start >= end - _LONGEST:
        if others[at].end >= end and others[at].end - others[at].start > size:
            return True
        at -= 1
    return False


def _apart(one: Spot, two: Spot) -> bool:
    return one.end <= two.start or two.end <= one.start
