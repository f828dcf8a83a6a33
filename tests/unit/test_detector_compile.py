"""A compiled watchlist is kept as bytes, and an edit expands one alias."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detector.automaton import Image
from detector.compile import CompiledTerms, FormCache, StaleBytesError, compile_terms
from detector.match import Matcher
from detector.terms import Term

_TERMS = [Term("a", "T-72"), Term("b", "Африканский корпус"), Term("c", "Орлан-10", ban=("x",))]
_TEXT = "Т-72Б3 и Орланов-10 у Африканского корпуса"


def test_kept_bytes_find_the_same() -> None:
    compiled = compile_terms(_TERMS)

    restored = CompiledTerms.from_bytes(compiled.to_bytes())

    assert restored.terms == compiled.terms
    assert Matcher(restored).find([_TEXT]) == Matcher(compiled).find([_TEXT])
    assert len(Matcher(restored).find([_TEXT])[0]) == 3


def test_without_an_image_the_portable_engine_finds_the_same() -> None:
    compiled = compile_terms(_TERMS)

    portable = CompiledTerms.from_bytes(replace(compiled, image=Image()).to_bytes())

    assert Matcher(portable).find([_TEXT]) == Matcher(compiled).find([_TEXT])


@pytest.mark.parametrize("place", [0, 40, -1])
def test_damaged_bytes_are_refused(place: int) -> None:
    kept = bytearray(compile_terms(_TERMS).to_bytes())
    kept[place] ^= 1

    with pytest.raises(StaleBytesError, match="damaged"):
        CompiledTerms.from_bytes(bytes(kept))


@pytest.mark.parametrize("kept", [b"", b"short"])
def test_bytes_that_are_none_of_ours_are_refused(kept: bytes) -> None:
    with pytest.raises(StaleBytesError):
        CompiledTerms.from_bytes(kept)


def test_bytes_of_another_maker_are_refused() -> None:
    cache = FormCache()
    compile_terms(_TERMS, cache=cache)

    with pytest.raises(StaleBytesError, match="kept by"):
        CompiledTerms.from_bytes(cache.to_bytes())


def test_an_image_of_another_processor_is_refused() -> None:
    kept = replace(compile_terms(_TERMS), image=Image(b"made elsewhere")).to_bytes()

    with pytest.raises(StaleBytesError, match="another processor"):
        CompiledTerms.from_bytes(kept)


def test_a_kept_cache_expands_nothing_again() -> None:
    cache = FormCache()
    compiled = compile_terms(_TERMS, cache=cache)

    restored = FormCache.from_bytes(cache.to_bytes())

    assert [restored.expansion(term) for term in _TERMS] == [cache.expansion(t) for t in _TERMS]
    assert compile_terms(_TERMS, cache=restored) == compiled


def test_a_kept_cache_forgets_what_was_edited_out_long_ago() -> None:
    cache, sizes = FormCache(), []

    for number in range(6):
        compile_terms([Term("a", f"T-7{number}")], cache=cache)
        cache = FormCache.from_bytes(cache.to_bytes())
        sizes.append(len(cache.to_bytes()))

    assert sizes[-1] == sizes[1], "one term in force, and one that may come back"


def test_an_empty_watchlist_finds_nothing() -> None:
    assert Matcher(compile_terms([])).find([_TEXT, ""]) == [[], []]


def test_no_texts_give_no_answers() -> None:
    assert Matcher(compile_terms(_TERMS)).find([]) == []


def test_an_alias_without_letters_is_never_heard() -> None:
    assert Matcher(compile_terms([Term("a", "—"), Term("b", "🇲🇱")])).find(["— 🇲🇱 —"]) == [[]]


def test_a_phrase_does_not_run_from_one_text_into_the_next() -> None:
    matcher = Matcher(compile_terms([Term("a", "Africa Corps")]))

    assert matcher.find(["in Africa", "Corps of engineers"]) == [[], []]


def test_two_terms_with_one_alias_are_both_heard() -> None:
    hits = Matcher(compile_terms([Term("a", "Тигр"), Term("b", "тигр")])).find(["тигры"])[0]

    heard = [(term, hit.surface) for hit in hits for term, _, _ in hit.told]
    assert heard == [(0, "тигры"), (1, "тигры")]


def test_what_is_heard_at_one_place_is_one_hit() -> None:
    terms = [Term("a", "Pantsir-S1", how="phrase"), Term("b", "Pantsir-S1"), Term("c", "Pantsir")]

    hits = Matcher(compile_terms(terms)).find(["a Pantsir-S1"])[0]

    heard = [(hit.surface, [term for term, _, _ in hit.told]) for hit in hits]
    assert heard == [("Pantsir-S1", [0, 1]), ("Pantsir", [2])]


def test_of_overlapping_hits_of_one_term_the_longest_stays() -> None:
    term = Term("a", "Wagner Group", forms=("Wagner",))

    hits = Matcher(compile_terms([term])).find(["the Wagner Group"])[0]

    assert [hit.surface for hit in hits] == ["Wagner Group"]


def test_of_overlapping_hits_other_terms_stay() -> None:
    terms = [Term("a", "Wagner Group", forms=("Wagner",)), Term("b", "Wagner")]

    hits = Matcher(compile_terms(terms)).find(["the Wagner Group"])[0]

    heard = [(hit.surface, [term for term, _, _ in hit.told]) for hit in hits]
    assert heard == [("Wagner Group", [0]), ("Wagner", [1])]
