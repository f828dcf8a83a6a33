"""The body of a webhook: JSON by the schema in alerts/schemas/webhook-1.json. Pure.

Every text is one that no place takes for a link, a mention or markup; `quote` keeps its marks by
offset. Programs read the original at `url`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from alerts.digest_view import headline
from alerts.model import Alert, Bundle, Digest, DigestLine, Notice, Told
from alerts.render_bundle import gravest, title
from alerts.sanitise import clean, cut, defang, safe_url, unmention
from alerts.view import quote_of, shown

VERSION = 1
_QUOTE = 4000
_TEXT = 600
_MOST = 100  # of any list inside an alert
_MOST_EVENTS = 200
_MOST_SOURCES = 500
_MOST_ALERTS = 100  # whole ones, in a summary

Json = dict[str, Any]


def webhook_body(told: Told, key: str) -> str:
    """The same text on every try. It holds no < > &, so that it may stand inside a page."""
    kind, at, data = _content(told)
    body = {
        "version": VERSION, "id": webhook_id(key), "type": kind, "timestamp": _instant(at),
        "data": data,
    }  # fmt: skip
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def webhook_id(key: str) -> str:
    """What receivers recognise a repetition by; safe in a header, whatever the key holds."""
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"tocsin_{digest[:32]}"


def _content(told: Told) -> tuple[str, datetime, Json]:
    if isinstance(told, Alert):
        return "alert", told.detected_at, _alert(told)
    if isinstance(told, Bundle):
        return "summary", told.at, _summary(told)
    if isinstance(told, Digest):
        at = told.made_at or datetime(told.day.year, told.day.month, told.day.day, 12, tzinfo=UTC)
        return "digest", at, _digest(told)
    return "notice", told.at, _notice(told)


def _alert(alert: Alert) -> Json:
    parts = quote_of(alert, _QUOTE)
    quote, marks = "", []
    for part in parts:
        text = unmention(part.text)
        if part.marked:
            marks.append({"start": len(quote), "end": len(quote) + len(text)})
        quote += text
    if unmention(quote) != quote:  # a mention that runs across a mark
        quote, marks = unmention(quote), []
    return {
        "event": webhook_id(f"event:{alert.event or alert.key}"),
        "severity": _words(alert.severity),
        "line": _words(alert.line),
        "reason": _words(alert.reason.value),
        "news": _list(alert.news),
        "first_sightings": _list(alert.firsts),
        "watches": _list(alert.watches),
        "why": _words(alert.why),
        "source": {
            "name": _words(alert.source_name),
            "label": _words(alert.source),
            "reliability": _words(alert.reliability),
            "tags": _list(alert.source_tags),
        },
        "language": _words(alert.language),
        "kind": alert.kind,
        "url": safe_url(alert.url) or None,
        "quote": {"text": quote, "marks": marks},
        "entities": _list(alert.entities),
        "entity_ids": _list(alert.entity_ids),
        "places": _list(alert.places),
        "countries": _list(alert.countries),
        "actions": _list(alert.actions),
        "first_said_by": _words(alert.origin),
        "reports": alert.reports,
        "origins": alert.origins,
        "published_at": _instant(alert.published_at) if alert.published_at else None,
        "detected_at": _instant(alert.detected_at),
    }


def _summary(bundle: Bundle) -> Json:
    """Whole alerts: programs have no use for lines."""
    listed = gravest(bundle)
    return {
        "hold": bundle.hold,
        "title": _words(title(bundle)),
        "alerts": [_alert(alert) for alert in listed[:_MOST_ALERTS]],
        "alerts_omitted": max(len(listed) - _MOST_ALERTS, 0),
    }


def _notice(notice: Notice) -> Json:
    text = unmention(cut(defang(clean(notice.text)), _QUOTE))
    return {"subject": _words(notice.subject), "text": text}


def _digest(digest: Digest) -> Json:
    troubled = [source for source in digest.sources if source.state != "read"]
    return {
        "plan": digest.plan,
        "day": digest.day.isoformat(),
        "zone": digest.zone,
        "headline": headline(digest),
        "alerts": digest.alerts,
        "items_read": digest.items_read,
        "events": [_event(event) for event in digest.events[:_MOST_EVENTS]],
        "events_omitted": max(len(digest.events) - _MOST_EVENTS, 0),
        "held_back": [{"reason": _words(r), "count": count} for r, count in digest.held_back],
        "changes": [
            {name: _words(text) for name, text in asdict(one).items()}
            for one in digest.changes[:_MOST]
        ],
        "sources": {"all": len(digest.sources), "not_read": [
            {"name": _words(one.name), "state": one.state, "detail": _words(one.detail),
             "since": _instant(one.since) if one.since else None}
            for one in troubled[:_MOST_SOURCES]
        ]},
        "days": [asdict(one) | {"day": one.day.isoformat()} for one in digest.days],
        "countries": [asdict(one) | {"country": _words(one.country)} for one in digest.countries],
        "skipped_days": _days(digest.skipped_days),
    }  # fmt: skip


def _event(event: DigestLine) -> Json:
    return {
        "line": _words(event.line),
        "severity": _words(event.severity),
        "country": _words(event.country),
        "source": _words(event.source),
        "url": safe_url(event.url) or None,
        "at": _instant(event.at),
        "reports": event.reports,
        "told": event.told,
        "held_back": _words(event.held),
        "is_new": event.is_new,
        "news": _list(event.news),
        "first_sightings": _list(event.firsts),
    }


def _words(text: str) -> str:
    return unmention(shown(text, _TEXT))


def _list(texts: Iterable[str]) -> list[str]:
    return [_words(text) for text in list(texts)[:_MOST]]


def _days(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
