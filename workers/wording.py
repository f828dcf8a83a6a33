"""What was learned of how reports are worded: the shipped files, read once in a process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import detector
from detector.wording import Wording

SHIPPED = Path(detector.__path__[0]) / "data" / "wording.json"
STEPS = SHIPPED.with_name("steps.json")
KINDS = ("a further step", "what is known")  # what the words of STEPS tell apart


@cache
def shipped() -> Wording:
    """How reports are worded, and mentions; a file that lacks a part raises KeyError."""
    return Wording.of(json.loads(SHIPPED.read_text("utf-8")))


@cache
def steps() -> Wording:
    """How it is worded that something else is done with what is known."""
    return Wording.of(json.loads(STEPS.read_text("utf-8")), KINDS)
