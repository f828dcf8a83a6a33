"""The child process that parses feeds; run as `python -m collector.parse_child`."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any

from collector.child_side import serve
from collector.entry import Document, Entry
from collector.feed_reading import NotAFeedError, read_feed
from collector.salvage import entries_apart

_entry_names = [field.name for field in fields(Entry)]
_entry_values = attrgetter(*_entry_names)


def _answer(order: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        if order["part"] is not None:
            parts = entries_apart(body)
            if order["part"] < 0:
                return {"count": len(parts)}
            body = parts[order["part"]]
        seen = frozenset(order["seen"])
        return _plain(read_feed(body, order["content_type"], order["base"], seen))
    except NotAFeedError as error:
        return {"not_a_feed": str(error)}
    # The parser raises whatever it likes on mutated input; the parent then takes entries apart.
    except Exception as error:
        return {"broke": f"{type(error).__name__}: {error}"[:200]}


def _plain(document: Document) -> dict[str, Any]:
    """As dataclasses.asdict, without its copies of everything."""
    return {
        "entries": [
            dict(zip(_entry_names, _entry_values(entry), strict=True)) for entry in document.entries
        ],
        "language": document.language,
        "least_interval_s": document.least_interval_s,
        "notes": document.notes,
        "skips": document.skips,
        "page": document.page,
        "hub": document.hub,
        "topic": document.topic,
    }


if __name__ == "__main__":
    serve(_answer)
