"""Equipment that a report adds: models, and arms that it calls by no model."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config.lexemes import Lexicon, NegationWords, Words
from detector.claims import arms_of
from detector.equipment import new_kinds, new_models
from detector.events import opened
from detector.facts import Facts, Thing
from detector.model import Document
from detector.phrases import Phrases

AT = datetime(2026, 11, 20, tzinfo=UTC)
TRUCKS = Thing("truck", "kind", 2.0, classes=("truck",))
GUNS = Thing("artillery", "kind", 1.5, classes=("artillery",))
SHIP = Thing("stoikiy", "ship", 2.0, classes=("warship", "ship"))
GRAD = Thing("bm-21", "equipment", 2.0, classes=("artillery", "mlrs"), name="BM-21")
PANTSIR = Thing("pantsir", "equipment", 2.0, classes=("air-defence", "sam"))
JAMMER = Thing("krasukha", "equipment", 2.0, classes=("ew",))
FIRST = Facts("1", AT, "wire", "wire", "C", groups=(TRUCKS,), activities=("arrival",))

PHRASES = Phrases.of(
    Lexicon(
        phrases={"radar": Words(en=("radar*",), ru=("РЛС",)), "boat": Words(fr=("zodiac*",))},
        negations={"en": NegationWords(doing=("no",))},
    )
)


@pytest.mark.parametrize(
    ("why", "known", "told", "expected"),
    [
        ("a model", {}, {"gear": (GRAD,)}, ["BM-21"]),
        ("a model told before", {"gear": (GRAD,)}, {"gear": (GRAD,)}, []),
        ("a ship is told by its name", {}, {"gear": (SHIP,)}, []),
        ("guns, where trucks were told", {}, {"groups": (GUNS,)}, ["artillery"]),
        ("guns, where a model of such was told", {"gear": (GRAD,)}, {"groups": (GUNS,)}, []),
        ("guns, further down", {}, {"groups": (replace(GUNS, weight=1.0),)}, []),
        ("guns that fire in an exercise", {},
         {"groups": (GUNS,), "activities": ("exercise",)}, []),
        ("only class words, where models were told", {"gear": (JAMMER,)}, {"groups": (GUNS,)}, []),
        ("a radar of no model", {}, {"arms": ("radar",)}, ["radar"]),
        ("a radar told before", {"arms": ("radar",)}, {"arms": ("radar",)}, []),
        ("a jammer, where its model was told", {"gear": (JAMMER,)},
         {"arms": ("electronic warfare",)}, []),
        ("the radar of air defence that was told", {"gear": (PANTSIR,)}, {"arms": ("radar",)}, []),
        ("what shot it down", {}, {"arms": ("MANPADS",), "activities": ("loss",)}, []),
        ("what is said not to have come", {}, {"arms": ("radar",), "rejects": True}, []),
    ],
)  # fmt: skip
def test_equipment_that_was_not_told_is_named(
    why: str, known: dict[str, object], told: dict[str, object], expected: list[str]
) -> None:
    event = opened(1, replace(FIRST, **known))  # type: ignore[arg-type]  # a table of fields
    said = replace(FIRST, id="2", **told)  # type: ignore[arg-type]  # a table of fields

    assert (new_models(said, event) or new_kinds(said, event)) == expected, why


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("A radar stands on the mound.", ("radar",)),
        ("На полосе РЛС.", ("radar",)),
        ("Des zodiacs et un radar", ("radar", "boats")),
        ("No radar stands there.", ()),
        (f"{'It was hot. ' * 60}A radar came.", ()),
        ("Six lorries.", ()),
    ],
)
def test_arms_of_no_model_are_read_early_on(text: str, arms: tuple[str, ...]) -> None:
    assert arms_of(Document("1", text), PHRASES) == arms
