"""`tocsin alerts`: try a receiver, look after what could not be told."""

from __future__ import annotations

import os
import sys
from contextlib import closing

import click

from alerts.channels import is_at_least_once, kind_of
from alerts.digest_view import many
from alerts.model import Ambiguous, Receipt, Unsent
from alerts.render import render
from alerts.sample import came_back, sample_alert
from alerts.sanitise import terminal
from cli.refused import Refused
from cli.routing import route
from config.load import load
from config.settings import Settings, SettingsError, missing_secrets
from workers import logs
from workers.clock import utc_now
from workers.live import Loaded
from workers.wiring import open_archive


@click.group()
def alerts() -> None:
    """Try receivers; list, retry or drop what could not be told."""


@alerts.command()
@click.argument("receiver")
def test(receiver: str) -> None:
    """Send a sample to RECEIVER with the real tokens and say exactly what came back."""
    logs.set_up("ERROR")
    settings = Settings.from_env(os.environ)
    configuration = load(settings.config, settings.cache)
    declared = Loaded(configuration, settings).receiver(receiver)
    if declared is None:
        known = ", ".join(r.name for r in configuration.alerts.receivers)
        raise SettingsError(f"no receiver {receiver!r} in alerts.yaml; there are: {known}")
    # Others may lack their secrets yet: this one alone is tried.
    alone = configuration.alerts.model_copy(update={"receivers": (declared,)})
    if lacking := missing_secrets(alone, os.environ):
        raise SettingsError("\n".join(lacking))
    loaded = Loaded(configuration.model_copy(update={"alerts": alone}), settings)
    settings.var.mkdir(parents=True, exist_ok=True)
    told = sample_alert(utc_now())
    message = render(told, kind_of(declared), f"{told.key}:{receiver}")
    try:
        result: Receipt | Exception = loaded.channels[receiver].send(message, attempt=1)
    except (Unsent, Ambiguous) as error:
        result = error
    click.echo(f"{receiver}: {terminal(came_back(result))}")
    if is_at_least_once(declared):
        click.echo("It is told at least once: after a lost reply a message may come again.")
    sys.exit(0 if isinstance(result, Receipt) else 1)


alerts.add_command(route)


@alerts.group()
def dead() -> None:
    """What was given up: refused for good, or after a day of tries."""


@dead.command("list")
def list_() -> None:
    """List what could not be told."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        letters = archive.dead_letters()
    for letter in letters:
        tries = many(letter.attempts, "try", "tries")
        click.echo(
            f"{letter.id:>6}  {letter.receiver}  {terminal(letter.what)}{_others(letter.others)}\n"
            f"        given up {letter.died_at:%Y-%m-%d %H:%M} UTC after {tries}: "
            f"{terminal(letter.reason)}"
        )
    if not letters:
        click.echo("nothing was given up")


@dead.command()
@click.argument("number")
def retry(number: str) -> None:
    """Try dead letter NUMBER again, or `all` of them."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        chosen = [d.id for d in archive.dead_letters()] if number == "all" else [_number(number)]
        for one in chosen:
            _say(archive.retry_dead(one, utc_now()), one, "due again")
    if not chosen:
        click.echo("nothing was given up")


@dead.command()
@click.argument("number", type=int)
def drop(number: int) -> None:
    """Give dead letter NUMBER up for good; its event will not ring again."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        _say(archive.drop_dead(number), number, "dropped")


def _others(count: int) -> str:
    return f"  with {count} more in the same message" if count else ""


def _number(text: str) -> int:
    if not text.isdecimal():
        raise click.UsageError(f"{text!r} is neither the number of a dead letter nor `all`")
    return int(text)


def _say(done: bool, number: int, word: str) -> None:
    if not done:
        raise Refused(f"there is no dead letter {number}")
    click.echo(f"{number}: {word}")
