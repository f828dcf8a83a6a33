"""One poll of one channel over MTProto, and looking again at posts by id.

The same state machine as for preview pages decides what is new, revised, missing, a gap:
collector.tracking. Here it is only fed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from collector.item import Gap, Item, PollResult, PollState
from collector.memory import failed
from collector.post import Page, item_of
from collector.telegram_errors import STALE_PEER
from collector.telegram_message import Album, Names, existing, facts_of, post_of
from collector.telegram_model import Known, Peer, Reading, Refused, Tl
from collector.telegram_reader import FURTHER, Reader
from collector.tracking import (
    Outcome,
    Stretch,
    advanced,
    forgetting,
    hole_below,
    is_below_base,
    is_complete,
    missing,
    narrowed,
    news,
    stranger,
)


async def poll(reader: Reader, peer: Peer | None) -> Reading:
    """What is new since the reader's state. Refusals end as values."""
    state = reader.state
    try:
        peer = peer or await reader.resolve()
        if state.identity not in ("", peer.identity):
            return _ended(reader, None, Refused(stranger(peer.identity, state.identity)))
        newest = await reader.newest(peer)
    except Refused as refused:
        return _ended(reader, None if refused.word in STALE_PEER else peer, refused)
    reader.state = replace(state, identity=peer.identity)
    result = await _read_on(reader, newest.page)
    return _reading(reader, result)


async def _read_on(reader: Reader, newest: Page) -> PollResult:
    state, stretch = reader.state, Stretch((newest,))
    while not is_complete(stretch, state) and (seen := await reader.further(stretch.first_id)):
        if not seen.page.posts and not seen.page.is_start:
            break
        stretch = stretch.then(seen.page)
    hole = hole_below(stretch, state)
    filled, gaps = await _fill(reader)
    deleted = await _confirm(reader, _candidates(stretch, state))
    posts = Stretch((*stretch.pages, *filled.pages)).posts  # both may show the same
    said = [post for post in posts if not post.is_service and not is_below_base(post.id, state)]
    items = news((item_of(post, reader.source, reader.now) for post in said), state)
    last_id = max((post.last_id for post in posts), default=0)
    outcome = Outcome(items, deleted, (*((hole,) if hole else ()), *gaps), last_id)
    _note_new_name(reader)
    return PollResult(
        reader.source.name,
        advanced(state, outcome, reader.now),
        items=items,
        deleted=tuple(map(str, deleted)),
        unchanged=not items and not deleted,
        overflowed=hole is not None,
        notes=tuple(reader.notes),
    )


async def _fill(reader: Reader) -> tuple[Stretch, tuple[Gap, ...]]:
    """Read open gaps from their upper ends as far as the budget goes."""
    found, left = Stretch(), []
    for gap in reader.state.gaps:
        rest: Gap | None = gap
        while rest is not None and (seen := await reader.further(rest.before_id)):
            before, rest = rest, narrowed(rest, seen.page)
            found = found.then(seen.page)  # known posts below the hole too: they may be edited
            if rest == before:
                break
        if rest is not None:
            left.append(rest)
    return found, tuple(left)


def _candidates(stretch: Stretch, state: PollState) -> tuple[int, ...]:
    """Known posts that should have been shown; in an empty channel that is all of them."""
    if not stretch.posts and any(page.is_start for page in stretch.pages):
        return tuple(sorted(int(name) for name, _ in state.known if name.isdecimal()))
    return missing(stretch, state, newest=True)


async def _confirm(reader: Reader, candidates: tuple[int, ...]) -> tuple[int, ...]:
    """Candidates that Telegram, asked by id, says are gone; the newest first, as budget allows."""
    deleted: list[int] = []
    newest_first = candidates[::-1]
    for start in range(0, len(newest_first), FURTHER):
        batch = newest_first[start : start + FURTHER]
        answer = await reader.by_id(batch)
        if answer is None:
            break
        alive = {int(one.id) for one in existing(answer.messages)}
        told = {int(one.id) for one in answer.messages}
        deleted += [number for number in batch if number in told and number not in alive]
    return tuple(sorted(deleted))


async def look_again(reader: Reader, peer: Peer, known: tuple[Known, ...]) -> Reading:
    """Revisions and deletions among `known`, whatever the newest page shows."""
    reader.peer = peer
    items: list[Item] = []
    deleted: list[str] = []
    for batch in _batches(known):
        answer = await reader.by_id(number for one in batch for number in _ids(one))
        if answer is None:
            break
        alive = {int(one.id): one for one in existing(answer.messages)}
        names = Names(answer.chats, answer.users)
        for one in batch:
            parts = tuple(alive[number] for number in _ids(one) if number in alive)
            if not parts:
                deleted.append(one.external_id)
            elif item := _revised(reader, one, parts, names):
                items.append(item)
    return _reading(reader, _compared(reader, tuple(items), tuple(deleted)))


def _revised(reader: Reader, one: Known, parts: tuple[Tl, ...], names: Names) -> Item | None:
    """The post as it is now, if that is not what is known of it."""
    album = Album(int(one.external_id), parts)
    reader.facts[one.external_id] = facts_of(album)
    item = item_of(post_of(album, names), reader.source, reader.now)
    return item if item.content_hash != one.content_hash else None


def _compared(reader: Reader, items: tuple[Item, ...], deleted: tuple[str, ...]) -> PollResult:
    return PollResult(
        reader.source.name,
        forgetting(reader.state, items, deleted),
        items=items,
        deleted=deleted,
        unchanged=not items and not deleted,
        notes=tuple(reader.notes),
    )


def _batches(known: tuple[Known, ...]) -> Iterator[tuple[Known, ...]]:
    """Posts in lots of at most 100 ids, no album split."""
    lot: list[Known] = []
    for one in known:
        if lot and sum(len(_ids(each)) for each in (*lot, one)) > FURTHER:
            yield tuple(lot)
            lot = []
        lot.append(one)
    if lot:
        yield tuple(lot)


def _ids(one: Known) -> tuple[int, ...]:
    return (int(one.external_id), *map(int, one.parts))


def _reading(reader: Reader, result: PollResult) -> Reading:
    facts = tuple(reader.facts.values())
    return Reading(result, reader.peer, facts, reader.halt, reader.requests)


def _ended(reader: Reader, peer: Peer | None, refused: Refused) -> Reading:
    failure = refused.failure
    result = failed(reader.source, reader.state, failure) if failure is not None else None
    return Reading(result, peer, (), refused.halt, reader.requests)


def _note_new_name(reader: Reader) -> None:
    declared = str(reader.source.channel)
    if reader.peer is None or reader.peer.name.lower() == declared.lower():
        return
    now = f"is @{reader.peer.name} now" if reader.peer.name else "has no public name any more"
    reader.notes.append(f"the channel {now}; sources.yaml calls it @{declared}")
