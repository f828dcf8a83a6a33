"""Keeps a set of child processes running until told to stop, and leaves none behind.

Knows nothing of Celery or alerts: it gets commands and starts, restarts and stops them.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
STEADY_S = 60.0  # after this long without a fall the pauses start small again
STOP_GRACE_S = 15.0
LOG_LIMIT_BYTES = 20_000_000


def die_with_parent(sig: int = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when its parent dies, even by kill -9 (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, sig, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Program:
    """One child: a name for its log and messages, and what to run."""

    name: str
    command: tuple[str, ...]


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    restart_at: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Times are seconds of one monotonic clock, handed in."""

    environment: Mapping[str, str]
    log_directory: Path
    _children: list[_Child] = field(default_factory=list)

    def start(self, program: Program, now: float) -> None:
        child = _Child(program)
        self._children.append(child)
        self._spawn(child, now)

    def tend(self, now: float) -> list[str]:
        """Restart what fell; returns a sentence for each fall and each restart."""
        said = []
        for child in self._children:
            self._bound_log(child)
            if child.process is not None and (code := child.process.poll()) is not None:
                child.process = None
                if now - child.started_at > STEADY_S:
                    child.pause_s = FIRST_PAUSE_S
                child.restart_at = now + child.pause_s
                said.append(
                    f"{child.program.name} ended ({_how(code)}); again in {child.pause_s:g} s"
                )
                child.pause_s = min(child.pause_s * 2, LONGEST_PAUSE_S)
            elif child.process is None and now >= child.restart_at:
                self._spawn(child, now)
        return said

    def stop(self, names: Sequence[str] | None = None) -> None:
        """Stop the named children (default: all), newest first, and wait until they are gone."""
        chosen = [c for c in self._children if names is None or c.program.name in names]
        for child in reversed(chosen):
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        for child in reversed(chosen):
            if child.process is not None:
                _wait_or_kill(child.process)
            self._children.remove(child)

    def pids(self) -> dict[str, int]:
        """Running children by name."""
        return {c.program.name: c.process.pid for c in self._children if c.process is not None}

    def _spawn(self, child: _Child, now: float) -> None:
        self.log_directory.mkdir(parents=True, exist_ok=True)
        child.started_at = now
        with self._log(child).open("ab") as log:
            child.process = subprocess.Popen(  # noqa: S603 - commands are ours
                child.program.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches only the supervisor, which stops in order
                preexec_fn=die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
            )

    def _log(self, child: _Child) -> Path:
        return self.log_directory / f"{child.program.name}.log"

    def _bound_log(self, child: _Child) -> None:
        """Children append, so cutting the file under them is safe; one old copy is kept."""
        log = self._log(child)
        if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            os.truncate(log, 0)


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(STOP_GRACE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
