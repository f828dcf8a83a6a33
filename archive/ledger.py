"""The ledger of sightings: what was ever seen where, and which reports were firsts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from archive import events as event_rows
from archive.codec import dump, load
from archive.lists import texts
from archive.model import PlacedItem
from archive.tables import detections, firsts, sightings, unnoted
from detector.sightings import First, Known, Sighting


def known(connection: sa.Connection, entities: Sequence[str], country: str) -> list[Known]:
    """All that is known of these things in a country."""
    asked = {"entities": list(entities), "country": country}
    return [_known(row) for row in connection.execute(_HERE, asked)]


def elsewhere(connection: sa.Connection, entities: Sequence[str], country: str) -> list[Known]:
    """Where else each of these things was seen last."""
    asked = {"entities": list(entities), "country": country}
    return [_known(row) for row in connection.execute(_ELSEWHERE, asked)]


def keep(connection: sa.Connection, seen: Sequence[Sighting], at: datetime, item_id: int) -> None:
    """Note sightings; again, or out of order, it changes nothing but the times that it must."""
    rows = [
        {
            "entity": one.entity, "country": one.country, "variant": one.variant,
            "place": one.place, "operator": one.operator,
            "first_at": at, "last_at": at, "first_item_id": item_id,
        }
        for one in dict.fromkeys(seen)
    ]  # fmt: skip
    if rows:
        connection.execute(_NOTED[connection.dialect.name], rows)


def _noted(statement: sqlite.Insert | postgresql.Insert) -> sa.Insert:
    new, old = statement.excluded, sightings.c
    earlier, later = new.first_at < old.first_at, new.last_at > old.last_at
    return statement.on_conflict_do_update(
        index_elements=list(sightings.primary_key),
        set_={
            "first_item_id": sa.case((earlier, new.first_item_id), else_=old.first_item_id),
            "first_at": sa.case((earlier, new.first_at), else_=old.first_at),
            "last_at": sa.case((later, new.last_at), else_=old.last_at),
        },
        where=sa.or_(earlier, later),
    )


def take_unnoted(connection: sa.Connection, limit: int) -> list[PlacedItem] | None:
    """The next items that were placed before there was a ledger; None when none are left."""
    debt = connection.execute(sa.select(unnoted)).one_or_none()
    if debt is None:
        return None
    waiting = detections.c.id.between(debt.noted_to + 1, debt.last_id)
    rows = connection.execute(event_rows.placed(waiting).limit(limit)).all()
    if rows:
        connection.execute(unnoted.update().values(noted_to=rows[-1].detection_id))
    else:
        connection.execute(unnoted.delete())
    return [found for row in rows if (found := _readable(row)) is not None]


def _readable(row: sa.Row[Any]) -> PlacedItem | None:
    try:
        return event_rows.placed_item(row)
    except ValueError:  # of a shape that is gone: it can't say any more what it saw
        return None


def keep_firsts(
    connection: sa.Connection, found: Sequence[First], event_id: int, detection_id: int
) -> None:
    """Note what of a report is a first, with its event and its detection."""
    rows = [
        {"event_id": event_id, "detection_id": detection_id, "payload": dump(one)} for one in found
    ]
    if rows:
        connection.execute(firsts.insert(), rows)


def firsts_of(
    connection: sa.Connection,
    event_ids: Sequence[int],
    since: datetime | None = None,
    until: datetime | None = None,
) -> dict[int, tuple[First, ...]]:
    """The firsts of some events, in order of arrival; of those that came in [since, until)."""
    statement = (
        sa.select(firsts.c.event_id, firsts.c.payload)
        .join(detections, detections.c.id == firsts.c.detection_id)
        .where(firsts.c.event_id.in_(event_ids))
        .order_by(firsts.c.id)
    )
    if since is not None:
        statement = statement.where(detections.c.at >= since)
    if until is not None:
        statement = statement.where(detections.c.at < until)
    found: dict[int, tuple[First, ...]] = {}
    for row in connection.execute(statement):
        found[row.event_id] = (*found.get(row.event_id, ()), load(First, row.payload))
    return found


def _known(row: sa.Row[Any]) -> Known:
    sighting = Sighting(row.entity, row.country, row.variant, row.place, row.operator)
    return Known(sighting, row.first_at, row.last_at)


# --- statements: made once, for making one costs more than running it --------------------------

_MINE = sightings.c.entity.in_(sa.select(texts("entities").c.value))
_COUNTRY: sa.BindParameter[str] = sa.bindparam("country")
_HERE = sa.select(sightings).where(_MINE, sightings.c.country == _COUNTRY)
_AWAY = sa.and_(_MINE, sightings.c.country != _COUNTRY)
_LATEST = (
    sa.select(sightings.c.entity, sightings.c.variant, sa.func.max(sightings.c.last_at).label("at"))
    .where(_AWAY)
    .group_by(sightings.c.entity, sightings.c.variant)
    .subquery()
)
_SAME = sa.and_(
    sightings.c.entity == _LATEST.c.entity,
    sightings.c.variant == _LATEST.c.variant,
    sightings.c.last_at == _LATEST.c.at,
)
_ELSEWHERE = sa.select(sightings).join(_LATEST, _SAME).where(_AWAY)
_NOTED = {
    "sqlite": _noted(sqlite.insert(sightings)),
    "postgresql": _noted(postgresql.insert(sightings)),
}
