"""Who is told what of an item that was just placed, and why; writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from alerts.corroboration import (
    EVERYBODY,
    Standing,
    satisfied,
    standing_of,
)
from alerts.decide import compose
from alerts.holding import Hold
from alerts.model import Alert, Reason
from alerts.ringing import RINGING, Moment, Wanted, reason_of, wanted_by
from alerts.routing import receivers_for, ways
from alerts.silences import Silence, silencing
from alerts.words import UPDATE
from archive.model import PendingItem
from config.schema import Language, Source
from detector.events import OpenEvent
from detector.model import Detection, WatchHit
from detector.novelty import Novelty, first_report
from detector.placing import Placed
from workers.live import Loaded
from workers.reading import line_of

FRESH = (
    Reason.NEW_EVENT,
    Reason.CORROBORATED,
)  # the receiver hears of the event for the first time


@dataclass(frozen=True, slots=True)
class Case:
    """An item in its event, and what was known and told of the event before."""

    pending: PendingItem
    source: Source
    detection: Detection
    placed: Placed
    event: OpenEvent
    before: OpenEvent | None
    moment: Moment
    thread: str
    line: str  # of the event
    told_to: frozenset[str]  # receivers of anything about the event


@dataclass(frozen=True, slots=True)
class Telling:
    """One alert and its receivers."""

    alert: Alert
    receivers: tuple[str, ...]
    holds: Mapping[str, Hold] = field(default_factory=dict)  # by receiver, what it waits for


@dataclass(frozen=True, slots=True)
class Decision:
    """Why the item is told or kept, and what is to be told."""

    reason: Reason
    tellings: tuple[Telling, ...] = ()
    silence: Silence | None = None  # that holds back what would have been told


def decide(case: Case, loaded: Loaded, silences: Sequence[Silence], now: datetime) -> Decision:
    """News by the watches, receivers by the routes, unless the operator wants silence."""
    decision = _told(case, loaded, now)
    for one in decision.tellings:
        if silence := silencing(one.alert, silences, now):
            return Decision(Reason.SILENCED, silence=silence)
    return decision


def _told(case: Case, loaded: Loaded, now: datetime) -> Decision:
    """Who waited for corroboration hears it now."""
    desk = _Desk(case, loaded, now)
    after, earlier = standing_of(case.event), standing_of(case.before)
    heard = desk.heard(after)
    reason = reason_of(case.placed, desk.wanted(heard), case.moment)
    if reason is Reason.NEW_EVENT:
        waited = not case.placed.is_new and desk.newly_satisfied(after, earlier)
        reason = Reason.CORROBORATED if waited else reason
        chosen = [(reason, "", desk.receivers(heard, after))]
    else:
        waiting = desk.newly_satisfied(after, earlier) if desk.may_be_late(heard) else ()
        late = _without(waiting, case.told_to)
        known = desk.receivers(heard, after) if reason is Reason.UPDATE else ()
        if reason is Reason.THREAD:
            known = tuple(name for name in loaded.living if name in case.told_to)
        chosen = [
            (reason, "", _without(known, late)),
            (Reason.CORROBORATED, "!corroborated", late),
        ]
        reason = Reason.CORROBORATED if late and reason is not Reason.UPDATE else reason
    told = tuple(
        desk.timed(Telling(desk.alert(heard, why, suffix), names))
        for why, suffix, names in chosen
        if names  # most reports are told to nobody
    )
    return Decision(reason if told else desk.why_nobody(reason), told)


def would_be(case: Case, loaded: Loaded, reason: Reason, now: datetime) -> Alert:
    """The alert as it would be if it were told, for those who ask why it isn't."""
    return _Desk(case, loaded, now).alert(case.detection, reason)


def key_of(pending: PendingItem) -> str:
    """Unique for ever: a channel's message ids begin again when its name changes hands."""
    key = f"{pending.item.source}/{pending.item.external_id}#{pending.item_id}"
    return key if pending.revision == 1 else f"{key}@{pending.revision}"


class _Desk:
    """The questions of one case."""

    def __init__(self, case: Case, loaded: Loaded, now: datetime) -> None:
        self._case, self._loaded, self._now = case, loaded, now
        self._lines: dict[Language | None, str] = {None: case.line}
        self._made: dict[tuple[tuple[WatchHit, ...], Reason, str], Alert] = {}
        self._watches = loaded.configuration.watchlist.watches
        self._alerts = loaded.configuration.alerts

    def wanted(self, heard: Detection) -> Wanted:
        return wanted_by(heard, self._watches)

    def heard(self, standing: Standing) -> Detection:
        return satisfied(self._case.detection, self._watches, standing)

    def receivers(self, heard: Detection, standing: Standing) -> tuple[str, ...]:
        """Whom the routes choose for an event that stands like that."""
        if not heard.watches:
            return ()
        alert = replace(
            self.alert(heard, Reason.NEW_EVENT), origins=standing.origins, best=standing.best
        )
        return tuple(name for name, _ in receivers_for(alert, self._alerts.routes))

    def newly_satisfied(self, now: Standing, before: Standing) -> tuple[str, ...]:
        """Whom the routes choose for the event as it stands now, and did not before."""
        if now == before:
            return ()
        chosen = self.receivers(self.heard(now), now)
        return _without(chosen, self.receivers(self.heard(before), before))

    def timed(self, telling: Telling) -> Telling:
        """With what its routes have it wait for; what only joins its thread disturbs nobody."""
        if telling.alert.reason is Reason.THREAD:
            return telling
        found = ways(telling.alert, self._alerts, self._now)
        return replace(telling, holds={way.receiver: way.hold for way in found if way.hold})

    def may_be_late(self, heard: Detection) -> bool:
        """Whether somebody may hear of the known event only now."""
        case = self._case
        own_report = case.placed.copy is None and not case.moment.edit and not case.placed.is_new
        first = Novelty.FIRST_REPORT in self.wanted(heard).ring
        return own_report and first and not case.moment.backfill

    def why_nobody(self, reason: Reason) -> Reason:
        """The reason to keep when nobody is told."""
        case = self._case
        if reason is Reason.THREAD:
            return Reason.QUIET_NEWS
        would = reason_of(case.placed, self.wanted(case.detection), case.moment)
        if would not in RINGING:
            return reason
        anybody = self.receivers(case.detection, EVERYBODY)
        return Reason.UNCORROBORATED if anybody else Reason.NO_ROUTE

    def alert(self, heard: Detection, reason: Reason, suffix: str = "") -> Alert:
        """The alert of what is heard; only its watches differ from the detection."""
        key = heard.watches, reason, suffix
        if key not in self._made:
            self._made[key] = self._alert(heard, reason, suffix)
        return self._made[key]

    def _alert(self, heard: Detection, reason: Reason, suffix: str) -> Alert:
        case, key = self._case, key_of(self._case.pending)
        alert = compose(
            heard, case.pending.item, case.source, event_key=key + suffix, reason=reason,
            now=self._now,
        )  # fmt: skip
        alert = replace(
            alert, event=case.thread or key, reports=case.event.reports,
            origins=len(case.event.origins), best=case.event.reliability,
            line=self._line(None, reason),
            lines=tuple((code, self._line(code, reason)) for code in self._loaded.other_languages),
            novelty=tuple(name.value for name in case.placed.names),
        )  # fmt: skip
        if reason in FRESH and not case.placed.is_new:
            return alert
        # Beside "new event" it says what it adds to earlier texts that nobody was told.
        skipped = first_report() if reason in FRESH else ()
        return replace(alert, news=tuple(n.words for n in case.placed.news if n not in skipped))

    def _line(self, language: Language | None, reason: Reason) -> str:
        if language not in self._lines:
            item = self._case.pending.item
            self._lines[language] = line_of(self._case.event, item, self._loaded, language)
        line = self._lines[language]
        if reason in FRESH:
            return line
        return f"{UPDATE[language or self._loaded.configuration.alerts.language]}: {line}"


def _without(names: tuple[str, ...], others: frozenset[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in others)
