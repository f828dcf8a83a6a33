"""Ours beside exact hash, SimHash, MinHash-LSH and TF-IDF: `python -m benchmarks.events`.

On generated streams with unseen seeds and on hand-written items, open and held out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from benchmarks.event_peers import exact, minhash, simhash, tfidf
from benchmarks.event_replay import (
    ELEVENTH_HELD,
    FIFTH,
    FIFTH_HELD,
    FORTYTHIRD_HELD,
    NINTH,
    NINTH_HELD,
    SEVENTH_HELD,
    TENTH,
    THIRD,
    THIRD_HELD,
    THIRTYFIRST_HELD,
    THIRTYFOURTH,
    THIRTYNINTH,
    THIRTYSECOND_HELD,
    THIRTYTHIRD,
    TWENTYFIFTH,
    TWENTYFOURTH,
    TWENTYSIXTH_HELD,
    Answer,
    Read,
    Reader,
    ours,
    timed,
    written,
)
from benchmarks.event_scores import score
from benchmarks.event_stream import Item, stream
from benchmarks.event_words_second import SECOND
from workers.weights import read

Method = Callable[[Sequence[Item]], list[Answer]]
PEERS: dict[str, Method] = {
    "exact hash": exact,
    "SimHash": simhash,
    "MinHash-LSH": minhash,
    "TF-IDF": tfidf,
}


def main() -> None:
    """Print one table per set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--events", type=int, default=300)
    parser.add_argument("-v", "--verbose", action="store_true", help="List what went wrong")
    chosen = parser.parse_args()
    reader, weights = Reader(), read()
    sets = {
        f"generated, seed {chosen.seed}": stream(chosen.seed, chosen.events),
        f"generated, second author, seed {chosen.seed}": stream(chosen.seed, chosen.events, SECOND),
        "hand-written, open": written("open"),
        "hand-written, held out": written("held-out"),
        "hand-written, third author": written(path=THIRD),
        "hand-written, third author, held out": written(path=THIRD_HELD),
        "hand-written, fifth author": written(path=FIFTH),
        "hand-written, fifth author, held out": written(path=FIFTH_HELD),
        "hand-written, seventh author, held out": written(path=SEVENTH_HELD),
        "hand-written, ninth author": written(path=NINTH),
        "hand-written, ninth author, held out": written(path=NINTH_HELD),
        "hand-written, tenth author": written(path=TENTH),
        "hand-written, eleventh author, held out": written(path=ELEVENTH_HELD),
        "hand-written, twenty-fourth author": written(path=TWENTYFOURTH),
        "hand-written, twenty-fifth author": written(path=TWENTYFIFTH),
        "hand-written, thirty-third author": written(path=THIRTYTHIRD),
        "hand-written, thirty-fourth author": written(path=THIRTYFOURTH),
        "hand-written, thirty-ninth author": written(path=THIRTYNINTH),
        "hand-written, forty-third author, held out": written(path=FORTYTHIRD_HELD),
        "hand-written, twenty-sixth author, held out": written(path=TWENTYSIXTH_HELD),
        "hand-written, thirty-first author, held out": written(path=THIRTYFIRST_HELD),
        "hand-written, thirty-second author, held out": written(path=THIRTYSECOND_HELD),
    }
    for name, items in sets.items():
        print(f"\n{name}: {len(items)} items, {len({i.event for i in items if i.event})} events")
        seconds: list[float] = []
        for _ in timed(seconds):
            found = reader.read(items)
            answers = ours(found, weights)
        print(score(items, answers).line("Tocsin", seconds[0] / len(items) * 1000))
        for peer, method in PEERS.items():
            for _ in timed(seconds):
                told = method([i for i in items if i.role != "noise"])
            kept = [i for i in items if i.role != "noise"]
            print(score(kept, told).line(peer, seconds[-1] / len(kept) * 1000))
        if chosen.verbose:
            _list(found, answers)


def _list(read: Sequence[Read], answers: Sequence[Answer]) -> None:
    homes: dict[str, str] = {}
    for one, answer in zip(read, answers, strict=True):
        item = one.item
        if item.event is None:
            if answer.event is not None:
                print(f"  noise taken as relevant: {item.id} {item.text[:70]!r}")
            continue
        home = homes.setdefault(item.event, answer.event or "-")
        wrong = answer.event != home or not set(item.novelty) & set(answer.novelty)
        if wrong:
            said = f"{answer.event} (first {home}) {item.novelty} {answer.novelty}"
            print(f"  {item.id} [{item.event}] {said}")


if __name__ == "__main__":
    main()
