"""The parent's side of a child process that reads what strangers sent: starts, asks, ends it.

One long-lived child; it starts at the first question and again after it was killed. Answers come
back as JSON and are checked into frozen types by whoever asks: a child taken over by hostile input
can say wrong things about that input, and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from pathlib import Path
from typing import Any

WALL_FACTOR = 4  # the machine may be busy; CPU time is the limit that counts
MAX_ANSWER = 200_000_000
GRACE_S = 0.5


class Child:
    """A process of `module`, which serves by `collector.child_side`; one question at a time.

    Call from one event loop and close it there.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id; None before the first question and after the end."""
        return self._process.pid if self._process is not None else None

    async def ask(self, order: dict[str, Any], content: bytes, cpu_s: float) -> dict[str, Any]:
        """Its answer; `{"broke": why}` where it had to be stopped."""
        told = json.dumps(order | {"cpu_s": cpu_s}).encode("ascii")
        try:
            async with asyncio.timeout(cpu_s * WALL_FACTOR + 5):
                return await self._exchange(told, content)
        except (TimeoutError, asyncio.IncompleteReadError, OSError, ValueError):
            await self.aclose()
            return {"broke": "the parser had to be stopped"}
        except asyncio.CancelledError:
            await self.aclose(0.0)  # its answer would be taken for the next question's
            raise

    async def aclose(self, grace_s: float = GRACE_S) -> None:
        """End of input ends an idle child, and a dead one is only reaped; a busy one is killed."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            async with asyncio.timeout(grace_s):
                await _reaped(process)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await _reaped(process)

    async def _exchange(self, order: bytes, content: bytes) -> dict[str, Any]:
        process = await self._running()
        if process.stdin is None or process.stdout is None:
            raise OSError("the child has no pipes")
        sizes = [struct.pack(">I", len(frame)) for frame in (order, content)]
        process.stdin.write(b"".join((sizes[0], order, sizes[1], content)))  # a write wakes it
        await process.stdin.drain()
        size = struct.unpack(">I", await process.stdout.readexactly(4))[0]
        if size > MAX_ANSWER:
            raise ValueError("the child answers without end")
        answer = json.loads(await process.stdout.readexactly(size))
        if not isinstance(answer, dict):
            raise ValueError("the child answers nonsense")
        return answer

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            await self.aclose()
            # -P: this folder has an http.py, which must not shadow the standard library's.
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", self._module),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=_bare_environment(),
            )
        return self._process


async def _reaped(process: asyncio.subprocess.Process) -> None:
    """Wait for the end. An unread answer must be read away: wait() waits for the pipes as well."""
    if process.stdout is not None:
        while await process.stdout.read(1_000_000):
            pass
    await process.wait()


def _bare_environment() -> dict[str, str]:
    """No secrets of ours in a process that reads strangers' bytes."""
    kept = {key: os.environ[key] for key in ("LANG", "LD_LIBRARY_PATH") if key in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
