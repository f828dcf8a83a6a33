"""What an edit of one alias costs a worker, from the file to the detector: CPU time of each part.

    python -m benchmarks.editing [--aliases 10000] [--edits 3]

The shipped configuration with so many entities more, each with an alias, in a directory of its own.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.corpus import watchlist
from config.load import load
from workers import compiled

_SHIPPED = Path(__file__).parents[1] / "config"
_ENTITIES = "\nentities:\n"

T = TypeVar("T")


def _timed(what: str, work: Callable[[], T]) -> T:
    start = time.process_time()
    done = work()
    print(f"{what}: {time.process_time() - start:.2f} s", flush=True)
    return done


def _written(directory: Path, aliases: list[str]) -> None:
    """The shipped watchlist with an entity for each alias."""
    before, _, after = (_SHIPPED / "watchlist.yaml").read_text("utf-8").partition(_ENTITIES)
    more = "".join(
        f"  - {{id: e-{number}, name: E {number}, kind: equipment, aliases: ['{alias}']}}\n"
        for number, alias in enumerate(aliases)
    )
    (directory / "watchlist.yaml").write_text(f"{before}{_ENTITIES}{more}{after}", "utf-8")


def _live(directory: Path, name: str) -> None:
    """Take the configuration up as a worker does."""
    cache = directory / "cache"
    configuration = _timed(f"{name}, read and checked", lambda: load(directory, cache))
    _timed(f"{name}, detector", lambda: compiled.latest(configuration, cache))


def main() -> None:
    """Measure a start, and edits one after another."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--aliases", type=int, default=10_000)
    options.add_argument("--edits", type=int, default=3)
    chosen = options.parse_args()
    aliases = watchlist(chosen.aliases)
    with tempfile.TemporaryDirectory() as made:
        directory = Path(made)
        for name in ("sources", "alerts", "sightings"):
            shutil.copy(_SHIPPED / f"{name}.yaml", directory)
        _written(directory, aliases)
        _live(directory, "start (what is compiled in a process of its own left out)")
        for number in range(chosen.edits):
            aliases[0] = f"Новый корпус {number}"  # the first edit reads a dictionary, too
            _written(directory, aliases)
            _live(directory, f"edit {number + 1}")


if __name__ == "__main__":
    main()
