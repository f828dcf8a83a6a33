"""`tocsin init` and `tocsin config`: make, check and describe the configuration."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from alerts.sanitise import terminal
from config import starter
from config.editor import json_schema
from config.load import load
from config.settings import Settings, missing_secrets
from workers.plugin_check import troubles


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Overwrite files that are there")
def init(directory: Path, force: bool) -> None:
    """Write a commented starter configuration into DIRECTORY."""
    started = starter.init(directory, force=force)
    for path in started.written:
        click.echo(f"wrote {path}")
    for path in started.kept:
        click.echo(f"kept  {path} (--force overwrites it)")
    click.echo(f"Next: edit {directory}/watchlist.yaml, then tocsin --config {directory} up")


@click.group()
def config() -> None:
    """Check the configuration, or describe it to an editor."""


@config.command()
def check() -> None:
    """Load all files; print every mistake with its place, or what was found."""
    settings = Settings.from_env(os.environ)
    loaded = load(settings.config)
    for sentence in missing_secrets(loaded.alerts, os.environ):
        click.echo(f"warning: {sentence}", err=True)
    for trouble in troubles(loaded.alerts):
        click.echo(f"warning: {terminal(trouble)}", err=True)
    if not loaded.sources.fetch.contact:
        click.echo(
            "warning: sources.yaml: fetch.contact is not set: servers that have trouble with our "
            "polls can tell nobody, and may block them. Write an address or a page.",
            err=True,
        )
    feeds = sum(source.kind == "feed" for source in loaded.sources.sources)
    click.echo(
        f"{settings.config}: ok. {feeds} feeds, {len(loaded.sources.sources) - feeds} channels; "
        f"{len(loaded.watchlist.entities)} entities, {len(loaded.watchlist.keywords)} keywords, "
        f"{len(loaded.watchlist.watches)} watches; {len(loaded.alerts.receivers)} receivers"
    )


@config.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def schema(directory: Path) -> None:
    """Write the JSON Schema of each file into DIRECTORY, for editors."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in json_schema().items():
        path = directory / f"{Path(name).stem}.json"
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
        click.echo(f"wrote {path}")
