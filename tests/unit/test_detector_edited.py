"""After an edit of the watchlist the same is heard as if all of it had been compiled anew."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import automaton
from detector.compile import CompiledTerms, FormCache, compile_terms
from detector.match import Matcher
from detector.terms import Term

_ALIASES = (
    "T-72", "T-72B3", "BTR-82A", "БТР-82", "Орлан-10", "Ми-8", "ЧВК Вагнер", "Вагнер",
    "Африканский корпус", "Африка", "Бамако", "Sévaré", "véhicule blindé", "فيلق أفريقيا", "BTR82A",
)  # fmt: skip
_TERMS = (
    *(Term(alias, alias) for alias in _ALIASES),
    Term("again", "T-72"),
    Term("exact", "БТР-82А", how="exact"),
    Term("banned", "Орлан-10", ban=("Орлан-10",)),
    Term("banned form", "Африканский корпус", ban=("Африканского корпуса",)),
    Term("given", "Т-90", forms=("девяностый", "T-72")),
    Term("capital", "Бамако", capital=True),
    Term("nothing", "—"),
)
_TEXTS = [
    "Колонна: Т-72Б3, БТР-82А и 3хБТР-80/82А у Бамако, Орланов-10 не видно.",
    "ЧВК «Вагнер»  ушла, Африканского корпуса нет; Африканский  корпус и #АфриканскийКорпус",
    "T-72 BTR82A véhicules blindés à Sevare, وBTR-82A والفيلق أفريقيا, Африки, вагнера",
    "Девяностый, t-72 B3M/BTR-82A; ﬁn БТР-82а mali",
    "",
]
_COMPILED = compile_terms(_TERMS)
_some = st.lists(st.sampled_from(_TERMS), unique=True)
needs_images = pytest.mark.skipif(automaton.hyperscan is None, reason="no wheel of Hyperscan")


def _found(compiled: CompiledTerms) -> object:
    return Matcher(compiled).find(_TEXTS)


@settings(deadline=None, max_examples=60)
@given(edits=st.lists(_some, min_size=2, max_size=5))
def test_edits_one_after_another_leave_no_trace(edits: list[list[Term]]) -> None:
    cache, compiled = FormCache(), None

    for terms in edits:
        compiled = compile_terms(terms, cache=cache, former=compiled)

        assert _found(compiled) == _found(compile_terms(terms, cache=cache))
        compiled = CompiledTerms.from_bytes(compiled.to_bytes())


@needs_images
def test_random_edits_of_a_long_watchlist_leave_no_trace() -> None:
    chance = random.Random(11)
    all_of_it = [*_TERMS, *(Term(f"n{number}", f"Кхр-{number}Ж") for number in range(400))]
    terms, cache = list(all_of_it), FormCache()
    edited = first = compile_terms(terms, cache=cache)

    for _ in range(12):
        for _ in range(8):
            terms.pop(chance.randrange(len(terms)))
        terms = list(dict.fromkeys([*terms, *chance.choices(all_of_it, k=3)]))
        edited = compile_terms(terms, cache=cache, former=edited)

        assert edited.image.former == first.anchors
        assert _found(edited) == _found(compile_terms(terms, cache=cache))


@needs_images
def test_only_what_is_new_is_compiled() -> None:
    edited = compile_terms([*_TERMS, Term("new", "Ка-52")], former=_COMPILED)

    assert edited.image.former == _COMPILED.anchors
    assert edited.image.former_data == _COMPILED.image.data
    assert 0 < len(edited.image.data) < len(_COMPILED.image.data)


@needs_images
def test_an_edit_that_is_taken_back_leaves_one_image() -> None:
    edited = compile_terms([*_TERMS, Term("new", "Ка-52")], former=_COMPILED)

    back = compile_terms(_TERMS, former=edited)

    assert back.image == _COMPILED.image


@needs_images
def test_edits_are_all_compared_with_the_same_patterns() -> None:
    once = compile_terms([*_TERMS, Term("new", "Ка-52")], former=_COMPILED)

    twice = compile_terms([*_TERMS, Term("newer", "Су-25")], former=once)

    assert twice.image.former == _COMPILED.anchors
    assert twice.image.former_data == _COMPILED.image.data


@needs_images
def test_too_much_that_is_new_is_compiled_with_all_the_rest() -> None:
    many = [Term(f"n{number}", f"Кхр-{number}Ж") for number in range(automaton.MOST_EDITED)]

    assert not compile_terms([*_TERMS, *many], former=_COMPILED).image.former
    assert not compile_terms(_TERMS, former=compile_terms(many)).image.former


def test_where_images_cannot_be_made_all_is_compiled_anew() -> None:
    portable = replace(_COMPILED, image=automaton.Image())

    edited = compile_terms(_TERMS[3:], former=portable)

    assert not edited.image.former
    assert _found(edited) == _found(compile_terms(_TERMS[3:]))
