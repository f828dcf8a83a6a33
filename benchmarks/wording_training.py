"""Learns how reports are worded: `python -m benchmarks.wording_training [--write]`.

From the open parts of all labelled texts; those held out are only counted. Logistic regression
with a ridge, solved over the texts, for they are fewer than the runs of letters. Rare runs are
held to be worth more (idf) while learning; what is written needs no table of them.
"""

from __future__ import annotations

import argparse
import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy import SHIPPED as CONFIG
from config.load import read_lexicon, read_yaml
from config.schema import Watchlist
from detector.against import Reason
from detector.detect import Detector
from detector.model import Document
from detector.wording import BUCKETS, NONE, code_of, neighbours, runs
from workers.wording import SHIPPED

DATA = Path(__file__).parents[1] / "tests" / "data"
TRUST = 4.0  # in the texts, against the ridge
ROUNDS = 15
FLAT = 1e-5  # least weight of a text that is surely judged

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The words of one labelled text."""

    words: Sequence[str]
    report: bool


@dataclass(slots=True)
class Listener:
    """Stands where the learned wording will: keeps what it would be asked."""

    heard: Sequence[str] = field(default_factory=tuple)
    reach: float = inf

    def judge_all(self, texts: Sequence[Sequence[str]]) -> list[Reason]:
        (self.heard,) = texts
        return [(0.0, "")]


def labelled(*, held_out: bool) -> Iterator[dict[str, Any]]:
    """Every labelled text of one part, whether of an item or of a stream of events; no copies."""
    for path in sorted((*DATA.glob("items*.jsonl"), *DATA.glob("events*.jsonl"))):
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            if item.get("held_out", False) is held_out and item.get("role") != "copy":
                yield item


def lessons(items: Iterator[dict[str, Any]]) -> list[Lesson]:
    """Read all with the shipped configuration; what nothing is heard in teaches nothing."""
    watchlist, listener = read_yaml(CONFIG / "watchlist.yaml", Watchlist), Listener()
    lexicon = read_lexicon(CONFIG, watchlist.theatre)
    detector = Detector(watchlist, lexicon, wording=listener)
    out: list[Lesson] = []
    for item in items:
        listener.heard = ()
        detector.detect(Document(item["id"], item["text"], item.get("title") or ""), full=True)
        if listener.heard:
            report = item["relevant"] if "relevant" in item else item["event"] is not None
            out.append(Lesson(listener.heard, report))
    return out


def matrix(taught: Sequence[Lesson]) -> npt.NDArray[np.float32]:
    """A row a text: how often each bucket is met, over the root of the number of its finds."""
    rows = np.zeros((len(taught), BUCKETS), np.float32)
    for at, lesson in enumerate(taught):
        alone, pairs = list(set(lesson.words)), neighbours(map(code_of, lesson.words))
        buckets, _ = runs(alone)
        words = [code_of(word) % BUCKETS for word in alone]
        np.add.at(rows[at], [*pairs, *words, *buckets[buckets != NONE]], 1)
        rows[at] /= np.sqrt(len(alone) + len(pairs) or 1)
    return rows


def fit(rows: npt.NDArray[np.float32], reports: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """Weights and bias, by Newton's steps on the coefficients of the texts."""
    rare = np.log((len(rows) + 1) / ((rows > 0).sum(axis=0) + 1)).astype(np.float32)
    scaled = rows * rare
    alike = (scaled @ scaled.T).astype(float)
    number, target = len(rows), reports.astype(float)
    system = np.zeros((number + 1, number + 1))
    system[:number, number] = system[number, :number] = 1
    share, bias = np.zeros(number), 0.0
    for _ in range(ROUNDS):
        odds = alike @ share + bias
        surely = 1 / (1 + np.exp(-odds))
        weight = np.maximum(surely * (1 - surely), FLAT)
        system[:number, :number] = alike + np.diag(1 / (TRUST * weight))
        solved = np.linalg.solve(system, np.append(odds + (target - surely) / weight, 0))
        share, bias = solved[:number], float(solved[number])
    return (scaled.T @ share) * rare, bias


def packed(weights: Floats, bias: float) -> dict[str, object]:
    """As `Wording.of` reads it: a signed byte for each bucket."""
    scale = float(np.abs(weights).max()) / 127
    octets = np.round(weights / scale).astype(np.int8).tobytes()
    return {
        "bias": round(bias, 4), "scale": scale, "weights": base64.b64encode(octets).decode()
    }  # fmt: skip


def main() -> None:
    """Learn, count, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="make these the shipped weights")
    chosen = parser.parse_args()
    taught, aside = lessons(labelled(held_out=False)), lessons(labelled(held_out=True))
    weights, bias = fit(matrix(taught), np.array([one.report for one in taught]))
    for name, part in (("taught", taught), ("held out", aside)):
        said = matrix(part) @ weights + bias > 0
        right = int((said == np.array([one.report for one in part])).sum())
        print(f"{name}: {right} of {len(part)} told apart by their wording alone")
    if chosen.write:
        SHIPPED.write_text(json.dumps(packed(weights, bias), indent=1) + "\n", "utf-8")
        print(f"written to {SHIPPED.name}")


if __name__ == "__main__":
    main()
