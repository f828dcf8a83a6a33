"""What is shipped reaches its figures on the open items, and its examples work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.accuracy import (
    ITEMS,
    ITEMS_EIGHTEENTH,
    ITEMS_EIGHTH,
    ITEMS_FIFTH,
    ITEMS_FOURTH,
    ITEMS_SECOND,
    ITEMS_SIXTH,
    ITEMS_THIRD,
    TEACHING,
    Tally,
    items,
    measure,
    shipped_detector,
    shipped_parts,
)
from benchmarks.hostile import AT, Steps, repeated
from config.lexemes import (
    CountryEntry,
    KindWords,
    Lexicon,
    NumberWords,
    PlaceEntry,
    Words,
)
from config.load import examine_text, read_lexicon
from config.schema import Condition, Entity, Keyword, Near, Watch, Watchlist
from config.values import Model
from detector.detect import Detector
from detector.model import Document, Quantity
from detector.report import as_json
from tests.fakes.work import Work

SHIPPED = Path(__file__).parents[2] / "config" / "watchlist.yaml"


@pytest.fixture(scope="module")
def detector() -> Detector:
    return shipped_detector()


@pytest.fixture(scope="module")
def work() -> Work:
    return Work()


@pytest.fixture(scope="module")
def steps(detector: Detector, work: Work) -> Steps:
    return Steps(detector, work.done)


@pytest.fixture(scope="module")
def tallies(detector: Detector) -> dict[str, dict[str, Tally]]:
    """By author of the labelled items: the open part of what each wrote."""
    files = {"first": ITEMS, "second": ITEMS_SECOND, "third": ITEMS_THIRD}
    files |= {"fourth": ITEMS_FOURTH, "fifth": ITEMS_FIFTH, "sixth": ITEMS_SIXTH}
    files |= {"eighth": ITEMS_EIGHTH, "eighteenth": ITEMS_EIGHTEENTH}
    return {author: measure(detector, items(held_out=False, file=f)) for author, f in files.items()}


@pytest.mark.parametrize(
    ("why", "fragment"),
    [
        ("words that ask for context", "Вагнер tank tank tank. "),
        ("asides, places, years", "no T-72 was seen north of Gao in 2019, did not arrive, "),
    ],
)
def test_whoever_writes_twice_as_much_gives_twice_the_work(
    steps: Steps, work: Work, why: str, fragment: str
) -> None:
    sizes = (500, 1_500, 3_000)
    first, *texts = [Document("1", repeated(fragment, size), published_at=AT) for size in sizes]
    steps.times(first)  # fills caches

    with work.counted():
        once, twice = map(steps.times, texts)

    assert {name: n for name, n in twice.items() if n > 2.15 * once[name] + 1_000} == {}, why


def test_the_items_are_many_and_half_are_hard_negatives() -> None:
    everything = items(held_out=False) + items(held_out=True)
    relevant = sum(item["relevant"] for item in everything)

    assert len(everything) >= 250
    assert 0.4 <= relevant / len(everything) <= 0.6
    assert {item["lang"] for item in everything} == {"en", "ru", "fr", "uk", "ar"}


AUTHORS = (
    "first",
    "second",
    "third",
    "fifth",
    "eighth",
    "eighteenth",
    "fourth",
    "sixth",
)  # two said only if relevant
FLOORS = [
    ("relevant", (0.99, 0.98, 0.98, 0.97, 0.97, 0.97, 0.98, 0.97)),
    ("equipment", (0.97, 0.98, 0.98, 0.97, 0.98, 0.98)),
    ("variants", (0.95, 0.95, 0.95, 0.95, 0.95, 0.95)),
    ("quantities", (0.95, 0.93, 0.92, 0.96, 0.92, 0.95)),
    ("countries", (0.92, 0.95, 0.94, 0.94, 0.95, 0.98)),
    ("actions", (0.94, 0.96, 0.88, 0.90, 0.75, 0.77)),
]


@pytest.mark.parametrize(("question", "floors"), FLOORS)
def test_no_figure_falls_below_what_was_reached(
    tallies: dict[str, dict[str, Tally]], question: str, floors: tuple[float, ...]
) -> None:
    asked = dict(zip(AUTHORS, floors, strict=False))
    reached = {author: tallies[author][question] for author in asked}

    fallen = {author: t.remarks for author, t in reached.items() if t.f1 < asked[author]}

    assert fallen == {}


def test_hardly_anything_is_told_in_vain(tallies: dict[str, dict[str, Tally]]) -> None:
    assert {author for author, t in tallies.items() if t["relevant"].precision < 0.97} == set()


def test_what_was_learned_of_wording_tells_more_than_the_rules_alone(detector: Detector) -> None:
    aside = [item for file in TEACHING for item in items(held_out=True, file=file)]

    ruled = measure(shipped_detector(learned=False), aside)["relevant"]
    learned = measure(detector, aside)["relevant"]

    assert len(aside) == 1349
    assert learned.f1 > ruled.f1 + 0.03
    assert learned.precision > ruled.precision + 0.05


def test_a_post_in_russian_is_read_whole(detector: Detector) -> None:
    text = "В Бамако прибыла колонна: семь Т‑72Б3М и пять БМП‑3 Африканского корпуса"

    line = as_json(detector.detect(Document("1", text)))

    assert line["relevant"] is True
    assert line["places"] == [{"name": "Bamako", "country": "ML"}]
    assert line["actions"] == ["arrival", "convoy"]
    assert line["mentions"] == [
        {
            "entity": "column", "kind": "keyword", "name": "column", "surface": "колонна",
            "start": 17, "end": 24, "field": "text",
        },
        {
            "entity": "t-72", "kind": "equipment", "name": "T-72", "surface": "Т‑72Б3М",
            "start": 31, "end": 38, "field": "text", "variant": "T-72B3M",
            "quantity": {"value": 7, "approx": False},
        },
        {
            "entity": "bmp-3", "kind": "equipment", "name": "BMP-3", "surface": "БМП‑3",
            "start": 46, "end": 51, "field": "text",
            "quantity": {"value": 5, "approx": False},
        },
        {
            "entity": "africa-corps", "kind": "unit", "name": "Africa Corps",
            "surface": "Африканского корпуса", "start": 52, "end": 72, "field": "text",
        },
    ]  # fmt: skip


def _with_examples() -> Watchlist:
    text = SHIPPED.read_text("utf-8").replace("  # - {id: example-", "  - {id: example-")
    head, examples = text.split("  # --- Examples of everything", 1)
    lines = [line.replace("  # ", "  ", 1) for line in examples.splitlines()[1:]]
    wanted = [line for line in lines if line.startswith(("  - ", "    "))]
    read = examine_text(head + "\n".join(wanted), Watchlist, "watchlist.yaml")
    assert read.mistakes == []
    assert read.model is not None
    return read.model


def _given(value: object) -> Iterator[tuple[str, str]]:
    """Every key that is written somewhere below a model, with the model that has it."""
    if isinstance(value, Model):
        for key in value.model_fields_set:
            yield type(value).__name__, key
            yield from _given(getattr(value, key))
    elif isinstance(value, tuple | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _given(one)


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("CD", "in the Democratic Republic of the Congo"),  # not the Republic of the Congo
        ("CF", "в Бангуи"),
        ("CI", "in Ivory Coast"),
        ("EG", "в Египте"),
        ("GW", "в Гвинее-Бисау"),  # not Guinea
        ("ML", "в Кайесе"),  # not the town of the Congo
        ("ML", "à Tinzawatène"),
        ("RU", "в РФ"),
        ("SD", "в Мероэ"),
        ("US", "в США"),
        ("ZA", "в ЮАР"),
    ],
)
def test_a_place_is_known_by_the_name_people_use(
    detector: Detector, country: str, text: str
) -> None:
    found = detector.detect(Document("1", f"BTR-82A {text}."), full=True)

    assert {place.country for place in found.places} == {country}


def test_numbers_of_a_list_are_models_and_count_nothing(detector: Detector) -> None:
    found = detector.detect(Document("1", "БМП-1, 2 и 3 в Гао, два Т-72."), full=True)

    assert [(m.entity, m.quantity) for m in found.mentions] == [
        ("bmp-1", None), ("bmp-2", None), ("bmp-3", None), ("t-72", Quantity(value=2)),
    ]  # fmt: skip


def test_every_shipped_alias_is_heard_as_it_is_written_also_behind_an_arabic_and() -> None:
    watchlist, _, engines = shipped_parts()
    entities = [(one.id, alias) for one in watchlist.entities for alias in one.aliases]
    texts = [(id_, before + alias) for id_, alias in entities for before in _before(alias)]

    heard = engines.triggers.find([text for _, text in texts])

    deaf = [
        text
        for (_, text), hits in zip(texts, heard, strict=True)
        if not any(text[hit.start : hit.end].strip("«»") == text.strip("«»") for hit in hits)
    ]
    assert deaf == ["Arrow 4x4"]  # 4x4 counts apart: how a lorry is driven


def _before(alias: str) -> tuple[str, ...]:
    return ("", "و") if re.match(r"[\u0620-\u064a]", alias) else ("",)


LANGUAGE = (Watchlist, Entity, Keyword, Near, Watch, Condition)
LEXICON = (Lexicon, Words, KindWords, NumberWords, PlaceEntry, CountryEntry)


def test_every_construct_of_the_watch_language_and_lexicon_has_a_shipped_example() -> None:
    watchlist = _with_examples()
    shown = {*_given(watchlist), *_given(read_lexicon(SHIPPED.parent, watchlist.theatre))}

    wanted = {(m.__name__, key) for m in (*LANGUAGE, *LEXICON) for key in m.__annotations__}
    assert wanted - shown == set()


EXAMPLES = [
    ("a variant is its family too", "A T-72EX stood.", {"example-entity", "example-corroborated"}),
    ("a form that is given", "Там тэшка.", {"example-entity", "example-corroborated"}),
    ("a form that is banned", "Там о тэшке.", set()),
    (
        "a name, so many words from a sport",
        "An Exemplar won the football cup.",
        set(),
    ),
    ("words", "They hired mercenaries.", {"example-words"}),
    ("a variant of a family", "A T-72B3 stood.", {"example-entity", "example-corroborated"}),
    ("a unit", "The Africa Corps again.", {"example-kind"}),
    ("a class", "A Mi-8 flew by.", {"example-class"}),
    (
        "several keys",
        "T-90 tanks arrived in Bamako.",
        {"example-entity", "example-keys", "example-corroborated"},
    ),
    ("nested", "An Orlan-10 in the Sahel.", {"example-nested"}),
    ("nested, excluded", "An Orlan-10 in the Sahel, says JNIM.", set()),
    (
        "one sentence, surely",
        "Africa Corps withdrew.",
        {"example-kind", "example-sentence", "example-sure"},
    ),
    (
        "words apart",
        "T-80 in Libya.",
        {"example-entity", "example-words-apart", "example-corroborated"},
    ),
    ("a column", "BTR-80, BTR-82A, BMP-2.", {"example-column"}),
    ("an expression", "Tail number RA-82035.", {"example-regex"}),
]


@pytest.fixture(scope="module")
def with_examples() -> Detector:
    watchlist = _with_examples()
    shipped = {watch.id for watch in watchlist.watches if not watch.id.startswith("example")}
    kept = tuple(watch for watch in watchlist.watches if watch.id not in shipped)
    return Detector(watchlist.model_copy(update={"watches": kept}), _small_lexicon())


def _small_lexicon() -> Lexicon:
    return Lexicon.model_validate(
        {
            "actions": {
                "arrival": {"en": ["arrive"]},
                "withdrawal": {"exact": ["withdrew"]},
            },
            "places": [
                {"name": "Bamako", "country": "ML"},
                {"name": "Libya", "country": "LY"},
            ],
        }
    )


@pytest.mark.parametrize(("why", "text", "watches"), EXAMPLES)
def test_each_example_of_the_watchlist_works_once_uncommented(
    with_examples: Detector, why: str, text: str, watches: set[str]
) -> None:
    found = with_examples.detect(Document("1", text))

    assert {hit.id for hit in found.watches} == watches, why


def test_the_examples_that_ask_for_a_source_work(with_examples: Detector) -> None:
    document = Document("1", "Вагнер и ЧВК: T-62", language="ru", tags=("osint",), reliability="B")

    found = with_examples.detect(document)

    assert {"example-source", "example-tag"} <= {hit.id for hit in found.watches}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Des Russes et trois camions à la base 101.", "NE"),
        ("Des Russes et trois camions à la base 101, Bamako.", "ML"),
    ],
)
def test_a_base_that_two_countries_have_is_the_better_known_one(
    detector: Detector, text: str, country: str
) -> None:
    found = detector.detect(Document("1", text))

    assert {p.country for p in found.places if p.name.startswith("Base 101")} == {country}
