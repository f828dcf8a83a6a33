"""Report or mention? Weighs what each sentence states; the best sentence speaks for the item.

The weights are log-odds, so that each reason can be read and added up by hand: what is reported
needs a subject, forces that are wanted, the theatre and an event; kinds of text that only
mention such things (background, history, catalogue, game, ...) speak against.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from detector.against import ASIDE, OTHER_TEXT, OURS, STRONG, Reason, against
from detector.model import Assessment
from detector.statements import IMPLIED_THEATRE, Statement
from detector.whole import Whole, is_ours, near_to, opens, whole_of

START = -4.0
LOSS = frozenset(["loss"])
WEAK = frozenset(["convoy", "basing", "exercise"])
MOVES = frozenset(["arrival", "delivery", "transfer", "deployment", "convoy", "sighting"])
TELLS = frozenset(["fresh", "evidence"])  # cues
# What the wording can't outweigh: where it is, when it was and whether it is so are stated.
STATED = ("another theatre", "years ago", "long ago", "a question whether")
OWNED = (
    "forces that are wanted", "equipment that only wanted forces use", "a watched base",
    "a watched ship",
)  # fmt: skip
GENERAL = frozenset(["gear", "troops", "vessel"])
_PEOPLE = frozenset(["supported", "troops"])
LEAD = 3  # sentences after the title that count as lead


def weigh(statements: Sequence[Statement], sentences: int = 1) -> list[Reason]:
    """The reasons of the sentence that speaks for the item; none where nothing is stated.

    `sentences`: how many the item has; a short post says by a name alone what was seen.
    """
    if not statements:
        return []
    whole = whole_of(statements, sentences)
    speaking = [at for at, own in enumerate(statements) if _has_subject(own)] or [0]
    best: list[Reason] = []
    most = -math.inf
    for at in speaking:
        own, near = statements[at], near_to(at, whole)
        reasons = _stated(own, near, whole)
        if (total := _total(reasons)) <= most:
            continue  # what speaks against it only takes from that
        contrary = list(against(own, near, whole))
        if (total := _total(contrary, total)) > most:
            best, most = reasons + contrary, total
    return [reason for reason in best if reason[0]]


def odds(reasons: Sequence[Reason]) -> float:
    """The log-odds that they add up to."""
    return START + _total(reasons)


def assessed(reasons: Sequence[Reason]) -> Assessment:
    """A score from 0 (mention) to 1 (report), with its reasons, strongest first."""
    if not reasons:
        return Assessment(0.0, ("nothing is stated",))
    score = 1 / (1 + math.exp(-odds(reasons)))
    ordered = sorted(reasons, key=lambda reason: -abs(reason[0]))
    other_text = any(w < 0 and name.startswith(OTHER_TEXT) for w, name in reasons)
    return Assessment(round(score, 3), tuple(map(_in_words, ordered)), other_text)


def bounded(wording: Reason, reasons: Sequence[Reason]) -> Reason:
    """The wording as one more reason: for no report that is stated to be elsewhere or of old."""
    if any(name.startswith(STATED) for _, name in reasons):
        return min(wording[0], 0.0), wording[1]
    return wording


def owned(reasons: Iterable[Reason]) -> bool:
    """Whether it says whose they are: wanted forces are named, or what only they have."""
    return any(name.startswith(OWNED) for _, name in reasons)


@lru_cache(maxsize=4_000)  # they are few, but for what the wording says
def _in_words(reason: Reason) -> str:
    weight, name = reason
    return f"{name} ({weight:+.1f})"


def _total(reasons: Sequence[Reason], before: float = 0) -> float:
    return sum([weight for weight, _ in reasons], before)


def _stated(own: Statement, near: Sequence[Statement], whole: Whole) -> list[Reason]:
    """What it states, and where; zero weights among it."""
    reasons = [
        _subject(own),
        next(_actors(own, near, whole)),
        _theatre(own, near, whole),
        next(_events(own, near, whole)),
        _place_in_text(own, whole),
    ]
    if own.cues:
        reasons += _signs(own)
    return reasons


def _has_subject(own: Statement) -> bool:
    return bool(own.gear or own.wanted or not GENERAL.isdisjoint(own.cues) or _is_built_on(own))


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
    if own.wanted or is_ours(own):
        wanted = "forces that are wanted"
        yield (1.0, f"{wanted}, and others") if foreign else (1.8, wanted)
    if foreign and own.operated:
        yield 0.9, "equipment that only wanted forces use, and others"
    if foreign:
        yield (-4.5 if _is_nobodys(own) else -3.0), "another actor"
    if _is_others(own):
        yield -2.9, "of another make, in a country that is no ally"
    if own.operated:
        yield 1.7, "equipment that only wanted forces use"
    if whole.ours and any((s.wanted or is_ours(s)) and "denial" not in s.cues for s in near):
        yield 1.2, "forces that are wanted, nearby"
    if own.bases:
        yield 1.2, "a watched base"
    if own.allied or (whole.allied and not own.theatre and any(s.allied for s in near)):
        yield 0.9, "a country whose forces are wanted"
    if _unclaimed(own, near, whole):
        yield 0.9, "equipment of their make, in a country that they use"
    if whole.ours:
        yield 0.4, "forces that are wanted, elsewhere in the text"
    yield -2.7, "no forces that are wanted"


def _is_others(own: Statement) -> bool:
    return bool(own.named and not own.made and own.theatre - IMPLIED_THEATRE and not own.allied)


def _is_nobodys(own: Statement) -> bool:
    """Whether it is in countries that are neither allies nor partners."""
    return bool(own.theatre - IMPLIED_THEATRE) and not (own.allied or own.partnered)


def _sold(own: Statement) -> bool:
    """Whether only the seller is named: a delivery to a country with a will of its own."""
    here = bool(own.theatre) and not (own.allied or own.partnered)
    people = own.wanted or own.cues & _PEOPLE
    return here and not people and own.made and "delivery" in own.actions


def _unclaimed(own: Statement, near: Sequence[Statement], whole: Whole) -> bool:
    """Whether equipment moves or shows itself where it can hardly be anybody else's."""
    if not (own.made and whole.partnered) or "supplier" in own.cues:
        return False
    if "loss" in own.actions and not own.fought:
        return False
    here = own.partnered or (not own.theatre and any(s.partnered for s in near))
    if own.fought and "loss" in own.actions:
        return here
    said = (own, *near) if whole.short else (own,)
    return here and any(s.actions & MOVES or s.cues & TELLS for s in said)


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
    nothing = -2.5, "nothing places it in the theatre"
    if not (whole.in_theatre or whole.at_front or "other_front" in whole.cues):
        return nothing  # mostly so
    told = [s for s in near if not s.cues & ASIDE]
    if "africa" in own.cues or any(s.theatre or "africa" in s.cues for s in told):
        return 1.3, "in the theatre, nearby"
    if any("other_front" in s.cues for s in told):
        return -2.5, "another theatre, nearby"
    if whole.at_front:
        return -2.5, "another theatre, elsewhere in the text"
    if whole.in_theatre:
        return 0.5, "in the theatre, elsewhere in the text"
    return nothing


def _events(own: Statement, near: Sequence[Statement], whole: Whole) -> Iterator[Reason]:
    """The first that holds counts; the others are not worked out."""
    if strong := own.actions & STRONG:
        if strong == LOSS and not (own.gear or own.wanted or "gear" in own.cues):
            yield -0.6, "a fight, and no equipment is named"
        yield 1.8, _said(own)
    if own.actions & WEAK and not _is_away(own):
        yield 1.2, _said(own)
    if "evidence" in own.cues:
        yield 0.9, "shown"
    if any(map(_happens, near)):
        yield 0.7, "an event, nearby"
    if "evidence" in whole.cues and any("evidence" in s.cues for s in near):
        yield 0.1, "shown, nearby"
    if whole.short and whole.plain and own.named:
        yield -0.1, "no event, but a model named in a short post"
    if whole.short and whole.plain and _are_there(own):
        told = own.town or own.counted or own.cues & TELLS
        where = "no event, but wanted forces and where they are, in a short post"
        yield (-1.4 if told else -2.2), where
    yield -2.4, "no event"


def _happens(other: Statement) -> bool:
    """Whether something does, and not in another time or kind of text."""
    if not other.actions or not ASIDE.isdisjoint(other.cues):
        return False
    if not STRONG.isdisjoint(other.actions):
        return True
    return other.in_title and bool(other.actions & WEAK) and not _is_away(other)


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
    if opens(own, whole) or whole.short:
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
