"""Has articles and robots.txt read by a child process that can be killed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from collector.child import Child

CPU_S = 2.0  # an ordinary page takes .01 s; the child's own start .5 s
CPU_S_PER_MB = 1.0
MAX_DELAY_S = 60.0  # a longer Crawl-delay than this is not waited for, once a URL as we come


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a robots.txt says of one address; `delay_s` is the pause between two pages."""

    may: bool
    delay_s: float = 0.0


class Extractor:
    """Asks one thing at a time; call from one event loop and close it there."""

    def __init__(self, cpu_s: float = CPU_S) -> None:
        self._cpu_s = cpu_s
        self._turn = asyncio.Lock()
        self._child = Child("collector.extract_child")

    async def text_of(self, page: bytes, content_type: str, url: str) -> str | None:
        """The article's text, "" where the page has none; None where it could not be read."""
        answer = await self._ask({"do": "text", "content_type": content_type, "url": url}, page)
        return str(answer["text"]) if "text" in answer else None

    async def verdict(self, robots: str, url: str, agent: str) -> Verdict:
        """Whether `agent` may visit the address. Rules that can't be read forbid it."""
        order = {"do": "robots", "url": url, "agent": agent}
        answer = await self._ask(order, robots.encode("utf-8", "replace"))
        delay_s = min(float(answer.get("delay_s", 0.0)), MAX_DELAY_S)
        return Verdict(answer.get("may") is True, delay_s)

    async def aclose(self) -> None:
        await self._child.aclose()

    async def _ask(self, order: dict[str, Any], content: bytes) -> dict[str, Any]:
        async with self._turn:
            cpu_s = self._cpu_s + CPU_S_PER_MB * len(content) / 1_000_000
            return await self._child.ask(order, content, cpu_s)
