"""What the operator declares, as last in force, and what each edit changed.

Every process takes each edit up by itself; the first one finds the difference and writes it, the
others find none.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from datetime import datetime

import sqlalchemy as sa

from archive.config_tables import config_changes, declarations
from archive.engine import lock
from config.changes import Change, Declared, changes

_LOCK = 0x70C57
_ROW = 1


def keep(connection: sa.Connection, declared: Declared, now: datetime) -> tuple[Change, ...]:
    """Remember what is in force now. Gives and writes what changed since; nothing at the first."""
    lock(connection, _LOCK)
    content = json.dumps(declared, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    digest = hashlib.sha256(content).hexdigest()
    known = connection.execute(sa.select(declarations.c.digest)).scalar()
    if known == digest:
        return ()
    found = changes(_content(connection), declared) if known else ()
    row = {"digest": digest, "content": zlib.compress(content), "at": now}
    if known:
        connection.execute(declarations.update().values(row))
    else:
        connection.execute(declarations.insert(), row | {"id": _ROW})
    rows = [{"at": now, "what": c.what, "name": c.name, "how": c.how, "detail": c.detail}
            for c in found]  # fmt: skip
    if rows:
        connection.execute(config_changes.insert(), rows)
    return found


def between(connection: sa.Connection, since: datetime, until: datetime) -> tuple[Change, ...]:
    """What edits changed in [since, until), in order."""
    columns = (config_changes.c.what, config_changes.c.name, config_changes.c.how,
               config_changes.c.detail)  # fmt: skip
    statement = (
        sa.select(*columns)
        .where(config_changes.c.at >= since, config_changes.c.at < until)
        .order_by(config_changes.c.id)
    )
    return tuple(Change(*row) for row in connection.execute(statement))


def _content(connection: sa.Connection) -> Declared:
    packed = connection.execute(sa.select(declarations.c.content)).scalar_one()
    found: Declared = json.loads(zlib.decompress(packed))
    return found
