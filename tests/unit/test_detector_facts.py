"""The facts of a detection, weighed by where they are said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from config.lexemes import Lexicon, Words
from detector.copies import fingerprint
from detector.factfinding import Geography, Sense, facts_of
from detector.facts import Facts, Thing
from detector.model import MEN, Action, Aside, Detection, Document, Mention, Place, Quantity
from detector.phrases import Phrases
from detector.weighing import BODY

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def facts(text: str, *mentions: Mention, kinds: tuple[Mention, ...] = ()) -> Facts:
    document = Document("1", text)
    found = Detection("1", mentions=mentions, kinds=kinds)
    return facts_of(document, found, fingerprint("", text), Sense(Geography(())), at=NOON)


def word(text: str, surface: str, name: str, *classes: str) -> Mention:
    start = text.index(surface)
    return Mention(
        name, "keyword", name, surface, start, start + len(surface), "text",
        quantity=Quantity(4), classes=classes,
    )  # fmt: skip


def test_a_class_word_stands_for_the_keyword_at_the_same_place() -> None:
    text = "Four Russian helicopters landed"

    told = facts(
        text,
        word(text, "Russian helicopters", "helicopters"),
        kinds=(word(text, "helicopters", "helicopter", "helicopter"),),
    )

    assert told.groups == (
        Thing("helicopter", "keyword", 2.0, (), ("helicopter",), 4, 4, "helicopter"),
    )


def test_a_keyword_that_is_no_class_word_stays_itself() -> None:
    text = "A military column arrived"

    told = facts(text, word(text, "military column", "convoy"))

    assert [thing.id for thing in told.groups] == ["convoy"]


def test_a_column_of_which_nothing_else_is_named_is_a_thing() -> None:
    document = Document("1", "Колонна дошла до Гао")
    found = Detection("1", actions=(Action("convoy", "Колонна", 0, 7, "text"),))

    told = facts_of(document, found, fingerprint("", document.text), Sense(Geography(())), at=NOON)

    assert told.groups == (Thing("convoy", "keyword", 2.0),)
    assert told.activities == ("movement",)


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("Trucks seen in Gao. Departure soon? We follow.", ("sighting",)),
        ("Trucks in Gao. Departure soon?", ("withdrawal",)),
    ],
)
def test_what_is_only_asked_about_is_done_where_nothing_else_is(
    text: str, done: tuple[str, ...]
) -> None:
    words = {"seen": "sighting", "Departure": "withdrawal"}
    actions = tuple(
        Action(name, word, at, at + len(word), "text")
        for word, name in words.items()
        if (at := text.find(word)) >= 0
    )
    found = Detection("1", actions=actions)

    told = facts_of(
        Document("1", text), found, fingerprint("", text), Sense(Geography(())), at=NOON
    )

    assert told.activities == done


def test_the_count_of_a_class_word_is_that_of_the_model_right_behind_it() -> None:
    text = "Quatre blindés «Tigr» à Gao"
    model = Mention(
        "tigr", "equipment", "Tigr", "Tigr", 16, 20, "text", classes=("protected-vehicle", "armour")
    )

    told = facts(text, model, kinds=(word(text, "blindés", "armour", "armour"),))

    assert [(thing.id, thing.low, thing.high) for thing in told.gear] == [("tigr", 4, 4)]


def test_a_force_of_which_a_most_is_told_is_men() -> None:
    text = "No more than sixty of the Corps"
    corps = Mention(
        "corps", "organisation", "Corps", "Corps", 26, 31, "text", None, Quantity(max=60)
    )

    told = facts(text, corps)

    assert [(thing.high, MEN in thing.classes) for thing in told.forces] == [(60, True)]


@pytest.mark.parametrize(
    ("why", "text", "expected"),
    [
        ("the report is all in it: it is no aside", "A Tigr, seen in Syria last year.", ["tigr"]),
        (
            "the report stands before it",
            "A Spartak drove into the town late at night. A Tigr, seen in Syria last year.",
            ["spartak"],
        ),
        (
            "it opens: a report begins with its news",
            "A Tigr, seen in Syria last year. A Spartak drove into the town at night.",
            ["tigr", "spartak"],
        ),
    ],
)
def test_a_sentence_on_another_time_is_an_aside_only_beside_a_report(
    why: str, text: str, expected: list[str]
) -> None:
    past = "A Tigr, seen in Syria last year."
    found = Detection(
        "1",
        mentions=tuple(
            Mention(name.lower(), "equipment", name, name, at, at + len(name), "text")
            for name in ("Tigr", "Spartak")
            if (at := text.find(name)) >= 0
        ),
        asides=(Aside(text.index(past), text.index(past) + len(past), "text", "past"),),
    )

    told = facts_of(
        Document("1", text), found, fingerprint("", text), Sense(Geography(())), at=NOON
    )

    assert [thing.id for thing in told.gear if thing.weight >= BODY] == expected, why


HOMES = Phrases.of(
    Lexicon(
        phrases={
            "home": Words(
                en=("people of",), ru=("жители",), fr=("habitants de",), uk=("мешканці",),
                ar=("أهالي",),
            )
        }
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("People of Kufra tell of Russian works at Sarra.", ["Sarra", "Kufra"]),
        ("Жители Kufra говорят о стройке в Sarra.", ["Sarra", "Kufra"]),
        ("Les habitants de Kufra parlent de travaux à Sarra.", ["Sarra", "Kufra"]),
        ("Мешканці міста Kufra кажуть про будову в Sarra.", ["Sarra", "Kufra"]),
        ("أهالي مدينة Kufra يتحدثون عن ورشة في Sarra", ["Sarra", "Kufra"]),
        ("People of Kufra saw them.", ["Kufra"]),
        ("In Kufra they tell of Sarra.", ["Kufra", "Sarra"]),
    ],
)
def test_where_who_tells_lives_is_not_the_main_place(text: str, places: list[str]) -> None:
    named = tuple(
        Place(name, "LY", name, text.index(name), text.index(name) + len(name), "text")
        for name in places
    )
    sense = Sense(Geography(()), HOMES)
    found = Detection("1", places=tuple(sorted(named, key=lambda one: one.start)))

    told = facts_of(Document("1", text), found, fingerprint("", text), sense, at=NOON)

    assert [spot.name for spot in told.places] == places
