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
            name=("no", "none", "zero", "0", "not a single"),
            nobody=("nobody", "no one"),
            of=("of", "the"),
            ahead=("will",),
            asks=("did",),
        ),
        NegationWords(
            doing=("ne", "jamais"),
            between=("jamais",),
            name=("pas de",),
            of=("des",),
            doubts=("-il", "-ils"),
        ),
        NegationWords(
            doing=("не", "без"),
            behind=("нет", ": none"),
            between=("было",),
            name=("никаких", "никакого"),
            doubts=("ли",),
        ),
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
    ("text", "doing", "is_denied"),
    [
        ("Дошли, потерь нет", "потерь", True),
        ("Потерь и поломок нет", "Потерь", True),
        ("Losses: none.", "Losses", True),
        ("Потерь много, воды нет", "Потерь", False),
        ("Потерь у них на этот раз нет", "Потерь", False),
        ("Прибыли в кабинет", "Прибыли", False),  # ends in a word for it
        ("Losses", "Losses", False),
    ],
)
def test_what_is_denied_behind_it_did_not_happen(text: str, doing: str, is_denied: bool) -> None:
    assert NEGATIONS.deny_behind(text, text.index(doing) + len(doing)) is is_denied


@pytest.mark.parametrize(
    ("text", "thing", "is_denied"),
    [
        ("There is no T-72 in Togo", "T-72", True),
        ("Никакого «Вагнера» там нет", "Вагнера", True),
        ("no Russian troops", "troops", True),
        ("None of the T-72 came", "T-72", True),
        ("Pas de chars T-72 à Gao", "T-72", True),
        ("Des BTR, pas des T-72", "T-72", False),  # a correction: something is there
        ("no fewer than seven T-72", "T-72", False),
        ("0 T-72, zero trucks", "T-72", True),
        ("10 T-72, zero trucks", "T-72", False),
        ("Not a single new T-72", "T-72", False),
        ("Not a single T-72", "T-72", True),
        ('"No T-72 here", says the mural', "T-72", False),  # somebody says so
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


@pytest.mark.parametrize(
    ("text", "doing", "is_to_come"),
    [
        ("The tanks will arrive", "arrive", True),
        ("The tanks will yet arrive", "arrive", True),
        ("The tanks will not yet arrive", "arrive", False),  # that is denied
        ("Willing crews arrive", "arrive", False),
        ("arrive", "arrive", False),
    ],
)
def test_a_doing_that_is_put_off_has_not_happened(text: str, doing: str, is_to_come: bool) -> None:
    assert (NEGATIONS.standing(text, text.index(doing)) == "ahead") is is_to_come


@pytest.mark.parametrize(
    ("question", "doubts_it"),
    [
        ("Did T-72 tanks arrive?", True),
        ("«Did they come?»", True),
        ("Des chars sont-ils arrivés ?", True),
        ("Прибыли ли танки?", True),
        ("Why did they come?", False),
        ("Что за колонна?", False),
        ("?", False),
    ],
)
def test_a_question_of_yes_or_no_is_told_from_one_for_details(
    question: str, doubts_it: bool
) -> None:
    assert NEGATIONS.ask_whether(question) is doubts_it


@pytest.mark.parametrize(
    ("said", "none_did"),
    [
        ("Nobody in Gao ", True),
        ("« No one has ", True),
        ("Nobodies ", False),
        ("A T-72 was ", False),
        ("Nobody speaks of the two Ka-52 ", False),  # seen: by somebody else
    ],
)
def test_what_nobody_did_is_told_by_how_the_sentence_opens(said: str, none_did: bool) -> None:
    assert NEGATIONS.nobody_did(said) is none_did


@pytest.mark.parametrize(
    ("text", "is_none"),
    [
        ("Not a film: T-72 in Gao", True),
        ("Это не film", True),
        ("A film of what did not happen", False),
        ("film", False),
    ],
)
def test_a_text_may_say_what_kind_it_is_not(text: str, is_none: bool) -> None:
    assert NEGATIONS.deny_kind(text, text.index("film")) is is_none
