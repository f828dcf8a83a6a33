from __future__ import annotations

import pytest

from detector.glued import parted, seams
from detector.skeleton import skeleton


@pytest.mark.parametrize(
    ("reason", "text", "apart"),
    [
        ("a count and a code", "3xT-72B3", "3 T-72B3"),
        ("in Cyrillic", "по 2хБТР-80, 4хТ-90", "по 2 БТР-80, 4 Т-90"),
        ("the Arabic for and", "رصد وBM-27 وBMP-3", "رصد  BM-27  BMP-3"),
        ("the article, stretched", "عبر الـT-72 للـТ-72", "عبر    T-72    Т-72"),
        ("a direction mark between", "و\u200fT-72", "  T-72"),
        ("a name", "عناصر لـWagner", "عناصر   Wagner"),
        ("a number first", "مدفع الـ2S1", "مدفع    2S1"),
        ("twice in one word", "3xT-72 5xBMP-2", "3 T-72 5 BMP-2"),
        ("at the beginning", "بT-72", " T-72"),
    ],
)
def test_a_letter_that_belongs_to_neither_side_parts_them(
    reason: str, text: str, apart: str
) -> None:
    assert parted(text) == apart, reason
    assert any(seam in skeleton([text]).data for seam in seams()), reason


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("a word with x", "next 5 boxes, хата 3"),
        ("a size", "3x4"),
        ("an Arabic word", "قافلة و مدرعات"),
        ("no capital and no number", "والـin"),
        ("a count", "ال12 يوما"),
        ("inside a word", "كوT-72"),
    ],
)
def test_a_letter_that_belongs_to_a_side_stays(reason: str, text: str) -> None:
    assert parted(text) == text, reason
