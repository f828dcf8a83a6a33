"""HTML for mail and files: autoescaped templates, styles inlined, at most 90 kB."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from alerts.charts import countries_png, course_png, place_name, shown_countries
from alerts.digest_view import (
    changes,
    covered,
    each_day,
    groups,
    headline,
    health,
    health_heading,
    held_back,
    numbers,
    omitted,
    quiet_words,
    skipped,
)
from alerts.model import Bundle, Digest, Image
from alerts.quote import Part
from alerts.render_bundle import beyond, counts, entries, title
from alerts.view import View

HTML_LIMIT = 90_000  # bytes: Gmail clips near 102 kB
_RTL = Markup(' dir="rtl"')
_TEMPLATES = Path(__file__).parent / "templates"
# Events, and lines of each other list: the first that stay within the limit.
_SIZES = ((200, 25), (150, 25), (100, 25), (70, 25), (50, 25), (35, 25), (20, 25), (12, 10), (6, 5))


def alert_html(view: View, quote: Sequence[Part]) -> str:
    host = urlsplit(view.link).hostname or ""
    return _page("alert.html.jinja", view=view, quote=quote, host=host)


def notice_html(subject: str, body: str) -> str:
    return _page("notice.html.jinja", subject=subject, body=body)


def bundle_html(bundle: Bundle) -> str:
    """Several alerts, as many as fit."""
    for most, _ in _SIZES:
        html = _page(
            "bundle.html.jinja",
            title=title(bundle),
            counts=counts(bundle.alerts),
            entries=entries(bundle, most),
            omitted=beyond(bundle, most),
        )
        if len(html.encode("utf-8", "replace")) <= HTML_LIMIT:
            break
    return html


def digest_images(digest: Digest) -> tuple[Image, ...]:
    """The course of the last days and the countries; none where there is nothing to draw."""
    if not any(day.events for day in digest.days):
        return ()
    first, last = digest.days[0].day, digest.days[-1].day
    counts = " ".join(str(day.events) for day in digest.days)
    span = f"{first.day} {first:%b} to {last.day} {last:%b}"
    places = ", ".join(f"{place_name(one.country)} {one.all}" for one in digest.countries[:8])
    said = "The table below has the numbers."
    return (
        Image("course.tocsin", course_png(digest.days),
              f"Bars: new events of each day{each_day(digest)}, {span}: {counts}. {said}"),
        Image("countries.tocsin", countries_png(digest.countries),
              f"Bars: new events by place, {span}: {places}. {said}"),
    )  # fmt: skip


def digest_html(digest: Digest, images: Sequence[Image] = ()) -> str:
    """The digest, with as many events as fit."""
    for most, lines in _SIZES:
        html = _page(
            "digest.html.jinja",
            digest=digest,
            covered=covered(digest),
            each_day=each_day(digest),
            headline=headline(digest),
            numbers=numbers(digest),
            skipped=skipped(digest),
            groups=groups(digest, most),
            omitted=omitted(digest, most),
            quiet="" if digest.events else quiet_words(digest),
            images=tuple(images),
            places=[(place_name(one.country), one) for one in shown_countries(digest.countries)],
            held_back=held_back(digest),
            changes=changes(digest, lines),
            health=health(digest, lines),
            health_heading=health_heading(digest),
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


def _direction(text: str) -> Markup:
    """Right to left where most letters run so; mail programs guess by the first one, if at all."""
    runs = Counter(unicodedata.bidirectional(character) for character in text)
    return _RTL if runs["R"] + runs["AL"] > runs["L"] else Markup()


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
    environment.filters["direction"] = _direction
    return environment


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False)
