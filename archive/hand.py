"""What operators put right: links between items as constraints, and lessons for the weights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.hand_tables import event_lessons, event_links
from archive.model import Lesson
from archive.tables import detections

MOST_LINKS = 400  # of one decision


def link(
    connection: sa.Connection, ones: Sequence[int], others: Sequence[int], at: datetime, same: bool
) -> None:
    """Items of the one group belong with those of the other, or apart; the latest word counts."""
    _unlink(connection, ones, others, not same)
    pairs = {(one, other) for one in ones[:1] for other in others}
    pairs |= {(one, other) for one in ones for other in others[:1]}
    for one, other in sorted({(min(pair), max(pair)) for pair in pairs})[:MOST_LINKS]:
        if one == other:
            continue
        known = sa.and_(event_links.c.item_id == one, event_links.c.other_id == other)
        row: dict[str, object] = {"same": same, "at": at}
        if connection.execute(event_links.update().where(known).values(row)).rowcount == 0:
            connection.execute(event_links.insert(), row | {"item_id": one, "other_id": other})


def _unlink(
    connection: sa.Connection, ones: Sequence[int], others: Sequence[int], same: bool
) -> None:
    for left, right in ((ones, others), (others, ones)):
        connection.execute(
            event_links.delete().where(
                event_links.c.same == same,
                event_links.c.item_id.in_(left),
                event_links.c.other_id.in_(right),
            )
        )


def has_links(connection: sa.Connection) -> bool:
    """Whether any operator ever put anything right."""
    return connection.execute(_ANY_LINK).scalar() is not None


def linked(connection: sa.Connection, item_id: int) -> dict[int, bool]:
    """Events of the items to which this one is linked, by whether it belongs there.

    Where one item of an event says yes and another says no, it does not belong there.
    """
    found: dict[int, bool] = {}
    for statement in _LINKED:
        for event_id, same in connection.execute(statement, {"item_id": item_id}):
            found[event_id] = same and found.get(event_id, True)
    return found


def kept_apart(connection: sa.Connection, event_ids: Sequence[int]) -> frozenset[frozenset[int]]:
    """Those pairs of these events that hold items which belong apart."""
    pairs = connection.execute(_APART, {"numbers": list(event_ids)})
    return frozenset(frozenset(pair) for pair in pairs)


def teach(
    connection: sa.Connection, features: Iterable[Mapping[str, float]], at: datetime, *, same: bool
) -> None:
    """Keep pairs of a report and an event as the operator judged them."""
    rows = [{"same": same, "features": json.dumps(one), "at": at} for one in features]
    if rows:
        connection.execute(event_lessons.insert(), rows)


def lessons(connection: sa.Connection) -> list[Lesson]:
    """All that operators taught, oldest first."""
    rows = connection.execute(sa.select(event_lessons).order_by(event_lessons.c.id))
    return [Lesson(json.loads(row.features), row.same, row.at) for row in rows]


# --- statements: made once, for making one costs more than running it --------------------------


def _linked(mine: sa.Column[int], other: sa.Column[int]) -> sa.Select[Any]:
    return (
        sa.select(detections.c.event_id, event_links.c.same)
        .join(detections, detections.c.item_id == other)
        .where(mine == sa.bindparam("item_id"), detections.c.event_id.is_not(None))
    )


_LINKED: tuple[sa.Select[Any], ...] = (
    _linked(event_links.c.item_id, event_links.c.other_id),
    _linked(event_links.c.other_id, event_links.c.item_id),
)
_ANY_LINK = sa.select(event_links.c.item_id).limit(1)
_ONE, _OTHER = detections.alias("one"), detections.alias("other")
_NUMBERS: sa.BindParameter[Sequence[int]] = sa.bindparam("numbers", expanding=True)
_APART = (
    sa.select(_ONE.c.event_id, _OTHER.c.event_id)
    .select_from(event_links)
    .join(_ONE, _ONE.c.item_id == event_links.c.item_id)
    .join(_OTHER, _OTHER.c.item_id == event_links.c.other_id)
    .where(~event_links.c.same, _ONE.c.event_id.in_(_NUMBERS))
    .where(_OTHER.c.event_id.in_(_NUMBERS), _ONE.c.event_id != _OTHER.c.event_id)
)
