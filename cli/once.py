"""`tocsin run --once`: one full cycle in this process, no Redis needed."""

from __future__ import annotations

import os
import sys

import click

from alerts.sanitise import terminal
from config.load import load
from config.settings import Settings, SettingsError, missing_secrets
from workers import logs
from workers.pipeline import Summary
from workers.wiring import open_parts, silent


@click.command()
@click.option("--once", is_flag=True, help="Poll every source, detect, tell what is due, exit")
def run(once: bool) -> None:
    """One full cycle: poll, detect, tell. Exit code 1 if something failed."""
    if not once:
        raise click.UsageError("say --once for one cycle, or use `tocsin up` for the service")
    settings = Settings.from_env(os.environ)
    logs.set_up("ERROR")
    configuration = load(settings.config, settings.cache)
    if lacking := missing_secrets(configuration.alerts, os.environ):
        raise SettingsError("\n".join(lacking))
    parts = open_parts(settings, silent)
    try:
        summary = parts.pipeline.run_once()
    finally:
        parts.close()
    for line in lines(summary):
        click.echo(line)
    sys.exit(1 if summary.failed else 0)


def lines(summary: Summary) -> list[str]:
    """The summary as people read it."""
    polled, detected, delivered = summary.polled, summary.detected, summary.delivered
    failures = [f"  failed  {name}: {reason}" for name, reason in polled.failures]
    return [
        f"polled    {polled.sources} sources, {len(polled.failures)} failed",
        *failures,
        *_elsewhere(polled.elsewhere),
        f"kept      {polled.new} new, {polled.revised} edited, {polled.deleted} deleted",
        *_articles(summary),
        f"detected  {detected.read} read, {detected.relevant} relevant, {detected.failed} failed",
        f"told      {delivered.sent} sent, {delivered.failed} failed, {summary.waiting} waiting",
        *(f"  failed  {reason}" for reason in delivered.reasons),
    ]


def _elsewhere(sources: int) -> list[str]:
    """Nothing is lost by it: what one process has in hand is left to it by the others."""
    return [f"beside    another run is at work: it polls {sources} more"] if sources else []


def _articles(summary: Summary) -> list[str]:
    """Nothing where no article was wanted; one that can't be had is no failure of the run."""
    articles = summary.articles
    if not (articles.read or articles.none):
        return []
    refused = [f"  none    {name}: {terminal(reason)}" for name, reason in articles.none]
    return [f"read on   {articles.read} articles, {len(articles.none)} not to be had", *refused]
