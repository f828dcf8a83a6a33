"""Many spans of a text as one thing that is quickly asked whether a place lies in any. Pure.

A text may be made to hold tens of thousands of finds, and each is asked for among all the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Protocol

from detector.model import Field


class Spanning(Protocol):
    """Whatever stands somewhere in a field: a mention, a place, an aside."""

    @property
    def field(self) -> Field: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Spans:
    """Made once, then only asked."""

    def __init__(self, some: Iterable[Spanning]) -> None:
        self._starts: dict[Field, list[int]] = {"title": [], "text": []}
        self._ends: dict[Field, list[int]] = {"title": [], "text": []}
        for field, start, end in sorted([(one.field, one.start, one.end) for one in some]):
            starts, ends = self._starts[field], self._ends[field]
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)

    def hold(self, field: Field, place: int) -> bool:
        """Whether the character at a place is inside one of them."""
        at = bisect_right(self._starts[field], place) - 1
        return at >= 0 and place < self._ends[field][at]

    def meet(self, field: Field, start: int, end: int) -> bool:
        """Whether one of them shares a character with a span."""
        at = bisect_left(self._starts[field], end) - 1
        return at >= 0 and start < self._ends[field][at]


NOWHERE = Spans(())


class Apart:
    """Spans of one text of which none meets another, taken one by one."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def takes(self, start: int, end: int) -> bool:
        """Whether the span meets none that was taken before; then it is taken as well."""
        at = bisect_left(self._starts, end)
        if at and start < self._ends[at - 1]:
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True
