"""Ours beside exact hash, SimHash, MinHash-LSH and TF-IDF: `python -m benchmarks.events`.

On generated streams with unseen seeds and on hand-written items, open and held out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from benchmarks.event_peers import exact, minhash, simhash, tfidf
from benchmarks.event_replay import AUTHORS, Answer, Read, Reader, of_author, ours, timed, written
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
    }
    sets |= {f"hand-written, author {name}": of_author(name) for name in AUTHORS}
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
