"""The digest as plain text, complete by itself: mail's text part, files, Slack's fallback. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alerts.charts import place_name, shown_countries
from alerts.digest_view import (
    Entry,
    changes,
    country_words,
    course_words,
    covered,
    each_day,
    groups,
    headline,
    health,
    health_heading,
    held_back,
    omitted,
    quiet_words,
    skipped,
)
from alerts.model import Digest

_MOST = 200  # events named


def digest_text(digest: Digest) -> str:
    """The whole digest in lines."""
    return "\n\n".join((*_day(digest, _MOST), *_sources(digest), *_course(digest))) + "\n"


def digest_brief(digest: Digest, most: int) -> str:
    """The digest where room is scarce: the course of the days in a line each."""
    course = [course_words(digest), country_words(digest)] if digest.days else []
    return "\n\n".join((*_day(digest, most), *_sources(digest), *course)) + "\n"


def _day(digest: Digest, most: int) -> Iterator[str]:
    yield f"Tocsin digest · {covered(digest)} ({digest.zone})\n{headline(digest)}"
    if note := skipped(digest):
        yield note
    for group in groups(digest, most):
        yield "\n".join([group.country.upper(), *map(_event_lines, group.entries)])
    if not digest.events:
        yield quiet_words(digest)
    if more := omitted(digest, most):
        yield f"… {more}"
    if held := held_back(digest):
        yield _listed("HELD BACK", held)
    if edits := changes(digest):
        yield _listed("CHANGED IN THE CONFIGURATION", edits)


def _sources(digest: Digest) -> Iterator[str]:
    lines: list[str] = []
    for _, words, named in health(digest):
        lines += [words, *(f"  {one}" for one in named)]
    if lines:
        yield _listed(health_heading(digest).upper(), lines)


def _event_lines(entry: Entry) -> str:
    lines = [
        f"- {' · '.join((entry.severity.upper(), *entry.tags, entry.line))}",
        *(f"  * {one}" for one in entry.firsts),
        *(f"  + {one}" for one in entry.news),
        f"  {entry.detail}",
    ]
    return "\n".join([*lines, f"  {entry.link}"] if entry.link else lines)


def _listed(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(_item(line) for line in lines)])


def _item(line: str) -> str:
    inner = line.lstrip()
    return f"{line[: len(line) - len(inner)]}- {inner}"


def _course(digest: Digest) -> Iterator[str]:
    """The numbers of the two charts."""
    if not digest.days:
        return
    head = f"{'':12}{'new events':>12}{'critical, high':>16}{'alerts':>8}{'items read':>12}"
    rows = [
        f"{f'{one.day:%a} {one.day.day} {one.day:%b}':12}{one.events:>12,}{one.grave:>16,}"
        f"{one.alerts:>8,}{one.items:>12,}"
        for one in digest.days
    ]
    each = each_day(digest)
    title = f"The last {len(digest.days)} days" + (f", each{each}" if each else "")
    yield "\n".join([title.upper(), head, *rows])
    if named := shown_countries(digest.countries):
        width = max(12, *(len(place_name(one.country)) + 2 for one in named))
        head = f"{'':{width}}{'today':>8}{f'{len(digest.days)} days':>10}"
        rows = [f"{place_name(one.country):{width}}{one.today:>8,}{one.all:>10,}" for one in named]
        more = len(digest.countries) - len(named)
        rows += [f"and {more} more places"] if more else []
        yield "\n".join(["NEW EVENTS BY PLACE", head, *rows])
