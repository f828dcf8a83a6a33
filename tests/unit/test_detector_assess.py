"""Report or mention: what each kind of statement does to the score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from detector.assess import assessed, bounded, weigh
from detector.model import Assessment
from detector.statements import Statement

REPORT: dict[str, Any] = {
    "gear": {"t-72"}, "wanted": {"fama"}, "theatre": {"ML"}, "town": True, "actions": {"arrival"},
}  # fmt: skip
LONG = 9  # sentences: no short post


def assess(statements: Sequence[Statement], sentences: int = 1) -> Assessment:
    return assessed(weigh(statements, sentences))


def statement(number: int = 0, **changed: object) -> Statement:
    fields: dict[str, Any] = {**REPORT, "cues": set(), **changed}
    return Statement(number, **fields)


@pytest.mark.parametrize(
    ("why", "changed", "other"),
    [
        ("a report", {}, False),
        ("names no force, no event", {"actions": set(), "wanted": set()}, False),
        ("denied, which a report of the same event may be", {"cues": {"denial"}}, False),
        ("an opinion on it", {"cues": {"opinion"}}, False),
        ("a game", {"cues": {"game"}}, True),
        ("wheat", {"cues": {"aid"}}, True),
        ("of long ago", {"age": 12}, True),
    ],
)  # fmt: skip
def test_it_is_said_what_reads_as_another_kind_of_text(
    why: str, changed: dict[str, Any], other: bool
) -> None:
    assert assess([statement(**changed)]).other_text is other, why


def score(*statements: Statement) -> float:
    return assess(statements, LONG).score


def test_subject_forces_theatre_and_event_make_a_report() -> None:
    judged = assess([statement()])

    assert judged.score > 0.9
    assert judged.reasons == (
        "forces that are wanted (+1.8)",
        "in the theatre (+1.8)",
        "says that it happened: arrival (+1.8)",
        "equipment or forces that are watched (+1.6)",
        "in the title or lead (+0.6)",
    )


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("no event", {"actions": set(), "wanted": set()}),
        ("another theatre", {"theatre": set(), "elsewhere": {"UA"}}),
        ("nowhere", {"theatre": set(), "wanted": set()}),
        ("another actor", {"wanted": set(), "cues": {"other_actor"}}),
        ("nobody's", {"wanted": set()}),
        ("history", {"cues": {"history"}}),
        ("a game", {"cues": {"game"}}),
        ("denied", {"cues": {"denial"}}),
        ("background of years ago", {"cues": {"background"}, "age": 3}),
        ("years ago", {"cues": {"years_ago"}}),
        ("a question whether it is so", {"asks": True, "wonders": True}),
        ("pictures of years ago", {"cues": {"evidence"}, "age": 4, "bases": {"al-Jufra"}}),
        ("catalogue", {"cues": {"catalogue"}, "wanted": set()}),
        ("opinion on what might be", {"cues": {"opinion", "plan"}, "wanted": {"fama"}}),
        (
            "a fight of others",
            {
                "gear": set(),
                "wanted": set(),
                "cues": {"troops"},
                "actions": {"loss"},
                "allied": True,
            },
        ),
    ],
)
def test_what_is_only_mentioned_stays_below_the_threshold(
    why: str, changed: dict[str, Any]
) -> None:
    assert score(statement(**changed)) < 0.5, why


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("Russian by a word", {"wanted": set(), "cues": {"russian"}}),
        ("a watched base", {"wanted": set(), "bases": {"al-Jufra"}}),
        ("a country whose forces are wanted", {"wanted": set(), "allied": True}),
        ("equipment that only they use", {"wanted": set(), "operated": True}),
        ("shown, without a verb", {"actions": set(), "cues": {"evidence"}}),
        ("a region, no country", {"theatre": set(), "cues": {"africa"}}),
    ],
)
def test_weaker_signs_are_still_a_report(why: str, changed: dict[str, Any]) -> None:
    assert score(statement(**changed)) >= 0.5, why


def test_a_sentence_about_two_theatres_counts_less() -> None:
    assert score(statement(cues={"other_front"})) < score(statement())


def test_the_best_sentence_speaks_for_the_item() -> None:
    background = statement(1, cues={"background"}, age=4)

    assert score(statement(), background) == score(statement())


def test_a_year_long_past_beside_it_counts_against_a_sentence_unless_that_is_background() -> None:
    passed_off = statement(1, gear=set(), wanted=set(), age=4)

    assert score(statement(), passed_off) < score(statement())


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("elsewhere", {"theatre": set(), "elsewhere": {"UA"}}),
        ("of old", {"age": 3}),
        ("in doubt", {"asks": True, "wonders": True}),
    ],
)
def test_wording_speaks_for_no_report_that_is_stated_to_be(
    why: str, changed: dict[str, Any]
) -> None:
    reasons = weigh([statement(**changed)], LONG)

    assert bounded((4.0, "worded like a report"), reasons)[0] == 0.0, why


def test_wording_speaks_against_what_is_stated_to_be_elsewhere_as_well() -> None:
    abroad = statement(theatre=set(), elsewhere={"UA"})

    said = bounded((-2.0, "worded like a mention"), weigh([abroad], LONG))

    assert said == (-2.0, "worded like a mention")


def test_a_text_without_town_number_or_day_counts_less_when_it_is_long_enough_to_say_one() -> None:
    vague = statement(town=False)

    assert assess([vague], 2).score < assess([vague], 1).score


def test_what_the_opening_is_about_colours_the_rest() -> None:
    opening = Statement(0, in_title=True, cues={"game"})

    assert score(opening, statement(1)) < score(statement(1))


def test_a_sentence_far_down_counts_less_than_the_lead() -> None:
    opening = Statement(0, theatre={"ML"})

    assert score(opening, statement(12)) < score(statement())


def test_nothing_stated_is_no_report() -> None:
    assert assess([]).score == 0.0


@pytest.mark.parametrize("aside", ["background", "history", "catalogue", "game", "denial"])
def test_an_event_of_an_aside_is_none_for_the_sentence_beside_it(aside: str) -> None:
    said = statement(0, actions=set())
    beside = statement(1, gear=set(), wanted=set(), cues={aside})

    judged = assess([said, beside], LONG)

    assert "no event (-2.4)" in judged.reasons


def test_a_place_that_is_only_recalled_does_not_place_the_sentence_beside_it() -> None:
    said = statement(0, theatre=set())
    before = statement(1, gear=set(), wanted=set(), actions=set())
    recalled = statement(1, gear=set(), wanted=set(), actions=set(), cues={"background"})

    assert score(said, before) > score(said, recalled)


def test_a_sentence_beside_another_front_is_not_in_the_theatre() -> None:
    said = statement(0, theatre=set())
    beside = statement(1, gear=set(), wanted=set(), theatre=set(), cues={"other_front"})

    assert "another theatre, nearby (-2.5)" in assess([said, beside]).reasons


def test_all_sentences_of_a_short_post_are_near_each_other() -> None:
    place = statement(0, gear=set(), wanted=set(), actions=set())
    said = statement(5, theatre=set())

    assert "in the theatre, nearby (+1.3)" in assess([place, said], 6).reasons
    assert "in the theatre, elsewhere in the text (+0.5)" in assess([place, said], LONG).reasons


@pytest.mark.parametrize(
    ("why", "sentences", "asks", "told"),
    [
        ("a short post", 2, False, True),
        ("a long text denies something else", LONG, False, False),
        ("a question: have they not come?", 2, True, False),
    ],
)
def test_what_a_short_post_denies_beside_a_report_speaks_against_it(
    why: str, sentences: int, asks: bool, told: bool
) -> None:
    said = statement(1)
    denial = statement(0, gear=set(), wanted=set(), actions=set(), cues={"denial"}, asks=asks)

    assert ("denied, nearby (-1.2)" in assess([denial, said], sentences).reasons) is told, why


@pytest.mark.parametrize(
    ("why", "changed", "weight"),
    [
        ("in a country of partners", {"partnered": True}, "-3.0"),
        ("in a country with a will of its own", {"theatre": {"KE"}}, "-4.5"),
    ],
)
def test_another_actor_weighs_more_where_nobody_is_an_ally(
    why: str, changed: dict[str, Any], weight: str
) -> None:
    said = statement(**{"wanted": set(), "cues": {"other_actor"}, **changed})

    assert f"another actor ({weight})" in assess([said]).reasons, why


def test_a_short_post_says_by_wanted_forces_and_a_place_alone_what_happened() -> None:
    said = statement(actions=set())

    assert assess([said], 2).score >= 0.5 > assess([said], LONG).score


def test_an_agreement_only_promises_forces() -> None:
    said = statement(actions={"agreement"})

    assert assess([said], 2).score < 0.5


@pytest.mark.parametrize(
    ("why", "changed", "told"),
    [
        ("where such forces are supported", {"allied": True}, True),
        ("in a country with a will of its own", {"theatre": {"TD"}}, False),
    ],
)
def test_government_troops_count_only_where_they_are_supported(
    why: str, changed: dict[str, Any], told: bool
) -> None:
    said = statement(**{"wanted": set(), "cues": {"supported"}, **changed})

    assert (score(said) >= 0.5) is told, why


@pytest.mark.parametrize(
    ("why", "changed", "told"),
    [
        ("with an ally", {"allied": True}, True),
        ("with anybody else", {"theatre": {"EG"}}, False),
    ],
)
def test_an_exercise_is_an_event_only_with_allies_and_partners(
    why: str, changed: dict[str, Any], told: bool
) -> None:
    said = statement(**{"actions": {"exercise"}, **changed})

    assert (score(said) >= 0.5) is told, why


OWNERLESS: dict[str, Any] = {"wanted": set(), "theatre": {"LY"}, "partnered": True, "made": True}


@pytest.mark.parametrize(
    ("why", "changed", "told"),
    [
        ("unloaded where nobody else has it", {}, True),
        ("only seen on a picture", {"actions": set(), "cues": {"evidence"}}, True),
        ("lost, by whomever", {"actions": {"sighting", "loss"}}, False),
        ("taken by those who fight them", {"actions": {"loss"}, "fought": True}, True),
        ("a gift of another supplier", {"cues": {"supplier"}}, False),
        ("another actor's", {"cues": {"other_actor"}}, False),
        ("made by others, or no model named", {"made": False}, False),
        ("in a country that is no partner", {"partnered": False}, False),
    ],
)
def test_equipment_without_an_owner_counts_where_a_partner_is(
    why: str, changed: dict[str, Any], told: bool
) -> None:
    assert (score(statement(**{**OWNERLESS, **changed})) >= 0.5) is told, why


@pytest.mark.parametrize(
    ("why", "changed", "told"),
    [
        ("from the wanted to a country that is no ally", {}, False),
        ("to a country that is one", {"allied": True}, True),
        ("with their instructors", {"cues": {"russian", "troops"}}, True),
        ("it only calls there", {"actions": {"arrival"}}, True),
    ],
)
def test_equipment_that_is_sold_to_others_is_no_report(
    why: str, changed: dict[str, Any], told: bool
) -> None:
    sold: dict[str, Any] = {
        "wanted": set(), "theatre": {"DZ"}, "made": True, "cues": {"russian"},
        "actions": {"delivery"},
    }  # fmt: skip

    assert (score(statement(**{**sold, **changed})) >= 0.5) is told, why


@pytest.mark.parametrize("cue", ["sport", "aid"])
def test_a_model_that_is_named_outweighs_a_word_of_another_field(cue: str) -> None:
    people = statement(cues={cue}, wanted=set(), allied=True, named=False)
    models = statement(cues={cue}, wanted=set(), allied=True, named=True)

    assert score(people) < score(models)


SAILING: dict[str, Any] = {
    "gear": {"sparta"}, "ships": {"sparta"}, "wanted": set(), "theatre": set(), "operated": True,
    "named": True, "actions": {"transfer"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("why", "changed", "told"),
    [
        ("leaves where they come from", {"origins": {"SY"}}, True),
        ("passes a strait of another country", {"elsewhere": {"GI"}, "cues": {"seaway"}}, True),
        ("calls somewhere else", {"elsewhere": {"NO"}}, False),
        ("burns at the front", {"origins": {"RU"}, "cues": {"other_front"}}, False),
        ("is no ship", {"origins": {"SY"}, "ships": set()}, False),
    ],
)
def test_a_watched_ship_under_way_needs_no_place_of_the_theatre(
    why: str, changed: dict[str, Any], told: bool
) -> None:
    assert (score(statement(**{**SAILING, **changed})) >= 0.5) is told, why


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("only wished", {"cues": {"intent"}, "wanted": set(), "allied": True}),
        ("an opinion in which nothing happens", {"cues": {"opinion"}, "actions": {"basing"}}),
        ("shown at a fair", {"cues": {"catalogue"}, "actions": {"sighting"}}),
        ("lorries of nobody's in an accident",
         {"cues": {"civil"}, "wanted": set(), "allied": True, "gear": {"kamaz"},
          "lorries": {"kamaz"}}),
        ("long ago", {"age": 20}),
    ],
)  # fmt: skip
def test_words_for_a_report_are_none_in_a_text_of_another_kind(
    why: str, changed: dict[str, Any]
) -> None:
    assert score(statement(**changed)) < 0.5, why


def test_what_is_built_on_a_watched_base_needs_no_equipment() -> None:
    built: dict[str, Any] = {
        "gear": set(), "wanted": set(), "theatre": {"LY"}, "actions": {"construction"},
    }  # fmt: skip

    assert score(statement(**built)) < 0.5 < score(statement(**built, bases={"al-Khadim"}))


def test_where_anyones_equipment_is_watched_an_event_in_the_theatre_is_a_report() -> None:
    whose = {"wanted": set(), "anyones": True}

    assert score(statement(0, **whose)) > 0.8
    assert score(statement(0, **whose, actions={"exercise"})) > 0.7
    assert score(statement(0, **whose, actions=set())) < 0.5
    assert score(statement(0, **whose, cues={"background"})) < 0.5


def test_others_that_open_a_text_weigh_against_what_follows() -> None:
    opening = statement(0, wanted=set(), cues={"other_actor"})
    ours = statement(1, gear=set())

    alone = assess([ours], LONG).score

    assert assess([opening, ours], LONG).score < alone


def test_a_post_that_mocks_or_denies_shows_nothing_by_its_names_alone() -> None:
    shown = statement(0, actions=set(), wanted=set(), allied=True, named=True)
    joke = statement(1, gear=set(), wanted=set(), actions=set(), cues={"opinion"})

    assert assess([shown], 2).score >= 0.5
    assert assess([shown, joke], 2).score < 0.5


def test_what_is_denied_nearby_lends_nobody_to_a_fight() -> None:
    fight = statement(0, gear=set(), wanted=set(), cues={"troops"}, actions={"loss"})
    denied = statement(1, gear=set(), cues={"denial"}, actions=set())

    assert assess([fight, denied], LONG).score < 0.5


def test_of_another_theatre_named_beside_a_region_the_region_is_no_place() -> None:
    front = statement(0, gear=set(), wanted=set(), theatre=set(), elsewhere={"UA"})
    own = statement(3, theatre=set())
    region = statement(6, gear=set(), wanted=set(), theatre=set(), cues={"africa"})

    assert assess([front, own, region], LONG).score < 0.5


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("a question", {"asks": True}),
        ("aid by a transport", {"cues": {"aid", "russian"}, "wanted": set(), "named": True}),
        ("an accusation", {"cues": {"politics", "troops"}}),
    ],
)
def test_what_weighs_against_a_report(why: str, changed: dict[str, Any]) -> None:
    armed = {"armed": True, "cues": changed.get("cues", set()) - {"politics"}}

    assert score(statement(**changed)) < score(statement(**{**changed, "asks": False, **armed})), (
        why
    )


def test_wanted_forces_in_a_town_say_more_than_in_a_country() -> None:
    chat = statement(0, actions=set(), town=False)
    shown = statement(0, actions=set())

    assert assess([chat], 2).score < 0.5
    assert assess([shown], 2).score >= 0.5


def test_a_text_without_a_town_a_number_or_a_day_says_less() -> None:
    assert score(statement(town=False)) < score(statement())


def test_their_make_shown_of_today_needs_no_verb_in_a_country_that_they_use() -> None:
    fields: dict[str, Any] = {"actions": set(), "wanted": set(), "partnered": True}
    quiet = statement(0, made=True, named=True, **fields)
    today = statement(0, made=True, named=True, **fields, cues={"fresh"})

    assert assess([quiet], 2).score < 0.5
    assert assess([today], 2).score >= 0.5


def test_equipment_that_only_they_use_is_theirs_though_others_are_named() -> None:
    own: dict[str, Any] = {"wanted": set(), "operated": True, "cues": {"other_actor"}}

    assert score(statement(**own)) >= 0.5
    assert score(statement(**own | {"operated": False})) < 0.5
