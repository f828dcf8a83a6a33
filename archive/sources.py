"""What is polled and by whom: declaring sources, claiming them, resuming them. Fetches nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from archive.codec import dump, load, recall
from archive.engine import lock
from archive.model import ClaimRequest, SourceClaim, SourceKind
from archive.tables import sources
from archive.telegram_tables import telegram_peers
from collector.item import PollState
from collector.turns import Waiting, in_turn
from config.schema import Source

_LOCK = 0x70C52
CROWD = 20  # more new sources than this are spread over their first interval

_UNTOUCHED: dict[str, Any] = {
    "state": dump(PollState()),
    "held_until": None,
    "lease_owner": None,
    "lease_until": None,
    "stopped_at": None,
    "interval_s": 0.0,
    "polled_at": None,
    "last_ok_at": None,
    "last_new_at": None,
    "failures": 0,
    "last_error": "",
    "usual_gap_s": None,
    "patience_s": None,
    "memory": "",
    "note": "",
    "hub": "",
    "topic": "",
}
_NO_COUNTS = dict.fromkeys(
    ("poll_count", "failed_count", "item_count", "revision_count", "deleted_count", "hit_count"), 0
)


def register(connection: sa.Connection, declared: Sequence[Source], now: datetime) -> None:
    """Make the table say what the operator declared; history is kept. Idempotent."""
    lock(connection, _LOCK)
    known = {row.name: row for row in connection.execute(sa.select(sources))}
    names = [source.name for source in declared]
    connection.execute(
        sources.update()
        .where(sources.c.watched, sources.c.name.not_in(names))
        .values(watched=False)
    )
    crowded = sum(source.name not in known for source in declared) > CROWD
    for source in declared:
        if source.name not in known:
            connection.execute(sources.insert(), _new_row(source, now, crowded))
        else:
            _update(connection, source, known[source.name], now)


def claim(connection: sa.Connection, request: ClaimRequest, now: datetime) -> list[SourceClaim]:
    """Take up to `limit` sources, those due longest first; nobody else gets them meanwhile."""
    takeable = (sources.c.kind == request.kind, _free(now), _ready(now, request.due_only))
    wanted = sa.select(sources.c.name, sources.c.state, sources.c.token, sources.c.memory).where(
        *takeable
    )
    if request.kind == "channel" and request.due_only:
        wanted = wanted.where(sources.c.name.in_(_in_turn(connection, takeable, now, request)))
    if request.a_host:
        wanted = wanted.where(sources.c.name.in_(_fair_to_hosts(takeable, now, request)))
    wanted = wanted.order_by(sources.c.next_at, sources.c.name).limit(request.limit)
    locked = wanted.with_for_update(skip_locked=True, key_share=True)
    rows = connection.execute(locked).all()
    if rows:
        connection.execute(
            sources.update()
            .where(sources.c.name.in_([row.name for row in rows]))
            .values(
                token=sources.c.token + 1,
                lease_owner=request.owner,
                lease_until=now + request.lease,
            )
        )
    claims = (
        SourceClaim(row.name, load(PollState, row.state), row.token + 1, row.memory) for row in rows
    )
    return [_claim_of(request.kind, claim) for claim in claims]


def _claim_of(kind: SourceKind, claim: SourceClaim) -> SourceClaim:
    """A channel's pages are compared at every poll: its state is made whole at once."""
    if kind == "feed":
        return claim
    return replace(claim, state=recall(claim.state, claim.memory), memory="")


def _fair_to_hosts(
    takeable: Sequence[sa.ColumnElement[bool]], now: datetime, request: ClaimRequest
) -> sa.Select[tuple[str]]:
    """A slow host with many feeds must not fill every place; the others wait in the table."""
    place = sa.func.row_number().over(
        partition_by=sources.c.host, order_by=(sources.c.next_at, sources.c.name)
    )
    due = (
        sa.select(sources.c.name, sources.c.host, place.label("place")).where(*takeable).subquery()
    )
    leased = (
        sa.select(sources.c.host, sa.func.count().label("polled"))
        .where(sources.c.lease_until > now)
        .group_by(sources.c.host)
        .subquery()
    )
    return (
        sa.select(due.c.name)
        .join(leased, leased.c.host == due.c.host, isouter=True)
        .where(
            sa.or_(
                due.c.host.in_(list(request.free_hosts)),
                due.c.place + sa.func.coalesce(leased.c.polled, 0) <= request.a_host,
            )
        )
    )


def that_told(connection: sa.Connection, since: datetime) -> frozenset[str]:
    """Sources with a hit since then."""
    statement = sa.select(sources.c.name).where(sources.c.last_hit_at >= since)
    return frozenset(connection.execute(statement).scalars())


def _in_turn(
    connection: sa.Connection,
    takeable: Sequence[sa.ColumnElement[bool]],
    now: datetime,
    request: ClaimRequest,
) -> list[str]:
    """Channels share a request budget: when it does not suffice, not the longest wait decides."""
    statement = sa.select(
        sources.c.name, sources.c.next_at, sources.c.interval_s, sources.c.interval_min_s,
        sources.c.last_hit_at,
    ).where(*takeable)  # fmt: skip
    waiting = (
        Waiting(row.name, row.next_at, row.interval_s or row.interval_min_s, row.last_hit_at)
        for row in connection.execute(statement)
    )
    return in_turn(waiting, now, request.limit)


def state_of(connection: sa.Connection, name: str) -> PollState | None:
    """What is remembered of a source; None before it was registered."""
    statement = sa.select(sources.c.state, sources.c.memory).where(sources.c.name == name)
    row = connection.execute(statement).one_or_none()
    return None if row is None else recall(load(PollState, row.state), row.memory)


def resume(connection: sa.Connection, name: str, now: datetime) -> None:
    """Poll a stopped source again, from the start: whatever it is now is what is meant."""
    channel = sources.c.kind == "channel"
    forget_name(connection, name)
    series = sa.case((channel, sources.c.series + 1), else_=sources.c.series)
    connection.execute(
        sources.update()
        .where(sources.c.name == name, sources.c.stopped_at.is_not(None))
        .values(_UNTOUCHED | _restart(now) | {"series": series})
    )


def forget_name(connection: sa.Connection, source: str) -> None:
    """Which channel a stopped source's name leads to must be asked anew."""
    stopped = sa.select(sources.c.address).where(
        sources.c.name == source, sources.c.stopped_at.is_not(None)
    )
    connection.execute(telegram_peers.delete().where(telegram_peers.c.asked.in_(stopped)))


def count_due(connection: sa.Connection, kind: SourceKind, now: datetime) -> int:
    statement = sa.select(sa.func.count()).where(
        sources.c.kind == kind, _free(now), _ready(now, True)
    )
    return connection.execute(statement).scalar_one()


def count_in_other_hands(connection: sa.Connection, owner: str, now: datetime) -> int:
    """Sources that somebody else polls at this moment."""
    statement = sa.select(sa.func.count()).where(
        sources.c.watched, sources.c.lease_until > now, sources.c.lease_owner != owner
    )
    return connection.execute(statement).scalar_one()


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        sources.c.watched,
        sources.c.stopped_at.is_(None),
        sa.or_(sources.c.lease_until.is_(None), sources.c.lease_until <= now),
    )


def _ready(now: datetime, due_only: bool) -> sa.ColumnElement[bool]:
    if due_only:
        return sources.c.next_at <= now
    return sa.or_(sources.c.held_until.is_(None), sources.c.held_until <= now)


def _update(connection: sa.Connection, source: Source, row: sa.Row[Any], now: datetime) -> None:
    values = _declared(source)
    if (row.kind, row.address) != (values["kind"], values["address"]):
        # Message ids of one channel say nothing of another's; a feed's guids survive a move.
        series = row.series + 1 if "channel" in (row.kind, values["kind"]) else row.series
        values |= _UNTOUCHED | _restart(now) | {"series": series}
    connection.execute(sources.update().where(sources.c.name == source.name).values(values))


def _restart(now: datetime) -> dict[str, Any]:
    """The next token fences off a poll that is still under way."""
    return {"next_at": now, "token": sources.c.token + 1}


def _declared(source: Source) -> dict[str, Any]:
    return {
        "kind": source.kind,
        "address": source.url or (source.channel or "").casefold(),
        "host": (urlsplit(source.url).hostname or "") if source.url else "",
        "watched": source.enabled,
        "first_poll_s": source.first_poll.total_seconds(),
        "interval_min_s": source.interval.min.total_seconds(),
    }


def _new_row(source: Source, now: datetime, crowded: bool) -> dict[str, Any]:
    wait = source.interval.min * _phase(source.name) if crowded else timedelta()
    fixed = {"name": source.name, "series": 0, "added_at": now, "token": 0}
    return _UNTOUCHED | _NO_COUNTS | _declared(source) | fixed | {"next_at": now + wait}


def _phase(name: str) -> float:
    """A number from 0 to 1 that is always the same for one name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32
