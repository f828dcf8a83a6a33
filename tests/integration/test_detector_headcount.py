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
        ("Two soldiers killed, officials said.", [("soldiers", Quantity(2))]),
        ("As many as 90 fighters are said to be there.", [("fighters", Quantity(max=90))]),
        ("Около 100 чел.", [("чел", Quantity(100, approx=True))]),
        ("عشرات المسلحين عبروا النهر", [("المسلحين", Quantity(min=20, approx=True))]),
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
        ("who tells is named before", "According to two officers it left."),
        ("an Arabic verb stands before", "قال ضابطان إن القافلة غادرت"),
        ("an age", "A soldier, 43, was buried."),
        ("a town's people", "A town of 40,000 people."),
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


def test_the_number_of_a_thing_before_them_is_not_theirs() -> None:
    text = "Five trucks of soldiers."
    trucks = Mention("truck", "keyword", "truck", "trucks", 5, 11, "text", quantity=Quantity(5))

    assert told(text, trucks) == []


def test_men_of_a_force_that_has_their_number_are_not_counted_again() -> None:
    text = "40 men of the Wagner group"
    force = Mention(
        "wagner", "organisation", "Wagner", "Wagner", 14, 20, "text", quantity=Quantity(40)
    )

    assert told(text, force) == []
