"""When an account may send its next request. Pure: stored waits and `now` in, a moment out.

Telegram answers haste with flood waits and, in the end, with a ban. So there is one request at a
time, spaced with jitter; each flood wait doubles the spacing, each answer brings it back a little;
names are resolved at a rate far below what other tools' users were punished for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from collector.telegram_model import EVERY_METHOD, Wait

RESOLVE = "contacts.ResolveUsername"
RESOLVES_AN_HOUR = 30  # users report waits of hours after a few dozen to about 200
JITTER = 0.3  # of the spacing, on top of it
SLOWER, FASTER = 2.0, 0.98  # factors on the spacing after a flood wait and after an answer
MAX_SPACING_S = 60.0
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Gate:
    """One account's pace. A value: each event gives the gate that holds from then on."""

    least_spacing_s: float = 1.0
    spacing_s: float = 1.0
    next_at: datetime | None = None
    waits: tuple[Wait, ...] = ()
    resolves_an_hour: int = RESOLVES_AN_HOUR
    resolved: tuple[datetime, ...] = ()  # names resolved within the last hour

    @classmethod
    def for_budget(cls, per_second: float, waits: tuple[Wait, ...] = ()) -> Gate:
        """A gate for so many requests a second, with the waits that the archive remembers.

        Above one a second, which only a server of one's own bears, more names may be resolved too.
        """
        names = round(RESOLVES_AN_HOUR * max(1.0, per_second))
        return cls(1 / per_second, 1 / per_second, waits=waits, resolves_an_hour=names)

    def wait_on(self, method: str, now: datetime) -> Wait | None:
        """The wait that forbids `method` now; None when only the pace holds it back."""
        told = [one for one in self.waits if one.method in (method, EVERY_METHOD)]
        if method == RESOLVE and len(self.resolved) >= self.resolves_an_hour:
            told.append(Wait(RESOLVE, self.resolved[-self.resolves_an_hour] + _HOUR))
        latest = max(told, key=lambda wait: wait.until, default=None)
        return latest if latest is not None and latest.until > now else None

    def pause_s(self, now: datetime) -> float:
        """Seconds until the pace allows the next request."""
        return max(0.0, (self.next_at - now).total_seconds()) if self.next_at else 0.0

    def after_request(self, method: str, now: datetime, chance: float) -> Gate:
        """A request goes out; `chance` in [0, 1) spreads the next one."""
        spacing = self.spacing_s * (1 + JITTER * chance)
        resolved = tuple(when for when in self.resolved if when > now - _HOUR)
        if method == RESOLVE:
            resolved = (*resolved, now)
        return replace(self, next_at=now + timedelta(seconds=spacing), resolved=resolved)

    def after_answer(self) -> Gate:
        """All went well: a little faster, never above the budget."""
        return replace(self, spacing_s=max(self.least_spacing_s, self.spacing_s * FASTER))

    def after_wait(self, wait: Wait, now: datetime) -> Gate:
        """Telegram asked for a pause: remember it and go slower; what is over is forgotten."""
        kept = [one for one in self.waits if one.until > now and one.method != wait.method]
        slower = max(self.least_spacing_s, min(MAX_SPACING_S, self.spacing_s * SLOWER))
        return replace(self, spacing_s=slower, waits=(*kept, wait))
