"""An item seen as a whole, once for all its sentences. Weighs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from detector.statements import IMPLIED_THEATRE, Statement

_AGE, _ALLIED, _PARTNERED = map(attrgetter, ("age", "allied", "partnered"))
_THEATRE, _ELSEWHERE, _WANTED = map(attrgetter, ("theatre", "elsewhere", "wanted"))
_IN_TITLE, _PRECISE = attrgetter("in_title"), attrgetter("town", "counted", "bases")
_MOST_TITLES = 5  # sentences: each of the text is read beside those of the title
SHORT = 6  # sentences of a post that only shows something
# What these say in the title or the first sentence colours the whole text.
COLOURING = frozenset(
    ["years_ago", "history", "opinion", "catalogue", "game", "sport", "denial", "aid", "culture",
     "intent"]
)  # fmt: skip

OF_NOW = frozenset(["fresh", "evidence"])  # cues
# A post that says any of these does more than show what its names are.
WEIGHTY = frozenset(
    ["history", "opinion", "catalogue", "game", "sport", "civil",
     "denial", "intent"]
)  # fmt: skip


@dataclass(slots=True)
class Whole:
    """The item seen as a whole: what holds for all its sentences."""

    statements: Sequence[Statement]
    titles: Sequence[Statement]
    cues: frozenset[str]  # of all: what none of them says is asked of none
    aged: bool  # some sentence names a year before the item's
    allied: bool  # some sentence names a country whose own forces are wanted
    partnered: bool  # or one where equipment of the right make suffices
    first_number: int
    in_theatre: bool
    at_front: bool  # names another theatre, and of the wanted one no place
    ours: bool
    colours: frozenset[str]
    short: bool
    terse: bool  # one sentence and no title
    plain: bool  # nothing in it speaks weightily against a report
    vague: bool  # nowhere in it a town, a number of something or a word that it is of now
    foreign_lead: bool  # the title and the first sentence are of another actor alone


def whole_of(statements: Sequence[Statement], sentences: int) -> Whole:
    lead = sum(map(_IN_TITLE, statements))  # they come first
    titles, opening = statements[:lead][:_MOST_TITLES], statements[: lead + 1]
    cues = frozenset().union(*[s.cues for s in statements])
    opening_cues = frozenset().union(*[s.cues for s in opening])
    return Whole(
        statements,
        titles,
        cues,
        any(map(_AGE, statements)),
        any(map(_ALLIED, statements)),
        any(map(_PARTNERED, statements)),
        statements[lead].number if lead < len(statements) else 0,
        "africa" in cues or any(map(_THEATRE, statements)),
        ("other_front" in cues or any(map(_ELSEWHERE, statements)))
        and not any(s.theatre - IMPLIED_THEATRE for s in statements),
        "russian" in cues
        or any(map(_WANTED, statements))
        or ("supported" in cues and any(map(is_ours, statements))),
        opening_cues & COLOURING,
        sentences <= SHORT and not titles,
        sentences == 1,
        cues.isdisjoint(WEIGHTY),
        cues.isdisjoint(OF_NOW) and not any(map(any, map(_PRECISE, statements))),
        "other_actor" in opening_cues and not any(s.wanted or is_ours(s) for s in opening),
    )


def near_to(at: int, whole: Whole) -> list[Statement]:
    """The title, and what is found in the sentence before and the one after."""
    own = whole.statements[at]
    if whole.short:
        return [s for s in whole.statements if s is not own]
    near = []
    if at and whole.statements[at - 1].number == own.number - 1:
        near.append(whole.statements[at - 1])
    if at + 1 < len(whole.statements) and whole.statements[at + 1].number == own.number + 1:
        near.append(whole.statements[at + 1])
    if whole.titles:
        near += [s for s in whole.titles if s is not own and s not in near]
    return near


def opens(own: Statement, whole: Whole) -> bool:
    return own.in_title or own.number == whole.first_number


def is_ours(own: Statement) -> bool:
    """Whether a word says so; "the junta", "the army" only where such forces are supported."""
    if "supported" in own.cues and (own.allied or not own.theatre - IMPLIED_THEATRE):
        return True
    return "russian" in own.cues
