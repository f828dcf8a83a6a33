"""What a source's state remembers from poll to poll: known items and when new ones came. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from collector.item import Failure, Item, PollResult, PollState
from config.schema import Source

MAX_KNOWN = 500
MAX_ARRIVALS = 20


def failed(source: Source, state: PollState, failure: Failure, bytes_read: int = 0) -> PollResult:
    """The state stays as it was but for the count of failures: validators and cursor too."""
    counted = replace(state, failures=state.failures + 1)
    return PollResult(source.name, counted, failure=failure, bytes_read=bytes_read)


def distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    """The first item of each identity: a feed may list an entry twice."""
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.external_id, item)
    return tuple(first.values())


def changed(items: Iterable[Item], state: PollState) -> tuple[Item, ...]:
    """Items unknown so far or with other content; the same content under a new id is neither."""
    known = dict(state.known)
    contents = set(known.values())
    return tuple(
        item
        for item in items
        if known.get(item.external_id) != item.content_hash and item.content_hash not in contents
    )


def remembering(state: PollState, items: Iterable[Item]) -> PollState:
    """The page's items first, then what was known: at least 500, never fewer than the page has."""
    page = {item.external_id: item.content_hash for item in items}
    rest = [pair for pair in state.known if pair[0] not in page]
    return replace(state, known=(*page.items(), *rest)[: max(MAX_KNOWN, len(page))])


def with_arrivals(state: PollState, count: int, now: datetime) -> PollState:
    """Remember when new items were first seen; the first poll teaches nothing about rhythm."""
    if not count:
        return state
    if state.first_polled_at == now:
        return replace(state, last_new_at=now)
    arrivals = (*state.arrivals, *([now] * min(count, MAX_ARRIVALS)))
    return replace(state, last_new_at=now, arrivals=arrivals[-MAX_ARRIVALS:])
