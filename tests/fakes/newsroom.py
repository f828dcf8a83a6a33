"""A small language for archive tests: sources, polls, detections and alerts in one call each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from alerts.model import Alert, Digest, Notice, Reason
from archive.archive import Archive
from archive.model import (
    ClaimedNotification,
    ClaimRequest,
    NewDetection,
    PendingItem,
    SavedPoll,
    SourceClaim,
)
from archive.placing import Placing
from collector.item import Failure, Item, PollResult, PollState
from config.schema import Source
from detector.model import Detection, WatchHit

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LEASE = 2 * MINUTE


def feed(name: str = "wire", url: str = "https://wire.example/feed", **more: object) -> Source:
    return Source.model_validate({"name": name, "url": url} | more)


def channel(name: str = "posts", address: str = "milinfo", **more: object) -> Source:
    return Source.model_validate({"name": name, "channel": address} | more)


def item(external_id: str = "1", text: str = "A convoy arrived.", **more: object) -> Item:
    values: dict[str, object] = {
        "source": "wire",
        "kind": "article",
        "title": f"Title {external_id}",
        "url": f"https://wire.example/{external_id}",
        "published_at": NOW,
    }
    return Item(external_id=external_id, text=text, **(values | more))  # type: ignore[arg-type]


def read_well(at: datetime = NOW, **more: object) -> PollState:
    """The state after a poll that worked."""
    values: dict[str, object] = {"first_polled_at": NOW, "last_ok_at": at, "last_new_at": at}
    return PollState(**(values | more))  # type: ignore[arg-type]


def alert(key: str = "event-1", **more: object) -> Alert:
    values: dict[str, object] = {
        "severity": "high",
        "line": "7 × T-72B3 · convoy · Bamako (Mali)",
        "reason": Reason.NEW_EVENT,
        "watches": ("convoys",),
        "why": "convoys: T-72B3 and convoy in one sentence",
        "source": "The Wire",
        "reliability": "B",
        "language": "en",
        "kind": "article",
        "url": "https://wire.example/1",
        "quote": "A convoy arrived.",
        "highlights": (),
        "entities": ("7 × T-72B3",),
        "places": ("Bamako (Mali)",),
        "actions": ("convoy",),
        "published_at": NOW,
        "detected_at": NOW,
    }
    return Alert(key=key, **(values | more))  # type: ignore[arg-type]


def notice(key: str = "blind:wire") -> Notice:
    return Notice(key, "The Wire can't be read", "Three failures in a row.", NOW)


def digest(day: date = date(2026, 3, 1), receiver: str = "desk") -> Digest:
    return Digest("daily", receiver, day, "UTC", 12, 1, (("exact copy", 2),), (), ())


def detection(pending: PendingItem, event_id: int | None, **more: object) -> NewDetection:
    values: dict[str, object] = {
        "item_id": pending.item_id,
        "revision": pending.revision,
        "event_id": event_id,
        "relevant": True,
        "severity": "high",
        "payload": Detection(str(pending.item_id), (WatchHit("convoys", "high", "because"),)),
        "reason": Reason.NEW_EVENT.value,
        "exact": f"exact-{pending.item_id}",
        "minhash": b"\x00\x01",
        "bands": (f"band-{pending.item_id}",),
        "url": f"https://wire.example/{pending.item_id}",
        "origin": "",
        "at": NOW,
        "facts": ("t-72", "Bamako"),
    }
    return NewDetection(**(values | more))  # type: ignore[arg-type]


class Newsroom:
    """An archive with one source, `wire`, and the steps that lead to a told alert."""

    def __init__(self, archive: Archive, *, source: Source | None = None) -> None:
        self.archive = archive
        self.source = source or feed()
        archive.register([self.source], NOW)

    def claim(self, now: datetime = NOW) -> SourceClaim:
        claims = self.archive.claim_sources(
            ClaimRequest(self.source.kind, "worker", LEASE, 1, due_only=False), now
        )
        return claims[0]

    def poll(
        self,
        *items: Item,
        deleted: tuple[str, ...] = (),
        state: PollState | None = None,
        failure: Failure | None = None,
        now: datetime = NOW,
    ) -> SavedPoll:
        state = read_well(now) if state is None else state
        result = PollResult(self.source.name, state, items, deleted, failure)
        saved = self.archive.save_poll(self.claim(now), result, now + 2 * MINUTE, now)
        assert saved is not None
        return saved

    def pending(self, now: datetime = NOW, limit: int = 100) -> list[PendingItem]:
        return self.archive.claim_pending("worker", now, LEASE, limit)

    def tell(self, *receivers: str, key: str = "event-1", now: datetime = NOW) -> None:
        """An item arrives, opens an event, and its alert is owed to the receivers."""
        self.poll(item(key, url=f"https://wire.example/{key}"), now=now)
        (pending,) = self.pending(now)
        with self.archive.placing() as placing:
            open_event(placing, pending, receivers, key=key, now=now)

    def claim_notifications(
        self, now: datetime = NOW, limit: int = 10
    ) -> list[ClaimedNotification]:
        return self.archive.claim_notifications("worker", now, LEASE, limit)


def open_event(
    placing: Placing,
    pending: PendingItem,
    receivers: Sequence[str],
    *,
    key: str = "event-1",
    now: datetime = NOW,
    **more: object,
) -> int:
    """What the pipeline writes for a detection that is news."""
    event_id = placing.open_event("7 × T-72B3 · convoy · Bamako (Mali)", "high", "ML", now)
    found = placing.add_detection(detection(pending, event_id, at=now, **more))
    placing.add_alert(alert(key, detected_at=now), event_id, found, receivers)
    placing.done(pending.item_id, pending.revision)
    return event_id
