"""Report or mention? Weighs what each sentence states; the best sentence speaks for the item.

The weights are log-odds, so that each reason can be read and added up by hand: what is reported
needs a subject, forces that are wanted, the theatre and an event; kinds of text that only
mention such things (background, history, catalogue, game, ...) speak against.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detector.model import Assessment
from detector.statements import IMPLIED_THEATRE, Statement

Reason = tuple[float, str]

START = -4.0
STRONG = frozenset(
    ["arrival", "delivery", "transfer", "deployment", "construction", "rotation", "withdrawal",
     "loss", "sighting"]
)  # fmt: skip
WEAK = frozenset(["convoy", "basing", "exercise"])
SHOWN = frozenset(["sighting", "construction", "exercise", "agreement", "deployment"])
MOVES = frozenset(["arrival", "delivery", "transfer", "deployment", "convoy", "sighting"])
GENERAL = frozenset(["gear", "troops", "vessel"])
OURS = frozenset(["russian", "supported"])

AGAINST: dict[str, Reason] = {
    "background": (-2.8, "background"),
    "history": (-3.8, "history"),
    "opinion": (-2.0, "opinion"),
    "catalogue": (-3.0, "catalogue or arms fair"),
    "game": (-4.0, "game or model"),
    "sport": (-2.0, "sport"),
    "culture": (-3.7, "culture"),
    "science": (-1.0, "science or software"),
    "nature": (-0.4, "nature"),
    "aid": (-1.6, "aid or supplies"),
    "civil": (-2.4, "civilian life"),
    "politics": (-1.2, "politics"),
    "denial": (-4.4, "denied"),
    "plan": (-0.8, "only planned"),
    "intent": (-2.9, "only wished, offered or discussed"),
}
# What these say in the title or the first sentence colours the whole text.
COLOURING = ("history", "opinion", "catalogue", "game", "sport", "denial")
COLOUR = 0.85
# What happens in a sentence that says these is no event for the sentence beside it.
ASIDE = frozenset(["background", "history", "catalogue", "game", "denial"])
_AGAINST, _COLOURING = frozenset(AGAINST), frozenset(COLOURING)
_PEOPLE = frozenset(["supported", "troops"])
SHORT = 4  # sentences of a post that only shows something
LEAD = 3  # sentences after the title that count as lead
LONG_AGO = 8  # years: longer than any of these wars


@dataclass(frozen=True, slots=True)
class Whole:
    """The item seen as a whole: what holds for all its sentences."""

    statements: Sequence[Statement]
    titles: Sequence[Statement]
    first_number: int
    in_theatre: bool
    ours: bool
    colours: frozenset[str]
    short: bool
    foreign_lead: bool  # the title and the first sentence are of another actor alone


def assess(statements: Sequence[Statement], sentences: int = 1) -> Assessment:
    """Score a whole item from 0 (mention) to 1 (report), with its reasons, strongest first.

    `sentences`: how many the item has; a short post says by a name alone what was seen.
    """
    if not statements:
        return Assessment(0.0, ("nothing is stated",))
    whole = _whole(statements, sentences)
    speaking = [at for at, own in enumerate(statements) if _has_subject(own)] or [0]
    best = max([_weigh(at, whole) for at in speaking], key=_total)
    score = 1 / (1 + math.exp(-(START + _total(best))))
    best.sort(key=lambda reason: -abs(reason[0]))
    return Assessment(round(score, 3), tuple(f"{name} ({w:+.1f})" for w, name in best))


def _whole(statements: Sequence[Statement], sentences: int) -> Whole:
    titles = [s for s in statements if s.in_title]
    first = _first_of_text(statements)
    opening = titles + [s for s in statements if not s.in_title and s.number == first]
    said = frozenset().union(*(s.cues for s in opening))
    return Whole(
        statements,
        titles,
        first,
        any(s.theatre or "africa" in s.cues for s in statements),
        any(s.wanted or _is_ours(s) for s in statements),
        said & _COLOURING,
        sentences <= SHORT and not titles,
        any("other_actor" in s.cues for s in opening)
        and not any(s.wanted or s.gear or _is_ours(s) for s in opening),
    )


def _first_of_text(statements: Sequence[Statement]) -> int:
    return next((s.number for s in statements if not s.in_title), 0)


def _total(reasons: Sequence[Reason]) -> float:
    return sum([weight for weight, _ in reasons])


def _weigh(at: int, whole: Whole) -> list[Reason]:
    own = whole.statements[at]
    near = _near(at, whole)
    reasons = [
        _subject(own),
        next(_actors(own, near, whole)),
        _theatre(own, near, whole),
        next(_events(own, near, whole)),
        _place_in_text(own, whole),
    ]
    if own.cues or whole.colours:
        reasons += _kinds_of_text(own, whole)
    reasons += _aggravated(own, near, whole)
    if "drill" in own.cues and not any(s.theatre - IMPLIED_THEATRE for s in (own, *near)):
        reasons.append((-1.8, "exercise at home"))
    if own.age:
        reasons.append(_aged(own.age))
    if whole.foreign_lead and not _opens(own, whole):
        reasons.append((-1.2, "another actor, in the opening"))
    return [reason for reason in reasons if reason[0]]


def _kinds_of_text(own: Statement, whole: Whole) -> Iterator[Reason]:
    """What its sentence says of itself, and what the opening says of the whole."""
    yield from _signs(own)
    for cue in sorted(own.cues & _AGAINST):
        yield AGAINST[cue]
    for cue in sorted(whole.colours - own.cues):
        weight, name = AGAINST[cue]
        yield round(weight * COLOUR, 1), f"{name}, in the opening"


def _aggravated(own: Statement, near: Sequence[Statement], whole: Whole) -> Iterator[Reason]:
    """What makes a kind of text weigh more: nothing that stands for a report is in it."""
    kinds = own.cues | whole.colours
    if "sport" in kinds and not own.named:
        yield -1.8, "sport, and no model is named"
    if "aid" in kinds and not own.named and not own.cues & OURS:
        yield -0.9, "aid, and no model is named"
    if "civil" in kinds and not (own.named or own.wanted or own.cues & OURS):
        yield -1.2, "civilian life, and nobody's forces are named"
    if "opinion" in kinds and not own.actions & STRONG:
        yield -1.2, "opinion, and nothing happened"
    elif not own.actions and any("opinion" in s.cues for s in near):
        yield -1.8, "opinion, nearby, and nothing happened"
    if "catalogue" in kinds and own.actions <= SHOWN:
        yield -1.2, "catalogue, and only shown"


def _opens(own: Statement, whole: Whole) -> bool:
    return own.in_title or own.number == whole.first_number


def _aged(years: int) -> Reason:
    if years == 1:
        return -0.9, "last year"
    return (-2.6, "years ago") if years < LONG_AGO else (-4.5, "long ago")


def _near(at: int, whole: Whole) -> list[Statement]:
    """The title, and what is found in the sentence before and the one after."""
    own = whole.statements[at]
    beside = whole.statements[max(0, at - 1) : at + 2]
    near = [s for s in beside if s is not own and abs(s.number - own.number) == 1]
    return near + [s for s in whole.titles if s is not own and s not in near]


def _has_subject(own: Statement) -> bool:
    return bool(own.gear or own.wanted or own.cues & GENERAL or _is_built_on(own))


def _is_built_on(own: Statement) -> bool:
    return bool(own.bases) and "construction" in own.actions


def _subject(own: Statement) -> Reason:
    if own.gear and own.gear <= own.lorries and not own.wanted and not own.cues & OURS:
        return 1.2, "lorries, which others drive as well"
    if own.gear or own.wanted or _is_built_on(own):
        return 1.6, "equipment or forces that are watched"
    if own.cues & GENERAL:
        return 0.6, "equipment or troops in general"
    return -2.0, "no equipment and no troops"


def _actors(own: Statement, near: Sequence[Statement], whole: Whole) -> Iterator[Reason]:
    """Whose it is: the first that holds counts."""
    foreign = "other_actor" in own.cues
    if own.anyones and not own.wanted:
        yield 0.0, ""
    if _sold(own):
        yield -2.1, "sold to forces that are not wanted"
    if own.wanted or _is_ours(own):
        wanted = "forces that are wanted"
        yield (1.0, f"{wanted}, and others") if foreign else (1.8, wanted)
    if foreign:
        yield -3.0, "another actor"
    if _is_others(own):
        yield -2.9, "of another make, in a country that is no ally"
    if own.operated:
        yield 1.7, "equipment that only wanted forces use"
    if whole.ours and any(s.wanted or _is_ours(s) for s in near):
        yield 1.2, "forces that are wanted, nearby"
    if own.bases:
        yield 1.2, "a watched base"
    if own.allied or (not own.theatre and any(s.allied for s in near)):
        yield 0.9, "a country whose forces are wanted"
    if _unclaimed(own, near, whole.short):
        yield 0.9, "equipment of their make, in a country that they use"
    if whole.ours:
        yield 0.4, "forces that are wanted, elsewhere in the text"
    yield -2.7, "no forces that are wanted"


def _is_others(own: Statement) -> bool:
    return bool(own.named and not own.made and own.theatre - IMPLIED_THEATRE and not own.allied)


def _is_ours(own: Statement) -> bool:
    """Whether a word says so; "the junta", "the army" only where such forces are supported."""
    if "supported" in own.cues and (own.allied or not own.theatre - IMPLIED_THEATRE):
        return True
    return "russian" in own.cues


def _sold(own: Statement) -> bool:
    """Whether only the seller is named: a delivery to a country with a will of its own."""
    here = bool(own.theatre) and not (own.allied or own.partnered)
    people = own.wanted or own.cues & _PEOPLE
    return here and not people and own.made and "delivery" in own.actions


def _unclaimed(own: Statement, near: Sequence[Statement], short: bool) -> bool:
    """Whether equipment moves or shows itself where it can hardly be anybody else's."""
    if not own.made or "supplier" in own.cues or ("loss" in own.actions and not own.fought):
        return False
    here = own.partnered or (not own.theatre and any(s.partnered for s in near))
    if own.fought and "loss" in own.actions:
        return here
    said = (own, *near) if short else (own,)
    return here and any(s.actions & MOVES or "evidence" in s.cues for s in said)


def _theatre(own: Statement, near: Sequence[Statement], whole: Whole) -> Reason:
    front = "other_front" in own.cues
    if own.theatre and not front:
        return 1.8, "in the theatre"
    if own.theatre - IMPLIED_THEATRE:
        there = own.allied or own.partnered
        return 0.1 if there else -1.2, "in the theatre and in another"
    if own.ships and not front and _is_under_way(own, near):
        return 1.1, "a watched ship under way"
    if own.elsewhere or front:
        return -2.7, "another theatre"
    return _nearby(own, near, whole)


def _is_under_way(own: Statement, near: Sequence[Statement]) -> bool:
    """Whether a ship leaves where they come from, or passes a strait that the way leads through."""
    if any("seaway" in s.cues for s in (own, *near)):
        return True
    return bool(own.origins and own.actions)


def _nearby(own: Statement, near: Sequence[Statement], whole: Whole) -> Reason:
    """What places a sentence that names no country; what is only recalled there doesn't."""
    told = [s for s in near if not s.cues & ASIDE]
    if "africa" in own.cues or any(s.theatre or "africa" in s.cues for s in told):
        return 1.3, "in the theatre, nearby"
    if any("other_front" in s.cues for s in told):
        return -2.5, "another theatre, nearby"
    if whole.in_theatre:
        return 0.5, "in the theatre, elsewhere in the text"
    return -2.5, "nothing places it in the theatre"


def _events(own: Statement, near: Sequence[Statement], whole: Whole) -> Iterator[Reason]:
    """The first that holds counts; the others are not worked out."""
    if own.actions & STRONG:
        yield 1.8, _said(own)
    if own.actions & WEAK and not _is_away(own):
        yield 1.2, _said(own)
    if "evidence" in own.cues:
        yield 0.9, "shown"
    if any(s.actions & STRONG and not s.cues & ASIDE for s in near):
        yield 0.7, "an event, nearby"
    if any("evidence" in s.cues for s in near):
        yield 0.1, "shown, nearby"
    if whole.short and own.named:
        yield -0.1, "no event, but a model named in a short post"
    if whole.short and _are_there(own):
        yield -1.4, "no event, but wanted forces and where they are, in a short post"
    yield -2.4, "no event"


def _said(own: Statement) -> str:
    return f"says that it happened: {', '.join(sorted(own.actions))}"


def _are_there(own: Statement) -> bool:
    """Wanted forces, or equipment that a word says is theirs, with the country where it is.

    A sentence of an agreement only promises them.
    """
    if "agreement" in own.actions:
        return False
    whose = own.wanted or (own.gear and "russian" in own.cues)
    return bool(whose) and bool(own.theatre - IMPLIED_THEATRE)


def _is_away(own: Statement) -> bool:
    """An exercise at home, or with a country that is neither ally nor partner."""
    if own.actions & WEAK != {"exercise"}:
        return False
    return own.at_home or not (own.allied or own.partnered or own.anyones)


def _place_in_text(own: Statement, whole: Whole) -> Reason:
    if _opens(own, whole) or whole.short:
        return 0.6, "in the title or lead"
    if own.number <= whole.first_number + LEAD:
        return 0.0, ""
    return -2.2, "far down the text"


def _signs(own: Statement) -> list[Reason]:
    signs: list[Reason] = []
    if "fresh" in own.cues:
        signs.append((0.5, "fresh"))
    if "evidence" in own.cues and own.actions & STRONG:
        signs.append((0.3, "shown"))
    return signs
