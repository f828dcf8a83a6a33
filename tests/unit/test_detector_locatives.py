"""Of which doubtful names a text speaks as of places."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, PlaceEntry, Words
from detector.locatives import Locatives
from detector.model import Document, Place
from detector.places import NO_PLACE, Gazetteer
from detector.reading import Reading, Spot

PLACES = (
    PlaceEntry(name="Bata", country="GQ", names=("Бата", "باتا"), near=("Malabo",)),
    PlaceEntry(name="Benina", country="LY", names=("Бенина",), near=("Benghazi",)),
    PlaceEntry(name="Benin", country="BJ", kind="country", names=("Бенин",)),
    PlaceEntry(name="Paris", country="FR", near=("France",)),
    PlaceEntry(name="Minsk", country="BY", names=("Минск",)),
)
BATA, BENINA, BENIN, PARIS, MINSK = (str(number) for number in range(len(PLACES)))
WHERE = Words(en=("in",), fr=("à",), ru=("в",), ar=("قرب",))


def settle(text: str, *found: tuple[str, str, str]) -> list[Place]:
    reading = Reading.of(Document("1", text))
    spots = [_spot(reading, kind, name, surface) for kind, name, surface in found]
    gazetteer = Gazetteer(PLACES, ["GQ", "LY", "BJ"], Locatives(Lexicon(phrases={"where": WHERE})))
    return [place for _, place in gazetteer.settle(reading, spots)]


def _spot(reading: Reading, kind: str, name: str, surface: str) -> Spot:
    at = reading.whole.index(surface)
    return Spot(kind, name, at, at + len(surface), reading.sentence_of(at), surface)


@pytest.mark.parametrize(
    ("text", "surface", "company"),
    [
        ("Trucks were unloaded in Bata", "Bata", ("cue", "gear", "Trucks")),
        ("À Bata, des camions", "Bata", ("cue", "gear", "camions")),
        ("В Бата пришли солдаты", "Бата", ("cue", "troops", "солдаты")),
        ("حطام مروحية قرب باتا", "باتا", ("kind", "helicopter", "مروحية")),
        ("شوهدت مدرعة بباتا", "بباتا", ("kind", "armour", "مدرعة")),
        ("Tonight in Bata. A ship again", "Bata", ("cue", "vessel", "ship")),
    ],
)
def test_behind_a_preposition_beside_equipment_or_troops_it_is_a_place(
    text: str, surface: str, company: tuple[str, str, str]
) -> None:
    assert [p.country for p in settle(text, ("place", BATA, surface), company)] == ["GQ"]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("L'aéroport de Bata est fermé", "aéroport"),
        ("Bata naval base is closed", "base"),
        ("База «Bata» закрыта", "База"),
    ],
)
def test_what_a_base_or_an_airport_is_called_is_a_place(text: str, base: str) -> None:
    found = settle(text, ("place", BATA, "Bata"), ("cue", "base", base))

    assert [place.country for place in found] == ["GQ"]


@pytest.mark.parametrize("text", ["Bata: trucks again", "🔴 Bata, trucks again", "#Bata | trucks"])
def test_what_opens_a_line_alone_is_a_place(text: str) -> None:
    found = settle(text, ("place", BATA, "Bata"), ("cue", "gear", "trucks"))

    assert [place.country for place in found] == ["GQ"]


@pytest.mark.parametrize(
    ("why", "text", "which", "name"),
    [
        ("no preposition", "Trucks full of Bata shoes", BATA, "Bata"),
        ("far from it", "Trucks. Rain fell. It was late. In Bata it rained", BATA, "Bata"),
        ("not of the theatre", "Trucks in Paris", PARIS, "Paris"),
    ],
)
def test_else_a_doubtful_name_stays_a_word(why: str, text: str, which: str, name: str) -> None:
    assert settle(text, ("place", which, name), ("cue", "gear", "Trucks")) == [], why


def test_without_equipment_or_troops_a_preposition_says_nothing() -> None:
    assert settle("They sell shoes in Bata", ("place", BATA, "Bata")) == []


@pytest.mark.parametrize(
    ("text", "surface", "country"),
    [("Бенина, парк у ангаров", "Бенина", "LY"), ("У ангаров армии Бенина", "Бенина", "BJ")],
)
def test_only_what_opens_a_line_is_no_form_of_a_countrys_name(
    text: str, surface: str, country: str
) -> None:
    found = settle(
        text,
        ("place", BENINA, surface),
        ("place", BENIN, surface),
        ("cue", "base", "ангаров"),
    )

    assert [place.country for place in found] == [country]


def test_what_only_sounds_like_a_place_is_none() -> None:
    text = "Gone before Bata prayer"

    assert settle(text, ("place", NO_PLACE, "Bata prayer"), ("place", MINSK, "Bata")) == []
