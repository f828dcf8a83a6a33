"""Renders what is told for one kind of receiver. Pure but for reading its own templates once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, Literal

from alerts.blocks import problems
from alerts.digest_blocks import digest_blocks
from alerts.digest_text import digest_brief, digest_text
from alerts.digest_view import digest_subject
from alerts.model import Alert, Bundle, Digest, Message, Notice, Told
from alerts.render_blocks import alert_blocks, context, header, section, text
from alerts.render_bundle import bundle_blocks, bundle_text, title
from alerts.render_data import webhook_body, webhook_id
from alerts.render_html import alert_html, bundle_html, digest_html, digest_images, notice_html
from alerts.render_plain import plain
from alerts.render_text import alert_text
from alerts.sanitise import clean, cut, defang, mrkdwn, terminal
from alerts.view import quote_of, shown, view_of

ReceiverKind = Literal["slack", "mail", "files", "data", "plain"]

_MAIL_QUOTE = 4000
# Slack: the first of these that stays within its limits is sent.
_SLACK_QUOTES = (1500, 700, 250, 0)
_SLACK_EVENTS = (30, 22, 15, 10, 6, 0)
_FALLBACK_EVENTS = 6  # the text beside the blocks takes of the same room
_MAIL_EVENTS = 500
_NOTICE = 2500
_NEWS = 400  # a line that a terminal folds a few times at most
_CAPS = (2000, 600, 150)  # code points of the text, where the blocks leave little room


def render(told: Told, kind: ReceiverKind, key: str) -> Message:
    """The message; `key` is the notification's and stays the same on every try."""
    if kind == "data":
        return _data(told, key)
    if kind == "plain":
        subject, words = plain(told)
        return Message(key, subject, words)
    if isinstance(told, Alert):
        return _alert(told, kind, key)
    if isinstance(told, Bundle):
        return _bundle(told, kind, key)
    if isinstance(told, Digest):
        return _digest(told, kind, key)
    return _notice(told, kind, key)


def terminal_line(told: Told) -> str:
    """One line for a terminal, without anything that could command it."""
    if isinstance(told, Alert):
        view = view_of(told)
        return terminal(f"{view.mark} {view.severity.upper()} · {view.line}")
    if isinstance(told, Bundle):
        return terminal(title(told))
    if isinstance(told, Digest):
        return terminal(digest_subject(told))
    return terminal(f"NOTICE · {shown(told.subject, 200)}")


def terminal_news(told: Told) -> str:
    """What an update adds, as one more line; empty for what is told for the first time."""
    if not isinstance(told, Alert) or not told.news:
        return ""
    return cut(terminal(f"adds: {'; '.join(shown(one, 160) for one in told.news)}"), _NEWS)


def _data(told: Told, key: str) -> Message:
    body = webhook_body(told, key)
    return Message(key, terminal_line(told), body, data=body, identity=webhook_id(key))


def _alert(alert: Alert, kind: ReceiverKind, key: str) -> Message:
    view = view_of(alert)
    thread = alert.event or alert.key
    if kind == "slack":
        said, blocks = _within_limits(
            lambda size: (alert_text(view, quote_of(alert, size) if size else ()),
                          alert_blocks(view, quote_of(alert, size) if size else ())),
            _SLACK_QUOTES,
        )  # fmt: skip
        # With parse "none" only <…> is a link; hostile text holds no address that could be ours.
        said = said.replace(mrkdwn(view.link), f"<{mrkdwn(view.link)}>") if view.link else said
        return Message(
            key, view.subject, said, "", blocks, thread, alert.detected_at, rings=alert.rings
        )
    quote = quote_of(alert, _MAIL_QUOTE)
    words, html = alert_text(view, quote), alert_html(view, quote)
    return Message(key, view.subject, words, html, "", thread, alert.detected_at)


def _bundle(bundle: Bundle, kind: ReceiverKind, key: str) -> Message:
    threads = {alert.event or alert.key for alert in bundle.alerts}
    thread = threads.pop() if len(threads) == 1 else ""
    if kind == "slack":
        said, blocks = _within_limits(
            lambda most: (bundle_text(bundle, most), bundle_blocks(bundle, most)), _SLACK_EVENTS
        )
        return Message(key, title(bundle), said, "", blocks, thread, bundle.at)
    words, html = bundle_text(bundle, _MAIL_EVENTS), bundle_html(bundle)
    return Message(key, title(bundle), words, html, "", thread, bundle.at)


def _digest(digest: Digest, kind: ReceiverKind, key: str) -> Message:
    subject = digest_subject(digest)
    at = datetime.combine(digest.day, time(12), UTC)
    if kind == "slack":
        said, blocks = _within_limits(
            lambda most: (
                digest_brief(digest, min(most, _FALLBACK_EVENTS)),
                digest_blocks(digest, most),
            ),
            _SLACK_EVENTS,
        )
        return Message(key, subject, said, "", blocks, "", at)
    images = digest_images(digest)
    html = digest_html(digest, images)
    words = digest_text(digest)
    return Message(key, subject, words, html, at=at, images=images)


def _notice(notice: Notice, kind: ReceiverKind, key: str) -> Message:
    subject = shown(f"Tocsin: {notice.subject}", 200)
    body = cut(defang(clean(notice.text)), _NOTICE).strip() or subject
    words = f"{subject}\n\n{body}\n"
    if kind == "slack":
        blocks = [
            header(f"⚠ {subject}"),
            {"type": "rich_text", "elements": [section([text(body)])]},
            context("A notice of Tocsin about itself"),
        ]
        said, layout = _within_limits(lambda _: (words, blocks), (1,))
        return Message(key, subject, said, "", layout, "", notice.at)
    return Message(key, subject, words, notice_html(subject, body), "", "", notice.at)


def _within_limits(
    build: Callable[[int], tuple[str, list[dict[str, Any]]]], sizes: tuple[int, ...]
) -> tuple[str, str]:
    """Escaped text and blocks at the largest size that Slack takes; then the text is cut too."""
    for size, most in (*((size, None) for size in sizes), *((sizes[-1], cap) for cap in _CAPS)):
        words, blocks = build(size)
        said = mrkdwn(cut(words, most))
        if not problems(blocks, said):
            return said, json.dumps(blocks, ensure_ascii=False)
    return said, ""
