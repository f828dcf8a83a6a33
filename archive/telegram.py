"""Telegram accounts: who uses which session, what it may address, what it must wait for.

Two processes on one session end it (AuthKeyDuplicated), so a session is used under a lease only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.engine import Database, insert_missing, insert_new
from archive.model import AccountLease, AccountStatus, AccountWait, KnownPeer
from archive.tables import telegram_accounts as accounts
from archive.tables import telegram_peers as peers
from archive.tables import telegram_waits as waits


class TelegramArchive:
    """The archive's side door for accounts: every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def register(self, names: Sequence[str], now: datetime) -> None:
        """See to it that the accounts are known. Idempotent; state and history are kept."""
        with self._database.write() as connection:
            insert_missing(connection, accounts, [_new_account(name, now) for name in names])

    def statuses(self, now: datetime) -> list[AccountStatus]:
        """Every account that was ever declared, by name."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(accounts).order_by(accounts.c.name)).all()
            counts = {row.account: row[1] for row in connection.execute(_CHANNELS)}
            held = connection.execute(_WAITS.where(waits.c.until > now)).all()
        pauses = [AccountWait(*row) for row in held]
        return [
            _status(row, counts.get(row.name, 0), [p for p in pauses if p.account == row.name], now)
            for row in rows
        ]

    # --- who uses the session ----------------------------------------------------------------

    def claim(self, name: str, owner: str, now: datetime, lease: timedelta) -> AccountLease | None:
        """The lease of an account that is not off and in nobody's hands; None otherwise."""
        free = sa.or_(accounts.c.lease_until.is_(None), accounts.c.lease_until <= now)
        statement = (
            accounts.update()
            .where(accounts.c.name == name, ~accounts.c.off, free)
            .values(token=accounts.c.token + 1, lease_owner=owner, lease_until=now + lease)
            .returning(accounts.c.token)
        )
        with self._database.write() as connection:
            token = connection.execute(statement).scalar()
        return None if token is None else AccountLease(name, token)

    def renew(self, held: AccountLease, until: datetime) -> bool:
        """Keep the session. False: it was overtaken or switched off, so stop using it at once."""
        return self._change(held, lease_until=until)

    def release(self, held: AccountLease) -> bool:
        """Hand the session over: whoever asks next gets it without waiting."""
        return self._change(held, lease_owner=None, lease_until=None)

    def _change(self, held: AccountLease, **values: object) -> bool:
        mine = (accounts.c.name == held.account, accounts.c.token == held.token, ~accounts.c.off)
        with self._database.write() as connection:
            result = connection.execute(accounts.update().where(*mine).values(**values))
        return result.rowcount == 1

    # --- what state it is in -----------------------------------------------------------------

    def turn_off(self, name: str, reason: str, now: datetime) -> bool:
        """Nobody uses the account until the operator logs in again; False if it was off."""
        statement = accounts.update().where(accounts.c.name == name, ~accounts.c.off)
        values = {"off": True, "reason": reason, "since": now} | _FREED
        with self._database.write() as connection:
            return connection.execute(statement.values(values)).rowcount == 1

    def signed_in(self, name: str, user_id: int, now: datetime) -> None:
        """The account has a good session; another user's access hashes are of no use to it."""
        values = {"off": False, "reason": "", "since": now, "user_id": user_id} | _FREED
        with self._database.write() as connection:
            insert_new(connection, accounts, _new_account(name, now))
            known = sa.select(accounts.c.user_id).where(accounts.c.name == name)
            if connection.execute(known).scalar() not in (None, user_id):
                _forget(connection, name)
            mine = accounts.update().where(accounts.c.name == name)
            connection.execute(mine.values(values))

    def signed_out(self, name: str, now: datetime) -> None:
        """The operator ended the session: off, and nothing of it is kept."""
        values = {"off": True, "reason": "logged out", "since": now, "user_id": None} | _FREED
        with self._database.write() as connection:
            _forget(connection, name)
            mine = accounts.update().where(accounts.c.name == name)
            connection.execute(mine.values(values))

    # --- what it must wait for ---------------------------------------------------------------

    def hold(self, wait: AccountWait) -> None:
        """Ask that method no sooner; never shortens an earlier wait."""
        key = (waits.c.account == wait.account, waits.c.method == wait.method)
        row = {"account": wait.account, "method": wait.method, "until": wait.until}
        with self._database.write() as connection:
            if not insert_new(connection, waits, row):
                longer = waits.update().where(*key, waits.c.until < wait.until)
                connection.execute(longer.values(until=wait.until))

    def waits(self, name: str, now: datetime) -> list[AccountWait]:
        """What the account must wait for now, by method."""
        statement = _WAITS.where(waits.c.account == name, waits.c.until > now)
        with self._database.read() as connection:
            return [AccountWait(*row) for row in connection.execute(statement)]

    # --- what it can address -----------------------------------------------------------------

    def remember_peer(self, name: str, peer: KnownPeer, now: datetime) -> None:
        """Keep what resolving a name gave; the latest counts."""
        key = (peers.c.account == name, peers.c.channel_id == peer.channel_id)
        values = {
            "access_hash": peer.access_hash, "username": peer.username.casefold(),
            "resolved_at": now,
        }  # fmt: skip
        with self._database.write() as connection:
            row = {"account": name, "channel_id": peer.channel_id} | values
            if not insert_new(connection, peers, row):
                connection.execute(peers.update().where(*key).values(values))

    def peer(self, name: str, *, channel_id: int | None, username: str) -> KnownPeer | None:
        """The channel of that identity; as long as none is known, the one last so named."""
        by = (
            peers.c.username == username.casefold()
            if channel_id is None
            else peers.c.channel_id == channel_id
        )
        statement = (
            sa.select(peers.c.channel_id, peers.c.access_hash, peers.c.username)
            .where(peers.c.account == name, by)
            .order_by(peers.c.resolved_at.desc(), peers.c.channel_id)
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        return None if row is None else KnownPeer(*row)

    def forget_peer(self, name: str, channel_id: int) -> None:
        """The access hash was refused: resolve the name again."""
        stale = (peers.c.account == name, peers.c.channel_id == channel_id)
        with self._database.write() as connection:
            connection.execute(peers.delete().where(*stale))


_WAITS = sa.select(waits.c.account, waits.c.method, waits.c.until).order_by(waits.c.method)
_CHANNELS = sa.select(peers.c.account, sa.func.count()).group_by(peers.c.account)
_FREED: dict[str, Any] = {
    "token": accounts.c.token + 1, "lease_owner": None, "lease_until": None,
}  # fmt: skip


def _new_account(name: str, now: datetime) -> dict[str, Any]:
    return {"name": name, "off": False, "reason": "", "since": now, "token": 0}


def _forget(connection: sa.Connection, name: str) -> None:
    connection.execute(peers.delete().where(peers.c.account == name))
    connection.execute(waits.delete().where(waits.c.account == name))


def _status(
    row: sa.Row[Any], channels: int, waiting: list[AccountWait], now: datetime
) -> AccountStatus:
    longest = max(waiting, key=lambda wait: wait.until, default=None)
    held = longest is not None and not row.off
    return AccountStatus(
        name=row.name,
        state="off" if row.off else "waiting" if held else "active",
        reason=f"Telegram asks to wait with {longest.method}" if longest and held else row.reason,
        since=row.since,
        until=longest.until if longest and held else None,
        user_id=row.user_id,
        in_use=row.lease_until is not None and row.lease_until > now,
        channels=channels,
    )
