"""Has feeds parsed by a child process, and asks for the pieces of a feed that breaks it.

A document that kills or breaks the child is taken apart, so that one poison entry costs only
itself. Its answers are checked into frozen types here.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from collector.child import Child
from collector.entry import Document, Entry

CPU_S = 2.0  # an ordinary feed of 80 kB takes .03 s …
CPU_S_PER_MB = 1.0  # … and a megabyte .4 s
PART_CPU_S = 1.0  # an entry takes milliseconds
MAX_LOST = 5  # poison entries, after which the rest of a document is given up


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
        self._child = Child("collector.parse_child")

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
        return self._child.pid

    async def aclose(self) -> None:
        await self._child.aclose()

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
            "part": part, "content_type": body.content_type, "base": body.base,
            "seen": body.seen if part is None else (),
        }  # fmt: skip
        return await self._child.ask(order, body.content, cpu_s)


def _document(answer: dict[str, Any]) -> Document:
    return Document(
        entries=tuple(Entry(**{**row, "media": tuple(row["media"])}) for row in answer["entries"]),
        language=answer["language"],
        least_interval_s=answer["least_interval_s"],
        notes=tuple(answer["notes"]),
        skips=tuple(int(number) for number in answer["skips"]),
        page=tuple((str(fingerprint), int(place)) for fingerprint, place in answer["page"]),
        hub=answer["hub"],
        topic=answer["topic"],
    )
