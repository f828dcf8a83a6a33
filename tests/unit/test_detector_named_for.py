"""A source's name tells of which country it mostly speaks."""

from __future__ import annotations

import pytest

from config.lexemes import PlaceEntry
from detector.named_for import NamedFor

PLACES = (
    PlaceEntry(name="Niger", country="NE", kind="country", names=("Нигер", "Нігер", "النيجر")),
    PlaceEntry(name="Libya", country="LY", kind="country", names=("Libye",)),
    PlaceEntry(name="Gao", country="ML"),
    PlaceEntry(name="Bata", country="GQ", near=("Malabo",)),
)


@pytest.mark.parametrize(
    ("source", "countries"),
    [
        ("Niger Monitor", {"NE"}),
        ("LibyaReview", {"LY"}),
        ("la_libye_libre", {"LY"}),
        ("Новости Нигера", {"NE"}),
        ("Новини Нігеру", {"NE"}),
        ("نيجر بوست", {"NE"}),
        ("Niger et Libye", {"NE", "LY"}),
        ("Nigerian Post", set()),
        ("Gao", set()),
        ("Bata Shoes", set()),
        ("", set()),
    ],
)
def test_a_country_is_heard_in_a_sources_name(source: str, countries: set[str]) -> None:
    named_for = NamedFor(PLACES)

    assert named_for.countries(source) == countries
    assert named_for.countries(source) == countries, "as well when it is asked again"
