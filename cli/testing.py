"""`tocsin sources test NAME`: what a poll of a source gives now. Writes nothing anywhere."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime

import click

from alerts.sanitise import cut, terminal
from archive.archive import Archive
from cli.adding import WIDTH, lines
from cli.refused import Refused
from cli.spans import size, span
from collector.exchange import Exchange
from collector.http import Http
from collector.item import PollResult, PollState
from collector.poll import poll
from collector.schedule import next_poll, phase_of
from config.load import load
from config.schema import Configuration, Source
from config.settings import Settings
from detector.model import Document
from workers import compiled, logs
from workers.clock import utc_now

# What servers say that polls go by.
TELLING = (
    "content-type", "content-encoding", "etag", "last-modified", "cache-control", "expires",
    "retry-after", "location", "age", "server",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """A poll as of a stranger, a second one with the validators it gave, and all that was said."""

    full: PollResult
    again: PollResult | None
    exchanges: list[Exchange] = field(default_factory=list)


@click.command("test")
@click.argument("name")
def test(name: str) -> None:
    """Poll NAME now and show everything: headers, timings, items, validators, the next poll."""
    logs.set_up("ERROR")
    settings = Settings.from_env(os.environ)
    configuration = load(settings.config, settings.cache)
    source = next((s for s in configuration.sources.sources if s.name == name), None)
    if source is None:
        raise Refused(f"no source {name!r} in sources.yaml")
    kept = _kept(settings, name)
    tried = asyncio.run(_try(source, configuration))
    detector = compiled.detector(configuration, settings.cache)
    click.echo(terminal(f"{source.name}: {source.url or '@' + (source.channel or '')}"))
    for line in (*exchanged(tried.exchanges), *validators(tried)):
        click.echo(line)
    items = tried.full.items
    documents = [_document(source, item.title, item.text) for item in items]
    pairs = list(zip(items, detector.detect_all(documents, full=True), strict=True))
    click.echo(f"items      {len(items)}")
    for line in lines(pairs):
        click.echo(line)
    for line in outcome(source, kept, tried.full, utc_now()):
        click.echo(line)
    if tried.full.failure is not None:
        raise SystemExit(1)


def _kept(settings: Settings, name: str) -> PollState:
    """What the archive remembers. A test makes no database and changes none."""
    url = settings.database_url.reveal()
    if url.startswith("sqlite") and not (settings.var / "tocsin.db").exists():
        return PollState()
    with closing(Archive.open(url)) as archive:
        return archive.source_state(name) or PollState()


async def _try(source: Source, configuration: Configuration) -> Tried:
    exchanges: list[Exchange] = []
    http = Http(configuration.sources.fetch, watch=exchanges.append)
    web, now = configuration.sources.telegram, utc_now()
    try:
        full = await poll(source, PollState(), http, web, now)
        again = None
        if source.kind == "feed" and (full.state.etag or full.state.last_modified):
            again = await poll(source, full.state, http, web, utc_now())
        return Tried(full, again, exchanges)
    finally:
        await http.aclose()


def exchanged(exchanges: list[Exchange]) -> Iterator[str]:
    """Each request and its answer as a block."""
    for one in exchanges:
        connected = "kept connection" if one.connect_s is None else f"connect {_ms(one.connect_s)}"
        yield f"GET        {terminal(one.url)}"
        yield f"status     {one.status}"
        yield (
            f"time       {connected}, first byte {_ms(one.first_byte_s)}, total {_ms(one.total_s)}"
        )
        yield f"size       {size(one.bytes_wire)} on the wire, {size(one.bytes_body)} inflated"
        for name in TELLING:
            if name in one.headers:
                yield cut(f"  {name}: {terminal(one.headers[name])}", WIDTH)


def validators(tried: Tried) -> Iterator[str]:
    """Whether the server keeps the promise of its ETag or Last-Modified."""
    state, again = tried.full.state, tried.again
    if tried.full.failure is not None:
        return
    given = [name for name, value in (("ETag", state.etag), ("Last-Modified", state.last_modified))
             if value]  # fmt: skip
    if again is None:
        yield "validators none: every poll costs a whole answer"
        return
    status = tried.exchanges[-1].status
    kept = "kept: 304" if status == 304 else f"not kept: HTTP {status} with the same validators"
    yield f"validators {', '.join(given)}; {kept}"


def outcome(source: Source, kept: PollState, full: PollResult, now: datetime) -> Iterator[str]:
    """What a poll of the service would make of this, and when the next one would be."""
    if full.failure is not None:
        yield f"failure    {terminal(full.failure.reason)} ({full.failure.kind})"
    known = {name for name, _ in kept.known}
    new = tuple(item for item in full.items if item.external_id not in known)
    result = replace(full, items=new, state=replace(kept, failures=full.state.failures))
    plan = next_poll(source, kept, result, now, phase_of(source.name))
    low, high = source.interval.min.total_seconds(), source.interval.max.total_seconds()
    yield f"known      {len(full.items) - len(new)} of {len(full.items)} items before this"
    asked = f", the server asks for {span(full.least_interval_s)}" if full.least_interval_s else ""
    yield (
        f"schedule   every {span(plan.interval_s)} (allowed {span(low)} to {span(high)}{asked}); "
        f"after this poll the next would be in {span((plan.at - now).total_seconds())}"
    )
    for note in full.notes:
        yield f"note       {terminal(note)}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _document(source: Source, title: str, text: str) -> Document:
    return Document(
        id="", title=title, text=text, language=source.language, source=source.name,
        tags=source.tags, reliability=source.reliability,
        kind="article" if source.kind == "feed" else "post",
    )  # fmt: skip
