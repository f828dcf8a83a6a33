"""The parent's side of the parser child: starts it, asks it, ends it, and asks for the pieces.

One long-lived child for each worker process; it starts at the first feed and again after it was
killed. A document that kills or breaks it is taken apart, so that one poison entry costs only
itself. Answers come back as JSON and are checked into frozen types: a child taken over by hostile
input can say wrong things about that feed, and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from collector.entry import Document, Entry

CPU_S = 2.0  # an ordinary feed of 80 kB takes .03 s …
CPU_S_PER_MB = 1.0  # … and a megabyte .4 s
PART_CPU_S = 1.0  # an entry takes milliseconds
WALL_FACTOR = 4  # the machine may be busy; CPU time is the limit that counts
MAX_LOST = 5  # poison entries, after which the rest of a document is given up
MAX_ANSWER = 200_000_000
GRACE_S = 0.5


class ParseError(Exception):
    """The body gave no entries; the message says why, for the operator."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is to be parsed, what the server said about it, which entries need no second look."""

    content: bytes
    content_type: str
    base: str
    seen: tuple[str, ...] = ()  # fingerprints


class Parser:
    """Parses one document at a time; call from one event loop and close it there."""

    def __init__(self, cpu_s: float = CPU_S, part_cpu_s: float = PART_CPU_S) -> None:
        self._cpu_s = cpu_s
        self._part_cpu_s = part_cpu_s
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None

    async def parse(self, body: Body) -> Document:
        """The feed's entries; ParseError where it is no feed or can't be read at all."""
        async with self._turn:
            cpu_s = self._cpu_s + CPU_S_PER_MB * len(body.content) / 1_000_000
            answer = await self._ask(body, None, cpu_s)
            if "not_a_feed" in answer:
                raise ParseError(str(answer["not_a_feed"]))
            if "entries" in answer:
                return _document(answer)
            return await self._salvage(body, str(answer["broke"]))

    @property
    def pid(self) -> int | None:
        """The child's process id; None before the first feed and after the end."""
        return self._child.pid if self._child is not None else None

    async def aclose(self) -> None:
        await self._end()

    async def _salvage(self, body: Body, reason: str) -> Document:
        count = (await self._ask(body, -1, self._cpu_s)).get("count", 0)
        found: list[Document] = []
        lost = read = 0
        for part in range(count):
            answer = await self._ask(body, part, self._part_cpu_s)
            read += 1
            if answer.get("entries"):
                found.append(_document(answer))
            else:
                lost += 1
            if lost > MAX_LOST:
                break
        if not found:
            raise ParseError(f"the feed can't be parsed: {reason}")
        lost += count - read
        note = f"{lost} of {count} entries unreadable ({reason})"
        entries = sum((d.entries for d in found), ())
        return replace(found[0], entries=entries, notes=(note,), page=())

    async def _ask(self, body: Body, part: int | None, cpu_s: float) -> dict[str, Any]:
        order = {
            "part": part, "cpu_s": cpu_s, "content_type": body.content_type, "base": body.base,
            "seen": body.seen if part is None else (),
        }  # fmt: skip
        try:
            async with asyncio.timeout(cpu_s * WALL_FACTOR + 5):
                return await self._exchange(json.dumps(order).encode("ascii"), body.content)
        except (TimeoutError, asyncio.IncompleteReadError, OSError, ValueError):
            await self._end()
            return {"broke": "the parser had to be stopped"}
        except asyncio.CancelledError:
            await self._end(0.0)  # its answer would be taken for the next document's
            raise

    async def _exchange(self, order: bytes, content: bytes) -> dict[str, Any]:
        child = await self._running()
        if child.stdin is None or child.stdout is None:
            raise OSError("the parser child has no pipes")
        for frame in (order, content):
            child.stdin.write(struct.pack(">I", len(frame)) + frame)
        await child.stdin.drain()
        size = struct.unpack(">I", await child.stdout.readexactly(4))[0]
        if size > MAX_ANSWER:
            raise ValueError("the parser child answers without end")
        answer = json.loads(await child.stdout.readexactly(size))
        if not isinstance(answer, dict):
            raise ValueError("the parser child answers nonsense")
        return answer

    async def _running(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            await self._end()
            # -P: this folder has an http.py, which must not shadow the standard library's.
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", "collector.parse_child"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=_bare_environment(),
            )
        return self._child

    async def _end(self, grace_s: float = GRACE_S) -> None:
        """End of input ends an idle child, and a dead one is only reaped; a busy one is killed."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        try:
            async with asyncio.timeout(grace_s):
                await _reaped(child)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await _reaped(child)


async def _reaped(child: asyncio.subprocess.Process) -> None:
    """Wait for the end. An unread answer must be read away: wait() waits for the pipes as well."""
    if child.stdout is not None:
        while await child.stdout.read(1_000_000):
            pass
    await child.wait()


def _bare_environment() -> dict[str, str]:
    """No secrets of ours in a process that reads strangers' bytes."""
    kept = {key: os.environ[key] for key in ("LANG", "LD_LIBRARY_PATH") if key in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}


def _document(answer: dict[str, Any]) -> Document:
    return Document(
        entries=tuple(Entry(**{**row, "media": tuple(row["media"])}) for row in answer["entries"]),
        language=answer["language"],
        least_interval_s=answer["least_interval_s"],
        notes=tuple(answer["notes"]),
        page=tuple((str(fingerprint), int(place)) for fingerprint, place in answer["page"]),
    )
