"""Write the digests whose hour has come: once per plan, receiver and local date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alerts.digest import DueDay, course_of, due_days, period
from alerts.model import DayCount, Digest
from archive.archive import Archive
from config.schema import DigestPlan
from workers.live import Live

MENTION_SKIPPED = timedelta(days=14)  # how far back a digest speaks of days that had none


class Digester:
    """Two of them side by side are harmless: the row of a day is unique."""

    def __init__(self, archive: Archive, live: Live) -> None:
        self._archive, self._live = archive, live

    def write_due(self, now: datetime) -> int:
        """Write what is due. Returns how many digests were written."""
        written = 0
        for plan in self._live.current().configuration.alerts.digests:
            for receiver in plan.receivers:
                last = self._archive.digests.last_day(plan.name, receiver)
                for due in due_days(plan, last, now):
                    written += self._write(plan, receiver, due, now)
        return written

    def _write(self, plan: DigestPlan, receiver: str, due: DueDay, now: datetime) -> bool:
        if due.skipped:
            self._archive.digests.skip(plan.name, receiver, due.day, now)
            return False
        digest = Editor(self._archive, now).compose(plan, receiver, due.day)
        return self._archive.digests.add(digest, now)


class Editor:
    """Puts digests together from what the archive knows at one moment; writes nothing."""

    def __init__(self, archive: Archive, now: datetime) -> None:
        self._archive, self._now = archive, now

    def compose(self, plan: DigestPlan, receiver: str, day: date) -> Digest:
        """The digest of one local day: a past one, or the present one so far."""
        skipped = self._archive.digests.skipped_days(plan.name, receiver, day - MENTION_SKIPPED)
        since, until = period(plan, day, skipped)
        facts = self._archive.digests.facts(since, until, self._now)
        days, bounds = course_of(plan, day)
        course = self._archive.digests.course(bounds)
        # Of a day that was told already, they are known as they were then.
        sources, at = self._archive.digests.sources(plan.name, day) or (facts.sources, self._now)
        unheard = tuple(d for d in skipped if since.astimezone(plan.tz).date() <= d < day)
        return Digest(
            plan=plan.name,
            receiver=receiver,
            day=day,
            zone=plan.zone,
            items_read=facts.items_read,
            alerts=facts.alerts,
            held_back=facts.held_back,
            events=facts.events,
            sources=sources,
            skipped_days=unheard,
            days=tuple(
                DayCount(one, count.events, count.grave, count.alerts, count.items)
                for one, count in zip(days, course.days, strict=True)
            ),
            countries=course.countries,
            changes=facts.changes,
            made_at=at,
            until=until,
            since=since,
        )
