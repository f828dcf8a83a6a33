"""How the time of each step grows with a text that repeats itself: `python -m benchmarks.hostile`.

Whoever writes a post chooses its text, and a feed hands on 200,000 characters. Each fragment is
repeated to several lengths behind a sentence that makes it a report; printed are the exponent by
which the CPU time of each step grows (1: in proportion) and the time for the longest.
"""

from __future__ import annotations

import argparse
import gc
import math
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from benchmarks.accuracy import shipped_detector
from benchmarks.event_replay import ROOT
from cli.explaining import report
from config.load import read_lexicon, read_yaml
from config.schema import Watchlist
from detector.book import Book
from detector.copies import Links, carried_link, fingerprint
from detector.detect import Detector
from detector.factfinding import Sense, facts_of
from detector.framing import own_words
from detector.model import Document
from detector.normalise import accents, fold
from detector.report import as_json
from workers import weights

T = TypeVar("T")
SIZES = (20_000, 50_000, 100_000, 200_000)
MOST = 1.25  # exponent: more is no longer "in proportion", as far as one run can tell
LEAST_S, TINY_S = 0.05, 1e-4  # of the longest text; quicker ones tell nothing
ENOUGH_S = 6.0  # of one text
AT = datetime(2026, 1, 20, tzinfo=UTC)
LEAD = "Seven T-72B3 tanks of the Africa Corps arrived in Bamako on Tuesday. "
# `{n}` is a number that grows, so that no two are alike.
FRAGMENTS: tuple[str, ...] = (
    "Mercenaries were seen in Gao. ",
    "3xT-72 ",
    "T-72 ",
    "T-72B3M, BMP-3, BTR-82A and Ka-52. ",
    "BTR-80/82A/70/60/",
    "T-72, 80 and 90, ",
    "Т-72Б3М ",
    "Spartak ",
    "Tiger and Тигр armour. ",
    "«Спартак» ",
    "Wagner ",
    "Вагнер в Мали. ",
    "Африканский корпус прибыл в Гао. ",
    "le convoi de l'Africa Corps est arrivé à Gao. ",
    "فيلق أفريقيا في باماكو. ",
    "وBM-27 ",
    "قافلة عسكرية روسية وصلت إلى غاو ",
    "колонна техники ",
    "truck ",
    "tank tank tank. ",
    "think tank ",
    "soldiers ",
    "Gao ",
    "Gao, Kidal, Sévaré and Timbuktu. ",
    "GAO, Mali (Agency) - ",
    "north of Gao, ",
    "from Gao to Kidal, ",
    "Base 101 ",
    "🇲🇱 ",
    "🇲🇱🇷🇺 колонна 🇲🇱. ",
    "{n} T-72 ",
    "over {n} armoured vehicles, ",
    "eight, not six. ",
    "{n}, not 1{n}, ",
    "earlier accounts spoke of {n}. ",
    "T-72B{n} ",
    "@notes{n} says, ",
    "Base 101 Ber Kati ",
    "Gao 2019, ",
    "two hundred and twenty two thousand ",
    "два десятка ",
    "une dizaine de blindés, ",
    "no T-72 was seen. ",
    "not ",
    "did not arrive, ",
    "was not shot down. ",
    "crashed, was shot down. ",
    "- 4 T-72\n",
    "Seen:\n- 4 T-72\n- 2 Tigr\n",
    "Forwarded from @notes: ",
    "Forwarded from Notes\n",
    "via @notes{n} ",
    "(c) Bamako Notes\n",
    "https://t.me/notes/{n} ",
    "a@b.c/",
    "tail number RF-{n} ",
    "marking H{n}, ",
    "red {n}, ",
    "the vessel «Sparta {n}» ",
    "on 17 January 2025, ",
    "January 17 ",
    "2019 ",
    "in 2012 the French army, ",
    "last year ",
    "?",
    "did it arrive? ",
    "«",
    "“said the Ministry of Defence",
    "the Ministry of Defence ",
    "the Ministry of Defence confirmed ",
    "unlike ",
    "another column ",
    "another theatre: Ukraine. ",
    "ex-",
    "former ",
    "a-",
    "a.",
    "...",
    "\n",
    "\n\n",
    " ",
    "/",
    "1/2",
    "1 000 ",
    "-",
    ",",
    "(",
    "\u200b",
    "T\u200b-\u200b7\u200b2 ",
    "\u202eT-72\u202c ",
    "e\u0301",
    "T-72\u0301 ",
    "😀",
    "ﬁ T-72 ",
    "x",
    "x{n} ",
    "١٢ ",
    "@",
    "#mali ",
    "U.S. ",
    "Mr. ",
    "Africa Corps ",
    "Africa Corps, Wagner, FAMa, JNIM. ",
    "instructors training begun. ",
    "the ship unloaded at Conakry. ",
    "earlier accounts spoke of forty. ",
    "the goal was reached, ",
)  # fmt: skip


class Steps:
    """What is timed: everything from a text to what is told of it.

    `clock`: what is spent so far, CPU seconds or another measure of work.
    """

    def __init__(self, detector: Detector, clock: Callable[[], float] = time.process_time) -> None:
        self._clock = clock
        config = ROOT / "config"
        theatre = read_yaml(config / "watchlist.yaml", Watchlist).theatre
        self._detector = detector
        self._sense = Sense.of(read_lexicon(config, theatre), theatre)
        self._weights = weights.read()

    def times(self, document: Document) -> dict[str, float]:
        """What each step spends on one text."""
        spent: dict[str, float] = {}

        def timed(name: str, step: Callable[[], T]) -> T:
            gc.collect()  # else a step pays for what the ones before it left
            start = self._clock()
            done = step()
            spent[name] = self._clock() - start
            return done

        found = timed("detect", lambda: self._detector.detect(document, full=True))
        timed("told", lambda: (as_json(found), report(document, found)))
        timed("folded", lambda: (fold(document.text), accents(document.text)))
        phrases = self._sense.phrases
        print_ = timed("copies", lambda: fingerprint("", own_words(document.text, phrases)))
        links = timed("links", lambda: Links(carried=carried_link(document.text)))
        facts = timed("facts", lambda: facts_of(document, found, print_, self._sense, at=AT))
        book = Book(self._weights)
        timed("placed", lambda: (book.put(facts, print_, links), book.put(facts, print_, links)))
        return spent


def repeated(fragment: str, size: int) -> str:
    """So many characters of it behind the lead."""
    parts, length, number = [LEAD], len(LEAD), 41_000
    while length < size:
        parts.append(fragment.replace("{n}", str(number)))
        length, number = length + len(parts[-1]), number + 1
    return "".join(parts)[:size]


def growth(steps: Steps, fragment: str) -> Iterator[tuple[str, int, float, float]]:
    """Of each step the longest size tried, its time there, and the exponent since two sizes less.

    A size that took too long is the last that is tried.
    """
    told = list[dict[str, float]]()
    for size in SIZES:
        text = repeated(fragment, size)
        told.append(steps.times(Document(f"{size}", text, published_at=AT)))
        if sum(told[-1].values()) > ENOUGH_S:
            break
    last, first = len(told) - 1, max(0, len(told) - 3)
    for name, longest in told[last].items():
        ratio = max(longest, TINY_S) / max(told[first][name], TINY_S)
        yield name, SIZES[last], longest, math.log(ratio, max(SIZES[last] / SIZES[first], 2))


def main() -> None:
    """Print the steps that take long enough to be told, as they are timed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fragments", nargs="*", default=FRAGMENTS)
    steps = Steps(shipped_detector())
    gc.freeze()
    for fragment in parser.parse_args().fragments:
        for name, size, spent, exponent in growth(steps, fragment):
            if spent >= LEAST_S:
                mark = "!" if exponent > MOST else " "
                text = f"{mark} {exponent:5.2f} {spent:8.3f} s {size:7,} {name:7} {fragment!r}"
                print(text, flush=True)


if __name__ == "__main__":
    main()
