"""Silences: what the operator doesn't want to hear for a while."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from alerts.silences import Silence
from archive.codec import dump, load
from archive.engine import Database
from archive.tables import silences
from config.schema import Match


class Silences:
    """Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, match: Match, comment: str, now: datetime, ends_at: datetime) -> Silence:
        """A silence from now on."""
        values = {"match": dump(match), "comment": comment, "added_at": now, "ends_at": ends_at}
        with self._database.write() as connection:
            result = connection.execute(silences.insert().values(values))
        assert result.inserted_primary_key is not None
        return Silence(result.inserted_primary_key[0], match, comment, now, ends_at)

    def expire(self, number: int, now: datetime) -> bool:
        """End a silence now; False if none of that number is in force."""
        statement = silences.update().where(silences.c.id == number, silences.c.ends_at > now)
        with self._database.write() as connection:
            return connection.execute(statement.values(ends_at=now)).rowcount == 1

    def since(self, moment: datetime) -> list[Silence]:
        """Those in force at that moment or later, the first to end first."""
        with self._database.read() as connection:
            return in_force(connection, moment)


def in_force(connection: sa.Connection, moment: datetime) -> list[Silence]:
    statement = sa.select(silences).where(silences.c.ends_at > moment)
    rows = connection.execute(statement.order_by(silences.c.ends_at, silences.c.id))
    return [
        Silence(row.id, load(Match, row.match), row.comment, row.added_at, row.ends_at)
        for row in rows
    ]
