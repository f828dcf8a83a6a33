"""`tocsin detect`: what the watchlist says of given texts, as JSON lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import Any, TextIO

import click

from cli.eventing import Read, eventful
from cli.refused import Refused
from config.load import load
from config.mistakes import shown
from config.schema import Source
from config.settings import Settings
from detector.model import Detection, Document
from detector.report import Json, as_json
from workers import compiled
from workers.clock import utc_now

YEARS = range(1900, 2101)  # nearer the ends of what a date can be, days can't be reckoned
BATCH = 256  # the matcher is fastest on batches
MOST_MISTAKES = 20  # told one by one; the rest is counted
MEANT = {  # the keys that are read, and what others call them
    "id": "guid",
    "deleted": "removed",
    "published_at": "created created_at date datetime posted_at pubdate time timestamp",
    "text": "body content description message summary",
    "title": "headline subject",
    "url": "href link permalink",
    "source": "channel feed site",
    "lang": "language locale",
    "origin": "forward forward_from forwarded_from fwd_from",
    "kind": "type",
}
ALIKE = 0.75  # below it "entities" would be "title"
OF_OTHERS = {word: key for key, words in MEANT.items() for word in words.split()}
TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "id": ((str, int), "a text or a number"),
    "text": ((str,), "a text"),
    "title": ((str, NoneType), "a text"),
    "deleted": ((bool, NoneType), "true or false"),
}


class BadLines(Refused):
    """Lines that are no JSON object with an id and a text, or hold a value of another kind."""


@click.command()
@click.option("--config", "directory", type=click.Path(file_okay=False, path_type=Path),
              help="Configuration directory [TOCSIN_CONFIG]")  # fmt: skip
@click.option("--events", is_flag=True, help="Also tell the event of each line and what is news")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
def detect(directory: Path | None, events: bool, file: TextIO) -> None:
    """Read JSON lines {"id", "text", "title"?, "lang"?, "kind"?, "source"?, "published_at"?} from
    FILE (- for standard input) and write what is detected in each, one JSON line each.

    With --events the lines are taken in order of "published_at", on an archive that is thrown
    away; each gets "event" (a number shared by the lines of one event, null when not relevant),
    "novelty" (a list such as FIRST_REPORT or LARGER_COUNT) and "event_why". "url" and "origin"
    (the address of the post that is forwarded) are heeded. A line with the id of an earlier one
    is its edit, or with "deleted": true its deletion. A line that is no report by itself may be of
    the event that a later one opens. Lines come out in the order of FILE.
    A line without "published_at" stands right after the line before it, which is told. A key that
    isn't read (a label, a misspelling) is named once.
    """
    settings = Settings.from_env(os.environ)
    configuration = load(directory or settings.config, settings.cache)
    detector = compiled.detector(configuration, settings.cache)
    sources = {source.name: source for source in configuration.sources.sources}
    values = objects(file, file.name)
    read: list[Read] = []
    while batch := list(islice(values, BATCH)):
        documents = [document(value, sources) for value in batch]
        found = detector.detect_all(documents, full=True)
        if events:
            read += zip(batch, documents, found, strict=True)
        else:
            _write([_said(*pair) for pair in zip(batch, found, strict=True)])
    if undated := sum(text.published_at is None for _, text, _ in read):
        many = "1 line has" if undated == 1 else f"{undated} lines have"
        click.echo(f"{many} no published_at: taken right after the line before", err=True)
    told = eventful(configuration, read, utc_now())
    _write([_said(r[0], r[2]) | t.as_json() for r, t in zip(read, told, strict=True)])


def _said(value: dict[str, Any], detection: Detection) -> Json:
    return as_json(detection) | {"id": value["id"]}  # a number stays a number


def _write(lines: list[Json]) -> None:
    sys.stdout.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    sys.stdout.flush()


def objects(lines: Iterable[str], name: str) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, up to the first bad one.

    Then the rest is looked through, and BadLines names every mistake by its line and key. A key
    that isn't read is no mistake: it is named once.
    """
    wrong: list[str] = []
    unread: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        value, mistakes = _object(line)
        for key in sorted(value.keys() - MEANT.keys() - unread)[: MOST_MISTAKES - len(unread)]:
            click.echo(f"{name}:{number}: {_unread(key, value)}", err=True)
            unread.add(key)
        wrong += [f"{name}:{number}: {mistake}" for mistake in mistakes]
        if not wrong:
            yield value
    if wrong:
        more = len(wrong) - MOST_MISTAKES
        rest = [f"and {more} more"] if more > 0 else []
        raise BadLines("\n".join([*wrong[:MOST_MISTAKES], *rest]))


def _object(line: str) -> tuple[dict[str, Any], list[str]]:
    """What one line holds, and each mistake in it by its key."""
    try:
        value = json.loads(line)
    except ValueError as error:
        return {}, [f"not JSON: {error}"]
    if not isinstance(value, dict) or "id" not in value or "text" not in value:
        return {}, ['needs an object with "id" and "text"']
    mistakes = [
        f"{key}: {json.dumps(value[key])[:40]} is not {wanted}"
        for key, (types, wanted) in TYPES.items()
        if key in value and not isinstance(value[key], types)
    ]
    try:
        _time(value.get("published_at"))
    except (ValueError, OverflowError, OSError) as error:
        mistakes.append(f"published_at: {error}")
    return value, mistakes


def _unread(key: str, value: dict[str, Any]) -> str:
    asked = key.casefold()
    near = get_close_matches(asked[:100], MEANT, 1, ALIKE)
    meant = OF_OTHERS.get(asked) or next(iter(near), "")
    hint = f"; did you mean {meant}?" if meant and meant not in value else ""
    return f"key {shown(key)} is not read{hint}"


def document(value: dict[str, Any], sources: dict[str, Source]) -> Document:
    """One object as the detector reads it; what is known of its source comes along."""
    source = sources.get(str(value.get("source") or ""))
    return Document(
        id=str(value["id"]),
        title=str(value.get("title") or ""),
        text=value["text"],
        language=value.get("lang"),
        kind="post" if value.get("kind") == "post" else "article",
        source=str(value.get("source") or ""),
        tags=source.tags if source else (),
        reliability=source.reliability if source else "F",
        published_at=_time(value.get("published_at")),
    )


def _time(value: object) -> datetime | None:
    """ISO 8601, as in mail (RFC 2822), or seconds since 1970; without a zone it is UTC."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        at: datetime | None = datetime.fromtimestamp(value, UTC)
    else:
        at = _read_time(str(value))
    if at is not None and at.year not in YEARS:
        raise ValueError(f"{str(value)[:40]!r} is not between {YEARS[0]} and {YEARS[-1]}")
    if at is None:
        raise ValueError(f"not a time: {str(value)[:40]!r}; write it like 2026-01-17T09:30:00Z")
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _read_time(text: str) -> datetime | None:
    for reader in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return reader(text.strip())
        except (ValueError, TypeError):
            continue
    return None
