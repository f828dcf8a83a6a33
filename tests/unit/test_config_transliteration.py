"""How names of French-speaking Africa are written in other letters."""

from __future__ import annotations

import pytest

from config.transliteration import (
    in_ukrainian,
    respelled,
    respelled_in_arabic,
    transliterated,
)


@pytest.mark.parametrize(
    ("why", "name", "written"),
    [
        ("letter by letter", "Kadiolo", "Кадиоло"),
        ("in Ukrainian", "Kadiolo", "Кадіоло"),
        ("in Arabic", "Kadiolo", "كاديولو"),
        ("ou is one sound", "Bougouni", "Бугуни"),
        ("ou before a vowel", "Ouahigouya", "Уахигуя"),
        ("ou in Arabic", "Bougouni", "بوغوني"),
        ("a doubled letter is kept", "Sikasso", "Сикассо"),
        ("a doubled letter is often written once", "Sikasso", "Сикасо"),
        ("no doubled letter in Arabic", "Sikasso", "سيكاسو"),
        ("tch", "Tchintabaraden", "Чинтабараден"),
        ("dj", "Djenné", "Дженне"),
        ("gu before e", "Guéckédou", "Гекеду"),
        ("a silent e", "Araouane", "Арауан"),
        ("l before a consonant", "Bilma", "Бильма"),
        ("l at the end", "Kidal", "Кидаль"),
        ("-ia in two ways", "Kindia", "Киндия"),
        ("-ia as it is read", "Kindia", "Киндиа"),
        ("a first vowel", "Inékar", "إنيكار"),
        ("a hyphen", "Kaga-Bandoro", "Кага-Бандоро"),
        ("no hyphen in Arabic", "Kaga-Bandoro", "كاغا باندورو"),
    ],
)
def test_french_spelling_says_the_sound(why: str, name: str, written: str) -> None:
    assert written in transliterated(name), why


@pytest.mark.parametrize(
    ("why", "name"),
    [
        ("short names are written like other words", "Bla"),
        ("not Latin", "Гао-город"),
        ("a number is no sound", "Base 101"),
    ],
)
def test_some_names_are_left_alone(why: str, name: str) -> None:
    assert transliterated(name) == (), why


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("Эль-Обейд", "Ель-Обейд"),
        ("Тиллабери", "Тіллабері"),
        ("Мурманск", "Мурманськ"),
        ("Латакия", "Латакія"),
        ("Шинагодрар", "Шинагодрар"),
    ],
)
def test_a_russian_name_in_ukrainian_letters(russian: str, ukrainian: str) -> None:
    assert in_ukrainian(russian) == ukrainian


@pytest.mark.parametrize(
    ("why", "name", "written"),
    [
        ("a hard e", "Севаре", ("Сэваре",)),
        ("a soft one", "Дуэнца", ("Дуенца",)),
        ("a doubled letter is often written once", "Тиллабери", ("Тиллабэри", "Тилабери")),
        ("short names are written like other words", "Бер", ()),
    ],
)
def test_a_foreign_name_is_spelled_in_several_ways(
    why: str, name: str, written: tuple[str, ...]
) -> None:
    assert respelled(name) == written, why


@pytest.mark.parametrize(
    ("why", "name", "other"),
    [
        ("g is written with three letters", "أغيلهوك", "أجيلهوك"),
        ("as Libyans and Sudanese write it", "غاو تيمبو", "قاو تيمبو"),
        ("a short vowel is left out", "أغيلهوك", "أغلهوك"),
        ("one further on", "كيدال", "كيدل"),
        ("a last letter that isn't heard", "أبيشي", "أبيشة"),
    ],
)
def test_foreign_names_are_written_in_several_ways_in_arabic(
    why: str, name: str, other: str
) -> None:
    assert other in respelled_in_arabic(name), why


def test_what_would_be_as_short_as_other_words_is_left_out() -> None:
    assert respelled_in_arabic("غاو") == ()
    assert "انتا" not in respelled_in_arabic("إناتا")
