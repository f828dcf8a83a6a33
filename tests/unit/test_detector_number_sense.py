"""Phrases of number words are found among the words of a text."""

from __future__ import annotations

import pytest

from detector.number_sense import Phrases, ends, starts

_PHRASES = Phrases([("at", "least"), ("at", "least", "some"), ("over",)])
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
