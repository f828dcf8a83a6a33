"""A batch is reduced to a byte a letter, and positions are mapped back to the originals."""

from __future__ import annotations

import pytest

from detector.skeleton import FREE, MARKED, PLAIN, WORD, packed, pattern, skeleton, table


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
    spans = [packed(7, 8, is_word=True), packed(4, 6, is_word=False), packed(1, 3, is_word=True)]

    found = list(reduced.located(spans))

    assert found == [(0, 0, 2, WORD + FREE), (1, 0, 3, FREE), (1, 4, 5, WORD + FREE)]


def test_spans_come_by_start_and_the_longest_first() -> None:
    spans = [packed(1, 2, is_word=True), packed(3, 4, is_word=True), packed(1, 4, is_word=True)]

    found = [(start, end) for _, start, end, _ in skeleton(["a b c"]).located(spans)]

    assert found == [(0, 3), (0, 1), (2, 3)]


@pytest.mark.parametrize(
    ("around", "text", "known"),
    [
        ("nothing", "T-72", WORD + PLAIN + FREE),
        ("a comma", "(T-72, no", WORD + PLAIN + FREE),
        ("a handle", "@T-72 no", WORD + PLAIN + FREE - 4),
        ("an address", "in T-72.org", WORD + PLAIN + FREE - 8),
        ("a mark", "\nT-72\u0301 no", WORD + FREE - 8 + MARKED),
        ("a letter of another script", "ф T-72—no", WORD + PLAIN + FREE - 8 + MARKED),
    ],
)
def test_what_stands_around_a_span_is_told(around: str, text: str, known: int) -> None:
    start = text.index("T")
    span = packed(start + 1, start + 5, is_word=True)

    assert list(skeleton([text]).located([span])) == [(0, start, start + 4, known)], around


def test_slashes_before_a_number_are_told() -> None:
    reduced = skeleton(["no", "and/or BTR-80/82A 1 / 2"])

    assert list(reduced.slashes()) == [(1, 13), (1, 20)]


def test_the_texts_of_places_are_told_once() -> None:
    reduced = skeleton(["ab", "\u200bcd\u200b", "", "ef"])

    assert reduced.data == b" ab cd  ef "
    assert reduced.texts_at([4, 5, 8]) == [1, 3]
    assert reduced.texts_at([]) == []


def test_texts_with_printers_ligatures_are_told() -> None:
    assert skeleton(["fin", "ﬁn", "ﻻ"]).wide_texts() == [1, 2]


def test_the_table_covers_all_of_unicode_and_separates_by_default() -> None:
    assert len(table()) == 0x110000
    assert table()[ord("🚛")] == ord(" ")
    assert table()[0xD800] == ord(" ")
