"""Fits the weights of the event match to what operators taught, if that is for the better. Pure.

Plain logistic regression with a ridge towards the weights in force: a few lessons move only what
they speak of, and never turn the meaning of a feature round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from detector.events import Weights

LEAST_DECISIONS, LEAST_PAIRS = 6, 12  # fewer say more of one event than of the match
FOLDS = 5
# Of the shipped pairs that may be judged wrongly and were not before: half of them lie at the
# threshold, where the least change tips some.
HARMLESS = 0.015
ANCHOR = 2.0
RIDGE = 4.0  # so many lessons weigh as much as what was learned before
STEPS, RATE = 2_000, 0.05
MOST = 9.0
_AGAINST = (
    "other", "parted", "rivals", "told as another", "far", "opposed", "quiet", "old",
    "gear class differs", "only forces, other",
)  # fmt: skip
_EITHER = ("same origin", "unsaid")

Pair = tuple[Mapping[str, float], bool]  # features of a report and an event; whether it is its


@dataclass(frozen=True, slots=True)
class Fitted:
    """New weights, and how many lessons the old and the new ones judge rightly."""

    weights: Weights
    right_before: int
    right_after: int


class Verdict(StrEnum):
    """What the operator's decisions are good for."""

    TOO_FEW = "too few decisions to learn from"
    NO_BETTER = "weights fitted to a part of the decisions judge the rest no better"
    HARMFUL = "what was shipped would be judged worse"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class Trial:
    """What fitting would do. `unseen`: how many pairs are judged rightly by weights that were
    fitted to the other decisions; `shipped`: how many of the shipped pairs, before and after.
    """

    verdict: Verdict
    decisions: int
    pairs: int
    fitted: Fitted
    unseen: int = 0
    shipped: tuple[int, int] = (0, 0)


def try_out(decisions: Sequence[Sequence[Pair]], start: Weights, shipped: Sequence[Pair]) -> Trial:
    """Fit to all decisions, each a group of pairs; and judge by those that were left out."""
    lessons = [pair for decision in decisions for pair in decision]
    if len(decisions) < LEAST_DECISIONS or len(lessons) < LEAST_PAIRS:
        nothing = Fitted(start, _right(lessons, start), _right(lessons, start))
        return Trial(Verdict.TOO_FEW, len(decisions), len(lessons), nothing)
    fitted, unseen = fit(lessons, start, shipped), _unseen(decisions, start, shipped)
    before, after = _right(shipped, start), _right(shipped, fitted.weights)
    verdict = Verdict.BETTER
    if unseen <= fitted.right_before:
        verdict = Verdict.NO_BETTER
    elif before - after > HARMLESS * len(shipped):
        verdict = Verdict.HARMFUL
    return Trial(verdict, len(decisions), len(lessons), fitted, unseen, (before, after))


def _unseen(decisions: Sequence[Sequence[Pair]], start: Weights, shipped: Sequence[Pair]) -> int:
    """Right judgements over folds; pairs of one decision are never on both sides."""
    right = 0
    for fold in range(FOLDS):
        taught = [p for n, one in enumerate(decisions) if n % FOLDS != fold for p in one]
        asked = [p for n, one in enumerate(decisions) if n % FOLDS == fold for p in one]
        right += _right(asked, fit(taught, start, shipped).weights)
    return right


def fit(lessons: Sequence[Pair], start: Weights, shipped: Sequence[Pair] = ()) -> Fitted:
    """The weights moved towards the lessons; without any they stay as they are.

    `shipped`: what they should go on judging as they do, all of it ANCHOR times as weighty as the
    lessons: who only ever merges would else teach that everything is one event.
    """
    if not lessons:
        return Fitted(start, 0, 0)
    names = sorted({*start.features, *(name for features, _ in lessons for name in features)})
    told = [*lessons, *((features, probability(features, start)) for features, _ in shipped)]
    x = np.array([[features.get(name, 0.0) for name in names] for features, _ in told])
    y = np.array([same for _, same in told], dtype=float)
    share = np.ones(len(told))
    share[len(lessons) :] = ANCHOR * len(lessons) / max(1, len(shipped))
    before = np.array([start.features.get(name, 0.0) for name in names])
    low, high = sides(names)
    low, high = np.minimum(low, before), np.maximum(high, before)
    weights, bias = before.copy(), start.bias
    for _ in range(STEPS):
        error = (1 / (1 + np.exp(-np.clip(x @ weights + bias, -30, 30))) - y) * share
        weights = weights - RATE * (x.T @ error + RIDGE * (weights - before)) / len(lessons)
        weights = np.clip(weights, low, high)
        bias -= RATE * (float(error.sum()) + RIDGE * (bias - start.bias)) / len(lessons)
    features = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if w}
    new = replace(start, bias=round(bias, 3), features=features)
    return Fitted(new, _right(lessons, start), _right(lessons, new))


def sides(names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Bounds by meaning: agreement never speaks against, conflict never for."""
    low, high = np.zeros(len(names)), np.full(len(names), MOST)
    for n, name in enumerate(names):
        if name.startswith(_AGAINST):
            low[n], high[n] = -MOST, 0.0
        elif name.endswith(_EITHER):
            low[n] = -MOST
    return low, high


def _right(lessons: Sequence[Pair], weights: Weights) -> int:
    return sum(
        (probability(features, weights) >= weights.join) == same for features, same in lessons
    )


def probability(features: Mapping[str, float], weights: Weights) -> float:
    """That a report is of an event, by the features of the pair."""
    total = weights.bias + sum(
        value * weights.features.get(name, 0.0) for name, value in features.items()
    )
    return float(1 / (1 + np.exp(-max(-30.0, min(30.0, total)))))
