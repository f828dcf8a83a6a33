"""`tocsin silence`: not to be told of something for a while."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import closing
from datetime import UTC

import click

from alerts.sanitise import terminal
from alerts.silences import Silence, end_of, match_of, words_of
from cli.refused import Refused
from config.load import load
from config.mistakes import closest
from config.plausible import countries
from config.schema import Match
from config.settings import Settings
from workers.clock import utc_now
from workers.wiring import open_archive


@click.group()
def silence() -> None:
    """Hold alerts back for a while; the digest counts what was held."""


@silence.command()
@click.argument("matchers", nargs=-1, required=True, metavar="KEY[!]=VALUE[,VALUE]...")
@click.option("--until", required=True, help="A length such as 2h or 3d, or a time in ISO 8601")
@click.option("--comment", default="", help="Why, for those who ask later")
def add(matchers: tuple[str, ...], until: str, comment: str) -> None:
    """Silence alerts that match every KEY, by the words of routes; values are alternatives.

    KEY!=VALUE leaves them out: silence everything else.

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
        found = archive.silences.since(now.min.replace(tzinfo=UTC) if everything else now)
    for one in found:
        click.echo(_line(one) + ("  over" if one.ends_at <= now else ""))
    if not found:
        click.echo("there is none" if everything else "none is in force")


@silence.command()
@click.argument("number", type=int)
def expire(number: int) -> None:
    """End silence NUMBER now."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        if not archive.silences.expire(number, utc_now()):
            raise Refused(f"no silence {number} is in force")
    click.echo(f"{number}: over")


def _known(match: Match, settings: Settings) -> None:
    """A silence of something that is declared nowhere would hold nothing, or everything."""
    configuration = load(settings.config, settings.cache)
    watchlist, sources = configuration.watchlist, configuration.sources.sources
    declared: dict[str, Collection[str]] = {
        "watch": {watch.id for watch in watchlist.watches},
        "entity": {e.id for e in watchlist.entities} | {k.id for k in watchlist.keywords},
        "source": {s.name for s in sources} | {tag for s in sources for tag in s.tags},
        "country": countries(),
    }
    for key, values in (*match.asked(), *match.none.asked()):
        for name in values:
            if key in declared and name not in declared[key]:
                raise click.UsageError(_unknown(key, name, declared[key]))


def _unknown(key: str, name: str, known: Collection[str]) -> str:
    if key == "country":
        return f"no country has the code {name!r}"
    meant = closest(name, known)
    return f"no {key} is named {name!r}" + (f"; did you mean {meant!r}?" if meant else "")


def _line(one: Silence) -> str:
    comment = f"  {terminal(one.comment)}" if one.comment else ""
    return f"{one.id:>4}  {words_of(one.match)}  until {one.ends_at:%Y-%m-%d %H:%M} UTC{comment}"
