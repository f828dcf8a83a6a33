"""Of what is heard in a text, what counts is what its context, its spans and its words allow."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon
from config.schema import Near, Watchlist
from detector.model import Document
from detector.reading import Reading, Spot
from detector.scene import Scene, SceneReader, families_of
from detector.statements import Wanted

WATCHLIST = Watchlist.model_validate(
    {
        "entities": [
            {"id": "t-72", "kind": "equipment", "name": "T-72"},
            {"id": "t-72b3", "kind": "equipment", "name": "T-72B3", "family": "t-72"},
            {"id": "spartak", "kind": "equipment", "name": "Spartak"},
        ],
        "watches": [{"id": "all", "when": {"kind": "equipment"}}],
    }
)
LEXICON = Lexicon.model_validate(
    {
        "places": [{"name": "Minsk", "country": "BY", "kind": "town"}],
        "negations": {
            "en": {
                "doing": ["didn't", "not"],
                "behind": [": none"],
                "ahead": ["will"],
                "nobody": ["nobody"],
            }
        },
    }
)
NEAR = Near(any=("armoured",))


def read(text: str, *spots: Spot) -> Scene:
    """What counts of spots that are all in the first sentence of a text."""
    wanted = Wanted.of(WATCHLIST, LEXICON)
    reader = SceneReader(WATCHLIST, LEXICON, wanted, families_of(wanted.entities))
    names = [spot for spot in spots if spot.kind == "entity"]
    others = [spot for spot in spots if spot.kind != "entity"]
    return reader.read(Reading.of(Document("1", text)), names, others)


def spot(text: str, surface: str, kind: str, name: str, near: Near | None = None) -> Spot:
    start = text.index(surface)
    return Spot(kind, name, start, start + len(surface), 0, surface, near=near)


def test_a_variant_stands_for_its_family_as_well() -> None:
    text = "The T-72B3 arrived"
    variant, family = (spot(text, "T-72B3", "entity", name) for name in ("t-72b3", "t-72"))

    assert read(text, family, variant).named == [variant]


def test_a_name_without_its_context_is_in_doubt() -> None:
    text = "A Spartak came"
    name = spot(text, "Spartak", "entity", "spartak", NEAR)

    found = read(text, name)

    assert (found.named, found.doubted, found.refused) == ([], [name], False)
    assert found.remarks == ["Spartak: not counted: none of its context words is near"]


@pytest.mark.parametrize(
    ("text", "denied", "done"),
    [
        ("The T-72 didn't arrive, it left", ("arrive", "arrival"), ("left", "withdrawal")),
        ("Nobody has seen the T-72 that arrived", ("seen", "sighting"), ("arrived", "arrival")),
        ("The T-72 arrived, losses: none", ("losses", "loss"), ("arrived", "arrival")),
    ],
)
def test_what_is_said_not_to_have_been_done_or_seen_is_no_action(
    text: str, denied: tuple[str, str], done: tuple[str, str]
) -> None:
    ours = spot(text, done[0], "action", done[1])
    never = spot(text, denied[0], "action", denied[1])

    found = read(text, spot(text, "T-72", "entity", "t-72"), never, ours)

    assert found.actions == [ours]
    assert found.remarks == [f"{denied[0]}: not counted: it is denied"]
    assert [one.name for one in found.finds] == ["t-72", done[1]]


def test_what_is_yet_to_come_is_no_action_but_a_plan() -> None:
    text = "The T-72 will arrive"
    coming = spot(text, "arrive", "action", "arrival")

    found = read(text, spot(text, "T-72", "entity", "t-72"), coming)

    assert (found.actions, [cue.name for cue in found.cues]) == ([], ["plan"])


def test_a_report_may_say_that_it_is_no_film() -> None:
    text = "Not a film, a T-72 of the film crew"
    denied = spot(text, "film", "cue", "culture")
    other = denied._replace(start=text.rindex("film"), end=text.rindex("film") + 4)

    found = read(text, spot(text, "T-72", "entity", "t-72"), denied, other)

    assert found.cues == [other]


def test_a_name_that_counts_beside_a_word_alone_is_in_no_doubt() -> None:
    text = "They came from Minsk."
    beside = Near(any=("armoured",), within=3)

    assert read(text, spot(text, "Minsk", "entity", "t-72", beside)).doubted == []


@pytest.mark.parametrize(
    ("text", "places"),
    [("the corvette «Minsk» came", 0), ("the corvette of Minsk came", 1), ("from «Minsk»", 1)],
)
def test_a_ships_name_is_no_place(text: str, places: int) -> None:
    words = [spot(text, "corvette", "kind", "warship")] if "corvette" in text else []

    found = read(text, *words, spot(text, "Minsk", "place", "0"))

    assert len(found.places) == places
