"""How many of a thing are told behind it: "T-72B3: 7", "the T-72s, seven of them", and in the next
sentence, if that says so: "Locals counted nine."
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detector.model import Quantity
from detector.number_sense import NumberSense, Tokens, ends, starts
from detector.numbers import DASHES, amount_at, digits_of, end_of, quantity_at
from detector.units import MEASURES

_AFTER = re.compile(
    r"[»”\"’']?(?:\s[«“\"][^\W\d_]{2,16}[»”\"])?"  # БМ-21 «Град» (6 ед.)
    r"(?:\s\((?=\d)[^()\n]{2,16}\)(?=\s?[-–—:=|]))?\s{0,2}(?:"  # D-30 (122 mm): 4
    r"[-–—:(=|]\s{0,2}[x×х]?(?P<listed>\d{1,4})\s{0,2}(?P<unit>[^\W\d_]{1,10}\.?)?\s?"
    r"(?=[(),;.\n|]|[-–—]\s|$)"
    r"|[*x×хXХ]\s?(?P<times>\d{1,4})(?![\w-])"
    r"|\s(?P<pieces>\d{1,4})\s?(?P<piece>[^\W\d_]{1,10})\b(?=\.?\s*(?:[(),;.\n|]|$))"
    r")"
)
_REACH = 160  # characters right of a mention
# "the Tigr (three)", «Панцири: не меньше двух»; and "five, not three, T-72".
_TOLD = re.compile(
    r"""[»”"']?(?P<by>\s?[(:,،=|]|\s[-–—]|(?=\s))\s?"""
    r"""(?P<what>(?:[^.!?;\n]|\.(?=\d)){1,48}|$)"""
)
_CLOSING = frozenset("»”\"'’")
_STOPS = frozenset(".!?")
_ENDS_IT = frozenset("(),.;!?،:|")
_ARABIC_AND = "و"
_SETS_APART = frozenset(",،;")
_TIMES, _COMMAS = frozenset("xх×"), frozenset(",،")
_BORDERS = _STOPS | frozenset(",;:(–—-،")
_SETS_OFF = frozenset(":(–—")
_WORDS_BETWEEN = 4  # "Residents of the quarter | counted"
_OPENED = 6  # words between what opens a clause and the number that ends it
_FIRST_WORDS = 3  # behind the thing, before a border is wanted: "T-72 tanks of ours"
_CYRILLIC = re.compile("[\u0400-\u052f]")
_THING = "_"  # stands for the next thing, which may be what is counted
_ONE = Quantity(value=1)
NOT_SO = Quantity()  # of a number that is said to be wrong


@dataclass(frozen=True, slots=True)
class Further:
    """How far what stands behind a thing may speak of it."""

    ceiling: int | None = None  # where the next thing stands
    listed: bool = False  # it is one of several: what is told of them all is not told of it
    long: bool = True  # also what is told at some distance


NEARBY = Further(long=False)


def counted_behind(
    text: str, end: int, sense: NumberSense, further: Further = NEARBY
) -> Quantity | None:
    """Return the number that is told of the thing that ends at `end`."""
    found = _AFTER.match(text, end)
    unit = (found["unit"] or found["piece"] or "").rstrip(".").casefold() if found else ""
    if found is None or (unit and not _is_piece(unit, sense)):  # "(1 seul)"
        return _in_words(text, end, sense, further)
    value = digits_of(found["listed"] or found["times"] or found["pieces"])
    dash = text[end : found.end()].lstrip("»”\"’' ")[:1]
    if dash in DASHES and not unit and text[end : end + 1] in DASHES:
        return None  # a designator's own dash
    return Quantity(value=value) if value else None


def counted_at_the_end(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """What a clause ends with that its thing opened: «Танков | в колонне около десятка»."""
    for at in range(_OPENED + 1):
        if at >= len(tokens) or tokens[at] in _BORDERS - _SETS_OFF:
            return None
        if (found := _counted(tokens[at:], sense, closing=True)) is not None:
            return found
        if sense.is_number(tokens[at]):
            return None
    return None


def told_otherwise(stated: Quantity, tokens: Tokens, sense: NumberSense) -> Quantity:
    """A count with what follows its thing: "six T-72 | at least", "| by one account, nine by X"."""
    after = tokens[1:] if tokens and not tokens[0][0].isalpha() else tokens
    low = starts(after, 0, sense.more) or starts(after, 0, sense.more_behind)
    if low and _ended(after[low:]):
        return Quantity(min=stated.value)
    other = _by_others(tokens, sense)
    if other is None or not stated.value or other == stated.value:
        return stated
    return Quantity(min=min(other, stated.value), max=max(other, stated.value))


def _by_others(tokens: Tokens, sense: NumberSense) -> int | None:
    """The last number of the sentence beside which stands who says so."""
    end = next((n for n, token in enumerate(tokens) if token in _STOPS), len(tokens))
    for at in range(end - 1, 0, -1):
        if not sense.is_number(tokens[at]):
            continue
        before, after = tokens[at - 1], tokens[at + 1 :]
        joined = before in _SETS_APART or before in sense.joins or tokens[at][0] == _ARABIC_AND
        told = _ended(after) and ends(tokens, at - (before in DASHES), sense.told_by)
        if told or (joined and starts(after, 0, sense.says)):
            return amount_at(tokens, at, sense).value
    return None


def right_behind(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """The number that is right, of a thing whose own is not: "not nine T-72 | but twelve"."""
    for at, token in enumerate(tokens):
        if token in _STOPS:
            return None
        if token in sense.but_so:
            return _counted(tokens[at + 1 :], sense, closing=False)
    return None


def _in_words(text: str, end: int, sense: NumberSense, further: Further) -> Quantity | None:
    stop = min(end + _REACH, len(text) if further.ceiling is None else further.ceiling)
    window = text[end:stop]
    if not sense.may_count(window):
        return None  # what follows all asks for a number
    told = _set_off(text, end, sense, listed=further.listed)
    if told is not None:
        return told
    tokens = sense.tokens(window.split("\n\n")[0].replace("\n", " . "))
    if (one := next((one for one in tokens if one not in _CLOSING), "")) in sense.one_or_two:
        return quantity_at([one], 0, sense)
    if _is_of_harm(tokens, sense):
        return None
    if stop == further.ceiling:
        tokens.append(_THING)
    if further.listed:
        return _numbering(tokens, sense)
    return _numbering(tokens, sense) or _of_them(tokens, sense, long=further.long)


def _is_of_harm(tokens: Tokens, sense: NumberSense) -> bool:
    """Whether the first number counts what was done: "bombed a wedding; eighteen dead"."""
    number = next((n for n, token in enumerate(tokens) if sense.is_number(token)), len(tokens))
    return not sense.harm.isdisjoint(tokens[: number + 3])


def _set_off(text: str, end: int, sense: NumberSense, *, listed: bool) -> Quantity | None:
    """A number set off behind a thing, alone or with what bounds it: "(seven at least)"."""
    found = _TOLD.match(text, end)
    if found is None:
        return None
    tokens = sense.tokens(found["what"])
    amount = _amount(tokens, sense)
    if amount is None:
        return None
    first, last, quantity = amount
    after = tokens[last + 1 :]
    bare = not found["by"] and not first  # "T-72 five": behind nothing that sets it off
    measured = bool(after) and after[0] in MEASURES  # "T-72: 4 days on the road"
    of_all = listed and starts(tokens, 0, sense.counting)  # ", in all eleven"
    if bare or measured or of_all:
        return None
    low = starts(after, 0, sense.more)
    if low and _closes(after[low:], found["by"], sense):
        return None if quantity.value is None else Quantity(min=quantity.value)
    return quantity if _closes(after, found["by"], sense) else None


def _numbering(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """What follows such a word near the thing: "T-72 tanks, numbering about a dozen"."""
    for at in range(_FIRST_WORDS + 2):
        size = starts(tokens, at, sense.numbering)
        if size:
            told = tokens[at + size :]
            labelled = tokens[at] in sense.labels and told and told[0].isdecimal()
            return None if labelled else _counted(told, sense, closing=False)  # "number 31"
        if at < len(tokens) and tokens[at] in _STOPS:
            return None
    return None


def _of_them(tokens: Tokens, sense: NumberSense, *, long: bool) -> Quantity | None:
    """What is told of the same thing further on: "... . Nine so far", "; locals counted nine"."""
    if (found := _led_in(tokens, sense)) is not None:
        return found
    if (found := _next_to_it(tokens, sense)) is not None:
        return found
    sentences = 0
    for at, token in enumerate(tokens):
        if not long and at > _FIRST_WORDS:
            return None
        if token not in _BORDERS or _is_of_code(tokens, at):
            continue
        behind = tokens[at + 1 :]
        found = _such(behind, sense) or _led_in(behind, sense)
        if found is None and at <= _FIRST_WORDS and token in _SETS_OFF:
            found = _counted(behind, sense, closing=True)  # "D-30 howitzers: eight"
        if found is None and token in _COMMAS and long:
            found = _alone(behind, sense)
        if found is not None:
            return found
        sentences += token in _STOPS
        if sentences > 1:
            return None
    return None


def _is_of_code(tokens: Tokens, at: int) -> bool:
    """Whether a hyphen stands in a name: "Ka-52 helicopters, An|-124 aircraft"."""
    if tokens[at] != "-" or not 0 < at < len(tokens) - 1:
        return False
    return tokens[at - 1].isalpha() and tokens[at + 1][0].isdecimal()


def _next_to_it(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """Few words further on: "T-72 tanks x4", "T-72s, seven of them"."""
    for at in range(_FIRST_WORDS + 1):
        if tokens[at : at + 1] and tokens[at] in _TIMES:
            return _counted(tokens[at + 1 :], sense, closing=True)
        if at == 1 and (found := _of_subject(tokens, sense)) is not None:
            return found
        inside = at > 0 and at <= len(tokens) and sense.is_of(tokens[at - 1])
        if (found := _such(tokens[at:], sense, inside=inside)) is not None:
            return found
        if at >= len(tokens) or not tokens[at][0].isalpha():
            break
    return None


def _of_subject(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """What the verb says of it, and nothing else: «Т-72 | пришло семь,»."""
    verb = tokens[0] not in sense.ending and not sense.is_number(tokens[0])
    amount = _amount(tokens[1:], sense) if verb and _CYRILLIC.match(tokens[0]) else None
    if amount is None or amount[0] or tokens[1][0].isdecimal():
        return None
    return amount[2] if _ended(tokens[amount[1] + 2 :]) else None


def _alone(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """A number in words that ends it: "a S-300 by the river, | one.", «Ми-8 сел, | борт один,»."""
    machine = int(bool(tokens) and tokens[0] in sense.machines)
    amount = _amount(tokens[machine:], sense)
    if amount is None or amount[0] or tokens[machine][0].isdecimal():
        return None
    after = tokens[machine + amount[1] + 1 :]
    return amount[2] if (_ended(after) if machine else after[:1] == ["."]) else None


def _such(tokens: Tokens, sense: NumberSense, *, inside: bool = False) -> Quantity | None:
    """A number that says itself whose it is: "seven of them", «пятнадцать машин,».

    `inside`: "a column of | nineteen vehicles".
    """
    amount = _amount(tokens, sense)
    if amount is None:
        return None
    _, last, quantity = amount
    after = tokens[last + 1 :]
    if starts(after, 0, sense.of_them):
        return None if quantity == _ONE else quantity  # "one of them" is no count
    such = next((n for n, one in enumerate(after[:2]) if one in sense.these), None)
    if such is not None and all(map(sense.is_of, after[:such])):
        such += 1  # vehicles, and no "two such attacks"
        return quantity if after[such : such + 1] and after[such] in sense.machines else None
    machines = bool(after) and after[0] in sense.machines
    return quantity if machines and (inside or _ended(after[1:])) else None


def _led_in(tokens: Tokens, sense: NumberSense) -> Quantity | None:
    """A number behind a word that says that things were counted: "I make it | nine."."""
    for at in range(_WORDS_BETWEEN + 1):
        size = starts(tokens, at, sense.counting)
        if size and (found := _counted(tokens[at + size :], sense, closing=True)):
            return found
        if at >= len(tokens) or not tokens[at][0].isalpha():
            return None
    return None


def _counted(tokens: Tokens, sense: NumberSense, *, closing: bool) -> Quantity | None:
    amount = _amount(tokens, sense)
    if amount is None:
        return None
    _, last, quantity = amount
    after = tokens[last + 1 :]
    if after and after[0] in MEASURES:
        return None
    if not closing or _ended(after) or sense.is_of(after[0]):
        return quantity
    return quantity if _is_piece(after[0], sense) and _ended(after[1:]) else None


def _is_piece(word: str, sense: NumberSense) -> bool:
    return word in sense.machines or word in sense.units


def _ended(after: Tokens) -> bool:
    return not after or after[0] in _ENDS_IT


def _amount(tokens: Tokens, sense: NumberSense) -> tuple[int, int, Quantity] | None:
    """The first amount with at most three words before it, all of which bound it or lead it in.

    Where it begins and ends, and what it states.
    """
    first = starts(tokens, 0, sense.told_by)  # «по одним данным | четыре»
    numbers = (n for n in range(first, len(tokens[: first + 4])) if sense.is_number(tokens[n]))
    at = next(numbers, None)
    if at is None or not _bounds(tokens[first:at], sense):
        return None
    last = end_of(tokens, at, sense)
    if tokens[last + 1 : last + 2] == ["."] and "".join(tokens[last + 2 : last + 3]).isdecimal():
        return None  # "18.7 tonnes"
    quantity = quantity_at(tokens, last, sense)
    behind = starts(tokens, last + 1, sense.behind)  # "five or so"
    return None if quantity is None else (at, last + behind, quantity)


def _bounds(words: Tokens, sense: NumberSense) -> bool:
    """Whether words before a number only bound it or lead it in."""
    at = 0
    while at < len(words):
        size = starts(words, at, sense.leading)
        if not size:
            return False
        at += size
    return True


def _closes(after: Tokens, by: str, sense: NumberSense) -> bool:
    """Whether a number that is set off ends there: no thing follows that it would count."""
    if _ended(after) or after[0] in sense.units:
        return True
    if not by:
        return False
    told = starts(after, 0, sense.of_them)  # "(three confirmed)"
    if told and _ended(after[told:]):
        return True
    return by.strip() not in (",", "،") and (sense.is_of(after[0]) or after[0] in sense.stop)
