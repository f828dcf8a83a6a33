"""Which texts show a flag, and whose it is."""

from __future__ import annotations

from detector.flags import flagged, flags


def test_a_flag_is_told_with_its_place_and_country() -> None:
    assert list(flags("🚗 in 🇲🇱!")) == [(5, "ML", "🇲🇱")]


def test_of_many_texts_those_with_a_flag_are_told() -> None:
    texts = ["", "🇲🇱", "plain", "🚗 ❗️", "in 🇷🇺", "half a flag 🇷", "far" * 500 + "🇲🇱"]

    assert flagged(texts) == [1, 4]


def test_of_no_texts_none_is_told() -> None:
    assert flagged([]) == []
