"""How many of a thing the text states, by the shipped number words of five languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.lexemes import Lexicon, NumberWords, merged
from config.load import read_yaml
from detector.model import Quantity
from detector.number_sense import NumberSense
from detector.quantities import quantity_of

SHIPPED = Path(__file__).parents[2] / "config" / "lexicon"
SENSE = NumberSense.of(
    merged(read_yaml(SHIPPED / name, Lexicon) for name in ("numbers.yaml", "phrases.yaml"))
)

STATED = [
    ("digits", "7 [T-72B3]", Quantity(value=7)),
    ("a calibre between", "четыре 130-мм пушки [М-46]", Quantity(value=4)),
    ("a compound between", "Two eight-wheelers ([BTR-80], white)", Quantity(value=2)),
    ("a drive between", "ten 6x6 [Ural-4320]", Quantity(value=10)),
    ("a word and its digit", "Un (1) [Il-76]", Quantity(value=1)),
    ("a word behind the digit", "un [T-72] (1 seul, le dernier)", Quantity(value=1)),
    ("one, behind it", "ومنظومة [TOS-1A] واحدة", Quantity(value=1)),
    ("two, behind it", "مروحيتان [Mi-8] اثنتان", Quantity(value=2)),
    ("a case of a number", "и одиннадцати грузовиков [Урал]", Quantity(value=11)),
    ("a word", "seven [T-72B3] tanks", Quantity(value=7)),
    ("words between", "five brand-new Russian [BMP-3]", Quantity(value=5)),
    ("a list, first", "two [PT-76], five BRDM-2", Quantity(value=2)),
    ("a compound", "twenty-five [BTR-80]", Quantity(value=25)),
    ("a long compound", "one hundred and twenty [BTR-80]", Quantity(value=120)),
    ("thousands", "1,200 [AKs]", Quantity(value=1200)),
    ("at least", "over 50 [armoured vehicles]", Quantity(min=50)),
    ("at least, in words", "at least three [Su-24]", Quantity(min=3)),
    ("a plus", "60+ [tents]", Quantity(min=60)),
    ("at most", "up to 20 [trucks]", Quantity(max=20)),
    ("a bullet before it", "- 4 [T-72]", Quantity(value=4)),
    ("a dateline before it", "GAO (wire) - Two [T-72]", Quantity(value=2)),
    ("or so", "ten or so [T-72]", Quantity(value=10, approx=True)),
    ("half of it, or so", "half a dozen or so [T-72]", Quantity(value=6, approx=True)),
    ("set right", "six, not four [T-72]", Quantity(value=6)),
    ("set right, apart", "six, not four, [T-72]", Quantity(value=6)),
    ("roughly", "about 200 [instructors]", Quantity(value=200, approx=True)),
    ("a dozen", "about a dozen [T-72]", Quantity(value=12, approx=True)),
    ("two dozen", "two dozen [T-72]", Quantity(value=24, approx=True)),
    ("dozens", "dozens of [T-72]", Quantity(min=24, approx=True)),
    ("a range", "10-15 [BMP-3]", Quantity(min=10, max=15)),
    ("a range in words", "ten to fifteen [BMP-3]", Quantity(min=10, max=15)),
    ("a sign", "4 x [Mi-35]", Quantity(value=4)),
    ("after, in brackets", "[T-72B3] (7), parked", Quantity(value=7)),
    ("after, with a cross", "[T-72B3] x7", Quantity(value=7)),
    ("after, with a cross in brackets", "[M-46] (×12) et", Quantity(value=12)),
    ("after a quoted name", "[БМ-21] «Град» (6 ед.).", Quantity(value=6)),
    ("Russian", "пять [БМП-3]", Quantity(value=5)),
    ("Russian, quoted", "три новых броневика «[Тигр]»", Quantity(value=3)),
    ("Russian bound", "до двух десятков [Т-72]", Quantity(max=20)),
    ("Russian, more than", "свыше двадцати [Т-72]", Quantity(min=20)),
    ("Russian, roughly", "около сотни [бойцов]", Quantity(value=100, approx=True)),
    ("Russian, after", "[Т-72Б3]: 7 ед.", Quantity(value=7)),
    ("two tens", "два десятки [БТР-80]", Quantity(value=20, approx=True)),
    ("glued", "3х[Т-72], 2xBMP-3", Quantity(value=3)),
    ("behind a numbered head", "Column 2: 12 [T-72]", Quantity(value=12)),
    ("behind a clock", "20:15Z 3 [T-72]", Quantity(value=3)),
    ("behind its unit", "[Т-72] штук пять", Quantity(value=5)),
    ("Russian, units", "12 единиц [бронетехники]", Quantity(value=12)),
    ("Russian compound", "двадцать пять [БТР-82А]", Quantity(value=25)),
    ("French", "six [BM-21]", Quantity(value=6)),
    ("French, roughly", "une dizaine de [blindés]", Quantity(value=10, approx=True)),
    ("French, more than", "plus de 30 [véhicules]", Quantity(min=30)),
    ("French, up to", "jusqu'à 40 [camions]", Quantity(max=40)),
    ("Ukrainian", "п'ять [БТР-82А]", Quantity(value=5)),
    ("Ukrainian, more than", "понад 20 [танків]", Quantity(min=20)),
    ("Arabic", "سبع [دبابات]", Quantity(value=7)),
    ("a half", "half a dozen [BTR-82A]", Quantity(value=6, approx=True)),
    ("a half of a hundred", "half a hundred [BTR-82A]", Quantity(value=50, approx=True)),
    ("tens with their article", "نحو الستين [BTR-82A]", Quantity(value=60, approx=True)),
    ("of a type", "two aircraft of the type [Il-76]", Quantity(value=2)),
    ("Russian, of a type", "пять танков типа [Т-72]", Quantity(value=5)),
    ("a nickname between", "пара «крокодилов» [Ми-35М]", Quantity(value=2)),
    ("counted behind", "«[Грады]» (насчитал 9), Т-62", Quantity(value=9)),
    ("so many of them, next to it", "[Cobra II], ten of them, came", Quantity(value=10)),
    ("such vehicles", "бронемашини «[Лінза]». Дві такі машини стояли", Quantity(value=2)),
    (
        "six of the systems",
        "a few [Pantsir-S1]. We counted six of the systems",
        Quantity(value=6),
    ),
    ("Ukrainian, instrumental", "двома бортами [Іл-76]", Quantity(value=2)),
    ("French half", "une demi-douzaine de [BMP-3]", Quantity(value=6, approx=True)),
    ("Russian collective", "четвёрка новеньких [БТР-82А]", Quantity(value=4)),
    ("Arabic dual", "مروحيتان روسيتان من طراز [مي-8]", Quantity(value=2)),
    ("Arabic teens", "خمس عشرة [دبابة]", Quantity(value=15)),
    ("Arabic tens", "خمسة وعشرين [مدرعة]", Quantity(value=25)),
    ("Arabic, written on", "وثلاث [مدرعات]", Quantity(value=3)),
    ("Arabic, behind", "[أقنجي]، عددها ثلاث", Quantity(value=3)),
    ("hundreds in words", "two hundred and fifty [troops]", Quantity(value=250)),
    ("hundreds, open", "several hundred [troops]", Quantity(min=200, approx=True)),
    ("French hundreds", "trois mille cinq cents [militaires]", Quantity(value=3500)),
    ("Russian thousands", "пять тысяч [военных]", Quantity(value=5000)),
    ("a decimal of thousands", "1,5 тысячи [военных]", Quantity(value=1500)),
    ("abbreviated thousands", "2 тыс. [военных]", Quantity(value=2000)),
    ("one and a half thousand", "півтори тисячі [військових]", Quantity(value=1500)),
    ("Arabic thousands", "ثلاثة آلاف [جندي]", Quantity(value=3000)),
    ("a range of hundreds", "two to three hundred [troops]", Quantity(min=200, max=300)),
    ("tens and a half", "два с половиной десятка [БТР]", Quantity(value=25, approx=True)),
    ("behind, with a remark", "[БТР-82А] — 12 (Бамако)", Quantity(value=12)),
    ("a date, then a count", "sat 11/11 : 3x [BTR-82A]", Quantity(value=3)),
    ("a day, then a count", "on 5 January 17 [T-72]", Quantity(value=17)),
    ("Arabic, more than", "أكثر من 50 [مدرعة]", Quantity(min=50)),
]

UNSTATED = [
    ("a code further on", "Ka-52 [helicopters], An-124 aircraft, Il-76 aircraft"),
    ("no number", "the [T-72]"),
    ("a number that is wrong", "not nine [T-72], as we said"),
    ("the minutes of a time", "at 10:30 [T-72] tanks"),
    ("a day behind its month", "On January 17 [T-72] tanks"),
    ("an ordinal", "the 7th [T-72]"),
    ("units of many", "2 роты [БТР-80]"),
    ("a year", "in 2024 [T-72] tanks"),
    ("a clock in Zulu", "05:20Z [Il-76] Bangui"),
    ("a French clock", "à 17 h 20 [T-72]"),
    ("a calibre", "82-mm [mortars]"),
    ("the number of a base", "Base 101 [BMP-3]"),
    ("people are not vehicles", "20 soldiers with a [BMP-3]"),
    ("a preposition between", "two men near [T-72]"),
    ("another model's number", "BTR-80 [T-72]"),
    ("a price", "$5 [BTR]"),
    ("a number after that goes on", "[T-72] 2024"),
    ("Russian year", "в 2023 году [Т-72]"),
]


def stated(marked: str) -> Quantity | None:
    start = marked.index("[")
    end = marked.index("]") - 1
    return quantity_of(marked.replace("[", "").replace("]", ""), (start, end), 0, SENSE)


@pytest.mark.parametrize(("why", "text", "expected"), STATED)
def test_a_stated_number_is_read(why: str, text: str, expected: Quantity) -> None:
    assert stated(text) == expected, why


@pytest.mark.parametrize(("why", "text"), UNSTATED)
def test_what_is_no_count_is_not_read(why: str, text: str) -> None:
    assert stated(text) is None, why


def test_a_number_before_the_floor_belongs_to_another_mention() -> None:
    text = "five BRDM-2 and BMP-3"

    assert quantity_of(text, (16, 21), 11, SENSE) is None


def test_own_words_join_what_the_lexicon_has() -> None:
    own = NumberWords(
        numbers={"four score": 80}, about_behind=("ish",), types=("sort",), of_what=("o",)
    )
    sense = NumberSense.of(Lexicon(numbers={"en": own}))

    counts = [
        quantity_of(text, (start := text.index("T-72"), start + 4), 0, sense)
        for text in ("four score T-72", "four-score ish T-72", "Mi-8s and 5 o sort T-72")
    ]

    assert counts == [Quantity(value=80), Quantity(value=80, approx=True), Quantity(value=5)]
