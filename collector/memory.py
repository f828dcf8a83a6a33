"""What a source's state remembers from poll to poll: known items and when new ones came. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from collector.article import item_of
from collector.cadence import heard
from collector.entry import Document
from collector.item import Failure, Item, PollResult, PollState
from collector.rhythm import learned
from config.schema import Source

Recall = Callable[[PollState], PollState]
MAX_KNOWN = 500
NEW_SHARE = 1 / 3  # of a page: more new entries than that, and the next page may miss some
EASING = 1.1
CAP_FORGOTTEN_S = 86_400.0


def as_it_is(state: PollState) -> PollState:
    """The recall of a state that lacks nothing."""
    return state


def failed(source: Source, state: PollState, failure: Failure, bytes_read: int = 0) -> PollResult:
    """The state stays as it was but for the count of failures: validators and cursor too."""
    counted = replace(state, failures=state.failures + 1)
    return PollResult(source.name, counted, failure=failure, bytes_read=bytes_read)


def distinct(
    listed: Sequence[Item | None], document: Document, page: Sequence[tuple[str, str]]
) -> tuple[Item, ...]:
    """The first item of each identity: a feed may list an entry twice. It may be left out."""
    left_out = {one for one, at in document.page if at < 0}
    first: dict[str, Item | None] = {name: None for one, name in page if one in left_out}
    for item in listed:
        if item is not None:
            first.setdefault(item.external_id, item)
    return tuple(item for item in first.values() if item is not None)


def changed(items: Iterable[Item], state: PollState) -> tuple[Item, ...]:
    """Items unknown so far or with other content; the same content under a new id is neither."""
    known = dict(state.known)
    contents = set(known.values())
    return tuple(
        item
        for item in items
        if known.get(item.external_id) != item.content_hash and item.content_hash not in contents
    )


@dataclass(frozen=True, slots=True)
class News:
    """What a document says beyond what was known, and what is known after it."""

    state: PollState
    items: tuple[Item, ...]  # new or changed
    overlaps: bool  # something on the page was known
    overflowed: bool


def news_of(source: Source, state: PollState, document: Document, now: datetime) -> News:
    """Compare a feed as read with what is known of it."""
    listed = [item_of(entry, source, document.language, now) for entry in document.entries]
    page = page_of(document, listed, state)
    items = distinct(listed, document, page)
    known = dict(state.known)
    news = changed(items, state)
    fresh = [item for item in news if item.external_id not in known]
    names = {name for _, name in page if name} | {item.external_id for item in items}
    overlaps = not known or len(fresh) < len(names)
    later = with_arrivals(remembering(state, items, page), fresh, now)
    if known and names:
        later = replace(later, cap_s=_cap(state, len(fresh) / len(names), now))
    return News(later, news, overlaps, bool(names) and not overlaps)


def _cap(state: PollState, share: float, now: datetime) -> float:
    """The longest interval after which a page would still be two thirds known; 0: any.

    It follows a page that turns over quickly at once, and is forgotten bit by bit.
    """
    easier = state.cap_s * EASING if state.cap_s < CAP_FORGOTTEN_S else 0.0
    if share <= NEW_SHARE or state.last_ok_at is None:
        return easier
    needed = (now - state.last_ok_at).total_seconds() * NEW_SHARE / share
    return min(needed, easier or needed)


def page_of(
    document: Document, listed: Sequence[Item | None], state: PollState
) -> tuple[tuple[str, str], ...]:
    """Each entry of the page by fingerprint, with the id of its item; "" if it says nothing.

    Of entries that share an id only the first is remembered: the others are no news as long as
    it is there, and must be read when it isn't.
    """
    before = dict(state.page)
    names = [item.external_id if item else "" for item in listed]
    page = [(one, before[one] if at < 0 else names[at]) for one, at in document.page]
    first: dict[str, str] = {}
    for fingerprint, name in page:
        first.setdefault(name, fingerprint)
    return tuple((one, name) for one, name in page if not name or first[name] == one)


def remembering(
    state: PollState, items: Iterable[Item], page: Sequence[tuple[str, str]] = ()
) -> PollState:
    """The page's items first, then what was known: at least 500, never fewer than the page has."""
    read = {item.external_id: item.content_hash for item in items}
    hashes = dict(state.known) | read
    known = {name: hashes[name] for _, name in page if name} | read
    rest = [pair for pair in state.known if pair[0] not in known]
    kept = (*known.items(), *rest)[: max(MAX_KNOWN, len(known))]
    return replace(state, known=kept, page=tuple(page))


def with_arrivals(state: PollState, fresh: Sequence[Item], now: datetime) -> PollState:
    """Remember when new items came; the first poll teaches nothing about rhythm.

    An item's own date is believed where it lies between the last poll and this one.
    """
    if not fresh:
        return state
    if state.first_polled_at == now:
        return replace(state, last_new_at=now)
    since = state.last_ok_at or now
    dates = (item.published_at for item in fresh)
    moments = [at if at is not None and since < at <= now else now for at in dates]
    return learned(heard(state, (now,), now), moments, now)
