"""A first sighting is told by thing, country, place and hands; what was known before is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from detector.facts import Facts, Spot, Thing
from detector.sightings import First, Known, Sighted, Sighting, firsts, sighted_in

AT = datetime(2026, 1, 17, 9, 0, tzinfo=UTC)
GAP = timedelta(days=120)
BAMAKO = Spot("Bamako", "ML", 2.0)
MALI = Spot("Mali", "ML", 1.5, general=True)
TANKS = Thing("t-72", "equipment", 2.0, ("T-72B3",), name="T-72")
SPARTAK = Thing("spartak", "equipment", 1.5, name="Spartak")
CORPS = Thing("africa-corps", "unit", 1.5, name="Africa Corps")
MINISTRY = Thing("russian-mod", "organisation", 1.5, name="Russian Ministry of Defence")
FAMA = Thing("fama", "organisation", 1.5, name="FAMa")
POWERS = {"africa-corps": "Russia", "russian-mod": "Russia", "fama": "FAMa", "spartak": "Russia"}
REPORT = Facts("1", AT, "wire", "wire", gear=(TANKS,), places=(BAMAKO, MALI))


def seen(
    country: str, days: int | None, entity: str = "t-72", variant: str = "T-72B3", **more: str
) -> Known:
    at = None if days is None else AT - timedelta(days=days)
    return Known(Sighting(entity, country, variant, **more), at, at)


@pytest.mark.parametrize(
    ("why", "facts", "expected"),
    [
        ("a variant at a place", REPORT, [Sighting("t-72", "ML", "T-72B3", "Bamako")]),
        ("no country, no sighting", replace(REPORT, places=()), []),
        ("only the country", replace(REPORT, places=(MALI,)), [Sighting("t-72", "ML", "T-72B3")]),
        ("the country that the report is about",
         replace(REPORT, places=(BAMAKO, Spot("Tartus", "SY", 1.0))),
         [Sighting("t-72", "ML", "T-72B3", "Bamako")]),
        ("gear in passing is not sighted",
         replace(REPORT, gear=(TANKS, replace(SPARTAK, weight=0.6))),
         [Sighting("t-72", "ML", "T-72B3", "Bamako")]),
        ("in the hands of the one power named", replace(REPORT, forces=(MINISTRY,)),
         [Sighting("t-72", "ML", "T-72B3", "Bamako", "Russia")]),
        ("of two powers nobody knows which", replace(REPORT, forces=(MINISTRY, FAMA)),
         [Sighting("t-72", "ML", "T-72B3", "Bamako")]),
        ("used by one power only", replace(REPORT, gear=(SPARTAK,), forces=(FAMA,)),
         [Sighting("spartak", "ML", "", "Bamako", "Russia")]),
        ("a unit is sighted, a ministry isn't",
         replace(REPORT, gear=(), forces=(CORPS, MINISTRY)),
         [Sighting("africa-corps", "ML", "", "Bamako", "Russia")]),
    ],
)  # fmt: skip
def test_a_report_sights_what_it_is_about(why: str, facts: Facts, expected: list[Sighting]) -> None:
    assert [one.sighting for one in sighted_in(facts, POWERS)] == expected, why


@pytest.mark.parametrize(
    ("why", "known", "expected"),
    [
        ("never seen anywhere", [], [First("T-72B3", "ML")]),
        ("only other things are known there", [seen("ML", 1, "bmp-3", "")],
         [First("T-72B3", "ML")]),
        ("seen elsewhere only", [seen("SY", 41), seen("LY", 200)],
         [First("T-72B3", "ML", elsewhere="SY", elsewhere_days=41)]),
        ("known there since ever", [seen("ML", None)], []),
        ("seen there last week", [seen("ML", 7)], []),
        ("seen there, but long ago", [seen("ML", 134)], [First("T-72B3", "ML", days=134)]),
        ("long ago at one place, lately at another",
         [seen("ML", 134, place="Gao"), seen("ML", 7, place="Bamako")], []),
        ("others of its family are known", [seen("ML", 7, variant="T-72B")],
         [First("T-72B3", "ML", variant_only=True)]),
        ("in other hands", [seen("ML", 7, operator="FAMa")],
         [First("T-72B3", "ML", operator="Russia")]),
        ("in hands that were not said", [seen("ML", 7)], []),
        ("at a new place", [seen("ML", 40, place="Gao")],
         [First("T-72B3", "ML", place="Bamako")]),
        ("at the next place of a newcomer", [seen("ML", 7, place="Gao")], []),
        ("where before was never said", [seen("ML", 7, place="")], []),
    ],
)  # fmt: skip
def test_what_was_never_seen_there_is_a_first(
    why: str, known: list[Known], expected: list[First]
) -> None:
    one = Sighted("T-72B3", Sighting("t-72", "ML", "T-72B3", "Bamako", "Russia"))

    assert firsts([one], known, AT, GAP) == tuple(expected), why


def test_what_is_new_to_the_country_comes_before_what_is_new_to_a_place() -> None:
    place = Sighted("T-72B3", Sighting("t-72", "ML", "T-72B3", "Bamako"))
    country = Sighted("Spartak", Sighting("spartak", "ML", "", "Bamako"))

    found = firsts([place, country], [seen("ML", 40, place="Gao")], AT, GAP)

    assert found == (First("Spartak", "ML"), First("T-72B3", "ML", place="Bamako"))


def test_several_places_of_a_newcomer_are_one_first() -> None:
    places = [Sighted("Spartak", Sighting("spartak", "ML", "", name)) for name in ("Gao", "Ber")]

    assert firsts(places, [], AT, GAP) == (First("Spartak", "ML"),)
