"""Foreign names are written in several ways that no dictionary lists."""

from __future__ import annotations

import pytest

from detector.declension import articled


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("Maaten al-Sarra", "Maaten as-Sarra"),
        ("Brak al-Shati", "Brak esh-Shati"),
        ("al-Khadim", "el Khadim"),
        ("Брак-эль-Шати", "Брак-эш-Шати"),
        ("Аль-Хадим", "эль-Хадим"),
        ("Маатен-эс-Сарра", "Маатен-аль Сарра"),
        ("En Nahud", "an-Nahud"),
    ],
)
def test_the_arabic_article_is_written_in_every_way(name: str, spelling: str) -> None:
    assert spelling in articled(name)


@pytest.mark.parametrize("name", ["Gao", "Albi", "Kidal", "Ras Lanuf"])
def test_a_name_without_the_article_has_no_other_spelling(name: str) -> None:
    assert articled(name) == ()
