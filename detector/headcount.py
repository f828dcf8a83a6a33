"""How many men are told, whoever they are: "some 180 fighters left", "two dead". Pure.

Forces of the watchlist have counts of their own; these stand beside words for men that it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detector.model import Mention, Quantity
from detector.number_sense import NumberSense, plain
from detector.numbers import amount_at
from detector.quantities import quantity_of
from detector.reading import Reading, Spot

MEN = "men"
_MARKS = re.compile("[\u064b-\u0652]")  # Arabic vowel signs
_WORD = re.compile(
    "(?:(?<=\\d)-)?[^\\W\\d_]+(?:[\u064b-\u0652]+[^\\W\\d_]*)*(?![-’']\\w)"  # "40|-strong"
)
_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_PREFIXES = "وبلف"
_CYRILLIC = re.compile("[\u0400-\u052f]")
_TELLERS = 3  # so many say something; more are counted
_BEHIND = 24  # characters in which who is counted may be said to speak
_SAME = 3  # characters between the word and a mention that has its number


class Headcount:
    """Knows the words for men of all languages."""

    def __init__(self, sense: NumberSense) -> None:
        self._sense = sense
        self._words = sense.men | sense.people

    def counted(self, reading: Reading, told: Iterable[Mention]) -> Iterator[Mention]:
        """Each word for men with its number, where nothing in `told` has the number."""
        whole = reading.whole
        if not self._sense.may_count(whole):
            return
        taken = [(one.field, one.start, one.end) for one in told if one.quantity]
        floor = 0
        for found in _WORD.finditer(whole):
            if not self._is_of_men(found[0]):
                continue
            span = found.span()
            field, start, end = reading.field_of(*span)
            if reading.crosses(*span) or any(
                which == field and first - _SAME <= start and end <= last + _SAME
                for which, first, last in taken
            ):
                floor = span[1]
                continue
            spot = Spot(MEN, MEN, *span, reading.sentence_of(span[0]), found[0])
            floor = max(floor, reading.words_from(spot))
            quantity = quantity_of(whole, span, floor, self._sense) or self._about(whole, span)
            floor = span[1]
            if quantity is None or quantity.implied or self._tell(whole, span[1], quantity.value):
                continue
            yield Mention(MEN, MEN, MEN, found[0], start, end, field, quantity=quantity)

    def _is_of_men(self, surface: str) -> bool:
        word = plain(surface)
        if word in self._words or not _ARABIC.match(word):
            return word in self._words
        bare = _MARKS.sub("", word)
        return bare in self._words or (bare[0] in _ARABIC_PREFIXES and bare[1:] in self._words)

    def _about(self, whole: str, span: tuple[int, int]) -> Quantity | None:
        """A number word behind its thing is a guess: «человек семьдесят»."""
        if plain(whole[slice(*span)]) not in self._sense.men:
            return None
        behind = self._sense.tokens(whole[span[1] : span[1] + _BEHIND])
        if not behind or not _CYRILLIC.match(behind[0]) or not self._sense.is_number(behind[0]):
            return None
        value = amount_at(behind, 0, self._sense).value
        return Quantity(value=value, approx=True) if value else None

    def _tell(self, whole: str, end: int, value: int | None) -> bool:
        """Whether these few are who says it: "two officers said"."""
        behind = self._sense.tokens(whole[end : end + _BEHIND])
        return (value or 0) <= _TELLERS and not self._sense.telling.isdisjoint(behind)
