"""How phrases begin tells which of them a text lacks, and never one that it has."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, Words
from detector.beginnings import Beginnings, beginnings
from detector.phrases import Phrases

_SAID = Words(
    en=("taken over", "at|near dawn ... left", "* again", "so-called"),
    fr=("arrivé* à", "aujourd'hui"),
    ru=("ещё раз",),
    ar=("نقل",),
)


@pytest.mark.parametrize(
    ("why", "phrase", "expected"),
    [
        ("a word and what follows, so far as it tells apart", "taken over", {"taken o"}),
        ("each of several words", "at|near dawn", {"at dawn", "near da"}),
        ("an ending may be any", "arriv* at", {"arriv"}),
        ("so may a number", "on # march", {"on"}),
        ("so may a gap", "by ... dawn", {"by"}),
        ("any word at all", "* again", {""}),
        ("any beginning", "*burg fell", {""}),
        ("one sign for those that look alike", "Ещё", {"еще"}),
        ("letters as they are typed", "à côté", {"a cote"}),
        ("a comma that may be there", "well, then", {"well th"}),
    ],
)
def test_a_phrase_begins_as_far_as_nothing_else_may_stand_there(
    why: str, phrase: str, expected: set[str]
) -> None:
    assert set(beginnings(phrase.split())) == expected, why


@pytest.mark.parametrize(
    "text",
    [
        "Taken over on Monday.",
        "The base, taken, over night",
        "Near dawn, they say, all left.",
        "Nobody came again",
        "the so-called base",
        "Arrivée a Gao",
        "ARRIVÉS À GAO",
        "Aujourd’hui",
        "еще раз",
        "ЕЩЁ РАЗ",
        "ونقل الجنود",
        "نُقل الجنود",
    ],
)
def test_what_a_text_has_may_be_there(text: str) -> None:
    phrases = Phrases.of(Lexicon(phrases={"dispute": _SAID, "dead": Words(en=("xyz",))}))

    assert phrases["dispute"].search(text)
    assert phrases.within(text)["dispute"].search(text)


def test_what_begins_with_no_word_of_a_text_is_not_looked_for() -> None:
    told = Beginnings({"dead": ["killed in action", "died"], "struck": ["hit by"]})

    assert told.within("Two died.") == ["dead"]
    assert told.within("Nothing happened there.") == []


def test_a_word_that_only_ends_like_a_phrase_begins_no_phrase() -> None:
    assert Beginnings({"dead": ["died"]}).within("They studied.") == []


def test_phrases_of_which_no_beginning_is_known_may_be_anywhere() -> None:
    phrases = Phrases({"dead": "died"})

    assert phrases.within("Nobody")["dead"].search("died")
