"""Finds many byte strings at once: Hyperscan where it runs, Aho-Corasick everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Protocol

import ahocorasick_rs

hyperscan: ModuleType | None
try:
    hyperscan = import_module("hyperscan")
except ImportError:  # no wheel for this platform: the other engine gives the same answers
    hyperscan = None

# Hyperscan's compiler grows faster than its patterns; above this it is not worth the wait.
_MOST_FOR_HYPERSCAN = 400_000


class Automaton(Protocol):
    """Patterns compiled for scanning. Not to be shared between threads."""

    def scan(self, data: bytes) -> list[int]:
        """All matches, overlapping ones too, in any order: pattern, end, pattern, end, ...

        Flat, for there are many: a tuple for each would keep the garbage collector busy.
        """
        ...


class AhoCorasick:
    """The portable engine."""

    def __init__(self, patterns: Sequence[bytes]) -> None:
        self._patterns = ahocorasick_rs.BytesAhoCorasick(list(patterns)) if patterns else None

    def scan(self, data: bytes) -> list[int]:
        if self._patterns is None:
            return []
        found = self._patterns.find_matches_as_indexes(data, overlapping=True)
        return [number for which, _, end in found for number in (which, end)]


class Hyperscan:
    """The fast engine, from an image made by `hyperscan_image`."""

    def __init__(self, image: bytes) -> None:
        assert hyperscan is not None  # else there would be no image
        self._database = hyperscan.loadb(image, hyperscan.HS_MODE_BLOCK)
        self._database.scratch = hyperscan.Scratch(self._database)

    def scan(self, data: bytes) -> list[int]:
        found: list[int] = []
        add = found.append

        def on_match(which: int, _start: int, end: int, _flags: int, _context: object) -> None:
            add(which)
            add(end)

        self._database.scan(data, match_event_handler=on_match)
        return found


def engine_version() -> str:
    """What an image depends on; "" where images can't be made."""
    return f"hyperscan {hyperscan.__version__}" if hyperscan else ""


def hyperscan_image(patterns: Sequence[bytes]) -> bytes:
    """Compile patterns for Hyperscan; empty if it isn't the engine for them."""
    if hyperscan is None or not 0 < len(patterns) <= _MOST_FOR_HYPERSCAN:
        return b""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    numbers = list(range(len(patterns)))
    database.compile(
        expressions=list(patterns), ids=numbers, elements=len(numbers), flags=0, literal=True
    )
    return bytes(hyperscan.dumpb(database))


def fits(image: bytes) -> bool:
    """True if this processor and this version can run an image (none at all fits always)."""
    if not image:
        return True
    if hyperscan is None:
        return False
    try:
        Hyperscan(image)
    except hyperscan.HyperscanError:
        return False
    return True


def automaton(patterns: Sequence[bytes], image: bytes) -> Automaton:
    """The engine for these patterns: the image's if there is one."""
    return Hyperscan(image) if image else AhoCorasick(patterns)
