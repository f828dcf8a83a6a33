"""`tocsin sources`: how each source is being read, and adding one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import datetime

import click

from alerts.sanitise import terminal
from archive.model import SourceStatus
from cli.adding import add
from cli.exchanging import export, import_
from cli.refused import Refused
from cli.spans import size, span
from cli.testing import test
from config.load import load
from config.settings import Settings
from config.sources import Source
from workers.clock import utc_now
from workers.wiring import open_archive


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line")
@click.pass_context
def sources(context: click.Context, as_json: bool) -> None:
    """How each source is read: well, quiet (but says nothing), not yet, blind or stopped."""
    if context.invoked_subcommand is not None:
        return
    now = utc_now()
    for status in _statuses(now):
        if as_json:
            click.echo(json.dumps(asdict(status), default=str, ensure_ascii=False))
        else:
            click.echo(line(status, now))


@sources.command()
@click.argument("name")
def resume(name: str) -> None:
    """Read a stopped source again (after its channel changed hands, for example)."""
    settings = Settings.from_env(os.environ)
    if name not in {source.name for source in _declared(settings)}:
        raise Refused(f"no source {name!r} in sources.yaml")
    with closing(open_archive(settings)) as archive:
        archive.resume_source(name, utc_now())
    click.echo(f"{name}: due at once")


for command in (add, import_, export, test):
    sources.add_command(command)


def _statuses(now: datetime) -> list[SourceStatus]:
    settings = Settings.from_env(os.environ)
    with closing(open_archive(settings)) as archive:
        archive.register(_declared(settings), now)
        return archive.source_statuses(now)


def _declared(settings: Settings) -> tuple[Source, ...]:
    return load(settings.config, settings.cache).sources.sources


def line(status: SourceStatus, now: datetime) -> str:
    """One source in one line of the terminal: state, rhythm, next poll, cost, hits, errors."""
    since = f" {_ago(status.since, now)}" if status.since else ""
    state = "not read yet" if status.state == "unread" else status.state
    every = span(status.interval_s) if status.interval_s else "-"
    facts = (
        f"{status.name:28} {status.kind:7} {state + since:16} "
        f"last ok {_ago(status.last_ok_at, now):>6}  polled every {every:>5}  "
        f"next {_ahead(status.next_at, now):>6}  items {status.items:>5}  hits {status.hits:>4}  "
        f"polls {status.polls}, {size(status.bytes_read)}, {size(status.bytes_a_day)}/day"
    ) + _cadence(status)
    return facts + "".join(f"  {one}" for one in _remarks(status, now))


def _cadence(status: SourceStatus) -> str:
    """How often it publishes, once that is learned."""
    if status.usual_gap_s is None or status.patience_s is None:
        return ""
    usual, quiet = span(status.usual_gap_s), span(status.patience_s)
    return f"  news every {usual}, quiet after {quiet}"


def _remarks(status: SourceStatus, now: datetime) -> Iterator[str]:
    if status.hub:
        yield terminal(status.hub)
    if status.failed_polls:
        yield f"failed {status.failed_polls} of {status.polls}"
    if status.overflowed_at is not None:
        times = f"{status.overflows} times, last " if status.overflows > 1 else ""
        yield f"overflowed {times}{_ago(status.overflowed_at, now)} ago"
    if status.failures:
        yield terminal(status.last_error)
    elif status.note:
        yield f"({terminal(status.note)})"


def _ago(at: datetime | None, now: datetime) -> str:
    return "never" if at is None else span((now - at).total_seconds())


def _ahead(at: datetime | None, now: datetime) -> str:
    return "-" if at is None else span(max(0.0, (at - now).total_seconds()))
