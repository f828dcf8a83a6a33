"""What a report adds to its event is told by its facts, each addition by its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from detector.amended import Amended
from detector.events import OpenEvent, joined, opened
from detector.facts import Facts, Spot, Thing
from detector.novelty import News, Novelty, news, news_of_edit
from detector.weighing import TITLE

AT = datetime(2026, 1, 17, 9, 0, tzinfo=UTC)
BAMAKO = Spot("Bamako", "ML", 2.0, lat=12.65, lon=-8.0)
SENOU = Spot("Senou", "ML", 1.5, lat=12.53, lon=-7.95)  # 14 km away
BASE = Spot("Base 9", "ML", 1.5, lat=12.76, lon=-8.0, site=True)  # 12 km away
KIDAL = Spot("Kidal", "ML", 1.5, lat=18.44, lon=1.41)
GAO = Spot("Gao", "ML", 1.5, lat=16.27, lon=-0.05)
TANKS = Thing("t-72", "equipment", 2.0, ("T-72B3",), ("tank", "armour"), 7, 7)
CARRIERS = Thing("btr-82a", "equipment", 1.5, (), ("apc", "armour"))
SHIP = Thing("adler", "ship", 1.5)

FIRST = Facts(
    "1", AT, "wire", "wire", "C", gear=(TANKS, CARRIERS), places=(BAMAKO,), activities=("arrival",)
)
SAME_SOURCE = replace(FIRST, id="2")
COUNTED = replace(TANKS, low=9, high=9)
SKETCH = "a" * 64
FRONT = Thing("front", "organisation", 1.5, classes=("side",))
AFRICA_CORPS = Thing("africa-corps", "unit", 1.5)
SAVANNA = Thing(
    "brigade:88", "unit", 1.5, classes=("brigade:88", "name:SAFAN"), name="88-й бригады «Саванна»"
)


def test_about_as_many_as_were_told_under_another_name_is_no_first_count() -> None:
    men = Thing("personnel", "keyword", 2.0, low=150, high=150)
    forces = Thing("russian-forces", "unit", 2.0)
    event = opened(1, replace(FIRST, gear=(), groups=(men,), forces=(forces,)))
    told = replace(SAME_SOURCE, gear=(), forces=(replace(forces, low=112, high=188),))

    assert news(told, event) == (News(Novelty.REPEAT),)


def test_men_are_counted_as_men_by_whatever_word() -> None:
    instructors = Thing("advisers", "keyword", 2.0, low=120, high=120)
    servicemen = Thing("personnel", "keyword", 2.0, low=None, high=30, name="servicemen")
    event = opened(1, replace(FIRST, groups=(instructors,)))

    assert news(replace(SAME_SOURCE, groups=(servicemen,)), event) == (
        News(Novelty.CONTRADICTION, "servicemen: –30, before 120"),
    )


@pytest.mark.parametrize(
    ("why", "low", "expected"),
    [
        ("more tanks than of the one model", 9, (News(Novelty.LARGER_COUNT, "tank: 9, before 7"),)),
        ("as many", 7, (News(Novelty.REPEAT),)),
    ],
)
def test_a_class_word_counts_against_its_models(
    why: str, low: int, expected: tuple[News, ...]
) -> None:
    tanks = Thing("tank", "keyword", 1.5, (), ("tank", "armour"), low, low)
    event = opened(1, replace(FIRST, gear=(TANKS,)))

    assert news(replace(SAME_SOURCE, gear=(), groups=(tanks,)), event) == expected, why


@pytest.mark.parametrize(
    ("why", "low", "expected"),
    [
        ("more than all told", 60, News(Novelty.LARGER_COUNT, "machinery: 60, before 40")),
        ("as many", 40, News(Novelty.REPEAT)),
    ],
)
def test_all_that_drives_is_counted_by_whatever_word(why: str, low: int, expected: News) -> None:
    vehicles = Thing("vehicles", "keyword", 1.5, low=40, high=40)
    machinery = Thing("machinery", "keyword", 1.5, low=low, high=low)
    event = opened(1, replace(FIRST, groups=(vehicles,)))

    assert news(replace(SAME_SOURCE, groups=(machinery,)), event) == (expected,), why


def test_wider_classes_count_against_no_model() -> None:
    tanks = Thing("tank", "keyword", 1.5, (), ("tank", "armour"), 9, 9)
    counted = replace(CARRIERS, low=5, high=5)
    event = opened(1, replace(FIRST, gear=(TANKS, counted)))

    found = news(replace(SAME_SOURCE, gear=(), groups=(tanks,)), event)

    assert found == (News(Novelty.LARGER_COUNT, "tank: 9, before 7"),)


@pytest.mark.parametrize(
    ("why", "told", "expected"),
    [
        ("nothing new from the same source", {}, [News(Novelty.REPEAT)]),
        ("another source", {"origin": "osint"},
         [News(Novelty.INDEPENDENT_SOURCE, "2 so far")]),
        ("a better source", {"origin": "press", "reliability": "B"},
         [News(Novelty.INDEPENDENT_SOURCE, "2 so far"),
          News(Novelty.BETTER_SOURCE, "B, before C")]),
        ("equipment that was not told",
         {"gear": (TANKS, replace(CARRIERS, id="bmp-3"))}, [News(Novelty.NEW_EQUIPMENT, "bmp-3")]),
        ("equipment in passing is no news", {"gear": (TANKS, Thing("d-30", "equipment", 0.6))},
         [News(Novelty.REPEAT)]),
        ("a place far away", {"places": (BAMAKO, GAO)}, [News(Novelty.NEW_PLACE, "Gao")]),
        ("a part of a known place", {"places": (SENOU,)}, [News(Novelty.REPEAT)]),
        ("a village near the town, which is named as well", {"places": (BAMAKO, SENOU)},
         [News(Novelty.NEW_PLACE, "Senou")]),
        ("a whole country", {"places": (BAMAKO, Spot("Mali", "ML", 2.0, general=True))},
         [News(Novelty.REPEAT)]),
        ("more of them", {"gear": (COUNTED,)}, [News(Novelty.LARGER_COUNT, "T-72B3: 9, before 7")]),
        ("counted for the first time", {"gear": (replace(CARRIERS, low=5, high=5),)},
         [News(Novelty.LARGER_COUNT, "btr-82a: 5, before uncounted")]),
        ("over fifty", {"gear": (replace(TANKS, low=50, high=None),)},
         [News(Novelty.LARGER_COUNT, "T-72B3: 50–, before 7")]),
        ("far fewer", {"gear": (replace(TANKS, low=2, high=2),)},
         [News(Novelty.CONTRADICTION, "T-72B3: 2, before 7")]),
        ("a little fewer: counts differ among witnesses",
         {"gear": (replace(TANKS, low=6, high=6),)}, [News(Novelty.REPEAT)]),
        ("a unit", {"forces": (AFRICA_CORPS,)}, [News(Novelty.NEW_UNIT, "africa-corps")]),
        ("a unit named further down", {"forces": (replace(AFRICA_CORPS, weight=1.0),)},
         [News(Novelty.NEW_UNIT, "africa-corps")]),
        ("an organisation named further down",
         {"forces": (replace(AFRICA_CORPS, kind="organisation", weight=1.0),)},
         [News(Novelty.REPEAT)]),
        ("a formation, told once",
         {"units": (SAVANNA, replace(SAVANNA, id="name:SAFAN", classes=("name:SAFAN",)))},
         [News(Novelty.NEW_UNIT, "88-й бригады «Саванна»")]),
        ("a formation in an aside", {"units": (replace(SAVANNA, weight=0.2),)},
         [News(Novelty.REPEAT)]),
        ("a side that each report names",
         {"forces": (replace(AFRICA_CORPS, classes=("side",)),)}, [News(Novelty.REPEAT)]),
        ("a marking", {"ids": ("mark:H2200",)}, [News(Novelty.NEW_ID, "marking H2200")]),
        ("a ship's name is an id, not equipment", {"gear": (SHIP,), "ids": ("ship:adler",)},
         [News(Novelty.NEW_ID, "ship adler")]),
        ("what was no loss before, in other words", {"activities": ("loss",)},
         [News(Novelty.REPEAT)]),
        ("something else, in passing", {"activities": ("arrival", "loss")},
         [News(Novelty.REPEAT)]),
        ("another word for arriving", {"activities": ("movement",)}, [News(Novelty.REPEAT)]),
        ("what they build there now", {"since": ("construction",)},
         [News(Novelty.NEW_ACTIVITY, "construction")]),
        ("fences and containers, said to be seen",
         {"activities": ("sighting", "construction", "arrival")}, [News(Novelty.REPEAT)]),
        ("it did not happen, and who says so", {"rejects": True, "ids": ("mark:H2200",)},
         [News(Novelty.NEW_ID, "marking H2200"),
          News(Novelty.CONTRADICTION, "says that it did not happen")]),
        ("it did not happen, nor what they built", {"rejects": True, "since": ("construction",)},
         [News(Novelty.CONTRADICTION, "says that it did not happen")]),
        ("others are wrong", {"disputes": True},
         [News(Novelty.CONTRADICTION, "says that it was otherwise")]),
        ("others are wrong, and a first count", 
         {"disputes": True, "gear": (replace(CARRIERS, low=5, high=5),)},
         [News(Novelty.LARGER_COUNT, "btr-82a: 5, before uncounted"),
          News(Novelty.CONTRADICTION, "says that it was otherwise")]),
        ("others are wrong, and a number too high beside a first count",
         {"amended": (Amended(5, 100),), "gear": (replace(CARRIERS, low=5, high=5),)},
         [News(Novelty.CONTRADICTION, "5, not 100")]),
        ("an office says that others are wrong", {"disputes": True, "official": True},
         [News(Novelty.OFFICIAL_CONFIRMATION),
          News(Novelty.CONTRADICTION, "says that it was otherwise")]),
        ("one of several", {"gear": (replace(TANKS, low=1, high=1),)}, [News(Novelty.REPEAT)]),
        ("others are wrong, and in what", {"disputes": True, "ids": ("mark:H2200",)},
         [News(Novelty.NEW_ID, "marking H2200")]),
        ("a base outside the town that was told", {"places": (BASE,)},
         [News(Novelty.NEW_PLACE, "Base 9")]),
        ("a sign on one of them", {"signs": ("41",)}, [News(Novelty.NEW_ID, "number 41")]),
        ("a sign that its marking tells as well", {"ids": ("mark:H2200",), "signs": ("H2200",)},
         [News(Novelty.NEW_ID, "marking H2200")]),
        ("a number set right", {"amended": (Amended(8, 6),)},
         [News(Novelty.LARGER_COUNT, "8, not 6")]),
        ("a number that was too high", {"amended": (Amended(4, 6),)},
         [News(Novelty.CONTRADICTION, "4, not 6")]),
        ("what was told is not there", {"denies": ("t-72", "Bamako", "Gao")},
         [News(Novelty.CONTRADICTION, "not t-72, Bamako")]),
        ("fewer than others told", {"cited": (7,), "gear": (replace(TANKS, low=6, high=6),)},
         [News(Novelty.CONTRADICTION, "T-72B3: 6, where 7 was told")]),
        ("a number told alone, below what others told", {"cited": (7,), "tally": (2,)},
         [News(Novelty.CONTRADICTION, "2, where 7 was told")]),
        ("whoever is new claims it",
         {"since": ("claimed",), "forces": (FRONT,), "activities": ("arrival", "loss")},
         [News(Novelty.NEW_ACTIVITY, "claimed")]),
        ("what can't have come of it", {"since": ("goal reached", "unloading")},
         [News(Novelty.REPEAT)]),
        ("a number told alone, above all told", {"tally": (9,)},
         [News(Novelty.LARGER_COUNT, "9, before 7")]),
        ("a number told alone, of something else", {"tally": (60,)}, [News(Novelty.REPEAT)]),
        ("a number told alone, as of others' words", {"tally": (9,), "cites": ("wire",)},
         [News(Novelty.REPEAT)]),
        ("where who tells lives", {"places": (BAMAKO, replace(GAO, home=True))},
         [News(Novelty.REPEAT)]),
        ("the land around", {"places": (BAMAKO, replace(GAO, land=True))},
         [News(Novelty.REPEAT)]),
        ("just where, by a name of no list", {"spots": ("Mondoasi",)},
         [News(Novelty.NEW_PLACE, "Mondoasi")]),
        ("what who came is for", {"activities": ("presence", "exercise")}, [News(Novelty.REPEAT)]),
        ("a list of places, the first one among them", {"places": (BAMAKO, GAO, KIDAL)},
         [News(Novelty.REPEAT)]),
        ("a list of places, a day later",
         {"places": (BAMAKO, GAO, KIDAL), "at": AT + timedelta(days=1)},
         [News(Novelty.NEW_PLACE, "Gao, Kidal")]),
        ("an office confirms", {"official": True}, [News(Novelty.OFFICIAL_CONFIRMATION)]),
        ("an office denies", {"official": True, "rejects": True, "activities": ()},
         [News(Novelty.CONTRADICTION, "says that it did not happen")]),
    ],
)  # fmt: skip
def test_each_addition_has_its_name(
    why: str, told: dict[str, object], expected: list[News]
) -> None:
    said = replace(SAME_SOURCE, **told)  # type: ignore[arg-type]  # a table of fields

    assert list(news(said, opened(1, FIRST))) == expected, why


@pytest.mark.parametrize(
    ("why", "hours", "before", "expected"),
    [
        (
            "a column has come",
            30,
            ("movement", "withdrawal"),
            [News(Novelty.NEW_ACTIVITY, "arrival")],
        ),
        ("another word for the same movement", 2, ("movement",), [News(Novelty.REPEAT)]),
        ("that it had come was told", 30, ("movement", "arrival"), [News(Novelty.REPEAT)]),
    ],
)
def test_what_was_on_its_way_is_news_when_it_arrives(
    why: str, hours: int, before: tuple[str, ...], expected: list[News]
) -> None:
    left = opened(1, replace(FIRST, activities=before))
    come = replace(SAME_SOURCE, at=AT + timedelta(hours=hours), activities=("arrival", "movement"))

    assert list(news(come, left)) == expected, why


@pytest.mark.parametrize(
    ("why", "before", "told"),
    [
        ("a second base of the town", {"places": (BAMAKO, replace(SENOU, site=True))},
         {"places": (BASE,)}),
        ("the town, where the base was told", {"places": (BASE,)}, {"places": (BAMAKO,)}),
        ("a village by a base that is named as well",
         {"places": (BASE,)}, {"places": (BASE, BAMAKO)}),
        ("the way through a village near the town",
         {}, {"places": (BAMAKO, replace(SENOU, way=True))}),
        ("the first place, where only the way was told",
         {"places": (Spot("Chad", "TD", 1.5, general=True, way=True),)}, {"places": (GAO,)}),
        ("a correction told before", {"amended": (Amended(8, 6),)}, {"amended": (Amended(8, 6),)}),
        ("a larger number that was told", {}, {"amended": (Amended(7, 6),)}),
        ("as many as others told", {}, {"cited": (7,)}),
        ("two officers, who tell of many men",
         {"gear": (), "groups": (Thing("personnel", "keyword", 2.0, low=60, high=60),)},
         {"gear": (), "groups": (Thing("personnel", "keyword", 2.0, low=2, high=2),)}),
        ("numbers of a long text that cites several", {}, {"cited": (7, 40), "tally": (3,)}),
        ("fewer than what was told of something else", {}, {"cited": (40,), "tally": (3,)}),
        ("the first to tell the cause", {}, {"causes": ("mishap",)}),
        ("a cause told before", {"causes": ("mishap", "shot down")}, {"causes": ("shot down",)}),
        ("the dead, where none was told", {"causes": ("nobody dead",)}, {"causes": ("dead",)}),
        ("a spot, where one was told before", {"spots": ("Mondoasi",)}, {"spots": ("Birni",)}),
        ("a denial told before", {"denies": ("t-72",)}, {"denies": ("t-72",)}),
        ("a sign told before", {"signs": ("41",)}, {"signs": ("41",)}),
        ("claimed by whom all knew to have done it", {"forces": (FRONT,)},
         {"since": ("claimed",), "forces": (FRONT,)}),
        ("a first count of vehicles, as every column has some",
         {"groups": (Thing("vehicles", "keyword", 2.0),)},
         {"groups": (Thing("vehicles", "keyword", 2.0, low=9, high=9),)}),
        ("a first count of a base",
         {"groups": (Thing("base", "keyword", 2.0),)},
         {"groups": (Thing("base", "keyword", 2.0, low=9, high=9),)}),
        ("building told before", {"activities": ("arrival", "construction")},
         {"since": ("construction",)}),
        ("a claim of what was no loss", {}, {"since": ("claimed",), "forces": (FRONT,)}),
        ("a camp taken that nobody left", {}, {"since": ("taken over",), "forces": (FRONT,)}),
        ("an exercise told before", {"activities": ("arrival", "exercise")},
         {"since": ("exercise",)}),
        ("far from the wreck, which is named as well", {"activities": ("loss",)},
         {"activities": ("loss", "sighting"), "places": (SENOU, GAO)}),
        ("an outcome told before", {"since": ("training begun",)}, {"since": ("training begun",)}),
        ("men who were there relieve others",
         {"gear": (), "groups": (Thing("personnel", "keyword", 2.0),), "activities": ("presence",)},
         {"gear": (), "activities": ("rotation",)}),
    ],
)  # fmt: skip
def test_what_only_sounds_new_is_none(
    why: str, before: dict[str, object], told: dict[str, object]
) -> None:
    event = opened(1, replace(FIRST, **before))  # type: ignore[arg-type]  # a table of fields
    said = replace(SAME_SOURCE, **told)  # type: ignore[arg-type]  # a table of fields

    assert news(said, event) == (News(Novelty.REPEAT),), why


@pytest.mark.parametrize("activities", [("loss", "movement"), ("loss", "arrival")])
def test_what_was_lost_on_its_way_may_be_told_of_two_places(activities: tuple[str, ...]) -> None:
    event = opened(1, replace(FIRST, activities=activities))
    told = replace(SAME_SOURCE, places=(SENOU, GAO), activities=activities)

    assert news(told, event) == (News(Novelty.NEW_PLACE, "Gao"),)


def test_the_first_town_is_news_where_only_the_country_was_told() -> None:
    event = opened(1, replace(FIRST, places=(Spot("Mali", "ML", 2.0, general=True),)))

    found = news(replace(SAME_SOURCE, places=(GAO,)), event)

    assert found == (News(Novelty.NEW_PLACE, "Gao"),)


def test_a_list_of_places_some_hours_later_tells_where_it_came_to() -> None:
    told = replace(SAME_SOURCE, places=(BAMAKO, GAO, KIDAL), at=AT + timedelta(hours=7))

    assert news(told, opened(1, FIRST)) == (News(Novelty.NEW_PLACE, "Gao, Kidal"),)


@pytest.mark.parametrize(
    ("why", "known", "abroad", "expected"),
    [
        ("the number is news", (), True, [News(Novelty.NEW_ID, "registration RA76719")]),
        ("the number was told", ("tail:RA76719",), True, [News(Novelty.NEW_PLACE, "Benghazi")]),
        ("it came by the same country", (), False,
         [News(Novelty.NEW_PLACE, "Gao"), News(Novelty.NEW_ID, "registration RA76719")]),
    ],
)  # fmt: skip
def test_who_tells_which_plane_it_was_tells_where_it_came_from(
    why: str, known: tuple[str, ...], abroad: bool, expected: list[News]
) -> None:
    plane = Thing("il-76", "equipment", 1.5, classes=("aircraft", "transport"))
    event = opened(1, replace(FIRST, gear=(plane,), ids=known))
    port = Spot("Benghazi", "LY", 1.5, lat=32.1, lon=20.1) if abroad else GAO
    told = replace(SAME_SOURCE, gear=(plane,), ids=("tail:RA76719",), places=(BAMAKO, port))

    assert news(told, event) == tuple(expected), why


def test_a_far_countrys_port_on_its_way_is_no_place_of_the_event() -> None:
    port = Spot("Hmeimim", "SY", 0.3, lat=35.4, lon=35.9, way=True)

    found = news(replace(SAME_SOURCE, places=(BAMAKO, port)), opened(1, FIRST))

    assert found == (News(Novelty.REPEAT),)


def test_a_loss_told_of_another_place_alone_is_news() -> None:
    event = opened(1, replace(FIRST, activities=("loss",)))
    told = replace(SAME_SOURCE, places=(GAO,), activities=("loss",))

    assert news(told, event) == (News(Novelty.NEW_PLACE, "Gao"),)


def test_what_was_on_the_road_may_be_lost() -> None:
    event = opened(1, replace(FIRST, activities=("movement",)))

    found = news(replace(SAME_SOURCE, activities=("loss",)), event)

    assert found == (News(Novelty.NEW_ACTIVITY, "loss"),)


def test_who_fights_them_claims_what_it_shot_down() -> None:
    rebels = Thing("front", "organisation", 1.5, classes=("armed-group", "side"))
    event = opened(1, replace(FIRST, activities=("loss",)))
    told = replace(SAME_SOURCE, activities=("loss",), causes=("shot down",), forces=(rebels,))

    assert news(told, event) == (News(Novelty.NEW_ACTIVITY, "claimed"),)
    assert news(told, joined(event, told)) == (News(Novelty.REPEAT),)


def test_whoever_is_new_has_taken_what_others_left() -> None:
    event = opened(1, replace(FIRST, activities=("withdrawal",)))
    told = replace(SAME_SOURCE, activities=("withdrawal",), since=("taken over",), forces=(FRONT,))

    assert news(told, event) == (News(Novelty.NEW_ACTIVITY, "taken over"),)


def test_a_goal_reached_is_news_of_what_was_under_way() -> None:
    left = opened(1, replace(FIRST, activities=("movement",)))
    come = replace(
        SAME_SOURCE, at=AT + timedelta(hours=20), activities=("movement",), since=("goal reached",)
    )

    assert news(come, left) == (News(Novelty.NEW_ACTIVITY, "goal reached"),)


@pytest.mark.parametrize(
    ("why", "hours", "expected"),
    [
        ("it had berthed in the morning", 7, News(Novelty.NEW_ACTIVITY, "unloading")),
        ("of course it unloads when it berths", 3, News(Novelty.REPEAT)),
    ],
)
def test_a_ship_s_unloading_is_news_when_it_came_long_before(
    why: str, hours: int, expected: News
) -> None:
    event = opened(1, replace(FIRST, gear=(SHIP,), ids=("ship:adler",)))
    told = replace(SAME_SOURCE, gear=(SHIP,), since=("unloading",))

    assert news(replace(told, at=AT + timedelta(hours=hours)), event) == (expected,), why


def test_a_ship_whose_cargo_was_named_had_been_unloaded() -> None:
    event = opened(1, replace(FIRST, gear=(SHIP, TANKS), ids=("ship:adler",)))
    told = replace(SAME_SOURCE, gear=(), since=("unloading",), at=AT + timedelta(days=1))

    assert news(told, event) == (News(Novelty.REPEAT),)


@pytest.mark.parametrize(
    ("why", "before", "expected"),
    [
        ("it was under way", "movement", News(Novelty.NEW_ACTIVITY, "struck")),
        ("it was there to stay", "presence", News(Novelty.NEW_ACTIVITY, "struck")),
        ("that it was lost was told", "loss", News(Novelty.REPEAT)),
    ],
)
def test_what_was_there_or_under_way_is_struck_once(why: str, before: str, expected: News) -> None:
    event = opened(1, replace(FIRST, activities=(before,)))
    told = replace(SAME_SOURCE, activities=(before,), since=("struck",))

    assert news(told, event) == (expected,), why


def test_a_goal_reached_after_a_pause_is_news_whatever_was_told_first() -> None:
    event = opened(1, replace(FIRST, activities=("arrival", "movement")))
    told = replace(SAME_SOURCE, at=AT + timedelta(days=1), since=("goal reached",))

    assert news(told, event) == (News(Novelty.NEW_ACTIVITY, "goal reached"),)


@pytest.mark.parametrize(
    ("why", "hours", "behind", "expected"),
    [
        ("it opens with it", 20, (), News(Novelty.NEW_ACTIVITY, "exercise")),
        ("told further down: background", 20, ("exercise",), News(Novelty.REPEAT)),
        ("long quiet", 40, ("exercise",), News(Novelty.NEW_ACTIVITY, "exercise")),
    ],
)
def test_what_came_of_it_is_news_where_a_report_opens_with_it(
    why: str, hours: int, behind: tuple[str, ...], expected: News
) -> None:
    event = opened(1, replace(FIRST, activities=("movement",)))
    told = replace(SAME_SOURCE, at=AT + timedelta(hours=hours), activities=("movement",))

    assert news(replace(told, since=("exercise",), behind=behind), event) == (expected,), why


@pytest.mark.parametrize("name", ["goal reached", "struck"])
def test_what_only_time_brings_is_news_further_down_as_well(name: str) -> None:
    event = opened(1, replace(FIRST, activities=("movement",)))
    told = replace(SAME_SOURCE, at=AT + timedelta(hours=20), activities=("movement",))

    assert news(replace(told, since=(name,), behind=(name,)), event) == (
        News(Novelty.NEW_ACTIVITY, name),
    )


AHEAD = replace(FIRST, places=(BAMAKO, GAO), goals=("Gao",), activities=("movement",))
AT_GAO = replace(SAME_SOURCE, at=AT + timedelta(hours=8), places=(GAO,), activities=("presence",))


def test_who_is_where_the_way_led_has_reached_the_goal() -> None:
    come = news(AT_GAO, opened(1, AHEAD))

    assert come == (News(Novelty.NEW_ACTIVITY, "goal reached"),)
    assert news(AT_GAO, joined(opened(1, AHEAD), AT_GAO)) == (News(Novelty.REPEAT),)


@pytest.mark.parametrize(
    ("why", "before", "told"),
    [
        ("the way still leads there", {}, {"goals": ("Gao",)}),
        ("it tells of the way", {}, {"activities": ("movement", "presence")}),
        ("it is there as soon as it left", {}, {"at": AT + timedelta(hours=2)}),
        ("something was there before", {"goals": ()}, {}),
        ("it is on the way through", {}, {"places": (replace(GAO, way=True),)}),
        ("who tells lives there", {}, {"places": (BAMAKO, replace(GAO, home=True))}),
        ("that it was lost on the way was told", {"activities": ("loss",)}, {}),
        ("others are said to be wrong", {}, {"disputes": True}),
    ],
)
def test_a_goal_is_not_reached_where(
    why: str, before: dict[str, object], told: dict[str, object]
) -> None:
    event = opened(1, replace(AHEAD, **before))  # type: ignore[arg-type]  # a table of fields
    said = replace(AT_GAO, **told)  # type: ignore[arg-type]  # a table of fields

    assert Novelty.NEW_ACTIVITY not in {one.name for one in news(said, event)}, why


@pytest.mark.parametrize(
    ("why", "before", "expected"),
    [
        ("they had come to stay", ("presence",), News(Novelty.NEW_ACTIVITY, "gone")),
        ("they were leaving", ("presence", "withdrawal"), News(Novelty.REPEAT)),
        ("they were under way", ("movement",), News(Novelty.REPEAT)),
    ],
)
def test_who_had_come_to_stay_is_gone(why: str, before: tuple[str, ...], expected: News) -> None:
    event = opened(1, replace(FIRST, activities=before))
    told = replace(SAME_SOURCE, activities=before, since=("gone",))

    assert news(told, event) == (expected,), why


@pytest.mark.parametrize(
    ("why", "hours", "expected"),
    [
        ("it was done with them later", 8, News(Novelty.NEW_ACTIVITY, "handover")),
        ("another word for how they came", 2, News(Novelty.REPEAT)),
    ],
)
def test_what_is_done_with_it_is_done_later(why: str, hours: int, expected: News) -> None:
    event = opened(1, replace(FIRST, activities=("arrival",)))
    told = replace(SAME_SOURCE, activities=("arrival", "handover"))

    assert news(replace(told, at=AT + timedelta(hours=hours)), event) == (expected,), why


def test_what_was_told_once_is_no_news_again() -> None:
    event = joined(opened(1, FIRST), replace(SAME_SOURCE, gear=(COUNTED,), places=(GAO,)))

    again = news(replace(SAME_SOURCE, id="3", gear=(COUNTED,), places=(GAO,)), event)

    assert again == (News(Novelty.REPEAT),)


def test_a_count_told_under_another_name_is_no_news() -> None:
    event = opened(
        1, replace(FIRST, gear=(), groups=(Thing("tanks", "keyword", 2.0, low=7, high=7),))
    )
    known: OpenEvent = joined(
        event, replace(SAME_SOURCE, gear=(replace(TANKS, low=None, high=None),))
    )

    said = news(replace(SAME_SOURCE, id="3"), known)

    assert Novelty.LARGER_COUNT not in [one.name for one in said]


def test_an_edit_says_that_it_is_one_and_what_it_adds() -> None:
    edited = replace(FIRST, gear=(COUNTED, CARRIERS))

    assert news_of_edit(edited, opened(1, FIRST)) == (
        News(Novelty.EDITED),
        News(Novelty.LARGER_COUNT, "T-72B3: 9, before 7"),
    )


def test_another_cause_contradicts_the_one_that_was_told() -> None:
    event = opened(1, replace(FIRST, causes=("shot down",)))

    assert news(replace(SAME_SOURCE, causes=("shot down", "mishap")), event) == (
        News(Novelty.CONTRADICTION, "mishap, before shot down"),
    )


def test_nobody_dead_contradicts_the_dead_that_were_told() -> None:
    event = opened(1, replace(FIRST, causes=("dead",)))

    assert news(replace(SAME_SOURCE, causes=("nobody dead",)), event) == (
        News(Novelty.CONTRADICTION, "nobody dead, before dead"),
    )


def test_a_tenth_more_is_more_in_whole_numbers_too() -> None:
    event = opened(1, replace(FIRST, gear=(replace(TANKS, low=50, high=50),)))

    assert news(replace(SAME_SOURCE, gear=(replace(TANKS, low=55, high=55),)), event) == (
        News(Novelty.LARGER_COUNT, "T-72B3: 55, before 50"),
    )


def test_a_class_word_counts_beside_models_of_another_class() -> None:
    event = opened(1, replace(FIRST, gear=(TANKS,)))
    tanks = Thing("tank", "kind", 1.5, classes=("tank", "armour"), low=9, high=9)
    carriers = replace(CARRIERS, id="btr-80", low=3, high=3)
    told = replace(
        SAME_SOURCE, gear=(replace(TANKS, low=None, high=None), carriers), groups=(tanks,)
    )

    assert News(Novelty.LARGER_COUNT, "tank: 9, before 7") in news(told, event)


@pytest.mark.parametrize(
    ("why", "middle", "expected"),
    [
        ("a third more", 40, News(Novelty.LARGER_COUNT, "personnel: 30–50, before 22–38")),
        ("about as many", 33, News(Novelty.REPEAT)),
    ],
)
def test_estimates_of_men_grow_by_three_tenths_at_least(
    why: str, middle: int, expected: News
) -> None:
    men = Thing("personnel", "keyword", 1.5, low=22, high=38)
    more = replace(men, low=round(middle * 0.75), high=round(middle * 1.25))
    event = opened(1, replace(FIRST, groups=(men,)))

    assert news(replace(SAME_SOURCE, groups=(more,)), event) == (expected,), why


@pytest.mark.parametrize(("name", "is_new"), [("Ладога Трейдер", False), ("Kapitan Yurlov", True)])
def test_another_ship_is_news_and_another_spelling_is_none(name: str, is_new: bool) -> None:
    found = news(
        replace(SAME_SOURCE, ids=(f"name:{name}",)),
        opened(1, replace(FIRST, ids=("name:LADOGA TRADER",))),
    )

    named = News(Novelty.NEW_ID, f"ship {name}") if is_new else News(Novelty.REPEAT)
    assert found == (named,)


def test_that_others_are_wrong_is_news_once() -> None:
    told = replace(SAME_SOURCE, disputes=True)

    assert news(told, opened(1, FIRST)) == (
        News(Novelty.CONTRADICTION, "says that it was otherwise"),
    )
    assert news(told, opened(1, replace(FIRST, disputes=True))) == (News(Novelty.REPEAT),)


@pytest.mark.parametrize(("many", "is_more"), [(34, True), (19, False)])
def test_vehicles_are_counted_beside_the_number_of_all(many: int, is_more: bool) -> None:
    event = opened(1, replace(FIRST, tally=(18,)))
    told = replace(SAME_SOURCE, gear=(), groups=(Thing("vehicles", "keyword", 2.0, low=many),))

    assert (news(told, event)[0].name == Novelty.LARGER_COUNT) is is_more


def test_a_number_told_alone_is_news_once() -> None:
    event = opened(1, replace(FIRST, tally=(9,)))

    assert news(replace(SAME_SOURCE, tally=(9,)), event) == (News(Novelty.REPEAT),)


@pytest.mark.parametrize(("many", "is_less"), [(2, False), (5, True)])
def test_two_vehicles_on_tow_are_no_smaller_column(many: int, is_less: bool) -> None:
    column = Thing("vehicles", "keyword", 2.0, low=20, high=20)
    event = opened(1, replace(FIRST, gear=(), groups=(column,)))
    told = replace(SAME_SOURCE, gear=(), groups=(replace(column, low=many, high=many),))

    assert (news(told, event)[0].name == Novelty.CONTRADICTION) is is_less


def test_a_number_told_alone_is_the_one_told_of_the_men_later() -> None:
    men = Thing("personnel", "keyword", 2.0)
    event = opened(1, replace(FIRST, gear=(), groups=(men,), tally=(60,)))
    told = replace(SAME_SOURCE, gear=(), groups=(replace(men, low=45, high=75),))

    assert news(told, event) == (News(Novelty.REPEAT),)


def test_what_a_plane_brought_is_unloaded_later() -> None:
    plane = Thing("il-76", "equipment", 2.0, classes=("aircraft", "transport"))
    event = opened(1, replace(FIRST, gear=(plane,)))
    told = replace(SAME_SOURCE, gear=(plane,), since=("unloading",), at=AT + timedelta(days=1))

    assert news(told, event) == (News(Novelty.NEW_ACTIVITY, "unloading"),)


MEN = Thing("personnel", "keyword", 1.5, low=60, high=60)
TRUCKS = Thing("truck", "kind", 1.5, classes=("truck",))
UNCOUNTED = replace(FIRST, gear=(), groups=(Thing("convoy", "keyword", 2.0), TRUCKS))


@pytest.mark.parametrize(
    ("why", "told", "expected"),
    [
        ("many men", MEN, "personnel: 60, before uncounted"),
        ("guards or a crew", replace(MEN, low=6, high=6), None),
        ("what drives in the column", replace(COUNTED, id="tank"), "T-72B3: 9, before uncounted"),
        ("as well two of them", replace(COUNTED, id="tank", low=2, high=2), None),
        (
            "another word for what was told",
            replace(TRUCKS, id="lorry", low=9, high=9),
            "lorry: 9, before uncounted",
        ),
    ],
)
def test_what_was_told_uncounted_is_counted_once(
    why: str, told: Thing, expected: str | None
) -> None:
    found = news(
        replace(SAME_SOURCE, gear=(), groups=(replace(told, kind="kind"),)), opened(1, UNCOUNTED)
    )

    named = News(Novelty.LARGER_COUNT, expected) if expected else News(Novelty.REPEAT)
    assert found == (named,), why


def test_what_nobody_told_of_is_no_first_count() -> None:
    boats = Thing("boat", "kind", 1.5, classes=("boat",), low=9, high=9)
    event = opened(1, replace(UNCOUNTED, groups=(TRUCKS,)))

    assert news(replace(SAME_SOURCE, gear=(), groups=(boats,)), event) == (News(Novelty.REPEAT),)


def test_where_something_was_counted_no_other_number_is_the_first() -> None:
    event = opened(1, replace(UNCOUNTED, groups=(*UNCOUNTED.groups, COUNTED)))
    told = replace(SAME_SOURCE, gear=(), groups=(replace(TRUCKS, low=None, high=None), MEN))

    assert news(told, event) == (News(Novelty.REPEAT),)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ((), News(Novelty.LARGER_COUNT, "personnel: 60, before uncounted")),
        (("aircraft",), News(Novelty.LARGER_COUNT, "personnel: 60, before uncounted")),
        (("truck",), News(Novelty.REPEAT)),
    ],
)
def test_men_told_of_first_are_counted_beside_counted_gear_with_no_more_than_what_brought_them(
    beside: tuple[str, ...], expected: News
) -> None:
    event = opened(1, replace(UNCOUNTED, groups=(*UNCOUNTED.groups, COUNTED)))
    others = tuple(Thing(one, "kind", 1.5, classes=(one,)) for one in beside)
    told = replace(SAME_SOURCE, gear=(), groups=(replace(MEN, weight=TITLE), *others))

    assert news(told, event)[-1] == expected


@pytest.mark.parametrize(
    ("what", "is_first"), [("aircraft", True), ("ship", True), ("truck", False)]
)
def test_who_came_in_two_planes_is_counted_for_the_first_time(what: str, is_first: bool) -> None:
    carriers = Thing(what, "kind", 1.5, classes=(what,), low=2, high=2)
    event = opened(1, replace(UNCOUNTED, groups=(*UNCOUNTED.groups, carriers)))
    told = replace(SAME_SOURCE, gear=(), groups=(MEN, replace(carriers, low=None, high=None)))

    found = news(told, event)

    assert (found[0].name == Novelty.LARGER_COUNT) is is_first


def test_a_model_of_a_class_that_nobody_counted_brings_its_number() -> None:
    kamaz = Thing("kamaz", "equipment", 1.5, classes=("truck",), low=9, high=9)

    assert news(replace(SAME_SOURCE, gear=(kamaz,)), opened(1, UNCOUNTED)) == (
        News(Novelty.NEW_EQUIPMENT, "kamaz"),
        News(Novelty.LARGER_COUNT, "kamaz: 9, before uncounted"),
    )


def test_about_as_many_as_may_have_come_at_most_are_no_more() -> None:
    men = Thing("russian-forces", "unit", 2.0, classes=("men",), high=80)
    event = opened(1, replace(FIRST, gear=(), forces=(men,)))
    told = replace(SAME_SOURCE, gear=(), forces=(replace(men, low=60, high=100),))

    assert news(told, event) == (News(Novelty.REPEAT),)


def test_the_most_that_was_told_of_men_is_no_larger_count_again() -> None:
    men = Thing("russian-forces", "unit", 2.0, classes=("men",), low=150, high=150)
    more = replace(SAME_SOURCE, gear=(), forces=(replace(men, low=300, high=300),))
    event = joined(opened(1, replace(FIRST, gear=(), forces=(men,))), more)

    assert news(more, event) == (News(Novelty.REPEAT),)


@pytest.mark.parametrize(
    ("cites", "expected"),
    [((), News(Novelty.NEW_ACTIVITY, "handover")), (("wire",), News(Novelty.REPEAT))],
)
def test_who_retells_a_known_report_tells_no_new_activity(
    cites: tuple[str, ...], expected: News
) -> None:
    later = replace(SAME_SOURCE, at=AT + timedelta(hours=8), cites=cites)
    told = replace(later, activities=("arrival", "handover"))

    assert news(told, opened(1, FIRST)) == (expected,)


def test_a_class_of_what_was_told_may_be_denied() -> None:
    told = replace(SAME_SOURCE, denies=("tank",))

    assert news(told, opened(1, FIRST)) == (News(Novelty.CONTRADICTION, "not tank"),)


def test_a_formation_is_the_same_by_its_number_or_its_name() -> None:
    event = opened(1, replace(FIRST, units=(SAVANNA,)))
    named = replace(SAVANNA, id="name:SAFAN", classes=("name:SAFAN",), name="группа «Саванна»")
    numbered = replace(SAVANNA, classes=("brigade:88",), name="the 88th brigade")

    told = news(replace(FIRST, units=(named, numbered)), event)

    assert Novelty.NEW_UNIT not in {one.name for one in told}
    assert joined(event, replace(FIRST, units=(named,))).units == (SAVANNA,)


@pytest.mark.parametrize(
    ("why", "silence", "step", "told"),
    [
        ("after two days of silence", 48, 1.0, True),
        ("said again the same day", 8, 1.0, False),
        ("the same day, in words that leave little doubt", 8, 2.5, True),
    ],
)
def test_words_alone_may_tell_a_further_step_the_surer_the_sooner(
    why: str, silence: int, step: float, *, told: bool
) -> None:
    later = replace(
        SAME_SOURCE, at=AT + timedelta(hours=silence), step=step, worded="worded like one: mended"
    )

    found = news(later, opened(1, FIRST))

    assert (News(Novelty.NEW_ACTIVITY, "worded like one: mended") in found) is told, why


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("it says that others are wrong", replace(SAME_SOURCE, disputes=True)),
        ("it tells what the wire told", replace(SAME_SOURCE, source="b", cites=("wire",))),
        ("it has other news", replace(SAME_SOURCE, places=(BAMAKO, KIDAL))),
        ("it has a known report's words", replace(SAME_SOURCE, sketch=SKETCH)),
    ],
)
def test_words_alone_tell_less_where(why: str, change: Facts) -> None:
    later = replace(change, at=AT + timedelta(hours=48), step=1.0)

    found = {one.name for one in news(later, opened(1, replace(FIRST, sketch=SKETCH)))}

    assert Novelty.NEW_ACTIVITY not in found, why
