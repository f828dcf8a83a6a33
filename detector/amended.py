"""Numbers that a text sets right: "eight, not six", «не 120, а около 180», "thirty instead of 60".

What is counted need not be named, so facts that go by things don't hold these. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detector.number_sense import NumberSense, ends, starts
from detector.numbers import amount_at, end_of
from detector.phrases import Phrases

_SENTENCE_ENDS = re.compile(r"[.!?؟;](?=\s|$)|\n")
_CODE = re.compile(  # T-72, AB101; sought only where a word begins, and not in parts of it
    r"(?<![^\W\d_])(?![xх]\d)[^\W\d_]++[-‑]?\d+(?:[/-]\d+)*\w*", re.IGNORECASE
)
_ASKED = re.compile("[?؟]")
_ASKED_REACH = 80  # characters of a short question
_JOINS = frozenset(",،(-–—")
_CLOSES = frozenset(",،)(:–—")
_PASSED = 3  # tokens between the word and its number: "not some sixty"
_REACH = 200  # characters on either side of the word
_CITED_REACH = 40  # characters behind the words for what others told
_APART = 14  # between the number that is right and the word
_LEAST = 2  # "not one came" denies, it counts nothing
_FEW = 3  # "one", "two" and "both" are said of much
_MANY = 2000
_HOURS = 12
_EARLY = 600  # characters of the text in which its own counts stand


class Amended(NamedTuple):
    """A number that is said to be right, and the one that is said to be wrong."""

    right: int
    wrong: int


def amended(title: str, text: str, phrases: Phrases, sense: NumberSense) -> tuple[Amended, ...]:
    """Every such pair, each once, in order of reading."""
    return tuple(
        dict.fromkeys(
            pair
            for said in (title, text)
            for sentence in _joined(_SENTENCE_ENDS.split(said), phrases, sense)
            for pair in _pairs(sentence, phrases, sense)
        )
    )


def _joined(sentences: Sequence[str], phrases: Phrases, sense: NumberSense) -> Iterator[str]:
    """Each with the one behind it that only says what it is not: "Six. Not fourteen."."""
    whole = ""
    for sentence in sentences:
        said = sentence.strip()
        found = phrases["not_so"].match(said)
        number = _tokens(said[found.end() :], sense) if found else []
        if number and sense.is_number(number[0]) and end_of(number, 0, sense) + 1 == len(number):
            whole = f"{whole}, {said}"
            continue
        if whole:
            yield whole
        whole = said
    yield whole


def cited(title: str, text: str, phrases: Phrases, sense: NumberSense) -> tuple[int, ...]:
    """Numbers that it says others told, or asks about: "accounts spoke of forty", "Forty?"."""
    found = (
        _first(_tokens(told, sense), phrases, sense)
        for said in (title, text)
        for told in (
            *(
                said[one.end() : one.end() + _CITED_REACH]
                for one in phrases["others_count"].finditer(said)
            ),
            *_asked(said),
        )
    )
    return tuple(dict.fromkeys(number for number, _ in filter(None, found)))


def _asked(said: str) -> Iterator[str]:
    """What its short questions ask about: "Forty trucks? I saw eight."."""
    for mark in _ASKED.finditer(said):
        before = said[max(0, mark.start() - _ASKED_REACH) : mark.start()]
        yield _SENTENCE_ENDS.split(before)[-1]


def tally(
    title: str, text: str, phrases: Phrases, sense: NumberSense, *, others: bool = False
) -> tuple[int, ...]:
    """Numbers that name nothing they count: "make it twelve", «теперь их уже девять».

    `others`: it cites what others told, so that "one" and "two" count as well.
    """
    found = (
        number
        for said in (title, text[:_EARLY])
        for sentence in _SENTENCE_ENDS.split(said)
        if sense.may_count(sentence)
        for number in _alone(_tokens(sentence, sense), phrases, sense)
    )
    least = 1 if others else _FEW
    return tuple(dict.fromkeys(n for n in found if least <= n <= _MANY))


def _alone(tokens: list[str], phrases: Phrases, sense: NumberSense) -> Iterator[int]:
    at = 0
    while at < len(tokens):
        if not sense.is_number(tokens[at]):
            at += 1
            continue
        end = end_of(tokens, at, sense)
        amount = _counted(tokens, end, phrases, sense)
        measured = at > 0 and phrases["measure"].fullmatch(tokens[at - 1])  # «дней пять»
        if amount is not None and not measured and _stands_alone(tokens, at, end, sense):
            yield amount
        at = end + 1


def _stands_alone(tokens: list[str], at: int, end: int, sense: NumberSense) -> bool:
    """Whether it counts nothing named: it ends a clause, or words for counts stand beside it.

    Digits number anything, so they ask for such words.
    """
    before = tokens[at - 1] if at else ":"
    told = before == ":" and not tokens[at][0].isdecimal()  # "the tanks: eight."
    wrong = bool(ends(tokens, at, sense.not_so))
    harmed = not sense.harm.isdisjoint(tokens[max(0, at - _PASSED) : at])  # «погибли пятеро»
    if wrong or harmed or before in sense.months:
        return False
    if _is_of_all(tokens, at, end, sense):
        return True
    if not at or not (told or before[0].isalpha()):
        return False
    if ends(tokens, at, sense.counting):
        return True
    if ends(tokens, at, sense.bounds) and _may_be_an_hour(tokens, end, sense):
        return False
    closed = end + 1 == len(tokens) or tokens[end + 1] in _CLOSES
    return closed and (not tokens[at][0].isdecimal() or bool(ends(tokens, at, sense.leading)))


def _is_of_all(tokens: list[str], at: int, end: int, sense: NumberSense) -> bool:
    """Whether words say that it counts all of them, or who came: "four total", "90 left"."""
    behind, first = tokens[end + 1 :], at - ends(tokens, at, sense.bounds)
    if not sense.harm.isdisjoint(behind[:_PASSED]):
        return False
    if starts(behind, 0, sense.in_all) or starts(behind, 0, sense.moved):
        return True
    ended = not behind or behind[0] in _CLOSES or bool(starts(behind, 0, sense.of_them))
    bounded = first < at and bool(ends(tokens, first, sense.counting))
    came = ended and bool(ends(tokens, first, sense.moved))
    return bounded or (came and not (first < at and _may_be_an_hour(tokens, end, sense)))


def _may_be_an_hour(tokens: list[str], end: int, sense: NumberSense) -> bool:
    """«Сел около пяти»: about five o'clock."""
    return (amount_at(tokens, end, sense).value or 0) <= _HOURS


def _pairs(sentence: str, phrases: Phrases, sense: NumberSense) -> Iterator[Amended]:
    for found in phrases["not_so"].finditer(sentence):
        before = _tokens(sentence[max(0, found.start() - _REACH) : found.start()], sense)
        after = _tokens(sentence[found.end() : found.end() + _REACH], sense)
        wrong = _first(after, phrases, sense)
        bound = any((found[0].casefold(), *after[:n]) in sense.bounds for n in (1, 2))
        if wrong is None or bound:  # "not less than six"
            continue
        closed = _closes(after, wrong[1], sense)
        if wrong[0] < _LEAST and not closed:
            continue
        joined = closed or _joins(before, sense)
        right = _behind_but(after[wrong[1] + 1 :], phrases, sense)
        if right is None and (joined or found[0].casefold() not in phrases.negations.doing):
            right = _last(before, phrases, sense)
        if right is not None and right != wrong[0]:
            yield Amended(right, wrong[0])


def _tokens(text: str, sense: NumberSense) -> list[str]:
    return sense.tokens(_CODE.sub(" § ", text))


def _joins(before: list[str], sense: NumberSense) -> bool:
    """Whether a number or a comma stands right before it: "five not four", "eight, not six"."""
    last = before[-1] if before else "."
    return sense.is_number(last) or last in _JOINS or last in sense.joins or last in sense.but_so


def _closes(after: list[str], at: int, sense: NumberSense) -> bool:
    """Whether nothing is counted by it, as what is told of it stands before: "two jets not one"."""
    ended = len(after) == at + 1 or after[at + 1] in _CLOSES
    return ended and sense.is_number(after[0])


def _first(tokens: list[str], phrases: Phrases, sense: NumberSense) -> tuple[int, int] | None:
    """The number with which it goes on, and where that ends."""
    at = next((n for n, one in enumerate(tokens[: _PASSED + 1]) if sense.is_number(one)), None)
    if at is None:
        return None
    at = end_of(tokens, at, sense)
    amount = _counted(tokens, at, phrases, sense)
    return None if amount is None else (amount, at)


def _behind_but(tokens: list[str], phrases: Phrases, sense: NumberSense) -> int | None:
    for at, token in enumerate(tokens[:_APART]):
        if token in sense.but_so or phrases["merely"].fullmatch(token):
            found = _first(tokens[at + 1 :], phrases, sense)
            return found[0] if found else None
    return None


def _last(tokens: list[str], phrases: Phrases, sense: NumberSense) -> int | None:
    """The last number before it that is of all: of "52 with nine flatbeds, not 29" the first."""
    nearest = range(len(tokens) - 1, max(-1, len(tokens) - 1 - _APART), -1)
    numbers = [n for n in nearest if sense.is_number(tokens[n])]
    whole = (n for n in numbers if not (n and tokens[n - 1] in sense.parts))
    at = next(whole, None)
    return None if at is None else _counted(tokens, at, phrases, sense)


def _counted(tokens: list[str], at: int, phrases: Phrases, sense: NumberSense) -> int | None:
    """The amount that ends there, unless it measures something or is the name of something."""
    before, after = tokens[at - 1 : at] if at else [], tokens[at + 1 : at + 2]
    if any(phrases["measure"].fullmatch(one) for one in after):
        return None
    if any(one in sense.labels or one in "№#." for one in before):
        return None
    return amount_at(tokens, at, sense).value
