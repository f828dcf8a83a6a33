"""Decide whether an ambiguous alias counts here, by the words near it.

A context word may be "@" and the name of a cue of the lexicon (@gear, @sport), or @equipment
(another piece of equipment), @theatre (a place in the theatre), @partners (a place in a country
of allies or partners), @bases (a watched base), @quoted (quotation marks around it), @named (it
is written as a name: quoted, or with a capital inside a sentence), @entity-id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from config.schema import Near
from detector.reading import Reading, Spot

ALONE = "not counted: none of its context words is near"
QUOTED = "@quoted"  # the alias itself stands in quotation marks
NAMED = "@named"  # or it has a capital though no sentence begins there: Панцирь is no shell
_OF_ITSELF = frozenset([QUOTED, NAMED])
_OPENING = ' \u00a0\t\n«“"„‘(—–-•*'


class Surroundings:
    """What may serve as context: words by their name, ready for distance questions."""

    def __init__(self, reading: Reading, spots: Iterable[Spot]) -> None:
        self._reading = reading
        self._by_name: dict[str, list[Spot]] = {}
        for spot in spots:
            self._by_name.setdefault(context_name(spot), []).append(spot)

    def add(self, name: str, spot: Spot) -> None:
        """Make a find answer to a further name."""
        self._by_name.setdefault(name, []).append(spot)

    def allows(self, spot: Spot, near: Near) -> tuple[bool, str]:
        """Return whether the alias counts, and the word that decided."""
        for word in near.none:
            others = self._by_name.get(word)
            if others and (self._stand(others, spot, near) or _hold(others, spot)):
                return False, f"not counted: “{word}” is near"
        if not near.any:
            return True, ""
        for word in near.any:
            others = self._by_name.get(word)
            if others and self._stand(others, spot, near):
                return True, f"counted: “{word}” is near"
            if word in _OF_ITSELF and self._is(word, spot):
                return True, f"counted: “{word}” is near"
        return False, ALONE

    def _stand(self, others: Sequence[Spot], spot: Spot, near: Near) -> bool:
        reading, within = self._reading, near.within
        for other in others:
            if is_within(reading, other, spot, within) and _apart(other, spot):
                return True
        return False

    def _is(self, word: str, spot: Spot) -> bool:
        """Whether the alias itself is quoted, or written as a name."""
        whole = self._reading.whole
        if spot.start > 0 and whole[spot.start - 1] in '«“„"‘':
            return True
        if word == QUOTED or not whole[spot.start].isupper():
            return False
        first = self._reading.words_from(spot)
        return bool(whole[first : spot.start].strip(_OPENING))


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
        else:
            (judged.doubted if reason == ALONE else judged.refused).append(spot)
    return judged


def _hold(others: Sequence[Spot], spot: Spot) -> bool:
    """Whether the alias is only a part of one of these: "think tank" of tank."""
    size, start, end = spot.end - spot.start, spot.start, spot.end
    for other in others:
        if other.start <= start and end <= other.end and other.end - other.start > size:
            return True
    return False


def context_name(spot: Spot) -> str:
    """How a near list names this find."""
    if spot.kind == "near":
        return spot.name
    return f"@{spot.name}"


def is_within(reading: Reading, one: Spot, two: Spot, within: str | int) -> bool:
    """Whether two finds stand as near as asked."""
    if within == "sentence":  # mostly so
        return one.sentence == two.sentence
    if within == "document":
        return True
    if within == "paragraph":
        return reading.paragraph_of(one.start) == reading.paragraph_of(two.start)
    distance = abs(reading.word_of(one.start) - reading.word_of(two.start))
    return distance <= int(within)


def _apart(one: Spot, two: Spot) -> bool:
    return one.end <= two.start or two.end <= one.start
