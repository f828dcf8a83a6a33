"""Which terms a watchlist becomes."""

from __future__ import annotations

from config.schema import Watchlist
from detector.forms import expand
from detector.terms import Term
from detector.vocabulary import Parts, trigger_terms


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


def test_what_two_aliases_share_at_a_place_is_one_part_but_for_places_and_hints_are_none() -> None:
    keys = ("cue|gear", "cue|gear", "place|7", "place|7", "hint|gear", "action|convoy")
    watchlist = Watchlist.model_validate({"watches": [{"id": "all", "when": {"keyword": "tank"}}]})
    parts = Parts([Term(key, "column") for key in keys], watchlist)

    found = parts[tuple((index, None, f"alias {index}") for index in range(len(keys)))]

    assert [(kind, name, how) for kind, name, _, _, how in found] == [
        ("cue", "gear", "alias 0"), ("place", "7", "alias 2"), ("place", "7", "alias 3"),
        ("action", "convoy", "alias 5"),
    ]  # fmt: skip


def test_an_alias_asks_for_its_context_though_another_is_inflected_to_it() -> None:
    near = {"aliases": ["Tor"], "any": ["launcher"]}
    tor = {"id": "tor", "name": "Tor", "kind": "equipment", "aliases": ["Tors", "Tor"]}
    watches = [{"id": "all", "when": {"entity": "tor"}}]
    watchlist = Watchlist.model_validate({"entities": [tor | {"near": near}], "watches": watches})
    parts = Parts(trigger_terms(watchlist), watchlist)

    both = parts[(0, None, "alias Tors -> inflected"), (1, None, "alias Tor")]
    tors = parts[((0, None, "alias Tors"),)]

    assert [part[2] is not None for part in both] == [True]
    assert [part[2] is not None for part in tors] == [False]
