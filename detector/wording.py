"""Is a text worded like reports or like mentions? Learned from labelled texts (benchmarks).

The same, taught otherwise, tells what a report of something known adds from what tells it again.
Only the words around count: what is watched, whose it is and where it stands are told by signs
such as <gear> and <there>, so that what was learned of one theatre holds for another. A word is
weighed by its letters, so that forms never seen share what their stems taught, and each two
neighbours as such; the sum is the log-odds. Pure.
"""

from __future__ import annotations

import base64
import re
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from math import sqrt
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from detector.against import Reason
from detector.model import Place
from detector.reading import Reading, Spot
from detector.statements import ARMED_GROUP, Wanted

READ = 2_000  # characters: an essay may report in its third paragraph only
BUCKETS = 262_139  # of runs of letters and of neighbours, by their hash; a prime
PAIR = 2  # what two neighbours count for, against a word or a run
NONE = BUCKETS  # where no run is
MOST = 3.9  # of log-odds: it never outweighs all that is stated
ENOUGH = 20  # words, from which it may say so much: a few decide little
QUOTED = 3  # words named as a reason
REPORTS = ("a report", "a mention")  # above and below even odds
_KNOWN = 50_000  # words remembered
_EDGE, _STEP = ord(" "), 2053  # more than the letters of the scripts that are read
_MARKS = "?!…"
_WORD = re.compile(rf"[^\W\d_]+|\d+|[{_MARKS}]")
_WORD_OR_ADDRESS = re.compile(rf"https?://\S+|t\.me/\S+|@\w+|({_WORD.pattern})")  # slower
_NUMBER = "0"
_AROUND = '.,:;()«»"'  # a word, and neither word nor mark

Buckets = npt.NDArray[np.int64]


class Judge(Protocol):
    """What the detector asks; training listens in its place.

    `reach`: not asked of texts against which other reasons have greater log-odds. Texts are judged
    together, by their words: that costs half.
    """

    @property
    def reach(self) -> float: ...

    def judge_all(self, texts: Sequence[Sequence[str]]) -> list[Reason]: ...


@dataclass(slots=True)
class Wording:
    """What was learned: a weight for each bucket, and the log-odds of a text without words."""

    weights: array[int]  # the last is NONE's: nothing
    scale: float
    bias: float
    reach: float = MOST
    kinds: tuple[str, str] = REPORTS
    _known: dict[str, tuple[int, int]] = field(default_factory=dict)  # a word's weight and bucket

    @classmethod
    def of(cls, told: Mapping[str, Any], kinds: tuple[str, str] = REPORTS) -> Wording:
        """Read it from its JSON: `weights` (base64 of a signed byte a bucket), `scale`, `bias`.

        `kinds`: what the two kinds of text are called that it learned to tell apart.
        """
        weights = array("b", base64.b64decode(told["weights"]))
        if len(weights) != BUCKETS:
            raise ValueError(f"the weights of wording are {len(weights)}, not {BUCKETS}")
        scale, bias = float(told["scale"]), float(told["bias"])
        return cls(weights + array("b", [0]), scale, bias, kinds=kinds)

    def judge_all(self, texts: Sequence[Sequence[str]]) -> list[Reason]:
        """Of each text the log-odds that such words report something, and what says so most."""
        self._learn(chain.from_iterable(texts))
        return [self._judge(words) for words in texts]

    def _judge(self, words: Sequence[str]) -> Reason:
        known = list(map(self._known.__getitem__, words))
        weights, buckets = zip(*known, strict=True) if known else ((), ())
        alone = dict(zip(words, weights, strict=True))
        pairs = neighbours(buckets)
        total = sum(alone.values())
        total += PAIR * sum(map(self.weights.__getitem__, pairs))
        odds = self.bias + self.scale * total / sqrt(len(alone) + len(pairs) or 1)
        kind, side = (self.kinds[0], 1) if odds > 0 else (self.kinds[1], -1)
        saying = [(side * weight, word) for word, weight in alone.items() if side * weight > 0]
        said = ", ".join([word for _, word in sorted(saying, reverse=True)[:QUOTED]])
        told = f"worded like {kind}" + (f": {said}" if said else "")
        most = MOST * min(1.0, len(words) / ENOUGH)
        return round(max(-most, min(most, odds)), 1), told

    def _learn(self, words: Iterable[str]) -> None:
        """The weights and codes of those that are not known, all in one go."""
        if len(self._known) >= _KNOWN:
            self._known.clear()
        new = list(set(words).difference(self._known))
        if not new:
            return
        buckets, starts = runs(new)
        weights = np.frombuffer(self.weights, np.int8)
        own = [code_of(word) % BUCKETS for word in new]
        sums = np.add.reduceat(weights.take(buckets).sum(axis=0), starts) + weights.take(own)
        self._known.update(zip(new, zip(sums.tolist(), own, strict=True), strict=True))


def runs(words: Sequence[str]) -> tuple[Buckets, Buckets]:
    """The buckets of the words' runs of three to five letters, and where each word's begin.

    A row for each length; NONE where a run would go beyond its word. A sign has none.
    """
    spelled = [word if len(word) > 1 and word[0] != "<" else "" for word in words]
    written = f" {' '.join(spelled)} ".encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(written, "<u4").astype(np.int64)
    edges = letters == _EDGE
    buckets = np.full((3, len(letters)), NONE)
    run = letters[:-1] * _STEP + letters[1:]
    beyond = edges[1:-1]
    for size, row in enumerate(buckets, 3):
        run = run[:-1] * _STEP + letters[size - 1 :]
        row[: len(run)] = np.where(beyond, NONE, run % BUCKETS)
        beyond = beyond[:-1] | edges[size - 1 : -1]
    return buckets, np.flatnonzero(edges)[:-1]


def neighbours(codes: Iterable[int]) -> set[int]:
    """The buckets of each two words that stand together, from the words' codes or own buckets."""
    return {(one * 31 + other) % BUCKETS for one, other in pairwise(codes)}


def code_of(word: str) -> int:
    """The same in every process."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def words_of(
    reading: Reading, named: Iterable[Spot], places: Iterable[tuple[int, Place]], wanted: Wanted
) -> list[str]:
    """The words of the opening in order, with signs for what the watchlist speaks of."""
    signs = [(s.start, s.end, _sign(s, wanted)) for s in named if s.start < READ]
    for at, place in places:
        if at < READ:
            signs.append((at, at + len(place.surface), f"<{wanted.side_of(place)}>"))
    signs.sort(key=lambda one: (one[0], -one[1]))
    words: list[str] = []
    past = 0
    for start, end, sign in signs:
        if start >= past:  # else it lies inside a longer one
            words += _plain(reading.whole[past:start])
            words.append(sign)
            past = end
    return words + _plain(reading.whole[past:READ])


def _plain(text: str) -> list[str]:
    """Its words and marks; an address is none, a number is one like any other."""
    words: list[str] = []
    for run in text.lower().split():
        if run.isalpha() or (run := run.strip(_AROUND)).isalpha():
            words.append(run)  # mostly so, and nothing is sought in it
            continue
        sought = _WORD_OR_ADDRESS if "/" in run or "@" in run else _WORD
        found = filter(None, sought.findall(run))
        words += [word if word.isalpha() or word in _MARKS else _NUMBER for word in found]
    return words


def _sign(spot: Spot, wanted: Wanted) -> str:
    entity = wanted.entities.get(spot.name)
    if entity is None or entity.kind in ("equipment", "ship"):
        return "<gear>"
    if spot.name in wanted.actors:
        return "<forces>"
    return "<armed group>" if ARMED_GROUP in entity.classes else "<others>"
