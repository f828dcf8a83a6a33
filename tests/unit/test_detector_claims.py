"""What a text says of other reports, heard by the lexicon's phrases."""

from __future__ import annotations

import pytest

from config.lexemes import Lexicon, NegationWords, Words
from detector.claims import (
    Told,
    causes,
    denied,
    disputes,
    followed_by,
    follows_up,
    is_another,
    lately,
    rejects,
    said_since,
)
from detector.model import Aside, Detection, Document, Mention, Place
from detector.passing import CONTRAST
from detector.phrases import Phrases
from detector.spans import Spans

PHRASES = Phrases.of(
    Lexicon(
        phrases={
            "another": Words(en=("second", "another")),
            "follow_up": Words(en=("more on",)),
            "lately": Words(en=("last week",), fr=("il y a * jours",)),
            "rejected": Words(en=("denied the arrival",)),
            "dispute": Words(en=("only #", "denied"), ru=("никто ... не беж*",)),
            "not_quoted": Words(en=("not a",), ru=("не",)),
            "in_action": Words(en=("joint patrol*",)),
            "moved_on": Words(en=("took off again",)),
            "recovered": Words(en=("was towed",)),
            "reached": Words(en=("has reached",), fr=("a gagné le",)),
            "unloaded": Words(en=("unload*",), ru=("выгруж*",)),
            "claimed": Words(fr=("revendiqu*",)),
            "brought_down": Words(en=("shot down",)),
            "mishap": Words(en=("hard landing*",)),
            "dead": Words(en=("killed", "dead")),
            "unhurt": Words(en=("crew alive",)),
            "arms": Words(en=("weapons", "box of weapons")),
            "unarmed": Words(en=("brought no ... weapons",)),
            "not_this": Words(en=("not in", "not a", "not")),
            "only": Words(en=("alone",)),
            "training_begun": Words(en=("begun training",)),
            "exercised": Words(en=("live-fire",)),
            "built": Words(en=("digging trenches",)),
            "taken_over": Words(en=("entered the camp",)),
            "gone": Words(en=("packed up",)),
            "struck": Words(en=("hit a mine",)),
        },
        negations={
            "en": NegationWords(doing=("nor", "not", "never"), name=("no",), nobody=("nobody",))
        },
    )
)


def test_another_event_is_announced_at_the_beginning() -> None:
    assert is_another("", "A second column in four days passed.", PHRASES)


@pytest.mark.parametrize("text", ["A column passed.", "A column passed. " + "x " * 80 + "Another."])
def test_what_is_told_later_announces_no_other_event(text: str) -> None:
    assert not is_another("", text, PHRASES)


def test_a_text_says_that_others_are_wrong() -> None:
    assert disputes("", "The image shows only 2 launchers.", PHRASES)


@pytest.mark.parametrize(
    "text", ["Никто из Агельхока не бежит.", "Да не «бегство» это.", "It is not a 'flight'."]
)
def test_a_text_denies_the_word_that_others_use(text: str) -> None:
    assert disputes("", text, PHRASES)


def test_a_plain_report_disputes_nothing() -> None:
    assert not disputes("A column passed", "It was not long.", PHRASES)


def test_what_the_background_says_of_others_is_no_dispute() -> None:
    assert not disputes("", f"Two launchers came. {'It was hot. ' * 60}He denied it.", PHRASES)


@pytest.mark.parametrize(
    ("text", "rejected"),
    [
        ("The army denied the arrival of tanks.", True),
        ("The army never denied the arrival of tanks.", False),
        ("A column passed. " + "x " * 160 + "He denied the arrival of another.", False),
    ],
)
def test_who_denies_what_others_tell_says_so_at_the_beginning(text: str, rejected: bool) -> None:
    assert rejects("", text, PHRASES) is rejected


def test_what_is_neither_confirmed_nor_denied_is_not_disputed() -> None:
    assert not disputes("", "The embassy neither confirmed nor denied it.", PHRASES)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("More on the column in Gao: two BREM.", True),
        ("A column passed. " + "x " * 80 + "More on it tomorrow.", False),
    ],
)
def test_a_follow_up_says_so_at_the_beginning(text: str, is_one: bool) -> None:
    assert follows_up("", text, PHRASES) is is_one


@pytest.mark.parametrize(
    ("text", "is_lately"),
    [
        ("The tanks landed at Conakry last week have reached Kati.", True),
        ("Il y a trois jours, le convoi quittait Gao.", True),
        ("Tanks are in Kati this morning.", False),
    ],
)
def test_a_text_may_tell_of_what_was_some_days_ago(text: str, is_lately: bool) -> None:
    assert lately("", text, PHRASES) is is_lately


def test_what_was_done_with_it_afterwards_is_heard_wherever_it_is_told() -> None:
    text = "Two Mi-24 came to Gao. " + "x " * 200 + "One took off again for joint patrols."

    told = followed_by(Document("1", text), PHRASES)

    assert [one.name for one in told] == ["operation", "departure"]


def test_what_was_done_with_another_one_before_is_not_heard() -> None:
    text = "Two came to Gao. In 2024 one was towed, and one has reached Kidal."
    before = Spans([Aside(17, len(text), "text", "past")])

    assert followed_by(Document("1", text), PHRASES, before) == ()
    assert said_since(Document("1", text), PHRASES, before) == ()


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("The column has reached Gao.", ("goal reached",)),
        ("Le cortège a gagné le camp.", ("goal reached",)),
        ("В порту выгружают ящики.", ("unloading",)),
        ("L'attaque est revendiquée par le Front.", ("claimed",)),
        ("The men have begun training recruits.", ("training begun",)),
        ("They fired in a live-fire drill.", ("exercise",)),
        ("Rebels entered the camp at noon.", ("taken over",)),
        ("They packed up at noon.", ("gone",)),
        ("The second truck hit a mine.", ("struck",)),
        ("New hangars, and men digging trenches.", ("construction",)),
        ("The column was neither seen nor unloaded.", ()),
        ("A column passed. " + "x " * 300 + "It has reached Gao.", ()),
    ],
)
def test_what_has_come_of_it_is_heard(text: str, since: tuple[str, ...]) -> None:
    assert tuple(one.name for one in said_since(Document("1", text), PHRASES)) == since


@pytest.mark.parametrize(
    ("why", "document", "leads"),
    [
        ("it opens with it", Document("1", "The column has reached Gao."), True),
        ("so does its title", Document("1", "x " * 90, "The column has reached Gao"), True),
        ("background", Document("1", "A column. " + "x " * 90 + "It has reached Gao."), False),
    ],
)
def test_what_a_report_opens_with_leads_it(why: str, document: Document, leads: bool) -> None:
    assert said_since(document, PHRASES) == (Told("goal reached", leads),), why


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A jet was shot down.", ("shot down",)),
        ("Rebels say it was shot down, the army tells of a hard landing.", ("shot down", "mishap")),
        ("It was not shot down.", ("mishap",)),
        ("It made not hard landings but a soft one.", ()),
        (f"A jet is gone. {'It was hot. ' * 60}One was shot down years ago.", ()),
        ("A mine went off, five dead.", ("dead",)),
        ("A mine went off, nobody was killed.", ("nobody dead",)),
        ("A mine went off, crew alive.", ("nobody dead",)),
        ("A mine went off: two dead, one crew alive.", ("dead",)),
        ("It landed with weapons.", ("arms",)),
        ("It landed with no weapons.", ("no arms",)),
        ("It brought no single box of weapons.", ("no arms",)),
    ],
)
def test_what_is_told_or_denied_of_a_loss_or_a_cargo_is_heard(
    text: str, told: tuple[str, ...]
) -> None:
    assert causes(Document("1", text), PHRASES) == told


def test_of_what_is_set_apart_only_what_is_denied_counts() -> None:
    aside = Spans([Aside(0, 200, "text", CONTRAST)])

    assert causes(Document("1", "Unlike the five dead of May."), PHRASES, aside) == ()
    assert causes(Document("1", "A hospital, and not weapons."), PHRASES, aside) == ("no arms",)


def test_a_thing_and_a_place_are_denied_by_words_right_before_them() -> None:
    text = "It fell not in Bria but in Ouadda: not a Mi-8, not even near, a Mi-24."
    places = [Place(one, "CF", one, text.index(one), 0, "text") for one in ("Bria", "Ouadda")]
    things = [
        Mention(one, "equipment", one, one, text.index(one), 0, "text") for one in ("Mi-8", "Mi-24")
    ]
    detection = Detection("1", mentions=tuple(things), places=tuple(places))

    assert denied(Document("1", text), detection, PHRASES) == ("Mi-8", "Bria")


def test_a_thing_of_which_there_is_none_is_denied() -> None:
    text = "No howitzers, only diggers."
    kinds = (Mention("artillery", "kind", "howitzers", "howitzers", 3, 12, "text"),)

    assert denied(Document("1", text), Detection("1", kinds=kinds), PHRASES) == ("artillery",)


@pytest.mark.parametrize(("text", "told"), [("Not trucks.", ("truck",)), ("Not trucks alone.", ())])
def test_what_came_not_alone_is_not_denied(text: str, told: tuple[str, ...]) -> None:
    kinds = (Mention("truck", "kind", "trucks", "trucks", 4, 10, "text"),)

    assert denied(Document("1", text), Detection("1", kinds=kinds), PHRASES) == told
