"""Report or mention? Weighs what each sentence states; the best sentence speaks for the item.

The weights are log-odds, so that each reason can be read and added up by hand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from detector.model import Assessment
from detector.statements import Statement

Reasons = list[tuple[float, str]]

START = -4.0
EVENTS = frozenset(
    ["arrival", "delivery", "convoy", "transfer", "deployment", "basing", "construction",
     "sighting", "rotation", "withdrawal", "loss"]
)  # fmt: skip
AGAINST = {
    "background": (-1.5, "background"),
    "history": (-3.0, "history"),
    "opinion": (-1.2, "opinion"),
    "catalogue": (-2.5, "catalogue or arms fair"),
    "drill": (-1.5, "exercise"),
    "game": (-4.0, "game or model"),
    "sport": (-4.0, "sport"),
    "nature": (-3.0, "nature"),
    "culture": (-3.0, "culture"),
    "denial": (-2.0, "denied"),
    "plan": (-0.7, "only planned"),
}


def assess(statements: Sequence[Statement]) -> Assessment:
    """Score a whole item from 0 (mention) to 1 (report), with its reasons, strongest first."""
    if not statements:
        return Assessment(0.0, ("nothing is stated",))
    best = max((_weigh(at, statements) for at in range(len(statements))), key=_total)
    score = 1 / (1 + math.exp(-(START + _total(best))))
    best.sort(key=lambda reason: -abs(reason[0]))
    return Assessment(round(score, 3), tuple(f"{name} ({w:+.1f})" for w, name in best))


def _total(reasons: Reasons) -> float:
    return sum(weight for weight, _ in reasons)


def _weigh(at: int, statements: Sequence[Statement]) -> Reasons:
    own = statements[at]
    near = [s for s in statements if s.in_title or abs(s.number - own.number) == 1]
    reasons: Reasons = []
    if own.gear or "gear" in own.cues:
        reasons.append((1.6, "equipment"))
    reasons += _actor(own, near)
    reasons += _theatre(own, near)
    if own.actions & EVENTS:
        reasons.append((1.8, f"says that it happened: {', '.join(sorted(own.actions))}"))
    if own.in_title or at == 0:
        reasons.append((0.6, "in the title or lead"))
    reasons += [AGAINST[cue] for cue in sorted(own.cues & AGAINST.keys())]
    return reasons


def _actor(own: Statement, near: Sequence[Statement]) -> Reasons:
    mine = {"russian", "supported"}
    if own.wanted or own.cues & mine:
        return [(1.8, "forces that are wanted")]
    reasons: Reasons = []
    if any(s.wanted or s.cues & mine for s in near):
        reasons.append((1.2, "forces that are wanted, nearby"))
    if "other_actor" in own.cues:
        reasons.append((-2.5, "another actor"))
    return reasons


def _theatre(own: Statement, near: Sequence[Statement]) -> Reasons:
    if own.theatre or "africa" in own.cues:
        return [(1.8, "in the theatre")]
    if own.elsewhere or "other_front" in own.cues:
        return [(-2.5, f"another theatre: {', '.join(sorted(own.elsewhere))}")]
    if any(s.theatre or "africa" in s.cues for s in near):
        return [(1.3, "in the theatre, nearby")]
    return []
