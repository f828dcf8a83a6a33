"""Just where it was may be told by a name that no list of places has."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, Words
from detector.model import Detection, Document, Place
from detector.phrases import Phrases
from detector.pinpoint import pinpointed

PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "where": Words(en=("at", "in"), ru=("под",), fr=("à",), uk=("біля",)),
            "bearing": Words(
                en=("south of", "km from"), ru=("километр* от",), fr=("ouest de",), uk=("км від",)
            ),
        }
    )
)


def spots(text: str, known: str) -> tuple[str, ...]:
    start = text.find(known)
    places = (Place(known, "ML", known, start, start + len(known), "text"),) if known else ()
    return pinpointed(Document("1", text), Detection("1", places=places), PHRASES)


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("The camp is the one at Mondoasi, south of town.", "", "Mondoasi"),
        ("A Mi-8 fell in Wadi Tin, some 30 km from Gao.", "Gao", "Wadi Tin"),
        ("Ми-8 упал под Ипии, тридцать километров от Гао.", "Гао", "Ипии"),
        ("Le pont à l'oued In-Tahaten, 30 km à l'ouest de Gao.", "Gao", "In-Tahaten"),
        ("Табір біля Бакваме, 20 км від Гао.", "Гао", "Бакваме"),
    ],
)
def test_a_name_before_a_bearing_says_just_where(text: str, known: str, expected: str) -> None:
    assert spots(text, known) == (expected,)


@pytest.mark.parametrize(
    ("why", "text", "known"),
    [
        ("a known place", "The camp is at Ber, south of Gao.", "Ber"),
        ("no preposition of place", "They saw Wagner south of Gao.", ""),
        ("another sentence", "It was in Ber. South of Gao, south of it.", "Gao"),
        ("another name between", "In Ber, say Tuareg elders, south of Gao.", ""),
        ("no bearing", "The camp is at Mondoasi.", ""),
    ],
)
def test_other_names_say_no_place(why: str, text: str, known: str) -> None:
    assert spots(text, known) == (), why
