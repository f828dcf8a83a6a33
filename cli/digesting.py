"""`tocsin digest`: look at a day's digest before it is sent, or send one by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from alerts.digest import due_instant
from alerts.files import page
from alerts.model import Message
from alerts.render import render
from alerts.sanitise import terminal
from archive.archive import Archive
from archive.counts import DigestState
from archive.model import NotificationState
from config.load import load
from config.schema import DigestPlan
from config.settings import Settings, SettingsError
from workers import logs, wiring
from workers.clock import utc_now
from workers.digesting import Editor

_PATIENCE = timedelta(seconds=30)  # for sending; what takes longer is left to the service
_DATE = click.DateTime(["%Y-%m-%d"])


@click.group()
def digest() -> None:
    """The daily digest: preview it, or send a day's by hand."""


@digest.command()
@click.option(
    "--date", "day", type=_DATE, help="Local date; default: the one that comes next, so far"
)
@click.option("--plan", "name", help="Name of a plan of alerts.yaml; default: all of them")
def preview(day: datetime | None, name: str | None) -> None:
    """Write a day's digest as a mail, as text and as a Slack post, and say where."""
    settings = _settings()
    plans = _plans(load(settings.config, settings.cache).alerts.digests, name)
    with closing(wiring.open_archive(settings)) as archive:
        now = utc_now()
        for plan in plans:
            wanted = _day(plan, day.date() if day else _next_day(plan, now), now)
            told = Editor(archive, now).compose(plan, plan.receivers[0], wanted)
            mail, slack = render(told, "mail", "preview"), render(told, "slack", "preview")
            click.echo(terminal(mail.subject))
            for path in _write(settings.var / "preview", f"{plan.name}-{wanted}", mail, slack):
                click.echo(f"  {path}")


@digest.command()
@click.option("--date", "day", type=_DATE, help="Local date; default: today")
@click.option("--plan", "name", help="Name of a plan of alerts.yaml; default: all of them")
def send(day: datetime | None, name: str | None) -> None:
    """Send a day's digest to the receivers that have not had it; says who had it already."""
    settings = _settings()
    plans = _plans(load(settings.config, settings.cache).alerts.digests, name)
    parts = wiring.open_parts(settings, wiring.silent)
    with closing(parts):
        now = utc_now()
        wanted = [(p, r, _due_day(p, day, now)) for p in plans for r in p.receivers]
        fresh = [_add(parts.archive, one, now) for one in wanted]
        if any(fresh):
            parts.pipeline.deliverer.drain(now + _PATIENCE)
        states = [parts.archive.digests.state(p.name, r, d) for p, r, d in wanted]
        for (plan, receiver, on), new, state in zip(wanted, fresh, states, strict=True):
            words = _words(state, plan) if new else f"already {_words(state, plan)}"
            click.echo(f"{plan.name} {on} {receiver}: {terminal(words)}")
    arrived = [state is not None and state.state is NotificationState.SENT for state in states]
    sys.exit(0 if all(arrived) else 1)


def _settings() -> Settings:
    logs.set_up("ERROR")
    settings = Settings.from_env(os.environ)
    wiring.keep_fonts(settings)
    return settings


def _plans(declared: Sequence[DigestPlan], name: str | None) -> list[DigestPlan]:
    plans = [plan for plan in declared if name in (None, plan.name)]
    if not plans:
        known = ", ".join(plan.name for plan in declared) or "none"
        wanted = f"digest {name!r}" if name else "digest"
        raise SettingsError(f"no {wanted} in alerts.yaml; there are: {known}")
    return plans


def _day(plan: DigestPlan, wanted: date, now: datetime) -> date:
    if wanted > _next_day(plan, now):
        raise click.UsageError(f"{wanted} has not begun in {plan.zone}")
    if due_instant(plan, wanted) is None:
        raise click.UsageError(f"{plan.zone} never had {wanted}")
    return wanted


def _next_day(plan: DigestPlan, now: datetime) -> date:
    """The date whose digest is being gathered: after a day's hour has come, the next one's."""
    day = now.astimezone(plan.tz).date()
    while (at := due_instant(plan, day)) is None or at <= now:
        day += timedelta(days=1)
    return day


def _due_day(plan: DigestPlan, day: datetime | None, now: datetime) -> date:
    """A digest is for a whole day: sent early, it would leave out what comes before its hour."""
    wanted = _day(plan, day.date() if day else now.astimezone(plan.tz).date(), now)
    due_at = due_instant(plan, wanted)
    if due_at is not None and due_at > now:
        hint = f"tocsin digest preview --date {wanted} shows it so far"
        raise click.UsageError(
            f"{plan.name}: {wanted} is due at {plan.at} ({plan.zone}); {hint}, "
            "--date sends an earlier one"
        )
    return wanted


def _add(archive: Archive, wanted: tuple[DigestPlan, str, date], now: datetime) -> bool:
    plan, receiver, day = wanted
    if archive.digests.state(plan.name, receiver, day) is not None:
        return False
    return archive.digests.add(Editor(archive, now).compose(plan, receiver, day), now)


def _words(state: DigestState | None, plan: DigestPlan) -> str:
    if state is None:  # only if the database was cleared under our hands
        return "lost"
    if state.skipped:
        return "settled: skipped as too late, the next digest covered it"
    at = state.ended_at or state.made_at
    when = f"{at.astimezone(plan.tz):%Y-%m-%d %H:%M}"
    if state.state is NotificationState.SENT:
        return f"sent at {when}, reference {state.reference}"
    reason = f": {state.reason}" if state.reason else ""
    return f"written at {when}, now {state.state}{reason}"


def _write(directory: Path, name: str, mail: Message, slack: Message) -> list[Path]:
    directory.mkdir(parents=True, exist_ok=True)
    texts = {".html": page(mail), ".txt": mail.text, ".slack.json": slack.blocks}
    for suffix, text in texts.items():
        (directory / f"digest-{name}{suffix}").write_text(text, "utf-8", "replace")
    return [directory / f"digest-{name}{suffix}" for suffix in texts]
