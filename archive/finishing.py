"""The end of polls: lease given back, state, next time and counts, many sources by few statements.

Unchanged polls, which are most, write little: what they compared nothing with stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.codec import dump, dump_memory
from archive.model import FinishedPoll
from archive.tables import sources
from collector.cadence import patience, usual_gap
from collector.item import FailureKind, PollResult

_MANY = 500  # names in one statement


@dataclass(frozen=True, slots=True)
class Poll:
    """A source whose poll is being saved."""

    source: str
    series: int
    backfill_age: timedelta  # measured from the first poll
    first_polled_at: datetime
    now: datetime


def _finishing(*more: str) -> sa.Update:
    """Prepared once: building a statement costs more than running it."""
    plain = (
        "state", "next_at", "held_until", "stopped_at", "interval_s", "polled_at", "last_ok_at",
        "last_new_at", "failures", "last_error", "usual_gap_s", "patience_s", *more,
    )  # fmt: skip
    added = ("failed_count", "overflow_count", "byte_count")
    values: dict[str, Any] = {name: sa.bindparam(name) for name in plain}
    values |= {name: sources.c[name] + sa.bindparam(f"more_{name}") for name in added}
    free = {"token": sources.c.token + 1, "lease_owner": None, "lease_until": None}
    return (
        sources.update()
        .where(sources.c.name == sa.bindparam("source"))
        .values(values | free | {"poll_count": sources.c.poll_count + 1})
    )


_QUIET = _finishing()
_READ = _finishing("memory", "note", "hub", "topic")
_OVERFLOWED = _finishing("memory", "note", "hub", "topic", "overflowed_at")
_HELD = sa.select(
    sources.c.name, sources.c.kind, sources.c.token, sources.c.series, sources.c.first_poll_s
).with_for_update()


def finish(
    connection: sa.Connection, polls: Sequence[FinishedPoll], now: datetime
) -> list[Poll | None]:
    """Give the sources back as their polls left them; None for each that was overtaken."""
    rows = _held(connection, [poll.claim.name for poll in polls])
    held = [
        row if (row := rows.get(poll.claim.name)) and row.token == poll.claim.token else None
        for poll in polls
    ]
    written: dict[sa.Update, list[dict[str, Any]]] = {_QUIET: [], _READ: [], _OVERFLOWED: []}
    for poll, row in zip(polls, held, strict=True):
        if row is not None:
            statement = _statement(poll.result, row.kind)
            written[statement].append(_values(poll, statement, now))
    for statement, values in written.items():
        if values:
            connection.execute(statement, values)
    return [_begun(poll, row, now) if row else None for poll, row in zip(polls, held, strict=True)]


def _held(connection: sa.Connection, names: Sequence[str]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for start in range(0, len(names), _MANY):
        chunk = names[start : start + _MANY]
        for row in connection.execute(_HELD.where(sources.c.name.in_(chunk))):
            rows[row.name] = row
    return rows


def _statement(result: PollResult, kind: str) -> sa.Update:
    if result.overflowed:
        return _OVERFLOWED
    compared = result.failure is None and not result.unchanged
    return _READ if compared or kind == "channel" else _QUIET


def _values(poll: FinishedPoll, statement: sa.Update, now: datetime) -> dict[str, Any]:
    result, state, failure = poll.result, poll.result.state, poll.result.failure
    stops = failure is not None and (failure.stops or failure.kind is FailureKind.IDENTITY)
    values = {
        "source": poll.claim.name, "state": dump(state), "next_at": poll.next_at,
        "held_until": poll.held_until, "stopped_at": now if stops else None,
        "interval_s": state.interval_s, "polled_at": now, "last_ok_at": state.last_ok_at,
        "last_new_at": state.last_new_at, "failures": state.failures,
        "last_error": failure.reason if failure else "",
        "usual_gap_s": _seconds(usual_gap(state)), "patience_s": _seconds(patience(state)),
        "more_failed_count": 1 if failure else 0,
        "more_overflow_count": 1 if result.overflowed else 0,
        "more_byte_count": result.bytes_read,
    }  # fmt: skip
    if statement is not _QUIET:
        values |= {"memory": dump_memory(state), "note": "; ".join(result.notes)}
        values |= {"hub": result.hub, "topic": result.topic}
    if statement is _OVERFLOWED:
        values["overflowed_at"] = now
    return values


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def _begun(poll: FinishedPoll, row: sa.Row[Any], now: datetime) -> Poll:
    return Poll(
        source=poll.claim.name,
        series=row.series,
        backfill_age=timedelta(seconds=row.first_poll_s),
        first_polled_at=poll.result.state.first_polled_at or now,
        now=now,
    )
