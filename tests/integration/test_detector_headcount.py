"""Men are counted whoever they are, where nothing else has their number; by the shipped words."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, merged
from config.load import read_yaml
from detector.headcount import Headcount
from detector.model import Document, Mention, Quantity
from detector.number_sense import NumberSense
from detector.reading import Reading
from tests.integration.test_detector_quantities import SHIPPED

HEADCOUNT = Headcount(
    NumberSense.of(
        merged(read_yaml(SHIPPED / name, Lexicon) for name in ("numbers.yaml", "phrases.yaml"))
    )
)


def told(text: str, *mentions: Mention) -> list[tuple[str, Quantity | None]]:
    reading = Reading.of(Document("1", text, language="", kind="post"))
    return [(one.surface, one.quantity) for one in HEADCOUNT.counted(reading, mentions)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 180 fighters left Gao.", [("fighters", Quantity(180, approx=True))]),
        ("Two dead, five wounded.", [("dead", Quantity(2)), ("wounded", Quantity(5))]),
        ("A 40-strong team arrived.", [("-strong", Quantity(40))]),
        ("Девять человек сошли с борта.", [("человек", Quantity(9))]),
        ("В лагере человек семьдесят.", [("человек", Quantity(70, approx=True))]),
        ("У Гао понад 20 росіян.", [("росіян", Quantity(min=20))]),
        ("Entre 60 et 80 Russes à Bria.", [("Russes", Quantity(min=60, max=80))]),
        ("وصل 120 مقاتلاً", [("مقاتلاً", Quantity(120))]),
        ("وصل سبعون روسياً", [("روسياً", Quantity(70))]),
        ("سقوط قتيلين قرب كيدال", [("قتيلين", Quantity(2))]),
    ],
)
def test_men_are_counted_in_five_languages(
    text: str, expected: list[tuple[str, Quantity | None]]
) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("a flag is no man", "Two Russian-flagged ships moored."),
        ("who tells is not counted", "Two officers said so."),
        ("no number", "Soldiers left Gao."),
        ("a number of something else", "In 2025 the soldiers left."),
    ],
)
def test_what_counts_no_men_is_none(why: str, text: str) -> None:
    assert told(text) == [], why


def test_what_a_mention_counts_already_is_not_counted_again() -> None:
    text = "Sixty Russian instructors landed."
    force = Mention(
        "russian-forces", "unit", "Russian forces", "Russian instructors", 6, 25, "text",
        quantity=Quantity(60),
    )  # fmt: skip

    assert told(text, force) == []
