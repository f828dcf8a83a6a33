"""Which place is meant, and how foreign names decline."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, PlaceEntry
from detector.declension import declined
from detector.locatives import Locatives
from detector.model import Document, Place
from detector.places import Gazetteer
from detector.reading import Reading, Spot

PLACES = (
    PlaceEntry(name="Base 101", country="ML"),
    PlaceEntry(name="Base 101", country="NE"),
    PlaceEntry(name="Niamey", country="NE"),
    PlaceEntry(name="Bata", country="GQ", near=("Malabo",)),
    PlaceEntry(name="Bamako", country="ML"),
    PlaceEntry(name="Agadez", country="NE"),
)

NO_WORDS = Locatives(Lexicon())


def settle(text: str, *found: tuple[int, str], source: str = "") -> list[Place]:
    reading = Reading.of(Document("1", text, source=source))
    spots = [
        Spot("place", str(index), text.index(s), text.index(s) + len(s), 0, s) for index, s in found
    ]
    return [place for _, place in Gazetteer(PLACES, ["ML", "NE"], NO_WORDS).settle(reading, spots)]


def test_a_country_named_elsewhere_settles_which_place_is_meant() -> None:
    places = settle("At Base 101 in Niamey", (0, "Base 101"), (1, "Base 101"), (2, "Niamey"))

    assert [(p.country, p.note) for p in places] == [
        ("NE", "NE is named elsewhere in the item"),
        ("NE", ""),
    ]


def test_of_two_countries_the_one_named_more_often_settles_it() -> None:
    found = ((0, "Base 101"), (1, "Base 101"), (4, "Bamako"), (2, "Niamey"), (5, "Agadez"))

    places = settle("Base 101: from Bamako to Niamey and Agadez", *found)

    assert [p.country for p in places] == ["NE", "ML", "NE", "NE"]


def test_without_any_hint_the_theatre_is_preferred_and_the_others_are_named() -> None:
    places = settle("At Base 101", (0, "Base 101"), (1, "Base 101"))

    assert [(p.country, p.note) for p in places] == [("ML", "preferred to NE: in the theatre")]


@pytest.mark.parametrize("source", ["Niamey Actu 227", "agadez_info", "AgadezToday"])
def test_a_source_named_for_a_country_or_its_town_means_its_own(source: str) -> None:
    places = settle("At Base 101", (0, "Base 101"), (1, "Base 101"), source=source)

    assert [(p.country, p.note) for p in places] == [("NE", "the source is named for NE")]


def test_what_the_text_names_outweighs_for_whom_the_source_is_named() -> None:
    found = ((0, "Base 101"), (1, "Base 101"), (4, "Bamako"))

    places = settle("At Base 101 in Bamako", *found, source="Niamey Actu")

    assert [p.country for p in places] == ["ML", "ML"]


@pytest.mark.parametrize("source", ["Niamey and Bamako", "Sahel Watch", "niameyan", "bata_shoes"])
def test_a_source_named_for_none_or_for_several_settles_nothing(source: str) -> None:
    places = settle("At Base 101", (0, "Base 101"), (1, "Base 101"), source=source)

    assert [(p.country, p.note) for p in places] == [("ML", "preferred to NE: in the theatre")]


def test_an_ambiguous_name_asks_for_a_word_or_its_country() -> None:
    assert settle("Bata shoes are cheap", (3, "Bata")) == []
    assert [p.country for p in settle("Bata, like Malabo", (3, "Bata"))] == ["GQ"]


def test_a_flag_names_its_country() -> None:
    places = (*PLACES, PlaceEntry(name="Mali", country="ML", kind="country"))
    reading = Reading.of(Document("1", "🇲🇱 T-72, 🏴 and 🇿🇼"))

    found = Gazetteer(places, ["ML"], NO_WORDS).settle(reading, [])

    assert found == [(0, Place("Mali", "ML", "🇲🇱", 0, 2, "text", "by its flag"))]


@pytest.mark.parametrize(
    ("why", "name", "form"),
    [
        ("a Russian consonant", "Тобрук", "Тобруке"),
        ("a soft sign", "Кидаль", "Кидаля"),
        ("an ending in -а", "Сирта", "Сирте"),
        ("a country in -ия", "Ливия", "Ливии"),
        ("Ukrainian -ія", "Лівія", "Лівії"),
        ("Ukrainian к before the locative", "Тобрук", "Тобруці"),
        ("Ukrainian к before -а", "Менака", "Менаці"),
        ("-ея", "Гвинея", "Гвинее"),
        ("Arabic with a conjunction", "طبرق", "وطبرق"),
        ("Arabic with an article", "الجفرة", "للجفرة"),
    ],
)
def test_a_foreign_name_declines_by_its_ending(why: str, name: str, form: str) -> None:
    assert form in declined(name), why


@pytest.mark.parametrize("name", ["Бамако", "Tobruk", "Гао"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert declined(name) == ()
