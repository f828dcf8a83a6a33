"""HTML for mail and files: autoescaped templates, styles inlined, at most 90 kB."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from alerts.digest_text import (
    day_words,
    groups,
    headline,
    health,
    held_back,
    quiet_words,
    skipped,
)
from alerts.model import Digest
from alerts.quote import Part
from alerts.view import View

HTML_LIMIT = 90_000  # bytes: Gmail clips near 102 kB
_TEMPLATES = Path(__file__).parent / "templates"
_EVENTS = (200, 100, 50, 20)


def alert_html(view: View, quote: Sequence[Part]) -> str:
    host = urlsplit(view.link).hostname or ""
    return _page("alert.html.jinja", view=view, quote=quote, host=host)


def notice_html(subject: str, body: str) -> str:
    return _page("notice.html.jinja", subject=subject, body=body)


def digest_html(digest: Digest) -> str:
    """The digest, with as many events as fit."""
    for most in _EVENTS:
        html = _page(
            "digest.html.jinja",
            day=day_words(digest.day),
            zone=digest.zone,
            headline=headline(digest),
            skipped=skipped(digest),
            groups=groups(digest, most),
            omitted=max(len(digest.events) - most, 0),
            quiet="" if digest.events else quiet_words(digest),
            held_back=held_back(digest),
            health=health(digest),
        )
        if len(html.encode("utf-8", "replace")) <= HTML_LIMIT:
            break
    return html


def _page(template: str, **values: object) -> str:
    html = _environment().get_template(template).render(values)
    return str(_inliner().inline(html))


def _lines(text: str) -> Markup:
    """Newlines as <br>, everything else escaped."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lines"] = _lines
    return environment


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)
