"""A place may be named for who speaks there or for a road, not for what happened."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, Words
from detector.model import Aside, Document, Place
from detector.phrases import Phrases
from detector.roles import elsewhere, homes, lands

PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "not_where": Words(
                en=("source in", "after"), fr=("selon", "la piste d'", "par la route de"),
                ru=("источник в",),
            ),
            "home": Words(en=("traders in",), ar=("تجار من",)),
            "region": Words(fr=("région de",), ru=("области",), ar=("ولاية",)),
            "region_behind": Words(en=("region",)),
            "not_where_behind": Words(en=("insists", "road"), fr=("s'inquiète",)),
        }
    )
)  # fmt: skip


def named(text: str, *names: str) -> list[Place]:
    return [Place(n, "ML", n, text.index(n), text.index(n) + len(n), "text") for n in names]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pulled back in good order, selon Bamako.", "Bamako"),
        ("A military source in Bamako told us.", "Bamako"),
        ("Военный источник в «Бамако» молчит.", "Бамако"),
        ("Bamako insists that all is well.", "Bamako"),
        ("Bamako's road was cut.", "Bamako"),
        ("N'Djamena s'inquiète de la base.", "N'Djamena"),
        ("Ils ont bouclé la piste d'Inékar.", "Inékar"),
    ],
)
def test_a_place_is_not_where_it_happened(text: str, name: str) -> None:
    at = text.index(name)

    found = list(elsewhere(Document("1", text), named(text, name), PHRASES))

    assert found == [Aside(at, at + len(name), "text", "bearing")]


@pytest.mark.parametrize(
    "text",
    [
        "A column reached Bamako.",
        "A source in the east saw tanks in Bamako.",
        "In Bamako, a colonel insists on it.",
    ],
)
def test_a_place_is_where_it_happened(text: str) -> None:
    assert list(elsewhere(Document("1", text), named(text, "Bamako"), PHRASES)) == []


def test_what_is_named_together_is_named_for_the_same() -> None:
    text = "Venu par la route de Bourem et de Kidal, le convoi est à Gao."
    places = named(text, "Gao", "Kidal", "Bourem")

    found = list(elsewhere(Document("1", text), places, PHRASES))

    assert [text[one.start : one.end] for one in found] == ["Bourem", "Kidal"]


def test_the_title_is_read_on_its_own() -> None:
    place = Place("Bamako", "ML", "Bamako", 0, 6, "title")

    found = list(elsewhere(Document("1", "Tanks came.", "Bamako insists"), [place], PHRASES))

    assert found == [Aside(0, 6, "title", "bearing")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Traders in Bamako told us.", frozenset([("Bamako", "ML")])),
        ("Traders in Bamako saw them enter.", frozenset([("Bamako", "ML")])),
        ("Traders in the city of Bamako told us.", frozenset([("Bamako", "ML")])),
        ("They entered the city of Bamako.", frozenset()),
        ("They entered Bamako.", frozenset()),
    ],
)
def test_a_place_is_only_where_who_tells_lives(
    text: str, expected: frozenset[tuple[str, str]]
) -> None:
    assert homes(Document("1", text), named(text, "Bamako"), PHRASES) == expected


def test_a_town_may_be_called_one_before_its_name() -> None:
    text = "قال تجار من مدينة Bamako إنهم رأوا"

    assert homes(Document("1", text), named(text, "Bamako"), PHRASES)


def test_a_place_named_again_is_no_mere_home() -> None:
    text = "Bamako: traders in Bamako saw them."
    again = Place("Bamako", "ML", "Bamako", text.rindex("B"), text.rindex("B") + 6, "text")

    assert homes(Document("1", text), [*named(text, "Bamako"), again], PHRASES) == frozenset()


@pytest.mark.parametrize(
    ("text", "is_land"),
    [
        ("They stand in the Bamako region.", True),
        ("Dans la région de Bamako, ils campent.", True),
        ("Стоят в области Bamako", True),
        ("في ولاية Bamako", True),
        ("They stand in Bamako.", False),
    ],
)
def test_a_place_may_name_the_land_around(text: str, is_land: bool) -> None:
    found = lands(Document("1", text), named(text, "Bamako"), PHRASES)

    assert found == ({("Bamako", "ML")} if is_land else frozenset())
