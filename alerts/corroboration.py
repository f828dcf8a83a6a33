"""How well an event is corroborated, and which rules that satisfies. Decides only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from config.schema import Watch
from detector.events import OpenEvent
from detector.model import Detection


@dataclass(frozen=True, slots=True)
class Standing:
    """How many independent origins report an event, and the best of their grades."""

    origins: int
    best: str


NOBODY = Standing(0, "G")  # before the first report
EVERYBODY = Standing(10_000, "A")


class Rule(Protocol):
    """A watch or a route's match."""

    @property
    def corroborated(self) -> int: ...
    @property
    def reliability(self) -> str | None: ...


def standing_of(event: OpenEvent | None) -> Standing:
    """What is known of an event says how it stands; without one nobody reports it."""
    return Standing(len(event.origins), event.reliability) if event else NOBODY


def uncorroborated(rule: Rule, standing: Standing) -> tuple[str, ...]:
    """What a rule asks that an event doesn't have yet; empty: it is satisfied."""
    wrong = []
    if standing.origins < rule.corroborated:
        wrong.append(f"{_origins(standing.origins)}, not {rule.corroborated}")
    if rule.reliability is not None and standing.best > rule.reliability:
        wrong.append(f"best reliability is {standing.best}, not {rule.reliability} or better")
    return tuple(wrong)


def satisfied(detection: Detection, watches: Iterable[Watch], standing: Standing) -> Detection:
    """The detection with only those watches whose events need no more corroboration."""
    waiting = {watch.id for watch in watches if uncorroborated(watch, standing)}
    return replace(
        detection, watches=tuple(hit for hit in detection.watches if hit.id not in waiting)
    )


def _origins(count: int) -> str:
    return f"{count} independent origin{'' if count == 1 else 's'}"
