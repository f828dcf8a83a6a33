"""What a text says of other reports is heard in five languages."""

from __future__ import annotations

import pytest

from detector.claims import disputes, is_another


@pytest.mark.parametrize(
    "text",
    [
        "A second column in four days passed.",
        "Прошла ещё одна колонна.",
        "Autre départ de Gao, jeudi.",
        "Чергова колона в Гао.",
        "طائرة شحن ثانية هذا الأسبوع",
    ],
)
def test_another_event_is_announced_at_the_beginning(text: str) -> None:
    assert is_another("", text)


@pytest.mark.parametrize("text", ["A column passed.", "A column passed. " + "x " * 80 + "Another."])
def test_what_is_told_later_announces_no_other_event(text: str) -> None:
    assert not is_another("", text)


@pytest.mark.parametrize(
    "text",
    [
        "The image shows only two launchers.",
        "Сняли четыре, а не шесть, как пишут местные.",
        "«Полный вывод» придумали туареги.",
        "Ce n'est pas à Gao mais à Ber.",
        "Насправді їх двоє.",
        "ولم تسقط بسبب عطل كما يزعم العدو",
    ],
)
def test_a_text_says_that_others_are_wrong(text: str) -> None:
    assert disputes("", text)


def test_a_plain_report_disputes_nothing() -> None:
    assert not disputes("A column passed", "It was not long.")
