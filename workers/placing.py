"""Puts one relevant item into its event and writes the alert that follows, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.decide import compose, severity_of
from alerts.firsts import in_words
from alerts.model import Alert, Reason
from alerts.ringing import RINGING, Moment, reason_of, rings_for
from alerts.routing import receivers_for
from archive.model import NewDetection, PendingItem
from archive.placing import Placing
from config.schema import Source
from detector.copies import Copy, Fingerprint, find_copy
from detector.events import OpenEvent, Weights, opened, wanted
from detector.facts import Facts
from detector.model import Detection
from detector.placing import Placed, place_copy, place_edit, place_report
from workers.clock import utc_now
from workers.live import Loaded

COPY_WINDOW = timedelta(days=16)  # copies later than this count as news again


@dataclass(frozen=True, slots=True)
class Read:
    """A pending item with what the detector says of it."""

    pending: PendingItem
    source: Source
    detection: Detection
    facts: Facts
    print_: Fingerprint
    links: tuple[str, str]  # its own canonical link and its origin's


def place(placing: Placing, read: Read, loaded: Loaded, weights: Weights) -> int:
    """Write the item's event, detection and alert. Returns how many alerts (0 or 1)."""
    now = utc_now()
    before = placing.event_of_item(read.pending.item_id)
    placed = _placed(placing, read, before, weights)
    event = _kept(placing, read, placed, before, now)
    firsts = loaded.ledger.note(placing, read.facts, read.pending.item_id)
    thread, told = placing.thread_of(event.id)
    moment = Moment(read.pending.backfill, before is not None, told)
    ring = rings_for(read.detection, loaded.configuration.watchlist.watches)
    reason = reason_of(placed, ring, moment)
    if told and reason is not Reason.BACKFILL:
        placing.owe_refresh(event.id, loaded.living, now)
    alert = _alert(read, placed, reason, thread, now)
    receivers = tuple(r for r, _ in receivers_for(alert, loaded.configuration.alerts.routes))
    if reason in RINGING and not receivers:
        reason = Reason.NO_ROUTE
    detection_id = _write_detection(placing, read, placed, event.id, reason)
    placing.keep_firsts(firsts, event.id, detection_id)
    if reason not in RINGING:
        return 0
    told_now = firsts if reason is Reason.UPDATE else placing.firsts_of(event.id)
    alert = replace(alert, firsts=in_words(told_now))
    placing.add_alert(alert, event.id, detection_id, receivers)
    return 1


def _placed(placing: Placing, read: Read, before: int | None, weights: Weights) -> Placed:
    facts = read.facts
    if before is not None:
        return place_edit(facts, _known(placing, before, facts))
    copy = _copy(placing, read)
    if copy is not None:
        return place_copy(facts, copy, _known(placing, copy.event_id, facts))
    return place_report(facts, placing.open_events(wanted(facts), facts.at), weights)


def _known(placing: Placing, event_id: int, facts: Facts) -> OpenEvent:
    """What is known of an event; those of older archives are known from now on."""
    return placing.known_of(event_id) or opened(event_id, facts)


def _copy(placing: Placing, read: Read) -> Copy | None:
    since = utc_now() - COPY_WINDOW
    told = placing.candidates(read.print_.exact, read.print_.bands, *read.links, since)
    return find_copy(read.print_, read.links, read.facts.named, told)


def _kept(
    placing: Placing, read: Read, placed: Placed, before: int | None, now: datetime
) -> OpenEvent:
    """Write the event as it is now, under its number."""
    event = placed.event
    if placed.is_new:
        alert = _alert(read, placed, Reason.NEW_EVENT, "", now)
        country = alert.countries[0] if alert.countries else ""
        key = key_of(read.pending)
        number = placing.open_event(alert.line, alert.severity, country, now, key=key)
        event = replace(event, id=number)
    elif before is None:
        placing.touch_event(event.id, now)
    for gone in placed.merged:
        placing.merge_event(gone, event.id)
    placing.keep_known(event)
    return event


def _alert(read: Read, placed: Placed, reason: Reason, thread: str, now: datetime) -> Alert:
    key = key_of(read.pending)
    alert = compose(
        read.detection, read.pending.item, read.source, event_key=key, reason=reason, now=now
    )
    event = placed.event
    alert = replace(alert, event=thread or key, reports=event.reports, origins=len(event.origins))
    if reason is not Reason.UPDATE:
        return alert
    news = tuple(one.words for one in placed.news)
    return replace(alert, line=f"Update: {alert.line}", news=news)


def key_of(pending: PendingItem) -> str:
    """Unique for ever: a channel's message ids begin again when its name changes hands."""
    key = f"{pending.item.source}/{pending.item.external_id}#{pending.item_id}"
    return key if pending.revision == 1 else f"{key}@{pending.revision}"


def _write_detection(
    placing: Placing, read: Read, placed: Placed, event_id: int, reason: Reason
) -> int:
    url, origin = read.links
    return placing.add_detection(
        NewDetection(
            item_id=read.pending.item_id,
            revision=read.pending.revision,
            event_id=event_id,
            relevant=True,
            severity=severity_of(read.detection),
            payload=read.detection,
            reason=reason.value,
            exact=read.print_.exact,
            minhash=read.print_.minhash,
            bands=read.print_.bands,
            url=url,
            origin=origin,
            facts=read.facts.named,
            novelty=tuple(
                f"{one.name}: {one.detail}" if one.detail else one.name.value for one in placed.news
            ),
            event_why=placed.why,
            at=utc_now(),
        )
    )
