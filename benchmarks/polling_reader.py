"""lemon24/reader polling the benchmark's feeds; runs under an interpreter that has it.

    PYTHON benchmarks/polling_reader.py BASE_URL FEEDS WORKERS

Prints "MODE CPU_SECONDS SECONDS" for each mode. Imports nothing of Tocsin.
"""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.request
from importlib import import_module
from pathlib import Path
from typing import Any

MODES = ("first", "304", "unchanged", "plus3", "mix")


def main() -> None:
    base, feeds, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    make_reader: Any = import_module("reader").make_reader
    with tempfile.TemporaryDirectory() as directory:
        reader = make_reader(str(Path(directory) / "reader.sqlite"))
        for number in range(feeds):
            reader.add_feed(f"{base}/feed/{number}")
        for mode in MODES:
            urllib.request.urlopen(f"{base}/mode/{mode}").read()  # noqa: S310 - our own server
            began, cpu = time.monotonic(), time.process_time()
            reader.update_feeds(scheduled=False, workers=workers)
            spent = time.process_time() - cpu
            print(mode, spent, time.monotonic() - began, flush=True)


if __name__ == "__main__":
    main()
