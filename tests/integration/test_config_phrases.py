"""The shipped phrases hear in five languages what stands beside a fact."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.event_replay import ROOT
from config.load import read_lexicon
from detector.claims import disputes, is_another
from detector.phrases import Phrases


@cache
def shipped() -> Phrases:
    return Phrases.of(read_lexicon(ROOT / "config", ()))


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
def test_another_event_is_announced(text: str) -> None:
    assert is_another("", text, shipped())


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
def test_others_are_said_to_be_wrong(text: str) -> None:
    assert disputes("", text, shipped())


@pytest.mark.parametrize("date", ["8 May", "8 мая", "8 mai", "8 травня", "8 مايو"])
def test_days_of_months_are_read(date: str) -> None:
    assert shipped().day_first.search(f"The visit of {date}")


@pytest.mark.parametrize(
    "said", ["unlike in Gao", "в отличие от Гао", "au lieu d’un char", "замість Гао", "بدلاً من غاو"]
)
def test_contrasts_are_heard(said: str) -> None:
    assert shipped()["contrast"].search(said)
