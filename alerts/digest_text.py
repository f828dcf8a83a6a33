"""A digest as readers see it: headline, events by country, what was held back, health. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alerts.decide import SEVERITIES, country_name
from alerts.model import Digest, DigestLine, SourceHealth
from alerts.render_blocks import Block, bullets, context, header, section, text
from alerts.sanitise import cut, safe_url
from alerts.view import MARKS, moment, shown

_STATES = {
    "blind": "could not be read",
    "stopped": "stopped, needs the operator",
    "quiet": "read, nothing new",
    "read": "read",
}
_MOST_HEALTH_LINES = 25
_MOST_FIRSTS = 3  # of one event


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in the list."""

    mark: str
    severity: str
    line: str
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
    health = f"{blind} of {_many(count, 'source')} blind" if blind else f"all {count} sources read"
    if not count:
        health = "no sources"
    return f"{_many(digest.alerts, 'alert')}, {_many(digest.items_read, 'item')} read, {health}"


def digest_subject(digest: Digest) -> str:
    return f"Tocsin, {day_words(digest.day)}: {headline(digest)}"


def day_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def groups(digest: Digest, most: int = 200) -> tuple[Group, ...]:
    """Countries by their gravest and most reported event; at most `most` events in all."""
    by_country: dict[str, list[DigestLine]] = {}
    for event in sorted(digest.events, key=_weight)[:most]:
        by_country.setdefault(event.country, []).append(event)
    return tuple(
        Group(
            country_name(code) if code else "Place unknown",
            tuple(_entry(event, digest.zone) for event in events),
        )
        for code, events in by_country.items()
    )


def held_back(digest: Digest) -> tuple[str, ...]:
    return tuple(f"{shown(reason, 100)}: {count}" for reason, count in digest.held_back if count)


def health(digest: Digest) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(state, in words, lines), the worst first; sources simply read are only counted."""
    result: list[tuple[str, str, tuple[str, ...]]] = []
    for state, words in _STATES.items():
        sources = [source for source in digest.sources if source.state == state]
        if sources:
            result.append(
                (state, f"{len(sources)} {words}", _health_lines(state, sources, digest.zone))
            )
    return tuple(result)


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


def digest_text(digest: Digest, most: int = 200) -> str:
    """The whole digest in lines."""
    blocks = [f"Tocsin digest · {day_words(digest.day)} ({digest.zone})\n{headline(digest)}"]
    if note := skipped(digest):
        blocks.append(note)
    for group in groups(digest, most):
        blocks.append("\n".join([group.country.upper(), *map(_event_lines, group.entries)]))
    if not digest.events:
        blocks.append(quiet_words(digest))
    if omitted := len(digest.events) - most:
        blocks += [f"{omitted} more events are not shown here."] if omitted > 0 else []
    if held := held_back(digest):
        blocks.append("\n".join(["HELD BACK", *(f"- {line}" for line in held)]))
    sources = [
        line for _, words, lines in health(digest) for line in (f"- {words}", *_deeper(lines))
    ]
    if sources:
        blocks.append("\n".join(["SOURCES", *sources]))
    return "\n\n".join(blocks) + "\n"


def digest_blocks(digest: Digest, most: int = 30) -> list[Block]:
    """The digest as a Slack post."""
    blocks = [header(f"Tocsin digest · {day_words(digest.day)}"), _words(headline(digest))]
    if note := skipped(digest):
        blocks.append(context(note))
    for group in groups(digest, most):
        items = [_event_elements(entry) for entry in group.entries]
        parts = [section([text(group.country, bold=True)]), bullets(items)]
        blocks.append({"type": "rich_text", "elements": parts})
    if not digest.events:
        blocks.append(_words(quiet_words(digest)))
    if len(digest.events) > most:
        blocks.append(context(f"{len(digest.events) - most} more events are not shown here."))
    if held := held_back(digest):
        blocks.append(context(cut("Held back: " + "; ".join(held), 1500)))
    lines = [
        f"{words}: {', '.join(names)}" if names else words for _, words, names in health(digest)
    ]
    blocks += [context(cut(line, 1500)) for line in lines]
    return blocks[:48]


def _words(words: str) -> Block:
    return {"type": "rich_text", "elements": [section([text(words)])]}


def _event_elements(entry: Entry) -> list[Block]:
    elements = [text(f"{entry.mark} {entry.line}"), text(f" {entry.detail}", italic=True)]
    if entry.link:
        elements += [text(" "), {"type": "link", "url": entry.link, "text": "original"}]
    return elements


def _event_lines(entry: Entry) -> str:
    lines = [f"- {entry.severity.upper()} · {entry.line}", f"  {entry.detail}"]
    return "\n".join([*lines, f"  {entry.link}"] if entry.link else lines)


def _entry(event: DigestLine, zone: str) -> Entry:
    facts = [shown(event.source, 80), moment(event.at, zone), _many(event.reports, "report")]
    if not event.told:
        facts.append("held back")
    facts += [shown(one, 160) for one in event.firsts[:_MOST_FIRSTS]]
    return Entry(
        mark=MARKS.get(event.severity, "⚪"),
        severity=shown(event.severity, 20),
        line=shown(event.line, 300),
        detail=" · ".join(filter(None, facts)),
        link=safe_url(event.url),
    )


def _health_lines(state: str, sources: Sequence[SourceHealth], zone: str) -> tuple[str, ...]:
    if state == "read":
        return ()
    lines = [_health_line(state, source, zone) for source in sources[:_MOST_HEALTH_LINES]]
    if len(sources) > _MOST_HEALTH_LINES:
        lines.append(f"and {len(sources) - _MOST_HEALTH_LINES} more")
    return tuple(lines)


def _health_line(state: str, source: SourceHealth, zone: str) -> str:
    since = f" since {moment(source.since, zone)}" if source.since else ""
    detail = f" ({shown(source.detail, 120)})" if source.detail and state != "quiet" else ""
    return f"{shown(source.name, 80)}{since}{detail}"


def _deeper(lines: Sequence[str]) -> list[str]:
    return [f"  - {line}" for line in lines]


def _weight(event: DigestLine) -> tuple[int, int, str, str]:
    grave = SEVERITIES.index(event.severity) if event.severity in SEVERITIES else 0
    return -grave, -event.reports, event.country, event.line


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"
