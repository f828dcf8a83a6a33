"""Which terms a watchlist becomes."""

from __future__ import annotations

from config.schema import Watchlist
from detector.forms import expand
from detector.vocabulary import trigger_terms


def heard(alias: str, kind: str = "equipment") -> set[str]:
    entity = {"id": "one", "name": "One", "kind": kind, "aliases": [alias]}
    watches = [{"id": "all", "when": {"entity": "one"}}]
    watchlist = Watchlist.model_validate({"entities": [entity], "watches": watches})
    return {form.text for term in trigger_terms(watchlist) for form in expand(term)}


def test_a_name_in_ukrainian_letters_is_declined_as_mixed_texts_do() -> None:
    assert {"Гіацинти", "Гіацинтів", "Гіацинты", "Гіацинтов"} <= heard("Гіацинт")


def test_a_ukrainian_word_or_phrase_is_declined_in_its_own_language_alone() -> None:
    assert "вантажівки" in heard("вантажівка")
    assert {form for form in heard("вантажівка") if form.endswith("ы")} == set()


def test_a_place_that_no_dictionary_knows_is_declined_by_its_ending() -> None:
    assert {"Колбасна", "Колбасны", "Колбасне", "Колбасну"} <= heard("Колбасна", "place")
