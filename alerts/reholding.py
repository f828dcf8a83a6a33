"""What is held already follows alerts.yaml as it is now. Decides only.

Groups and outages hold for a moment; quiet hours may hold for days, and budgets for as long as
they say: an operator who changes them means what waits, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alerts.holding import Hold, Kind, released
from alerts.model import Alert
from alerts.routing import ways
from config.schema import AlertsConfig


@dataclass(frozen=True, slots=True)
class Held:
    """An alert that waits to be told to a receiver; `id` is the notification's."""

    id: int
    receiver: str
    bundle: str
    alert: Alert


def reheld(
    waiting: Sequence[Held], config: AlertsConfig, now: datetime
) -> tuple[tuple[Held, Hold], ...]:
    """Those that are to wait otherwise, or no more; `waiting` in the order they were written."""
    moved: list[tuple[Held, Hold]] = []
    staying: set[tuple[str, str]] = set()
    for held in waiting:
        event = (held.receiver, held.alert.event or held.alert.key)
        hold = _hold(held, config, now)
        if hold is not None and hold.bundle == held.bundle:
            staying.add(event)
        elif hold is not None:
            moved.append((held, hold))
        elif event not in staying:  # else it waits with the first message of its event
            moved.append((held, released(held.bundle, now)))
    return tuple(moved)


def _hold(held: Held, config: AlertsConfig, now: datetime) -> Hold | None:
    """What holds it now; None: nothing does."""
    if held.bundle.startswith(f"{Kind.QUIET}:"):
        found = [way.hold for way in ways(held.alert, config, now) if way.receiver == held.receiver]
        return next((hold for hold in found if hold and hold.kind is Kind.QUIET), None)
    budgets = {receiver.name: receiver.budget for receiver in config.receivers}
    has_budget = budgets.get(held.receiver) is not None
    return Hold(Kind.FLOOD, held.bundle.partition(":")[2], now) if has_budget else None
