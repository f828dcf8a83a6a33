"""How many of a thing the text states: digits, words, approximations and bounds.

Reads leftwards from a mention ("over 50 armoured vehicles"), then what is told behind it.
"""

from __future__ import annotations

import re

from detector.counted_behind import NEARBY, Further, bounded_behind, counted_behind
from detector.model import Quantity
from detector.numbers import (
    BRIDGE,
    CALIBRE,
    DASHES,
    OF_TYPE,
    TYPE,
    NumberSense,
    quantity_at,
    tokens_of,
)

_REACH = 90  # characters left of a mention where its number may stand
_LATER = 30  # and right of it, where what bounds that may
_OPEN = frozenset("«\"“„(‘'’-–—#")
_OF = frozenset(["of", "de", "d", "des"])
_PASSED = _OF | _OPEN | frozenset("xх×+»”")  # what may stand between number and thing
_TIMES = frozenset("xх×")
_ORDINAL = frozenset(["st", "nd", "rd", "th", "er", "ème"])  # "the 7th T-72"
# "four of the T-72s", «двое из этих Т-72»
_THE = frozenset(["the", "these", "those", "du", "ces", "этих", "цих", "هذه"])
_FROM = frozenset(["of", "de", "из", "з", "із", "من"])
_OF_MANY = frozenset(["из", "من", "du"])  # also without "the"; Ukrainian «з» means "with" as well
# "freshly painted and well-worn", «новеньких, зелёных»: words between a number and its thing.
_ADJECTIVE = re.compile(r".{2,}(?:ed|worn|[ыи]х|[ыи]е|[ыи]ми|іх|і)")
_JOINTS = frozenset([",", "and", "и", "і", "та"])
_AND_MORE = re.compile("و[\u0621-\u064a]{3}")  # an Arabic "and" is written on: what is next
_APPOSED = frozenset(",:(–—")
_TYPED_BEHIND = re.compile(r"[»”\"']?\s(?:type|model|variant|class|family|kind)s?\b")
_CORRECTED = re.compile(
    r"(?P<n>[^\W_]+),? (?:and not|not|et non|et pas|а не|та не|не) [^\W_]+,? $", re.IGNORECASE
)


def quantity_of(
    text: str,
    span: tuple[int, int],
    floor: int,
    sense: NumberSense,
    further: Further = NEARBY,
) -> Quantity | None:
    """Return how many of the thing at `span` are stated; `floor`: where its own words begin."""
    start, end = span
    left = text[max(floor, start - _REACH) : start]
    typed = bool(_TYPED_BEHIND.match(text, end))
    before = _before(tokens_of(left), sense, typed=typed)
    if before is not None:
        exact = before.value is not None and not before.approx
        late = exact and bounded_behind(tokens_of(text[end : end + _LATER]), sense)
        return Quantity(min=before.value) if late else before
    return _corrected(left, sense) or counted_behind(text, end, sense, further)


def _corrected(left: str, sense: NumberSense) -> Quantity | None:
    found = _CORRECTED.search(left) if left.endswith(", ") else None
    if found is None or not sense.is_number(number := found["n"].casefold()):
        return None
    return quantity_at([number], 0, sense)


def _before(tokens: list[str], sense: NumberSense, *, typed: bool = False) -> Quantity | None:
    at = _before_naming(tokens, sense) - 1
    bridged = 0
    while at >= 0 and (not sense.is_number(tokens[at]) or _is_drive(tokens, at)):
        token = tokens[at]
        if token in _ORDINAL and at > 0 and tokens[at - 1].isdecimal():
            return None
        if token in _PASSED or _ends_unit(tokens, at, sense):
            at -= 1
        elif token in CALIBRE and tokens[at - 1].isdecimal():
            at -= 2  # "eight 122 mm guns"
        elif _in_brackets(tokens, at, sense):
            if at < 3 or not sense.is_number(tokens[at - 3]):
                return quantity_at(tokens, at - 1, sense)  # "un (1)"
            at -= 3  # "eight (8)"
        elif bridged < BRIDGE and (_ends_compound(tokens, at) or _is_drive(tokens, at)):
            bridged += 1
            at -= 3
        elif (past := _past_of(tokens, at, sense, typed=typed)) is not None:
            at = past
        elif bridged and bridged < BRIDGE and _joins(tokens, at):
            at -= 1
        elif bridged < BRIDGE and _may_describe(token, sense):
            bridged += 1
            at -= 1
        else:
            return None
    return quantity_at(tokens, at, sense) if at >= 0 else None


def _may_describe(token: str, sense: NumberSense) -> bool:
    return token[0].isalpha() and token not in sense.ending and not _AND_MORE.match(token)


def _before_naming(tokens: list[str], sense: NumberSense) -> int:
    """Where the words end that name the thing by its class: "five carriers, all | BTR-82A"."""
    for size in (1, 2, 3, 4, 5):
        at = len(tokens) - size
        if at > 1 and tokens[at - 1] in _APPOSED and tuple(tokens[at:]) in sense.naming:
            return at - 1
    return len(tokens)


def _in_brackets(tokens: list[str], at: int, sense: NumberSense) -> bool:
    """Whether a number in brackets ends here: "(8)", "(eight)"."""
    return tokens[max(0, at - 2) : at + 1 : 2] == ["(", ")"] and sense.is_number(tokens[at - 1])


def _past_of(tokens: list[str], at: int, sense: NumberSense, *, typed: bool) -> int | None:
    """Left of "of the" where a number or a piece stands there or its type is named; of "type"."""
    if tokens[at] in TYPE:
        return next((n for n in range(at - 1, -1, -1) if tokens[n] not in OF_TYPE), -1)
    first = at - 1 if at and tokens[at - 1] in _FROM and tokens[at] in _THE else at
    if first == at and tokens[at] not in _OF_MANY:
        return None
    before = tokens[first - 1] if first else ""
    many = bool(before) and sense.is_number(before) and sense.numbers.get(before, 2) > 1
    return first - 1 if many or typed or before in sense.units else None


def _joins(tokens: list[str], at: int) -> bool:
    """Whether a comma or "and" stands between two words that only describe."""
    return (
        tokens[at] in _JOINTS
        and at > 0
        and bool(_ADJECTIVE.fullmatch(tokens[at - 1]) and _describes(tokens, at + 1))
    )


def _describes(tokens: list[str], at: int) -> bool:
    """Whether the word at a place describes: by its ending, or as one part of a compound."""
    compound = at + 1 < len(tokens) and tokens[at + 1] in DASHES
    return compound or bool(_ADJECTIVE.fullmatch(tokens[at]))


def _is_drive(tokens: list[str], at: int) -> bool:
    """Whether "6x6" ends here."""
    return (
        at > 1
        and tokens[at - 1] in _TIMES
        and len(tokens[at]) == 1
        and len(tokens[at - 2]) == 1
        and tokens[at - 2].isdecimal()
    )


def _ends_compound(tokens: list[str], at: int) -> bool:
    """Whether "eight-wheelers" or «130-мм» ends here: what begins it counts nothing."""
    return at > 1 and tokens[at - 1] in DASHES and tokens[at][0].isalpha() and _is_plain(tokens, at)


def _is_plain(tokens: list[str], at: int) -> bool:
    """Whether it begins with one number or word, and not as a range does."""
    return at < 3 or tokens[at - 3] not in DASHES


def _ends_unit(tokens: list[str], at: int, sense: NumberSense) -> bool:
    """Whether a word for a piece or an abbreviation ends here: «единиц», «ед.», «тыс.»."""
    if tokens[at] in sense.units:
        return True
    if tokens[at] != "." or at == 0:
        return False
    return tokens[at - 1] in sense.units or tokens[at - 1] in sense.scales
