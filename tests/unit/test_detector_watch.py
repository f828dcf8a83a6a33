"""Every construct of the watch language, over hand-made finds."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from config.schema import Condition, ConditionLike
from detector.model import Document
from detector.reading import Reading, Spot
from detector.watch import (
    Findings,
    Rule,
    clauses_of,
    evaluate,
    is_out,
    needs_trigger,
)

TEXT = "A T-72 and a BMP-3 stood in Bamako. Later a Mi-8 left Gao.\n\nSpartak won. Wagner came."
DOCUMENT = Document("1", TEXT, language="en", source="desk", tags=("osint",), reliability="B")


def condition(value: object) -> Condition:
    return TypeAdapter(ConditionLike).validate_python(value)


def findings() -> Findings:
    reading = Reading.of(DOCUMENT)

    def spot(kind: str, name: str, surface: str) -> Spot:
        start = TEXT.index(surface)
        return Spot(kind, name, start, start + len(surface), reading.sentence_of(start), surface)

    t72, bmp = spot("entity", "t-72b3", "T-72"), spot("entity", "bmp-3", "BMP-3")
    mi8, wagner = spot("entity", "mi-8", "Mi-8"), spot("entity", "wagner", "Wagner")
    return Findings(
        reading,
        entities={
            "t-72b3": [t72],
            "t-72": [t72],
            "bmp-3": [bmp],
            "mi-8": [mi8],
            "wagner": [wagner],
        },
        kinds={"equipment": [t72, bmp, mi8], "organisation": [wagner]},
        classes={"tank": [t72], "ifv": [bmp], "helicopter": [mi8]},
        keywords={"football": [spot("keyword", "football", "Spartak")]},
        countries={"ML": [spot("place", "Bamako", "Bamako"), spot("place", "Gao", "Gao")]},
        actions={"sighting": [spot("action", "sighting", "stood")]},
    )


def holds(value: object) -> bool:
    return evaluate(Rule.of(condition(value)), findings()) is not None


def both(one: str, two: str, within: str | int) -> dict[str, Any]:
    return {"all": [{"entity": one}, {"entity": two}], "within": within}


SENTENCE = {"within": "sentence"}

CASES: list[tuple[str, Any, bool]] = [
    ("a bare word is a keyword", "football", True),
    ("a bare list is any", ["opera", "football"], True),
    ("an unknown keyword", "opera", False),
    ("entity", {"entity": "bmp-3"}, True),
    ("a family hears its variant", {"entity": "t-72"}, True),
    ("alternatives inside a key", {"entity": ["t-90", "mi-8"]}, True),
    ("kind", {"kind": "organisation"}, True),
    ("kind that is missing", {"kind": "ship"}, False),
    ("class", {"classes": ["tank", "ship"]}, True),
    ("country", {"country": "ML"}, True),
    ("another country", {"country": "LY"}, False),
    ("action", {"action": "sighting"}, True),
    ("all keys must hold", {"entity": "t-72", "country": "LY"}, False),
    ("any", {"any": [{"entity": "t-90"}, {"entity": "mi-8"}]}, True),
    ("all", {"all": [{"entity": "t-72"}, {"entity": "mi-8"}]}, True),
    ("all, one missing", {"all": [{"entity": "t-72"}, {"entity": "t-90"}]}, False),
    ("none", {"entity": "t-72", "none": ["football"]}, False),
    ("none that is absent", {"entity": "t-72", "none": ["opera"]}, True),
    ("within a sentence", both("t-72", "bmp-3", "sentence"), True),
    ("not in one sentence", both("t-72", "mi-8", "sentence"), False),
    ("within a paragraph", both("t-72", "mi-8", "paragraph"), True),
    ("not in one paragraph", both("t-72", "wagner", "paragraph"), False),
    ("within three words", both("t-72", "bmp-3", 5), True),
    ("not within two words", both("t-72", "mi-8", 2), False),
    ("within binds keys, too", {"entity": "mi-8", "action": "sighting"} | SENTENCE, False),
    ("none within a sentence", {"entity": "t-72", "none": ["football"]} | SENTENCE, True),
    ("none in that sentence", {"entity": "t-72", "none": [{"entity": "bmp-3"}]} | SENTENCE, False),
    ("three pieces", {"kind": "equipment", "min": 3}, True),
    ("not four", {"kind": "equipment", "min": 4}, False),
    ("regex", {"regex": r"B[A-Z]P-\d"}, True),
    ("regex that is absent", {"regex": r"BTR-\d\d"}, False),
    ("language", {"entity": "t-72", "language": ["en", "fr"]}, True),
    ("another language", {"entity": "t-72", "language": "ru"}, False),
    ("source by name", {"entity": "t-72", "source": "desk"}, True),
    ("source by tag", {"entity": "t-72", "source": "osint"}, True),
    ("another source", {"entity": "t-72", "source": "blog"}, False),
    ("a better grade is enough", {"entity": "t-72", "reliability": "C"}, True),
    ("a worse grade is not", {"entity": "t-72", "reliability": "A"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("why", "value", "expected"), CASES)
def test_a_condition_holds_as_it_reads(why: str, value: object, expected: bool) -> None:
    assert holds(value) is expected, why


def test_the_proof_names_what_was_found() -> None:
    met = evaluate(Rule.of(condition({"classes": ["tank", "ifv"]})), findings())

    assert met is not None
    assert [spot.surface for spot in met] == ["T-72", "BMP-3"]


@pytest.mark.parametrize(
    ("why", "value", "needed"),
    [
        ("an entity", {"entity": "t-72"}, True),
        ("any, all with a trigger", [{"entity": "t-72"}, "football"], True),
        ("any, one without", [{"entity": "t-72"}, {"country": "ML"}], False),
        ("all, one with", {"all": [{"entity": "t-72"}, {"country": "ML"}]}, True),
        ("only a country", {"country": "ML"}, False),
        ("only an expression", {"regex": "x"}, False),
    ],
)
def test_it_is_known_which_watches_need_a_trigger(why: str, value: object, needed: bool) -> None:
    assert needs_trigger(condition(value)) is needed, why


@pytest.mark.parametrize(
    ("why", "value", "out"),
    [
        ("nothing of it was found", {"entity": "leopard"}, True),
        ("one of its names was found", {"entity": ["leopard", "wagner"]}, False),
        ("one of two keys has nothing", {"entity": "wagner", "country": "NE"}, True),
        ("a part has nothing", {"all": [{"entity": "wagner"}, {"action": "loss"}]}, True),
        ("no alternative was found", {"any": [{"entity": "leopard"}, {"country": "NE"}]}, True),
        ("an alternative was found", {"any": [{"entity": "leopard"}, {"country": "ML"}]}, False),
        ("an alternative is no name", {"any": [{"entity": "leopard"}, {"regex": "x"}]}, False),
        ("only what must be absent", {"none": [{"entity": "leopard"}]}, False),
    ],
)
def test_a_condition_is_out_when_its_names_are_missing(why: str, value: object, out: bool) -> None:
    assert is_out(clauses_of(Rule.of(condition(value))), findings()) is out, why


def test_what_is_out_never_holds() -> None:
    values: list[Any] = [
        both("t-72", "leopard", "sentence"),
        {"any": [both("t-72", "mi-8", "sentence"), {"keyword": "tennis"}], "min": 2},
        {"kind": "ship", "none": [{"keyword": "football"}]},
    ]

    judged = [
        (is_out(clauses_of(Rule.of(condition(value))), findings()), holds(value))
        for value in values
    ]

    assert judged == [(True, False), (False, False), (True, False)]
