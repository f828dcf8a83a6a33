"""The supervisor over real child processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.desk import until
from workers import supervisor as module
from workers.supervisor import Program, Supervisor

FOREVER = (sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return b") Z " not in Path(f"/proc/{pid}/stat").read_bytes()


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(dict(os.environ), tmp_path / "log")
    yield made
    made.stop()


def test_a_child_killed_by_surprise_is_started_again_after_its_pause(
    supervisor: Supervisor,
) -> None:
    supervisor.start(Program("one", FOREVER), now=0.0)
    first = supervisor.pids()["one"]
    os.kill(first, signal.SIGKILL)
    said: list[str] = []

    def it_was_noticed() -> bool:
        said.extend(supervisor.tend(1.0))
        return bool(said)

    until(it_was_noticed)

    supervisor.tend(1.0 + module.FIRST_PAUSE_S)

    assert said == ["one ended (signal SIGKILL); again in 0.5 s"]
    assert supervisor.pids()["one"] != first


def test_a_child_that_falls_again_and_again_is_given_longer_and_longer_pauses(
    supervisor: Supervisor,
) -> None:
    supervisor.start(Program("bad", (sys.executable, "-c", "raise SystemExit(3)")), now=0.0)
    said: list[str] = []

    while len(said) < 3:
        said += supervisor.tend(now=3.0 * len(said))

    assert [line.split("; ")[1] for line in said] == [
        "again in 0.5 s",
        "again in 1 s",
        "again in 2 s",
    ]
    assert all("exit code 3" in line for line in said)


def test_stopping_leaves_no_child_behind_not_even_a_stubborn_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STOP_GRACE_S", 0.5)
    supervisor = Supervisor(dict(os.environ), tmp_path)
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
    supervisor.start(Program("deaf", (sys.executable, "-c", deaf + "; signal.pause()")), now=0.0)
    supervisor.start(Program("one", FOREVER), now=0.0)
    pids = list(supervisor.pids().values())
    until(lambda: "deaf" in (tmp_path / "deaf.log").read_text())

    supervisor.stop()

    assert not any(alive(pid) for pid in pids)


def test_children_die_with_a_supervisor_that_is_killed_outright(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, pathlib\n"
        "from workers.supervisor import Program, Supervisor\n"
        "s = Supervisor(dict(os.environ), pathlib.Path(sys.argv[1]))\n"
        f"s.start(Program('one', {FOREVER!r}), 0.0)\n"
        "print(s.pids()['one'], flush=True)\n"
        "signal.pause()\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert alive(child)

    parent.kill()
    parent.wait()
    parent.stdout.close()

    until(lambda: not alive(child))


def test_a_log_that_grew_too_large_is_cut_and_one_copy_kept(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOG_LIMIT_BYTES", 1000)
    talker = (sys.executable, "-c", "print('x' * 5000, flush=True); import signal; signal.pause()")
    supervisor.start(Program("talker", talker), now=0.0)
    log = supervisor.log_directory / "talker.log"
    until(lambda: log.stat().st_size > 1000)

    supervisor.tend(1.0)

    assert log.stat().st_size == 0
    assert log.with_suffix(".log.1").stat().st_size == 5001
