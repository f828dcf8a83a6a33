"""Detections that a text may copy: filed under the bands of their fingerprints, and found again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple

import sqlalchemy as sa

from archive.codec import load_texts
from archive.lists import texts
from archive.model import ToldText
from archive.tables import bands, detections

_MOST = 200  # newest of each key: a flood of copies must not slow the next item
_DISORDER = 1000  # detections, the times of which may be out of order: a clock was put back


class Keys(NamedTuple):
    """What a text is looked up by; empty ones match nothing."""

    exact: str
    band: Sequence[str]
    link: Sequence[str]


def file(connection: sa.Connection, detection_id: int, told: Sequence[str]) -> None:
    """File a detection under its bands."""
    if told:
        connection.execute(_FILE, {"bands": list(dict.fromkeys(told)), "number": detection_id})


def first_since(connection: sa.Connection, since: datetime) -> int:
    """No detection since then has a smaller number, so that what is long past need not be read."""
    return connection.execute(_FIRST_SINCE, {"since": since}).scalar() or 0


def candidates(
    connection: sa.Connection, keys: Keys, since: datetime, first: int
) -> list[ToldText]:
    """Detections since then that share a key, oldest first; `first`: of `first_since`."""
    asked = keys._asdict()
    sought = tuple(name for name, value in asked.items() if value)
    if not sought:
        return []
    rows = connection.execute(_SHARING[sought], {**asked, "since": since, "first": first})
    return [_told(row) for row in rows]


def _told(row: sa.Row[Any]) -> ToldText:
    return ToldText._make((*row[:-1], load_texts(row[-1])))


# --- statements: made once, for making one costs more than running it --------------------------

_FILE = bands.insert().from_select(
    ["band", "detection_id"], sa.select(texts("bands").c.value, sa.bindparam("number"))
)
_TOLD: tuple[sa.Column[Any], ...] = (  # in the order of ToldText's fields
    detections.c.id, detections.c.event_id, detections.c.item_id, detections.c.exact,
    detections.c.minhash, detections.c.url, detections.c.origin, detections.c.facts,
)  # fmt: skip
_SINCE = detections.c.at >= sa.bindparam("since")
_OLDEST = (
    sa.select(detections.c.id).where(_SINCE).order_by(detections.c.at).limit(_DISORDER).subquery()
)
_FIRST_SINCE = sa.select(sa.func.min(_OLDEST.c.id))


def _newest(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    newest = (
        sa.select(detections.c.id)
        .where(condition, _SINCE)
        .order_by(detections.c.at.desc(), detections.c.id.desc())
        .limit(_MOST)
    )
    return sa.select(newest.subquery().c.id)


_IN_BANDS = sa.select(bands.c.detection_id).where(
    bands.c.band.in_(sa.select(texts("band").c.value)),
    bands.c.detection_id >= sa.bindparam("first"),
)
_LINK: sa.BindParameter[Any] = sa.bindparam("link", expanding=True)
_BY: dict[str, tuple[sa.Select[Any], ...]] = {
    "exact": (_newest(detections.c.exact == sa.bindparam("exact")),),
    "band": (_newest(detections.c.id.in_(_IN_BANDS)),),
    "link": (_newest(detections.c.url.in_(_LINK)), _newest(detections.c.origin.in_(_LINK))),
}
_SHARING = {
    names: sa.select(*_TOLD)
    .where(detections.c.id.in_(sa.union(*(part for name in names for part in _BY[name]))))
    .order_by(detections.c.id)
    for size in range(1, len(_BY) + 1)
    for names in combinations(_BY, size)
}
