"""`tocsin explain` and `tocsin watchlist expand`: why something is heard, and by what forms."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import click

from alerts.attached import attached
from alerts.decide import counted, entity_labels, place_labels
from alerts.sanitise import clean, terminal
from cli.detecting import document, objects
from cli.events import page_of
from cli.refused import Refused
from collector.http import FetchError, Http
from collector.item import Item
from collector.single import read
from config.load import load
from config.mistakes import closest
from config.schema import Configuration
from config.settings import Settings
from detector.compile import expand as expand_term
from detector.explain import Highlight, highlights
from detector.model import Detection, Document
from detector.report import counted_beside
from detector.terms import Term
from detector.vocabulary import trigger_terms
from workers import compiled


@click.command()
@click.argument("what", required=False)
@click.option("--event", type=int, help="Say of an event why each report is held to be of it")
def explain(what: str | None, event: int | None) -> None:
    """Say what is heard in WHAT and why: a text file, a .jsonl of items, an address, or -.

    Each watch is named with the version of its wording, whether it is met or narrowly isn't; each
    mention with how it was heard; the assessment with its reasons.
    """
    if (what is None) == (event is None):
        raise click.UsageError("name a file, an address or -, or else --event NUMBER")
    if what is None:
        assert event is not None
        click.echo("\n".join(page_of(event, why=True)))
        return
    settings = Settings.from_env(os.environ)
    configuration = load(settings.config, settings.cache)
    detector = compiled.detector(configuration, settings.cache)
    for read_in in _documents(what, configuration):
        detection = detector.detect(read_in, full=True)
        click.echo("\n".join(report(read_in, detection)))


@click.group()
def watchlist() -> None:
    """See how the watchlist is heard."""


@watchlist.command()
@click.argument("name")
def expand(name: str) -> None:
    """List every form by which the entity or keyword NAME is heard (`forms` adds, `ban` takes)."""
    settings = Settings.from_env(os.environ)
    configuration = load(settings.config, settings.cache)
    terms = trigger_terms(configuration.watchlist)
    named = [term for term in terms if _is_named(term, name)]
    if not named:
        raise Refused(_unknown(name, terms, configuration, settings.cache))
    for term in named:
        language = f" ({term.language})" if term.language else ""
        click.echo(terminal(f"{term.key.replace('|', ' ')}: alias {term.text}{language}"))
        for form in expand_term(term):
            click.echo(f"  {terminal(form.text):40} {terminal(form.how)}")


def _is_named(term: Term, name: str) -> bool:
    return name.casefold() in (_name(term).casefold(), term.text.casefold())


def _name(term: Term) -> str:
    return term.key.split("|", 1)[1]


def _unknown(name: str, terms: Iterable[Term], configuration: Configuration, cache: Path) -> str:
    """Why nothing is expanded, and what is: by what hears the name, or else by what is like it."""
    said = f"no entity, keyword or alias {name!r} in the watchlist"
    found = compiled.detector(configuration, cache).detect(Document("name", name), full=True)
    heard = ", ".join(dict.fromkeys(mention.entity for mention in found.mentions))
    if heard:
        return f"{said}; it is heard as {heard}"
    near = closest(name, {known for term in terms for known in (term.text, _name(term))})
    return f"{said}; did you mean {near!r}?" if near else said


def report(document: Document, detection: Detection) -> list[str]:
    """The explanation of one document, its text marked."""
    watches = [f"{hit.id} ({hit.severity})" for hit in detection.watches]
    head = f"RELEVANT by {', '.join(watches)}" if watches else "not relevant"
    marks = highlights(detection)
    lines = [f"{document.id}: {head}", ""]
    if document.title:
        lines += [click.style(_marked(document.title, marks, "title"), bold=True)]
    lines += [_marked(document.text, marks, "text"), ""]
    facts = (*_stated(detection), *detection.explanation)
    return [*lines, *(f"- {terminal(fact)}" for fact in facts), ""]


def _stated(detection: Detection) -> Iterator[str]:
    """What an alert would say: things with their counts, where, and what is done."""
    if things := entity_labels(detection.mentions):
        yield f"things: {', '.join(things)}"
    if beside := dict.fromkeys(
        counted(one.surface, one.quantity) for one in counted_beside(detection)
    ):
        yield f"counted besides: {', '.join(beside)}"
    if places := place_labels(detection.places):
        yield f"places: {', '.join(places)}"
    if actions := dict.fromkeys(action.name for action in detection.actions):
        yield f"done: {', '.join(actions)}"


def _marked(text: str, marks: Sequence[Highlight], field: str) -> str:
    pieces, at = [], 0
    for mark in (mark for mark in marks if mark.field == field):
        pieces.append(clean(text[at : mark.start]))
        pieces.append(click.style(clean(text[mark.start : mark.end]), reverse=True))
        at = mark.end
    return "".join([*pieces, clean(text[at:])])


def _documents(what: str, configuration: Configuration) -> Iterator[Document]:
    if what.startswith(("http://", "https://")):
        if not what.partition("://")[2].strip("/"):
            raise Refused(f"{what} names no page")
        yield asyncio.run(_fetched(what, configuration))
    elif what.endswith(".jsonl"):
        sources = {source.name: source for source in configuration.sources.sources}
        lines = StringIO(_text(what, what))
        yield from (document(value, sources) for value in objects(lines, what))
    else:
        name = "standard input" if what == "-" else what
        yield Document(name, _text(what, name))


def _text(what: str, name: str) -> str:
    """What a file or standard input holds; nothing and no text at all are refused, not read."""
    try:
        read_in = sys.stdin.buffer.read() if what == "-" else Path(what).read_bytes()
        text = read_in.decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name}: not text in UTF-8 (at byte {error.start}): save it as UTF-8"
        ) from error
    if not text.strip():
        raise Refused(f"{name} holds no text: nothing to explain")
    return text


async def _fetched(url: str, configuration: Configuration) -> Document:
    http = Http(configuration.sources.fetch)
    try:
        item = await read(url, http, configuration.sources.telegram)
    except FetchError as error:
        raise click.ClickException(str(error)) from error
    finally:
        await http.aclose()
    for line in carried(item):
        click.echo(line)
    return replace(Document(item.url, item.text, item.title), kind=item.kind)


def carried(item: Item) -> Iterator[str]:
    """What a post carries and answers; the detector reads neither."""
    if item.reply is not None:
        yield f"In reply to {terminal(item.reply.external_id)}: {terminal(item.reply.quote)}"
    if files := attached(item):
        yield f"Attached: {terminal('; '.join(files))}"
