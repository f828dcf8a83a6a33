"""Designators are heard in every spelling that people use, and nothing that only looks like one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from detector.compile import compile_terms
from detector.designators import (
    anchors,
    code_of,
    display,
    in_latin,
    lookalike_reading,
    parse,
    readings,
)
from detector.match import Matcher
from detector.skeleton import key
from detector.terms import Term

_SPELLINGS = Path(__file__).parents[1] / "data" / "designators.tsv"


def _rows(chosen: str) -> list[dict[str, str]]:
    lines = _SPELLINGS.read_text("utf-8").splitlines()[1:]  # a comment stands first
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in rows if row["set"] == chosen]


def _heard(aliases: str, text: str) -> str:
    """What is heard, as the file writes it: alias=surface=variant;…, or a dash."""
    names = aliases.split("|")
    hits = Matcher(compile_terms([Term(name, name) for name in names])).find([text])[0]
    parts = ((names[term], hit.surface, variant) for hit in hits for term, variant, _ in hit.told)
    return ";".join("=".join(part for part in found if part) for found in parts) or "-"


@pytest.mark.parametrize(("chosen", "least"), [("open", 1.0), ("held", 0.99)])
def test_spellings_are_heard_and_near_misses_are_not(chosen: str, least: float) -> None:
    rows = _rows(chosen)

    wrong = [
        (row, heard)
        for row in rows
        if (heard := _heard(row["aliases"], row["text"])) != row["heard"]
    ]

    assert len(wrong) <= (1 - least) * len(rows), wrong
    assert not [row for row, _ in wrong if row["heard"] == "-"]


@pytest.mark.parametrize(
    ("alias", "code", "runs"),
    [
        ("T-72B3", "T72B3", ("T", "72", "B", "3")),
        ("Т-72Б3М", "T72B3M", ("T", "72", "B", "3", "M")),
        ("2С35", "2S35", ("2", "S", "35")),
        ("KamAZ 4385", "KAMAZ4385", ("KAMAZ", "4385")),
        ("Bayraktar TB2", "BAYRAKTARTB2", ("BAYRAKTAR", "TB", "2")),
        ("МТ-ЛБ", "MTLB", ("MT", "LB")),
        ("ZU-23-2", "ZU23-2", ("ZU", "23", "2")),
        ("Х-59", "H59", ("KH", "59")),
        ("bmp-3", "BMP3", ("BMP", "3")),
    ],
)
def test_letters_and_digits_are_learned_as_a_designator(
    alias: str, code: str, runs: tuple[str, ...]
) -> None:
    found = parse(alias)

    assert found is not None
    assert (found.code, found.runs) == (code, runs)


@pytest.mark.parametrize(
    "alias",
    ["Африканский корпус", "37-я бригада", "82 mm mortar", "37th Brigade", "G5 Sahel", "Wagner"],
)
def test_words_and_numbered_units_are_no_designators(alias: str) -> None:
    assert parse(alias) is None


@pytest.mark.parametrize(
    ("reason", "spelling", "codes"),
    [
        ("Latin stands for itself", "T-72B3", ("T72B3",)),
        ("Cyrillic is transliterated", "Т-72Б3", ("T72B3",)),
        ("mixed may be either", "Т-72B3", ("T72B3", "T72V3")),
        ("a foreign B among Cyrillic", "ВТR-80", ("VTR80", "BTR80")),
        ("С spells S and C", "С-130", ("S130", "C130")),
    ],
)
def test_a_spelling_can_stand_for_several_codes(
    reason: str, spelling: str, codes: tuple[str, ...]
) -> None:
    assert readings(spelling) == codes, reason


def test_latin_lookalikes_can_stand_for_cyrillic() -> None:
    assert lookalike_reading("C-300") == "S300"
    assert lookalike_reading("T-72") is None
    assert lookalike_reading("F-16") is None


def test_a_dash_between_numbers_is_kept() -> None:
    assert code_of("ZU-23-2") == "ZU23-2"
    assert code_of("MT-LB") == "MTLB"


def test_a_new_designator_gets_anchors_in_every_script() -> None:
    armata = parse("T-14")
    coalition = parse("2С35")

    assert armata is not None
    assert coalition is not None
    arabic = {found for found in anchors(armata) if not found.isascii()}
    assert anchors(armata) - arabic == {
        b" t14",
        b" t 14",
        b" t  14",
        b" t   14",
    }  # Т and T share a skeleton
    assert {found.split()[0] for found in arabic if b" 14" in found} == {
        key(letter).encode("latin-1") for letter in ("ت", "تي")
    }
    assert {b" 2s35", b" 2c35"} <= anchors(coalition)


@pytest.mark.parametrize(
    ("alias", "core", "tail", "shown"),
    [
        ("T-72", "Т-72", "Б3М", "T-72B3M"),
        ("Mi-8", "Ми-8", "АМТШ-ВА", "Mi-8AMTSh-VA"),
        ("VN22", "VN22", "B", "VN22B"),
        ("2S1", "2С1", "М", "2S1M"),
        ("T-72", "T 72", " B3", "T-72B3"),
    ],
)
def test_a_variant_is_shown_in_latin(alias: str, core: str, tail: str, shown: str) -> None:
    assert display(alias, core, tail) == shown


@pytest.mark.parametrize(
    ("why", "variant", "name", "shown"),
    [
        ("names of letters", "تي-72بي3إم", "T-72", "T-72B3M"),
        ("letters", "تي-72ب3", "T-72", "T-72B3"),
        ("Latin already", "T-72B3", "T-72", "T-72B3"),
        ("another number than the family's", "مي-35إم", "Mi-24/35", None),
        ("a word", "تي-72جديدة", "T-72", None),
    ],
)
def test_a_variant_in_arabic_letters_is_shown_in_latin_ones(
    why: str, variant: str, name: str, shown: str | None
) -> None:
    assert in_latin(variant, name) == shown, why
