"""The shipped phrases hear in five languages what stands beside a fact."""

from __future__ import annotations

from functools import cache

import pytest

from benchmarks.event_replay import ROOT
from config.load import read_lexicon
from detector.claims import disputes, is_another, said_since
from detector.ids import is_official
from detector.model import Document
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
    "said",
    ["3 separate contacts", "12 Marines", "4 décharges", "48 жовтий", "5 травмованих", "3 جوانب"],
)
def test_words_that_begin_like_a_month_name_no_day(said: str) -> None:
    assert not shipped().day_first.search(said)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fuel reaches Bamako, army says", ""),
        ("", "Міністр оборони оголосив про передачу броневиків."),
        ("", "أعلنت وزارة الأمن وصول المعدات"),
        ("القيادة العامة: المنظومات دفاعية", ""),
        ("", "Le ministère malien de la Défense a réagi à ce départ."),
        ("", "Le ministre de la Défense nationale a présenté deux hélicoptères."),
        ("", "La présidence est sortie de son silence jeudi soir."),
        ("", "МИД России подтвердил, что специалисты прибыли."),
        ("", "Міністр оборони Нігеру показав журналістам системи."),
        ("", "قال سفير روسيا لدى مالي إن المدربين وصلوا."),
    ],
)
def test_an_office_speaks(title: str, text: str) -> None:
    assert is_official(Document("1", text, title), shipped())


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("Колонна завершила марш и встала у полосы.", "goal reached"),
        ("Le Front a revendiqué la destruction de l'appareil.", "claimed"),
        ("Розвантаження триває другу ніч.", "unloading"),
        ("وصلت القافلة فجر اليوم", "goal reached"),
        ("The team has begun training its first recruits.", "training begun"),
        ("Расчёты провели стрельбы на полигоне.", "exercise"),
        ("أعلنت الجبهة أن قواتها دخلت معسكر أمشاش", "taken over"),
        ("Колонна подорвалась на фугасе за Хомбори.", "struck"),
        ("Le camion a sauté sur une mine.", "struck"),
        ("تعرضت القافلة لانفجار عبوتين", "struck"),
    ],
)
def test_what_has_come_of_it_is_heard(text: str, since: str) -> None:
    assert since in said_since(Document("1", text), shipped())


def test_a_landing_ship_unloads_nothing_by_its_name() -> None:
    for said in ("Un navire de débarquement fait route.", "سفينة إنزال تتجه إلى طبرق"):
        assert "unloading" not in said_since(Document("1", said), shipped())


@pytest.mark.parametrize(
    "before", ["a source in ", "официальный ", "selon ", "джерело в ", "مصدر في "]
)
def test_who_speaks_is_heard_before_a_place(before: str) -> None:
    assert shipped()["not_where"].search(f"{before}\0")


@pytest.mark.parametrize(
    "said", ["unlike in Gao", "в отличие от Гао", "au lieu d’un char", "замість Гао", "بدلاً من غاو"]
)
def test_contrasts_are_heard(said: str) -> None:
    assert shipped()["contrast"].search(said)
