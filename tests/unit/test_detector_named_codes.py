"""Names with a code are known in Cyrillic, in all cases, from their Latin spelling alone."""

from __future__ import annotations

import pytest

from detector.designators import parse
from detector.named_codes import declined


def _spelled(alias: str) -> set[str]:
    designator = parse(alias)
    assert designator is not None
    return {found.text for found in declined(designator)}


@pytest.mark.parametrize(
    ("reason", "alias", "forms"),
    [
        ("an English spelling of a word", "Typhoon-K", {"Тайфун-K", "Тайфуны-K", "Тайфунів-K"}),
        ("a soft end in Russian only", "Pantsir-S1", {"Панцирем-S1", "Панциром-S1"}),
        ("another vowel in Ukrainian", "Strela-10", {"Стрелы-10", "Стрілу-10"}),
        ("a town", "Borisoglebsk-2", {"Борисоглебска-2", "Борисоглібська-2"}),
        ("no word at all", "Shahed-136", {"Шахедов-136", "Шахедів-136"}),
        ("written in Cyrillic", "Панцирь-С1", {"Панцирів-С1", "Панцирей-С1"}),
        ("an abbreviation that is declined", "BTR-82A", {"БТРы-82A", "БТРів-82A"}),
        ("a short name", "MiG-29", {"Мига-29", "Мигов-29"}),
        ("the shortest", "Il-76", {"ИЛы-76", "ИЛов-76"}),
        ("its maker's", "An-124", {"Antonov-124", "Антонова-124"}),
        ("as in French", "Borisoglebsk-2", {"Borissoglebsk-2"}),
        ("ou for u", "Ural-4320", {"Oural-4320"}),
        ("h for kh", "Krasukha-4", {"Krasuha-4", "Krasoukha-4"}),
    ],
)
def test_a_name_is_spelled_and_declined(reason: str, alias: str, forms: set[str]) -> None:
    assert _spelled(alias) >= forms, reason


@pytest.mark.parametrize("alias", ["BMP-3", "T-72", "2S1", "MT-LB", "Ми-8", "أورلان-10"])
def test_what_is_not_declined_is_not(alias: str) -> None:
    assert _spelled(alias) == set()
