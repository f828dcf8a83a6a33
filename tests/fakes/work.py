"""Counts the instructions that Python carries out: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import TraceFunction


class Work:
    """How many instructions were counted so far."""

    def __init__(self) -> None:
        self._done = 0

    def done(self) -> float:
        return float(self._done)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count inside; what traces outside, such as coverage, goes on afterwards."""
        before = sys.gettrace()
        sys.settrace(self._entered)
        try:
            yield
        finally:
            sys.settrace(before)

    def _entered(self, frame: FrameType, event: str, _: object) -> TraceFunction:
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return self._step

    def _step(self, frame: FrameType, event: str, _: object) -> TraceFunction:
        self._done += event == "opcode"
        return self._step
