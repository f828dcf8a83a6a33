"""Ships' names are read where a ship is told of; what else is quoted there is no ship."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, Words
from detector.ids import unique_ids
from detector.model import Detection, Document, Mention, Place
from detector.phrases import Phrases
from detector.vessels import as_heard, vessels

PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "at_sea": Words(
                en=("berth*",), ru=("на палуб*",), fr=("à la poupe",), uk=("причал*",),
                ar=("رصيف*",),
            ),
            "of_ship": Words(
                en=("aboard",), ru=("под выгрузкой", "а"), fr=("à bord du",), uk=("з",), ar=("متن",)
            ),
            "sails": Words(en=("discharged",), ru=("вышел из",), fr=("décharge",)),
            "unloaded": Words(en=("unload*",), ru=("выгруз*",)),
        }
    )
)  # fmt: skip
SEA = "ro-ro"
AIR = "Il-76"


def read(text: str, title: str = "") -> list[str]:
    """The names in a text in which "ro-ro" is a ship and "Il-76" an aircraft."""
    things = tuple(
        Mention(word, "keyword", word, word, at, at + len(word), "text", classes=(kind,))
        for word, kind in ((SEA, "cargo-ship"), (AIR, "aircraft"))
        if (at := text.find(word)) >= 0
    )
    places = tuple(
        Place(word, "LY", word, at, at + len(word), "text")
        for word in ("PORT SUDAN", "Tobruk")
        if (at := text.find(word)) >= 0
    )
    detection = Detection("1", kinds=things, places=places)
    return [name for _, _, name in vessels(Document("1", text, title=title), detection, PHRASES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On a lu le nom à la poupe : KAPITAN SOROKIN. Rampe fermée.", ["KAPITAN SOROKIN"]),
        ("The ro-ro at the berth is BALTIC AURORA.", ["BALTIC AURORA"]),
        ("At the berth now: MV RED BALTIKA STAR, low", []),
        ("At the berth now: MV BALTIC STAR, low", ["BALTIC STAR"]),
        ("Clerks said the Kapitan Sorokin discharged guns at berth 2", ["Kapitan Sorokin"]),
        ("«Капитан Сорокин» с рассвета под выгрузкой", ["Капитан Сорокин"]),
        ("В порту под выгрузкой «Леди Ирина», груз для армии", ["Леди Ирина"]),
        ("Кто на палубе? Скажем: «Капитан Леонтьев», вышел рано", ["Капитан Леонтьев"]),
        ("На палубе тихо. «Спарта», вышел из Балтийска", ["Спарта"]),
        ("не тот, а «Мыс Терпения» с танками на палубе", ["Мыс Терпения"]),
        ("ro-ro біля причалу, схоже з «Капітаном Сорокіним»", ["Капітаном Сорокіним"]),
        ("Le ro-ro russe, le « Kapitan Lebedkin », décharge", ["Kapitan Lebedkin"]),
        ("Le ro-ro: le « Lebedkin » décharge", ["Lebedkin"]),
    ],
)
def test_a_ship_is_known_by_where_its_name_stands(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Об этом «Военному Меридиану» сказали, танки на палубе",
        "Газета «Красная Звезда» пишет: на палубе танки",
        "Операция «Белый Медведь», танки на палубе",
        "танки на палубе, «Тигр» и «Урал» тоже",
        'The AIS says "FOR ORDERS", the ro-ro waits',
        "PORT SUDAN - the ro-ro is in",
        "where the ro-ro lies: PORT SUDAN",
        "RUSSIAN SHIPS KEEP COMING: the ro-ro is in",
        "«Капитан Сорокин» дал интервью о кино",
        "Выгрузка: «Белый Медведь» из Il-76",
        "The Defence Ministry said the ro-ro is empty",
    ],
)
def test_what_else_is_quoted_or_in_capitals_is_no_ship(text: str) -> None:
    assert read(text) == []


def test_a_name_in_capitals_is_an_id_in_small_letters_once() -> None:
    text = "Alongside the berth: BALTIC AURORA. The Baltic Aurora discharged guns at her berth"

    assert unique_ids(Document("1", text), Detection("1"), PHRASES) == ("name:Baltic Aurora",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("name:Бойкий", "name:Boykiy", True),
        ("name:Boikiy", "name:Boïki", True),
        ("name:Мыс Терпения", "name:Mys Terpeniya", True),
        ("name:Капітаном Сорокіним", "name:Kapitan Sorokin", True),
        ("name:Капитана Сорокина", "name:Capitaine Sorokine", True),
        ("name:كابيتان سوروكين", "name:Капитан Сорокин", True),
        ("name:الأدميرال غولوفكو", "name:Адміралом Головком", True),
        ("name:Леди Ирину", "name:Lady Irina", True),
        ("name:Леди Ирина", "name:Леди Мария", False),
        ("name:Бойкий", "name:Стойкий", False),
        ("hull:531", "hull:532", False),
    ],
)
def test_a_ships_name_is_one_in_any_script_spelling_and_case(
    one: str, other: str, same: bool
) -> None:
    assert (as_heard(one) == as_heard(other)) is same
