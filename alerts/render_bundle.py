"""Several alerts as one message: why together, how many, the gravest first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from alerts.decide import SEVERITIES, country_name
from alerts.holding import Kind
from alerts.model import Alert, Bundle
from alerts.render_blocks import Block, bullets, context, header, section, text
from alerts.sanitise import cut, safe_url
from alerts.view import MARKS, moment, shown

_LINE = 220
_MOST_COUNTRIES = 6
WHERE_ELSE = "the digest and `tocsin events list` have them all"


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert in the list."""

    mark: str
    severity: str
    line: str
    detail: str
    link: str


def title(bundle: Bundle) -> str:
    """`14 alerts held during quiet hours (nights)`"""
    count, label = len(bundle.alerts), shown(bundle.label, 100)
    return {
        Kind.GROUP: f"{count} alerts · {label}",
        Kind.QUIET: f"{count} alerts held during quiet hours ({label})",
        Kind.FLOOD: f"{count} more alerts, as one summary: the budget is {label}",
        Kind.LATE: f"Catch-up: {count} reports more than {label} old when they could be told",
    }[Kind(bundle.hold)]


def counts(alerts: Sequence[Alert]) -> str:
    """`2 critical, 12 high · Mali 9, Niger 3, no place 2`"""
    grave = Counter(alert.severity for alert in alerts)
    where = Counter(
        country_name(alert.countries[0]) if alert.countries else "no place" for alert in alerts
    )
    severities = [f"{grave[s]} {s}" for s in reversed(SEVERITIES) if grave[s]]
    places = [f"{place} {n}" for place, n in where.most_common(_MOST_COUNTRIES)]
    rest = sum(where.values()) - sum(n for _, n in where.most_common(_MOST_COUNTRIES))
    if rest:
        places.append(f"elsewhere {rest}")
    return f"{', '.join(severities)} · {', '.join(places)}"


def gravest(bundle: Bundle) -> list[Alert]:
    """The gravest first, of these the newest."""

    def rank(alert: Alert) -> tuple[int, float]:
        grave = SEVERITIES.index(alert.severity) if alert.severity in SEVERITIES else 0
        return -grave, -alert.detected_at.timestamp()

    return sorted(bundle.alerts, key=rank)


def entries(bundle: Bundle, most: int) -> list[Entry]:
    return [_entry(alert) for alert in gravest(bundle)[:most]]


def beyond(bundle: Bundle, most: int) -> str:
    """What the list leaves out, or nothing."""
    rest = gravest(bundle)[most:]
    return f"and {len(rest)} more: {counts(rest)}; {WHERE_ELSE}" if rest else ""


def bundle_text(bundle: Bundle, most: int) -> str:
    lines = [title(bundle), counts(bundle.alerts), ""]
    for entry in entries(bundle, most):
        lines.append(f"- {entry.severity.upper()} · {entry.line}")
        lines += [f"  {more}" for more in (entry.detail, entry.link) if more]
    if rest := beyond(bundle, most):
        lines += ["", rest]
    return "\n".join(lines) + "\n"


def bundle_blocks(bundle: Bundle, most: int) -> list[Block]:
    listed = entries(bundle, most)
    worst = MARKS[listed[0].severity] if listed and listed[0].severity in MARKS else MARKS["info"]
    blocks = [header(f"{worst} {title(bundle)}"), context(counts(bundle.alerts))]
    if listed:
        blocks.append({"type": "rich_text", "elements": [bullets([_leaves(e) for e in listed])]})
    if rest := beyond(bundle, most):
        blocks.append({"type": "rich_text", "elements": [section([text(rest, italic=True)])]})
    return blocks


def _entry(alert: Alert) -> Entry:
    at = moment(alert.published_at or alert.detected_at)
    detail = f"{shown(alert.source, 60)} · {alert.reliability} · {at}"
    mark = MARKS.get(alert.severity, MARKS["info"])
    line = cut(shown(alert.line, 400), _LINE)
    return Entry(mark, shown(alert.severity, 20), line, detail, safe_url(alert.url))


def _leaves(entry: Entry) -> list[Block]:
    leaves = [text(f"{entry.mark} {entry.severity.upper()} ", bold=True), text(entry.line)]
    leaves.append(text(f"\n{entry.detail}"))
    if entry.link:
        leaves += [text(" · "), {"type": "link", "url": entry.link, "text": "Open"}]
    return leaves
