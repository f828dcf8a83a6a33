"""An event is found by what a report shares with it, and by its country where no town is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from detector.event_keys import keys_of, wanted
from detector.facts import Facts, Spot

AT = datetime(2026, 1, 17, 9, 0, tzinfo=UTC)
ARLIT = Spot("Arlit", "NE", 1.5, lat=18.74, lon=7.39)
AGADEZ = Spot("Agadez", "NE", 2.0, lat=16.97, lon=7.99)
REGION = Spot("Agadez", "NE", 2.0, lat=16.97, lon=7.99, land=True)


@pytest.mark.parametrize(
    ("why", "spot", "found"),
    [
        ("its country is told", Spot("Niger", "NE", 2.0, general=True), True),
        ("its region is told, which has its town's name", REGION, True),
        ("another town is told", AGADEZ, False),
    ],
)
def test_a_report_from_a_town_finds_what_was_told_of_the_land_around(
    why: str, spot: Spot, found: bool
) -> None:
    event = Facts("1", AT, "wire", "wire", places=(spot,))
    report = Facts("2", AT, "wire", "wire", places=(ARLIT,))

    assert bool(set(keys_of(event)) & set(wanted(report))) is found, why
