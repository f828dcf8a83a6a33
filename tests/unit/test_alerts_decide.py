"""An alert is composed from what was detected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.decide import compose, counted, country_name, entity_labels, glossed, place_labels
from alerts.model import Alert, Highlight, Reason
from collector.item import Item, Origin
from config.schema import Source
from detector.model import Action, Detection, Field, Mention, Place, Quantity, WatchHit
from tests.fakes.alerts import NOW

TITLE = "Convoy near Bamako"
TEXT = "A column with seven T-72B3 and BMP-3 reached Bamako in Mali."
ITEM = Item(
    source="desk-feed",
    external_id="1",
    kind="article",
    title=TITLE,
    text=TEXT,
    url="https://news.example/1",
    published_at=NOW,
    origin=Origin("Military Informant"),
)
SOURCE = Source(
    name="desk-feed",
    url="https://news.example/feed",
    title="The Desk",
    reliability="B",
    language="en",
    tags=("sahel",),
)


def mention(
    entity: str,
    name: str,
    surface: str,
    quantity: Quantity | None = None,
    *,
    kind: str = "equipment",
    variant: str | None = None,
) -> Mention:
    start = TEXT.index(surface)
    end = start + len(surface)
    return Mention(entity, kind, name, surface, start, end, "text", variant, quantity)


def place(name: str, country: str, surface: str, field: Field = "text") -> Place:
    start = (TEXT if field == "text" else TITLE).index(surface)
    return Place(name, country, surface, start, start + len(surface), field)


T72 = mention("t-72", "T-72", "T-72B3", Quantity(7), variant="T-72B3")
BMP = mention("bmp-3", "BMP-3", "BMP-3")
BAMAKO = place("Bamako", "ML", "Bamako")
MALI = place("Mali", "ML", "Mali")
DETECTION = Detection(
    id="1",
    watches=(WatchHit("sahel-armour", "high", "armour in Mali"), WatchHit("all", "low", "")),
    mentions=(BMP, T72, mention("columns", "column", "column", kind="keyword")),
    places=(place("Bamako", "ML", "Bamako", "title"), BAMAKO, MALI),
    actions=(Action("convoy", "column", 2, 8, "text"),),
)


def alert_of(detection: Detection = DETECTION, item: Item = ITEM) -> Alert:
    return compose(detection, item, SOURCE, event_key="event-1", reason=Reason.NEW_EVENT, now=NOW)


def test_an_alert_says_what_where_who_and_why() -> None:
    lead = len(TITLE) + 1

    assert alert_of() == Alert(
        key="event-1",
        event="event-1",
        severity="high",
        line="7 × T-72B3, BMP-3 · convoy · Bamako (Mali) · first: The Desk",
        reason=Reason.NEW_EVENT,
        watches=("sahel-armour", "all"),
        why="sahel-armour: armour in Mali; all",
        source="The Desk",
        reliability="B",
        language="en",
        kind="article",
        url="https://news.example/1",
        quote=f"{TITLE}\n{TEXT}",
        highlights=(
            Highlight(12, 18, beside=True),
            *(Highlight(lead + TEXT.index(w), lead + TEXT.index(w) + len(w), beside)
              for w, beside in (("column", False), ("T-72B3", False), ("BMP-3", False),
                                ("Bamako", True), ("Mali", True))),
        ),
        entities=("7 × T-72B3", "BMP-3"),
        places=("Bamako (Mali)",),
        actions=("convoy",),
        published_at=NOW,
        detected_at=NOW,
        origin="Military Informant",
        source_name="desk-feed",
        source_tags=("sahel",),
        entity_ids=("bmp-3", "t-72", "columns"),
        countries=("ML",),
    )  # fmt: skip


def test_a_title_that_only_repeats_the_text_is_not_quoted_twice() -> None:
    alert = alert_of(item=replace(ITEM, title="A column with seven T-72B3 …"))

    assert alert.quote == TEXT
    assert alert.highlights[0] == Highlight(2, 8)


def test_marks_of_a_title_that_is_not_quoted_are_dropped() -> None:
    only_title = replace(DETECTION, mentions=(), places=DETECTION.places[:1], actions=())
    repeated = replace(ITEM, text=f"  {TITLE}, say witnesses.")

    assert alert_of(only_title, repeated).highlights == ()


def test_without_things_the_line_is_the_title() -> None:
    alert = alert_of(replace(DETECTION, mentions=(), places=(), actions=()))

    assert alert.line == "Convoy near Bamako · first: The Desk"


def test_many_things_are_named_by_four_and_counted() -> None:
    many = tuple(replace(BMP, entity=f"e{n}", name=f"E-{n}") for n in range(6))

    alert = alert_of(replace(DETECTION, mentions=many))

    assert alert.line.startswith("E-0, E-1, E-2, E-3 +2 more · convoy")


@pytest.mark.parametrize(
    ("why", "quantity", "label"),
    [
        ("no count", None, "BMP-3"),
        ("a count", Quantity(5), "5 × BMP-3"),
        ("about", Quantity(20, approx=True), "~20 × BMP-3"),
        ("a range", Quantity(min=7, max=9), "7–9 × BMP-3"),
        ("at least", Quantity(min=50), "≥50 × BMP-3"),
        ("at most", Quantity(max=3), "≤3 × BMP-3"),
        ("an empty quantity", Quantity(), "BMP-3"),
    ],
)
def test_counts_read_as_people_write_them(why: str, quantity: Quantity, label: str) -> None:
    assert counted("BMP-3", quantity) == label, why


def test_a_thing_is_named_once_with_its_largest_count() -> None:
    few, more = replace(BMP, quantity=Quantity(2)), replace(BMP, quantity=Quantity(min=4, max=6))

    assert entity_labels([BMP, few, more]) == ["4–6 × BMP-3"]


def test_a_variant_makes_its_bare_family_redundant() -> None:
    assert entity_labels([replace(T72, variant=None, quantity=None), T72]) == ["7 × T-72B3"]


def test_counted_equipment_comes_first_then_equipment_then_units() -> None:
    unit = replace(BMP, entity="africa-corps", kind="unit", name="Africa Corps")

    assert entity_labels([unit, BMP, T72]) == ["7 × T-72B3", "BMP-3", "Africa Corps"]


def test_a_bare_country_is_named_only_where_no_place_in_it_is() -> None:
    niger = Place("Niger", "NE", "Niger", 0, 5, "text")

    assert place_labels([MALI, BAMAKO, niger]) == ["Bamako (Mali)", "Niger"]


def test_the_gravest_watch_gives_the_severity() -> None:
    hits = tuple(WatchHit(name, name, "") for name in ("low", "critical", "medium"))

    assert alert_of(replace(DETECTION, watches=hits)).severity == "critical"


@pytest.mark.parametrize(
    ("code", "name"),
    [("ML", "Mali"), ("CF", "Central African Republic"), ("XX", "XX"), ("", "")],
)
def test_countries_have_english_names(code: str, name: str) -> None:
    assert country_name(code) == name


def test_words_of_another_language_are_explained_once_in_their_order() -> None:
    text = "Колонна Т-72Б3 в Бамако. Колонна ушла, Kidal ждёт."
    at = text.index
    detection = Detection(
        "1",
        mentions=(Mention("t-72", "equipment", "T-72", "Т-72Б3", at("Т-72"), at("Т-72") + 6, "text",
                          variant="T-72B3"),),
        places=(Place("Kidal", "ML", "Kidal", at("Kidal"), at("Kidal") + 5, "text"),
                Place("Bamako", "ML", "Бамако", at("Бамако"), at("Бамако") + 6, "text")),
        actions=(Action("convoy", "Колонна", 0, 7, "text"),
                 Action("convoy", "Колонна", 25, 32, "text")),
    )  # fmt: skip

    assert glossed(detection, "ru") == ["Колонна = convoy", "Т-72Б3 = T-72B3", "Бамако = Bamako"]
    assert glossed(detection, "en") == []


def test_a_meaning_is_explained_once_and_a_flag_not_at_all() -> None:
    places = (Place("Mali", "ML", "🇲🇱", 0, 2, "text"),)
    actions = (
        Action("convoy", "колонна", 3, 10, "text"),
        Action("arrival", "прибыла", 11, 18, "text"),
        Action("convoy", "колонну", 19, 26, "text"),
    )
    detection = Detection("1", places=places, actions=actions)

    assert glossed(detection, "ru") == ["колонна = convoy", "прибыла = arrival"]


def test_a_word_inside_an_explained_one_needs_no_words_of_its_own() -> None:
    text = "Африканский корпус в порту Мисурата"
    corps = Mention("africa-corps", "unit", "Africa Corps", text[:18], 0, 18, "text")
    word = Mention("corps", "keyword", "corps", "корпус", 12, 18, "text")
    port = Place("Misrata port", "LY", text[21:], 21, 35, "text")
    town = Place("Misrata", "LY", "Мисурата", 27, 35, "text")
    detection = Detection("1", mentions=(word, corps), places=(town, port))

    told = ["Африканский корпус = Africa Corps", "порту Мисурата = Misrata port"]
    assert glossed(detection, "ru") == told


def test_words_that_are_an_act_and_a_keyword_are_explained_as_the_act() -> None:
    keyword = Mention("columns", "keyword", "unnamed", "colonne", 0, 7, "text")
    detection = Detection(
        "1", mentions=(keyword,), actions=(Action("convoy", "colonne", 0, 7, "text"),)
    )

    assert glossed(detection, "fr") == ["colonne = convoy"]
