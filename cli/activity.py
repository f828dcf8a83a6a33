"""What `tocsin up` prints: one line a second at most of what happened, and the alerts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from alerts.render import terminal_line
from archive.archive import Archive
from archive.counts import Totals


class Activity:
    """Compares totals with those of the last look."""

    def __init__(self, archive: Archive, say: Callable[[str], None], show_alerts: bool) -> None:
        self._archive, self._say, self._show = archive, say, show_alerts
        self._before = archive.totals()
        self._last_alert = archive.newest_alert_id()

    def tell(self, now: datetime) -> None:
        totals = self._archive.totals()
        if line := difference(self._before, totals):
            self._say(f"{now.astimezone():%H:%M:%S}  {line}")
        self._before = totals
        if self._show:
            self._tell_alerts()

    def _tell_alerts(self) -> None:
        for number, alert in self._archive.recent_alerts(self._last_alert, 20):
            self._last_alert = number
            self._say(f"{alert.detected_at.astimezone():%H:%M:%S}  {terminal_line(alert)}")


def difference(before: Totals, after: Totals) -> str:
    """Such as "polled 12 · new 3 · detected 1 · told 1"; empty when nothing happened."""
    counts = (
        ("polled", after.polls - before.polls),
        ("failed", after.polls_failed - before.polls_failed),
        ("new", after.items - before.items),
        ("edited", after.edits - before.edits),
        ("deleted", after.deletions - before.deletions),
        ("detected", after.detections - before.detections),
        ("told", after.sent - before.sent),
    )
    return " · ".join(f"{word} {count}" for word, count in counts if count > 0)
