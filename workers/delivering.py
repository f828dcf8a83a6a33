"""Deliver: claim, send, record; look up before sending again what may have arrived."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from alerts.channels import is_living, kind_of, on_ambiguous, pace_s
from alerts.holding import Hold, Kind, by_budget, by_outage, warning
from alerts.model import Alert, Bundle, Channel, Message, Receipt, Refresh, Told
from alerts.outcome import Outcome, Try, Verdict, after_find, after_send
from alerts.render import render
from alerts.updates import as_known, in_language
from archive.archive import Archive
from archive.model import ClaimedNotification
from config.schema import Receiver
from workers.clock import utc_now
from workers.live import Live, Loaded

LOOK_AGAIN_S = 0.2  # whether another process has told what it had in hand
PACED = timedelta(seconds=2)  # Slack takes one message a second
LEASE = timedelta(seconds=90)  # the channels bound one delivery, look-up included, below this

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round of delivery gave."""

    sent: int = 0
    failed: int = 0  # tries that did not end in "sent"
    given_up: int = 0  # dead letters made
    reasons: tuple[str, ...] = ()

    def __add__(self, other: Delivered) -> Delivered:
        reasons = tuple(dict.fromkeys(self.reasons + other.reasons))
        given_up = self.given_up + other.given_up
        return Delivered(self.sent + other.sent, self.failed + other.failed, given_up, reasons)


class Deliverer:
    """Tells receivers one notification at a time each, in order, at their pace."""

    def __init__(self, archive: Archive, live: Live, owner: str) -> None:
        self._archive, self._live, self._owner = archive, live, owner
        self._stopping = threading.Event()

    def drain(self, until: datetime) -> Delivered:
        """Tell what is due, at each receiver's pace, until nothing is due soon or time is up."""
        total = Delivered()
        while (now := utc_now()) < until and not self._stopping.is_set():
            # One at a time: a lease must not run out while another receiver is slow to answer.
            claims = self._archive.claim_notifications(self._owner, now, LEASE, 1)
            if claims:
                total += self._tell(claims[0])
            elif (pause := self._pause(now)) is None:
                break
            else:
                self._stopping.wait(pause)
        return total

    def finish(self, until: datetime) -> Delivered:
        """As drain; what another process is telling is waited for, not left in doubt."""
        total = self.drain(until)
        while self._archive.others_deliver(self._owner, now := utc_now()) and now < until:
            if self._stopping.wait(LOOK_AGAIN_S):
                break
            total += self.drain(until)
        return total

    def stop(self) -> None:
        """Let the message under way be the last. Safe in a signal handler."""
        self._stopping.set()

    def _pause(self, now: datetime) -> float | None:
        """Seconds until a receiver that is only held back for its pace can be served."""
        due = self._archive.earliest_delivery(now)
        if due is None or due > now + PACED:
            return None
        return max(0.05, (due - now).total_seconds())

    def _tell(self, claim: ClaimedNotification) -> Delivered:
        loaded = self._live.current()
        receiver = loaded.receiver(claim.receiver)
        if receiver is None:
            reason = f"receiver {claim.receiver} is no longer in alerts.yaml"
            optional = isinstance(claim.payload, Refresh)
            outcome = Outcome(Verdict.DROPPED if optional else Verdict.DEAD, reason)
        elif isinstance(claim.payload, Refresh):
            return self._refresh(claim, claim.payload, receiver, loaded)
        elif (hold := self._hold(claim, receiver, loaded)) is not None:
            self._defer(claim, hold)
            return Delivered()
        else:
            outcome = self._try(claim, claim.payload, receiver, loaded)
        self._record(claim, outcome, pace_s(receiver) if receiver else 0.0)
        return _delivered(claim, outcome)

    def _hold(self, claim: ClaimedNotification, receiver: Receiver, loaded: Loaded) -> Hold | None:
        """Whether an alert, ready to go, is to come with others instead."""
        waited = claim.bundle and not claim.bundle.startswith(f"{Kind.GROUP}:")
        if not isinstance(claim.payload, Alert) or claim.ambiguous_since or waited:
            return None
        now = utc_now()
        late = by_outage(claim.payload, loaded.configuration.alerts.catch_up, now)
        if late is not None or receiver.budget is None:
            return late
        sent = self._archive.sent_since(receiver.name, now - receiver.budget.per)
        return by_budget(claim.payload, receiver.budget, sent, now)

    def _defer(self, claim: ClaimedNotification, hold: Hold) -> None:
        now = utc_now()
        notice = warning(claim.receiver, hold, now) if hold.kind is Kind.FLOOD else None
        self._archive.defer(claim, hold, notice, now)

    def _try(
        self, claim: ClaimedNotification, told: Told, receiver: Receiver, loaded: Loaded
    ) -> Outcome:
        channel = loaded.channels[receiver.name]
        if isinstance(told, Alert) and loaded.translating is not None:
            told = loaded.translating.translated(told)
        message = render(in_language(told, receiver.language), kind_of(receiver), claim.key)
        if isinstance(told, Alert | Bundle) and message.thread and is_living(receiver):
            first = self._archive.first_told(receiver.name, message.thread)
            message = replace(message, parent=first.reference if first else "")
        tried = Try(claim.key, claim.attempt, claim.first_try_at, utc_now(), on_ambiguous(receiver))
        repeat = False
        if claim.ambiguous_since is not None:
            outcome = after_find(_find(channel, message, claim.first_try_at), tried)
            if outcome.verdict not in (Verdict.SEND, Verdict.REPEAT):
                return outcome
            repeat = outcome.verdict is Verdict.REPEAT
        return after_send(_send(channel, message, claim.attempt, repeat), tried)

    def _refresh(
        self, claim: ClaimedNotification, refresh: Refresh, receiver: Receiver, loaded: Loaded
    ) -> Delivered:
        """Replace the event's first message; a lost reply is no worry, for twice is once."""
        first = self._archive.first_told(receiver.name, refresh.event)
        if first is None or first.alert is None or first.event is None or not is_living(receiver):
            self._archive.record_dropped(
                claim, "there is no message to bring up to date", utc_now()
            )
            return Delivered()
        alert = as_known(first.alert, first.event)
        if alert.standing == first.shown:
            self._archive.record_dropped(claim, "the message says so already", utc_now())
            return Delivered()
        message = replace(
            render(in_language(alert, receiver.language), "slack", first.key),
            revises=first.reference,
        )
        tried = Try(claim.key, claim.attempt, claim.first_try_at, utc_now(), optional=True)
        outcome = after_send(
            _send(loaded.channels[receiver.name], message, claim.attempt, False), tried
        )
        if outcome.verdict is Verdict.SENT:
            self._archive.record_refreshed(claim, alert.standing, utc_now())
            self._archive.hold_receiver(
                receiver.name, utc_now() + timedelta(seconds=pace_s(receiver))
            )
            return Delivered()
        self._record(claim, outcome, pace_s(receiver))
        return _delivered(claim, outcome)

    def _record(self, claim: ClaimedNotification, outcome: Outcome, pace: float) -> None:
        now = utc_now()
        holds = [outcome.hold_until, now + timedelta(seconds=pace) if pace else None]
        if hold := max((h for h in holds if h is not None), default=None):
            self._archive.hold_receiver(claim.receiver, hold)
        if outcome.verdict is Verdict.SENT:
            opens = outcome.opens_thread
            self._archive.record_sent(claim, outcome.reference, now, opens_thread=opens)
        elif outcome.verdict is Verdict.LOOK_UP and outcome.at is not None:
            self._archive.record_ambiguous(claim, outcome.reason, now, next_at=outcome.at)
        elif outcome.verdict is Verdict.DROPPED:
            self._archive.record_dropped(claim, outcome.reason, now)
        else:  # RETRY has a time; DEAD and HELD have none and wait for the operator
            self._archive.record_unsent(claim, outcome.reason, now, next_at=outcome.at)


def _delivered(claim: ClaimedNotification, outcome: Outcome) -> Delivered:
    if outcome.verdict is Verdict.SENT:
        return Delivered(sent=1)
    reason = f"{claim.receiver}: {outcome.verdict}: {outcome.reason}"
    _log.warning("not_told", notification=claim.key, reason=reason)
    given_up = outcome.verdict in (Verdict.DEAD, Verdict.HELD)
    return Delivered(failed=1, given_up=int(given_up), reasons=(reason,))


def _send(channel: Channel, message: Message, attempt: int, repeat: bool) -> Receipt | Exception:
    try:
        return channel.send(message, attempt=attempt, repeat=repeat)
    except Exception as error:
        return error


def _find(channel: Channel, message: Message, since: datetime) -> Receipt | Exception | None:
    try:
        return channel.find(message, since)
    except Exception as error:
        return error
