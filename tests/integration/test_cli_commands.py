"""The list of commands, which loads none of them, says of each what it says of itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.commands import COMMANDS
from cli.main import tocsin

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_beginning_of_its_help(name: str) -> None:
    command = tocsin.get_command(click.Context(tocsin), name)

    assert command is not None
    assert command.name == name
    told = COMMANDS[name][1].removesuffix("...").strip()
    assert " ".join((command.help or "").split()).startswith(told.removesuffix("."))


def test_the_list_has_every_command_once_in_order() -> None:
    shown = CliRunner().invoke(tocsin, ["--help"]).output

    listed = shown.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == sorted(COMMANDS)
    assert "  run         One full cycle: poll, detect, tell." in listed


def test_an_unknown_command_is_refused() -> None:
    asked = CliRunner().invoke(tocsin, ["detct"])

    assert asked.exit_code == 2
    assert "No such command 'detct'" in asked.output


def test_the_list_loads_no_command() -> None:
    script = (
        "import sys\nfrom cli.main import tocsin\n"
        "tocsin(['--help'], standalone_mode=False)\n"
        "print([m for m in ('celery', 'telethon', 'sqlalchemy', 'pydantic', 'numpy')"
        " if m in sys.modules])"
    )

    done = subprocess.run(
        (sys.executable, "-c", script), cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]", done.stderr
