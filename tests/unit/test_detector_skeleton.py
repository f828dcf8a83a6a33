"""A batch is reduced to a byte a letter, and positions are mapped back to the originals."""

from __future__ import annotations

import pytest

from detector.skeleton import pattern, skeleton, table


@pytest.mark.parametrize(
    ("reason", "one", "other"),
    [
        ("case", "БАМАКО", "бамако"),
        ("accents", "Sévaré", "sevare"),
        ("look-alikes", "ВМР", "bmp"),
        ("Cyrillic and Latin of one sound", "БМП", "BMp"),
        ("marks of their own", "Ё", "е\u0308"),
        ("digits of other scripts", "٧２", "72"),
        ("dashes of any length", "Т—72", "Т‑72"),
        ("letters of Arabic", "أفريقيا", "افريقيا"),
        ("invisible characters", "Т\u00ad72\u200b", "Т72"),
        ("apostrophes", "обʼєкт", "об'єкт"),
    ],
)
def test_spellings_of_one_thing_share_a_skeleton(reason: str, one: str, other: str) -> None:
    assert pattern(one) == pattern(other), reason


@pytest.mark.parametrize(
    ("one", "other"), [("т72", "т73"), ("ша", "ща"), ("ت", "ث"), ("a b", "ab")]
)
def test_different_letters_stay_apart(one: str, other: str) -> None:
    assert pattern(one) != pattern(other)


def test_a_batch_is_the_skeletons_of_its_texts() -> None:
    reduced = skeleton(["Т-72", "", "É\u0301 ok"])

    assert reduced.data == b" t 72  e ok "


def test_spans_come_back_as_places_in_the_originals() -> None:
    reduced = skeleton(["ab", "x\u200by z"])

    found = list(reduced.located([(1, 3, True), (4, 6, False), (7, 8, True)]))

    assert found == [
        (0, 0, 2, True, False),
        (1, 0, 3, False, False),
        (1, 4, 5, True, False),
    ]


def test_slashes_before_a_number_are_told() -> None:
    reduced = skeleton(["no", "and/or BTR-80/82A 1 / 2"])

    assert list(reduced.slashes()) == [(1, 13)]


def test_texts_with_printers_ligatures_are_told() -> None:
    assert skeleton(["fin", "ﬁn", "ﻻ"]).wide_texts() == [1, 2]


def test_the_table_covers_all_of_unicode_and_separates_by_default() -> None:
    assert len(table()) == 0x110000
    assert table()[ord("🚛")] == ord(" ")
    assert table()[0xD800] == ord(" ")
