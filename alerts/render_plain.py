"""Short plain text for services that we don't know, through Apprise: no mention, no markup. Pure.

The one live link is the item's own; a service that shows Markdown, HTML or bare names finds nothing
else to act on.
"""

from __future__ import annotations

from dataclasses import replace

from alerts.digest_text import digest_brief
from alerts.digest_view import digest_subject
from alerts.model import Alert, Bundle, Digest, Notice, Told
from alerts.render_bundle import bundle_text, title
from alerts.render_text import alert_text
from alerts.sanitise import clean, cut, defang, unmention
from alerts.view import quote_of, shown, view_of

_QUOTE = 600
_EVENTS = 10
_NOTICE = 1200


def plain(told: Told) -> tuple[str, str]:
    """Subject and text."""
    if isinstance(told, Alert):
        return _alert(told)
    if isinstance(told, Bundle):
        return unmention(title(told)), unmention(bundle_text(_quiet(told), _EVENTS))
    if isinstance(told, Digest):
        return unmention(digest_subject(told)), unmention(digest_brief(_calm(told), _EVENTS))
    return _notice(told)


def _alert(alert: Alert) -> tuple[str, str]:
    view = view_of(alert)
    text = unmention(alert_text(replace(view, link=""), quote_of(alert, _QUOTE)))
    link = f"\nOriginal: {view.link}\n" if view.link else ""
    return unmention(view.subject), text + link


def _calm(digest: Digest) -> Digest:
    """Links that stay whole when mentions are broken: https://social.example/%40name."""
    events = (replace(one, url=_calm_url(one.url)) for one in digest.events)
    return replace(digest, events=tuple(events))


def _calm_url(url: str) -> str:
    return url.replace("@", "%40").replace("]", "%5D")


def _quiet(bundle: Bundle) -> Bundle:
    """The same for a summary."""
    alerts = (replace(one, url=_calm_url(one.url)) for one in bundle.alerts)
    return replace(bundle, alerts=tuple(alerts))


def _notice(notice: Notice) -> tuple[str, str]:
    subject = unmention(shown(f"Tocsin: {notice.subject}", 200))
    return subject, unmention(cut(defang(clean(notice.text)), _NOTICE).strip()) or subject
