"""An alert as readers see it, whatever the place: cleaned, labelled, in reading order. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from alerts.model import Alert
from alerts.quote import Part, window
from alerts.sanitise import clean, cut, defang, one_line, safe_url

MARKS = {"critical": "🔴", "high": "🟠", "medium": "🟡", "low": "🔵", "info": "⚪"}
RELIABILITY = {
    "A": "reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability unknown",
}
_ROW = 600  # code points of one fact
_REPLY = 200
_MOST_ENTITIES = 30
_MOST_NEWS = 8


@dataclass(frozen=True, slots=True)
class View:
    """One alert, ready for any renderer that escapes in its own way."""

    severity: str
    mark: str
    line: str
    reason: str
    rows: tuple[tuple[str, str], ...]  # label, value
    link: str  # safe, or empty
    why: str
    standing: str = ""  # what has come since

    @property
    def subject(self) -> str:
        return f"{self.severity.upper()}: {self.line}"


def view_of(alert: Alert) -> View:
    """Everything but the quote, whose length depends on the place."""
    rows = (
        ("New", "; ".join(shown(one, 200) for one in alert.news[:_MOST_NEWS])),
        ("First seen", "; ".join(shown(one, 200) for one in alert.firsts[:_MOST_NEWS])),
        ("In English", "; ".join(shown(one, 80) for one in alert.english)),
        ("Reported", _listed(alert.entities)),
        ("Action", _listed(alert.actions)),
        ("Where", _listed(alert.places)),
        ("Machine translation", shown(alert.translation, _ROW)),
        ("Source", _source(alert)),
        ("Published", _published(alert)),
        ("Forward of", shown(alert.origin, 120)),
        ("Origins", _origins(alert)),
        ("In reply to", shown(alert.reply, _REPLY)),
        ("Attached", _listed(alert.media)),
    )
    return View(
        severity=shown(alert.severity, 20),
        mark=MARKS.get(alert.severity, "⚪"),
        line=shown(alert.line, 400),
        reason=" · ".join(
            _sentence(shown(words, 120)) for words in (alert.reason.value, alert.note) if words
        ),
        rows=tuple((label, value) for label, value in rows if value),
        link=safe_url(alert.url),
        why=shown(alert.why, _ROW) or _listed(alert.watches),
        standing=shown(alert.standing, _ROW),
    )


def quote_of(alert: Alert, limit: int) -> tuple[Part, ...]:
    """The original, cut round its marks and made harmless."""
    parts = tuple(
        replace(part, text=text)
        for part in window(alert.quote, alert.highlights, limit)
        if (text := defang(_calm(part.text)))
    )
    whole = "".join(part.text for part in parts)
    # An address that runs across a mark is only whole, and so only live, when joined.
    return parts if defang(clean(whole)) == whole else (Part(defang(clean(whole))),)


def shown(text: str, limit: int) -> str:
    """Text from anywhere on one line, harmless in every place."""
    return cut(defang(one_line(text)), limit)


def moment(at: datetime | None, zone: str = "UTC") -> str:
    """`18 Jan 2025 09:12 UTC`, or as the clocks of a zone show it: `18 Jan 10:12`."""
    if at is None:
        return ""
    if zone == "UTC":
        return f"{at.day} {at:%b %Y %H:%M} UTC"
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %H:%M}"


def _calm(text: str) -> str:
    lines = (line.rstrip() if line.strip() else "" for line in clean(text).split("\n"))
    calm = "\n".join(lines) + (" " if text.endswith(" ") else "")
    while "\n\n\n" in calm:
        calm = calm.replace("\n\n\n", "\n\n")
    return calm


def _source(alert: Alert) -> str:
    grade = alert.reliability
    words = f"{shown(alert.source, 120)} · {grade} ({RELIABILITY.get(grade, 'ungraded')})"
    return f"{words} · {shown(alert.language, 10)}" if alert.language else words


def _origins(alert: Alert) -> str:
    """How many said it independently: twelve forwards are one origin."""
    said = "one so far" if alert.origins == 1 else f"{alert.origins} independent"
    return f"{said}, {alert.reports} reports" if alert.reports > 1 else said


def _published(alert: Alert) -> str:
    at, seen = alert.published_at, alert.detected_at
    if at is None:
        return f"no date, seen {moment(seen)}"
    return f"{moment(at)}, seen {f'{seen:%H:%M}' if at.date() == seen.date() else moment(seen)}"


def _listed(values: Iterable[str]) -> str:
    values = [shown(value, 80) for value in values]
    more = f" +{len(values) - _MOST_ENTITIES} more" if len(values) > _MOST_ENTITIES else ""
    return cut(", ".join(values[:_MOST_ENTITIES]), _ROW) + more


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
