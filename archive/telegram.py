"""Telegram accounts: who uses which session, what it may address, what it must wait for.

Two processes on one session end it (AuthKeyDuplicated), so a session is used under a lease only.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from archive.engine import Database, insert_missing, insert_new
from archive.evidence import Evidence
from archive.model import AccountLease, AccountStatus
from archive.photos import Photos
from archive.post_evidence import PostEvidence, of_item, of_post
from archive.retelling import Retellings
from archive.tables import sources
from archive.telegram_tables import telegram_accounts as accounts
from archive.telegram_tables import telegram_peers as peers
from archive.telegram_tables import telegram_waits as waits
from collector.telegram_model import Peer, Wait


class TelegramArchive:
    """The archive's side door for accounts: every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.evidence = Evidence(database)
        self.photos = Photos(database)
        self.retellings = Retellings(database)

    def post(self, source: str, external_id: str) -> PostEvidence | None:
        """All that is kept of one post."""
        return of_post(self._database, source, external_id)

    def item(self, number: int) -> PostEvidence | None:
        """All that is kept of the post that is the item of that number."""
        return of_item(self._database, number)

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
        pauses: dict[str, list[Wait]] = {}
        for row in held:
            pauses.setdefault(row.account, []).append(Wait(row.method, row.until))
        return [
            _status(row, counts.get(row.name, 0), pauses.get(row.name, []), now) for row in rows
        ]

    # --- who uses the session ----------------------------------------------------------------

    def claim(
        self, name: str, owner: str, now: datetime, lease: timedelta, session: str = ""
    ) -> AccountLease | None:
        """The lease of an account in nobody's hands; None if it is off or somebody holds it.

        `session` is the session's digest: one that the account was not switched off with
        switches it on again.
        """
        free = sa.or_(accounts.c.lease_until.is_(None), accounts.c.lease_until <= now)
        fresh = sa.and_(accounts.c.session != "", accounts.c.session != session)
        statement = (
            accounts.update()
            .where(accounts.c.name == name, sa.or_(~accounts.c.off, fresh), free)
            .values(
                off=False, reason=sa.case((accounts.c.off, ""), else_=accounts.c.reason),
                session="", token=accounts.c.token + 1, lease_owner=owner, lease_until=now + lease,
            )
            .returning(accounts.c.token)
        )  # fmt: skip
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

    def turn_off(self, name: str, reason: str, now: datetime, session: str = "") -> bool:
        """Nobody uses the account with this session any more; False if it was off."""
        statement = accounts.update().where(accounts.c.name == name, ~accounts.c.off)
        values = {"off": True, "reason": reason, "since": now, "session": session} | _FREED
        with self._database.write() as connection:
            return connection.execute(statement.values(values)).rowcount == 1

    def signed_in(self, name: str, user_id: int, now: datetime) -> None:
        """The account has a good session; another user's access hashes are of no use to it."""
        values = {"off": False, "reason": "", "since": now, "user_id": user_id, "session": ""}
        with self._database.write() as connection:
            insert_new(connection, accounts, _new_account(name, now))
            known = sa.select(accounts.c.user_id).where(accounts.c.name == name)
            if connection.execute(known).scalar() not in (None, user_id):
                _forget(connection, name)
            mine = accounts.update().where(accounts.c.name == name)
            connection.execute(mine.values(values | _FREED))

    def signed_out(self, name: str, now: datetime) -> None:
        """The operator ended the session: off, and nothing of it is kept."""
        values = {"off": True, "reason": "logged out", "since": now, "user_id": None, "session": ""}
        with self._database.write() as connection:
            _forget(connection, name)
            mine = accounts.update().where(accounts.c.name == name)
            connection.execute(mine.values(values | _FREED))

    # --- what it must wait for ---------------------------------------------------------------

    def hold(self, name: str, wait: Wait) -> None:
        """Ask that method no sooner; never shortens an earlier wait."""
        key = (waits.c.account == name, waits.c.method == wait.method)
        row = {"account": name, "method": wait.method, "until": wait.until}
        with self._database.write() as connection:
            if insert_new(connection, waits, row) is None:
                longer = waits.update().where(*key, waits.c.until < wait.until)
                connection.execute(longer.values(until=wait.until))

    def waits(self, name: str, now: datetime) -> tuple[Wait, ...]:
        """What the account must wait for now, by method."""
        statement = _WAITS.where(waits.c.account == name, waits.c.until > now)
        with self._database.read() as connection:
            return tuple(Wait(row.method, row.until) for row in connection.execute(statement))

    # --- what it can address -----------------------------------------------------------------

    def remember(self, name: str, asked: str, peer: Peer, now: datetime) -> None:
        """Keep what the name `asked` led to; how the channel is called now may change."""
        key = (peers.c.account == name, peers.c.channel_id == peer.channel_id)
        seen = {"access_hash": peer.access_hash, "name": peer.name, "title": peer.title}
        first = {
            "account": name, "channel_id": peer.channel_id, "asked": asked.casefold(),
            "resolved_at": now,
        }  # fmt: skip
        with self._database.write() as connection:
            if insert_new(connection, peers, first | seen) is None:
                connection.execute(peers.update().where(*key).values(seen))

    def peer(self, name: str, identity: str, asked: str) -> Peer | None:
        """The channel of that identity; while none is known, the one the name led to."""
        by = peers.c.channel_id == channel_id(identity) if identity else None
        statement = (
            sa.select(peers.c.channel_id, peers.c.access_hash, peers.c.name, peers.c.title)
            .where(peers.c.account == name, peers.c.asked == asked.casefold() if by is None else by)
            .order_by(peers.c.resolved_at.desc(), peers.c.channel_id)
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(statement).one_or_none()
        return None if row is None else Peer(*row)

    def forget(self, name: str, identity: str) -> None:
        """The access hash was refused: the next poll resolves the name again."""
        stale = (peers.c.account == name, peers.c.channel_id == channel_id(identity))
        with self._database.write() as connection:
            connection.execute(peers.delete().where(*stale))

    def resolved(self, name: str, since: datetime) -> tuple[datetime, ...]:
        """When the account resolved names since then, ascending: Telegram counts them too."""
        statement = (
            sa.select(peers.c.resolved_at)
            .where(peers.c.account == name, peers.c.resolved_at > since)
            .order_by(peers.c.resolved_at)
        )
        with self._database.read() as connection:
            return tuple(connection.execute(statement).scalars())

    def ring(self, name: str, channel_ids: Collection[int], now: datetime) -> int:
        """Make the sources of these channels due now: something moved there."""
        named = sa.select(peers.c.asked).where(
            peers.c.account == name, peers.c.channel_id.in_(channel_ids)
        )
        statement = (
            sources.update()
            .where(sources.c.kind == "channel", sources.c.address.in_(named))
            .where(sources.c.next_at > now, sources.c.failures == 0)
            .values(next_at=now)
        )
        with self._database.write() as connection:
            return connection.execute(statement).rowcount


_BASE = 10**12  # a channel's identity is minus this, minus its number, wherever it is told


def channel_id(identity: str) -> int:
    """The number that MTProto uses for an identity such as -1001234567890."""
    return -int(identity) - _BASE


_WAITS = sa.select(waits.c.account, waits.c.method, waits.c.until).order_by(waits.c.method)
_CHANNELS = sa.select(peers.c.account, sa.func.count()).group_by(peers.c.account)
_FREED: dict[str, Any] = {
    "token": accounts.c.token + 1, "lease_owner": None, "lease_until": None,
}  # fmt: skip


def _new_account(name: str, now: datetime) -> dict[str, Any]:
    return {"name": name, "off": False, "reason": "", "since": now, "token": 0, "session": ""}


def _forget(connection: sa.Connection, name: str) -> None:
    connection.execute(peers.delete().where(peers.c.account == name))
    connection.execute(waits.delete().where(waits.c.account == name))


def _status(row: sa.Row[Any], channels: int, waiting: list[Wait], now: datetime) -> AccountStatus:
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
