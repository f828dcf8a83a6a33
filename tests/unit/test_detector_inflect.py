"""Phrases are heard in the forms of their language, written out when a watchlist is loaded."""

from __future__ import annotations

import pytest

from detector.compile import compile_terms, expand
from detector.inflect import languages_of
from detector.match import Matcher
from detector.terms import Term


def _hears(term: Term, text: str) -> bool:
    return bool(Matcher(compile_terms([term])).find([text])[0])


@pytest.mark.parametrize(
    ("alias", "text"),
    [
        ("Африканский корпус", "бойцы Африканского корпуса"),
        ("Африканский корпус", "с Африканским корпусом"),
        ("боевая машина пехоты", "пять боевых машин пехоты"),
        ("бронетранспортёр", "колонна бронетранспортеров"),
        ("ЧВК Вагнер", "бойцы ЧВК «Вагнера»"),
        ("группа Вагнер", "в группе Вагнера"),
        ("37-я бригада", "в составе 37-й бригады"),
        ("Искандер", "двух Искандеров"),
        ("Шахед", "десять Шахедів"),
        ("перебросили", "будет перебросить"),
        ("доставлен", "техника доставлена"),
        ("взят в плен", "двое взяты в плен"),
        ("Африканський корпус", "бійці Африканського корпусу"),
        ("колона", "у колоні"),
        ("прибула", "техніка прибули"),
        ("véhicule blindé", "dix véhicules blindés"),
        ("char de combat", "des chars de combat"),
        ("livré", "les armes livrées"),
        ("blindés", "un blindé"),
        ("coeur", "au cœur de la ville"),
        ("infantry fighting vehicle", "infantry fighting vehicles"),
        ("armoured personnel carriers", "an armored personnel carrier"),
        ("hand over", "was handed over"),
        ("column of tanks", "columns of tanks"),
        ("82 mm mortar", "an 82mm mortar"),
        ("Africa Corps", "#AfricaCorps"),
        ("فيلق أفريقيا", "وفيلق افريقيا"),
        ("القافلة", "قافلة عسكرية"),
        ("Sévaré", "SEVARE"),
    ],
)
def test_a_form_is_heard(alias: str, text: str) -> None:
    assert _hears(Term("key", alias), text)


@pytest.mark.parametrize(
    ("reason", "alias", "text"),
    [
        ("another word with the same stem", "Град", "десять градусов"),
        ("a town that ends so", "Град", "Волгоград"),
        ("an adjective of the name", "Спартак", "спартаковец"),
        ("another script", "Тор", "on top"),
        ("another language's word", "canon", "canonique"),
        ("a verb that looks like it", "livré", "il livra"),
        ("an accent of another word", "livre", "livré"),
        ("a superlative", "новый", "новейший"),
        ("another word", "Мали", "малый"),
        ("two paragraphs", "Africa Corps", "Africa\n\nCorps"),
        ("two sentences", "Africa Corps", "in Africa. Corps of engineers"),
        ("an abbreviation in small letters", "FACA", "une faca"),
        ("a domain", "Wagner", "see wagner.com"),
        ("an address", "Wagner", "https://t.me/s/wagner"),
        ("a handle", "Wagner", "by @wagner"),
        ("part of a word", "Мали", "Сомали"),
    ],
)
def test_another_word_is_not_heard(reason: str, alias: str, text: str) -> None:
    assert not _hears(Term("key", alias), text), reason


def test_given_forms_are_heard_and_banned_ones_are_not() -> None:
    term = Term("key", "Линза", forms=("линзовоз",), ban=("линз",))

    assert _hears(term, "старый линзовоз")
    assert _hears(term, "две Линзы")
    assert not _hears(term, "пара линз")


def test_a_ban_of_another_spelling_leaves_the_alias_itself() -> None:
    assert _hears(Term("key", "Tigre", ban=("tigré",)), "deux véhicules Tigre")


def test_a_banned_variant_is_not_heard() -> None:
    term = Term("key", "T-72", ban=("T-72A",))

    assert _hears(term, "a T-72B")
    assert not _hears(term, "a T-72A")


def test_a_place_asks_for_a_capital_letter() -> None:
    assert _hears(Term("key", "Ber", capital=True), "near Ber")
    assert not _hears(Term("key", "Ber", capital=True), "the ber")
    assert _hears(Term("key", "al-Khadim", capital=True), "at al-Khadim")
    assert not _hears(Term("key", "al-Khadim", capital=True), "At al-khadim")
    assert _hears(Term("key", "باماكو", capital=True), "في باماكو")


def test_exact_terms_take_no_forms() -> None:
    assert _hears(Term("key", "Тигр", how="exact"), "один тигр")
    assert not _hears(Term("key", "Тигр", how="exact"), "два тигра")


def test_without_its_family_a_designator_is_heard_alone() -> None:
    term = Term("key", "T-72", designator_family=False)

    assert _hears(term, "Т-72")
    assert not _hears(term, "Т-72Б3")


def test_expansion_shows_the_alias_first_and_each_form_once() -> None:
    forms = expand(Term("key", "char de combat"))

    assert [(form.text, form.how) for form in forms] == [
        ("char de combat", "as written"),
        ("chars de combat", "plural"),
    ]


def test_expansion_of_a_designator_shows_both_scripts() -> None:
    shown = {form.text for form in expand(Term("key", "T-72B3"))}

    assert {"T-72B3", "T 72B3", "T72B3", "Т-72Б3"} <= shown


@pytest.mark.parametrize(
    ("phrase", "languages"),
    [
        ("бронетранспортёр", ("ru",)),
        ("колонна", ("ru",)),
        ("колона", ("uk",)),
        ("танк", ("ru", "uk")),
        ("véhicule", ("fr",)),
        ("char de combat", ("fr",)),
        ("convoy", ("en",)),
        ("قافلة", ("ar",)),
        ("中国", ()),
    ],
)
def test_the_language_follows_from_script_letters_and_dictionaries(
    phrase: str, languages: tuple[str, ...]
) -> None:
    assert languages_of(phrase) == languages


def test_a_declared_language_decides() -> None:
    assert _hears(Term("key", "танк", language="uk"), "сім танків")
    assert not _hears(Term("key", "танк", language="ru"), "сім танків")
