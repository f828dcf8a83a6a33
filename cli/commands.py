"""The commands of `tocsin` by name; the module of one is loaded when it is asked for.

Together they load Celery, Telethon and SQLAlchemy, a second's work: `tocsin explain` needs none.
"""

from __future__ import annotations

from importlib import import_module
from textwrap import shorten
from typing import cast

import click

from config.garbage import uncollected

# Where each is, and what the list of commands says of it: the beginning of its own help.
COMMANDS = {
    "alerts": ("cli.alerting", "Try receivers; list, retry or drop what could not be told."),
    "config": ("cli.configuring", "Check the configuration, or describe it to an editor."),
    "demo": (
        "cli.demo_run",
        "Play a bundled stream of feeds and channels: no network, no account, the same pipeline.",
    ),
    "detect": ("cli.detecting", 'Read JSON lines {"id", "text", "title"?, "lang"?, "kind"?, ...'),
    "digest": ("cli.digesting", "The daily digest: preview it, or send a day's by hand."),
    "events": (
        "cli.events",
        "List events and what is known of them; merge, split and close them.",
    ),
    "evidence": (
        "cli.evidence",
        "Show all that is kept of POST: wordings, deletion, counters, photos.",
    ),
    "explain": (
        "cli.explaining",
        "Say what is heard in WHAT and why: a text file, a .jsonl of items, an address, or -.",
    ),
    "healthy": (
        "cli.serving",
        "Exit 0 when the database and the broker answer; for health checks.",
    ),
    "init": ("cli.configuring", "Write a commented starter configuration into DIRECTORY."),
    "quarantine": (
        "cli.quarantining",
        "Items put aside after repeated errors or crashes: list them, or have them read again.",
    ),
    "run": ("cli.once", "One full cycle: poll, detect, tell."),
    "scheduler": ("cli.serving", "Run the Celery scheduler."),
    "silence": (
        "cli.silencing",
        "Hold alerts back for a while; the digest counts what was held.",
    ),
    "sources": (
        "cli.sourcing",
        "How each source is read: well, quiet (but says nothing), not yet, blind or stopped.",
    ),
    "telegram": ("cli.telegram", "Accounts that read channels."),
    "up": ("cli.up", "Run the service here until Ctrl-C."),
    "watchlist": ("cli.explaining", "See how the watchlist is heard."),
    "websub": (
        "cli.serving",
        "Subscribe to the hubs that feeds offer and take their pushes, as `websub:` declares.",
    ),
    "worker": (
        "cli.serving",
        "Run one Celery worker of the comma-separated QUEUES; all of them unless named.",
    ),
}
_MARGIN = 6  # of the list, as click reckons it


class Commands(click.Group):
    """A group that knows its commands by name alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one; None if there is none of the name."""
        if cmd_name not in COMMANDS:
            return None
        with uncollected():  # a tenth of the time that modules take to load
            return cast("click.Command", getattr(import_module(COMMANDS[cmd_name][0]), cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list without loading them."""
        limit = formatter.width - _MARGIN - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, shorten(COMMANDS[name][1], limit, placeholder="...")) for name in COMMANDS]
            )
