"""`tocsin evidence`: what is kept of one post: every wording, counters, photos."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from alerts.attached import attached
from alerts.sanitise import clean, terminal
from alerts.updates import span
from archive.post_evidence import PostEvidence
from cli.refused import Refused
from config.settings import Settings
from workers.media import path_of
from workers.wiring import open_archive


@click.command()
@click.argument("post")
def evidence(post: str) -> None:
    """Show all that is kept of POST: wordings, deletion, counters, photos.

    POST is SOURCE/ID, or the number of an item as `events show` prints it.
    """
    source, _, external_id = post.partition("/")
    by_number = re.fullmatch(r"[0-9]{1,18}", post)
    if not by_number and not (source and external_id):
        shown = terminal(post)
        raise Refused(f"{shown!r} names no post: write SOURCE/ID, or the number of an item")
    settings = Settings.from_env(os.environ)
    with closing(open_archive(settings)) as archive:
        kept = archive.telegram
        found = kept.item(int(post)) if by_number else kept.post(source, external_id)
    if found is None:
        raise Refused(f"nothing is kept of {terminal(post)}")
    click.echo("\n".join(lines(found, settings.var / "media")))


def lines(found: PostEvidence, media: Path) -> Iterator[str]:
    """For the terminal, oldest first."""
    first = found.wordings[0]
    yield terminal(first.item.url)
    for number, one in enumerate(found.wordings, 1):
        yield f"{number}. {one.seen_at:%Y-%m-%d %H:%M:%S} UTC  {_what(found, number)}"
        if not one.deleted:
            yield from (f"   {line}" for line in clean(one.item.text).split("\n"))
    last = found.wordings[-1].item
    if last.reply is not None:
        yield f"In reply to {terminal(last.reply.external_id)}: {terminal(last.reply.quote)}"
    if files := attached(last):
        yield f"Attached: {terminal('; '.join(files))}"
    for at, facts in found.counters:
        reactions = " ".join(f"{terminal(name)} {count}" for name, count in facts.reactions)
        yield (
            f"{at:%Y-%m-%d %H:%M} UTC  views {facts.views}  forwards {facts.forwards}"
            f"  replies {facts.replies}  {reactions}"
        ).rstrip()
    for photo in found.photos:
        yield f"Photo: {path_of(media, photo.sha256, photo.kind)}"


def _what(found: PostEvidence, number: int) -> str:
    one = found.wordings[number - 1]
    if one.deleted:
        posted = one.item.published_at or found.wordings[0].seen_at
        return f"deleted {span(one.seen_at - posted)} after posting; last text kept"
    return "first seen" if number == 1 else "edited"
