"""What a sentence states, by the words found in it."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, NegationWords
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
                "id": "boikiy", "name": "Boikiy", "kind": "ship", "operator": "Russia",
                "classes": ["warship"],
            },
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
    negations = {"en": NegationWords(doing=("not",), name=("no",))}
    owned = {"former": {"en": ["former", "ex", "old"]}, "left_by": {"en": ["left behind by the"]}}
    lexicon = Lexicon.model_validate({"negations": negations, "phrases": owned})
    (only,) = statements(reading, spots, [], Wanted.of(WATCHLIST, lexicon))
    return only


def without(*keys: str, **changed: object) -> Wanted:
    """The watchlist above without these keys, or with others in their place."""
    return Wanted.of(WATCHLIST.model_copy(update={**dict.fromkeys(keys, ()), **changed}), Lexicon())


@pytest.mark.parametrize(
    ("why", "text", "is_theirs"),
    [
        ("theirs now", "the French camp", True),
        ("once theirs", "the former French camp", False),
        ("once theirs, in short", "an ex-French camp", False),
        ("what was theirs is named first", "the old camp of the French, by the strip", False),
        ("they left it", "the camp left behind by the French", False),
        ("what is old stands elsewhere", "an old camp, French soldiers in it", True),
    ],
)
def test_whose_something_was_is_not_whose_it_is(why: str, text: str, is_theirs: bool) -> None:
    found = stated(text, ("cue", "other_actor", "French"), ("cue", "base", "camp"))

    assert ("other_actor" in found.cues) is is_theirs, why


def test_an_armed_group_fights_those_who_are_wanted() -> None:
    assert stated("JNIM and a T-72", ("entity", "jnim", "JNIM"), ("entity", "t-72", "T-72")).fought


@pytest.mark.parametrize(("text", "age"), [
        ("T-72 in 1942", 82), ("T-72 in 2024", 0), ("Т-72 в 2021-м, T-72", 3), ("T-72 2020-x", 0),
    ],
)  # fmt: skip
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


def test_a_warship_under_way_brings_nothing() -> None:
    assert stated("the Boikiy at sea", ("entity", "boikiy", "Boikiy")).ships == set()


def test_where_no_actors_are_declared_it_is_anyones_and_watched_forces_are_wanted() -> None:
    reading = Reading.of(Document("1", "French JNIM"))
    spots = [
        Spot("cue", "other_actor", 0, 6, 0, "French"),
        Spot("entity", "jnim", 7, 11, 0, "JNIM"),
    ]

    (said,) = statements(reading, spots, [], without("actors"))

    assert (said.anyones, said.wanted, said.cues) == (True, {"jnim"}, set())


@pytest.mark.parametrize(
    ("why", "wanted", "where"),
    [
        ("declared elsewhere", without(), (set(), {"UA"}, {"other_front"})),
        ("declared at that front", without(theatre=("UA",)), ({"UA"}, set(), set())),
        ("not declared", without("theatre"), ({"UA", "*"}, set(), set())),
    ],
)
def test_no_front_is_another_theatre_where_it_is_ones_own_or_none_is_declared(
    why: str, wanted: Wanted, where: tuple[set[str], set[str], set[str]]
) -> None:
    reading = Reading.of(Document("1", "Kharkiv"))
    spots = [Spot("cue", "other_front", 0, 7, 0, "Kharkiv")]
    place = Place("Kharkiv", "UA", "Kharkiv", 0, 7, "text")

    (said,) = statements(reading, spots, [(0, place)], wanted)

    assert (said.theatre, said.elsewhere, said.cues) == where, why


def test_a_question_asks_and_what_is_not_there_is_denied() -> None:
    asked = stated("T-72 arrived?", ("entity", "t-72", "T-72"), ("action", "arrival", "arrived"))
    none = stated("no T-72 there", ("entity", "t-72", "T-72"))

    assert (asked.actions, asked.asks, asked.cues) == ({"arrival"}, True, set())
    assert (none.gear, none.asks, none.cues) == ({"t-72"}, False, {"denial"})
