"""How many of a thing the text states: digits, words, approximations and bounds.

Reads leftwards from a mention ("over 50 armoured vehicles"), then what is told behind it.
"""

from __future__ import annotations

import re

from detector.counted_behind import (
    NEARBY,
    NOT_SO,
    Further,
    counted_at_the_end,
    counted_behind,
    right_behind,
    told_otherwise,
)
from detector.model import Quantity
from detector.number_sense import BRIDGE, NumberSense, Tokens, ends, plain
from detector.numbers import DASHES, amount_at, quantity_at

_REACH = 90  # characters left of a mention where its number may stand
_LATER = 90  # and right of it, where what bounds that may, or another number
_AFTERWARDS, _HARMED = 30, 6  # characters, words: "killed ten fighters of ..."
_NOBODY: frozenset[str] = frozenset()
_OPEN = frozenset("«\"“„(‘'’-–—#*")
_TIMES = frozenset("xх×")
_PASSED = _OPEN | _TIMES | frozenset("»”")  # what may stand between number and thing
_AND_MORE = re.compile("و[\u0621-\u064a]{3}")  # an Arabic "and" is written on: what is next
_APPOSED = frozenset(",:(–—")
_NAMED = 24  # characters before a number in which a word stands that it names: "the base | 101"
_STOPS = frozenset(".!?;")
_LISTING, _ENTRY = frozenset(":=×x"), 24  # "T-72: 4 - BMP-3: 6"; characters behind a thing
_TENS = 20  # from here on a word makes an ordinal with the next: «семьдесят шестых»
_ALIKE = 4  # words before a model: "fit that of the"
_PICTURES = "\U0001f000"  # from here on
_SO_MANY = re.compile(r"[а-яіїєґ](?:[оеё]в|[іїє]в|ей)$")  # a Slavic genitive of many
_OF_MANY = re.compile(r"[^\W\d_]+[ыи]х\s\W*$")
_OPENS = re.compile(r"(?:^|[.!?;:…\n–—])\W*$")
_NEXT = re.compile(r"[»”\"']?\s(?P<word>[^\W\d_]+)")


def quantity_of(
    text: str,
    span: tuple[int, int],
    floor: int,
    sense: NumberSense,
    further: Further | None = NEARBY,
) -> Quantity | None:
    """Return how many of the thing at `span` are stated; `floor`: where its own words begin.

    `further`: None if nothing behind it counts it.
    """
    start, end = span
    before = text[max(floor, start - _REACH) : start]
    left = sense.tokens(before) if sense.may_count(before) else ()
    if _is_of_list(left, text[end : end + _ENTRY]):
        left = ()
    if left and left[0].isdecimal() and _ends_in_label(text[max(0, floor - _NAMED) : floor], sense):
        left = left[1:]  # of the thing before: "base 101"
    if further is None:
        men = _of_force(left, text[end : end + _AFTERWARDS], sense)
        return men or _by_its_own_words(text, span, sense)
    if left and left[-1] in sense.soldierly and text[start].islower():
        left = left[:-1]  # «семь военных | грузовиков»
    typed = bool((found := _NEXT.match(text, end)) and found["word"].casefold() in sense.types)
    stated = _of_the_like(left, sense) or _or_so_many(left, sense)
    stated = stated or _before(left, sense, typed=typed)
    stated = stated or counted_behind(text, end, sense, further)
    stated = stated or _by_its_own_words(text, span, sense)
    if stated is None or stated.value is None or stated.approx:
        return (
            stated if stated != NOT_SO else right_behind(_later(text, end, further, sense), sense)
        )
    return told_otherwise(stated, _later(text, end, further, sense), sense)


def _is_of_list(left: Tokens, after: str) -> bool:
    """Whether a list counts behind its things, so that what is left counts the one before."""
    return (
        bool(left) and left[0] in _LISTING and left[0] in re.split(r"[,;.\n]", after, maxsplit=1)[0]
    )


def _by_its_own_words(text: str, span: tuple[int, int], sense: NumberSense) -> Quantity | None:
    """An Arabic dual, «دبابتان»; and what opens a clause in the genitive: «Танков в Гао шесть.»"""
    start, end = span
    surface = plain(text[start:end])
    if dual := sense.numbers.get(surface.split(" ")[0]):
        return Quantity(value=dual)
    before = text[max(0, start - _NAMED) : start]
    whose = _OF_MANY.search(before)  # «Своих | Ми-35М у них пять.»
    genitive = _SO_MANY.search(surface) or whose
    if not genitive or not _OPENS.search(before[: whose.start()] if whose else before):
        return None
    return counted_at_the_end(sense.tokens(text[end : end + _LATER]), sense)


def _ends_in_label(before: str, sense: NumberSense) -> bool:
    tokens = sense.tokens(before)
    return bool(tokens) and tokens[-1] in sense.labels


def _of_force(left: Tokens, after: str, sense: NumberSense) -> Quantity | None:
    """How many of its men are told, but not how many were killed."""
    men = _before(left, sense, whose=sense.men)
    if men is None or men == NOT_SO:
        return None
    harmed = not sense.harm.isdisjoint((*left[-_HARMED:], *sense.tokens(after)))
    return None if harmed else men


def _later(text: str, end: int, further: Further, sense: NumberSense) -> Tokens:
    return sense.tokens(text[end : min(end + _LATER, further.ceiling or len(text))])


def _before(
    tokens: Tokens, sense: NumberSense, *, typed: bool = False, whose: frozenset[str] = _NOBODY
) -> Quantity | None:
    """`typed`: a word for its type follows; `whose`: words for what is of it, "30 men of"."""
    at = _before_aside(tokens, sense) - 1
    bridged = 0
    while at >= 0 and (not sense.is_number(tokens[at]) or _is_drive(tokens, at)):
        token = tokens[at]
        if token in sense.ordinals and at > 0 and tokens[at - 1].isdecimal():
            return None
        if token in sense.tails and (size := _behind_number(tokens, at, sense)):
            at -= size  # "ten or so"
        elif (
            token in _PASSED
            or token > _PICTURES
            or token in sense.of_what
            or _ends_unit(tokens, at, sense)
        ):
            at -= 1
        elif _names_kind(tokens, at, sense):
            at -= 2
        elif _in_brackets(tokens, at, sense):
            if at < 3 or not sense.is_number(tokens[at - 3]):
                return quantity_at(tokens, at - 1, sense)  # "un (1)"
            at -= 3  # "eight (8)"
        elif bridged < BRIDGE and (_ends_compound(tokens, at) or _is_drive(tokens, at)):
            bridged += 1
            at -= 3
        elif (past := _past_of(tokens, at, sense, typed, whose)) is not None:
            at = past
        elif bridged and bridged < BRIDGE and _joins(tokens, at, sense):
            at -= 1
        elif bridged < BRIDGE and (
            token in whose or _may_describe(token, sense, whose) or _is_of_thing(tokens, at, sense)
        ):
            bridged += 1
            at -= 1
        else:
            return None
    return _set_right(tokens, at, sense) if at >= 0 else None


def _of_the_like(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """How many machines are told that are like it: "four carriers that resemble the BTR-82A"."""
    if sense.alike.isdisjoint(tokens[-_ALIKE:]):
        return None
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at] in _STOPS:
            return None
        if sense.is_number(tokens[at]):
            machines = not sense.machines.isdisjoint(tokens[at + 1 : at + 2 + BRIDGE])
            return quantity_at(tokens, at, sense) if machines else None
    return None


def _set_right(tokens: Tokens, at: int, sense: NumberSense) -> Quantity | None:
    """What the number there states, or the one that it is not: "six, not four T-72"."""
    right = _before_wrong(tokens, amount_at(tokens, at, sense).left, sense)
    if right is None:
        return quantity_at(tokens, at, sense)
    return quantity_at(tokens, right, sense) if right >= 0 else NOT_SO


def _before_wrong(tokens: Tokens, left: int, sense: NumberSense) -> int | None:
    """Where the right number ends, or -1; None if what follows `left` is not said to be wrong."""
    size = ends(tokens, left + 1, sense.not_so)
    if not size:
        return None
    at = left - size
    while at >= 0 and (
        tokens[at] == "," or tokens[at] in sense.joins or tokens[at] in sense.but_so
    ):
        at -= 1
    return at if at >= 0 and sense.is_number(tokens[at]) else -1


def _behind_number(tokens: Tokens, at: int, sense: NumberSense) -> int:
    """How many words end there that blur the number right before them."""
    size = ends(tokens, at + 1, sense.behind)
    return size if size and at >= size and sense.is_number(tokens[at - size]) else 0


def _may_describe(token: str, sense: NumberSense, whose: frozenset[str] = _NOBODY) -> bool:
    """`whose`: words for men, beside which only an adjective may: "five trucks of" are no men."""
    if whose and not sense.described.fullmatch(token):
        return False
    return token[0].isalpha() and token not in sense.ending and not _AND_MORE.match(token)


def _is_of_thing(tokens: Tokens, at: int, sense: NumberSense) -> bool:
    """Whether a word for men describes what follows: «семь военных | грузовиков Урал-4320»."""
    behind = tokens[at + 1 : at + 2]
    return tokens[at] in sense.soldierly and any(_may_describe(one, sense) for one in behind)


def _before_aside(tokens: Tokens, sense: NumberSense) -> int:
    """Where what stands apart begins: "five carriers|, all BTR-82A", "five|, not three, T-72"."""
    last = len(tokens) - 1
    comma = last > 0 and tokens[last] == ","  # "five, probably, T-72"
    if size := ends(tokens, len(tokens) - comma, sense.naming):
        at = last - comma - size
        if at >= 0 and sense.is_number(tokens[at]):
            return at + 1  # "of forty, eleven were T-72"
        return at if at > 0 and tokens[at] in _APPOSED else len(tokens)
    if last > 1 and comma and sense.is_number(tokens[last - 1]):
        wrong = amount_at(tokens, last - 1, sense).left
        if (right := _before_wrong(tokens, wrong, sense)) is not None:
            return right + 1
    return len(tokens)


def _or_so_many(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """A range of two guesses: "two, possibly three, T-72"."""
    if tokens[-1:] != [","] or not sense.is_number(tokens[max(0, len(tokens) - 2)]):
        return None
    high = amount_at(tokens, len(tokens) - 2, sense)
    at = high.left - ends(tokens, high.left + 1, sense.others) - 1
    if at < 0 or at == high.left - 1 or tokens[at + 1] != "," or not sense.is_number(tokens[at]):
        return None
    low = amount_at(tokens, at, sense)
    ranging = low.value and high.value and low.value < high.value
    return Quantity(min=low.value, max=high.value) if ranging else None


def _in_brackets(tokens: Tokens, at: int, sense: NumberSense) -> bool:
    """Whether a number in brackets ends here: "(8)", "(eight)"."""
    return tokens[max(0, at - 2) : at + 1 : 2] == ["(", ")"] and sense.is_number(tokens[at - 1])


def _past_of(
    tokens: Tokens, at: int, sense: NumberSense, typed: bool, whose: frozenset[str]
) -> int | None:
    """Left of "of the" where a number or a piece stands there or its type is named; of "type"."""
    if tokens[at] in sense.types:
        return sense.past_type(tokens, at)
    these = at > 0 and tokens[at] in sense.these and sense.is_of(tokens[at - 1])
    first = at - 1 if these else at
    if not these and tokens[at] not in sense.out_of:
        return None
    before = tokens[first - 1] if first else ""
    many = bool(before) and sense.is_number(before) and sense.numbers.get(before, 2) > 1
    pieces = (sense.units, sense.machines, sense.tails, whose)
    return first - 1 if many or typed or any(before in words for words in pieces) else None


def _joins(tokens: Tokens, at: int, sense: NumberSense) -> bool:
    """Whether a comma or "and" stands between two words that only describe."""
    if not at or not (tokens[at] == "," or tokens[at] in sense.joins):
        return False
    compound = at + 2 < len(tokens) and tokens[at + 2] in DASHES
    before, *after = (
        sense.described.fullmatch(one) for one in tokens[at - 1 : at + 3] if one != ","
    )
    return bool(before and (compound or any(after)))


def _names_kind(tokens: Tokens, at: int, sense: NumberSense) -> bool:
    """Whether a number ends here that counts nothing: "122 mm", «семьдесят шестых (Ил-76)»."""
    if tokens[at] in sense.calibres:
        return tokens[at - 1].isdecimal()
    return tokens[at] in sense.ordinals and sense.numbers.get(tokens[at - 1], 0) >= _TENS


def _is_drive(tokens: Tokens, at: int) -> bool:
    """Whether "6x6" ends here."""
    return (
        at > 1
        and tokens[at - 1] in _TIMES
        and len(tokens[at]) == 1
        and len(tokens[at - 2]) == 1
        and tokens[at - 2].isdecimal()
    )


def _ends_compound(tokens: Tokens, at: int) -> bool:
    """Whether "eight-wheelers" or «130-мм» ends here: what begins it counts nothing."""
    return at > 1 and tokens[at - 1] in DASHES and tokens[at][0].isalpha() and _is_plain(tokens, at)


def _is_plain(tokens: Tokens, at: int) -> bool:
    """Whether it begins with one number or word, and not as a range does."""
    return at < 3 or tokens[at - 3] not in DASHES


def _ends_unit(tokens: Tokens, at: int, sense: NumberSense) -> bool:
    """Whether a word for a piece or an abbreviation ends here: «единиц», «ед.», «тыс.»."""
    if tokens[at] in sense.units:
        return True
    if tokens[at] != "." or at == 0:
        return False
    return tokens[at - 1] in sense.units or tokens[at - 1] in sense.scales
