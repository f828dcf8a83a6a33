"""Unique ids are read by the words around them; other numbers are none."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, NegationWords, Words
from detector.ids import is_official, signs, unique_ids
from detector.model import Aside, Detection, Document, Mention
from detector.phrases import Phrases
from detector.spans import Spans

PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "tail_number": Words(
                en=("tail number", "side number"), ru=("бортов* номер*",), fr=("immatricul*",)
            ),
            "hull_number": Words(en=("hull number",)),
            "imo_number": Words(en=("IMO",), uk=("ІМО",)),
            "number": Words(en=("tactical number",)),
            "written_on": Words(en=("painted on",)),
            "vessel": Words(en=("freighter", "name on the stern"), ru=("сухогруз",)),
            "marking": Words(
                en=("marking", "marked"), ru=("маркировк*",), fr=("marquage*",),
                uk=("маркуванн*",), ar=("علامة",),
            ),
            "own_voice": Words(
                en=("embassy",), ru=("посольств*", "posolstvo"),
                fr=("ministère", "état-major", "agence * d'information"),
            ),
            "office": Words(
                en=("army",), ru=("минобороны",), fr=("ministère",), uk=("міністерств*",),
                ar=("المتحدث",),
            ),
            "confirmation": Words(
                en=("confirmed",), ru=("подтверди*",), fr=("a confirmé",), uk=("підтверди*",),
                ar=("أكد",),
            ),
            "side_number": Words(
                en=("red number*",), ru=("бортов*",), fr=("numéros",), ar=("تحمل الرقم",)),
            "office_act": Words(en=("posted",), fr=("a visité",)),
            "colour": Words(en=("red",), ru=("синий",), fr=("rouge",)),
            "announcement": Words(en=("army says", "army spokesman")),
            "evasive": Words(en=("said only",)),
            "irregular": Words(en=("rebel*",), ru=("неоф*",)),
        },
        negations={"en": NegationWords(doing=("not",))},
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('the vehicles carry the white marking "K418" on the flank', ("mark:K418",)),
        ("trucks marked with H2200", ("mark:H2200",)),
        ("маркировка «Н2200» на борту", ("mark:H2200",)),
        ("видно маркування Н2200", ("mark:H2200",)),
        ("le marquage « H2200 » est visible", ("mark:H2200",)),
        ("علامة H2200 على المركبات", ("mark:H2200",)),
        ("an Il-76 with the tail number RF-76845 landed", ("tail:RF76845",)),
        ("Ил-76 с бортовым номером RA‑78830", ("tail:RA78830",)),
        ("immatriculé TZ-396", ("tail:TZ396",)),
        (
            "EP-KAZ and 3X-GBA were there, EX 76019 as well",
            ("tail:EPKAZ", "tail:3XGBA", "tail:EX76019"),
        ),
        ("a helicopter, side number 21", ("tail:21",)),
        ("Tactical number: 72-330.", ("number:72330",)),
        ("tactical number K-80", ("number:K80",)),
        ("tactical number reads BF-2603 here", ("number:BF2603",)),
        ("tactical number on the old door is BF-2603", ()),
        ("Номер ІМО судна 9238714, власник", ("imo:9238714",)),
        ("The name on the stern: «Syzran».", ("name:Syzran",)),
        ("Note K-49 painted on the door", ("mark:K49",)),
        ("marked by 30-40 men", ()),
        ("the freighter Ladoga Star unloads", ("name:Ladoga Star",)),
        ("Сухогруз «Восток-3» у причала", ("name:Восток-3",)),
        ("hull number 158 was seen", ("hull:158",)),
        ("the ship, IMO 9160994, docked", ("imo:9160994",)),
        ("it was marked in 2024 by fighting", ()),
        ("the anniversary was marked by 300 people", ()),
        ("Base 101 near Bamako, 64 vehicles", ()),
        ("a RF-style radio", ()),
    ],
)
def test_ids_are_read_in_five_languages(text: str, expected: tuple[str, ...]) -> None:
    assert unique_ids(Document("1", text), Detection("1"), PHRASES) == expected


def test_the_designator_of_a_watched_thing_is_no_marking() -> None:
    text = "marked T72 on the list"
    tank = Mention("t-72", "equipment", "T-72", "T72", 7, 10, "text")

    assert unique_ids(Document("1", text), Detection("1", mentions=(tank,)), PHRASES) == ()


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("An army spokesman said only that all was well.", False),
        ("The army of the rebels confirmed it.", False),
        ("A rebel army spokesman told it.", False),
        ("Confirmed by the army, not by us.", True),
        ("Confirmed: the army did not tell it.", False),
        ("The army, in a message that was read out on state radio, confirmed it.", True),
        (f"A column came. {'It was hot. ' * 60}The army confirmed it.", True),
        ("The Malian army has confirmed the delivery.", True),
        ("Минобороны Мали официально подтвердило прибытие колонны.", True),
        ("Le ministère de la Défense a confirmé la livraison.", True),
        ("Міністерство оборони підтвердило передачу.", True),
        ("أكد المتحدث وصول الشحنة", True),
        ("Fuel reaches the capital, army says", True),
        ("The army command: all came home.", True),
        ("Bamako. Malian army: all is calm.", True),
        ("Two trucks of the corps of the army: a convoy.", False),
        ("The army posted pictures of it.", True),
        ("Le ministère lui-même a visité le camp.", True),
        ("The army was where a driver posted it.", False),
        ("An army of drivers was seen at 10:30.", False),
        ("A resident confirmed that tanks passed.", False),
        ("The army did not answer.", False),
        ("The army has not confirmed it.", False),
        ("The army is silent. A mayor confirmed it.", False),
        ("Rifles for the army, confirmed a docker.", False),
        ("Винтовки для минобороны, подтвердил докер.", False),
        ("Des fusils pour le ministère, a confirmé un docker.", False),
        ("Des fusils pour le ministère, a confirmé le ministère.", True),
        ("The army, in a message, confirmed it.", True),
    ],
)
def test_an_office_that_confirms_is_heard(text: str, official: bool) -> None:
    assert is_official(Document("1", text), PHRASES) is official


@pytest.mark.parametrize(
    ("source", "official"),
    [
        ("Ministère de la Défense, Malabo", True),
        ("Посольство России в Уагадугу", True),
        ("posolstvo_ml", True),
        ("Agence togolaise d'information", True),
        ("État-major général des armées du Tchad", True),
        ("RusEmbassyMali", True),
        ("army-recognition", False),
        ("Посольство России в Нигере (неоф.)", False),
        ("Embassy of the rebels", False),
        ("Bamako Matin", False),
    ],
)
def test_an_office_that_tells_it_itself_confirms_it(source: str, official: bool) -> None:
    text = "Two T-72 were handed over in Kati."

    assert is_official(Document("1", text, source=source), PHRASES) is official


def test_what_an_office_said_of_another_time_confirms_nothing() -> None:
    text = "In 2021 the army confirmed it."

    assert not is_official(
        Document("1", text), PHRASES, Spans([Aside(0, len(text), "text", "past")])
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a fin that shows Red 37 clearly", ("37",)),
        ('the jet "red 52" is back', ("52",)),
        ("борт 09 синий, второй не виден", ("09",)),
        ("le 14 rouge, seul", ("14",)),
        ("три машины, бортовые 214 и далее", ("214",)),
        ("les numéros peints 417, 418", ("417", "418")),
        ("des numéros peints en blanc sur la portière : 317, 318 et 322.", ("317", "318", "322")),
        ("бортові номери на вежах Т-72Б3: 211 і 214", ("211", "214")),
        ("two Su-24M with red numbers 12 and 16 on the nose", ("12", "16")),
        ("бортовые 31, 32 и 33", ("31", "32", "33")),
        ("бортовые 31, 32 машины следом", ("31",)),
        ("бортовые 31, 2024", ("31",)),
        ("des numéros qui grimpent toujours plus : 300 hommes", ()),
        ('a Hind, red "17" on the nacelle', ("17",)),
        ("دبابة تحمل الرقم 31", ("31",)),
        ("борт с бортовым RF-9123", ()),
        ("бортовые системы, затем 214 км", ()),
        ("a stencil H4711 on the door", ("H4711",)),
        ("трафарет Н4711", ("H4711",)),
        ('white "BF-2611" under the tail boom', ("BF2611",)),
        ("the EA-2026 exhibition", ()),
        ("he saw 14 red lorries", ()),
        ("seen beside red 40-tonne lorries", ()),
        ("the RN16, the Mi-8 and A320", ()),
    ],
)
def test_signs_are_read_by_their_colour_or_their_form(text: str, expected: tuple[str, ...]) -> None:
    assert signs(Document("1", text), Detection("1"), PHRASES) == expected


def test_what_a_watched_thing_covers_is_no_sign() -> None:
    text = "a K4386 came"
    truck = Mention("kamaz", "equipment", "KamAZ", "K4386", 2, 7, "text")

    assert signs(Document("1", text), Detection("1", mentions=(truck,)), PHRASES) == ()


def test_a_ships_name_may_be_in_capitals() -> None:
    text = "the freighter SIBIR TRADER sits low"

    assert unique_ids(Document("1", text), Detection("1"), PHRASES) == ("name:Sibir Trader",)
