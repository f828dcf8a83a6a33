"""`tocsin sources import` and `export`: lists of feeds from and for other readers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import click
from pydantic import ValidationError

from alerts.sanitise import terminal
from cli.adding import name_of
from cli.opml import MAX_BYTES, OpmlError, Outline, read, written
from cli.refused import Refused
from cli.sources_file import append
from collector.entry import primary_language
from config.load import load
from config.plausible import address_key
from config.schema import Language, Source
from config.settings import Settings
from workers.clock import utc_now


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show; write nothing")
def import_(file: Path, dry_run: bool) -> None:
    """Add the feeds of an OPML FILE to sources.yaml; what is a source already is skipped."""
    settings = Settings.from_env(os.environ)
    sources = load(settings.config).sources.sources
    with file.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    try:
        wanted = wanted_of(read(content), sources)
    except OpmlError as error:
        raise Refused(f"{file} {error}") from error
    for line in wanted.skipped:
        click.echo(f"skip  {terminal(line)}")
    for entry in wanted.entries:
        click.echo(f"add   {entry['name']}: {terminal(entry['url'])}")
    if wanted.entries and not dry_run:
        append(settings.config, *wanted.entries)
    done = "would be added" if dry_run else "added"
    click.echo(f"{len(wanted.entries)} {done}, {len(wanted.skipped)} skipped")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def export(file: Path | None) -> None:
    """Write the feeds as OPML 2.0 to FILE or to standard output. Channels are no feeds."""
    sources = load(Settings.from_env(os.environ).config).sources.sources
    text = written(outlines_of(sources), utc_now())
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
        click.echo(f"wrote {file}")


def outlines_of(sources: Sequence[Source]) -> Iterator[Outline]:
    """Feeds as OPML lists them, each in the folder of its first tag."""
    for source in sources:
        if source.url is not None:
            yield Outline(source.url, source.label, source.language or "", source.tags[:1])


@dataclass(slots=True)
class Wanted:
    """What an import would do: entries of sources.yaml, and a line for each feed that is none."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def wanted_of(outlines: Sequence[Outline], sources: Sequence[Source]) -> Wanted:
    """Each address once, under a name that is free."""
    wanted = Wanted()
    known = {address_key("url", s.url): s.name for s in sources if s.url is not None}
    taken = {source.name for source in sources}
    for outline in outlines:
        if not outline.url:
            wanted.skipped.append(f"{outline.title or 'an entry without a title'}: has no address")
            continue
        key = address_key("url", outline.url)
        if key in known:
            wanted.skipped.append(f"{outline.url}: it is a source already, as {known[key]}")
            continue
        entry = entry_of(outline, taken)
        try:
            Source.model_validate(entry)
        except ValidationError as error:
            reason = error.errors()[0]["msg"].removeprefix("Value error, ")
            wanted.skipped.append(f"{outline.url}: {reason}")
            continue
        known[key] = entry["name"]
        taken.add(entry["name"])
        wanted.entries.append(entry)
    return wanted


def entry_of(outline: Outline, taken: set[str]) -> dict[str, Any]:
    """The mapping that sources.yaml is to hold."""
    entry: dict[str, Any] = {"name": _free(outline, taken), "url": outline.url}
    if outline.title and outline.title != entry["name"]:
        entry["title"] = outline.title[:500]
    language = primary_language(outline.language)
    if language in get_args(Language):
        entry["language"] = language
    if tags := list(dict.fromkeys(filter(None, map(_slug, outline.folders)))):
        entry["tags"] = tags
    return entry


def _free(outline: Outline, taken: set[str]) -> str:
    base = _slug(outline.title)
    if len(base) < 3:
        return name_of(outline.url, taken)
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (base, *numbered) if name not in taken)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50].strip("-")
