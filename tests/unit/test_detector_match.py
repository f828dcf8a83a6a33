"""The matcher finds what is watched, as it is written, and nothing else."""

from __future__ import annotations

import gc
import weakref

import pytest

from detector.compile import compile_terms
from detector.match import Matcher
from detector.terms import Hit, Term


def _find(text: str, *aliases: str) -> list[Hit]:
    return Matcher(compile_terms([Term(alias, alias) for alias in aliases])).find([text])[0]


@pytest.mark.parametrize(
    ("reason", "alias", "text", "surface", "variant"),
    [
        ("as written", "T-72B3", "seven T-72B3 tanks", "T-72B3", None),
        ("no dash", "T-72B3", "T72B3.", "T72B3", None),
        ("a space", "T-72B3", "a T 72B3 was seen", "T 72B3", None),
        ("Cyrillic with a no-break hyphen", "T-72B3", "семь Т‑72Б3", "Т‑72Б3", None),
        ("both scripts mixed", "T-72B3", "Т-72B3", "Т-72B3", None),
        ("an English plural", "T-72B3", "T-72B3s rolled", "T-72B3s", None),
        ("a Russian ending", "T-72B3", "семь Т-72Б3-х", "Т-72Б3-х", None),
        ("a soft hyphen", "T-72B3", "Т\u00ad-72Б3", "Т\u00ad-72Б3", None),
        ("a variant behind a space", "Mi-8AMTSh", "Mi-8 AMTSh-VA", "Mi-8 AMTSh-VA", "Mi-8AMTSh-VA"),
        ("a modernised one", "Su-30SM", "Су-30 СМ2", "Су-30 СМ2", "Su-30SM2"),
        ("a family", "T-72", "Т-72Б3М", "Т-72Б3М", "T-72B3M"),
        ("letters in brackets", "BMP-3", "Vehicles (BMP)-3", "BMP)-3", None),
        ("a dash in spaces", "T-72", "два Т - 72", "Т - 72", None),
        ("a list of numbers", "BTR-82A", "BTR-80/82/82A", "82A", None),
        ("no space after a comma", "T-72B3", "БМП-3,Т-72Б3", "Т-72Б3", None),
        ("a space behind the dash", "BTR-82A", "БТР- 82А", "БТР- 82А", None),
        ("a space before the dash", "BTR-82A", "БТР -82А", "БТР -82А", None),
        ("a list with dashes", "BMP-2", "БМП-1/-2/-3", "2", None),
        ("small letters", "2S3", "a 2s3m fired", "2s3m", "2s3m"),
        ("a soft sign inside", "Борисоглібськ-2", "«Борисоглібськ-2»", "Борисоглібськ-2", None),
        ("a count glued to it", "T-72B3", "3xT-72B3, 2хБТР-80", "T-72B3", None),
        ("a count glued in Cyrillic", "BTR-80", "3xT-72B3, 2хБТР-80", "БТР-80", None),
        ("a count behind", "T-72", "Т-72 штук пять", "Т-72", None),
        ("an Arabic and", "سو-24", "مي-8 وسو-24", "وسو-24", None),
        ("an Arabic preposition", "مهاجر-6", "بالمهاجر-6", "بالمهاجر-6", None),
        ("a longer family", "Mi-8", "Ми-8АМТШ-ВА", "Ми-8АМТШ-ВА", "Mi-8AMTSh-VA"),
    ],
)
def test_a_designator_is_heard_in_any_spelling(
    reason: str, alias: str, text: str, surface: str, variant: str | None
) -> None:
    hits = _find(text, alias)

    heard = [(hit.surface, told) for hit in hits for _, told, _ in hit.told]
    assert heard == [(surface, variant)], reason


@pytest.mark.parametrize(
    ("reason", "alias", "text"),
    [
        ("a longer number", "T-72", "T-720"),
        ("a word without an end", "T-72", "T-72" + "B3M4" * 10),
        ("dashes without an end", "T-72", "T-72T" + "-72T" * 10),
        ("another variant", "T-72B3", "T-72A"),
        ("a longer number after a short one", "BMP-3", "BMP-30"),
        ("a time", "T-72", "T 72 hours"),
        ("an ordinary word follows", "BTR-82A", "BTR-82 apartment"),
        ("an address", "T-72", "https://t.me/T-72"),
        ("another script", "Тор", "the top floor"),
    ],
)
def test_a_near_miss_is_not_heard(reason: str, alias: str, text: str) -> None:
    assert _find(text, alias) == [], reason


@pytest.mark.parametrize(
    ("reason", "text", "surfaces"),
    [
        ("a list with commas", "T-72, 80 and 90 tanks", ["T-72", "90"]),
        ("in Russian", "Т-72, 80 и 90.", ["Т-72", "90"]),
        ("dashes in a list", "Т-72 и -90 прибыли", ["Т-72", "90"]),
        ("a variant behind a slash", "T-72B3/B3M seen", ["T-72B3", "B3M"]),
        ("a number that counts something", "T-72 and 90 soldiers", ["T-72"]),
        ("a range that follows", "T-72, 90 km away", ["T-72"]),
        ("another thing behind a slash", "T-72/APC", ["T-72"]),
    ],
)
def test_later_members_share_the_letters_of_the_first(
    reason: str, text: str, surfaces: list[str]
) -> None:
    hits = _find(text, "T-72", "T-90")

    assert [hit.surface for hit in hits] == surfaces, reason


@pytest.mark.parametrize(
    ("reason", "text", "heard"),
    [
        ("a capital", "at Khadim", True),
        ("a small article before it", "at al-Khadim", True),
        ("a Russian article", "в аль-Хадиме", True),
        ("no capital", "At al-khadim", False),
        ("no capital in the whole text", "at al-khadim", True),
    ],
)
def test_a_place_asks_for_a_capital_behind_its_article(reason: str, text: str, heard: bool) -> None:
    names = ("Khadim", "Al-Khadim", "Аль-Хадиме")
    terms = [Term("place", name, how="exact", capital=True) for name in names]

    assert bool(Matcher(compile_terms(terms)).find([text])[0]) is heard, reason


def test_a_phrase_is_heard_across_quotes_case_and_accents() -> None:
    hits = _find("ЧВК «Вагнер» à SEVARE", "ЧВК Вагнер", "Sévaré")

    assert [hit.surface for hit in hits] == ["ЧВК «Вагнер", "SEVARE"]


def test_a_phrase_is_heard_across_a_bracket_where_its_first_word_is_heard() -> None:
    hits = _find("8 «Стрел» (бронеавтомобиль)", "Стрела", "Стрела бронеавтомобиль")

    assert [hit.surface for hit in hits] == ["Стрел» (бронеавтомобиль", "Стрел"]


def test_a_phrase_may_end_with_a_word_of_one_letter() -> None:
    hits = _find("Группа Б прибыла, группа бойцов нет", "группа Б", "группа")

    assert [hit.surface for hit in hits] == ["Группа Б", "Группа", "группа"]


def test_the_tables_go_with_their_matcher() -> None:
    matcher = Matcher(compile_terms([Term("T-72", "T-72")]))
    hearing = weakref.ref(matcher._hearing)

    gc.disable()  # what is built for long is kept from the collector
    try:
        del matcher
        left = hearing()
    finally:
        gc.enable()

    assert left is None


def test_a_later_member_of_a_list_is_highlighted_alone_and_written_out() -> None:
    matcher = Matcher(compile_terms([Term("b", "BTR-82A")]))

    (hits,) = matcher.find(["колонна БТР-80/82А"])

    how = "alias BTR-82A -> Cyrillic -> in a list: БТР-82А"
    assert hits == [Hit(15, 18, "82А", ((0, None, how),))]


def test_a_variant_named_by_letters_is_no_family_of_longer_ones() -> None:
    matcher = Matcher(compile_terms([Term(name, name) for name in ("Nona-S", "Nona-SVK")]))

    (hits,) = matcher.find(["Нона-СВК"])

    assert [term for hit in hits for term, _, _ in hit.told] == [1]


@pytest.mark.parametrize("town", ["Mali", "MALI", "Menaka"])
def test_a_name_behind_a_code_is_no_variant_of_it(town: str) -> None:
    (hit,) = _find(f"two Mi-35 {town} reports", "Mi-35", "Mi-35M")

    assert hit.surface == "Mi-35"
