"""Reads the learned weights of the event match, as they are shipped."""

from __future__ import annotations

import json
from pathlib import Path

import detector
from detector.events import Weights

SHIPPED = Path(detector.__path__[0]) / "data" / "event_weights.json"


def read(path: Path = SHIPPED) -> Weights:
    """The weights in a file; a file that lacks a part raises KeyError."""
    told = json.loads(path.read_text("utf-8"))
    return Weights(told["bias"], told["features"], told["join"], told["merge"])
