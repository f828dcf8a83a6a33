"""A command that can't be done as it was asked: one message, exit code 2, nothing changed."""

from __future__ import annotations

import click


class Refused(click.ClickException):
    """The message says why, and what to ask instead."""

    exit_code = 2
