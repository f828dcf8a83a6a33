"""`tocsin sources add`: finds out what an address is, shows its posts, writes it down."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import click
from pydantic import ValidationError

from alerts.sanitise import cut, terminal
from cli.refused import Refused
from cli.sources_file import append
from collector.discovery import Linked, feeds_linked, usual_addresses, worth_reading
from collector.http import FetchError, Http
from collector.item import FailureKind, Item, PollResult, PollState
from collector.poll import poll
from config.load import load
from config.schema import Configuration, Source, channel_name
from config.settings import Settings
from detector.detect import Detector
from detector.model import Detection, Document
from workers import compiled, logs
from workers.clock import utc_now

SHOWN = 8
WIDTH = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What an address turned out to be, and what one poll of it gave."""

    source: Source
    result: PollResult


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator says beside the address."""

    name: str | None
    language: str | None
    reliability: str | None
    tags: tuple[str, ...]
    dry_run: bool
    unseen: bool


@click.command()
@click.argument("what")
@click.option("--name", help="How sources.yaml is to call it; default: after its address")
@click.option("--language", help="en, fr, ru, uk, ar …: what it publishes in")
@click.option("--reliability", help="A to F")
@click.option("--tag", "tags", multiple=True, help="May be given several times")
@click.option("--dry-run", is_flag=True, help="Show; write nothing")
@click.option("--unseen", is_flag=True, help="Write it even if it can't be read now")
def add(what: str, **given: Any) -> None:  # noqa: ANN401 - click checks each option's type
    """Add WHAT: @channel, t.me/channel, the address of a feed, or a site that names its feed."""
    logs.set_up("ERROR")
    settings, options = Settings.from_env(os.environ), Options(**given)
    configuration = load(settings.config, settings.cache)
    entry = entry_of(what, options, {source.name for source in configuration.sources.sources})
    found = asyncio.run(_look(_source(entry), configuration))
    entry |= {"url": found.source.url} if found.source.url else {}
    _refuse_known(found.source, configuration)
    _show(found, compiled.detector(configuration, settings.cache))
    if found.result.failure is not None and not options.unseen:
        raise click.ClickException("nothing was written; --unseen writes it nevertheless")
    if options.dry_run:
        return
    append(settings.config, entry)
    click.echo(f"Added to {settings.config / 'sources.yaml'} as {entry['name']}")


def entry_of(what: str, options: Options, taken: Collection[str]) -> dict[str, Any]:
    """The mapping that sources.yaml is to hold."""
    traits = {
        "language": options.language,
        "reliability": options.reliability,
        "tags": list(options.tags),
    }
    given = {key: value for key, value in traits.items() if value}
    return {"name": options.name or name_of(what, taken)} | address_of(what) | given


def address_of(what: str) -> dict[str, str]:
    """As sources.yaml writes it: a channel, or an address (https unless it says otherwise)."""
    if (channel := channel_name(what)) is not None:
        return {"channel": f"@{channel}"}
    text = what.strip()
    return {"url": text if "://" in text else f"https://{text}"}


def name_of(what: str, taken: Collection[str]) -> str:
    """A name after the address that no other source has."""
    address = address_of(what)
    host = _host(address["url"]).removeprefix("www.") if "url" in address else ""
    base = (host or address.get("channel", "")).lower().lstrip("@")
    base = re.sub(r"[^a-z0-9._-]+", "-", base).strip("._-")[:60] or "source"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name not in taken)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _source(entry: Mapping[str, Any]) -> Source:
    try:
        return Source.model_validate(dict(entry))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc']))} {e['msg']}" for e in error.errors())
        raise Refused(terminal(said)) from error


def _refuse_known(source: Source, configuration: Configuration) -> None:
    for known in configuration.sources.sources:
        same_channel = source.channel and (known.channel or "").lower() == source.channel.lower()
        if same_channel or (source.url and known.url == source.url):
            what = terminal(source.url or f"@{source.channel}")
            raise Refused(f"{what}: it is a source already, as {known.name}")


async def _look(source: Source, configuration: Configuration) -> Found:
    """Poll it; what is no feed but a page is asked which feeds it has."""
    http = Http(configuration.sources.fetch)
    now = utc_now()

    async def ask(address: str | None) -> Found:
        asked = source if address is None else source.model_copy(update={"url": address})
        telegram = configuration.sources.telegram
        return Found(asked, await poll(asked, PollState(), http, telegram, now))

    try:
        found = await ask(None)
        failure = found.result.failure
        if source.url is None or failure is None or failure.kind is not FailureKind.SOFT:
            return found
        return await _feed_of(source.url, http, ask) or found
    finally:
        await http.aclose()


async def _feed_of(url: str, http: Http, ask: Callable[[str], Awaitable[Found]]) -> Found | None:
    """The site's feed: the one it names, or the first that stands where feeds usually do."""
    linked = await _linked(url, http)
    if len(linked) > 1:
        raise Refused(_choice(linked))
    for address in (one.address for one in linked) if linked else usual_addresses(url):
        found = await ask(address)
        if found.result.failure is None:
            return found
    return None


def _choice(linked: tuple[Linked, ...]) -> str:
    rows = [f"  {terminal(one.address)}  {terminal(one.title)}".rstrip() for one in linked]
    return "\n".join((f"the page names {len(linked)} feeds; add one by its address:", *rows))


async def _linked(url: str, http: Http) -> tuple[Linked, ...]:
    try:
        page = await http.fetch(url, {"Accept": "text/html"})
    except FetchError:
        return ()
    return worth_reading(feeds_linked(page.body, page.url))


def _show(found: Found, detector: Detector) -> None:
    source, result = found.source, found.result
    what = f"channel @{source.channel}" if source.channel else f"feed {source.url}"
    identity = f", id {result.state.identity}" if result.state.identity else ""
    count = f"{len(result.items)} item{'' if len(result.items) == 1 else 's'}"
    click.echo(f"{terminal(what)}{terminal(identity)}: {count}")
    if result.failure is not None:
        click.echo(f"It can't be read now: {terminal(result.failure.reason)}")
    detections = [detector.detect(_document(item, source)) for item in result.items]
    pairs = sorted(zip(result.items, detections, strict=True), key=_age, reverse=True)
    for line in lines(pairs[:SHOWN]):
        click.echo(line)
    heard = sum(detection.relevant for detection in detections)
    click.echo(f"The present watchlist would hear {heard} of {len(detections)}")


def _age(pair: tuple[Item, Detection]) -> tuple[bool, float, int]:
    item = pair[0]
    at = item.published_at.timestamp() if item.published_at else 0.0
    number = int(item.external_id) if item.external_id.isdecimal() else 0
    return item.published_at is not None, at, number


def lines(pairs: list[tuple[Item, Detection]]) -> Iterator[str]:
    """One line for each item: when, what the watchlist says, how it begins."""
    for item, detection in pairs:
        heard = ", ".join(f"{hit.id} ({hit.severity})" for hit in detection.watches)
        said = heard if detection.relevant else "-"
        text = terminal(f"{item.title} {item.text}")
        yield cut(f"  {_when(item.published_at)}  {said:24}  {text}", WIDTH)


def _when(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "undated".ljust(16)


def _document(item: Item, source: Source) -> Document:
    return Document(
        id=item.external_id, title=item.title, text=item.text,
        language=item.language or source.language, kind=item.kind, source=source.name,
        tags=source.tags, reliability=source.reliability, published_at=item.published_at,
    )  # fmt: skip
