"""An event's line is made from its facts, in any of the five languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alerts.event_line import counted, event_line
from alerts.updates import in_language
from config.schema import Language, Source
from detector.events import OpenEvent, joined, opened
from detector.facts import Facts, Spot, Thing
from tests.fakes.alerts import ALERT, DIGEST

AT = datetime(2025, 1, 17, 9, 0, tzinfo=UTC)
TANKS = Thing("t-72", "equipment", 2.0, ("T-72B3",), low=7, high=7, name="T-72")
CARRIERS = Thing("bmp-3", "equipment", 1.5, low=5, high=5, name="BMP-3")
TRUCKS = Thing("kamaz", "equipment", 1.5, name="KamAZ")
CONVOY = Thing("convoy", "keyword", 2.0)
BAMAKO = Spot("Bamako", "ML", 2.0)
MALI = Spot("Mali", "ML", 1.5, general=True)
FIRST = Facts(
    "1", AT, "milinfolive", "milinfolive", "C", language="ru", gear=(TRUCKS, TANKS, CARRIERS),
    groups=(CONVOY,), places=(BAMAKO, MALI), activities=("movement",),
)  # fmt: skip
CHANNEL = Source(name="milinfolive", channel="milinfolive", title="Военный осведомитель")
FEED = Source(name="wire", url="https://wire.example/feed", title="The Wire")


def grown() -> OpenEvent:
    event = opened(1, FIRST)
    more = replace(TANKS, low=9, high=9)
    for number, language in enumerate(("fr", "en", "en"), start=2):
        facts = replace(
            FIRST, id=str(number), at=AT + timedelta(hours=12 * number), language=language,
            origin=f"o{number}", gear=(more,),
        )  # fmt: skip
        event = joined(event, facts)
    return event


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "7–9 × T-72B3, 5 × BMP-3, KamAZ · convoy · Bamako (Mali) · 17–19 Jan"
               " · first: Военный осведомитель (Telegram) · 4 reports, 3 languages"),
        ("ru", "7–9 × T-72B3, 5 × BMP-3, KamAZ · колонна · Bamako (Мали) · 17–19 янв."
               " · первым: Военный осведомитель (Telegram) · 4 сообщения, 3 языка"),
        ("fr", "7–9 × T-72B3, 5 × BMP-3, KamAZ · convoi · Bamako (Mali) · 17–19 janv."
               " · d’abord: Военный осведомитель (Telegram) · 4 signalements, 3 langues"),
        ("uk", "7–9 × T-72B3, 5 × BMP-3, KamAZ · колона · Bamako (Малі) · 17–19 січ."
               " · першим: Военный осведомитель (Telegram) · 4 повідомлення, 3 мови"),
        ("ar", "7–9 × T-72B3, 5 × BMP-3, KamAZ · قافلة · Bamako (مالي) · 17–19 يناير"
               " · أولاً: Военный осведомитель (Telegram) · 4 تقارير, 3 لغات"),
    ],
)  # fmt: skip
def test_a_line_says_what_where_when_who_and_how_many(language: Language, expected: str) -> None:
    assert event_line(grown(), CHANNEL, language) == expected


@pytest.mark.parametrize(
    ("why", "facts", "expected"),
    [
        ("one report of a feed needs no count", FIRST,
         "7 × T-72B3, 5 × BMP-3, KamAZ · convoy · Bamako (Mali) · 17 Jan · first: The Wire"),
        ("a bare country", replace(FIRST, places=(MALI,), gear=(TANKS,)),
         "7 × T-72B3 · convoy · Mali · 17 Jan · first: The Wire"),
        ("no convoy is said", replace(FIRST, groups=(), gear=(TANKS,)),
         "7 × T-72B3 · movement · Bamako (Mali) · 17 Jan · first: The Wire"),
        ("class words only where nothing is named", replace(FIRST, gear=(), activities=()),
         "convoy · Bamako (Mali) · 17 Jan · first: The Wire"),
        ("a title for want of anything",
         replace(FIRST, gear=(), groups=(), activities=(), places=()),
         "Strange lights · 17 Jan · first: The Wire"),
        ("gear in passing is left out",
         replace(FIRST, gear=(TANKS, replace(TRUCKS, weight=0.6)), activities=()),
         "7 × T-72B3 · Bamako (Mali) · 17 Jan · first: The Wire"),
        ("who gave it is named in passing",
         replace(FIRST, places=(BAMAKO, Spot("Russia", "RU", 0.6, general=True)), gear=(TANKS,)),
         "7 × T-72B3 · convoy · Bamako (Mali) · 17 Jan · first: The Wire"),
        ("a place in passing is better than none",
         replace(FIRST, places=(replace(MALI, weight=0.6),), gear=(TANKS,)),
         "7 × T-72B3 · convoy · Mali · 17 Jan · first: The Wire"),
        ("many things are counted",
         replace(FIRST, gear=tuple(replace(TRUCKS, id=f"{n}", name=f"K-{n}") for n in range(6)),
                 activities=(), places=()),
         "K-0, K-1, K-2, K-3 +2 more · 17 Jan · first: The Wire"),
    ],
)  # fmt: skip
def test_a_line_leaves_out_what_is_not_known(why: str, facts: Facts, expected: str) -> None:
    assert event_line(opened(1, facts), FEED, title="Strange lights") == expected, why


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, None, "T-72B3"),
        (7, 7, "7 × T-72B3"),
        (7, 9, "7–9 × T-72B3"),
        (50, None, "≥50 × T-72B3"),
        (None, 50, "≤50 × T-72B3"),
        (112, 188, "~150 × T-72B3"),
        (3, 5, "3–5 × T-72B3"),
    ],
)
def test_counts_are_said_as_they_were_told(
    low: int | None, high: int | None, expected: str
) -> None:
    assert counted(replace(TANKS, low=low, high=high)) == expected


def test_a_line_names_formations_that_nobody_watches() -> None:
    company = Thing("company:4", "unit", 2.0, classes=("company:4",), name="4-я рота")

    line = event_line(opened(1, replace(FIRST, gear=(TRUCKS,), units=(company,))), CHANNEL)

    assert line.startswith("KamAZ, 4-я рота · ")


def test_a_receiver_reads_the_line_in_its_language() -> None:
    alert = replace(ALERT, line="7 × T-72B3 · arrival", lines=(("ru", "7 × T-72B3 · прибытие"),))

    assert in_language(alert, "ru") == replace(alert, line="7 × T-72B3 · прибытие")
    assert in_language(alert, "fr") == alert
    assert in_language(alert, None) == alert
    assert in_language(DIGEST, "ru") == DIGEST
