"""Which places of a report count when it is compared with others."""

from __future__ import annotations

import pytest

from detector.facts import Spot
from detector.whereabouts import precise


def spot(name: str, country: str, weight: float, *, general: bool = False) -> Spot:
    return Spot(name, country, weight, general)


MALI = spot("Mali", "ML", 2.0, general=True)


@pytest.mark.parametrize(
    ("why", "spots", "towns"),
    [
        ("no country leads", [spot("Gao", "ML", 2), spot("Hmeimim", "SY", 1)], ["Gao", "Hmeimim"]),
        ("of another country, in passing", [MALI, spot("Hmeimim", "SY", 1)], []),
        ("of the country that leads", [MALI, spot("Gao", "ML", 1.0)], ["Gao"]),
        ("of the country that leads, far down", [MALI, spot("Bamako", "ML", 0.6)], []),
        ("landed there, for Mali", [MALI, spot("Conakry", "GN", 1.9)], ["Conakry"]),
    ],
)
def test_towns_of_another_country_count_if_they_are_told_as_well(
    why: str, spots: list[Spot], towns: list[str]
) -> None:
    assert [one.name for one in precise(spots)] == towns, why
