"""A digest as readers see it, whatever the place: cleaned, worded, in reading order. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from alerts.charts import place_name
from alerts.decide import SEVERITIES
from alerts.digest import LATEST
from alerts.model import Digest, DigestLine, SourceHealth
from alerts.sanitise import safe_url
from alerts.view import MARKS, moment, shown

_STATES = {
    "blind": "could not be read",
    "stopped": "stopped, needs the operator",
    "failing": "not read yet, every poll failed",
    "unread": "not read yet",
    "quiet": "read, nothing new",
    "read": "read",
}
_MOST_LINES = 25  # of one list
_MOST_REASONS = 20
_MOST_NEWS = 4
_MOST_FIRSTS = 3  # of one event


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the list."""

    mark: str
    severity: str
    tags: tuple[str, ...]  # FIRST SIGHTING, UPDATE
    line: str
    firsts: tuple[str, ...]
    news: tuple[str, ...]
    detail: str
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The events of one country, gravest first."""

    country: str
    entries: tuple[Entry, ...]


def headline(digest: Digest) -> str:
    """`0 alerts, 212 items read, 2 of 31 sources blind`"""
    blind = sum(source.state in ("blind", "stopped") for source in digest.sources)
    count = len(digest.sources)
    unread = sum(source.state in ("failing", "unread") for source in digest.sources)
    health = f"all {count} sources read"
    if blind:
        health = f"{blind} of {many(count, 'source')} blind"
    elif unread:
        health = f"{unread} of {many(count, 'source')} not read yet"
    if not count:
        health = "no sources"
    if _is_late(digest):
        health += " now"
    return f"{many(digest.alerts, 'alert')}, {many(digest.items_read, 'item')} read, {health}"


def digest_subject(digest: Digest) -> str:
    return f"Tocsin, {covered(digest)}: {headline(digest)}"


def covered(digest: Digest) -> str:
    """`from Fri 17 Jan 07:30 to Sat 18 Jan 2025 07:30`, with "so far" until that hour has come."""
    if digest.since is None or digest.until is None:
        return day_words(digest.day)
    zone = ZoneInfo(digest.zone)
    since, until = digest.since.astimezone(zone), digest.until.astimezone(zone)
    year = "" if since.year == until.year else f" {since.year}"
    first = f"{since:%a} {since.day} {since:%b}{year} {since:%H:%M}"
    tail = ", so far" if _is_unfinished(digest) else ""
    return f"from {first} to {day_words(until.date())} {until:%H:%M}{tail}"


def each_day(digest: Digest) -> str:
    """What stands for a day in the course: ` to 07:30`, with the last one's " so far"."""
    if digest.until is None:
        return ""
    hour = f" to {digest.until.astimezone(ZoneInfo(digest.zone)):%H:%M}"
    return f"{hour}, the last so far" if _is_unfinished(digest) else hour


def _is_unfinished(digest: Digest) -> bool:
    """Whether more may come into what it covers."""
    if digest.made_at is None or digest.until is None:
        return False
    return digest.made_at < digest.until


def numbers(digest: Digest) -> tuple[tuple[str, str], ...]:
    """(number, what it counts): the day at a glance."""
    new = sum(event.is_new for event in digest.events)
    blind = sum(source.state in ("blind", "stopped") for source in digest.sources)
    late = _is_late(digest)
    return (
        (f"{digest.alerts:,}", "alert" if digest.alerts == 1 else "alerts"),
        (f"{new:,}", "new event" if new == 1 else "new events"),
        (f"{digest.items_read:,}", "item read" if digest.items_read == 1 else "items read"),
        (f"{blind}/{len(digest.sources)}", "sources blind now" if late else "sources blind"),
    )


def day_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def groups(digest: Digest, most: int = 200) -> tuple[Group, ...]:
    """Countries by their gravest and most reported event; at most `most` events in all."""
    by_country: dict[str, list[DigestLine]] = {}
    for event in _in_order(digest)[:most]:
        by_country.setdefault(event.country, []).append(event)
    return tuple(
        Group(place_name(code), tuple(_entry(event, digest.zone) for event in events))
        for code, events in by_country.items()
    )


def omitted(digest: Digest, most: int) -> str:
    """What `groups` left out: `and 214 more events: Mali 120, Niger 94`."""
    left = _in_order(digest)[most:]
    if not left:
        return ""
    places = Counter(place_name(event.country) for event in left).most_common(8)
    named = ", ".join(f"{place} {count}" for place, count in places)
    rest = len(left) - sum(count for _, count in places)
    elsewhere = f", elsewhere {rest}" if rest else ""
    return f"and {many(len(left), 'more event')} not shown here: {named}{elsewhere}"


def held_back(digest: Digest) -> tuple[str, ...]:
    lines = [f"{shown(reason, 100)}: {count:,}" for reason, count in digest.held_back if count]
    return _some(lines, _MOST_REASONS)


def health(digest: Digest, most: int = _MOST_LINES) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(state, in words, lines), the worst first; sources simply read are only counted."""
    result: list[tuple[str, str, tuple[str, ...]]] = []
    for state, words in _STATES.items():
        sources = [source for source in digest.sources if source.state == state]
        if sources:
            named = sources if state != "read" else []
            lines = _some([_health_line(one, digest.zone) for one in named], most)
            result.append((state, f"{len(sources)} {words}", lines))
    return tuple(result)


def health_heading(digest: Digest) -> str:
    if digest.made_at is None:
        return "Sources"
    at = moment(digest.made_at, digest.zone)
    return f"Sources now, {at} (not as of that day)" if _is_late(digest) else f"Sources, {at}"


def _is_late(digest: Digest) -> bool:
    """Whether it was written so late that the sources tell nothing of its day."""
    if digest.made_at is None or digest.until is None:
        return False
    return digest.made_at - digest.until > LATEST


def changes(digest: Digest, most: int = _MOST_LINES) -> tuple[str, ...]:
    """`watch armour edited: severity: high → low`"""
    lines = [
        f"{shown(change.what, 20)} {shown(change.name, 80)} {shown(change.how, 20)}"
        + (f": {shown(change.detail, 200)}" if change.detail else "")
        for change in digest.changes
    ]
    return _some(lines, most)


def skipped(digest: Digest) -> str:
    if not digest.skipped_days:
        return ""
    days = [day_words(day) for day in digest.skipped_days]
    listed = ", ".join(days) if len(days) <= 3 else f"{days[0]} to {days[-1]} ({len(days)} days)"
    return f"No digest was sent for {listed}: Tocsin was not running. This one covers them too."


def quiet_words(digest: Digest) -> str:
    """An honest sentence for a day without events."""
    blind = any(source.state in ("blind", "stopped") for source in digest.sources)
    if not digest.items_read:
        return "Nothing new was read: this may be a quiet day, or blindness. See the sources below."
    tail = "; some sources were blind, see below." if blind else "."
    return f"No event matched the watchlist in what was read{tail}"


def course_words(digest: Digest) -> str:
    """The course in one line, for places without charts."""
    counts = " ".join(str(day.events) for day in digest.days)
    total = sum(day.events for day in digest.days)
    each = each_day(digest)
    span = f"last {len(digest.days)} days" + (f" (each{each})" if each else "")
    return f"New events, {span}: {counts} (in all {total:,})"


def country_words(digest: Digest) -> str:
    """`Mali 3 (12 in 14 days), Niger 0 (4)`"""
    named = [f"{place_name(c.country)} {c.today} ({c.all})" for c in digest.countries[:8]]
    more = len(digest.countries) - 8
    rest = f", and {more} more places" if more > 0 else ""
    if not named:
        return f"No new event anywhere in {len(digest.days)} days"
    return f"By place, today (in {len(digest.days)} days): {', '.join(named)}{rest}"


def many(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {plural or noun + 's'}"


def _entry(event: DigestLine, zone: str) -> Entry:
    facts = [shown(event.source, 80), moment(event.at, zone), many(event.reports, "report")]
    if not event.told:
        facts.append(f"held back: {shown(event.held, 80)}" if event.held else "held back")
    return Entry(
        mark=MARKS.get(event.severity, "⚪"),
        severity=shown(event.severity, 20),
        tags=_tags(event),
        line=shown(event.line, 300),
        firsts=tuple(shown(one, 160) for one in event.firsts[:_MOST_FIRSTS]),
        news=tuple(shown(one, 160) for one in event.news[:_MOST_NEWS]),
        detail=" · ".join(filter(None, facts)),
        link=safe_url(event.url),
    )


def _tags(event: DigestLine) -> tuple[str, ...]:
    first = ("FIRST SIGHTING",) if event.firsts else ()
    if event.is_new:
        return first
    return (*first, "UPDATE" if event.news or event.firsts else "AGAIN")


def _in_order(digest: Digest) -> list[DigestLine]:
    """The gravest first; among equals first sightings, news, then what many report."""
    return sorted(digest.events, key=_weight)


def _weight(event: DigestLine) -> tuple[int, bool, bool, bool, int, str, str]:
    grave = SEVERITIES.index(event.severity) if event.severity in SEVERITIES else 0
    stale = not event.is_new and not event.news
    seen_before = not event.firsts
    return -grave, seen_before, stale, not event.told, -event.reports, event.country, event.line


def _some(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """The first ones; how many more there are is said."""
    more = len(lines) - most
    return (*lines[:most], f"and {more} more") if more > 0 else tuple(lines)


def _health_line(source: SourceHealth, zone: str) -> str:
    since = f" since {moment(source.since, zone)}" if source.since else ""
    detail = f" ({shown(source.detail, 120)})" if source.detail else ""
    return f"{shown(source.name, 80)}{since}{detail}"
