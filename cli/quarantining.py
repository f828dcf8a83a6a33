"""`tocsin quarantine`: items that were put aside because reading them failed again and again."""

from __future__ import annotations

import os
from contextlib import closing

import click

from alerts.sanitise import terminal
from cli.refused import Refused
from config.settings import Settings
from workers.clock import utc_now
from workers.wiring import open_archive


@click.group()
def quarantine() -> None:
    """Items put aside after repeated errors or crashes: list them, or have them read again."""


@quarantine.command("list")
def list_() -> None:
    """List what was put aside, and why."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        for item in archive.quarantined():
            at = f"{item.at:%Y-%m-%d %H:%M}"
            words = terminal(f"{item.source}/{item.external_id}  {item.reason}")
            click.echo(f"{item.item_id:>8}  {at}  {words}")


@quarantine.command()
@click.argument("number", type=int)
def release(number: int) -> None:
    """Have item NUMBER read again."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        if not archive.release_quarantined(number, utc_now()):
            raise Refused(f"item {number} is not in quarantine")
    click.echo(f"{number}: will be read again")
