"""What speaks against a report: kinds of text that only mention things, age, others' doings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detector.statements import IMPLIED_THEATRE, Statement
from detector.whole import Whole, opens

Reason = tuple[float, str]

AGAINST: dict[str, Reason] = {
    "background": (-2.8, "background"),
    "years_ago": (-3.8, "years ago, it says"),
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
# What may be said of an event that is known. Of the rest a text is another kind of text, or of
# another time, whatever event it fits.
_OF_EVENTS = frozenset(["opinion", "politics", "denial", "plan", "intent"])
OTHER_TEXT = (
    *(name for cue, (_, name) in AGAINST.items() if cue not in _OF_EVENTS),
    "years ago", "long ago", "last year", "pictures of years ago",
)  # fmt: skip
# Of what colours the whole text from its opening.
COLOUR = 0.85
# What happens in a sentence that says these is no event for the sentence beside it.
ASIDE = frozenset(["background", "years_ago", "history", "catalogue", "game", "denial"])
_AGAINST = frozenset(AGAINST)
_AGGRAVATED = frozenset(["sport", "aid", "civil", "politics", "opinion", "catalogue"])
STRONG = frozenset(
    ["arrival", "delivery", "transfer", "deployment", "construction", "rotation", "withdrawal",
     "loss", "sighting"]
)  # fmt: skip
SHOWN = frozenset(["sighting", "construction", "exercise", "agreement", "deployment"])
OURS = frozenset(["russian", "supported"])
LONG_AGO = 8  # years: longer than any of these wars


def against(own: Statement, near: Sequence[Statement], whole: Whole) -> Iterator[Reason]:
    """Each reason that speaks against the sentence `own`."""
    if whole.colours or not own.cues.isdisjoint(_AGAINST):
        yield from _kinds_of_text(own, whole)
    if not _AGGRAVATED.isdisjoint(whole.cues):
        yield from _aggravated(own, near, whole)
    if (
        "denial" in whole.cues
        and whole.short
        and "denial" not in own.cues
        and any("denial" in s.cues and not s.asks for s in near)
    ):
        yield -1.2, "denied, nearby"
    if "drill" in own.cues and not any(s.theatre - IMPLIED_THEATRE for s in (own, *near)):
        yield -1.8, "exercise at home"
    if whole.vague:
        yield (-1.4 if whole.terse else -1.8), "no town, number or day anywhere"
    if own.asks:
        yield (-4.4, "a question whether it is so") if own.wonders else (-1.6, "a question")
    if own.age:
        yield _aged(own.age)
        if own.age > 1 and "evidence" in own.cues:
            yield -1.5, "pictures of years ago"
    elif whole.aged and any(s.age > 1 and "background" not in s.cues for s in near):
        yield -1.0, "years ago, nearby"
    if whole.foreign_lead and not opens(own, whole):
        yield -2.0, "another actor, in the opening"


def _kinds_of_text(own: Statement, whole: Whole) -> Iterator[Reason]:
    """What its sentence says of itself, and what the opening says of the whole."""
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
    if "aid" in kinds and own.gear and not (own.armed or own.wanted):
        yield -1.8, "aid, and only what carries it is named"
    if "politics" in kinds and not own.named and "evidence" not in own.cues:
        yield -1.0, "politics, and no model is named"
    if "opinion" in kinds and "plan" in own.cues:
        yield -1.2, "opinion on what might be"
    if "opinion" in kinds and not own.actions & STRONG:
        yield -1.2, "opinion, and nothing happened"
    elif not own.actions and any("opinion" in s.cues for s in near):
        yield -1.8, "opinion, nearby, and nothing happened"
    if "catalogue" in kinds and own.actions <= SHOWN:
        yield -1.2, "catalogue, and only shown"


def _aged(years: int) -> Reason:
    if years == 1:
        return -0.9, "last year"
    return (-2.6, "years ago") if years < LONG_AGO else (-4.5, "long ago")
