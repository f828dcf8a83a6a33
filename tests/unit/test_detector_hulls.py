"""A number is a hull's where a ship is named beside it; other things have other numbers."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, Words
from detector.hulls import hulls
from detector.ids import unique_ids
from detector.model import Detection, Document, Mention
from detector.phrases import Phrases

PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "tail_number": Words(ru=("бортов* номер*",)),
            "hull_number": Words(en=("pennant",)),
            "number": Words(fr=("numéro",)),
            "written_on": Words(en=("on the side",)),
            "side_number": Words(en=("hull",), ru=("б/н",)),
            "vessel": Words(ru=("корвет",)),
        }
    )
)
SHIP_WORDS = ("corvette", "корвет", "frigate", "BOIKIY", "«Бойкий")


def named(text: str) -> Detection:
    kinds = [
        Mention("warship", "keyword", "warship", word, at, at + len(word), "text", classes=classes)
        for words, classes in ((SHIP_WORDS, ("warship", "ship")), (("BTR",), ("apc", "armour")))
        for word in words
        if (at := text.find(word)) >= 0
    ]
    return Detection("1", kinds=tuple(kinds))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Russian frigate, hull 127, at the pier", ["127"]),
        ("the frigate, pennant F-123", ["F-123"]),
        ("une corvette au mouillage. Numéro 545 peint", ["545"]),
        ("корвет с б/н 545 зашёл в порт", ["545"]),
        ("The frigate with 547 on the side is back", ["547"]),
        ("hull 461 is the frigate", ["461"]),
        ("корвет «Бойкий» (532)", ["532"]),
        ("corvette BOIKIY 550, half a mile astern", ["550"]),
        ("corvette Grom (532) and a tug", ["532"]),
        ("корвет «532» в порту", ["532"]),
        ("the corvette was 300 miles off", []),
        ("a BTR, hull 214", []),
        ("the corvette landed a BTR, hull 214", []),
        ("hull 214", []),
    ],
)
def test_a_number_beside_a_ship_is_its_hulls(text: str, expected: list[str]) -> None:
    found = [code for _, _, code in hulls(Document("1", text), named(text), PHRASES)]

    assert found == expected


def test_a_hull_number_is_an_id_of_its_kind_alone() -> None:
    text = "корвет «Гром» (бортовой номер 547)"

    found = unique_ids(Document("1", text), named(text), PHRASES)

    assert found == ("hull:547", "name:Гром")
