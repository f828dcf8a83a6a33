"""Puts one relevant item into its event and writes the alert that follows, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from alerts.decide import severity_of
from alerts.firsts import in_words
from alerts.model import Reason
from alerts.ringing import Moment
from archive.model import NewDetection, PendingItem, ToldText
from archive.placing import Placing
from detector.articles import place_article
from detector.copies import COPIED, Copy, Fingerprint
from detector.event_keys import keys_of, wanted
from detector.events import OpenEvent, Weights, open_since, opened
from detector.facts import Facts
from detector.model import Detection
from detector.placing import (
    KEPT,
    LIKELY_ENOUGH,
    Originals,
    Placed,
    beside_earlier,
    place_by_hand,
    place_copy,
    place_earlier,
    place_edit,
    place_follow_up,
    place_report,
    repeated,
)
from workers.clock import utc_now
from workers.judging import Doubt
from workers.live import Loaded
from workers.merging import merge_and_tell
from workers.reading import Read, line_of
from workers.telling import FRESH, Case, decide, key_of

Reread = Callable[[PendingItem], Read | None]  # None: it may be of no event any more


@dataclass(frozen=True, slots=True)
class Done:
    """How many alerts an item gave, and which event it nearly joined instead of a new one."""

    alerts: int = 0
    doubt: Doubt | None = None


def place(placing: Placing, read: Read, loaded: Loaded, weights: Weights, reread: Reread) -> Done:
    """Write the item's event, detection and alerts."""
    now = utc_now()
    earlier = _event_before(placing, read)
    placed = _placed(placing, read, earlier, weights)
    if placed is None:
        _keep_for_later(placing, read)
        return Done()
    if not read.detection.relevant:
        read = replace(read, detection=_following(placing, read.detection, placed.event.id))
    before = None if placed.is_new else placing.known_of(placed.event.id)
    event, line = _kept(placing, read, placed, earlier, loaded)
    adopted = _adopted(placing, read, event, weights, reread) if placed.is_new else []
    if adopted:
        event = adopted[-1][1].event
        placed = beside_earlier(placed, read.facts, (one.facts for one, _ in adopted))
        line = line_of(event, read.pending.item, loaded)
        placing.keep_known(event, line)
    firsts = loaded.ledger.note(placing, read.facts, read.pending.item_id)
    thread = placing.thread_of(event.id)
    moment = Moment(read.pending.backfill, earlier is not None, thread.told)
    case = Case(
        read.pending, read.source, read.detection, placed, event, before, moment, thread.key,
        line, thread.told_to,
    )  # fmt: skip
    decision = decide(case, loaded, placing.silences(now), now)
    if not case.told_to.isdisjoint(loaded.living) and decision.reason is not Reason.BACKFILL:
        placing.owe_refresh(event.id, loaded.living, now)
    detection_id = _write_detection(placing, read, placed, event.id, decision.reason)
    for one, silent in adopted:
        _write_detection(placing, one, silent, event.id, Reason.EARLIER)
    placing.keep_firsts(firsts, event.id, detection_id)
    for telling in decision.tellings:
        fresh = telling.alert.reason in FRESH and not placed.is_new
        found = placing.firsts_of(event.id) if fresh else firsts
        alert = replace(telling.alert, firsts=in_words(found))
        placing.add_alert(alert, event.id, detection_id, telling.receivers, telling.holds)
    return Done(len(decision.tellings), _doubt(read, placed, event, loaded))


def _event_before(placing: Placing, read: Read) -> int | None:
    """The event of an item that was placed before: never of a first wording."""
    first = read.pending.revision == 1
    return None if first else placing.event_of_item(read.pending.item_id)


def _keep_for_later(placing: Placing, read: Read) -> None:
    """The report that opens its event may come yet."""
    if read.detection.assessment.score >= LIKELY_ENOUGH:
        at = read.facts.at
        placing.keep_earlier(*read.revision, wanted(read.facts), at, at - KEPT)


def _adopted(
    placing: Placing, read: Read, event: OpenEvent, weights: Weights, reread: Reread
) -> list[tuple[Read, Placed]]:
    """Kept texts that fit the event which `read` opens, each with the event as it is then."""
    taken = []
    since = read.facts.at - KEPT
    for pending in placing.earlier(read.pending.item_id, keys_of(event), since):
        if (one := reread(pending)) is None:
            continue
        judged, candidates = one.detection.assessment, _open(placing, one.facts)
        found = place_earlier(one.facts, event, candidates, weights, judged)
        if found is None:
            continue
        event = found.event
        placing.keep_known(event, one_more_at=utc_now())
        told = one.detection.following(f"event {event.id}", read.detection.watches)
        taken.append((replace(one, detection=told), found))
    return taken


def _open(placing: Placing, facts: Facts) -> list[OpenEvent]:
    return placing.open_events(wanted(facts), open_since(facts))


def _following(placing: Placing, detection: Detection, event_id: int) -> Detection:
    """A text that met no watch is told by those of the event that it follows."""
    return detection.following(f"event {event_id}", placing.met_by(event_id))


def _doubt(read: Read, placed: Placed, event: OpenEvent, loaded: Loaded) -> Doubt | None:
    """The event that a new one may be after all, if there is a judge to ask."""
    judge = loaded.configuration.alerts.judge
    if judge is None or not placed.is_new:
        return None
    near = [m for m in placed.matches if not m.veto and m.score >= judge.undecided_from]
    return Doubt(read.pending.item_id, event.id, near[0].event_id) if near else None


def _placed(placing: Placing, read: Read, before: int | None, weights: Weights) -> Placed | None:
    """A known item's edit, where an operator put it, a copy, a report, or what follows one.

    None: what is no report by itself, and of no event that is known.
    """
    facts = read.facts
    if before is not None:
        known = _known(placing, before, facts)
        full = read.pending.item.is_full
        return place_article(facts, known) if full else place_edit(facts, known)
    linked = placing.linked(read.pending.item_id)
    for event_id, same in linked.items():
        if same:
            return place_by_hand(facts, _known(placing, event_id, facts))
    if (copied := _copy(placing, read, linked)) is not None:
        return place_copy(facts, *copied)
    candidates = [event for event in _open(placing, facts) if event.id not in linked]
    if not read.detection.relevant:
        return place_follow_up(facts, candidates, weights, read.detection.assessment)
    apart = placing.kept_apart([event.id for event in candidates])
    return place_report(facts, candidates, weights, apart)


def _known(placing: Placing, event_id: int, facts: Facts) -> OpenEvent:
    """What is known of an event; those of older archives are known from now on."""
    return placing.known_of(event_id) or opened(event_id, facts)


def _copy(placing: Placing, read: Read, linked: Container[int]) -> tuple[Copy, OpenEvent] | None:
    since, links, print_ = utc_now() - COPIED, read.links, read.print_
    told = placing.candidates(print_.exact, print_.bands, links, since)
    opening = _opening(placing, print_, since) if told else ()
    originals = Originals(
        [one for one in told if one.event_id not in linked],
        (one for one in opening if one.event_id not in linked),
    )
    known = partial(_known, placing, facts=read.facts)
    return repeated(print_, links, read.facts, originals, known)


def _opening(placing: Placing, print_: Fingerprint, since: datetime) -> Iterator[ToldText]:
    """Asked for only when they are gone through: most copies are known without."""
    if print_.excerpts:
        yield from placing.candidates("", print_.excerpts, (), since)


def _country(event: OpenEvent) -> str:
    """Where it happened: of towns and bases before countries, what the report leads with."""
    places = [spot for spot in event.places if spot.country]
    best = max(places, key=lambda spot: (not spot.general, spot.weight), default=None)
    return best.country if best else ""


def _kept(
    placing: Placing, read: Read, placed: Placed, before: int | None, loaded: Loaded
) -> tuple[OpenEvent, str]:
    """Write the event as it is now, under its number; with its line."""
    now = utc_now()
    event = placed.event
    line = line_of(event, read.pending.item, loaded)
    if placed.is_new:
        country = _country(event)
        severity, key = severity_of(read.detection), key_of(read.pending)
        number = placing.open_event(line, severity, country, now, key=key)
        event = replace(event, id=number)
    for gone in placed.merged:
        merge_and_tell(placing, gone, event, loaded, now)
    one_more = not placed.is_new and before is None
    placing.keep_known(event, line, one_more_at=now if one_more else None)
    return event, line


def _write_detection(
    placing: Placing, read: Read, placed: Placed, event_id: int, reason: Reason
) -> int:
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
            url=read.links.own,
            origin=read.links.origin,
            facts=read.facts.named,
            novelty=tuple(
                f"{one.name}: {one.detail}" if one.detail else one.name.value for one in placed.news
            ),
            event_why=placed.why,
            at=utc_now(),
        )
    )
