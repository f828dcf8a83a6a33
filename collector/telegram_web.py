"""Polls a public channel through its preview pages, without an account. I/O; tracking decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from collector.http import Http
from collector.item import Failure, FailureKind, Gap, Item, PollResult, PollState
from collector.memory import failed
from collector.post import Page, item_of
from collector.telegram_model import Known, Reading
from collector.telegram_web_reader import Stopped, WebReader
from collector.tracking import (
    Outcome,
    Stretch,
    advanced,
    confirmed,
    forgetting,
    hole_below,
    is_below_base,
    is_complete,
    is_stranger,
    missing,
    narrowed,
    news,
    second_look,
    stranger,
    under_known_ids,
)
from config.schema import Source, TelegramWeb


async def read(reader: WebReader, state: PollState) -> Reading:
    """One poll with what the posts show beside their content. Expected failures are values."""
    source = reader.source
    try:
        newest = await reader.page()
    except Stopped as stop:
        return _reading(reader, failed(source, state, stop.failure, reader.bytes_read))
    if failure := _refused(newest, state):
        return _reading(reader, failed(source, state, failure, reader.bytes_read))
    known_as = replace(state, identity=state.identity or newest.chat_id)
    return _reading(reader, await _read_on(reader, known_as, newest))


async def poll(
    source: Source, state: PollState, http: Http, web: TelegramWeb, now: datetime
) -> PollResult:
    """One poll. Everything expected is in the result; nothing expected is raised."""
    result = (await read(WebReader(source, http, web, now), state)).result
    assert result is not None  # a public page can always be asked
    return result


async def look_again(reader: WebReader, state: PollState, known: tuple[Known, ...]) -> Reading:
    """Revisions and deletions among `known`, whatever the newest page shows.

    A page that ends at a post shows its elder neighbours too, so one may serve several looks. What
    it misses must be missed by another page as well, and one of the two must show the channel.
    """
    left = sorted(known, key=lambda one: int(one.external_id), reverse=True)
    found: list[Item] = []
    deleted: list[str] = []
    while left and (page := await reader.further(int(left[0].external_id) + 1)):
        if is_stranger(page, state) or not (page.posts or page.is_start):
            break
        here = [one for one in left if _reaches(page, one)]
        absent = _compared(reader, reader.seen(page, state), here, found)
        if absent:
            deleted += await _gone(reader, state, page, absent)
        if not here:
            break  # a page that does not even reach the post it was asked for
        left = left[len(here) :]
    looks = PollResult(
        reader.source.name,
        forgetting(state, found, deleted),
        items=tuple(found),
        deleted=tuple(deleted),
        unchanged=not found and not deleted,
        notes=tuple(reader.notes),
    )
    return _reading(reader, looks)


def _reaches(page: Page, one: Known) -> bool:
    return int(one.external_id) >= Stretch((page,)).floor


def _compared(reader: WebReader, page: Page, here: list[Known], found: list[Item]) -> list[Known]:
    """Take up what is shown with other content; gives what is not shown."""
    shown = {str(post.id): post for post in page.posts}
    for one in here:
        if (post := shown.get(one.external_id)) is not None:
            item = item_of(post, reader.source, reader.now)
            found += [item] if item.content_hash != one.content_hash else []
    return [one for one in here if one.external_id not in shown]


async def _gone(reader: WebReader, state: PollState, first: Page, absent: list[Known]) -> list[str]:
    """Those that a second page misses too; what it shows after all waits for the next look."""
    number = int(absent[0].external_id)
    page = await reader.further(max(second_look((number,), state), number + 2))
    if page is None or is_stranger(page, state) or not (page.posts or first.posts):
        return []
    shown = {str(post.id) for post in under_known_ids(page, state).posts}
    gone = [one for one in absent if _reaches(page, one) and one.external_id not in shown]
    return [one.external_id for one in gone]


def _reading(reader: WebReader, result: PollResult) -> Reading:
    return Reading(result, None, tuple(reader.facts.values()), requests=reader.pages)


async def _read_on(reader: WebReader, state: PollState, newest: Page) -> PollResult:
    stretch = Stretch((reader.seen(newest, state),))
    while not is_complete(stretch, state) and (page := await reader.further(stretch.first_id)):
        if not page.posts and not page.is_start:
            break
        stretch = stretch.then(reader.seen(page, state))
    hole = hole_below(stretch, state)
    filled, gaps = await _fill(reader, state)
    candidates = missing(stretch, state, newest=True)
    deleted = await _confirm(reader, state, candidates)
    posts = Stretch((*stretch.pages, *filled.pages)).posts  # both may show the same
    said = [post for post in posts if not post.is_service and not is_below_base(post.id, state)]
    items = news((item_of(post, reader.source, reader.now) for post in said), state)
    last_id = max((post.last_id for post in posts), default=0)
    outcome = Outcome(items, deleted, (*((hole,) if hole else ()), *gaps), last_id)
    return PollResult(
        reader.source.name,
        advanced(state, outcome, reader.now),
        items=items,
        deleted=tuple(str(number) for number in deleted),
        unchanged=not items and not deleted,
        overflowed=hole is not None,
        bytes_read=reader.bytes_read,
        notes=tuple(reader.notes),
    )


async def _fill(reader: WebReader, state: PollState) -> tuple[Stretch, tuple[Gap, ...]]:
    """Read open gaps from their upper ends as far as the budget goes."""
    found, left = Stretch(), []
    for gap in state.gaps:
        rest: Gap | None = gap
        while rest is not None and (page := await reader.further(rest.before_id)):
            before, rest = rest, narrowed(rest, page)
            found = found.then(reader.seen(page, state))
            if rest == before:
                break
        if rest is not None:
            left.append(rest)
    return found, tuple(left)


async def _confirm(
    reader: WebReader, state: PollState, candidates: tuple[int, ...]
) -> tuple[int, ...]:
    """Candidates that a second look misses too; those beyond the budget wait for the next poll."""
    deleted: list[int] = []
    left = candidates
    while left and (page := await reader.further(second_look(left, state))):
        deleted += confirmed(left, under_known_ids(page, state), state)
        # Only a page that shows something moves on; an empty one ends the search for this poll.
        floor = Stretch((page,)).floor if page.posts else 0
        left = tuple(one for one in left if one < floor)
    return tuple(sorted(deleted))


def _refused(page: Page, state: PollState) -> Failure | None:
    if is_stranger(page, state):
        return stranger(page.chat_id, state.identity)
    if not page.posts and (state.newest_id or not page.is_start):
        return Failure(FailureKind.SOFT, "the preview page shows no posts")
    return None
