"""The `tocsin` command: puts the groups together and turns expected errors into one message."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import click

from cli.commands import Commands
from config.mistakes import OperatorsError


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config_directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of sources.yaml, watchlist.yaml and alerts.yaml [TOCSIN_CONFIG]",
)
@click.option(
    "--var",
    "var_directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory for everything Tocsin writes [TOCSIN_VAR]",
)
def tocsin(config_directory: Path | None, var_directory: Path | None) -> None:
    """Hear of new reports of military equipment and deployments, once per event."""
    if config_directory is not None:
        os.environ["TOCSIN_CONFIG"] = str(config_directory)
    if var_directory is not None:
        os.environ["TOCSIN_VAR"] = str(var_directory)


def main() -> None:
    """Exit codes: 0 done, 1 something failed, 2 the command or the configuration is wrong."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names in any script, whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        tocsin(prog_name="tocsin")
    except OperatorsError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        if error.filename is None and error.errno != errno.ENOSPC:
            raise
        # A full disk, a directory that is not ours: the operator's to mend, not a fault of ours.
        where = f": {error.filename}" if error.filename else ""
        click.echo(f"{error.strerror}{where}", err=True)
        # What the full disk refused is tried again at the exit, which would change its code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(2)
