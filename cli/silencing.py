"""`tocsin silence`: not to be told of something for a while."""

from __future__ import annotations

import os
from contextlib import closing

import click

from alerts.sanitise import terminal
from alerts.silences import Silence, end_of, match_of, words_of
from config.load import load
from config.schema import Match
from config.settings import Settings
from workers.clock import utc_now
from workers.wiring import open_archive


@click.group()
def silence() -> None:
    """Hold alerts back for a while; the digest counts what was held."""


@silence.command()
@click.argument("matchers", nargs=-1, required=True, metavar="KEY=VALUE[,VALUE]...")
@click.option("--until", required=True, help="A length such as 2h or 3d, or a time in ISO 8601")
@click.option("--comment", default="", help="Why, for those who ask later")
def add(matchers: tuple[str, ...], until: str, comment: str) -> None:
    """Silence alerts that match every KEY, by the words of routes; values are alternatives.

    tocsin silence add watch=ships country=ML,NE --until 12h --comment "known exercise"
    """
    now = utc_now()
    try:
        match, ends_at = match_of(matchers), end_of(until, now)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    settings = Settings.from_env(os.environ)
    _known(match, settings)
    with closing(open_archive(settings)) as archive:
        click.echo(_line(archive.silences.add(match, comment, now, ends_at)))


@silence.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that are over")
def list_(everything: bool) -> None:
    """List silences in force: number, matchers, end, comment."""
    now = utc_now()
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        for one in archive.silences.since(
            now.min.replace(tzinfo=now.tzinfo) if everything else now
        ):
            click.echo(_line(one) + ("  over" if one.ends_at <= now else ""))


@silence.command()
@click.argument("number", type=int)
def expire(number: int) -> None:
    """End silence NUMBER now."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        if not archive.silences.expire(number, utc_now()):
            raise click.ClickException(f"no silence {number} is in force")
    click.echo(f"{number}: over")


def _known(match: Match, settings: Settings) -> None:
    """A silence of something that is declared nowhere would hold nothing."""
    configuration = load(settings.config)
    watchlist, sources = configuration.watchlist, configuration.sources.sources
    declared = {
        "watch": {watch.id for watch in watchlist.watches},
        "entity": {e.id for e in watchlist.entities} | {k.id for k in watchlist.keywords},
        "source": {s.name for s in sources} | {tag for s in sources for tag in s.tags},
    }
    for key, known in declared.items():
        for name in getattr(match, key):
            if name not in known:
                raise click.UsageError(f"no {key} is named {name!r}")


def _line(one: Silence) -> str:
    comment = f"  {terminal(one.comment)}" if one.comment else ""
    return f"{one.id:>4}  {words_of(one.match)}  until {one.ends_at:%Y-%m-%d %H:%M} UTC{comment}"
