"""What a poll costs: Tocsin beside lemon24/reader, httpx with feedparser, and httpx alone.

    python -m benchmarks.polling [--feeds 2000] [--reader-python PATH] [--write]

CPU milliseconds a poll, all engines in one run against one loopback server. reader is not part of
this project's environment: make one elsewhere (`pip install reader sgmllib3k`) and name its
interpreter. `--write` renews the table in README.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.polling_reader import MODES

_ROOT = Path(__file__).resolve().parents[1]
_READER = Path(__file__).with_name("polling_reader.py")
_START, _END = "<!-- polling -->", "<!-- /polling -->"
_WORKERS = "10"  # threads of reader
_ENGINES = {"tocsin": "Tocsin", "plain": "httpx + feedparser", "fetch": "httpx alone"}


@dataclass(frozen=True, slots=True)
class Cost:
    """One engine in one mode: milliseconds of CPU a poll, and polls a second of wall time."""

    engine: str
    mode: str
    cpu_ms: float
    per_second: float


@contextmanager
def server(feeds: int) -> Iterator[tuple[str, int]]:
    """The feed server's base address and the mean size of a feed."""
    command = [sys.executable, "-m", "benchmarks.feed_server", str(feeds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT)  # noqa: S603
    try:
        assert process.stdout is not None
        port, size = process.stdout.readline().split()
        yield f"http://127.0.0.1:{port}", int(size)
    finally:
        process.kill()
        process.wait()


def measured(command: Sequence[str], engine: str, feeds: int) -> tuple[list[Cost], str]:
    """Costs by mode, and what is resident at the end if the engine tells."""
    done = subprocess.run(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, check=True, cwd=_ROOT
    )
    costs, memory = [], ""
    for line in done.stdout.splitlines():
        mode, cpu, wall = line.split()
        if mode == "memory":
            memory = f"{float(cpu) / 1e6:.0f} MB resident, {float(wall) / 1e6:.0f} in its parser"
        else:
            costs.append(Cost(engine, mode, float(cpu) / feeds * 1e3, feeds / float(wall)))
    return costs, memory


def table(costs: Sequence[Cost]) -> list[str]:
    """Markdown: CPU milliseconds a poll by engine and mode; ratios against Tocsin."""
    ours = {c.mode: c.cpu_ms for c in costs if c.engine == "Tocsin"}
    head = "| CPU ms a poll (× Tocsin) | " + " | ".join(MODES) + " |"
    lines = [head, "|---|" + "---:|" * len(MODES)]
    for engine in dict.fromkeys(c.engine for c in costs):
        row = {c.mode: c.cpu_ms for c in costs if c.engine == engine}
        cells = [f"{row[m]:.2f} ({row[m] / ours[m]:.2f})" for m in MODES]
        lines.append(f"| {engine} | {' | '.join(cells)} |")
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--feeds", type=int, default=2_000)
    options.add_argument("--reader-python", help="an interpreter that has reader and sgmllib3k")
    options.add_argument("--only", nargs="+", default=list(_ENGINES), choices=list(_ENGINES))
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    costs: list[Cost] = []
    with server(chosen.feeds) as (base, size):
        for engine in chosen.only:
            command = [sys.executable, "-m", "benchmarks.polling_engines", engine, base]
            found, memory = measured([*command, str(chosen.feeds)], _ENGINES[engine], chosen.feeds)
            costs += found
            if memory:
                print(f"Tocsin: {memory}")
        if chosen.reader_python:
            command = [chosen.reader_python, str(_READER), base, str(chosen.feeds), _WORKERS]
            costs += measured(command, "reader", chosen.feeds)[0]
        else:
            print(
                "reader is not measured: `pip install reader sgmllib3k` into an environment of "
                "its own and name its interpreter with --reader-python"
            )
    lines = [f"{chosen.feeds} feeds of {size:,} bytes in the mean.", "", *table(costs)]
    print("\n".join(lines))
    if chosen.write:
        _write(lines)


def _write(lines: Sequence[str]) -> None:
    page = Path(__file__).with_name("README.md")
    before, _, rest = page.read_text("utf-8").partition(_START)
    after = rest.partition(_END)[2]
    text = "\n".join(lines)
    page.write_text(f"{before}{_START}\n{text}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main()
