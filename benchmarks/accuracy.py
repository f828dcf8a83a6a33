"""How right the detector is on labelled items: `python -m benchmarks.accuracy --help`.

The items are in tests/data/items.jsonl, and by more authors in items_second.jsonl to
items_eighteenth.jsonl beside it. Those marked `held_out` were never tuned on; the third author's,
the fifth's, the eighth's and the eighteenth's are in files of their own. The fourth and the sixth
only say whether it is a report; so do TEACHING, written to teach what words tell
(wording_training).
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from config.lexemes import Lexicon
from config.load import read_lexicon, read_yaml
from config.schema import Watchlist
from detector.detect import Detector, Engines
from detector.model import Detection, Document
from workers.compiled import engines
from workers.wording import shipped

_DATA = Path(__file__).parent.parent / "tests" / "data"
ITEMS = _DATA / "items.jsonl"
ITEMS_SECOND = _DATA / "items_second.jsonl"
ITEMS_THIRD = _DATA / "items_third.jsonl"
ITEMS_FOURTH = _DATA / "items_fourth.jsonl"
ITEMS_FIFTH = _DATA / "items_fifth.jsonl"
ITEMS_SIXTH = _DATA / "items_sixth.jsonl"
ITEMS_EIGHTH = _DATA / "items_eighth.jsonl"
ITEMS_EIGHTEENTH = _DATA / "items_eighteenth.jsonl"
TEACHING = tuple(
    _DATA / f"items_{author}.jsonl"
    for author in (
        "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
        "seventeenth", "nineteenth", "twentieth", "twentyfirst", "twentysecond",
        "twentyseventh", "twentyeighth", "twentyninth", "thirtysixth", "thirtyseventh",
        "fortyfirst", "fortysecond", "pairs",
    )
)  # fmt: skip
SHIPPED = Path(__file__).parent.parent / "config"

Item = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed answers of one question."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the answers given that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected answers that were given."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def compare(self, item: str, expected: set[str], given: set[str]) -> None:
        """Count one item's answers."""
        self.right += len(expected & given)
        self.wrong += len(given - expected)
        self.missed += len(expected - given)
        if expected != given:
            more, less = sorted(given - expected), sorted(expected - given)
            self.remarks.append(f"{item}: wrong {more}, missed {less}")


def shipped_detector(*, learned: bool = True) -> Detector:
    """Return the detector as it is shipped, or without what was learned of wording."""
    return Detector(*shipped_parts(), shipped() if learned else None)


@cache
def shipped_parts() -> tuple[Watchlist, Lexicon, Engines]:
    """Return what is shipped, compiled: ten seconds' work, done once in a run of all tests."""
    watchlist = read_yaml(SHIPPED / "watchlist.yaml", Watchlist)
    lexicon = read_lexicon(SHIPPED, watchlist.theatre)
    if shared := os.environ.get("TOCSIN_TEST_COMPILED"):
        return watchlist, lexicon, engines(watchlist, lexicon, Path(shared), whole=True)
    return watchlist, lexicon, Engines.of(watchlist, lexicon)


def items(*, held_out: bool, file: Path = ITEMS) -> list[Item]:
    """Return the open or the held-out part."""
    lines = file.read_text("utf-8").splitlines()
    return [item for line in lines if (item := json.loads(line))["held_out"] is held_out]


def measure(detector: Detector, labelled: Sequence[Item]) -> dict[str, Tally]:
    """Compare the detector's answers with the labels, question by question."""
    documents = [
        Document(i["id"], i["text"], i.get("title", ""), i["lang"], i["kind"]) for i in labelled
    ]
    questions = ("relevant", "equipment", "variants", "quantities", "countries", "actions")
    tallies = {question: Tally() for question in questions}
    for item, found in zip(labelled, detector.detect_all(documents, full=True), strict=True):
        _compare(tallies, item, found)
    return tallies


def _compare(tallies: dict[str, Tally], item: Item, found: Detection) -> None:
    name = item["id"]
    said = {"yes"} if item["relevant"] else set()
    tallies["relevant"].compare(name, said, {"yes"} if found.relevant else set())
    if item.get("only") == "relevant":
        return
    kinds = {m.entity: m.kind for m in found.mentions}
    gear = {e for e, kind in kinds.items() if kind in ("equipment", "ship")}
    others = {e for e, kind in kinds.items() if kind not in ("equipment", "ship")}
    labelled = {e["entity"] for e in item["entities"]}
    tallies["equipment"].compare(name, labelled - others - _FORCES, gear)
    for entity in item["entities"]:
        _compare_details(tallies, entity, found, name)
    countries = {place.country for place in found.places} - {"RU"}
    tallies["countries"].compare(name, set(item["countries"]) - {"RU"}, countries)
    actions = {action.name for action in found.actions} & set(item["actions"])
    tallies["actions"].compare(name, set(item["actions"]), actions)


_FORCES = frozenset(
    ["africa-corps", "wagner", "russian-forces", "fama", "faca", "lna", "rek", "redut",
     "convoy-pmc", "bear-brigade", "russian-mod", "burkina-army", "niger-army", "jnim"]
)  # fmt: skip


def _compare_details(
    tallies: dict[str, Tally], entity: dict[str, Any], found: Detection, name: str
) -> None:
    heard = [m for m in found.mentions if m.entity == entity["entity"]]
    if "variant" in entity:
        variants = {m.variant for m in heard if m.variant} & {entity["variant"]}
        tallies["variants"].compare(name, {entity["variant"]}, _texts(variants))
    if "quantity" in entity:
        wanted = {k: v for k, v in entity["quantity"].items() if k != "approx"}
        label = f"{entity['entity']} {wanted}"
        got = [m.quantity for m in heard if m.quantity]
        same = any({k: getattr(q, k) for k in wanted} == wanted for q in got)
        tallies["quantities"].compare(name, {label}, {label} if same else _texts(got))


def _texts(values: Iterable[object]) -> set[str]:
    return {str(value) for value in values}


def main() -> None:
    """Print the figures of one part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("file", nargs="?", type=Path, default=ITEMS, help="labelled items")
    chosen = parser.parse_args()
    labelled = items(held_out=chosen.held_out, file=chosen.file)
    for question, tally in measure(shipped_detector(), labelled).items():
        print(
            f"{question:12} precision {tally.precision:.3f}  recall {tally.recall:.3f}"
            f"  F1 {tally.f1:.3f}  ({tally.right}/{tally.wrong}/{tally.missed})"
        )
        if chosen.verbose:
            print("\n".join(f"    {remark}" for remark in tally.remarks))


if __name__ == "__main__":
    main()
