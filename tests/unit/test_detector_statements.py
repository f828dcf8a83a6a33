"""What a sentence states, by the words found in it."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon
from config.schema import Watchlist
from detector.model import Document, Place
from detector.reading import Reading, Spot
from detector.statements import Statement, Wanted, statements

WATCHLIST = Watchlist.model_validate(
    {
        "theatre": ["ML"],
        "origins": ["SY"],
        "actors": ["russian-mod"],
        "entities": [
            {"id": "t-72", "name": "T-72", "kind": "equipment"},
            {"id": "kamaz", "name": "KamAZ", "kind": "equipment", "classes": ["truck"]},
            {
                "id": "russian-mod", "name": "MoD", "kind": "organisation", "country": "RU",
                "operator": "Russia",
            },
            {"id": "sparta", "name": "Sparta", "kind": "ship", "operator": "Russia"},
            {
                "id": "jnim", "name": "JNIM", "kind": "organisation", "classes": ["armed-group"],
            },
        ],
        "watches": [{"id": "w", "when": {"entity": "t-72"}}],
    }
)  # fmt: skip


def stated(text: str, *found: tuple[str, str, str]) -> Statement:
    """What one sentence states: finds as (kind, name, surface)."""
    reading = Reading.of(Document("1", text))
    spots = [Spot(k, n, text.index(s), text.index(s) + len(s), 0, s) for k, n, s in found]
    (only,) = statements(reading, spots, [], Wanted.of(WATCHLIST, Lexicon()))
    return only


@pytest.mark.parametrize(
    ("why", "text", "is_theirs"),
    [
        ("theirs now", "the French camp", True),
        ("once theirs", "the former French camp", False),
        ("once theirs, in short", "an ex-French camp", False),
    ],
)
def test_whose_something_was_is_not_whose_it_is(why: str, text: str, is_theirs: bool) -> None:
    found = stated(text, ("cue", "other_actor", "French"), ("cue", "base", "camp"))

    assert ("other_actor" in found.cues) is is_theirs, why


def test_an_armed_group_fights_those_who_are_wanted() -> None:
    assert stated("JNIM and a T-72", ("entity", "jnim", "JNIM"), ("entity", "t-72", "T-72")).fought


@pytest.mark.parametrize(("text", "age"), [("T-72 in 1942", 82), ("T-72 in 2024", 0)])
def test_a_year_tells_how_old_it_is_though_the_item_has_no_date(text: str, age: int) -> None:
    assert stated(text, ("entity", "t-72", "T-72")).age == age


@pytest.mark.parametrize(
    ("country", "sides"),
    [
        ("ML", ({"ML"}, set(), set(), False)),
        ("SY", (set(), {"SY"}, set(), False)),
        ("NO", (set(), set(), {"NO"}, False)),
        ("RU", (set(), set(), set(), True)),
    ],
)
def test_a_place_is_in_the_theatre_on_the_way_elsewhere_or_at_home(
    country: str, sides: tuple[set[str], set[str], set[str], bool]
) -> None:
    reading = Reading.of(Document("1", "somewhere"))
    place = Place("Somewhere", country, "somewhere", 0, 9, "text")

    (said,) = statements(reading, [], [(0, place)], Wanted.of(WATCHLIST, Lexicon()))

    assert (said.theatre, said.origins, said.elsewhere, said.at_home) == sides


def test_a_lorry_is_no_model_that_says_whose_it_is() -> None:
    said = stated("a KamAZ off the Sparta", ("entity", "kamaz", "KamAZ"))

    assert (said.gear, said.lorries, said.named) == ({"kamaz"}, {"kamaz"}, False)


def test_a_ship_of_wanted_forces_is_told_from_other_equipment() -> None:
    found = ("entity", "sparta", "Sparta"), ("entity", "t-72", "T-72")

    assert stated("a T-72 off the Sparta", *found).ships == {"sparta"}
