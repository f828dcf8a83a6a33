"""Reads an amount that ends at a given word: digits, number words, groups, ranges and bounds. Pure.

Model numbers, calibres, dates and years are never amounts.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from detector.model import Quantity
from detector.number_sense import NumberSense, Tokens, ends, starts

DASHES = frozenset("-–—")
_COMMAS = frozenset(",،")
_DECIMAL = re.compile(r"\d{1,3}[.,]\d")
_CODES = frozenset("-/№#.$€")  # what stands before a number that is a name or a price
_ARABIC = re.compile(r"[\u0620-\u064a]")
_PAST_YEARS = range(1900, 2100)
_NO_SCALE = 1_000_000  # above all of them


class Amount(NamedTuple):
    """What words state, up to one of them; None: a year, or more than anybody counts."""

    value: int | None
    left: int  # where the word before it stands
    blur: str = ""  # "group" for a dozen, "many" for dozens


def quantity_at(tokens: Tokens, last: int, sense: NumberSense) -> Quantity | None:
    """Read the amount whose last token stands at `last`, with what bounds it on either side."""
    if last + 2 < len(tokens) and tokens[last + 1] in DASHES and tokens[last + 2] in sense.stop:
        return None  # glued to a unit: "82-mm" is a calibre
    amount = amount_at(tokens, last, sense)
    if not amount.value:
        return None  # "0 T-72" states none
    if starts(tokens, last + 1, sense.more_behind):
        return Quantity(min=amount.value)
    low = _low_end(tokens, amount.left, sense)
    if low is not None and low * (scale := sense.scales.get(tokens[last], 1)) < amount.value:
        low *= scale  # "two to three hundred"
    if low is not None and low < amount.value:
        return Quantity(min=low, max=amount.value)
    return _bounded(tokens, amount, last, sense)


def _bounded(tokens: Tokens, amount: Amount, last: int, sense: NumberSense) -> Quantity | None:
    value, left, blur = amount
    more, less = (ends(tokens, left + 1, bound) for bound in (sense.more, sense.less))
    if less > more:  # "no fewer than" ends in "fewer than"
        return Quantity(max=value)
    if more:
        return Quantity(min=value)
    if blur == "many":
        return Quantity(min=value, approx=True)
    about = ends(tokens, left + 1, sense.about) or starts(tokens, last + 1, sense.about_behind)
    if blur or about:
        return Quantity(value=value, approx=True)
    return None if left >= 0 and _is_name(tokens, left, last, sense) else Quantity(value=value)


def _is_name(tokens: Tokens, left: int, last: int, sense: NumberSense) -> bool:
    """Whether it is a base's number or a day: "on January 17 T-72"; "17 January 12 T-72" counts."""
    if tokens[left] in _CODES or not tokens[last][0].isdecimal():
        return tokens[left] in _CODES
    dated = tokens[left] in sense.months and not (left and tokens[left - 1].isdecimal())
    return dated or tokens[left] in sense.labels


def amount_at(tokens: Tokens, last: int, sense: NumberSense) -> Amount:
    """Return the amount ending at `last`."""
    if tokens[last][0].isdecimal():
        return Amount(digits_of(tokens[last]), last - 1)
    total, at, blur = _last_part(tokens, last, sense)
    if not blur:
        total, at = _summed(tokens, (total, at), sense)
    size = sense.groups.get(tokens[at], 0) if at >= 0 else 0
    if size > total and _ARABIC.match(tokens[last]) is None:
        halves = 3 if tokens[last] in sense.half_more else 2 * total
        return Amount(size * halves // 2, at - 1, "group")  # «десятка два»
    return Amount(total, at, blur)


def end_of(tokens: Tokens, at: int, sense: NumberSense) -> int:
    """Where the amount, or the range, ends that begins at a place."""
    ranging = at > 0 and tokens[at - 1] in sense.between
    while True:
        following = tokens[at + 1 : at + 3]
        if following and following[0] in sense.amounts:
            at += 1
        elif len(following) == 2 and _goes_on(following, sense, ranging=ranging):
            at += 2
        else:
            return at


def _goes_on(following: Tokens, sense: NumberSense, *, ranging: bool) -> bool:
    joint, number = following
    to = joint in DASHES or joint in sense.ranges or (ranging and joint in sense.joins)
    return to and sense.is_number(number)


def _summed(
    tokens: Tokens, so_far: tuple[int, int], sense: NumberSense, below: int = _NO_SCALE
) -> tuple[int, int]:
    """Add what stands left of a part: "two hundred and | fifty"; scales from `below` on stay."""
    total, at = so_far
    token = tokens[at + 1]
    if token in sense.pairs and at >= 0 and tokens[at] in sense.numbers:
        return total * sense.numbers[tokens[at]], at - 1
    while at >= 0:
        joint = at > 0 and (tokens[at] == "-" or tokens[at] in sense.joins)
        before = tokens[at - 1] if joint else tokens[at]
        if total < sense.scales.get(before, 0) < below:
            more, at, _ = _scaled(tokens, at - joint, sense)
            total += more
            continue
        value = sense.numbers.get(before, 0)
        if _ARABIC.match(token) and 0 < value < 10 <= total < 100 and not joint:
            return total + value, at - 1  # five-ten, five-and-twenty
        if value <= total or before in sense.scales or (value < 20 and total < 100):
            break
        total, at = total + value, at - 1 - joint
    return total, at


def _last_part(tokens: Tokens, last: int, sense: NumberSense) -> tuple[int, int, str]:
    """The amount that the last word states, with what multiplies it; left of it; how blurred."""
    token = tokens[last]
    if token in sense.scales:
        return _scaled(tokens, last, sense)
    if token in sense.many:
        times = sense.numbers.get(tokens[last - 1], 0) if last else 0
        if times:  # «два десятки», where "tens" alone are at least two
            return sense.many[token] // 2 * times, last - 2, "group"
        return sense.many[token], last - 1, "many"
    if token in sense.groups and last and tokens[last - 1] in sense.several:
        return 2 * sense.groups[token], last - 2, "many"
    if token in sense.groups:
        halves, left = _halves(tokens, last - 1, sense)
        return sense.groups[token] * halves // 2, left, "group"
    return sense.numbers[token], last - 1, ""


def _scaled(tokens: Tokens, last: int, sense: NumberSense) -> tuple[int, int, str]:
    """So many hundreds or thousands: "five hundred", «1,5 тысячи»; "several hundred" is open."""
    size, at = sense.scales[tokens[last]], last - 1
    before = tokens[at] if at >= 0 else ""
    if before in sense.several:
        return 2 * size, at - 1, "many"
    if before in sense.half_more or _DECIMAL.fullmatch(before):
        times = 1.5 if before in sense.half_more else float(before.replace(",", "."))
        return round(times * size), at - 1, ""
    if before[:1].isdecimal() and (digits := digits_of(before)):
        return digits * size, at - 1, ""
    if (value := sense.numbers.get(before, size)) < size and before not in sense.scales:
        many, left = _summed(tokens, (value, at - 1), sense, size)
        return many * size, left, ""
    plain = ends(tokens, last, sense.bounds) or ends(tokens, last, sense.and_half)
    if tokens[last] in sense.many and not plain:  # «больше тысячи», «две с половиной тысячи»
        return sense.many[tokens[last]], at, "many"
    halves, left = _halves(tokens, at, sense)
    return size * halves // 2, at if halves == 2 else left, "group" if halves == 1 else ""


def _halves(tokens: Tokens, last: int, sense: NumberSense) -> tuple[int, int]:
    """How many halves of a group are told before it: "two", "half a", «полтора»; and left of it."""
    if size := ends(tokens, last + 1, sense.and_half):  # "two and a half dozen"
        whole, left = _halves(tokens, last - size, sense)
        return whole + 1, left
    if last >= 0 and tokens[last] in sense.numbers:
        return 2 * sense.numbers[tokens[last]], last - 1
    if ends(tokens, last + 1, sense.bounds):  # "plus d'une dizaine"
        return 2, last
    joined = last > 0 and tokens[last] == "-" and tokens[last - 1] in sense.half
    at = last - 1 if joined or (last >= 0 and tokens[last] in sense.articles) else last
    if at >= 0 and tokens[at] in sense.half:
        return 1, at - 1
    if at >= 0 and tokens[at] in sense.half_more:
        return 3, at - 1
    return 2, at


def _low_end(tokens: Tokens, at: int, sense: NumberSense) -> int | None:
    """The lower number of "10-15", "ten to fifteen", «от 10 до 15»."""
    if at < 1:
        return None
    if tokens[at - 1] in sense.between and sense.is_number(tokens[at]):
        return amount_at(tokens, at, sense).value  # Arabic writes its "and" onto the number
    joined = tokens[at] in sense.joins and at > 1 and tokens[at - 2] in sense.between
    guessed = tokens[at] in _COMMAS and _is_next(tokens[at - 1], tokens[at + 1], sense)
    if not (joined or guessed or tokens[at] in DASHES or tokens[at] in sense.ranges):
        return None
    return amount_at(tokens, at - 1, sense).value if sense.is_number(tokens[at - 1]) else None


def _is_next(low: str, high: str, sense: NumberSense) -> bool:
    """Whether these are two guesses in words: "four, five men"."""
    return sense.numbers.get(low, -1) + 1 == sense.numbers.get(high, 0)


def digits_of(token: str) -> int | None:
    """The value of digits, with what parts them; None for what is a year or a code."""
    digits = "".join(letter for letter in token if letter.isdecimal())
    value = int(digits) if len(digits) <= 6 else None
    return None if len(token) == 4 and (value in _PAST_YEARS or token[0] == "0") else value
