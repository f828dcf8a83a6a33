"""Which places of a report count when it is compared with others."""

from __future__ import annotations

import pytest

from detector.facts import Spot
from detector.whereabouts import of_places


def spot(name: str, country: str, weight: float, *, general: bool = False) -> Spot:
    return Spot(name, country, weight, general)


MALI = spot("Mali", "ML", 2.0, general=True)


@pytest.mark.parametrize(
    ("why", "spots", "disagrees"),
    [
        ("no country leads", [spot("Gao", "ML", 2), spot("Hmeimim", "SY", 1)], True),
        ("of another country, in passing", [MALI, spot("Hmeimim", "SY", 1)], False),
        ("of the country that leads", [MALI, spot("Gao", "ML", 1.0)], True),
        ("of the country that leads, far down", [MALI, spot("Bamako", "ML", 0.6)], False),
        ("landed there, for Mali", [MALI, spot("Conakry", "GN", 1.9)], True),
    ],
)
def test_towns_that_are_told_as_well_are_another_place_than_what_happened(
    why: str, spots: list[Spot], disagrees: bool
) -> None:
    features = of_places(spots, [spot("Kidal", "ML", 2.0)])

    assert features["other place"] == float(disagrees), why
    assert features["place unsaid"] == float(not disagrees), why


def test_a_region_named_after_its_town_leaves_open_where_in_it() -> None:
    region = Spot("Agadez", "NE", 2.0, lat=16.97, lon=7.99, land=True)
    town = Spot("Arlit", "NE", 1.5, lat=18.74, lon=7.39)

    features = of_places([town], [region])

    assert features["place unsaid"]
    assert not features["other place"]
