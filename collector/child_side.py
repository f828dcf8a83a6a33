"""The child's side: serves questions about what strangers sent, and bounds itself.

Reads questions from stdin and writes answers to stdout, both as a 4-byte length and JSON (plus the
raw body in a question). It bounds its own CPU time and memory: the kernel ends it when a document
is poison, and the parent starts another. It ends when its parent does.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

MEMORY_LIMIT = 1_500_000_000  # a 15 MB feed takes under 500 MB
_PR_SET_PDEATHSIG = 1

Answering = Callable[[dict[str, Any], bytes], dict[str, Any]]


def serve(answer: Answering) -> None:
    """Answer until the end of input."""
    _bound_ourselves()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (request := _read_frame(source)) is not None:
        body = _read_frame(source)
        if body is None:
            return
        order = json.loads(request)
        signal.setitimer(signal.ITIMER_PROF, order["cpu_s"])
        answered = answer(order, body)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write_frame(sink, json.dumps(answered).encode("ascii"))


def _bound_ourselves() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends even a stuck C loop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _read_frame(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    if len(head) < 4:
        return None
    size: int = struct.unpack(">I", head)[0]
    frame = source.read(size)
    return frame if len(frame) == size else None


def _write_frame(sink: BinaryIO, frame: bytes) -> None:
    sink.write(struct.pack(">I", len(frame)) + frame)
    sink.flush()
