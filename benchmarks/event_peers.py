"""Ways to group by text alone, each a few lines, tuned by their threshold: what ours stands beside.

None has a watchlist: they get the relevant items only, which flatters them.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

from benchmarks.event_replay import Answer
from benchmarks.event_stream import Item
from detector.copies import fingerprint, similarity

IDLE = timedelta(days=7)
_WORD = re.compile(r"\w+")


def exact(items: Sequence[Item]) -> list[Answer]:
    """The same normalised words are the same event."""
    return [Answer(fingerprint(item.title, item.text).exact) for item in items]


def simhash(items: Sequence[Item], most: int = 12) -> list[Answer]:
    """64 bits over words; at most so many bits apart."""
    known: list[tuple[int, str]] = []
    answers = []
    for item in items:
        bits = _simhash(_words(item))
        near = next((name for other, name in known if (bits ^ other).bit_count() <= most), item.id)
        known.append((bits, near))
        answers.append(Answer(near))
    return answers


def minhash(items: Sequence[Item], least: float = 0.25) -> list[Answer]:
    """Three-word shingles; candidates share a band, and the estimate is high enough."""
    bands: dict[str, list[tuple[bytes, str]]] = defaultdict(list)
    answers = []
    for item in items:
        print_ = fingerprint(item.title, item.text)
        found = [pair for band in print_.bands for pair in bands[band]]
        best = max(found, key=lambda pair: similarity(pair[0], print_.minhash), default=None)
        same = best is not None and similarity(best[0], print_.minhash) >= least
        name = best[1] if best is not None and same else item.id
        for band in print_.bands:
            bands[band].append((print_.minhash, name))
        answers.append(Answer(name))
    return answers


def tfidf(items: Sequence[Item], least: float = 0.35) -> list[Answer]:
    """Cosine of word weights with the latest items; idf over what was read before."""
    seen: Counter[str] = Counter()
    latest: list[tuple[Item, dict[str, float], str]] = []
    answers = []
    for number, item in enumerate(items, 1):
        words = Counter(_words(item))
        seen.update(words.keys())
        vector = _unit({w: n * math.log(1 + number / seen[w]) for w, n in words.items()})
        latest = [old for old in latest[-800:] if item.published_at - old[0].published_at <= IDLE]
        best = max(latest, key=lambda old: _dot(vector, old[1]), default=None)
        same = best is not None and _dot(vector, best[1]) >= least
        name = best[2] if best is not None and same else item.id
        latest.append((item, vector, name))
        answers.append(Answer(name))
    return answers


def _words(item: Item) -> list[str]:
    return _WORD.findall(f"{item.title} {item.text}".casefold())


def _simhash(words: Sequence[str]) -> int:
    sums = [0] * 64
    for word in words:
        value = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest())
        for bit in range(64):
            sums[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit in range(64) if sums[bit] > 0)


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(w * w for w in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())
