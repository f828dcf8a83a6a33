"""Names with a code are spelled by their sound in Arabic letters."""

from __future__ import annotations

import pytest

from detector.arabic_codes import is_variant, variants
from detector.arabic_names import in_arabic, names
from detector.designators import parse


@pytest.mark.parametrize(
    ("reason", "letters", "spelled"),
    [
        ("letter by letter", "PANTSIR", "بانتسير"),
        ("two letters for one sound", "KRASUKHA", "كراسوخا"),
        ("a vowel first", "ORLAN", "اورلان"),
        ("a vowel left out", "SHAHED", "شاهد"),
        ("G as in Egypt", "GERAN", "جيران"),
        ("an English y", "TYPHOON", "تايفون"),
        ("a name of its own", "BAYRAKTAR", "بيرقدار"),
    ],
)
def test_a_name_is_spelled_by_its_sound(reason: str, letters: str, spelled: str) -> None:
    assert spelled in names(letters), reason


def test_a_long_name_is_spelled_in_a_few_ways_only() -> None:
    assert len(names("BORISOGLEBSKIY")) <= 24


def test_only_names_are_spelled_so() -> None:
    codes = {alias: in_arabic(found).codes for alias in _CODES if (found := parse(alias))}

    assert codes == {"T-72": (), "BMP-3": (), "أورلان-10": (), "Orlan-10": ("اورلان10",)}


_CODES = ("T-72", "BMP-3", "أورلان-10", "Orlan-10")


@pytest.mark.parametrize(
    ("reason", "behind", "longest"),
    [
        ("a letter and its number", " بي 3 مدمرة", " بي 3"),
        ("two letters apart", " إس إم وصلت", " إس إم"),
        ("joined by dashes", "-بي-3", "-بي-3"),
        ("written on", "بي3إم", "بي3إم"),
        ("a word that only begins so", " بيعت 3", ""),
    ],
)
def test_letters_behind_a_number_are_read_to_their_end(
    reason: str, behind: str, longest: str
) -> None:
    assert next(variants(f"تي-72{behind}", 5), 5) - 5 == len(longest), reason


@pytest.mark.parametrize(
    ("part", "surely"),
    [(" بي 3", True), (" إم 1", True), (" في 3", False), (" و٥", False), (" بي", False)],
)
def test_letters_apart_are_a_variant_unless_they_may_be_words(part: str, surely: bool) -> None:
    assert is_variant(part) is surely
