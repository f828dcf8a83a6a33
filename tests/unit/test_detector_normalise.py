"""Prose folds by case and accent, never from one script into another."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.normalise import adds_accents, bare, fold


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sévaré", "sevare"),
        ("ЧВК «Вагнер»", "чвк вагнер"),
        ("Ёлка, Йемен", "елка йемен"),
        ("Їжак", "їжак"),
        ("Ґанок", "ганок"),
        ("Ва\u0301гнер", "вагнер"),
        ("l’Œuvre", "l oeuvre"),
        ("أفريقيا قافلةٌ", "افريقيا قافله"),
        ("ﬁn Ｔ７２", "fin t72"),
        ("a\u00adb\u200bc", "abc"),
        ("м²", "м"),
        ("—", ""),
    ],
)
def test_a_text_folds_to_its_key(text: str, key: str) -> None:
    assert fold(text) == key


def test_scripts_stay_apart() -> None:
    assert fold("Тор") != fold("Top")


@given(st.text(max_size=60))
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="éèçйїёбв أإ Ñ'’-", max_size=30))
def test_decomposed_text_folds_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(
    ("surface", "form", "adds"),
    [
        ("livré", "livré", False),
        ("livre", "livré", False),
        ("LIVRÉ", "livré", False),
        ("livré", "livre", True),
        ("cœur", "coeur", False),
        ("самолёт", "самолет", False),
        ("са\u0301молет", "самолет", False),
    ],
)
def test_a_text_may_drop_accents_and_not_add_them(surface: str, form: str, *, adds: bool) -> None:
    assert adds_accents(surface, form) is adds


def test_bare_text_is_composed_and_shows_all_it_holds() -> None:
    assert bare("и\u0306\u200bа") == "йа"
