"""Phrases of the lexicon are heard as written, with the endings and gaps that they allow."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, Words
from detector.phrases import Phrases


def heard(phrase: str, text: str) -> str | None:
    phrases = Phrases.of(Lexicon(phrases={"dispute": Words(exact=(phrase,))}))
    found = phrases["dispute"].search(text)
    return found[0] if found else None


@pytest.mark.parametrize("other", ["nowhere", "* nowhere"])
def test_of_phrases_that_begin_alike_the_longest_is_heard(other: str) -> None:
    beginnings = ("a", "à tort", "as", "as told", "ещё", "100 %", other)
    phrases = Phrases.of(Lexicon(phrases={"dispute": Words(exact=beginnings)}))

    found = phrases["dispute"].findall("As told, a tank; A tort; Еще, 100 % as was")

    assert found == ["As told", "a", "A tort", "Еще", "100 %", "as"]


def test_an_arabic_phrase_is_heard_behind_the_and_that_joins_it() -> None:
    phrases = Phrases.of(Lexicon(phrases={"dispute": Words(en=("not so",), ar=("نفى", "وزع"))}))

    found = phrases["dispute"].findall("نفى ونفى انفى وزع ووزع andnot so")

    assert found == ["نفى", "ونفى", "وزع"]


def test_an_arabic_phrase_is_heard_with_the_vowel_of_its_passive() -> None:
    phrases = Phrases.of(Lexicon(phrases={"dispute": Words(en=("not so",), ar=("نقلت", "وزعت"))}))

    found = phrases["dispute"].findall("نُقلت ونُقلت نقلت وُزعت نَقلت")

    assert found == ["نُقلت", "ونُقلت", "نقلت", "وُزعت"]


@pytest.mark.parametrize(
    ("phrase", "text", "surface"),
    [
        ("in fact", "It is, In Fact, two", "In Fact"),
        ("in fact", "They came in factions", None),
        ("опроверг*", "Хунта опровергла это", "опровергла"),
        ("ещё од*", "Еще одна колонна", "Еще одна"),
        ("only #", "It shows only 12 trucks", "only 12"),
        ("а не * как", "четыре, а не шесть, как пишут", "а не шесть, как"),
        (
            "is not ... but",
            "This is not a Kornet from Gao but a Metis",
            "is not a Kornet from Gao but",
        ),
        ("is not ... but", "This is not one. They left, but late", None),
        ("n'* pas ... mais", "Ce n’est pas à Gao mais à Ber", "n’est pas à Gao mais"),
        ("première vue à", "Premiere vue a Gao", "Premiere vue a"),
        ("au lieu d'", "au lieu d’un char", "au lieu d’"),
        ("ßa", "SSa", None),
        ("set|put up|in a|the gate*|wall", "They put up a wall", "put up a wall"),
        ("set|put up|in a|the gate*|wall", "They set in the gateway", "set in the gateway"),
        ("set|put up|in a|the gate*|wall", "They put up a wallpaper", None),
    ],
)
def test_a_phrase_is_heard_where_it_is_written_so(
    phrase: str, text: str, surface: str | None
) -> None:
    assert heard(phrase, text) == surface
