"""Fits the weights of the event match to what operators taught. Pure.

Plain logistic regression with a ridge towards the weights in force: a few lessons move only what
they speak of, and never turn the meaning of a feature round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from detector.events import Weights

RIDGE = 4.0  # so many lessons weigh as much as what was learned before
STEPS, RATE = 2_000, 0.05
MOST = 9.0
_AGAINST = (
    "other",
    "parted",
    "rivals",
    "far",
    "opposed",
    "quiet",
    "old",
    "gear class differs",
    "only forces, other",
)
_EITHER = ("same origin", "unsaid")

Pair = tuple[Mapping[str, float], bool]  # features of a report and an event; whether it is its


@dataclass(frozen=True, slots=True)
class Fitted:
    """New weights, and how many lessons the old and the new ones judge rightly."""

    weights: Weights
    right_before: int
    right_after: int


def fit(lessons: Sequence[Pair], start: Weights) -> Fitted:
    """The weights moved towards the lessons; without any they stay as they are."""
    if not lessons:
        return Fitted(start, 0, 0)
    names = sorted({*start.features, *(name for features, _ in lessons for name in features)})
    x = np.array([[features.get(name, 0.0) for name in names] for features, _ in lessons])
    y = np.array([same for _, same in lessons], dtype=float)
    before = np.array([start.features.get(name, 0.0) for name in names])
    low, high = _sides(names, before)
    weights, bias = before.copy(), start.bias
    for _ in range(STEPS):
        error = 1 / (1 + np.exp(-np.clip(x @ weights + bias, -30, 30))) - y
        weights = weights - RATE * (x.T @ error + RIDGE * (weights - before)) / len(y)
        weights = np.clip(weights, low, high)
        bias -= RATE * (float(error.sum()) + RIDGE * (bias - start.bias)) / len(y)
    features = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if w}
    new = replace(start, bias=round(bias, 3), features=features)
    return Fitted(new, _right(lessons, start), _right(lessons, new))


def _sides(names: Sequence[str], now: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bounds by meaning: agreement never speaks against, conflict never for."""
    low, high = np.zeros(len(names)), np.full(len(names), MOST)
    for n, name in enumerate(names):
        if name.startswith(_AGAINST):
            low[n], high[n] = -MOST, 0.0
        elif name.endswith(_EITHER):
            low[n] = -MOST
    return np.minimum(low, now), np.maximum(high, now)


def _right(lessons: Sequence[Pair], weights: Weights) -> int:
    return sum((_score(features, weights) >= weights.join) == same for features, same in lessons)


def _score(features: Mapping[str, float], weights: Weights) -> float:
    total = weights.bias + sum(
        value * weights.features.get(name, 0.0) for name, value in features.items()
    )
    return float(1 / (1 + np.exp(-max(-30.0, min(30.0, total)))))
