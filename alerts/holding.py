"""Is an alert told by itself and now, or held to come with others? Decides only.

GROUP   alerts alike by a route's group_by           a moment, to gather them
QUIET   a route's time intervals say so              until they end; critical passes
FLOOD   the receiver's budget is spent               until its time is over; critical passes
LATE    an outage lies between report and telling    a moment, to gather the summary
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from alerts.hours import held_until
from alerts.model import Alert, Bundle, Notice
from config.schema import Budget, CatchUp, Route, TimeInterval
from config.values import in_words


class Kind(StrEnum):
    """What gathers alerts."""

    GROUP = "group"
    QUIET = "quiet"
    FLOOD = "flood"
    LATE = "late"


# Fewer than these are told one by one when their time has come.
LEAST = {Kind.GROUP: 2, Kind.QUIET: 2, Kind.FLOOD: 2, Kind.LATE: 4}


@dataclass(frozen=True, slots=True)
class Hold:
    """What an alert waits for. Those with the same kind, `key` and receiver come together."""

    kind: Kind
    key: str  # of what gathers them, with its label behind the last "|"
    until: datetime  # if it is the first; others wait for the first
    interval: timedelta = timedelta()  # and at least that long behind the last of this key

    @property
    def bundle(self) -> str:
        """As kept with the notification."""
        return f"{self.kind}:{self.key}"


def by_route(
    alert: Alert, route: Route, number: int, intervals: Sequence[TimeInterval], now: datetime
) -> Hold | None:
    """What the route asks: quiet hours go before groups."""
    quiet = held_until(route, intervals, now) if alert.severity != "critical" else None
    if quiet is not None:
        until, name = quiet
        return Hold(Kind.QUIET, f"{until.isoformat()}|{name}", until)
    if route.group_by is None:
        return None
    values = [f"{key} {_value(alert, key)}" for key in route.group_by]
    label = ", ".join(values) or f"route {number}"
    return Hold(Kind.GROUP, f"{number}|{label}", now + route.group_wait, route.group_interval)


def by_outage(alert: Alert, rule: CatchUp, now: datetime) -> Hold | None:
    """Whether it was published, or waited to be told, longer ago than the limit."""
    if now - _since(alert) <= rule.older_than:
        return None
    return Hold(Kind.LATE, f"|{in_words(rule.older_than)}", now + rule.wait)


def by_budget(alert: Alert, budget: Budget, sent: int, now: datetime) -> Hold | None:
    """Whether the receiver has had its messages; `sent` in the time of the budget."""
    if sent < budget.messages or alert.severity == "critical":
        return None
    label = f"{budget.messages} in {in_words(budget.per)}"
    return Hold(Kind.FLOOD, f"|{label}", now + budget.per)


def warning(receiver: str, hold: Hold, now: datetime) -> Notice:
    """Before a flood: what is held, and until when."""
    label = hold.key.rpartition("|")[2]
    text = (
        f"This place has had its budget of messages ({label}). What follows comes as one summary "
        f"at {hold.until:%H:%M} UTC, the gravest first. Nothing is lost."
    )
    key = f"flood:{receiver}:{now.isoformat()}"
    return Notice(key, "A flood of alerts: the rest comes as one summary", text, now)


def released(bundle: str, now: datetime) -> Hold:
    """For what was held and need not wait any more: told now, under its former label."""
    kind, _, rest = bundle.partition(":")
    return Hold(Kind(kind), f"{now.isoformat()}|{rest.rpartition('|')[2]}", now)


def gathered(bundle: str, key: str, alerts: Sequence[Alert], at: datetime) -> Bundle:
    """What came together, gravest and newest first."""
    kind, _, rest = bundle.partition(":")
    return Bundle(key, kind, rest.rpartition("|")[2], tuple(alerts), at)


def least(bundle: str) -> int:
    """How many must have come together to be told together."""
    return LEAST[Kind(bundle.partition(":")[0])]


def noted(alert: Alert, bundle: str) -> Alert:
    """An alert that was held and comes alone, with a word on why it comes late."""
    kind, _, rest = bundle.partition(":")
    label = rest.rpartition("|")[2]
    note = {
        Kind.GROUP: "",
        Kind.QUIET: f"held during quiet hours ({label})",
        Kind.FLOOD: f"held, for the budget is {label}",
        Kind.LATE: f"more than {label} old when it could be told",
    }[Kind(kind)]
    return replace(alert, note=note)


def _since(alert: Alert) -> datetime:
    published = alert.published_at or alert.detected_at
    return min(published, alert.detected_at)


def _value(alert: Alert, key: str) -> str:
    values = {
        "watch": alert.watches[:1],
        "severity": (alert.severity,),
        "entity": alert.entity_ids[:1],
        "country": alert.countries[:1],
        "source": (alert.source_name,),
        "language": (alert.language,),
    }[key]
    return "".join(values) or "unknown"
