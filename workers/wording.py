"""What was learned of how reports are worded: the shipped file, read once in a process."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import detector
from detector.wording import Wording

SHIPPED = Path(detector.__path__[0]) / "data" / "wording.json"


@cache
def shipped() -> Wording:
    """The shipped weights; a file that lacks a part raises KeyError."""
    return Wording.of(json.loads(SHIPPED.read_text("utf-8")))
