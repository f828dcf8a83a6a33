"""What one poll found, saved whole: items, revisions, tombstones, poll state, next time, lease.

Saved apart, a cursor would outrun its items and lose them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.codec import dump
from archive.columns import count_unstorable, key
from archive.engine import insert_missing
from archive.model import SavedPoll, SourceClaim
from archive.tables import item_ids, items, revisions, sources
from collector.cadence import patience, usual_gap
from collector.item import FailureKind, Item, PollResult

_AHEAD = timedelta(minutes=15)  # clocks differ; what is dated later than this has no usable date
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_CHUNK = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class NextPoll:
    """When the source is due again; `held_until` is the server's own word (Retry-After)."""

    next_at: datetime
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Poll:
    """The source as it is while its poll is being saved."""

    source: str
    series: int
    backfill_age: timedelta  # measured from the first poll
    first_polled_at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class _Known:
    """An item that the archive has."""

    item_id: int
    own_name: str  # not that of a part
    revision: int
    content_hash: str
    deleted: bool


def save(
    connection: sa.Connection, claim: SourceClaim, result: PollResult, plan: NextPoll, now: datetime
) -> SavedPoll | None:
    """Everything of one poll, or None and nothing if the claim was overtaken."""
    poll = _finish_claim(connection, claim, result, plan, now)
    if poll is None:
        return None
    fresh = _distinct(result.items)
    known = _find(connection, poll, [name for item in fresh for name in _names(item)])
    pairs = [(item, _match(item, known)) for item in fresh]
    unseen = [item for item, match in pairs if match is None]
    changed = [(item, match) for item, match in pairs if match and _differs(item, match)]
    saved = SavedPoll(
        new=_insert(connection, poll, unseen),
        revised=tuple(_revise(connection, poll, item, match) for item, match in changed),
        deleted=_delete(connection, poll, result.deleted, pairs),
    )
    if saved != SavedPoll():
        _count(connection, poll, saved)
    return saved


def _finish_claim(
    connection: sa.Connection, claim: SourceClaim, result: PollResult, plan: NextPoll, now: datetime
) -> _Poll | None:
    state, failure = result.state, result.failure
    stopped = failure is not None and failure.kind is FailureKind.IDENTITY
    row = connection.execute(
        sources.update()
        .where(sources.c.name == claim.name, sources.c.token == claim.token)
        .values(
            state=dump(state), next_at=plan.next_at, held_until=plan.held_until,
            token=sources.c.token + 1, lease_owner=None, lease_until=None,
            stopped_at=now if stopped else None, interval_s=state.interval_s,
            polled_at=now, last_ok_at=state.last_ok_at, last_new_at=state.last_new_at,
            failures=state.failures,
            usual_gap_s=_seconds(usual_gap(state)), patience_s=_seconds(patience(state)),
            poll_count=sources.c.poll_count + 1,
            failed_count=sources.c.failed_count + (1 if failure else 0),
            last_error=failure.reason if failure else "",
        )
        .returning(sources.c.series, sources.c.first_poll_s)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return _Poll(
        source=claim.name,
        series=row.series,
        backfill_age=timedelta(seconds=row.first_poll_s),
        first_polled_at=state.first_polled_at or now,
        now=now,
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


def _find(connection: sa.Connection, poll: _Poll, names: Sequence[str]) -> dict[str, _Known]:
    columns = (
        items.c.id, items.c.external_id, items.c.revision, items.c.content_hash, items.c.deleted_at,
    )  # fmt: skip
    statement = (
        sa.select(item_ids.c.external_id.label("name"), *columns)
        .join(items, items.c.id == item_ids.c.item_id)
        .where(item_ids.c.source == poll.source, item_ids.c.series == poll.series)
    )
    found = {}
    for chunk in _chunks(names):
        for row in connection.execute(statement.where(item_ids.c.external_id.in_(chunk))):
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


def _insert(connection: sa.Connection, poll: _Poll, fresh: Sequence[Item]) -> tuple[int, ...]:
    if not fresh:
        return ()
    statement = items.insert().returning(items.c.id, sort_by_parameter_order=True)
    ids = connection.execute(statement, [_item_row(poll, item) for item in fresh]).scalars().all()
    numbered = list(zip(ids, fresh, strict=True))
    connection.execute(
        revisions.insert(), [_revision_row(poll, number, 1, item) for number, item in numbered]
    )
    names = [(number, name) for number, item in numbered for name in _names(item)]
    insert_missing(connection, item_ids, [_name_row(poll, number, name) for number, name in names])
    return tuple(ids)


def _revise(connection: sa.Connection, poll: _Poll, item: Item, known: _Known) -> int:
    number = known.revision + 1
    _point_to(connection, poll, known.item_id, number, content_hash=item.content_hash)
    connection.execute(revisions.insert(), _revision_row(poll, known.item_id, number, item))
    names = [_name_row(poll, known.item_id, name) for name in _names(item)]
    insert_missing(connection, item_ids, names)
    return known.item_id


def _delete(
    connection: sa.Connection,
    poll: _Poll,
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


def _bury(connection: sa.Connection, poll: _Poll, known: _Known) -> None:
    """A tombstone is a revision of its own, so whoever works on the text can't swallow it."""
    number = known.revision + 1
    _point_to(connection, poll, known.item_id, number, deleted_at=poll.now)
    last = sa.select(
        revisions.c.item_id, sa.literal(number), sa.true(),
        sa.literal(poll.now, revisions.c.seen_at.type),
        revisions.c.content_hash, revisions.c.raw_hash, revisions.c.payload, revisions.c.note,
    ).where(revisions.c.item_id == known.item_id, revisions.c.number == known.revision)  # fmt: skip
    connection.execute(revisions.insert().from_select([c.name for c in revisions.c], last))


def _point_to(
    connection: sa.Connection, poll: _Poll, item_id: int, revision: int, **values: object
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


def _count(connection: sa.Connection, poll: _Poll, saved: SavedPoll) -> None:
    counts = sources.c
    connection.execute(
        sources.update()
        .where(counts.name == poll.source)
        .values(
            item_count=counts.item_count + len(saved.new),
            revision_count=counts.revision_count + len(saved.new) + len(saved.revised),
            deleted_count=counts.deleted_count + len(saved.deleted),
        )
    )


def _item_row(poll: _Poll, item: Item) -> dict[str, Any]:
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


def _revision_row(poll: _Poll, item_id: int, number: int, item: Item) -> dict[str, Any]:
    payload = dump(replace(item, external_id=key(item.external_id)))
    return {
        "item_id": item_id, "number": number, "deleted": False, "seen_at": poll.now,
        "content_hash": item.content_hash, "raw_hash": item.raw_hash, "payload": payload,
        "note": _note(item),
    }  # fmt: skip


def _note(item: Item) -> str:
    count = count_unstorable(item.title) + count_unstorable(item.text)
    return f"{count} unstorable characters replaced" if count else ""


def _name_row(poll: _Poll, item_id: int, name: str) -> dict[str, Any]:
    return {
        "source": poll.source, "series": poll.series, "external_id": name, "item_id": item_id,
    }  # fmt: skip
