"""Numbers whose thing is left out, for it was just told of: "two of them", «ещё четыре такие».

Told beside the counts of things, and never instead of them: what is new stands before what was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detector.model import Field, Mention, Quantity
from detector.number_sense import NumberSense, Tokens, ends, plain, starts
from detector.numbers import amount_at, quantity_at
from detector.units import MEASURES

LEFT_OUT = "its thing is left out"  # how it was reached
_REACH = 220  # characters behind a thing in which a number may be of it
_NEAR = 90  # characters on either side in which another thing may have the number
_AROUND = 60  # characters of a number's surroundings that are read
_HOURS = 13  # "around nine"
_HARMED = 5  # words: "two of them were killed"
_WORD = re.compile(r"\d+(?:[ \u00a0\u202f.,]\d{3})*(?!\d)|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_ENDS = frozenset("(),.;!?،:|–—-")
_PARTS = frozenset(",،;:(–—-.")
_SO_MANY = re.compile(r"[а-яіїєґ](?:[оеё]в|[іїє]в|ей)$")  # a Slavic genitive: what is counted
_NO_COUNT = frozenset("%°$€£#№/+")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in its surroundings, in words."""

    left: Tokens  # before what it states and what bounds it
    quantity: Quantity
    right: Tokens


def left_out(
    texts: Iterable[tuple[Field, str]], told: Sequence[Mention], sense: NumberSense
) -> Iterator[Mention]:
    """What is counted without being named again, as mentions of what was named before."""
    for field, text in texts:
        here = sorted((m for m in told if m.field == field), key=lambda m: m.start)
        if any(m.quantity or m.kind in ("equipment", "ship") for m in here):
            yield from _in_text(text, here, sense)


def _in_text(text: str, here: Sequence[Mention], sense: NumberSense) -> Iterator[Mention]:
    for found in _WORD.finditer(text, here[0].end):
        start, end = found.span()
        if not sense.is_number(plain(found[0])) or any(
            m.start < end and start < m.end for m in here
        ):
            continue
        owner = _owner(here, text, start)
        number = _number(text, start, end, sense) if owner else None
        if owner is None or number is None or _is_counted(number.quantity, here, start, end):
            continue
        if word := _machine(number.right, sense):
            owner = replace(owner, entity="vehicles", kind="keyword", name=word, classes=())
        elif not _is_of(number, owner, sense):
            continue
        yield replace(
            owner, surface=found[0], start=start, end=end, variant=None,
            quantity=number.quantity, how=LEFT_OUT,
        )  # fmt: skip


def _owner(here: Sequence[Mention], text: str, at: int) -> Mention | None:
    """The thing that a number is of: the last one counted, or else the last piece of equipment."""
    near = [m for m in here if m.end <= at <= m.end + _REACH and "\n\n" not in text[m.end : at]]
    counted = [m for m in near if m.quantity and not m.quantity.implied]
    gear = [m for m in near if m.kind in ("equipment", "ship")]
    if not counted:
        return gear[-1] if gear else None
    same = [m for m in counted if m in gear and m.quantity == counted[-1].quantity]
    return (same or counted)[-1]  # the model rather than its class


def _number(text: str, start: int, end: int, sense: NumberSense) -> _Number | None:
    """What a number states that ends with a word, read with what stands around it."""
    left = list(sense.tokens(text[max(0, start - _AROUND) : end]))
    right = list(sense.tokens(text[end : end + _AROUND].split("\n", 1)[0]))
    if not left or not sense.is_number(left[-1]) or text[end : end + 1].isdigit():
        return None
    if right and (right[0] in MEASURES or right[0] in _NO_COUNT or sense.is_number(right[0])):
        return None  # or it goes on
    if right[:1] and text[end : end + 1] in ("-", ":") and not text[end : end + 2].endswith(" "):
        return None
    first = amount_at(left, len(left) - 1, sense).left + 1
    if first > 0 and left[first - 1] == ".":
        left, first = left[first:], 0  # it opens the sentence
    quantity = quantity_at([*left, *right[:4]], len(left) - 1, sense)
    if quantity is None or quantity.bounds == (None, None):
        return None
    while first > 0 and (size := _bounding(left, first, sense)):
        first -= size
    return _Number(left[:first], quantity, right)


def _bounding(left: Tokens, first: int, sense: NumberSense) -> int:
    """How many words before a place only bound the number there."""
    size = ends(left, first, sense.bounds)
    if size or first < 2:
        return size
    ranging = left[first - 1] in sense.joins or left[first - 1] in sense.ranges
    return (
        2 if ranging and sense.is_number(left[first - 2]) else int(left[first - 1] in sense.between)
    )


def _is_counted(quantity: Quantity, here: Iterable[Mention], start: int, end: int) -> bool:
    """Whether a thing nearby has this number."""
    near = (m for m in here if m.end > start - _NEAR and m.start < end + _NEAR)
    return any(m.quantity and m.quantity.bounds == quantity.bounds for m in near)


def _is_of(number: _Number, owner: Mention, sense: NumberSense) -> bool:
    """Whether the number is of what was told of before, by the words around it."""
    left, right = number.left, number.right
    if not sense.harm.isdisjoint((*left[-_HARMED:], *right[:_HARMED])):
        return False
    if left and (left[-1] in sense.labels or left[-1] in sense.months or left[-1] in _NO_COUNT):
        return False
    return (
        _is_part(number, owner, sense)
        or _is_more(left, right, sense)
        or _is_one_of(number, sense)
        or _is_such(right, sense)
        or _has_state(number, owner, sense)
        or _ends_clause(number, sense)
    )


def _is_part(number: _Number, owner: Mention, sense: NumberSense) -> bool:
    """ "two of them", «из них два требуют», "dont trois"; fewer than there are."""
    if _exceeds(number, owner):
        return False
    if starts(number.right, 0, sense.partly):
        return number.quantity.value != 1  # "one of them" counts nothing
    left = number.left[: len(number.left) - ends(number.left, len(number.left), sense.only)]
    return bool(ends(left, len(left), sense.partly)) and _closes(number.right, sense)


def _exceeds(number: _Number, owner: Mention) -> bool:
    """Whether there are fewer than that."""
    most = owner.quantity.bounds[1] if owner.quantity else None
    return most is not None and (number.quantity.bounds[0] or 0) > most


def _is_more(left: Tokens, right: Tokens, sense: NumberSense) -> bool:
    """ "a further 200 are", "two more", «ещё двое»."""
    if size := starts(right, 0, sense.further):
        return _closes(right[size:], sense)
    return bool(ends(left, len(left), sense.further)) and _closes(right, sense)


def _is_one_of(number: _Number, sense: NumberSense) -> bool:
    """ "was one of four bought": both the one and the four."""
    left, right = number.left, number.right
    if number.quantity.value == 1 and right[:1] and sense.is_of(right[0]):
        return bool(left) and left[-1] in sense.was and len(right) > 1 and sense.is_number(right[1])
    one = len(left) > 1 and sense.is_of(left[-1]) and sense.numbers.get(left[-2]) == 1
    return bool(one) and _closes(right, sense)


def _is_such(right: Tokens, sense: NumberSense) -> bool:
    """ "four such vehicles", «ще чотири такі машини»."""
    return len(right) > 1 and right[0] in sense.these and right[1] in sense.machines


def _machine(right: Tokens, sense: NumberSense) -> str:
    """A word for any machine that is counted: «одну машину», "une soixantaine de véhicules"."""
    at = int(bool(right) and sense.is_of(right[0]))
    return right[at] if right[at:] and right[at] in sense.machines else ""


def _has_state(number: _Number, owner: Mention, sense: NumberSense) -> bool:
    """A number with what became of so many: ", trois opérationnels", "the 10 sent"."""
    left, right = number.left, number.right
    apart = not left or left[-1] in _PARTS or left[-1] in sense.joins or left[-1] in sense.these
    in_all = starts(right, 0, sense.in_all)
    if in_all:
        return apart and (not right[in_all:] or right[in_all] in _ENDS)
    size = ends(left, len(left), sense.only)
    apart = apart or (bool(size) and (len(left) == size or left[-size - 1] in _PARTS))
    return apart and bool(starts(right, 0, sense.states)) and not _exceeds(number, owner)


def _ends_clause(number: _Number, sense: NumberSense) -> bool:
    """A bounded number that ends it: "shows at least two.", «была лишь одна.»"""
    left, right, stated = number.left, number.right, number.quantity
    if right and (right[0] not in _ENDS or right[0] in "(-"):
        return False
    only = ends(left, len(left), sense.only)
    bounded = stated.value is None or stated.approx or only
    clause = _clause(left[: len(left) - only])
    hour = stated.approx and not only and (stated.value or _HOURS) < _HOURS
    if not bounded or hour or not clause or clause[-1] in sense.clock:
        return False
    return not any(_SO_MANY.search(one) for one in clause if one not in sense.machines)


def _clause(left: Tokens) -> Tokens:
    """The words back to where their clause begins."""
    first = next((n for n in range(len(left), 0, -1) if left[n - 1] in _ENDS), 0)
    return left[first:]


def _closes(right: Tokens, sense: NumberSense) -> bool:
    """Whether no noun follows, which would be what is counted."""
    if not right or right[0] in _ENDS:
        return True
    return bool(starts(right, 0, sense.states)) or right[0] in sense.joins
