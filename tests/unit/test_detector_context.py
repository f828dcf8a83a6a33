"""What an ambiguous alias asks of the words around it."""

from __future__ import annotations

import pytest

from config.schema import Near, Watchlist
from detector.context import Surroundings
from detector.model import Document
from detector.reading import Reading, Spot
from detector.vocabulary import Roles, trigger_terms

TEXT = "A Spartak drove past armoured cars. Fans left the stadium.\n\nThe end: a truck"


def spot(kind: str, name: str, surface: str) -> Spot:
    reading = Reading.of(Document("1", TEXT))
    start = TEXT.index(surface)
    return Spot(kind, name, start, start + len(surface), reading.sentence_of(start), surface)


def allowed(near: Near) -> bool:
    reading = Reading.of(Document("1", TEXT))
    around = [
        spot("near", "armoured", "armoured"),
        spot("cue", "sport", "stadium"),
        spot("near", "truck", "truck"),
        spot("near", "a Spartak", "A Spartak"),
    ]
    return Surroundings(reading, around).allows(spot("entity", "spartak", "Spartak"), near)[0]


@pytest.mark.parametrize(
    ("why", "near", "counts"),
    [
        ("a word of the paragraph", Near(any=("armoured",)), True),
        ("a word of another paragraph", Near(any=("truck",)), False),
        ("a word anywhere", Near(any=("truck",), within="document"), True),
        ("a word of the sentence", Near(any=("armoured",), within="sentence"), True),
        ("a word three words away", Near(any=("armoured",), within=3), True),
        ("a word two words away at most", Near(any=("armoured",), within=2), False),
        ("a cue forbids", Near(any=("armoured",), none=("@sport",)), False),
        ("a cue of another sentence", Near(none=("@sport",), within="sentence"), True),
        ("a longer word that holds the alias", Near(none=("a Spartak",)), False),
        ("an alias that holds itself is no context", Near(any=("a Spartak",)), False),
        ("nothing is asked", Near(), True),
    ],
)
def test_the_alias_counts_as_its_context_says(why: str, near: Near, counts: bool) -> None:
    assert allowed(near) is counts, why


@pytest.mark.parametrize(("quoted", "counts"), [("«Spartak»", True), ("Spartak", False)])
def test_quotation_marks_may_be_context(quoted: str, counts: bool) -> None:
    reading = Reading.of(Document("1", f"The {quoted} came"))
    start = reading.whole.index("Spartak")
    alias = Spot("entity", "spartak", start, start + 7, 0, "Spartak")

    allowed, _ = Surroundings(reading, []).allows(alias, Near(any=("@quoted",)))

    assert allowed is counts


def test_context_binds_only_the_aliases_it_names() -> None:
    watchlist = Watchlist.model_validate(
        {
            "entities": [
                {
                    "id": "tigr", "name": "Tigr", "kind": "equipment",
                    "aliases": ["GAZ-2330", "Tiger"],
                    "near": {"aliases": ["Tiger"], "any": ["armoured"]},
                }
            ],
            "watches": [{"id": "w", "when": {"entity": "tigr"}}],
        }
    )  # fmt: skip

    roles = Roles(trigger_terms(watchlist), watchlist)

    assert [roles[number].near is None for number in (0, 1)] == [True, False]
