"""From a document to a detection, over the fake engine."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest

from config.lexemes import KindWords, Lexicon, NegationWords, NumberWords, PlaceEntry, Words
from config.schema import Watchlist
from detector.detect import Detector, Engines
from detector.model import Assessment, Detection, Document, Place, Quantity
from detector.vocabulary import heard_terms, scene_terms, shy_terms
from tests.fakes.finder import FakeFinder

LEXICON = Lexicon(
    actions={"arrival": Words(en=("arrived", "landed"), fr=("landed",))},
    cues={"russian": Words(en=("Russian",)), "sport": Words(en=("football",))},
    numbers={"en": NumberWords(numbers={"seven": 7})},
    no_actions=Words(en=("arrived at a verdict",)),
    negations={"en": NegationWords(doing=("not",))},
    kinds={"tank": KindWords(en=("tanks",), also=("armour",))},
    places=(
        PlaceEntry(name="Bamako", country="ML"),
        PlaceEntry(name="Kyiv", country="UA"),
        PlaceEntry(name="Ber", country="ML"),
        PlaceEntry(name="Ber", country="FR"),
    ),
)
ENTITIES = [
    {"id": "t-72", "name": "T-72", "kind": "equipment", "classes": ["tank"]},
    {"id": "t-72b3", "name": "T-72B3", "kind": "equipment", "family": "t-72"},
    {
        "id": "spartak", "name": "Spartak", "kind": "equipment",
        "near": {"any": ["armoured", "@equipment"], "none": ["@sport", "bus"]},
    },
]  # fmt: skip


WAGNER = {"id": "wagner", "name": "Wagner", "kind": "unit"}


def detector(*watches: dict[str, Any], **more: object) -> Detector:
    watchlist = Watchlist.model_validate(
        {"theatre": ["ML"], "entities": ENTITIES, "watches": list(watches)} | more
    )
    return Detector(watchlist, LEXICON, engines_of(watchlist))


def engines_of(watchlist: Watchlist) -> Engines:
    return Engines(
        FakeFinder(heard_terms(watchlist, LEXICON)),
        FakeFinder(shy_terms(watchlist)),
        FakeFinder(scene_terms(watchlist, LEXICON)),
    )


def read(text: str, *watches: dict[str, Any], title: str = "") -> Detection:
    plain = {"id": "all", "when": {"kind": "equipment"}}
    return detector(*(watches or (plain,))).detect(Document("1", text, title))


def test_offsets_point_into_the_field_where_the_words_stand() -> None:
    found = read("A T-72 stood there.", title="Seen: T-72")

    assert [(m.field, m.start, m.end, m.surface) for m in found.mentions] == [
        ("title", 6, 10, "T-72"),
        ("text", 2, 6, "T-72"),
    ]


def test_a_variant_is_not_also_told_as_its_family_yet_meets_the_familys_watch() -> None:
    found = read("A T-72B3 in Bamako", {"id": "tanks", "when": {"entity": "t-72"}})

    assert [m.entity for m in found.mentions] == ["t-72b3"]
    assert [hit.id for hit in found.watches] == ["tanks"]


@pytest.mark.parametrize(
    ("why", "text", "counted"),
    [
        ("a context word stands near", "A Spartak armoured car", True),
        ("other equipment stands near", "A T-72 and a Spartak", True),
        ("no context word", "Spartak came", False),
        ("a forbidding cue wins", "Spartak football club, armoured bus", False),
    ],
)
def test_an_ambiguous_alias_counts_only_in_its_context(why: str, text: str, counted: bool) -> None:
    found = read(text)

    assert ("spartak" in [m.entity for m in found.mentions]) is counted, why


def test_an_ambiguous_place_is_settled_by_the_countries_named() -> None:
    found = read("T-72 near Ber, not far from Bamako")

    assert [(p.name, p.country, p.note) for p in found.places] == [
        ("Ber", "ML", "ML is named elsewhere in the item"),
        ("Bamako", "ML", ""),
    ]


def test_places_and_actions_of_an_item_without_a_trigger_are_told_only_in_full() -> None:
    document = Document("1", "They arrived in Bamako")
    reader = detector({"id": "all", "when": {"kind": "equipment"}})

    short, full = reader.detect(document), reader.detect(document, full=True)

    assert (short.places, short.actions) == ((), ())
    assert ([p.country for p in full.places], [a.name for a in full.actions]) == (
        ["ML"], ["arrival"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("why", "text", "is_denied"),
    [
        ("what came did not", "The T-72 have not arrived in Bamako.", True),
        ("something else came", "The T-72 arrived; trucks have not arrived.", False),
        ("it came", "The T-72 arrived in Bamako.", False),
    ],
)
def test_a_sentence_that_only_denies_an_arrival_is_a_denial(
    why: str, text: str, is_denied: bool
) -> None:
    reader = detector({"id": "reports", "report": True, "when": {"entity": "t-72"}})

    judged = reader.detect(Document("1", text), full=True).assessment

    assert any("denied" in reason for reason in judged.reasons) is is_denied, why


def test_what_comes_to_nothing_is_counted_only_in_full() -> None:
    document = Document("1", "Seven T-72 arrived")
    reader = detector({"id": "reports", "report": True, "when": {"entity": "spartak"}})

    short, full = reader.detect(document), reader.detect(document, full=True)

    assert [(m.entity, m.quantity) for m in short.mentions] == [("t-72", None)]
    assert [(m.entity, m.quantity) for m in full.mentions] == [("t-72", Quantity(7))]
    assert (short.actions, len(full.actions)) == ((), 1)
    assert (short.explanation, short.assessment) == (full.explanation, full.assessment)


@pytest.mark.parametrize(
    ("why", "text", "told"),
    [
        ("in company of a cue", "A Russian truck came", True),
        ("alone", "A truck came", False),
        ("in company of a flag of theirs", "🇷🇺 A truck came", False),
    ],
)
def test_an_everyday_word_opens_an_item_only_in_company(why: str, text: str, told: bool) -> None:
    watchlist = Watchlist.model_validate(
        {
            "theatre": ["ML"],
            "keywords": [{"id": "truck", "words": ["truck"], "near": {"any": ["@russian"]}}],
            "watches": [{"id": "w", "when": {"keyword": "truck"}}],
        }
    )
    reader = Detector(watchlist, LEXICON, engines_of(watchlist))

    found = reader.detect(Document("1", text))

    assert bool(found.watches) is told, why
    assert reader.detect(Document("1", text), full=True).watches == found.watches
    assert bool(found.explanation) is (why != "alone")


def test_everyday_words_are_told_among_what_opens_an_item_in_the_watchlists_order() -> None:
    near = {"any": ["@russian"]}
    watchlist = Watchlist.model_validate(
        {
            "theatre": ["ML"],
            "keywords": [
                {"id": "lorry", "words": ["truck"], "near": near},
                {"id": "convoy", "words": ["convoy", "truck"]},
                {"id": "column", "words": ["convoy", "column"], "near": near},
            ],
            "watches": [{"id": "w", "when": {"keyword": "lorry"}}],
        }
    )
    reader = Detector(watchlist, LEXICON, engines_of(watchlist))

    found = reader.detect(Document("1", "A column: a Russian truck in a convoy"))

    assert [mention.entity for mention in found.mentions] == [
        "column", "lorry", "convoy", "convoy", "column",
    ]  # fmt: skip


def test_a_report_watch_holds_back_a_mere_mention_and_says_so() -> None:
    watch = {"id": "news", "report": True, "when": {"entity": "t-72"}}

    news = read("Russian T-72 arrived in Bamako", watch)
    mere = read("The T-72 has a crew of three", watch)

    assert [hit.id for hit in news.watches] == ["news"]
    assert mere.watches == ()
    assert "not told, a mention rather than a report" in mere.explanation[0]


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("the class word after the model", "seven T-72 tanks"),
        ("the class word alone", "a T-72; seven tanks"),
        ("the class word before the model", "seven tanks T-72"),
    ],
)
def test_a_class_word_is_told_with_its_count_and_is_no_mention(why: str, text: str) -> None:
    found = read(text)

    assert [m.entity for m in found.mentions] == ["t-72"]
    assert [(k.entity, k.classes, k.quantity) for k in found.kinds] == [
        ("tank", ("tank", "armour"), Quantity(7))
    ], why


def test_a_class_word_has_the_count_of_the_model_right_before_it() -> None:
    found = read("A T-72. A T-72 and seven T-72 tanks. A T-72.")

    assert [kind.quantity for kind in found.kinds] == [Quantity(7)]


def test_places_are_told_where_nothing_watched_is_named() -> None:
    reader = detector({"id": "all", "when": {"kind": "equipment"}})
    document = Document("1", "Rain in Kyiv and in Bamako", "Weather")

    assert reader.detect(document) == Detection("1")
    assert tuple(reader.places(document)) == reader.detect(document, full=True).places
    assert [place.country for place in reader.places(document)] == ["UA", "ML"]


def test_what_nothing_was_heard_in_is_told_as_if_written_out() -> None:
    found = read("nothing of the kind")

    assert found == Detection("1")
    assert replace(found, id="2") == Detection("2")
    assert pickle.loads(pickle.dumps(found)) == found


def test_class_words_of_an_item_that_meets_no_watch_are_left() -> None:
    assert read("seven tanks", {"id": "w", "when": {"action": "arrival"}}).kinds == ()


def test_an_ambiguous_name_without_its_context_is_hinted_at_in_a_report_only() -> None:
    arrival = {"id": "w", "when": {"action": "arrival"}}

    report = read("A Spartak arrived in Bamako", arrival)
    talk = read("A Spartak in Bamako", arrival)
    sport = read("Spartak arrived for football", arrival)

    assert report.mentions == ()
    assert [m.entity for m in report.hinted] == ["spartak"]
    assert talk.hinted == sport.hinted == ()


def test_a_name_without_its_context_counts_in_what_is_surely_a_report() -> None:
    watch = {"id": "w", "report": True, "when": {"kind": "equipment"}}
    told = "A Spartak arrived in Bamako with Wagner"
    wanted = {"actors": ["wagner"], "entities": [*ENTITIES, WAGNER]}

    sure = detector(watch, sure=0.5, **wanted).detect(Document("1", told))
    unsure = detector(watch, sure=1.0, **wanted).detect(Document("1", told))
    sport = detector(watch, sure=0.5, **wanted).detect(Document("1", f"{told} for football"))
    nobody = detector(watch, sure=0.0, **wanted).detect(Document("1", "A Spartak in Bamako"))

    assert [m.entity for m in sure.mentions] == ["spartak", "wagner"]
    assert "Spartak: counted: the report is sure" in sure.explanation
    assert (sure.relevant, unsure.relevant, sport.relevant) == (True, False, False)
    assert nobody.mentions == ()


def test_what_is_surely_reported_and_meets_no_watch_goes_to_one_that_asks_for_no_more() -> None:
    tank = {"id": "tank", "report": True, "when": {"entity": "t-72"}}
    rest = {"id": "rest", "report": True, "threshold": 0.1}

    found = detector(tank, rest)
    surely, named, doubtful = found.detect_all(
        [
            Document("1", "Russian soldiers arrived, seven tanks landed in Bamako"),
            Document("2", "Russian soldiers arrived, seven T-72 landed in Bamako"),
            Document("3", "Seven tanks"),
        ],
        full=True,
    )

    assert [hit.id for hit in surely.watches] == ["rest"]
    assert surely.watches[0].why.startswith("nothing watched is named; report 0.")
    assert [hit.id for hit in named.watches] == ["tank"]
    assert doubtful.watches == ()
    assert any(" below 0.1: nothing watched is named" in why for why in doubtful.explanation)


def test_a_watch_held_back_by_its_threshold_may_be_met_through_an_event() -> None:
    watch = {"id": "w", "report": True, "when": {"kind": "equipment"}}

    found = read("The T-72 in Bamako", watch)

    assert (found.relevant, [hit.id for hit in found.held]) == (False, ["w"])
    assert found.following("event 7").watches == found.held


def test_a_text_whose_name_is_said_of_something_else_follows_no_event() -> None:
    watch = {"id": "w", "report": True, "when": {"kind": "equipment"}}

    ruled_out = read("A Russian Spartak bus arrived in Bamako", watch)
    unsaid = read("A Russian Spartak arrived in Bamako", watch)
    beside = read("A T-72 in Bamako, and a Spartak bus", watch)

    assert (ruled_out.may_follow, unsaid.may_follow) == (False, True)
    assert ([hit.id for hit in beside.held], beside.may_follow) == (["w"], True)


def test_what_reads_like_a_report_may_follow_though_a_name_in_it_is_refused() -> None:
    refused = Detection("1", places=(Place("Arlit", "NE", "Arlit", 0, 5, "text"),), refused=True)

    likely = replace(refused, assessment=Assessment(0.5, ()))
    hardly = replace(refused, assessment=Assessment(0.49, ()))

    assert (likely.may_follow, hardly.may_follow) == (True, False)


def test_what_did_not_happen_is_no_action_and_that_is_said() -> None:
    arrival = {"id": "w", "when": {"action": "arrival"}}

    found = read("A T-72 has not arrived in Bamako", arrival)

    assert (found.relevant, found.actions) == (False, ())
    assert "arrived: not counted: it is denied" in found.explanation


def test_a_phrase_in_which_the_word_is_no_doing_is_no_action() -> None:
    arrival = {"id": "w", "when": {"action": "arrival"}}

    assert read("They arrived at a verdict on the T-72 in Bamako", arrival).actions == ()


def test_what_a_word_says_in_two_languages_is_told_once() -> None:
    arrival = {"id": "w", "when": {"action": "arrival"}}

    found = read("A T-72 landed in Bamako", arrival)

    assert [(action.name, action.surface) for action in found.actions] == [("arrival", "landed")]


def test_nothing_is_found_across_the_border_of_title_and_text() -> None:
    watch = {"id": "words", "when": {"keyword": "red\n\nstar"}}

    assert read("star over it", watch, title="red").mentions == ()


def test_a_keyword_is_told_by_its_name_or_else_by_its_id_in_words() -> None:
    keywords = [
        {"id": "lads", "name": "Russians", "words": ["the lads"]},
        {"id": "cargo-ship", "words": ["freighter"]},
    ]
    reader = detector({"id": "w", "when": {"keyword": ["lads", "cargo-ship"]}}, keywords=keywords)

    found = reader.detect(Document("1", "The lads met the freighter in Bamako"))

    assert [mention.name for mention in found.mentions] == ["Russians", "cargo ship"]
