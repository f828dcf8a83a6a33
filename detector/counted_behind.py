"""How many of a thing are told behind it: "T-72B3: 7", "the T-72s, seven of them", and in the next
sentence, if that says so: "Locals counted nine."
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from detector.model import Quantity
from detector.numbers import (
    DASHES,
    RANGE_WORDS,
    NumberSense,
    amount_at,
    digits_of,
    quantity_at,
    tokens_of,
)
from detector.units import MEASURES

_AFTER = re.compile(
    r"[»”\"’']?(?:\s[«“\"][^\W\d_]{2,16}[»”\"])?\s{0,2}(?:"  # БМ-21 «Град» (6 ед.)
    r"[-–—:(=|]\s{0,2}[x×х]?(?P<listed>\d{1,4})\s{0,2}(?P<unit>[^\W\d_]{1,10}\.?)?\s?"
    r"(?=[(),;.\n|]|$)"
    r"|[x×хXХ]\s?(?P<times>\d{1,4})(?![\w-])"
    r")"
)
_WORD, _DIGIT = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)?"), re.compile(r"\d")
_REACH = 160  # characters right of a mention
# Arabic says one or two of a thing behind it, and how many of a definite one.
_ONE_OR_TWO = re.compile(r"""[»”"']?\s(?P<n>واحدة?|وحيدة?|اثن[ايت]ن?|اثنت[اي]ن)(?!\w)""")
# "the Tigr (three)", «Панцири: не меньше двух»; and "five, not three, T-72".
_TOLD = re.compile(
    r"""[»”"']?(?P<by>\s?[(:,،=|]|\s[-–—]|(?=\s))\s?"""
    r"""(?P<what>(?:[^.!?;\n]|\.(?=\d)){1,48}|$)"""
)
_LEADS = frozenset(
    ["их", "было", "всего", "їх", "було", "всього", "in", "all", "they", "were", "there",
     "elles", "étaient", "ils"]
)  # fmt: skip
_ARTICLES = frozenset(["a", "une"])
_STOPS = frozenset(".!?")
_ENDS_IT = frozenset("),.;!?،:|")
_SAYS_WHO = frozenset(
    ["selon", "according", "per", "по", "за", "из", "as", "of", "which", "dont", "بحسب", "حسب"]
)
_BORDERS = _STOPS | frozenset(",;:(–—-،")
_SETS_OFF = frozenset(":(–—")
_WORDS_BETWEEN = 4  # "Residents of the quarter | counted"
_FIRST_WORDS = 3  # behind the thing, before a border is wanted: "T-72 tanks of ours"
_SUCH = frozenset(
    [("such",), ("of", "the"), ("of", "these"), ("of", "those"), ("таких",), ("такие",), ("такі",),
     ("de", "ces")]
)  # fmt: skip
_THING = "_"  # stands for the next thing, which may be what is counted
_ONE = Quantity(value=1)
_MADE_OF = frozenset(["of", "de", "из", "з", "із", "من"])
_FROM = frozenset(["of", "из", "з", "із", "من", "d'entre", "d’entre"])


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
    unit = found["unit"].rstrip(".").casefold() if found and found["unit"] else ""
    if found is None or unit in sense.numbers:  # "(1 seul)"
        return _in_words(text, end, sense, further)
    if unit and unit not in sense.units and unit not in sense.machines:
        return None
    value = digits_of(found["listed"] or found["times"])
    dash = text[end : found.end()].lstrip("»”\"’' ")[:1]
    if dash in DASHES and not unit and text[end : end + 1] in DASHES:
        return None  # a designator's own dash
    return None if value is None else Quantity(value=value)


def bounded_behind(tokens: list[str], sense: NumberSense) -> bool:
    """Whether a thing that was counted goes on so: "six T-72 | at least", "or more"."""
    after = tokens[1:] if tokens and not tokens[0][0].isalpha() else tokens
    low = _phrase(after, 0, sense.more)
    return bool(low) and _ended(after[low:])


def _in_words(text: str, end: int, sense: NumberSense, further: Further) -> Quantity | None:
    stop = min(end + _REACH, len(text) if further.ceiling is None else further.ceiling)
    window = text[end:stop]
    small = window.casefold()
    if not _DIGIT.search(small) and sense.amounts.isdisjoint(_WORD.findall(small)):
        return None  # mostly so, and sooner told than by what follows, which all asks for a number
    told = _set_off(text, end, sense, listed=further.listed)
    if told is not None:
        return told
    if (one := _ONE_OR_TWO.match(window)) is not None:
        return quantity_at([one["n"]], 0, sense)
    tokens = tokens_of(window.split("\n\n")[0].replace("\n", " . "))
    if stop == further.ceiling:
        tokens.append(_THING)
    if further.listed:
        return _numbering(tokens, sense)
    return _numbering(tokens, sense) or _of_them(tokens, sense, long=further.long)


def _set_off(text: str, end: int, sense: NumberSense, *, listed: bool) -> Quantity | None:
    """A number set off behind a thing, alone or with what bounds it: "(seven at least)"."""
    found = _TOLD.match(text, end)
    if found is None:
        return None
    tokens = tokens_of(found["what"])
    amount = _amount(tokens, sense)
    if amount is None:
        return None
    first, last, quantity = amount
    after = tokens[last + 1 :]
    bare = not found["by"] and not first  # "T-72 five": behind nothing that sets it off
    measured = bool(after) and after[0] in MEASURES  # "T-72: 4 days on the road"
    of_all = listed and first and _LEADS.issuperset(tokens[:first])  # ", eleven in all"
    if bare or measured or of_all:
        return None
    low = _phrase(after, 0, sense.more)
    if low and _closes(after[low:], found["by"], sense):
        value = amount_at(tokens, last, sense)[0]
        return None if value is None else Quantity(min=value)
    return quantity if _closes(after, found["by"], sense) else None


def _numbering(tokens: list[str], sense: NumberSense) -> Quantity | None:
    """What follows such a word near the thing: "T-72 tanks, numbering about a dozen"."""
    for at in range(_FIRST_WORDS + 2):
        size = _phrase(tokens, at, sense.numbering)
        if size:
            told = tokens[at + size :]
            labelled = tokens[at] in sense.labels and told and told[0].isdecimal()
            return None if labelled else _counted(told, sense, closing=False)  # "number 31"
        if at < len(tokens) and tokens[at] in _STOPS:
            return None
    return None


def _of_them(tokens: list[str], sense: NumberSense, *, long: bool) -> Quantity | None:
    """What is told of the same thing further on: "... . Nine so far", "; locals counted nine"."""
    if (found := _led_in(tokens, sense)) is not None:
        return found
    for at in range(_FIRST_WORDS + 1):
        inside = at > 0 and at <= len(tokens) and tokens[at - 1] in _MADE_OF
        if (found := _such(tokens[at:], sense, inside=inside)) is not None:
            return found
        if at >= len(tokens) or not tokens[at][0].isalpha():
            break
    sentences = 0
    for at, token in enumerate(tokens):
        if not long and at > _FIRST_WORDS:
            return None
        if token not in _BORDERS:
            continue
        behind = tokens[at + 1 :]
        found = _such(behind, sense) or _led_in(behind, sense)
        if found is None and at <= _FIRST_WORDS and token in _SETS_OFF:
            found = _counted(behind, sense, closing=True)  # "D-30 howitzers: eight"
        if found is not None:
            return found
        sentences += token in _STOPS
        if sentences > 1:
            return None
    return None


def _such(tokens: list[str], sense: NumberSense, *, inside: bool = False) -> Quantity | None:
    """A number that says itself whose it is: "seven of them", «пятнадцать машин,».

    `inside`: "a column of | nineteen vehicles".
    """
    amount = _amount(tokens, sense)
    if amount is None:
        return None
    _, last, quantity = amount
    after = tokens[last + 1 :]
    if _phrase(after, 0, sense.of_them):
        return None if quantity == _ONE else quantity  # "one of them" is no count
    if such := _phrase(after, 0, _SUCH):  # vehicles, and no "two such attacks"
        return quantity if after[such : such + 1] and after[such] in sense.machines else None
    machines = bool(after) and after[0] in sense.machines
    return quantity if machines and (inside or _ended(after[1:])) else None


def _led_in(tokens: list[str], sense: NumberSense) -> Quantity | None:
    """A number behind a word that says that things were counted: "I make it | nine."."""
    for at in range(_WORDS_BETWEEN + 1):
        size = _phrase(tokens, at, sense.counting)
        if size and (found := _counted(tokens[at + size :], sense, closing=True)):
            return found
        if at >= len(tokens) or not tokens[at][0].isalpha():
            return None
    return None


def _counted(tokens: list[str], sense: NumberSense, *, closing: bool) -> Quantity | None:
    amount = _amount(tokens, sense)
    if amount is None:
        return None
    _, last, quantity = amount
    after = tokens[last + 1 :]
    if after and after[0] in MEASURES:
        return None
    if not closing or _ended(after) or after[0] in _FROM:
        return quantity
    return quantity if _is_piece(after[0], sense) and _ended(after[1:]) else None


def _is_piece(word: str, sense: NumberSense) -> bool:
    return word in sense.machines or word in sense.units


def _ended(after: list[str]) -> bool:
    return not after or after[0] in _ENDS_IT


def _amount(tokens: list[str], sense: NumberSense) -> tuple[int, int, Quantity] | None:
    """The first amount with at most three words before it, all of which bound it or lead it in.

    Where it begins and ends, and what it states.
    """
    at = next((n for n, token in enumerate(tokens[:4]) if sense.is_number(token)), None)
    if at is None or not _bounds(tokens[:at], sense):
        return None
    last = at
    while True:
        if last + 1 < len(tokens) and tokens[last + 1] in sense.numbers:
            last += 1
        elif _is_range(tokens, last, sense):
            last += 2
        else:
            break
    if tokens[last + 1 : last + 2] == ["."] and "".join(tokens[last + 2 : last + 3]).isdecimal():
        return None  # "18.7 tonnes"
    quantity = quantity_at(tokens, last, sense)
    return None if quantity is None else (at, last, quantity)


def _is_range(tokens: list[str], last: int, sense: NumberSense) -> bool:
    """Whether the number goes on as a range does: "three | or four"."""
    joined = last + 2 < len(tokens) and (
        tokens[last + 1] in DASHES or tokens[last + 1] in RANGE_WORDS
    )
    return joined and sense.is_number(tokens[last + 2])


def _phrase(tokens: list[str], at: int, phrases: frozenset[tuple[str, ...]]) -> int:
    """How many words the longest of the phrases has that stands at a place."""
    return next((n for n in (4, 3, 2, 1) if tuple(tokens[at : at + n]) in phrases), 0)


def _bounds(words: list[str], sense: NumberSense) -> bool:
    """Whether words before a number only bound it or lead it in."""
    if words and words[-1] in _ARTICLES:
        words = words[:-1]  # "about a dozen"
    return not words or _LEADS.issuperset(words) or tuple(words) in sense.bounds


def _closes(after: list[str], by: str, sense: NumberSense) -> bool:
    """Whether a number that is set off ends there: no thing follows that it would count."""
    if not after or after[0] in _ENDS_IT or after[0] in sense.units:
        return True
    if not by:
        return False
    return by.strip() not in (",", "،") and (after[0] in _SAYS_WHO or after[0] in sense.stop)
