"""The learned weights of the event match: the shipped ones, or those an operator trained."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import detector
from config import keeping
from detector.events import Weights
from detector.fitting import Pair

SHIPPED = Path(detector.__path__[0]) / "data" / "event_weights.json"
PAIRS = SHIPPED.with_name("event_pairs.jsonl")  # a sample of what the shipped ones learned from
OWN = "event_weights.json"  # below the data directory, written by `tocsin events train`


def read(path: Path = SHIPPED) -> Weights:
    """The weights in a file; a file that lacks a part raises KeyError."""
    told = json.loads(path.read_text("utf-8"))
    return Weights(told["bias"], told["features"], told["join"], told["merge"])


def shipped_pairs() -> list[Pair]:
    """Pairs of a report and an event, judged: what operators teach must not spoil them."""
    told = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    return [(features, bool(same)) for same, features in told]


def in_force(var: Path) -> Weights:
    """The operator's own weights, if there are any; features they don't know are as shipped."""
    shipped = read()
    if not (var / OWN).exists():
        return shipped
    own = read(var / OWN)
    return replace(own, features={**shipped.features, **own.features})


def write(weights: Weights, var: Path) -> Path:
    """Make these the operator's own, whole or not at all."""
    told = {
        "bias": weights.bias, "join": weights.join, "merge": weights.merge,
        "features": dict(weights.features),
    }  # fmt: skip
    keeping.put(var / OWN, f"{json.dumps(told, indent=2)}\n".encode())
    return var / OWN


class Kept:
    """The weights in force, read again when the operator's file changes."""

    def __init__(self, var: Path) -> None:
        self._var, self._stamp = var, _stamp(var)
        self._weights = in_force(var)

    def current(self) -> Weights:
        stamp = _stamp(self._var)
        if stamp != self._stamp:
            self._stamp, self._weights = stamp, in_force(self._var)
        return self._weights


def _stamp(var: Path) -> tuple[int, int]:
    try:
        found = (var / OWN).stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size
