"""From an item and what was detected in it to the facts by which it finds its event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from alerts.event_line import event_line
from alerts.sanitise import cut, one_line
from archive.model import PendingItem
from collector.item import Item
from config.lexemes import Lexicon
from config.schema import Language, Source
from detector.copies import Fingerprint, Links, canonical_url, carried_link, fingerprint
from detector.events import OpenEvent
from detector.factfinding import Sense, facts_of
from detector.facts import Facts
from detector.framing import own_words
from detector.model import Detection, Document
from workers.live import Loaded

TITLE = 80  # of an item that names no thing


@dataclass(frozen=True, slots=True)
class Heard:
    """A pending item with what the detector says of it."""

    pending: PendingItem
    source: Source
    detection: Detection

    @property
    def revision(self) -> tuple[int, int]:
        """The item and which wording of it this is of."""
        return self.pending.item_id, self.pending.revision

    @property
    def is_to_be_placed(self) -> bool:
        """Whether it opens an event, or may follow one."""
        told = self.detection.relevant or self.detection.may_follow
        return told and self.pending.deleted_at is None


@dataclass(frozen=True, slots=True)
class Read(Heard):
    """The same with all by which it finds its event: many times as dear as the detection."""

    facts: Facts
    print_: Fingerprint
    links: Links


@dataclass(slots=True)
class _Latest:
    """What this process built last, and of which words."""

    made_of: tuple[Lexicon, tuple[str, ...]] | None = None
    sense: Sense | None = None


_latest = _Latest()


class FactReader:
    """Takes the facts by the configuration in force."""

    def read(
        self, pending: PendingItem, source: Source, detection: Detection, loaded: Loaded
    ) -> Read:
        """The facts of one revision; its place and time as the archive knows them."""
        item = pending.item
        sense = _sense_of(loaded)
        print_ = fingerprint(item.title, own_words(item.text, sense.phrases))
        own, origin = canonical_url(item.url), ""
        if item.origin is not None:
            origin = canonical_url(item.origin.url)
        facts = facts_of(
            replace(document_of(item, source), id=str(pending.item_id)),
            detection,
            print_,
            sense,
            at=_reported_at(pending),
            origin=origin or (item.origin.name if item.origin else ""),
        )
        return Read(
            pending, source, detection, facts, print_, Links(own, origin, carried_link(item.text))
        )


def _sense_of(loaded: Loaded) -> Sense:
    """Built once, and again when an edit changes the words: it takes a quarter of a second."""
    made_of = (loaded.configuration.lexicon, loaded.configuration.watchlist.theatre)
    if _latest.sense is None or _latest.made_of != made_of:
        _latest.sense = Sense.of(*made_of)
    _latest.made_of = made_of  # a tuple of the same objects is compared at once
    return _latest.sense


def document_of(item: Item, source: Source) -> Document:
    """An item as the detector reads it."""
    return Document(
        id=item.external_id,
        title=item.title,
        text=item.text,
        language=item.language or source.language,
        kind=item.kind,
        source=source.name,
        tags=source.tags,
        reliability=source.reliability,
        published_at=item.published_at,
    )


def source_of(item: Item, loaded: Loaded) -> Source:
    """The item's source as declared; what is left of one that was removed."""
    return source_named(item.source, loaded)


def source_named(name: str, loaded: Loaded) -> Source:
    """The source as declared; what is left of one that was removed."""
    return loaded.source(name) or _removed(name)


@cache
def _removed(name: str) -> Source:
    return Source(name=name, url="https://removed")


def line_of(event: OpenEvent, item: Item, loaded: Loaded, language: Language | None = None) -> str:
    """The event's line as it stands; by the desk's language, if no other is asked."""
    return event_line(
        event,
        source_named(event.members[0].source, loaded),
        language or loaded.configuration.alerts.language,
        title=cut(one_line(item.title or item.text), TITLE),
    )


def _reported_at(pending: PendingItem) -> datetime:
    """When it was published, where that can be believed: not after it was seen."""
    published = pending.item.published_at
    return min(published, pending.first_seen_at) if published else pending.first_seen_at
