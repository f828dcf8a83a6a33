"""Numbers that a text sets right are heard with the ones that they replace."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, NegationWords, NumberWords, Words
from detector.amended import Amended, amended, cited, tally
from detector.number_sense import NumberSense
from detector.phrases import Phrases

LEXICON = Lexicon(
    phrases={
        "not_so": Words(
            en=("not", "instead of"), ru=("не", "вместо"), fr=("pas",), uk=("не",),
            ar=("وليس", "لا"),
        ),
        "merely": Words(en=("just",)),
        "but_so": Words(en=("but",), ru=("а",), fr=("mais",), uk=("а",), ar=("بل",)),
        "measure": Words(en=("km", "day*"), ru=("км", "дн*")),
        "others_count": Words(en=("spoke of",)),
    },
    negations={
        "en": NegationWords(doing=("not",)),
        "ru": NegationWords(doing=("не",)),
        "fr": NegationWords(doing=("pas",)),
        "ar": NegationWords(doing=("وليس", "لا")),
    },
    numbers={
        "en": NumberWords(
            numbers={"six": 6, "eight": 8, "forty": 40}, less=("less than",), about=("some",),
            labels=("base",), more=("not less than",), counting=("we count",),
            of_them=("of them",), in_all=("total",), moved=("left", "arrived"), harm=("dead",),
            parts=("including",),
        ),
        "ru": NumberWords(
            numbers={"три": 3, "пять": 5, "пяти": 5, "шесть": 6}, scales={"сто": 100},
            about=("около",),
        ),
        "fr": NumberWords(numbers={"deux": 2, "quatre": 4}),
        "ar": NumberWords(numbers={"أربعة": 4, "ثلاثة": 3, "ثلاث": 3, "اثنتا": 2, "عشرة": 10}),
    },
)  # fmt: skip
PHRASES, SENSE = Phrases.of(LEXICON), NumberSense.of(LEXICON)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("The ramp holds eight guns, not six.", 8, 6),
        ("Guns = EIGHT not six (two stood behind).", 8, 6),
        ("Six trucks not 1, they say", 6, 1),
        ("Eight Mi-8/17 near ramp AB201, not 6", 8, 6),
        ("Guns on the ramp = 8 (not 6, two stood behind).", 8, 6),
        ("There were not some forty trucks but 52.", 52, 40),
        ("I saw 52 trucks, including eight flatbeds, not forty.", 52, 40),
        ("Eight rations are drawn instead of six.", 8, 6),
        ("Not forty, just 16 vehicles, all dusty.", 16, 40),
        ("I count again: eight. Not forty. The same trucks.", 8, 40),
        ("The gate: 8 vehicles and not six.", 8, 6),
        ("Гаубиц не три, а пять.", 5, 3),
        ("Прилетело не 120, а около 180 человек.", 180, 120),
        ("Броневиков пять, а не шесть.", 5, 6),
        ("Ce ne sont pas deux mais quatre engins.", 4, 2),
        ("قتل أربعة من الطاقم، وليس ثلاثة", 4, 3),
        ("الرتل ثلاث آليات لا اثنتا عشرة.", 3, 12),
    ],
)
def test_a_number_is_set_right(text: str, right: int, wrong: int) -> None:
    assert amended("", text, PHRASES, SENSE) == (Amended(right, wrong),)


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("another sentence", "Eight guns came. They did not fire 6 rounds."),
        ("a bound", "We saw eight trucks, not less than six guns among them."),
        ("a distance", "Eight trucks stood, not 40 km from here."),
        ("a name", "Eight trucks came to the gate, not base 6."),
        ("nothing is replaced", "The six trucks did not move for 8 days."),
        ("a model's number", "These are BTR-82, not six of them."),
        ("a denial", "Not one of the eight moved."),
        ("no comma, no correction", "Of forty trucks not six had plates."),
    ],
)
def test_other_numbers_behind_a_negation_correct_nothing(why: str, text: str) -> None:
    assert amended("", text, PHRASES, SENSE) == (), why


def test_a_correction_is_heard_in_the_title_as_well_and_told_once() -> None:
    found = amended("Eight guns, not six", "It was eight guns, not six.", PHRASES, SENSE)

    assert found == (Amended(8, 6),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Channels spoke of some forty trucks, a driver spoke of 52.", (40, 52)),
        ("They spoke of trucks, tents and men, perhaps 52.", ()),
        ("Forty trucks came.", ()),
        ("Forty trucks? I saw eight.", (40,)),
        ("Forty came. Did anybody see them?", ()),
    ],
)
def test_what_others_counted_is_heard_behind_the_words_for_it(
    text: str, told: tuple[int, ...]
) -> None:
    assert cited("", text, PHRASES, SENSE) == told


def test_beside_what_others_told_few_are_counted_too() -> None:
    assert tally("", "Ce sont deux.", PHRASES, SENSE, others=True) == (2,)


@pytest.mark.parametrize(
    ("why", "text", "told"),
    [
        ("a word ends the clause", "Make it eight. They came at night.", (8,)),
        ("a comma ends it", "Теперь их уже шесть, ждём ещё.", (6,)),
        ("digits behind words for counts", "By now we count 12 on the apron.", (12,)),
        ("digits may number anything", "They stand at berth 12.", ()),
        ("it counts what is named", "Eight trucks came, forty men with them.", ()),
        ("a distance", "We count 40 km.", ()),
        ("days, said before it", "До границы дней пять.", ()),
        ("too few", "Ce sont deux.", ()),
        ("words behind it say that it is all", "More of them. Eight total.", (8,)),
        ("who left", "Gao: 90 left at dawn for the north.", (90,)),
        ("who arrived, said before it", "At dawn arrived some 40 of them.", (40,)),
        ("what arrived is named", "At dawn arrived 40 goats.", ()),
        ("the harm", "Eight left dead on the road.", ()),
        ("the harm, said before it", "Dead are eight.", ()),
        ("a year", "What 2024 left us.", ()),
        ("what it is not", "Not forty.", ()),
        ("an hour", "Сел около пяти, рампа открыта.", ()),
        ("an hour, behind who came", "At dawn or later arrived some six.", ()),
        ("a word behind a colon", "Tanks: eight.", (8,)),
        ("background", f"{'It was hot. ' * 60}Make it eight.", ()),
    ],
)
def test_a_number_that_names_nothing_is_told_alone(
    why: str, text: str, told: tuple[int, ...]
) -> None:
    assert tally("", text, PHRASES, SENSE) == told, why
