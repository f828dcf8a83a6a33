"""What `tocsin up` prints: one line a second at most of what happened, the alerts, their news."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from alerts.render import terminal_line, terminal_news
from alerts.sanitise import terminal
from archive.archive import Archive
from archive.counts import LatestPoll, Totals
from archive.sources import CROWD
from config.schema import Source

_NAMED_AT_ONCE = 3  # a network that goes away is not told by the name of every source


class Activity:
    """Compares totals with those of the last look."""

    def __init__(
        self, archive: Archive, say: Callable[[str], None], show_alerts: bool, now: datetime
    ) -> None:
        self._archive, self._say, self._show = archive, say, show_alerts
        self._before = archive.totals()
        self._last_alert = archive.newest_alert_id()
        self._failures = Failures()
        self._polled_since = now

    def tell(self, now: datetime) -> None:
        totals = self._archive.totals()
        if line := difference(self._before, totals):
            self._say(f"{now.astimezone():%H:%M:%S}  {line}")
        if totals.polls > self._before.polls:
            self._tell_failures(totals.polls_failed > self._before.polls_failed, now)
        self._before = totals
        if self._show:
            self._tell_alerts()

    def _tell_failures(self, failed: bool, now: datetime) -> None:
        if not (failed or self._failures.everywhere):
            return
        polls = self._archive.latest_polls(self._polled_since)
        if self._failures.ended(polls):
            self._polled_since = now  # what failed before says nothing of a source now
        elif line := self._failures.told_of(polls):
            self._say(f"{now.astimezone():%H:%M:%S}  {line}")

    def _tell_alerts(self) -> None:
        for number, alert in self._archive.recent_alerts(self._last_alert, 20):
            self._last_alert = number
            self._say(f"{alert.detected_at.astimezone():%H:%M:%S}  {terminal_line(alert)}")
            if news := terminal_news(alert):
                self._say(f"          {news}")


class Failures:
    """Which sources' failures were said; each is said once."""

    def __init__(self) -> None:
        self.everywhere = False
        self._said: set[str] = set()

    def ended(self, polls: Sequence[LatestPoll]) -> bool:
        """Whether a source is read again after all of them failed."""
        ends = self.everywhere and not all(poll.failure for poll in polls)
        if ends:
            self.everywhere, self._said = False, set()
        return ends

    def told_of(self, polls: Sequence[LatestPoll]) -> str:
        """Empty when all of it was said before."""
        if self.everywhere:
            return ""
        failing = [poll for poll in polls if poll.failure]
        if len(failing) == len(polls) > 1:
            self.everywhere = True
            return f"every source fails ({len(polls)} so far): {terminal(failing[-1].failure)}"
        new = [poll for poll in failing if poll.source not in self._said]
        self._said |= {poll.source for poll in new}
        if len(new) > _NAMED_AT_ONCE:
            reason = f"{new[-1].source}: {terminal(new[-1].failure)}"
            return f"can't read {len(new)} sources, such as {reason} (all: tocsin sources)"
        return "; ".join(f"can't read {poll.source}: {terminal(poll.failure)}" for poll in new)


def first_polls(declared: Sequence[Source], polls: Sequence[LatestPoll]) -> str:
    """Why a new list of sources brings nothing at once; empty for one that is known."""
    known = {poll.source for poll in polls}
    new = [source for source in declared if source.enabled and source.name not in known]
    if len(new) <= CROWD:
        return ""
    minutes = max(source.interval.min for source in new).total_seconds() / 60
    return (
        f"{len(new)} sources are new: their first polls are spread over {minutes:.0f} minutes, "
        "so the first news may take a minute."
    )


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
