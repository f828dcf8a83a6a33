"""Learns how reports are worded: `python -m benchmarks.wording_training [--write]`.

From the open parts of all labelled texts; those held out are only counted. Logistic regression
with a ridge, solved over the texts, for they are fewer than the runs of letters. What reports and
mentions meet unlike often is held to be worth more while learning (as in NB-SVM); what is written
needs no table of it.
"""

from __future__ import annotations

import argparse
import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy import SHIPPED as CONFIG
from config.load import read_lexicon, read_yaml
from config.schema import Watchlist
from detector.against import Reason
from detector.detect import Detector
from detector.model import Document
from detector.wording import BUCKETS, NONE, PAIR, code_of, neighbours, runs
from workers.wording import SHIPPED

DATA = Path(__file__).parents[1] / "tests" / "data"
TRUST = 4.0  # in the texts, against the ridge
ROUNDS = 8
LIKENESS = 250.0  # mean of a text with itself, so that TRUST means the same whatever is counted
DOUBT = 0.7  # texts of either kind that each bucket is taken to have been met in beside
GREATEST = 2.5  # weight: none of a few words decides alone
GAIN = 1.8  # what the log-odds are worth beside those that are stated, by leaving out each author
PART = 1 << 15  # buckets multiplied at once, to spare memory
FLAT = 1e-5  # least weight of a text that is surely judged

Floats = npt.NDArray[np.float64]
Marked = tuple[Document, bool]
Finds = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The words of one labelled text, and whether it is what is learned: a report."""

    words: Sequence[str]
    is_so: bool


@dataclass(slots=True)
class Listener:
    """Stands where the learned wording will: keeps what it would be asked."""

    heard: Sequence[str] = field(default_factory=tuple)
    reach: float = inf

    def judge_all(self, texts: Sequence[Sequence[str]]) -> list[Reason]:
        (self.heard,) = texts
        return [(0.0, "")]


def labelled(*, held_out: bool) -> Iterator[Marked]:
    """Every labelled text of one part, whether of an item or of a stream of events; no copies."""
    for path in sorted((*DATA.glob("items*.jsonl"), *DATA.glob("events*.jsonl"))):
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            if item.get("held_out", False) is held_out and item.get("role") != "copy":
                document = Document(item["id"], item["text"], item.get("title") or "")
                is_report = item["relevant"] if "relevant" in item else item["event"] is not None
                yield document, is_report


def lessons(marked: Iterable[Marked]) -> list[Lesson]:
    """Read all with the shipped configuration; what nothing is heard in teaches nothing."""
    watchlist, listener = read_yaml(CONFIG / "watchlist.yaml", Watchlist), Listener()
    detector = Detector(watchlist, read_lexicon(CONFIG, watchlist.theatre), wording=listener)
    out: list[Lesson] = []
    for document, is_so in marked:
        listener.heard = ()
        detector.detect(document, full=True)
        if listener.heard:
            out.append(Lesson(listener.heard, is_so))
    return out


def finds(lesson: Lesson) -> Finds:
    """The buckets met and how often, over the root of the number of finds; a pair counts PAIR."""
    alone, pairs = list(set(lesson.words)), neighbours(map(code_of, lesson.words))
    found, _ = runs(alone)
    words = np.array([code_of(word) % BUCKETS for word in alone], np.int64)
    counts = np.zeros(BUCKETS, np.float32)
    for met, weight in ((words, 1), (found[found != NONE], 1), (list(pairs), PAIR)):
        np.add.at(counts, met, weight)
    buckets = np.flatnonzero(counts)
    return buckets, counts[buckets] / np.sqrt(len(alone) + len(pairs) or 1)


def telling(taught: Sequence[Finds], reports: npt.NDArray[np.bool_]) -> Floats:
    """How much each bucket tells the two kinds apart: the size of its log ratio of their shares."""
    logs = []
    for kind in (reports, ~reports):
        met = np.concatenate(
            [buckets for (buckets, _), own in zip(taught, kind, strict=True) if own]
        )
        logs.append(np.log((np.bincount(met, minlength=BUCKETS) + DOUBT) / kind.sum()))
    sizes: Floats = np.abs(logs[0] - logs[1])
    return sizes


def likeness(taught: Sequence[Finds], worth: Floats) -> npt.NDArray[np.float32]:
    """Products of all texts with each other, a part of the buckets at a time."""
    alike = np.zeros((len(taught), len(taught)), np.float32)
    for first in range(0, BUCKETS, PART):
        rows = np.zeros((len(taught), PART), np.float32)
        for row, (buckets, counts) in zip(rows, taught, strict=True):
            start, end = np.searchsorted(buckets, (first, first + PART))
            row[buckets[start:end] - first] = counts[start:end] * worth[buckets[start:end]]
        rows = rows[:, rows.any(axis=0)]
        alike += rows @ rows.T
    return alike


def fit(taught: Sequence[Finds], reports: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """Weights and bias, by Newton's steps on the coefficients of the texts."""
    worth = telling(taught, reports)
    alike = likeness(taught, worth).astype(float)
    ridge = LIKENESS / float(alike.diagonal().mean())
    number, target = len(taught), reports.astype(float)
    alike *= ridge
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
    weights = np.zeros(BUCKETS)
    for (buckets, counts), part in zip(taught, share, strict=True):
        weights[buckets] += counts * part
    return GAIN * np.clip(ridge * weights * worth**2, -GREATEST, GREATEST), GAIN * bias


def evened(bias: float, reports: npt.NDArray[np.bool_]) -> float:
    """The bias had as many mentions been taught as reports: streams of events hold few."""
    return bias - GAIN * float(np.log(reports.sum() / (~reports).sum()))


def odds_of(found: Finds, weights: Floats, bias: float) -> float:
    """What the weights say of one text."""
    buckets, counts = found
    return float(counts @ weights[buckets]) + bias


def packed(weights: Floats, bias: float) -> dict[str, object]:
    """As `Wording.of` reads it: a signed byte for each bucket."""
    scale = float(np.abs(weights).max()) / 127
    octets = np.round(weights / scale).astype(np.int8).tobytes()
    return {
        "bias": round(bias, 4), "scale": scale, "weights": base64.b64encode(octets).decode()
    }  # fmt: skip


def is_to_be_written(description: str | None) -> bool:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--write", action="store_true", help="make these the shipped weights")
    return bool(parser.parse_args().write)


def keep(path: Path, weights: Floats, bias: float) -> None:
    """Make these the shipped weights."""
    path.write_text(json.dumps(packed(weights, bias), indent=1) + "\n", "utf-8")
    print(f"written to {path.name}")


def main() -> None:
    """Learn, count, and write if asked to."""
    is_asked = is_to_be_written(__doc__)
    taught, aside = lessons(labelled(held_out=False)), lessons(labelled(held_out=True))
    reports = np.array([one.is_so for one in taught])
    weights, bias = fit([*map(finds, taught)], reports)
    bias = evened(bias, reports)
    for name, part in (("taught", taught), ("held out", aside)):
        right = sum((odds_of(finds(one), weights, bias) > 0) is one.is_so for one in part)
        print(f"{name}: {right} of {len(part)} told apart by their wording alone")
    if is_asked:
        keep(SHIPPED, weights, bias)


if __name__ == "__main__":
    main()
