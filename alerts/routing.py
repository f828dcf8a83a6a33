"""Decides who hears an alert: routes top down, as in Alertmanager. Sends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.corroboration import Standing, uncorroborated
from alerts.holding import Hold, by_route
from alerts.model import Alert
from config.schema import AlertsConfig, Match, Route


@dataclass(frozen=True, slots=True)
class Way:
    """A receiver, the route that chose it (from 1), and what the alert waits for."""

    receiver: str
    route: int
    hold: Hold | None = None


def ways(alert: Alert, config: AlertsConfig, now: datetime) -> tuple[Way, ...]:
    """To whom and when, as far as routes decide; budgets and outages are seen at the sending."""
    return tuple(
        Way(receiver, index + 1, by_route(alert, route, index + 1, config.time_intervals, now))
        for receiver, index in receivers_for(alert, config.routes)
        for route in (config.routes[index],)
    )


def receivers_for(alert: Alert, routes: Sequence[Route]) -> tuple[tuple[str, int], ...]:
    """(receiver, index of the route that chose it), each receiver once, in order.

    The first matching route wins; later ones are tried only while routes say `continue`.
    """
    chosen: dict[str, int] = {}
    for index, route in enumerate(routes):
        if mismatches(alert, route.match):
            continue
        for receiver in route.receivers:
            chosen.setdefault(receiver, index)
        if not route.continue_:
            break
    return tuple(chosen.items())


def explain(alert: Alert, routes: Sequence[Route]) -> tuple[str, ...]:
    """One sentence a route, in order: what it did with this alert and why."""
    lines: list[str] = []
    stopped_by: int | None = None
    for number, route in enumerate(routes, start=1):
        wrong = mismatches(alert, route.match)
        if stopped_by is not None:
            lines.append(f"route {number} not tried: route {stopped_by} matched without continue")
        elif wrong:
            lines.append(f"route {number} passed over: {'; '.join(wrong)}")
        else:
            lines.append(f"route {number} matches: tells {', '.join(route.receivers)}")
            stopped_by = None if route.continue_ else number
    return tuple(lines)


def mismatches(alert: Alert, match: Match) -> tuple[str, ...]:
    """What a route asks that the alert doesn't have; empty: it matches."""
    has = _traits(alert)
    wrong = [
        f"{key} is {_listed(has[key]) or 'unknown'}, not {' or '.join(wanted)}"
        for key, wanted in match.asked()
        if not set(wanted) & set(has[key])
    ]
    wrong += [
        f"{key} is {_listed(found)}, which is left out"
        for key, unwanted in match.none.asked()
        if (found := [value for value in has[key] if value in unwanted])
    ]
    return (*wrong, *uncorroborated(match, Standing(alert.origins, alert.best)))


def _traits(alert: Alert) -> Mapping[str, Sequence[str]]:
    """What it has of each that a route may ask for."""
    return {
        "watch": alert.watches,
        "severity": (alert.severity,),
        "entity": alert.entity_ids,
        "country": alert.countries,
        "source": (alert.source_name, *alert.source_tags),
        "language": (alert.language,),
        "novelty": alert.novelty,
    }


def _listed(values: Sequence[str]) -> str:
    return " ".join(filter(None, values))
