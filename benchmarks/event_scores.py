"""How good a grouping into events is: BCubed, repeats, silent misses, cross-language joins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from benchmarks.event_replay import Answer
from benchmarks.event_stream import Item

RINGS = frozenset(
    ["FIRST_REPORT", "NEW_EQUIPMENT", "NEW_PLACE", "LARGER_COUNT", "NEW_ID", "NEW_ACTIVITY",
     "CONTRADICTION", "OFFICIAL_CONFIRMATION"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of one method on one stream."""

    bcubed: float
    precision: float
    recall: float
    repeats: float  # rings that tell nothing new, per event
    silent: float  # share of events that never rang as new
    cross: float  # share of pairs in two languages that are together
    novelty: float  # share of updates whose new fact is named
    copies: int  # copies that rang

    def line(self, name: str, milliseconds: float) -> str:
        return (
            f"{name:22} BCubed {self.bcubed:.3f} (P {self.precision:.3f} R {self.recall:.3f})  "
            f"repeats {self.repeats:.2f}  silent {self.silent:.3f}  cross {self.cross:.3f}  "
            f"novelty {self.novelty:.3f}  copies {self.copies}  {milliseconds:.2f} ms/item"
        )


def score(items: Sequence[Item], answers: Sequence[Answer]) -> Scores:
    """Compare the answers with the labels. Methods without novelty ring for each new group."""
    pairs = [(item, answer) for item, answer in zip(items, answers, strict=True) if item.event]
    given = _groups(pairs)
    precision, recall = _bcubed([item.event or "" for item, _ in pairs], given)
    both = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    rung = _rung(pairs, given)
    first = _first(pairs)
    return Scores(
        both, precision, recall, _repeats(pairs, rung), _silent(pairs, rung),
        _cross(pairs, given), _named(pairs),
        sum(
            r and not f
            for (item, _), r, f in zip(pairs, rung, first, strict=True)
            if item.role == "copy"
        ),
    )  # fmt: skip


def _groups(pairs: Sequence[tuple[Item, Answer]]) -> list[str]:
    """An item that no event took is alone."""
    return [answer.event or f"alone {item.id}" for item, answer in pairs]


def _bcubed(gold: Sequence[str], given: Sequence[str]) -> tuple[float, float]:
    both = Counter(zip(gold, given, strict=True))
    golds, givens = Counter(gold), Counter(given)
    total = len(gold) or 1
    precision = sum(n * n / givens[g] for (_, g), n in both.items()) / total
    recall = sum(n * n / golds[e] for (e, _), n in both.items()) / total
    return precision, recall


def _rung(pairs: Sequence[tuple[Item, Answer]], given: Sequence[str]) -> list[bool]:
    seen: set[str] = set()
    rung = []
    for (_, answer), group in zip(pairs, given, strict=True):
        fresh = group not in seen
        seen.add(group)
        if answer.novelty:
            rung.append(bool(RINGS & set(answer.novelty)))
        else:
            rung.append(fresh and answer.event is not None)
    return rung


def _first(pairs: Sequence[tuple[Item, Answer]]) -> list[bool]:
    """Whether an item is the first of its event to be read: a late original may follow it.

    What was adopted was read when the later item was.
    """
    seen: set[str] = set()
    first = []
    for item, answer in pairs:
        read = answer.event is not None and not answer.late
        first.append(read and (item.event or "") not in seen)
        if read:
            seen.add(item.event or "")
    return first


def _repeats(pairs: Sequence[tuple[Item, Answer]], rung: Sequence[bool]) -> float:
    """Rings for items that tell nothing new, or tell again that an event is new."""
    events = {item.event for item, _ in pairs}
    count = sum(
        r and not f and not RINGS & set(item.novelty)
        for (item, _), r, f in zip(pairs, rung, _first(pairs), strict=True)
    )
    return count / (len(events) or 1)


def _silent(pairs: Sequence[tuple[Item, Answer]], rung: Sequence[bool]) -> float:
    """Events for which nothing ever rang, although something of them was read."""
    told: dict[str, bool] = defaultdict(bool)
    for (item, answer), r in zip(pairs, rung, strict=True):
        if answer.event is not None:
            told[item.event or ""] |= r
    return sum(not r for r in told.values()) / (len(told) or 1)


def _cross(pairs: Sequence[tuple[Item, Answer]], given: Sequence[str]) -> float:
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for (item, _), group in zip(pairs, given, strict=True):
        members[item.event or ""].append((item.lang, group))
    right = total = 0
    for found in members.values():
        for (lang, group), (other, another) in combinations(found, 2):
            if lang != other:
                total += 1
                right += group == another
    return right / total if total else 1.0


def _named(pairs: Sequence[tuple[Item, Answer]]) -> float:
    """Of items that add a fact to a known event: how many have it named."""
    right = total = 0
    for item, answer in pairs:
        wanted = (RINGS & set(item.novelty)) - {"FIRST_REPORT"}
        if wanted:
            total += 1
            right += bool(wanted & set(answer.novelty))
    return right / total if total else 1.0
