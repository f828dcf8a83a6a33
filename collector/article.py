"""How an entry of a feed becomes an Item. Pure."""

from __future__ import annotations

from datetime import datetime

from collector.entry import (
    MAX_TEXT,
    MAX_TITLE,
    Entry,
    identity_of,
    primary_language,
    usable_date,
    web_address,
)
from collector.item import Item
from collector.plain import one_line
from config.schema import Source


def item_of(entry: Entry, source: Source, language: str, now: datetime) -> Item | None:
    """The Item an entry stands for; None for one that says nothing."""
    link = web_address(entry.link)
    title = one_line(entry.title)[:MAX_TITLE]
    if not (title or entry.text):
        return None
    return Item(
        source=source.name,
        external_id=identity_of(entry),
        kind="article",
        title=title,
        text=entry.text[:MAX_TEXT],
        url=link,
        published_at=usable_date(entry.published, now),
        published_raw=one_line(entry.published_raw)[:100],
        language=source.language or primary_language(language),
        author=one_line(entry.author)[:200],
        media=entry.media,
        raw_hash=entry.raw_hash,
    )
