"""Runs labelled streams through the detector and the book of events; what the others compare."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from benchmarks.accuracy import shipped_parts
from benchmarks.event_stream import Item
from detector.book import Book
from detector.copies import Fingerprint, Links, carried_link, fingerprint
from detector.detect import Detector
from detector.events import Weights
from detector.factfinding import Sense, facts_of
from detector.facts import Facts
from detector.framing import own_words
from detector.model import Assessment, Document
from detector.placing import Placed
from workers.wording import shipped, steps

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
WRITTEN = DATA / "events.jsonl"
# Streams of other authors. What is held nobody has read; what is not, rules were made for.
AUTHORS = (
    "third", "third held", "fifth", "fifth held", "seventh held", "ninth", "ninth held", "tenth",
    "eleventh held", "twenty-fourth", "twenty-fifth", "twenty-sixth held", "thirty-first held",
    "thirty-second held", "thirty-third", "thirty-fourth", "thirty-ninth", "forty-third held",
    "forty-fourth", "forty-fifth held", "forty-sixth", "fifty-first", "fifty-second held",
    "fifty-fourth", "fifty-fifth", "fifty-sixth held", "fifty-seventh",
    "fifty-eighth held", "fifty-ninth", "sixtieth", "sixty-second", "sixty-third held",
    "sixty-fourth", "sixty-fifth held", "sixty-sixth", "sixty-seventh", "sixty-eighth held",
    "sixty-ninth held", "seventieth", "seventy-first", "seventy-second held",
    "seventy-third held", "seventy-fifth", "seventy-sixth held", "seventy-seventh",
    "seventy-eighth held", "seventy-ninth", "eightieth held", "eighty-first", "eighty-second",
    "eighty-third", "eighty-fourth held", "eighty-fifth", "eighty-sixth held", "eighty-seventh",
    "eighty-eighth", "ninety-third",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """One item with what the detector says of it; `facts` None: not even a follow-up."""

    item: Item
    facts: Facts | None
    relevant: bool
    judged: Assessment
    print_: Fingerprint
    links: Links


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says of one item: its event and, where it knows, what is news."""

    event: str | None
    novelty: tuple[str, ...] = ()
    late: bool = False  # it was adopted when a later item opened the event


class Reader:
    """The shipped detector, and the sense that its facts need."""

    def __init__(self) -> None:
        watchlist, lexicon, engines = shipped_parts()
        self._detector = Detector(watchlist, lexicon, engines, shipped(), steps())
        self._sense = Sense.of(lexicon, watchlist.theatre)

    def read(self, items: Sequence[Item]) -> list[Read]:
        """Detect all, in the order given."""
        documents = [_document(item) for item in items]
        found = self._detector.detect_all(documents, full=True)
        out = []
        for item, document, detection in zip(items, documents, found, strict=True):
            print_ = fingerprint(item.title, own_words(item.text, self._sense.phrases))
            facts = None
            if detection.relevant or detection.may_follow:
                facts = facts_of(
                    document, detection, print_, self._sense,
                    at=item.published_at, origin=item.origin,
                )  # fmt: skip
            links = Links(item.url, item.origin, carried_link(item.text))
            judged = detection.assessment
            out.append(Read(item, facts, detection.relevant, judged, print_, links))
        return out


def _document(item: Item) -> Document:
    tags = ("official",) if "official" in item.source else ()
    return Document(
        item.id, item.text, item.title, item.lang, "post" if item.kind == "post" else "article",
        item.source, tags, "C", item.published_at,
    )  # fmt: skip


def ours(read: Sequence[Read], weights: Weights) -> list[Answer]:
    """Place everything in the order given."""
    book, answers = Book(weights), dict[str, Answer]()
    for one in read:
        if one.facts is None:
            continue
        if one.relevant:
            placed: Placed | None = book.put(one.facts, one.print_, one.links)
        else:
            placed = book.follow(one.facts, one.print_, one.links, judged=one.judged)
        if placed is None:
            continue
        for name, earlier in placed.earlier:
            answers[name] = Answer(str(earlier.event.id), earlier.names, late=True)
        answers[one.item.id] = Answer(str(placed.event.id), placed.names)
    found = [answers.get(one.item.id, Answer(None)) for one in read]
    return [replace(a, event=str(book.event(int(a.event)))) if a.event else a for a in found]


def written(part: str = "all", path: Path = WRITTEN) -> list[Item]:
    """The hand-written items in order of publication; `part`: open, held-out or all."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    chosen = [x for x in lines if part == "all" or x["held_out"] == (part == "held-out")]
    return sorted(map(_item, chosen), key=lambda item: (item.published_at, item.id))


def of_author(name: str) -> list[Item]:
    """The stream of one of AUTHORS, in order of publication."""
    return written(path=DATA / f"events_{name.replace('-', '').replace(' ', '_')}.jsonl")


def _item(line: dict[str, object]) -> Item:
    text = {name: str(line.get(name) or "") for name in ("id", "source", "lang", "kind", "title")}
    novelty = line.get("novelty") or []
    assert isinstance(novelty, list)
    return Item(
        **text, text=str(line["text"]), published_at=_time(line),
        url=str(line.get("url") or f"https://{text['source']}.example/{text['id']}"),
        origin=str(line.get("origin") or ""),
        event=str(line["event"]) if line.get("event") else None,
        novelty=tuple(novelty), role=str(line.get("role") or "report"),
    )  # fmt: skip


def _time(line: dict[str, object]) -> datetime:
    return datetime.fromisoformat(str(line["published_at"]))


def timed(seconds: list[float]) -> Iterator[None]:
    """CPU time of a block: `for _ in timed(out): ...`."""
    start = time.process_time()
    yield
    seconds.append(time.process_time() - start)
