"""The JSON of `tocsin detect` keeps its keys."""

from __future__ import annotations

from detector.model import Action, Assessment, Detection, Mention, Place, Quantity, WatchHit
from detector.report import as_json


def test_a_whole_detection_has_exactly_the_promised_keys() -> None:
    detection = Detection(
        id="7",
        watches=(WatchHit("armour", "high", "hears “Т-72Б3М”"),),
        mentions=(
            Mention(
                "t-72", "equipment", "T-72", "Т-72Б3М", 9, 16, "text",
                "T-72B3M", Quantity(value=7), "alias T-72 -> Cyrillic", ("tank",),
            ),
        ),
        places=(
            Place("Bamako", "ML", "Бамако", 2, 8, "text"),
            Place("Bamako", "ML", "Бамако", 2, 8, "title"),
        ),
        actions=(Action("arrival", "прибыли", 1, 2, "text"), Action("arrival", "x", 3, 4, "text")),
        assessment=Assessment(0.9),
        explanation=("armour: hears “Т-72Б3М”",),
    )  # fmt: skip

    assert as_json(detection) == {
        "id": "7",
        "relevant": True,
        "watches": [{"id": "armour", "severity": "high", "why": "hears “Т-72Б3М”"}],
        "mentions": [
            {
                "entity": "t-72", "kind": "equipment", "name": "T-72", "surface": "Т-72Б3М",
                "start": 9, "end": 16, "field": "text", "variant": "T-72B3M",
                "quantity": {"value": 7, "approx": False},
            }
        ],
        "counts": [],
        "places": [{"name": "Bamako", "country": "ML"}],
        "actions": ["arrival"],
        "explanation": "armour: hears “Т-72Б3М”",
    }  # fmt: skip


def test_variant_and_quantity_are_left_out_when_the_text_states_none() -> None:
    mention = Mention("sahel", "keyword", "sahel", "Sahel", 0, 5, "title")

    line = as_json(Detection(id="1", mentions=(mention,)))["mentions"]

    assert line == [
        {
            "entity": "sahel", "kind": "keyword", "name": "sahel",
            "surface": "Sahel", "start": 0, "end": 5, "field": "title",
        }
    ]  # fmt: skip


def test_counts_beside_the_mentions_are_told_once_and_not_an_articles_one() -> None:
    tanks = Mention("tank", "keyword", "tank", "tanks", 4, 9, "text", quantity=Quantity(6))
    again = Mention("vehicles", "keyword", "vehicles", "tanks", 4, 9, "text", quantity=Quantity(6))
    one = Mention(
        "tank", "keyword", "tank", "tank", 30, 34, "text", quantity=Quantity(1, implied=True)
    )

    line = as_json(Detection("1", hinted=(again,), kinds=(tanks, one)))

    assert line["counts"] == [
        {
            "entity": "vehicles", "kind": "keyword", "name": "vehicles", "surface": "tanks",
            "start": 4, "end": 9, "field": "text", "quantity": {"value": 6, "approx": False},
        }
    ]  # fmt: skip
