"""How many men are told, whoever they are: "some 180 fighters left", "two dead". Pure.

Forces of the watchlist have counts of their own; these stand beside words for men that it lacks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from detector.model import Field, Mention, Quantity
from detector.number_sense import NumberSense, ends, plain
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
_ARTICLE = "ال"
_LATIN = re.compile("[a-zà-ÿœ]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_TELLERS = 3  # so many say something; more are counted
_BEHIND = 24  # characters in which who is counted may be said to speak
_BEFORE = 60  # and before it
_PLURAL = "s"
_OF = 40  # and in which the force stands that has their number
_MOST = 10_000  # more live in a town
_SAME = 3  # characters between the word and a mention that has its number


class Headcount:
    """Knows the words for men of all languages."""

    def __init__(self, sense: NumberSense) -> None:
        self._sense = sense
        self._words = sense.men | sense.people

    def counted(self, reading: Reading, told: Iterable[Mention]) -> Iterator[Mention]:
        """Each word for men with its number, where nothing in `told` has the number."""
        whole, sense = reading.whole, self._sense
        if not sense.may_count(whole):
            return
        numbered = [one for one in told if one.quantity]
        past = sorted({(one.field, one.end) for one in numbered})
        floor = 0
        for found in _WORD.finditer(whole):
            if not self._is_of_men(found[0]):
                continue
            span = found.span()
            field, start, end = reading.field_of(*span)
            before, floor = floor, span[1]
            if reading.crosses(*span) or _is_held(field, start, end, numbered):
                continue
            spot = Spot(MEN, MEN, *span, reading.sentence_of(span[0]), found[0])
            at = bisect_right(past, (field, start)) - 1
            if at >= 0 and past[at][0] == field:  # "five trucks | of soldiers"
                before = max(before, past[at][1] + span[0] - start)
            before = max(before, reading.words_from(spot))
            quantity = quantity_of(whole, span, before, sense) or self._about(whole, span)
            if quantity is None or not self._counts(quantity, whole, span, before):
                continue
            if not _is_told(field, end, quantity, numbered):
                yield Mention(MEN, MEN, MEN, found[0], start, end, field, quantity=quantity)

    def _counts(self, quantity: Quantity, whole: str, span: tuple[int, int], floor: int) -> bool:
        """Whether it is the number of men: not an age, a whole town, nor who only tells."""
        most, word = _most(quantity), plain(whole[slice(*span)])
        if quantity.implied or most > _MOST:
            return False
        if most > 1 and word not in self._sense.men and word + _PLURAL in self._words:
            return False  # "a soldier, 43,"
        clause = whole[max(floor, span[0] - _BEFORE) : span[0]]
        return most > _TELLERS or not self._tell(clause, whole, span)

    def _is_of_men(self, surface: str) -> bool:
        word = plain(surface)
        if word in self._words or not _ARABIC.match(word):
            return word in self._words
        bare = _MARKS.sub("", word)
        return any(
            bare.startswith(prefix) and bare[len(prefix) :] in self._words
            for prefix in ("", _ARTICLE, *_ARABIC_PREFIXES)
        )

    def _about(self, whole: str, span: tuple[int, int]) -> Quantity | None:
        """A number word behind its thing is a guess: «человек семьдесят»."""
        if plain(whole[slice(*span)]) not in self._sense.men:
            return None
        behind = self._sense.tokens(whole[span[1] : span[1] + _BEHIND])
        if not behind or not _CYRILLIC.match(behind[0]) or not self._sense.is_number(behind[0]):
            return None
        value = amount_at(behind, 0, self._sense).value
        return Quantity(value=value, approx=True) if value else None

    def _tell(self, clause: str, whole: str, span: tuple[int, int]) -> bool:
        """Whether these few are who says it: "two officers said", "according to two officers".

        But for "two soldiers killed, officials said".
        """
        sense, (start, end) = self._sense, span
        if plain(whole[start:end]) in sense.harm:
            return False
        behind = sense.tokens(whole[end : end + _BEHIND])
        behind = list(takewhile(lambda token: token[0].isalpha(), behind))
        if not sense.harm.isdisjoint(behind):
            return False
        before = sense.tokens(clause)
        while before and sense.is_number(before[-1]):
            before.pop()
        verb = before[-1:] if before and not _LATIN.match(before[-1]) else ()
        named = not sense.telling.isdisjoint((*behind, *verb))
        return named or bool(ends(before, len(before), sense.says))


def _is_held(field: Field, start: int, end: int, numbered: Sequence[Mention]) -> bool:
    """Whether the word is part of what has a number."""
    return any(
        one.field == field and one.start - _SAME <= start and end <= one.end + _SAME
        for one in numbered
    )


def _is_told(field: Field, end: int, quantity: Quantity, numbered: Sequence[Mention]) -> bool:
    """Whether the force behind them has their number: "30 men of | Wagner"."""
    return any(
        one.field == field and 0 <= one.start - end <= _OF and one.quantity == quantity
        for one in numbered
    )


def _most(quantity: Quantity) -> int:
    return max(quantity.value or 0, quantity.min or 0, quantity.max or 0)
