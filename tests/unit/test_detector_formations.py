"""Formations are read by where their numbers and names stand, and compared whatever the script."""

from __future__ import annotations

import pytest

from config.lexemes import FormationWords, Lexicon, NumberWords, Words
from detector.formations import MOST, Formation, Formations
from detector.model import Detection, Document, Mention, Place
from detector.phrases import Phrases

LEXICON = Lexicon(
    formations={
        "brigade": FormationWords(
            by=("number", "rank", "quotes", "capitals"), en=("brigade",), ru=("бригад*",),
            fr=("brigade",), uk=("бригад*",), ar=("لواء", "اللواء"),
        ),
        "battalion": FormationWords(
            by=("number", "rank", "quotes", "capitals"), fr=("bataillon", "BIR", "BIT7"),
            ar=("كتيبة", "كتائب"),
        ),
        "company": FormationWords(by=("number", "rank"), en=("company",), ru=("рота", "роты")),
        "detachment": FormationWords(by=("number",), ru=("отряд",)),
        "group": FormationWords(by=("quotes",), ru=("группа",), fr=("unité",), ar=("وحدة",)),
    },
    numbers={
        "en": NumberWords(ranks={"third": 3}),
        "ru": NumberWords(ranks={"третья": 3, "второй": 2, "тринадцатый": 13}),
        "ar": NumberWords(ranks={"الثامنة": 8}),
    },
    phrases={
        "speaks_for": Words(en=("spokesman for",), ru=("представитель",)),
        "plain_name": Words(en=("The", "Russian", "Airborne", "New")),
        "called": Words(ar=("طارق بن زياد",)),
    },
)  # fmt: skip
FORMATIONS, PHRASES = Formations.of(LEXICON), Phrases.of(LEXICON)


def read(text: str, title: str = "", detection: Detection | None = None) -> list[Formation]:
    found = detection or Detection("1")
    return list(FORMATIONS.found(Document("1", text, title=title), found, PHRASES))


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("men of the 81st separate motor rifle brigade", "81st separate motor rifle brigade",
         "brigade:81"),
        ("бойцы 81-й отдельной бригады", "81-й отдельной бригады", "brigade:81"),
        ("des hommes de la 81e brigade", "81e brigade", "brigade:81"),
        ("морпіхи 81-ї бригади", "81-ї бригади", "brigade:81"),
        ("وصل اللواء 81 التابع", "اللواء 81", "brigade:81"),
        ("من لواء المشاة البحرية 81، أمس", "لواء المشاة البحرية 81", "brigade:81"),
        ("affectés au 12e BIR", "12e BIR", "battalion:12"),
        ("au bataillon d'infanterie n°7", "bataillon d'infanterie n°7", "battalion:7"),
        ("au BIT7, formé ici", "BIT7", "battalion:7"),
        ("the third company", "third company", "company:3"),
        ("тринадцатый штурмовой отряд", "тринадцатый штурмовой отряд", "detachment:13"),
        ("третья охранная рота", "третья охранная рота", "company:3"),
        ("إلى كتائب التدخل السريع الثامنة", "كتائب التدخل السريع الثامنة", "battalion:8"),
        ("едет группа «Саванна»", "группа «Саванна»", "name:SAFAN"),
        ("l'unité « Savana »", "unité « Savana »", "name:SAFAN"),
        ("إلى وحدة «سافانا» أمس", "وحدة «سافانا»", "name:SFN"),
        ("the 'Veter' assault brigade", "'Veter' assault brigade", "name:FETER"),
        ("of the Tariq Ben Zeyad brigade", "Tariq Ben Zeyad brigade", "name:TRKBNZD"),
        ("мимо бригады Тарика бен Зияда", "бригады Тарика бен Зияда", "name:TRKBNZD"),
        ("حراسة كتيبة طارق بن زياد", "كتيبة طارق بن زياد", "name:TRKBNZD"),
        ("remis au bataillon Niya 3", "bataillon Niya 3", "name:NIA3"),
    ],
)  # fmt: skip
def test_a_formation_is_known_in_five_languages(text: str, name: str, key: str) -> None:
    (found,) = read(text)

    assert (found.name, found.keys) == (name, (key,))


def test_one_may_have_a_number_and_a_name() -> None:
    (found,) = read("отряд 88-й бригады «Саванна»")

    assert found.keys == ("brigade:88", "name:SAFAN")


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("it has no name", "A brigade came, and группа инструкторов"),
        ("a count", "In all 5 brigade men and 400 of a company"),
        ("a count of men", "كتيبة من 400 جندي"),
        ("a count behind", "Le ministre a remis au bataillon 12 camions"),
        ("whose it is", "The Russian Airborne brigade, the UN brigade"),
        ("a headline's first word", "Another brigade"),
        ("who speaks", "a spokesman for the 35th brigade said"),
        ("who speaks, in Russian", "представитель «35-й бригады» сказал"),
        ("not capitals where the word is an acronym", "12e bir"),
        ("one more of them", "прибыл второй отряд"),
        ("no rank", "the big company; إلى كتيبة المشاة"),
        ("words that are no such", "Hello"),
    ],
)
def test_what_is_no_named_formation(why: str, text: str) -> None:
    assert read(text) == [], why


def test_capitals_name_nothing_in_a_headline_and_numbers_do() -> None:
    found = read("", title="Army Hails Espanada Brigade, 81st Brigade")

    assert [one.keys for one in found] == [("brigade:81",)]


def test_what_is_watched_or_a_place_is_no_other_formation() -> None:
    text = "the Bear brigade and the Bria brigade"
    bear = Mention("bear", "organisation", "Bear", "Bear brigade", 4, 16, "text")
    word = Mention("men", "keyword", "men", "brigade", 9, 16, "text")
    bria = Place("Bria", "CF", "Bria", 25, 29, "text")

    assert read(text, detection=Detection("1", mentions=(bear,), places=(bria,))) == []
    assert len(read(text, detection=Detection("1", mentions=(word,)))) == 2


def test_a_list_of_an_army_is_cut_short() -> None:
    assert len(read("; ".join(f"{n}th brigade" for n in range(4, 40)))) == MOST


def test_without_words_nothing_is_read() -> None:
    found = Formations.of(Lexicon()).found(Document("1", "81st brigade"), Detection("1"), PHRASES)

    assert list(found) == []
