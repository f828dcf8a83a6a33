"""What one poll found, saved whole: items, revisions, tombstones, poll state, next time, lease.

Saved apart, a cursor would outrun its items and lose them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import fmean
from typing import Any

import sqlalchemy as sa

from archive import websubs
from archive.codec import dump
from archive.columns import count_unstorable, key
from archive.engine import insert_missing
from archive.finishing import Poll, finish
from archive.model import FinishedPoll, SavedPoll
from archive.tables import item_ids, items, revisions, sources
from collector.item import Item, PollResult

_AHEAD = timedelta(minutes=15)  # clocks differ; what is dated later than this has no usable date
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_CHUNK = 500  # ids in one statement
_LEARNING = 0.1  # how much one text changes what is known of a source's


@dataclass(frozen=True, slots=True)
class _Known:
    """An item that the archive has."""

    item_id: int
    own_name: str  # not that of a part
    revision: int
    content_hash: str
    deleted: bool


def save_polls(
    connection: sa.Connection, polls: Sequence[FinishedPoll], now: datetime
) -> list[SavedPoll | None]:
    """Everything of each poll; None and nothing for one whose claim was overtaken."""
    begun = finish(connection, polls, now)
    compared = [
        _compare(connection, poll, finished.result) if poll else None
        for finished, poll in zip(polls, begun, strict=True)
    ]
    found = [one for one in compared if one is not None]
    new = iter(_insert(connection, [(one.poll, item) for one in found for item in one.unseen]))
    saved = [_save(connection, one, list(islice(new, len(one.unseen)))) for one in found]
    _count(connection, found, saved)
    left = iter(saved)
    done = [None if one is None else next(left) for one in compared]
    websubs.settle(connection, list(zip(polls, done, strict=True)), now)
    return done


@dataclass(frozen=True, slots=True)
class _Compared:
    """The items of one poll beside what the archive has."""

    poll: Poll
    gone: tuple[str, ...] = ()
    pairs: tuple[tuple[Item, _Known | None], ...] = ()

    @property
    def unseen(self) -> list[Item]:
        return [item for item, match in self.pairs if match is None]


def _compare(connection: sa.Connection, poll: Poll, result: PollResult) -> _Compared:
    fresh = _distinct(result.items)
    known = _find(connection, poll, [name for item in fresh for name in _names(item)])
    return _Compared(poll, result.deleted, tuple((item, _match(item, known)) for item in fresh))


def _save(connection: sa.Connection, one: _Compared, new: list[int]) -> SavedPoll:
    changed = [(item, match) for item, match in one.pairs if match and _differs(item, match)]
    return SavedPoll(
        new=tuple(new),
        revised=tuple(_revise(connection, one.poll, item, match) for item, match in changed),
        deleted=_delete(connection, one.poll, one.gone, one.pairs) if one.gone else (),
    )


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


# --- telling the new from the known ----------------------------------------------------------


def _names(item: Item) -> list[str]:
    """An album is one item under several ids."""
    return [key(name) for name in (item.external_id, *item.parts)]


def _distinct(found: Iterable[Item]) -> list[Item]:
    """The first of those that share an id: else a careless feed would revise itself for ever."""
    seen: set[str] = set()
    distinct = []
    for item in found:
        names = _names(item)
        if names[0] not in seen:
            distinct.append(item)
        seen.update(names)
    return distinct


_FIND = (  # prepared once: building a statement costs more than running it
    sa.select(
        item_ids.c.external_id.label("name"),
        items.c.id, items.c.external_id, items.c.revision, items.c.content_hash, items.c.deleted_at,
    )
    .join(items, items.c.id == item_ids.c.item_id)
    .where(
        item_ids.c.source == sa.bindparam("of_source"),
        item_ids.c.series == sa.bindparam("of_series"),
        item_ids.c.external_id.in_(sa.bindparam("names", expanding=True)),
    )
)  # fmt: skip


def _find(connection: sa.Connection, poll: Poll, names: Sequence[str]) -> dict[str, _Known]:
    found = {}
    for chunk in _chunks(names):
        asked = {"of_source": poll.source, "of_series": poll.series, "names": chunk}
        for row in connection.execute(_FIND, asked):
            number, own_name, revision, content_hash, deleted_at = row[1:]
            deleted = deleted_at is not None
            found[row.name] = _Known(number, own_name, revision, content_hash, deleted)
    return found


def _match(item: Item, known: dict[str, _Known]) -> _Known | None:
    return next((known[name] for name in _names(item) if name in known), None)


def _differs(item: Item, known: _Known) -> bool:
    return known.deleted or known.content_hash != item.content_hash


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK))


# --- writing ---------------------------------------------------------------------------------


_ADD = items.insert().returning(items.c.id, sort_by_parameter_order=True)


def _insert(connection: sa.Connection, fresh: Sequence[tuple[Poll, Item]]) -> Sequence[int]:
    if not fresh:
        return ()
    rows = [_item_row(poll, item) for poll, item in fresh]
    ids: Sequence[int] = connection.execute(_ADD, rows).scalars().all()
    numbered = [(poll, number, item) for number, (poll, item) in zip(ids, fresh, strict=True)]
    connection.execute(
        revisions.insert(),
        [_revision_row(poll, number, 1, item) for poll, number, item in numbered],
    )
    names = [
        _name_row(poll, number, name) for poll, number, item in numbered for name in _names(item)
    ]
    insert_missing(connection, item_ids, names)
    return ids


def _revise(connection: sa.Connection, poll: Poll, item: Item, known: _Known) -> int:
    number = known.revision + 1
    _point_to(connection, poll, known.item_id, number, content_hash=item.content_hash)
    connection.execute(revisions.insert(), _revision_row(poll, known.item_id, number, item))
    names = [_name_row(poll, known.item_id, name) for name in _names(item)]
    insert_missing(connection, item_ids, names)
    return known.item_id


def _delete(
    connection: sa.Connection,
    poll: Poll,
    gone: Sequence[str],
    seen: Sequence[tuple[Item, _Known | None]],
) -> tuple[int, ...]:
    """Tombstones for absences. What this very poll showed is not absent; a part is no item."""
    alive = {match.item_id for _, match in seen if match}
    found = _find(connection, poll, [key(name) for name in gone])
    own = [known for name, known in found.items() if name == known.own_name]
    dead = [known for known in own if not known.deleted and known.item_id not in alive]
    dead.sort(key=lambda known: known.item_id)
    for known in dead:
        _bury(connection, poll, known)
    return tuple(known.item_id for known in dead)


def _bury(connection: sa.Connection, poll: Poll, known: _Known) -> None:
    """A tombstone is a revision of its own, so whoever works on the text can't swallow it."""
    number = known.revision + 1
    _point_to(connection, poll, known.item_id, number, deleted_at=poll.now)
    last = sa.select(
        revisions.c.item_id, sa.literal(number), sa.true(),
        sa.literal(poll.now, revisions.c.seen_at.type),
        revisions.c.content_hash, revisions.c.raw_hash, revisions.c.payload, revisions.c.note,
        revisions.c.full,
    ).where(revisions.c.item_id == known.item_id, revisions.c.number == known.revision)  # fmt: skip
    connection.execute(revisions.insert().from_select([c.name for c in revisions.c], last))


def _point_to(
    connection: sa.Connection, poll: Poll, item_id: int, revision: int, **values: object
) -> None:
    """Make `revision` the latest, waiting for the detector with a clean record."""
    values = {"deleted_at": None} | values
    connection.execute(
        items.update()
        .where(items.c.id == item_id)
        .values(
            revision=revision, pending_revision=revision, due_at=poll.now, attempts=0,
            lease_owner=None, trouble="", quarantined_at=None, **values,
        )
    )  # fmt: skip


_WEIGHT = sa.bindparam("weight", type_=sa.Float)
_LENGTH = sa.bindparam("length", type_=sa.Float)
_COUNT = (
    sources.update()
    .where(sources.c.name == sa.bindparam("source"))
    .values(
        item_count=sources.c.item_count + sa.bindparam("new"),
        revision_count=sources.c.revision_count + sa.bindparam("seen"),
        deleted_count=sources.c.deleted_count + sa.bindparam("deleted"),
        # The latest texts weigh most in what is known of their length.
        text_chars=sa.case(
            (_WEIGHT == 0.0, sources.c.text_chars),
            else_=sa.func.coalesce(
                sources.c.text_chars + _WEIGHT * (_LENGTH - sources.c.text_chars), _LENGTH
            ),
        ),
    )
)


def _count(
    connection: sa.Connection, found: Sequence[_Compared], saved: Sequence[SavedPoll]
) -> None:
    rows = [
        {
            "source": one.poll.source,
            "new": len(kept.new),
            "seen": len(kept.new) + len(kept.revised),
            "deleted": len(kept.deleted),
            "weight": 1 - (1 - _LEARNING) ** len(one.unseen),
            "length": fmean([len(item.text) for item in one.unseen] or [0]),
        }
        for one, kept in zip(found, saved, strict=True)
        if kept != SavedPoll()
    ]
    if rows:
        connection.execute(_COUNT, rows)


def _item_row(poll: Poll, item: Item) -> dict[str, Any]:
    dated_at = _dated_at(item, poll.now)
    return {
        "source": poll.source, "external_id": item.external_id, "revision": 1,
        "content_hash": item.content_hash, "first_seen_at": poll.now, "dated_at": dated_at,
        "backfill": poll.first_polled_at - dated_at > poll.backfill_age,
        "pending_revision": 1, "due_at": poll.now, "attempts": 0, "trouble": "",
    }  # fmt: skip


def _dated_at(item: Item, now: datetime) -> datetime:
    published = item.published_at
    if published is None or not _OLDEST <= published <= now + _AHEAD:
        return now
    return published


def _revision_row(poll: Poll, item_id: int, number: int, item: Item) -> dict[str, Any]:
    payload = dump(replace(item, external_id=key(item.external_id)))
    return {
        "item_id": item_id, "number": number, "deleted": False, "seen_at": poll.now,
        "content_hash": item.content_hash, "raw_hash": item.raw_hash, "payload": payload,
        "note": _note(item), "full": False,
    }  # fmt: skip


def _note(item: Item) -> str:
    count = count_unstorable(item.title) + count_unstorable(item.text)
    return f"{count} unstorable characters replaced" if count else ""


def _name_row(poll: Poll, item_id: int, name: str) -> dict[str, Any]:
    return {
        "source": poll.source, "series": poll.series, "external_id": name, "item_id": item_id,
    }  # fmt: skip
