"""What is named for contrast, as a bearing or as of another date weighs little as a fact."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from config.lexemes import Lexicon, Words
from detector.model import Document, Place
from detector.passing import BEARING, CONTRAST, DATED, goals, passing, told_day, way_points
from detector.phrases import Phrases

PUBLISHED = datetime(2026, 5, 30, 12, tzinfo=UTC)
PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "contrast": Words(
                en=("unlike",), ru=("в отличие от",), fr=("contrairement à",), ar=("على عكس*",)
            ),
            "left_behind": Words(en=("After",)),
            "bearing": Words(en=("south of",), ru=("южнее",)),
            "season": Words(en=("in spring",)),
            "way_point": Words(en=("starting point", "headed for"), ru=("пришли с",)),
            "bound_for": Words(
                en=("toward", "from * to"),
                ru=("идёт на",),
                fr=("vers",),
                uk=("у бік",),
                ar=("نحو",),
            ),
        },
        months={
            "february": Words(en=("feb*",)),
            "may": Words(en=("may",), ru=("мая",), fr=("mai",), uk=("трав*",), ar=("مايو",)),
            "december": Words(en=("dec*",)),
        },
    )
)


def spans(text: str, title: str = "") -> list[tuple[str, str]]:
    found = passing(Document("1", text, title), PUBLISHED, PHRASES)
    fields = {"title": title, "text": text}
    return [(one.why, fields[one.field][one.start : one.end].strip()) for one in found]


@pytest.mark.parametrize(
    ("why", "text", "named"),
    [
        (CONTRAST, "No tanks, unlike the column in Gao, said he.", "unlike the column in Gao"),
        (CONTRAST, "After Ber, Léré: they left.", "After Ber"),
        (CONTRAST, "Колонна в Гао, в отличие от Кидаля, цела.", "в отличие от Кидаля"),
        (CONTRAST, "Contrairement à Gao, rien ici.", "Contrairement à Gao"),
        (CONTRAST, "على عكس غاو، لا شيء هنا", "على عكس غاو"),
        (
            DATED,
            "The gun came through Conakry in spring, they say.",
            "The gun came through Conakry in spring",
        ),
        (BEARING, "Seen 15 km south of Sirte, parked.", "south of Sirte"),
        (BEARING, "База южнее Кидаля пуста.", "южнее Кидаля пуста"),
        (BEARING, "BAMAKO - The army said so.", "BAMAKO"),
    ],
)
def test_the_words_behind_a_cue_are_named_in_passing(why: str, text: str, named: str) -> None:
    assert spans(text) == [(why, named)]


@pytest.mark.parametrize(
    "date", ["8 May", "May 8", "8 мая", "8 mai", "8 травня", "8 مايو", "1 December"]
)
def test_a_sentence_of_a_date_long_past_is_of_another_event(date: str) -> None:
    assert spans(f"A plane came. The visit of {date} was another one.") == [
        (DATED, f"The visit of {date} was another one.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "On 8 May a plane came.",  # what opens a report is what it tells
        "A plane came. Between 8 May and 28 May they built a hangar.",
        "A plane came. It left on 27 May.",
        "A plane came. It returned on 31 February.",
    ],
)
def test_a_recent_date_or_the_report_s_own_is_of_now(text: str) -> None:
    assert spans(text) == []


def test_without_words_for_it_nothing_is_in_passing() -> None:
    said = Document("1", "Unlike Gao, calm. On 8 May they left. After Ber, Kidal.")

    assert list(passing(said, PUBLISHED, Phrases())) == []


@pytest.mark.parametrize(
    ("text", "on_the_way"),
    [
        ("Tanks in Gao. Starting point: Hmeimim.", True),
        ("Пришли с авиабазы Hmeimim", True),
        ("They headed for the border. Hmeimim is calm.", False),
        ("Hmeimim is the starting point of much.", False),
    ],
)
def test_places_behind_words_for_coming_and_going_are_on_the_way(
    text: str, on_the_way: bool
) -> None:
    start = text.index("Hmeimim")
    place = Place("Hmeimim", "SY", "Hmeimim", start, start + 7, "text")

    found = way_points(Document("1", text), [place], PHRASES)

    assert found == ({("Hmeimim", "SY")} if on_the_way else frozenset())


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("A column moves toward Hmeimim.", True),
        ("A column left from Latakia to Hmeimim.", True),
        ("Борт идёт на Hmeimim", True),
        ("Un convoi vers la ville de Hmeimim", True),
        ("Колона їде у бік міста Hmeimim", True),
        ("رتل نحو Hmeimim", True),
        ("A column stands in Hmeimim.", False),
        ("They point toward it. Hmeimim is calm.", False),
    ],
)
def test_places_that_are_not_reached_yet_are_goals(text: str, ahead: bool) -> None:
    start = text.index("Hmeimim")
    place = Place("Hmeimim", "SY", "Hmeimim", start, start + 7, "text")

    assert goals(Document("1", text), [place], PHRASES) == (("Hmeimim",) if ahead else ())


def test_a_place_that_is_told_of_as_well_is_no_goal() -> None:
    text = "Hmeimim is full; more drive toward Hmeimim."
    at = (0, text.rindex("Hmeimim"))
    places = [Place("Hmeimim", "SY", "Hmeimim", start, start + 7, "text") for start in at]

    assert goals(Document("1", text), places, PHRASES) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 21 May our plane came to Bangui.", 21),
        ("Between 12 May and 15 May they unloaded.", 15),
        ("A visit of 2 February was recalled.", None),  # too long ago
        ("A plane came. " + "x " * 130 + "It was 21 May.", None),  # not in the opening
    ],
)
def test_a_late_report_says_on_which_day_it_was(text: str, day: int | None) -> None:
    told = told_day(Document("1", text), PUBLISHED, PHRASES)

    assert (told.day if told else None) == day


def test_the_day_of_what_it_is_not_is_no_day_of_its_own() -> None:
    text = "A ship is at Conakry, unlike the one that left on 8 May."

    assert told_day(Document("1", text), PUBLISHED, PHRASES) is None
