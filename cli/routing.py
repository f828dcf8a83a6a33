"""`tocsin alerts route`: where each item of a file would go and why. Tells nobody."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import click

from alerts.holding import Hold, Kind, by_outage
from alerts.model import Reason
from alerts.ringing import Moment
from alerts.routing import explain
from alerts.sanitise import one_line, terminal
from alerts.silences import Silence, words_of
from archive.model import PendingItem
from cli.detecting import document, objects
from cli.eventing import Read, in_order, origin_of
from collector.item import Item, Origin
from config.load import load
from config.schema import Configuration, Source
from config.settings import Settings
from detector.book import Book
from detector.events import OpenEvent
from detector.model import Document
from workers import compiled, weights
from workers.clock import utc_now
from workers.live import Loaded
from workers.reading import line_of
from workers.telling import Case, Decision, decide, would_be
from workers.wiring import open_archive

_JSON = (".jsonl", ".ndjson", ".json")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--at", "moment", help="As if it were then, such as 2026-12-24T23:30+01:00")
def route(file: str, moment: str | None) -> None:
    """Say where each item of FILE (- for standard input) would go and why: JSON lines as for
    `detect`, or a plain text.

    Events, novelty, silences, routes, groups and quiet hours are decided as in the service;
    what was told before, and budgets, are not known here.
    """
    now = _moment(moment)
    settings = Settings.from_env(os.environ)
    configuration = load(settings.config, settings.cache)
    read = list(_read(file, configuration, settings))
    with closing(open_archive(settings)) as archive:
        silences = archive.silences.since(now)
    loaded = Loaded(configuration, settings)
    said = {
        index: list(_said(case, decision, loaded, now))
        for index, case, decision in _decided(loaded, read, silences, now)
    }
    for index, (value, _, _) in enumerate(read):
        lines = said.get(index, ["not relevant: no watch is met"])
        words = [terminal(line) for line in lines]
        click.echo(f"{terminal(str(value['id']))}: " + "\n    ".join(words))


def _moment(words: str | None) -> datetime:
    if words is None:
        return utc_now()
    try:
        at = datetime.fromisoformat(words)
    except ValueError:
        raise click.UsageError(f"{words!r} is no time such as 2026-12-24T23:30+01:00") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _read(file: str, configuration: Configuration, settings: Settings) -> Iterator[Read]:
    detector = compiled.detector(configuration, settings.cache)
    sources = {source.name: source for source in configuration.sources.sources}
    for value in _values(file):
        found = document(value, sources)
        found = replace(found, source=_name_of(found.source))
        yield value, found, detector.detect(found, full=True)


def _name_of(source: str) -> str:
    """A name as sources.yaml would have it, of whatever a line calls its source."""
    return re.sub(r"[^a-z0-9._-]+", "-", source.lower()).strip("._-")[:64] or "unknown"


def _values(file: str) -> Iterator[dict[str, Any]]:
    """By the name of the file; what comes without one is JSON lines if it begins so."""
    with click.open_file(file, encoding="utf-8", errors="replace") as opened:
        text = opened.read()
    name = "standard input" if file == "-" else Path(file).name
    is_json = text.lstrip().startswith("{") if file == "-" else name.endswith(_JSON)
    if is_json:
        yield from objects(StringIO(text), name)
    else:
        yield {"id": name, "text": text}


def _decided(
    loaded: Loaded, read: Sequence[Read], silences: Sequence[Silence], now: datetime
) -> Iterator[tuple[int, Case, Decision]]:
    """Each relevant line in its event, as the service would decide it."""
    known: dict[int, OpenEvent] = {}
    told: dict[int, frozenset[str]] = {}
    seen: set[str] = set()
    configuration = loaded.configuration
    for index, found in in_order(Book(weights.read()), configuration, read, now):
        value, text, detection = read[index]
        if not detection.relevant:
            detection = detection.following(f"event {found.event.id}")
        event, before = found.event, known.get(found.event.id)
        # A new one has no number yet when the service decides.
        placed = found if before else replace(found, event=replace(event, id=0))
        moment = Moment(backfill=False, edit=text.id in seen, told=event.id in told)
        pending = PendingItem(index, 1, _item(value, text), now, False, None, 1)
        source = loaded.source(text.source) or _unknown(text.source)
        case = Case(
            pending, source, detection, placed, event, before, moment, str(event.id),
            line_of(event, pending.item, loaded), told.get(event.id, frozenset()),
        )  # fmt: skip
        decision = decide(case, loaded, silences, now)
        known[event.id] = event
        seen.add(text.id)
        if receivers := {name for one in decision.tellings for name in one.receivers}:
            told[event.id] = told.get(event.id, frozenset()) | receivers
        yield index, case, decision


def _item(value: dict[str, Any], text: Document) -> Item:
    origin = origin_of(value)
    return Item(
        source=text.source, external_id=text.id, kind=text.kind, title=text.title, text=text.text,
        url=str(value.get("url") or ""), published_at=text.published_at, language=text.language,
        origin=Origin(origin) if origin else None,
    )  # fmt: skip


def _unknown(name: str) -> Source:
    return Source(name="unknown", url="https://unknown.invalid", title=one_line(name, 80) or None)


def _said(case: Case, decision: Decision, loaded: Loaded, now: datetime) -> Iterator[str]:
    """What it is, whether it is told and why, route by route, and to whom it goes when."""
    untold = Reason.UPDATE if case.before else Reason.NEW_EVENT
    tellings = decision.tellings
    shown = tellings[0].alert if tellings else would_be(case, loaded, untold, now)
    novelty = ", ".join(shown.novelty)
    said = "is told" if tellings else "is not told"
    yield f"{shown.severity.upper()} · {shown.line}"
    yield f"{said}: {decision.reason.value} ({novelty})"
    if (silence := decision.silence) is not None:
        until = f"{silence.ends_at:%Y-%m-%d %H:%M} UTC"
        yield f"silence {silence.id}: {words_of(silence.match)}, until {until}"
    alerts = loaded.configuration.alerts
    yield from explain(shown, alerts.routes)
    for telling in tellings:
        late = by_outage(telling.alert, alerts.catch_up, now)
        for receiver in telling.receivers:
            yield _way(receiver, telling.holds.get(receiver) or late)


def _way(receiver: str, hold: Hold | None) -> str:
    if hold is None:
        return f"→ {receiver}: at once"
    label, until = hold.key.rpartition("|")[2], f"{hold.until:%Y-%m-%d %H:%M:%S} UTC"
    why = {
        Kind.GROUP: f"with its group ({label}), sent {until}",
        Kind.QUIET: f"held during quiet hours ({label}) until {until}",
        Kind.FLOOD: f"held for the budget ({label}) until {until}",
        Kind.LATE: f"with the catch-up summary, for it is more than {label} old",
    }[hold.kind]
    return f"→ {receiver}: {why}"
