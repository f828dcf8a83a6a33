"""Finds many byte strings at once: Hyperscan where it runs, Aho-Corasick everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
# Patterns that an edit may add or take away: a scan for so many more costs little, and so do
# hits that nobody wants any more.
MOST_EDITED = 2_000
_GONE = -1
_SIZE = 8  # bytes before an image's first database: how long that is


@dataclass(frozen=True, slots=True)
class Image:
    """Patterns as Hyperscan keeps them; after an edit what is new beside what was there before."""

    data: bytes = b""  # of all patterns, or of those that are not among the former
    former: tuple[bytes, ...] = ()
    former_data: bytes = b""


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
    """The fast engine, from what `_compiled` made."""

    def __init__(self, data: bytes) -> None:
        assert hyperscan is not None  # else there would be no image
        first = int.from_bytes(data[:_SIZE], "big") + _SIZE
        kept = filter(None, (data[_SIZE:first], data[first:]))
        self._databases = [hyperscan.loadb(one, hyperscan.HS_MODE_BLOCK) for one in kept]
        for database in self._databases:
            database.scratch = hyperscan.Scratch(database)

    def scan(self, data: bytes) -> list[int]:
        found: list[int] = []
        add = found.append

        def on_match(which: int, _start: int, end: int, _flags: int, _context: object) -> None:
            add(which)
            add(end)

        for database in self._databases:
            database.scan(data, match_event_handler=on_match)
        return found


class _Edited:
    """Two scans under one numbering: what was compiled before an edit, and what it added.

    A former pattern that is no longer asked for is heard and left out.
    """

    def __init__(self, patterns: Sequence[bytes], image: Image) -> None:
        numbers, added = _edited(patterns, image.former)
        new = automaton([patterns[number] for number in added], Image(image.data))
        self._layers = (Hyperscan(image.former_data), numbers), (new, added)

    def scan(self, data: bytes) -> list[int]:
        kept: list[int] = []
        for engine, numbers in self._layers:
            found = iter(engine.scan(data))
            for which, end in zip(found, found, strict=True):
                if (number := numbers[which]) != _GONE:
                    kept += number, end
        return kept


def _edited(patterns: Sequence[bytes], former: Sequence[bytes]) -> tuple[list[int], list[int]]:
    """The number that each former pattern has now, and the numbers of those that are new.

    Each occurrence counts: a word may begin as a code does.
    """
    places = {pattern: place for place, pattern in enumerate(former)}
    numbers, added = [_GONE] * len(former), list[int]()
    for number, pattern in enumerate(patterns):
        place = places.pop(pattern, _GONE)
        if place == _GONE:
            added.append(number)
        else:
            numbers[place] = number
    return numbers, added


def engine_version() -> str:
    """What an image depends on; "" where images can't be made."""
    return f"hyperscan {hyperscan.__version__} in two" if hyperscan else ""


def image_after_edit(
    patterns: tuple[bytes, ...], former: tuple[bytes, ...], image: Image
) -> Image | None:
    """An image that compiles only what `image`, of the former patterns, lacks; None: too much."""
    if image.former:  # edits don't pile up: the next is compared with the same patterns
        former, image = image.former, Image(image.former_data)
    if patterns == former:
        return image
    numbers, added = _edited(patterns, former)
    if not image.data or max(len(added), numbers.count(_GONE)) > MOST_EDITED:
        return None
    return Image(_compiled([patterns[number] for number in added]), former, image.data)


def image_of(patterns: Sequence[bytes]) -> Image:
    """Compile all patterns for Hyperscan; empty if it isn't the engine for them."""
    return Image(_compiled(patterns))


def _compiled(patterns: Sequence[bytes]) -> bytes:
    """Two databases, for a fifth less a scan: what ends in a digit, rare in texts, is apart."""
    if hyperscan is None or not 0 < len(patterns) <= _MOST_FOR_HYPERSCAN:
        return b""
    numbered: list[int] = []
    others: list[int] = []
    for number, pattern in enumerate(patterns):
        (numbered if pattern[-1:].isdigit() else others).append(number)
    first, second = (_database(patterns, numbers) for numbers in (numbered, others))
    return len(first).to_bytes(_SIZE, "big") + first + second


def _database(patterns: Sequence[bytes], numbers: list[int]) -> bytes:
    if hyperscan is None or not numbers:
        return b""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[patterns[number] for number in numbers],
        ids=numbers,
        elements=len(numbers),
        flags=0,
        literal=True,
    )
    return bytes(hyperscan.dumpb(database))


def fits(image: Image) -> bool:
    """True if this processor and this version can run an image (none at all fits always)."""
    kept = [data for data in (image.data, image.former_data) if data]
    if not kept:
        return True
    if hyperscan is None:
        return False
    try:
        for data in kept:
            Hyperscan(data)
    except hyperscan.HyperscanError:
        return False
    return True


def automaton(patterns: Sequence[bytes], image: Image) -> Automaton:
    """The engine for these patterns: the image's if there is one."""
    if image.former:
        return _Edited(patterns, image)
    return Hyperscan(image.data) if image.data else AhoCorasick(patterns)
