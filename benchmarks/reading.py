"""How fast the whole detector reads, at the shipped watchlist: `python -m benchmarks.reading`.

CPU time of one core over generated streams; 5 % and 20 % of the texts carry a watched alias.
"""

from __future__ import annotations

import gc
import time

from benchmarks.accuracy import shipped_detector
from benchmarks.corpus import corpus
from detector.detect import Detector
from detector.model import Document
from workers import compiled

BATCH = 256
ALIASES = ("T-72B3", "BMP-3", "Mi-8", "Pantsir-S1", "Africa Corps", "Африканский корпус", "Су-24")


def rate(detector: Detector, texts: list[str]) -> tuple[float, float]:
    """Return texts per CPU second, and the share of them in which anything was heard."""
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    start = time.process_time()
    heard = 0
    for at in range(0, len(documents), BATCH):
        heard += sum(bool(d.explanation) for d in detector.detect_all(documents[at : at + BATCH]))
    return len(documents) / (time.process_time() - start), heard / len(documents)


def main() -> None:
    """Print a line for each kind of stream."""
    detector = shipped_detector()
    gc.freeze()  # as workers.compiled does
    gc.set_threshold(compiled.COLLECT_AFTER)
    for kind, size in (("posts", 20_000), ("articles", 2_000)):
        for share in (0.05, 0.2):
            texts = list(corpus(kind, size, ALIASES, share).texts)
            speed, heard = rate(detector, texts)
            print(f"{kind:9} {share:4.0%} injected, {heard:4.0%} heard: {speed:9,.0f} a second")


if __name__ == "__main__":
    main()
