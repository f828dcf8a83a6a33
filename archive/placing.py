"""One place at a time decides what is an event: reading candidates and writing the decision.

Two copies of one report placed at once would each find nothing told yet, and ring twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from alerts.holding import Hold
from alerts.model import Alert
from alerts.silences import Silence
from archive import earlier, fulltexts, hand, ledger, outbox, silences, threads, told
from archive import events as event_rows
from archive import items as queue
from archive.codec import dump, dump_texts
from archive.engine import lock
from archive.model import NewDetection, PendingItem, PlacedItem, ToldText
from archive.tables import detections, events, items, sources
from collector.item import Item
from detector.events import OpenEvent
from detector.model import WatchHit
from detector.sightings import First, Known, Sighting

_LOCK = 0x70C53


class Placing:
    """The open transaction in which an item finds its event. Made by Archive.placing()."""

    def __init__(self, connection: sa.Connection, states: event_rows.States) -> None:
        lock(connection, _LOCK)
        self._connection = connection
        self._states = states
        # Nobody else writes any of this before the transaction ends.
        self._known: dict[int, OpenEvent | None] = {}
        self._threads: dict[int, event_rows.Thread] = {}
        self._has_links: bool | None = None
        self._silences: list[Silence] | None = None
        self._first: tuple[datetime, int] | None = None  # of told.first_since
        self._hits: list[tuple[int, datetime]] = []

    def is_pending(self, item_id: int, revision: int) -> bool:
        """Whether this revision still waits; False once anybody has finished it."""
        return queue.is_pending(self._connection, item_id, revision)

    def still_pending(self, revisions: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Those of these items and revisions that nobody has finished."""
        return queue.still_pending(self._connection, revisions)

    def event_of_item(self, item_id: int) -> int | None:
        """The event of the item's latest detection that has one."""
        return self._connection.execute(_EVENT_OF_ITEM, {"item_id": item_id}).scalar()

    def candidates(
        self, exact: str, bands: Sequence[str], links: Sequence[str], since: datetime
    ) -> list[ToldText]:
        """Detections since then that share the fingerprint, a band, or an address as whose ever.

        Oldest first; empty keys match nothing.
        """
        if self._first is None or since < self._first[0]:
            self._first = since, told.first_since(self._connection, since)
        keys = told.Keys(exact, tuple(bands), tuple(filter(None, links)))
        return told.candidates(self._connection, keys, since, self._first[1])

    def open_event(
        self, line: str, severity: str, country: str, at: datetime, *, key: str | None = None
    ) -> int:
        """A new event; `key` names the thread of all its messages."""
        row = {
            "line": line, "severity": severity, "country": country, "opened_at": at,
            "last_at": at, "reports": 1, "key": key,
        }  # fmt: skip
        number = _new_id(self._connection.execute(_OPEN_EVENT, row))
        if key is not None:
            self._threads[number] = event_rows.Thread(key, told=False, told_to=frozenset())
        return number

    def open_events(self, keys: Sequence[str], since: datetime) -> list[OpenEvent]:
        """Events that may be what an item reports: they share keys with it, and were told since."""
        found = event_rows.candidates(self._connection, self._states, keys, since)
        self._known.update((event.id, event) for event in found)
        return found

    def keep_earlier(
        self, item_id: int, revision: int, keys: Sequence[str], at: datetime, since: datetime
    ) -> None:
        """Keep what is of no event yet for a report that opens it; let go what is from before."""
        earlier.prune(self._connection, since)
        earlier.keep(self._connection, (item_id, revision), keys, at)

    def earlier(self, item_id: int, keys: Sequence[str], since: datetime) -> list[PendingItem]:
        """What was kept and may be of the event that this item opens; in order of arrival."""
        return earlier.sharing(self._connection, item_id, keys, since)

    def fate_of(self, event_id: int) -> event_rows.Fate | None:
        """What became of an event; None if there never was one of that number."""
        return event_rows.fate(self._connection, event_id)

    def known_of(self, event_id: int) -> OpenEvent | None:
        """What is known of an event; None for those made before there were states."""
        if event_id not in self._known:
            found = event_rows.state(self._connection, self._states, event_id)
            self._known[event_id] = found
        return self._known[event_id]

    def keep_known(
        self, event: OpenEvent, line: str | None = None, *, one_more_at: datetime | None = None
    ) -> None:
        """Write what is known of an event now, its line, and that one more report of it came."""
        before, standing = self._known.get(event.id), event_rows.Standing(line, one_more_at)
        event_rows.keep(self._connection, self._states, event, before, standing)
        self._known[event.id] = event

    def merge_event(self, gone: int, into: int, at: datetime) -> None:
        """One event turned out to be another: its reports and alerts move there."""
        event_rows.merge(self._connection, gone, into, at)
        self._threads.clear()
        self._known[gone] = None

    def close_event(self, event_id: int, at: datetime) -> None:
        """No report joins the event any more."""
        event_rows.close(self._connection, event_id, at)

    def move_items(self, item_ids: Sequence[int], event_id: int, into: int) -> None:
        """Some items of an event are of another, with all that was noted and told of them."""
        event_rows.move_items(self._connection, item_ids, event_id, into)
        self._threads.clear()

    def part_merged(self, event_id: int, into: int, openings: Collection[str]) -> None:
        """What had been merged into an event is where its first report went; see events."""
        event_rows.part_merged(self._connection, event_id, into, openings)
        self._threads.clear()

    def link(self, ones: Sequence[int], others: Sequence[int], at: datetime, *, same: bool) -> None:
        """These items belong with those, or apart from them, whatever the score says."""
        hand.link(self._connection, ones, others, at, same)
        self._has_links = True

    def linked(self, item_id: int) -> dict[int, bool]:
        """Events of items to which an operator linked this one; False: it belongs elsewhere."""
        return hand.linked(self._connection, item_id) if self._linked_any() else {}

    def kept_apart(self, event_ids: Sequence[int]) -> frozenset[frozenset[int]]:
        """Pairs of these events that an operator parted."""
        if not self._linked_any():
            return frozenset()
        return hand.kept_apart(self._connection, event_ids)

    def _linked_any(self) -> bool:
        if self._has_links is None:
            self._has_links = hand.has_links(self._connection)
        return self._has_links

    def teach(self, features: Iterable[Mapping[str, float]], at: datetime, *, same: bool) -> None:
        """Keep how an operator judged pairs of a report and an event."""
        hand.teach(self._connection, features, at, same=same)

    def reports_of(self, event_id: int) -> list[PlacedItem]:
        """The latest detection of each item of an event, in order of arrival."""
        return event_rows.reports(self._connection, event_id)

    def met_by(self, event_id: int) -> tuple[WatchHit, ...]:
        """The watches that the latest report of an event met that met any."""
        return event_rows.met_by(self._connection, event_id)

    def thread_of(self, event_id: int) -> event_rows.Thread:
        """The thread of an event's messages, and who was told any, or is about to be."""
        if event_id not in self._threads:
            self._threads[event_id] = event_rows.thread(self._connection, event_id)
        return self._threads[event_id]

    def last_alert_of(self, event_id: int) -> Alert | None:
        """The latest alert of an event; None if nothing was told of it."""
        return event_rows.last_alert(self._connection, event_id)

    def line_of(self, event_id: int) -> str:
        """The event in one line, as it stands."""
        return event_rows.line(self._connection, event_id)

    def touch_event(self, event_id: int, at: datetime) -> None:
        """One more report of the event."""
        event_rows.touch(self._connection, event_id, at)

    def add_detection(self, new: NewDetection) -> int:
        row = {
            "item_id": new.item_id, "revision": new.revision, "event_id": new.event_id,
            "relevant": new.relevant, "severity": new.severity, "reason": new.reason,
            "payload": dump(new.payload), "exact": new.exact, "minhash": new.minhash,
            "url": new.url, "origin": new.origin, "facts": dump_texts(new.facts),
            "novelty": dump_texts(new.novelty), "event_why": dump_texts(new.event_why),
            "at": new.at,
        }  # fmt: skip
        number = _new_id(self._connection.execute(_ADD_DETECTION, row))
        told.file(self._connection, number, new.bands)
        self._hits.append((new.item_id, new.at))
        return number

    def known_sightings(self, entities: Sequence[str], country: str) -> list[Known]:
        """What was seen of these things in a country."""
        return ledger.known(self._connection, entities, country)

    def seen_elsewhere(self, entities: Sequence[str], country: str) -> list[Known]:
        """Where else each of these things was seen last."""
        return ledger.elsewhere(self._connection, entities, country)

    def keep_sightings(self, seen: Sequence[Sighting], at: datetime, item_id: int) -> None:
        """Note what an item published at that time sights. Idempotent."""
        ledger.keep(self._connection, seen, at, item_id)

    def take_unnoted(self, limit: int) -> list[PlacedItem] | None:
        """The next items placed before there was a ledger, to be noted; None: all are."""
        return ledger.take_unnoted(self._connection, limit)

    def keep_firsts(self, found: Sequence[First], event_id: int, detection_id: int) -> None:
        """Note what of a detection is a first."""
        ledger.keep_firsts(self._connection, found, event_id, detection_id)

    def firsts_of(self, event_id: int) -> tuple[First, ...]:
        """The firsts that an event's reports brought so far."""
        return ledger.firsts_of(self._connection, [event_id]).get(event_id, ())

    def add_alert(
        self,
        alert: Alert,
        event_id: int | None,
        detection_id: int | None,
        receivers: Sequence[str],
        holds: Mapping[str, Hold] = MappingProxyType({}),
    ) -> None:
        """The alert and one notification per receiver. Idempotent by the alert's key."""
        entry = outbox.Entry("alert", alert.key, alert, alert.detected_at, event_id, detection_id)
        outbox.add(self._connection, entry, receivers, holds)
        if event_id is not None:
            self._threads.pop(event_id, None)

    def silences(self, now: datetime) -> list[Silence]:
        """Those in force; some may have ended since the transaction began."""
        if self._silences is None:
            self._silences = silences.in_force(self._connection, now)
        return self._silences

    def owe_refresh(self, event_id: int, living: Sequence[str], now: datetime) -> None:
        """Bring the event's first message up to date at those of `living` who were told of it."""
        threads.owe_refresh(self._connection, event_id, living, now)

    def want_article(self, item_id: int, item: Item, now: datetime) -> None:
        """Have the article behind the item's summary read. Once for each wording of it."""
        fulltexts.want(self._connection, item_id, item, now)

    def done(self, item_id: int, revision: int) -> None:
        """The revision no longer waits; a newer one that came meanwhile still does."""
        queue.finish(self._connection, item_id, revision)

    def done_all(self, revisions: Iterable[tuple[int, int]]) -> None:
        """As `done` for each item and revision."""
        queue.finish_all(self._connection, revisions)

    def count_hits(self) -> None:
        """What was added counts for its sources. Once, before the transaction ends."""
        if not self._hits:
            return
        asked = {"items": [item_id for item_id, _ in self._hits]}
        sources_of = {row.id: row.source for row in self._connection.execute(_SOURCES_OF, asked)}
        found: dict[str, list[datetime]] = {}
        for item_id, at in self._hits:
            found.setdefault(sources_of[item_id], []).append(at)
        rows = [
            {"source": source, "count": len(times), "hit_at": max(times)}
            for source, times in sorted(found.items())
        ]
        self._connection.execute(_COUNT_HITS, rows)


def _new_id(result: sa.CursorResult[Any]) -> int:
    assert result.inserted_primary_key is not None
    number: int = result.inserted_primary_key[0]
    return number


# --- statements: made once, for making one costs more than running it --------------------------


_EVENT_OF_ITEM = (
    sa.select(detections.c.event_id)
    .where(detections.c.item_id == sa.bindparam("item_id"), detections.c.event_id.is_not(None))
    .order_by(detections.c.revision.desc())
    .limit(1)
)
_OPEN_EVENT = events.insert()
_ADD_DETECTION = detections.insert()
_SOURCES_OF = sa.select(items.c.id, items.c.source).where(
    items.c.id.in_(sa.bindparam("items", expanding=True))
)
_COUNT_HITS = (
    sources.update()
    .where(sources.c.name == sa.bindparam("source"))
    .values(
        hit_count=sources.c.hit_count + sa.bindparam("count"), last_hit_at=sa.bindparam("hit_at")
    )
)
