"""The keys under which open events are filed, so that few are compared with an item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from archive.lists import numbered, texts
from archive.tables import event_keys, events
from detector.event_keys import MOST_CANDIDATES, WORTH, keys_of
from detector.events import OpenEvent


def sharing(connection: sa.Connection, keys: Sequence[str], since: datetime) -> Sequence[Any]:
    """Events reported since then that share the most telling keys, as rows (id, state_hash)."""
    if not keys:
        return ()
    asked = {"keys": {key: WORTH.get(key[0], 0) for key in keys}, "since": since}
    return connection.execute(_SHARING, asked).all()


def file(connection: sa.Connection, event: OpenEvent, before: OpenEvent | None) -> None:
    """File an event under its keys; `before`: as what it was filed, if the caller knows."""
    this, keys = {"number": event.id}, keys_of(event)
    filed = frozenset(keys_of(before)) if before is not None else frozenset()
    if before is None or not filed.issubset(keys):
        unfile(connection, event.id)
        filed = frozenset()
    elif before.last_at != event.last_at:
        connection.execute(_REFILE, {**this, "last_at": event.last_at})
    if more := [key for key in keys if key not in filed]:
        connection.execute(_FILE, {**this, "keys": more, "last_at": event.last_at})


def unfile(connection: sa.Connection, event_id: int) -> None:
    """Nobody finds the event any more."""
    connection.execute(_UNFILE, {"number": event_id})


# --- statements: made once, for making one costs more than running it --------------------------

_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_ASKED = numbered("keys")  # with what each is worth
_WORTH = sa.func.sum(sa.cast(_ASKED.c.value, sa.Integer)).label("worth")
_SHARED = (
    sa.select(event_keys.c.event_id, _WORTH, event_keys.c.last_at)
    .join(_ASKED, event_keys.c.key == _ASKED.c.key)
    .where(event_keys.c.last_at >= sa.bindparam("since"))
    .group_by(event_keys.c.event_id, event_keys.c.last_at)  # which all keys of an event share
    .order_by(sa.desc("worth"), event_keys.c.last_at.desc(), event_keys.c.event_id)
    .limit(MOST_CANDIDATES)
    .subquery()
)
_SHARING = (
    sa.select(events.c.id, events.c.state_hash)
    .join(_SHARED, _SHARED.c.event_id == events.c.id)
    .where(events.c.state_hash.is_not(None))
    .order_by(_SHARED.c.worth.desc(), _SHARED.c.last_at.desc(), events.c.id)
)
_REFILE = (
    event_keys.update()
    .where(event_keys.c.event_id == _NUMBER)
    .values(last_at=sa.bindparam("last_at"))
)
_UNFILE = event_keys.delete().where(event_keys.c.event_id == _NUMBER)
_LAST_AT = sa.bindparam("last_at", type_=event_keys.c.last_at.type)
_FILE = event_keys.insert().from_select(
    ["key", "event_id", "last_at"], sa.select(texts("keys").c.value, _NUMBER, _LAST_AT)
)
