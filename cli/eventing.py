"""Events and novelty over a file of texts, on a book in memory: `tocsin detect --events`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from config.schema import Configuration
from detector.book import Book
from detector.copies import Links, canonical_url, carried_link, fingerprint
from detector.factfinding import Sense, facts_of
from detector.framing import own_words
from detector.model import Detection, Document
from detector.placing import Placed
from workers import weights

Read = tuple[dict[str, Any], Document, Detection]


@dataclass(frozen=True, slots=True)
class Told:
    """What the file's reader learns of one line."""

    event: int | None
    novelty: tuple[str, ...]
    why: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Keys beside those of the detection; a follow-up is relevant through its event."""
        relevant = {} if self.event is None else {"relevant": True}
        return {
            **relevant,
            "event": self.event,
            "novelty": list(self.novelty),
            "event_why": list(self.why),
        }


def eventful(configuration: Configuration, read: Sequence[Read], now: datetime) -> list[Told]:
    """Place every relevant line, in order of publication; answers in the order given.

    A line without a date stands right after the line before it. A second line with the id of one
    that was placed is an edit of it, or with "deleted": true its deletion.
    """
    book = Book(weights.read())
    told = [Told(None, ()) for _ in read]
    for index, placed in in_order(book, configuration, read, now):
        told[index] = Told(placed.event.id, placed.names, _why(placed))
    return [t if t.event is None else replace(t, event=book.event(t.event)) for t in told]


def in_order(
    book: Book, configuration: Configuration, read: Sequence[Read], now: datetime
) -> Iterator[tuple[int, Placed]]:
    """Place every relevant line, in order of publication; its index and what became of it.

    One that only a later line's event shows to be relevant comes right after that line.
    """
    sense = Sense.of(configuration.lexicon, configuration.watchlist.theatre)
    waiting: dict[str, int] = {}
    times = _times([document for _, document, _ in read], now)
    for index in sorted(range(len(read)), key=lambda index: times[index]):
        value, document, detection = read[index]
        edit = book.knows(document.id)
        if edit and value.get("deleted"):
            yield index, book.withdrawn(document.id)
        elif value.get("deleted") and document.id in waiting:
            book.let_go(document.id)
        elif edit or detection.relevant or detection.may_follow:
            dated = replace(document, published_at=times[index])
            placed = _put(book, sense, dated, value, detection)
            if placed is None:
                waiting[document.id] = index
                continue
            yield index, placed
            yield from ((waiting[item], earlier) for item, earlier in placed.earlier)


def _put(
    book: Book, sense: Sense, document: Document, value: dict[str, Any], found: Detection
) -> Placed | None:
    assert document.published_at is not None
    own, origin = canonical_url(str(value.get("url") or "")), canonical_url(origin_of(value))
    links = Links(own, origin, carried_link(document.text))
    print_ = fingerprint(document.title, own_words(document.text, sense.phrases))
    facts = facts_of(
        document, found, print_, sense, at=document.published_at, origin=origin_of(value)
    )
    if found.relevant or book.knows(document.id):
        return book.put(facts, print_, links)
    return book.follow(facts, print_, links, judged=found.assessment)


def origin_of(value: dict[str, Any]) -> str:
    """Who said it first: an address or a name, as `origin` or `origin.url`."""
    origin = value.get("origin") or ""
    if isinstance(origin, dict):
        origin = origin.get("url") or origin.get("name") or ""
    return str(origin)


def _why(placed: Placed) -> tuple[str, ...]:
    said = (f"{one.name}: {one.detail}" if one.detail else one.name.value for one in placed.news)
    return (*said, *placed.why)


def _times(documents: Sequence[Document], now: datetime) -> list[datetime]:
    known = [document.published_at for document in documents if document.published_at]
    last = min(known, default=now)
    times = []
    for document in documents:
        last = document.published_at or last + timedelta(microseconds=1)
        times.append(last)
    return times
