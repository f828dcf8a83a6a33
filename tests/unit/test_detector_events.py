"""Which event a report belongs to, decided by facts; every refusal has its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from detector.comparing import compare
from detector.copies import Copy, Sameness, fingerprint
from detector.event_keys import keys_of, wanted
from detector.events import (
    Match,
    OpenEvent,
    Weights,
    joined,
    open_since,
    opened,
    others_of,
    place,
)
from detector.facts import Facts, Spot, Thing
from detector.model import Assessment
from detector.novelty import News, Novelty
from detector.placing import (
    Placed,
    place_copy,
    place_edit,
    place_follow_up,
    place_report,
    still_repeats,
)

AT = datetime(2026, 1, 17, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
BAMAKO = Spot("Bamako", "ML", 2.0, lat=12.65, lon=-8.0)
SENOU = Spot("Senou", "ML", 2.0, lat=12.53, lon=-7.95)
KIDAL = Spot("Kidal", "ML", 2.0, lat=18.44, lon=1.41)
BANGUI = Spot("Bangui", "CF", 2.0, lat=4.36, lon=18.56)
MALI = Spot("Mali", "ML", 2.0, general=True)
TANK = Thing("t-72", "equipment", 2.0, ("T-72B3",), ("tank", "armour"), 7, 7)
PLANE = Thing("il-76", "equipment", 2.0, (), ("aircraft",))
TANKS = Thing("tank", "keyword", 2.0, classes=("tank", "armour"))
CARRIER = Thing("tigr", "equipment", 2.0, (), ("protected-vehicle", "armour"))
ARMOUR = Thing("armour", "keyword", 2.0, classes=("armour",))
COLUMN = Thing("convoy", "keyword", 2.0)
GUNS = Thing("d-30", "equipment", 1.5, (), ("artillery",), 2, 2)
SEVENTEEN = Thing("vehicles", "keyword", 1.5, low=17, high=17)
FIRST = Facts("1", AT, "a", "a", gear=(TANK,), places=(BAMAKO,), activities=("arrival",))
WEIGHTS = Weights(
    -2.0,
    {"gear alike": 2.0, "same place": 1.5, "gear class shared": 1.5, "place unsaid": -0.5,
     "same country": 0.5, "same id": 3.0, "other gear": -3.0, "quiet days": -2.0,
     "same activity": 0.5, "support": 0.5},
    join=0.5,
    merge=0.7,
)  # fmt: skip


def report(**told: object) -> Facts:
    return replace(FIRST, **{"id": "2", "source": "b", "origin": "b", "at": AT + DAY / 4, **told})  # type: ignore[arg-type]  # a table of fields


PLACE_ALONE = report(gear=(), activities=())


@pytest.mark.parametrize(
    ("why", "facts", "same"),
    [
        ("the same things at the same place", report(), True),
        ("a place of the same town", report(places=(SENOU,)), True),
        ("tanks in general at the same place", report(gear=(), groups=(TANKS,)), True),
        ("other models, besides the tanks", report(gear=(CARRIER,), groups=(TANKS,)), True),
        ("a column without a model", report(gear=(), groups=(COLUMN,)), True),
        ("two guns among seventeen vehicles", report(gear=(GUNS,), groups=(SEVENTEEN,)), True),
        ("other models, besides some armour", report(gear=(CARRIER,), groups=(ARMOUR,)), False),
        ("a column, where aircraft were told of", report(gear=(PLANE,), groups=(COLUMN,)), False),
        ("the same things, only the country is said", report(places=(MALI,)), True),
        ("other things at the same place", report(gear=(PLANE,)), False),
        ("the same things far away", report(places=(KIDAL,)), False),
        ("the same things in another country", report(places=(BANGUI,)), False),
    ],
)
def test_a_report_joins_by_things_and_place(why: str, facts: Facts, same: bool) -> None:
    verdict = place(facts, [opened(7, FIRST)], WEIGHTS)

    assert (verdict.event is not None) is same, why


def test_a_follow_up_joins_though_it_names_only_what_is_new() -> None:
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "told as follow-up": 2.0})
    event = opened(7, FIRST)

    told = [place(report(gear=(GUNS,), follows=said), [event], weights) for said in (False, True)]

    assert [one.event for one in told] == [None, event]


def test_men_and_trucks_that_leave_one_place_are_of_one_withdrawal() -> None:
    truck = Thing("truck", "keyword", 2.0, classes=("truck",), low=4)
    leaving = replace(FIRST, gear=(), groups=(truck,), activities=("withdrawal",))
    men = Thing("corps", "keyword", 2.0)
    told = report(gear=(), groups=(men,), activities=("withdrawal",))
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "only forces, other": -3.0})

    verdict = place(told, [opened(7, leaving)], weights)

    assert verdict.event is not None


def test_what_came_by_a_plane_is_of_its_landing() -> None:
    plane = replace(PLANE, classes=("aircraft", "transport"))
    landing = opened(7, replace(FIRST, gear=(plane,)))

    assert place(report(gear=(GUNS,)), [landing], WEIGHTS).event == landing


@pytest.mark.parametrize(
    ("why", "elsewhere", "joins"),
    [
        ("the other event is of another country", BANGUI, True),
        ("either event may be meant", KIDAL, False),
    ],
)
def test_a_report_that_says_little_is_of_the_only_event_of_its_country(
    why: str, elsewhere: Spot, joins: bool
) -> None:
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "only one in its country": 2.0})
    events = [opened(7, FIRST), opened(8, replace(FIRST, gear=(GUNS,), places=(elsewhere,)))]
    little = report(gear=(), places=(MALI,))

    verdict = place(little, events, weights)

    assert (verdict.event == events[0]) is joins, why


def test_what_may_be_no_report_is_of_no_event_for_want_of_another() -> None:
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "only one in its country": 2.0})
    little = report(gear=(), places=(MALI,))

    verdicts = [place(little, [opened(7, FIRST)], weights, surely=said) for said in (True, False)]

    assert [verdict.event is not None for verdict in verdicts] == [True, False]


@pytest.mark.parametrize(("weight", "crowd"), [(2.0, 1 / 3), (0.5, 0.0)])
def test_an_event_that_names_a_place_in_passing_is_no_rival_there(
    weight: float, crowd: float
) -> None:
    other = replace(FIRST, places=(KIDAL, replace(BAMAKO, weight=weight)))

    others = others_of(report(), [opened(7, FIRST), opened(8, other)])

    assert others.there == pytest.approx(crowd)


def test_an_event_there_of_something_else_is_less_of_a_rival() -> None:
    planes = replace(FIRST, gear=(replace(PLANE, classes=("drone",)),))

    others = others_of(report(), [opened(7, FIRST), opened(8, planes)])

    assert others.there == pytest.approx(0.7 / 3)


def test_another_tail_number_is_another_event_whatever_else_agrees() -> None:
    flight = replace(FIRST, gear=(PLANE,), ids=("tail:RA76845",))

    verdict = place(report(gear=(PLANE,), ids=("tail:RA78830",)), [opened(7, flight)], WEIGHTS)

    assert verdict.event is None
    assert verdict.matches[0].veto == "another number of the same kind"


def test_the_same_marking_joins_reports_that_name_no_common_thing() -> None:
    marked = replace(FIRST, ids=("mark:H2200",))

    verdict = place(report(gear=(), ids=("mark:H2200",)), [opened(7, marked)], WEIGHTS)

    assert verdict.event is not None


def test_an_event_is_over_after_seven_idle_days() -> None:
    late = replace(report(), at=AT + 8 * DAY)

    assert place(late, [opened(7, FIRST)], WEIGHTS).event is None


def test_what_says_that_it_goes_on_with_an_event_finds_it_a_week_longer() -> None:
    event = opened(7, FIRST)

    found = [
        [event.is_open_for(report(at=AT + days * DAY, follows=follows)) for days in (8, 15)]
        for follows in (False, True)
    ]

    assert found == [[False, False], [True, False]]
    assert open_since(report(at=AT + 8 * DAY, follows=True)) == AT - 6 * DAY


def test_a_ship_is_of_its_event_wherever_in_the_country_it_is_told_to_be() -> None:
    named = replace(FIRST, ids=("ship:adler",))
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "other place": -9.0})
    far = report(ids=named.ids, places=(KIDAL,))

    assert place(far, [opened(7, named)], weights).event == opened(7, named)


def test_a_late_item_counts_as_of_its_own_time() -> None:
    event = joined(opened(7, FIRST), replace(FIRST, at=AT + 3 * DAY))

    verdict = place(replace(report(), at=AT - DAY), [event], WEIGHTS)

    assert verdict.event is not None
    assert joined(event, replace(report(), at=AT - DAY)).first_at == AT - DAY


def test_tanks_that_move_are_on_the_road_even_over_a_border() -> None:
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "further on the road": 2.0})
    cinkasse = Spot("Cinkassé", "TG", 2.0, lat=11.1, lon=0.02)
    fada = Spot("Fada N'Gourma", "BF", 2.0, lat=12.06, lon=0.35)
    moving = {"activities": ("movement",)}
    event = opened(7, replace(FIRST, places=(cinkasse,), activities=("movement",)))

    told = [
        place(report(places=(fada,), gear=gear, **moving), [event], weights)
        for gear in ((TANK,), (TANK, PLANE), (CARRIER,))
    ]

    assert [one.event for one in told] == [event, None, None]


def test_a_ship_that_had_left_is_the_same_where_it_comes_to() -> None:
    adler = Thing("adler", "ship", 2.0)
    sailed = replace(FIRST, gear=(adler,), ids=("ship:adler",), activities=("movement",))
    moored = replace(sailed, activities=("arrival",))
    told = report(gear=(adler,), ids=("ship:adler",), places=(BANGUI,))
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "other country": -9.0})

    found = [place(told, [opened(7, first)], weights).event for first in (sailed, moored)]

    assert found == [opened(7, sailed), None]


def test_an_event_of_a_whole_country_is_looked_up_by_a_report_from_its_town() -> None:
    vague = replace(FIRST, places=(MALI,))

    assert "c:ML" in set(keys_of(opened(7, vague))) & set(wanted(report()))


def test_a_column_is_further_on_the_road_where_it_may_have_come_so_far() -> None:
    weights = replace(WEIGHTS, features={**WEIGHTS.features, "further on the road": 2.0})
    gao = Spot("Gao", "ML", 2.0, lat=16.27, lon=-0.05)
    ansongo = Spot("Ansongo", "ML", 2.0, lat=15.66, lon=0.5)
    event = opened(7, replace(FIRST, groups=(COLUMN,), places=(gao,)))
    further = report(groups=(COLUMN,), places=(ansongo,))
    far = report(groups=(COLUMN,), places=(BAMAKO,))  # 900 km in six hours
    parked = report(places=(ansongo,))

    told = [place(one, [event], weights).event for one in (further, far, parked)]

    assert told == [event, None, None]


def test_a_text_that_says_it_is_a_new_case_joins_nothing_told_before() -> None:
    event = opened(7, FIRST)

    assert (
        place(report(separate=True, at=FIRST.at + timedelta(days=2)), [event], WEIGHTS).event
        is None
    )
    assert place(report(separate=True), [event], WEIGHTS).event == event, "it may be that case"


def test_who_retells_a_known_source_is_not_independent() -> None:
    told = place_report(report(cites=("a",)), [opened(7, FIRST)], WEIGHTS)

    assert told.names == (Novelty.REPEAT,)


@pytest.mark.parametrize(
    "placed",
    [
        pytest.param(
            lambda told: place_edit(told, opened(7, FIRST)), id="a forwarded post is edited"
        ),
        pytest.param(
            lambda told: place_copy(told, Copy(7, Sameness.NEAR, 0.9), opened(7, FIRST)),
            id="a copy changes a count",
        ),
    ],
)
def test_other_words_of_what_was_told_are_no_further_origin(
    placed: Callable[[Facts], Placed],
) -> None:
    changed = report(gear=(replace(TANK, low=9, high=9),))

    event = placed(changed).event

    assert event.origins == ("a",)
    assert place_report(report(id="3", source="c", origin="c"), [event], WEIGHTS).news == (
        News(Novelty.INDEPENDENT_SOURCE, "2 so far"),
    )


def test_a_late_report_counts_as_of_the_day_that_it_tells_of() -> None:
    event = opened(7, FIRST)

    late = place(report(at=AT + 12 * DAY), [event], WEIGHTS)
    dated = place(report(at=AT + 12 * DAY, day=AT), [event], WEIGHTS)

    assert (late.event, dated.event) == (None, event)
    assert joined(event, report(at=AT + 12 * DAY, day=AT)).last_at == event.last_at


def test_one_similar_report_in_a_large_event_is_no_quorum() -> None:
    event = opened(7, FIRST)
    for number in range(6):
        event = joined(event, replace(FIRST, id=f"k{number}", gear=(PLANE,)))

    verdict = place(report(), [event], WEIGHTS)

    assert verdict.event is None
    assert verdict.matches[0].veto == "too few of its reports agree"


def test_two_open_events_that_a_report_shows_to_be_one_are_merged() -> None:
    one, other = opened(7, FIRST), opened(8, replace(FIRST, id="x", origin="x"))

    placed = place_report(report(), [one, other], WEIGHTS)

    assert (placed.event.id, placed.merged) == (7, (8,))
    assert placed.event.reports == 3
    assert set(placed.event.origins) == {"a", "x", "b"}


@pytest.mark.parametrize(
    ("why", "languages", "gear", "third", "merged"),
    [
        ("each told in one language", ("ru", "fr", "ru"), (), False, (8,)),
        ("both told in one language", ("ru", "ru", "ru"), (), False, ()),
        ("a language that told of the other one", ("ru", "fr", "fr"), (), False, ()),
        ("aircraft, where tanks were told of", ("ru", "fr", "ru"), (PLANE,), False, ()),
        ("or of a third one there", ("ru", "fr", "ru"), (), True, ()),
    ],
)
def test_an_echo_in_another_language_is_of_the_event_that_it_hardly_fits(
    why: str, languages: tuple[str, str, str], gear: tuple[Thing, ...], third: bool,
    merged: tuple[int, ...],
) -> None:  # fmt: skip
    """As reports in one language are read together, others of the event fit what is known now."""
    weights = replace(WEIGHTS, bias=-3.5, join=0.5, merge=0.97)
    told, echoed, confirmed = languages
    one = opened(7, replace(FIRST, language=told))
    column = replace(FIRST, id="x", origin="x", gear=gear, groups=(COLUMN,), language=echoed)

    events = [one, opened(8, column)]
    if third:
        events.append(opened(9, replace(column, id="y", gear=(PLANE,))))

    placed = place_report(report(language=confirmed), events, weights)

    assert (placed.event.id, placed.merged) == (7, merged), why


def test_the_terms_of_a_match_are_explained_strongest_first() -> None:
    found = place(report(), [opened(7, FIRST)], WEIGHTS).matches[0]

    assert found.explained() == (
        "event 7: 0.95 (gear alike +2.0, same place +1.5, same country +0.5, "
        "same activity +0.5, support +0.5, quiet days -0.1)"
    )
    assert Match(3, 0.2, (), "another place").explained().endswith("; refused: another place")


def test_an_event_knows_the_range_of_all_counts_told() -> None:
    event = joined(opened(7, FIRST), report(gear=(replace(TANK, low=9, high=9),)))

    assert [(thing.low, thing.high) for thing in event.gear] == [(7, 9)]


def test_a_base_outside_a_town_is_looked_up_by_where_it_lies() -> None:
    base = report(places=(Spot("Senou", "ML", 2.0, lat=12.53, lon=-7.95),))

    assert set(wanted(base)) & set(keys_of(opened(7, FIRST))) >= {"g:25:-16"}


def test_an_event_is_filed_under_all_that_an_item_may_be_looked_up_by() -> None:
    facts = report(ids=("mark:H2200",), groups=(TANKS,))

    assert keys_of(opened(7, facts)) == (
        "i:mark:H2200", "p:ML:Bamako", "g:25:-16", "t:t-72:ML", "k:tank:ML", "a:t-72", "a:tank",
    )  # fmt: skip
    assert wanted(facts) == (
        "i:mark:H2200", "p:ML:Bamako", "t:t-72:ML", "g:25:-16", "g:25:-17", "g:24:-16", "g:24:-17",
        "c:ML",
    )  # fmt: skip
    assert wanted(report(gear=(), places=(MALI,), groups=(TANKS,))) == ("k:tank:ML",)
    assert wanted(replace(facts, places=())) == ("i:mark:H2200", "a:t-72", "a:tank")


def test_an_event_keeps_its_first_and_latest_reports_only() -> None:
    event: OpenEvent = opened(7, FIRST)
    for number in range(2, 30):
        event = joined(event, replace(FIRST, id=str(number)))

    assert [facts.id for facts in event.members] == ["1", "2", "3", "4", *map(str, range(24, 30))]
    assert event.reports == 29


def test_a_sketch_is_the_same_for_the_same_words() -> None:
    assert (
        fingerprint("", "One two three four").minhash
        == fingerprint("", "one TWO three, four").minhash
    )


@pytest.mark.parametrize(
    ("why", "changes", "least", "rings"),
    [
        ("a weak match by somebody new after a pause", {}, 0.0, True),
        ("a sure match", {}, -9.0, False),
        ("soon after", {"at": AT + DAY}, 0.0, False),
        ("by who told it", {"origin": FIRST.origin}, 0.0, False),
    ],
)
def test_what_may_be_another_event_after_all_rings(
    why: str, changes: dict[str, Any], least: float, rings: bool
) -> None:
    weights = Weights(0.1 - least, {}, join=0.5, merge=0.97)
    told: dict[str, Any] = {"id": "2", "at": AT + 2 * DAY, "origin": "somebody else"}
    later = replace(FIRST, **(told | changes))

    placed = place_report(later, [opened(7, FIRST)], weights)

    assert placed.event.reports == 2, why
    assert (Novelty.FIRST_REPORT in placed.names) is rings, why


@pytest.mark.parametrize(
    ("why", "facts", "joins"),
    [
        ("soon, of the same things and place", report(), True),
        ("long after", replace(report(), at=AT + 8 * DAY), False),
        ("of the same things in its country", report(places=(MALI,)), True),
        ("of little in its country", report(gear=(), places=(MALI,), activities=()), False),
        ("elsewhere", report(places=(KIDAL,)), False),
    ],
)
def test_what_is_no_report_by_itself_joins_only_an_event_it_is_surely_of(
    why: str, facts: Facts, joins: bool
) -> None:
    placed = place_follow_up(facts, [opened(7, FIRST)], WEIGHTS, Assessment(0.4))

    assert (placed is not None and placed.event.reports == 2) is joins, why


@pytest.mark.parametrize(
    ("why", "facts", "judged", "joins"),
    [
        ("it names the model, the place and what was done", report(), Assessment(0.001), True),
        ("so does one of sport", report(), Assessment(0.001, other_text=True), False),
        ("one of sport that reads like a report", report(), Assessment(0.1, other_text=True), True),
        ("it names the place, and reads a little like one", PLACE_ALONE, Assessment(0.05), True),
        ("it names the place alone", PLACE_ALONE, Assessment(0.001), False),
        ("it denies what others tell", replace(PLACE_ALONE, rejects=True), Assessment(0.001), True),
    ],
)
def test_the_less_it_reads_like_a_report_the_better_a_text_must_fit(
    why: str, facts: Facts, judged: Assessment, joins: bool
) -> None:
    placed = place_follow_up(facts, [opened(7, FIRST)], WEIGHTS, judged)

    assert (placed is not None) is joins, why


def test_about_as_many_men_are_the_same_men() -> None:
    men = replace(TANKS, id="personnel", classes=(), low=150, high=150)
    about = replace(men, id="advisers", low=128, high=172)
    sixty = replace(men, id="advisers", low=60, high=60)
    event = opened(7, report(groups=(men,)))

    assert compare(report(gear=(), groups=(about,)), event)["same count"] == 1.0
    assert compare(report(gear=(), groups=(sixty,)), event)["same count"] == 0.0
    assert compare(report(gear=(), groups=(sixty,)), event)["other count"] == 0.0


@pytest.mark.parametrize(
    ("sameness", "days", "is_copy"),
    [
        (Sameness.NEAR, 6, True),
        (Sameness.NEAR, 12, False),  # the next one of its kind, in the same channel's words
        (Sameness.EXACT, 12, True),
        (Sameness.ORIGIN, 12, True),
    ],
)
def test_long_after_the_event_only_the_very_words_are_a_copy(
    sameness: Sameness, days: int, is_copy: bool
) -> None:
    later = report(at=AT + days * DAY, source=FIRST.source)

    assert still_repeats(later, Copy(7, sameness, 0.9), opened(7, FIRST)) is is_copy


def test_nearly_the_words_of_another_source_are_a_copy_even_long_after() -> None:
    later = report(at=AT + 12 * DAY, source="reprint", origin="reprint")

    assert still_repeats(later, Copy(7, Sameness.NEAR, 0.9), opened(7, FIRST))
    assert not still_repeats(later, Copy(7, Sameness.NEAR, 0.6), opened(7, FIRST))
