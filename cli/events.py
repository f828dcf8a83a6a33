"""`tocsin events`: see what is kept of events, and put right what was put together wrongly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

import click

from alerts.firsts import in_words
from alerts.sanitise import cut, one_line, terminal
from archive.model import EventPage, EventReport, EventRow, Lesson
from cli.folding import folded, width
from cli.refused import Refused
from config.load import load
from config.settings import Settings
from detector.events import OpenEvent, Weights
from detector.fitting import LEAST_DECISIONS, LEAST_PAIRS, Pair, Trial, Verdict, try_out
from workers import weights
from workers.clock import utc_now
from workers.live import Loaded
from workers.rearranging import Rearranger, RearrangingError
from workers.wiring import open_archive

_TITLE = 90
_LISTED, _GOES_ON = 8, 4  # columns by which a folded line is further in
NUMBER = click.IntRange(1, 2**62)  # of an event or an item
LEAST_CHANGE = 0.005  # of a weight, to be shown


@click.group()
def events() -> None:
    """List events and what is known of them; merge, split and close them."""


@events.command("list")
@click.option("--days", default=7, show_default=True, help="Reported within so many days")
@click.option("--limit", default=50, show_default=True, help="At most so many")
def list_(days: int, limit: int) -> None:
    """List the latest events: number, last report, severity, reports, line."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        for row in archive.events.latest(utc_now() - timedelta(days=days), limit):
            click.echo(folded(_listed(row), width(), _LISTED))


@events.command()
@click.argument("event", type=NUMBER)
def show(event: int) -> None:
    """Show EVENT: its line, what is new in it, every report and everything told of it."""
    click.echo("\n".join(page_of(event, why=False)))


@events.command()
@click.argument("into", type=NUMBER)
@click.argument("other", type=NUMBER)
def merge(into: int, other: int) -> None:
    """Make OTHER part of INTO: they are one event. Its readers are told in the thread."""
    with _rearranger() as hand:
        hand.merge(into, other, utc_now())
    click.echo(f"event {other} is part of event {into} now")


@events.command()
@click.argument("event", type=NUMBER)
@click.argument("items", type=NUMBER, nargs=-1, required=True)
def split(event: int, items: tuple[int, ...]) -> None:
    """Move ITEMS (numbers as `show` prints them) out of EVENT into a new one."""
    with _rearranger() as hand:
        number = hand.split(event, items, utc_now())
    click.echo(f"{_many(len(set(items)), 'item')} moved from event {event} to event {number}")


@events.command()
@click.argument("event", type=NUMBER)
def close(event: int) -> None:
    """Let EVENT be over: further reports open another one."""
    with _rearranger() as hand:
        hand.close(event, utc_now())
    click.echo(f"event {event} is closed")


@events.command()
@click.option("--yes", is_flag=True, help="Write without asking")
def train(yes: bool) -> None:
    """Fit the weights of the match to what was merged and split by hand; ask before writing."""
    settings = Settings.from_env(os.environ)
    with closing(open_archive(settings)) as archive:
        decisions = _decisions(archive.events.lessons())
    old = weights.in_force(settings.var)
    trial = try_out(decisions, old, weights.shipped_pairs())
    for line in _tried(trial):
        click.echo(line)
    if trial.verdict is not Verdict.BETTER:
        click.echo(f"the weights stay as they are: {trial.verdict}")
        return
    for line in _changes(old, trial.fitted.weights):
        click.echo(line)
    if yes or click.confirm("Use these weights from now on?"):
        click.echo(f"wrote {weights.write(trial.fitted.weights, settings.var)}")


def _decisions(lessons: Sequence[Lesson]) -> list[list[Pair]]:
    """Pairs by the decision that judged them, oldest first."""
    found: dict[datetime, list[Pair]] = {}
    for one in lessons:
        found.setdefault(one.at, []).append((one.features, one.same))
    return list(found.values())


def _tried(trial: Trial) -> Iterator[str]:
    told = f"{_many(trial.pairs, 'pair')} from {_many(trial.decisions, 'decision')}"
    if trial.verdict is Verdict.TOO_FEW:
        yield f"{told}; at least {LEAST_PAIRS} pairs from {LEAST_DECISIONS} decisions are needed"
        return
    before, after = trial.shipped
    yield f"{told}, judged rightly:"
    yield f"  by the weights in force        {trial.fitted.right_before:>4}"
    yield f"  fitted to the other decisions  {trial.unseen:>4}"
    yield f"  fitted to all of them          {trial.fitted.right_after:>4}"
    yield f"shipped pairs judged rightly: {before} before, {after} after"


def _changes(old: Weights, new: Weights) -> Iterator[str]:
    yield f"{'bias':28} {old.bias:7.3f} -> {new.bias:7.3f}"
    for name, after in sorted(new.features.items()):
        before = old.features.get(name, 0.0)
        if abs(after - before) >= LEAST_CHANGE:
            yield f"{name:28} {before:7.3f} -> {after:7.3f}"


@contextmanager
def _rearranger() -> Iterator[Rearranger]:
    settings = Settings.from_env(os.environ)
    loaded = Loaded(load(settings.config, settings.cache), settings)
    with closing(open_archive(settings)) as archive:
        try:
            yield Rearranger(archive, loaded)
        except RearrangingError as error:
            raise Refused(str(error)) from error


def page_of(event: int, *, why: bool) -> list[str]:
    """The lines about one event, with `why` each report belongs to it."""
    with closing(open_archive(Settings.from_env(os.environ))) as archive:
        page = archive.events.page(event)
    if page is None:
        raise Refused(f"there is no event {event}: `tocsin events list` shows all")
    lines = (" " * depth + terminal(line) for depth, line in _page(page, why=why))
    return [folded(line, width(), _GOES_ON) for line in lines]


def _listed(row: EventRow) -> str:
    told = "told" if row.told else "held back"
    noun = "report" if row.reports == 1 else "reports"
    return (
        f"{row.id:>6}  {row.last_at:%d %b %H:%M}  {row.severity:<8}  {row.reports:>3} {noun:<7}  "
        f"{told:<9}  {'closed: ' if row.closed else ''}{terminal(one_line(row.line))}"
    )


def _page(page: EventPage, *, why: bool) -> Iterator[tuple[int, str]]:
    """Each line with how deep it stands."""
    row = page.row
    yield 0, f"event {row.id} · {row.severity} · {row.line}"
    if row.merged_into is not None:
        yield 2, f"turned out to be event {row.merged_into}"
    elif row.closed:
        yield 2, "closed by an operator: further reports open another one"
    if page.known is not None:
        yield 2, _sources(row, page.known)
    yield from ((2, f"event {gone} turned out to be the same") for gone in page.merged)
    yield from ((2, words) for words in in_words(page.firsts))
    yield 0, "reports:"
    for report in page.reports:
        yield from _report(report, why=why)
    yield 0, "told:" if page.told else "nothing was told of it"
    for alert in page.told:
        yield 2, f"{alert.detected_at:%d %b %H:%M}  {alert.reason.value}: {one_line(alert.line)}"


def _sources(row: EventRow, known: OpenEvent) -> str:
    origins, languages = len(known.origins), ", ".join(filter(None, known.languages))
    said = f"{_many(row.reports, 'report')} from {_many(origins, 'independent origin')}"
    return f"{said}, best reliability {known.reliability}" + (
        f", in {languages}" if languages else ""
    )


def _report(report: EventReport, *, why: bool) -> Iterator[tuple[int, str]]:
    edit = f", revision {report.revision}" if report.revision > 1 else ""
    title = cut(one_line(report.title), _TITLE)
    yield 2, f"item {report.item_id}{edit}  {report.at:%d %b %H:%M}  {report.source}: {title}"
    yield 4, report.reason + (f": {'; '.join(report.novelty)}" if report.novelty else "")
    if why:
        yield from ((4, line) for line in report.why)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
