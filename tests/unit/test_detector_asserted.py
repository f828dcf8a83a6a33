"""What a sentence names and does not assert: negated doings, denied things, questions."""

from __future__ import annotations

import pytest

from config.lexemes import NegationWords
from detector.asserted import Negations, asks

NEGATIONS = Negations.of(
    [
        NegationWords(
            doing=("not", "without", "n't"),
            between=("yet", "been"),
            name=("no", "none"),
            of=("of", "the"),
        ),
        NegationWords(doing=("ne", "jamais"), between=("jamais",)),
        NegationWords(doing=("не", "без"), between=("было",), name=("никаких", "никакого")),
    ]
)


@pytest.mark.parametrize(
    ("text", "doing", "is_denied"),
    [
        ("The tanks have not arrived", "arrived", True),
        ("The tanks have not yet arrived", "arrived", True),
        ("The tanks hadn’t arrived", "arrived", True),
        ("Ils ne sont jamais arrivés", "arrivés", True),
        ("без потерь", "потерь", True),
        ("Танки не было замечены", "замечены", True),
        ("They not only arrived", "arrived", False),
        ("arrived", "arrived", False),
        ("The tanks, not the guns, arrived", "arrived", False),
    ],
)
def test_a_negated_doing_did_not_happen(text: str, doing: str, is_denied: bool) -> None:
    assert NEGATIONS.deny_doing(text, text.index(doing)) is is_denied


@pytest.mark.parametrize(
    ("text", "thing", "is_denied"),
    [
        ("There is no T-72 in Togo", "T-72", True),
        ("Никакого «Вагнера» там нет", "Вагнера", True),
        ("no Russian troops", "troops", True),
        ("None of the T-72 came", "T-72", True),
        ("no fewer than seven T-72", "T-72", False),
        ("T-72", "T-72", False),
    ],
)
def test_a_thing_that_is_not_there_is_denied(text: str, thing: str, is_denied: bool) -> None:
    assert NEGATIONS.deny_thing(text, text.index(thing)) is is_denied


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        ("Why does Mali need tanks?", True),
        ("«Зачем им танки?»", True),
        ("لماذا؟", True),
        ("One longer hull (T-80?", False),  # the bracket goes on in the next sentence
        ("Tanks arrived.", False),
    ],
)
def test_a_question_asserts_nothing_but_one_in_brackets_doubts_a_detail(
    text: str, is_question: bool
) -> None:
    assert asks(text, 0, len(text)) is is_question
