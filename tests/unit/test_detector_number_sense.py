"""Numbers and phrases of number words are found among the words of a text."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, NumberWords
from detector.number_sense import NumberSense, Phrases, ends, starts

_PHRASES = Phrases([("at", "least"), ("at", "least", "some"), ("over",)])
_SENSE = NumberSense.of(
    Lexicon(
        numbers={
            "en": NumberWords(numbers={"six": 6}, groups={"dozen": 12}),
            "fr": NumberWords(numbers={"zéro": 0, "vingt et un": 21, "vingt": 20}),
            "uk": NumberWords(numbers={"чортова дюжина": 13}),
            "ar": NumberWords(numbers={"ستة": 6}),
        }
    )
)
_TOKENS = ("at", "least", "some", "six", "over", "at")


@pytest.mark.parametrize(
    ("reason", "at", "size"),
    [
        ("the longest counts", 0, 3),
        ("a word inside a phrase begins none", 1, 0),
        ("a single word", 4, 1),
        ("its first word alone is no phrase", 5, 0),
        ("behind the last word", 6, 0),
    ],
)
def test_a_phrase_starts_at_a_place(reason: str, at: int, size: int) -> None:
    assert starts(_TOKENS, at, _PHRASES) == size, reason


@pytest.mark.parametrize(
    ("reason", "at", "size"),
    [
        ("before the first word", 0, 0),
        ("a phrase that another begins with", 2, 2),
        ("the longest counts", 3, 3),
        ("a number ends none", 4, 0),
        ("a single word", 5, 1),
        ("the last word", 6, 0),
    ],
)
def test_a_phrase_ends_before_a_place(reason: str, at: int, size: int) -> None:
    assert ends(_TOKENS, at, _PHRASES) == size, reason


@pytest.mark.parametrize(
    ("reason", "text", "found"),
    [
        ("none", "Tanks were seen near the river, a sixth time", False),
        ("digits, even in a code", "a T-72 near the river", True),
        ("a word", "Six of them", True),
        ("a word in a compound", "a six-wheeler", True),
        ("an amount", "half a dozen", True),
        ("several words", "vingt-et-un chars", True),
        ("words that are no numbers alone", "чортова дюжина танків", True),
        ("letters with their accents apart", "ze\u0301ro char", True),
        ("an Arabic word with a prefix and marks", "و\u0633\u0650ت\u0651ة دبابات", True),
    ],
)
def test_a_text_that_may_count_is_told_from_one_that_does_not(
    reason: str, text: str, found: bool
) -> None:
    assert _SENSE.may_count(text) is found, reason
    assert found or not any(map(_SENSE.is_number, _SENSE.tokens(text))), reason
