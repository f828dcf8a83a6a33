"""Hits point into the original text, whatever invisible characters or forms it is written in."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import automaton
from detector.automaton import Image
from detector.compile import compile_terms
from detector.match import Matcher
from detector.terms import Term

_ALIASES = (
    "T-72B3", "T-72", "BTR-82A", "Mi-8", "ЧВК Вагнер", "Африканский корпус", "Sévaré", "Бамако",
    "véhicule blindé", "فيلق أفريقيا", "Орлан-10", "coeur", "Йемен",
)  # fmt: skip
_PIECES = (
    "Т-72Б3М", "T‑72 B3", "БТР-80/82А", "(BTR)-82A", "Ми-8АМТШ-ВА", "ЧВК «Вагнера»", "Sevare",
    "Африканского корпуса", "véhicules blindés", "والفيلق أفريقيا", "Орланов-10", "cœur", "Йемене",
    "🇲🇱", "❗️", "ﬁn", "é", "слово", "word", "7", "—", "https://t.me/T-72", "T-720", "Бамако\u0301",
)  # fmt: skip
_IGNORABLE = ("\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\ufe0f", "\u200e")
_COMPILED = compile_terms([Term(alias, alias) for alias in _ALIASES])
# The second does without Hyperscan, as platforms must that have no wheel.
_MATCHERS = (Matcher(_COMPILED), Matcher(replace(_COMPILED, image=Image())))


def _names(matcher: Matcher, text: str) -> list[tuple[int, str | None]]:
    return [(term, variant) for hit in matcher.find([text])[0] for term, variant, _ in hit.told]


_texts = st.lists(st.sampled_from(_PIECES), max_size=8).map(" ".join)
_noise = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(_IGNORABLE)), max_size=6)


@settings(deadline=None)
@given(text=st.one_of(_texts, st.text(max_size=80)))
def test_every_surface_is_what_stands_at_its_offsets(text: str) -> None:
    for matcher in _MATCHERS:
        hits = matcher.find([text])[0]

        assert all(hit.surface == text[hit.start : hit.end] for hit in hits)
        assert hits == sorted(hits, key=lambda hit: (hit.start, -hit.end))
        assert len({(hit.start, hit.end) for hit in hits}) == len(hits)
        assert all(hit.told and list(hit.told) == sorted(hit.told) for hit in hits)


@settings(deadline=None)
@given(text=_texts, noise=_noise)
def test_characters_that_show_nothing_change_nothing(
    text: str, noise: list[tuple[int, str]]
) -> None:
    noisy = list(text)
    for place, char in noise:
        noisy.insert(place % (len(noisy) + 1), char)

    for matcher in _MATCHERS:
        assert _names(matcher, "".join(noisy)) == _names(matcher, text)


@settings(deadline=None)
@given(text=_texts)
def test_decomposed_letters_change_nothing(text: str) -> None:
    for matcher in _MATCHERS:
        assert _names(matcher, unicodedata.normalize("NFD", text)) == _names(matcher, text)


@settings(deadline=None)
@given(texts=st.lists(st.one_of(_texts, st.text(max_size=30)), max_size=6))
def test_a_batch_says_what_its_texts_say_alone(texts: list[str]) -> None:
    for matcher in _MATCHERS:
        assert matcher.find(texts) == [matcher.find([text])[0] for text in texts]


@settings(deadline=None)
@given(text=_texts)
def test_both_engines_say_the_same(text: str) -> None:
    fast, portable = _MATCHERS

    assert fast.find([text]) == portable.find([text])


@pytest.mark.parametrize(
    ("reason", "text", "start", "end"),
    [
        ("an emoji is one code point", "🇲🇱 Т-72Б3", 3, 9),
        ("a soft hyphen is counted", "a\u00ad Т-72Б3", 3, 9),
        ("one inside belongs to the surface", "Т\u00ad-72Б3", 0, 7),
        ("a stress mark on the last letter belongs to it", "Бамако\u0301!", 0, 7),
        ("a ligature before it is one code point", "ﬁn Т-72Б3", 3, 9),
        ("a lone surrogate breaks nothing", "\ud83d Т-72Б3", 2, 8),
    ],
)
def test_offsets_count_code_points(reason: str, text: str, start: int, end: int) -> None:
    hit = _MATCHERS[0].find([text])[0][0]

    assert (hit.start, hit.end) == (start, end), reason


def test_hyperscan_is_used_where_it_is_installed() -> None:
    assert bool(_COMPILED.image) is bool(automaton.engine_version())
