"""Unit tests of the features by which a report is compared with an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from detector.amended import Amended
from detector.comparing import Others, compare
from detector.events import opened
from detector.facts import Facts, Spot, Thing

AT = datetime(2026, 9, 3, 8, tzinfo=UTC)
FLAMINGO = Spot("Flamingo Bay", "SD", 2.0, lat=19.69, lon=37.24)
MEN = Thing("personnel", "keyword", 2.0, low=30, high=30)
TIGER = Thing("tigr", "equipment", 2.0, (), ("protected-vehicle", "armour"))
HELICOPTER = Thing("mi-8", "equipment", 2.0, (), ("helicopter",))
SHIP = Thing("sparta", "ship", 2.0, (), ("cargo-ship",))
HOLD = Thing("cargo-ship", "keyword", 2.0, classes=("cargo-ship",))
FRIGATE = Thing("warship", "keyword", 2.0, classes=("warship", "ship"))
COLUMN = Thing("convoy", "keyword", 2.0)
TESSALIT = Spot("Tessalit", "ML", 2.0, lat=20.2, lon=1.01)
LOME = Spot("Lomé", "TG", 2.0, lat=6.13, lon=1.22)
CAME = Facts("1", AT, "a", "a", groups=(MEN,), places=(FLAMINGO,), activities=("arrival",))
GUINEA = Spot("Guinea", "GN", 2.0, general=True)
MALI = Spot("Mali", "ML", 2.0, general=True)


def later(**told: object) -> Facts:
    return replace(CAME, id="2", source="b", origin="b", at=AT + timedelta(days=1), **told)  # type: ignore[arg-type]  # a table of fields


@pytest.mark.parametrize(
    ("why", "done", "there", "weight"),
    [
        ("the like is done, nothing else is open", ("arrival", "presence"), 0.0, 0.5),
        ("the like is done, much is open", ("arrival", "presence"), 0.3, 1.0),
        ("hardly the like is done", ("arrival",), 0.0, 1.0),
    ],
)
def test_what_men_brought_speaks_less_against_them_where_nothing_else_is_open(
    why: str, done: tuple[str, ...], there: float, weight: float
) -> None:
    event = opened(7, replace(CAME, activities=("arrival", "presence")))
    brought = later(gear=(TIGER,), groups=(), activities=done)

    features = compare(brought, event, Others(there))

    assert features["only forces, other"] == weight, why


@pytest.mark.parametrize(
    ("why", "told", "agrees"),
    [("a ship again", HOLD, 1.0), ("something else", TIGER, 0.0)],
)
def test_who_names_no_place_agrees_on_the_kind_of_thing(
    why: str, told: Thing, agrees: float
) -> None:
    event = opened(7, replace(CAME, groups=(FRIGATE, HOLD), places=(LOME,)))

    assert compare(later(groups=(told,), places=()), event)["support"] == agrees, why


@pytest.mark.parametrize(
    ("why", "gear", "agrees"),
    [("gear in neither, so nothing to disagree on", (), 1.0), ("gear in one", (TIGER,), 0.0)],
)
def test_two_reports_of_a_place_that_name_no_gear_agree(
    why: str, gear: tuple[Thing, ...], agrees: float
) -> None:
    event = opened(7, replace(CAME, groups=(), activities=("construction",)))
    told = later(gear=gear, groups=(), activities=("agreement",))

    assert compare(told, event)["support"] == agrees, why


def test_what_is_lifted_away_was_lost_there() -> None:
    wreck = replace(CAME, gear=(HELICOPTER,), groups=(), activities=("loss", "arrival"))
    lifted = later(gear=(HELICOPTER,), groups=(), activities=("withdrawal", "recovery"))

    features = compare(lifted, opened(7, wreck))

    assert (features["same activity"], features["opposed activity"]) == (1.0, 0.0)


@pytest.mark.parametrize(("ids", "parts"), [(("ship:sparta",), 0.0), ((), 1.0)])
def test_a_ship_at_sea_is_told_of_off_one_country_or_another(
    ids: tuple[str, ...], parts: float
) -> None:
    sailing = replace(CAME, gear=(SHIP,), groups=(), places=(MALI,), ids=ids)
    seen = later(gear=(SHIP,), groups=(), places=(GUINEA,), ids=ids)

    features = compare(seen, opened(7, sailing))

    assert features["other country"] == parts


@pytest.mark.parametrize(
    ("why", "changes", "same"),
    [
        ("thirty is what is set right", {"amended": (Amended(60, 30),)}, 1.0),
        ("thirty is what others told", {"cited": (30,)}, 1.0),
        ("another number is set right", {"amended": (Amended(60, 40),)}, 0.0),
    ],
)
def test_a_number_that_is_set_right_is_of_the_event_that_told_it(
    why: str, changes: dict[str, object], same: float
) -> None:
    sixty = replace(MEN, low=60, high=60)

    features = compare(later(groups=(sixty,), **changes), opened(7, CAME))

    assert features["same count"] == same, why


@pytest.mark.parametrize(
    ("why", "days", "model", "further"),
    [
        ("a day later", 1, TIGER, 1.0),
        ("a week later", 7, TIGER, 0.0),
        ("other things", 1, HELICOPTER, 0.0),
    ],
)
def test_what_a_ship_landed_comes_further_by_road(
    why: str, days: int, model: Thing, further: float
) -> None:
    sokode = Spot("Sokodé", "TG", 2.0, lat=8.98, lon=1.14)
    landed = replace(CAME, gear=(TIGER,), groups=(HOLD,), places=(LOME,))
    told = replace(CAME, id="2", gear=(model,), groups=(COLUMN,), places=(sokode,))

    features = compare(replace(told, at=AT + timedelta(days=days)), opened(7, landed))

    assert features["further on the road"] == further, why


@pytest.mark.parametrize(
    ("why", "days", "known", "speaks_against"),
    [
        ("the ship had just come", 1, (HOLD, MEN), 0.0),
        ("that was long ago", 6, (HOLD, MEN), 1.0),
        ("no ship was told of", 1, (MEN,), 1.0),
    ],
)
def test_what_a_ship_brought_says_nothing_against_it(
    why: str, days: int, known: tuple[Thing, ...], speaks_against: float
) -> None:
    berthed = replace(CAME, groups=known, places=(LOME,))
    ashore = replace(CAME, id="2", gear=(TIGER,), groups=(), places=(LOME,), activities=())

    features = compare(replace(ashore, at=AT + timedelta(days=days)), opened(7, berthed))

    assert features["only forces, other"] == speaks_against, why


@pytest.mark.parametrize(
    ("why", "driving", "parts"),
    [("a column", (COLUMN,), 0.0), ("a ship again", (HOLD,), 1.0)],
)
def test_a_column_comes_to_another_country_from_the_port_where_it_was_landed(
    why: str, driving: tuple[Thing, ...], parts: float
) -> None:
    bamako = Spot("Bamako", "ML", 2.0, lat=12.65, lon=-8.0)
    from_there = Spot("Lomé", "TG", 1.0, lat=6.13, lon=1.22, way=True)
    landed = replace(CAME, gear=(TIGER,), groups=(HOLD,), places=(LOME,))
    arrived = later(gear=(TIGER,), groups=driving, places=(bamako, from_there))

    assert compare(arrived, opened(7, landed))["other main country"] == parts, why


@pytest.mark.parametrize(
    ("why", "goals", "late"),
    [("it has come to Bamako", (), 0.25), ("Bamako is still ahead", ("Bamako",), 0.5)],
)
def test_a_column_that_has_driven_on_is_late_by_its_road(
    why: str, goals: tuple[str, ...], late: float
) -> None:
    bamako = Spot("Bamako", "ML", 2.0, lat=12.65, lon=-8.0)
    column = replace(CAME, gear=(TIGER,), groups=(COLUMN,), places=(LOME,))
    later_on = replace(
        column, id="2", at=AT + timedelta(days=3), places=(LOME, bamako), goals=goals
    )

    assert compare(later_on, opened(7, column))["quiet for long"] == late, why


def test_a_capital_further_down_is_no_other_place_of_what_happened_in_its_country() -> None:
    bamako = Spot("Bamako", "ML", 0.8, lat=12.65, lon=-8.0)
    gao = Spot("Gao", "ML", 2.0, lat=16.27, lon=-0.04)
    lost = replace(CAME, gear=(HELICOPTER,), groups=(), places=(gao,))

    features = compare(later(gear=(HELICOPTER,), places=(MALI, bamako)), opened(7, lost))

    assert (features["other place"], features["place unsaid"]) == (0.0, 1.0)


def test_men_in_a_base_and_gear_in_it_are_of_one_base() -> None:
    base = Thing("base", "keyword", 2.0)
    built = replace(CAME, gear=(TIGER,), groups=(base,), activities=("construction",))

    of_base = compare(later(groups=(MEN, base)), opened(7, built))
    of_men = compare(later(groups=(MEN,)), opened(7, built))

    assert of_base["only forces, other"] == 0.0 < of_men["only forces, other"]


def test_a_capital_further_down_may_be_where_it_was() -> None:
    bamako = Spot("Bamako", "ML", 0.8, lat=12.65, lon=-8.0)
    came = replace(CAME, places=(replace(bamako, weight=2.0),))

    features = compare(later(places=(MALI, bamako)), opened(7, came))

    assert features["same place"] > 0.0


@pytest.mark.parametrize(("lately", "quiet"), [(False, 4 / 7), (True, 0.0)])
def test_days_of_silence_part_nothing_from_what_tells_of_last_week(
    lately: bool, quiet: float
) -> None:
    told = replace(CAME, id="2", at=CAME.at + timedelta(days=4), lately=lately)

    features = compare(told, opened(7, CAME))

    assert features["quiet days"] == pytest.approx(quiet)


@pytest.mark.parametrize(
    ("why", "came", "left", "days", "opposed"),
    [
        ("a frigate sails", FRIGATE, FRIGATE, 2, 0.0),
        ("it sails after a week", FRIGATE, FRIGATE, 9, 1.0),
        ("men leave where a frigate came", FRIGATE, MEN, 2, 1.0),
        ("men leave where men came", MEN, MEN, 2, 1.0),
    ],
)
def test_what_had_come_may_leave_again(
    why: str, came: Thing, left: Thing, days: int, opposed: float
) -> None:
    event = opened(7, replace(CAME, groups=(came,)))
    leaving = later(groups=(left,), activities=("withdrawal",))

    features = compare(replace(leaving, at=AT + timedelta(days=days)), event)

    assert features["opposed activity"] == opposed, why


@pytest.mark.parametrize(
    ("why", "places", "opposed"),
    [
        ("they came from there", (LOME, FLAMINGO), 0.0),
        ("some come there", (FLAMINGO,), 1.0),
        ("it is elsewhere", (LOME, TESSALIT), 1.0),
    ],
)
def test_who_left_one_place_comes_to_the_next(
    why: str, places: tuple[Spot, ...], opposed: float
) -> None:
    event = opened(7, replace(CAME, activities=("withdrawal",)))

    features = compare(later(places=places, activities=("arrival",)), event)

    assert features["opposed activity"] == opposed, why


@pytest.mark.parametrize(
    ("why", "reports", "language", "place", "weight"),
    [
        ("little is known of it yet", 3, "ru", FLAMINGO, 1.0),
        ("what it is has been told again and again", 6, "ru", FLAMINGO, 0.5),
        ("nobody told of it in that language", 6, "uk", FLAMINGO, 1.0),
        ("columns of that road are many", 1, "ru", Spot("Kassala", "SD", 2.0), 0.0),
    ],
)
def test_being_the_only_event_of_its_country_says_less_of_what_was_often_told(
    why: str, reports: int, language: str, place: Spot, weight: float
) -> None:
    drives = replace(CAME, language="ru", groups=(COLUMN,), activities=("movement",))
    event = replace(opened(7, drives), reports=reports)
    near = replace(place, lat=FLAMINGO.lat, lon=(FLAMINGO.lon or 0) + (place != FLAMINGO))
    little = later(language=language, groups=(COLUMN,), activities=("movement",), places=(near,))

    features = compare(little, event, Others(alone=True))

    assert features["only one in its country"] == weight, why
