"""Reading channels with Telegram accounts: this process's clients, leases and waits.

One process holds all accounts that can be had, each under a lease in the database; the others
leave channels alone meanwhile. Channels are shared out among the accounts. What an account can't
ask now (it waits, is down, is lost) is None here: the preview pages stand in for it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from alerts.model import Notice
from archive.archive import Archive
from archive.model import AccountLease
from collector.item import Failure, FailureKind, Item, PollResult, PollState
from collector.telegram_gate import Gate
from collector.telegram_model import Down, Fatal, Login, Peer, Reading, Refused, Wait
from config.schema import Source, Telegram, TelegramAccount
from config.settings import SettingsError
from workers.clock import utc_now
from workers.live import Live
from workers.telegram_sessions import Sessions, digest
from workers.witness import Witness

if TYPE_CHECKING:
    from collector.telegram_mtproto import Account

LEASE = timedelta(seconds=30)  # what a killed worker's channels wait for
RENEW_EVERY = timedelta(seconds=8)
DOWN_FOR = timedelta(seconds=30)  # after a lost connection the preview pages stand in this long
HISTORY = "messages.GetHistory"
_HOUR = timedelta(hours=1)  # over which the gate counts resolved names

_log = structlog.get_logger()


@dataclass(slots=True)
class _Held:
    """An account in our hands."""

    account: Account
    lease: AccountLease
    session: str  # digest
    renewed_at: datetime
    stored: frozenset[Wait]  # what the archive knows of its waits
    down_until: datetime | None = None

    def can_ask(self, now: datetime) -> bool:
        waits = self.account.gate.wait_on(HISTORY, now) is not None
        return not waits and (self.down_until is None or self.down_until <= now)


class Accounts:
    """Lives in the poller's event loop, from the first channel polled to `close`."""

    def __init__(self, archive: Archive, live: Live, owner: str, witness: Witness) -> None:
        self._archive, self._live, self._owner = archive, live, owner
        self._witness = witness
        self._sessions = Sessions(live.var)
        self._declared = Telegram()
        self._held: dict[str, _Held] = {}
        self._elsewhere = False
        self._looked_at: datetime | None = None
        self._renamed: set[str] = set()

    @property
    def are_declared(self) -> bool:
        """Channels are to be read with accounts; preview pages only stand in."""
        return bool(self._declared.accounts)

    async def prepare(self) -> bool:
        """Take or keep the accounts. False: another process holds them and reads the channels."""
        telegram, now = self._live.current().telegram, utc_now()
        if telegram != self._declared:
            await self.close()
            self._declared, self._looked_at = telegram, None
        if not telegram.accounts:
            return True
        if self._looked_at is None or now - self._looked_at >= RENEW_EVERY:
            self._looked_at = now
            await self._take_all(now)
        await self._renew_all()
        return not self._elsewhere

    async def keep(self) -> None:
        """Renew the leases while polls are under way; runs until cancelled."""
        while True:
            await asyncio.sleep(RENEW_EVERY.total_seconds())
            await self._renew_all()

    async def poll(self, source: Source, state: PollState) -> PollResult | None:
        """One poll with the account that this channel belongs to; None if it can't ask now."""
        held = self._held.get(shard(str(source.channel), self._held))
        if held is None or not held.can_ask(utc_now()):
            return None
        telegram, name = self._archive.telegram, held.account.name
        peer = telegram.peer(name, state.identity, str(source.channel))
        reading = await held.account.poll(source, state, peer, utc_now())
        self._remember_peer(name, source, peer, reading)
        self._note_name(source, reading.peer)
        await self._heed(held, reading)
        if reading.result is None or reading.result.failure is not None:
            return reading.result
        return await self._look_again(held, source, reading)

    def lost_its_name(self, source: str) -> bool:
        """The channel is called otherwise than sources.yaml says, as the last poll showed."""
        return source in self._renamed

    async def look_up(self, source: Source) -> Peer | None:
        """Which channel the source's name leads to now, as its account sees it."""
        held = self._held.get(shard(str(source.channel), self._held))
        return None if held is None else await held.account.look_up(source)

    async def photos(self, source: Source, item: Item, limit: int) -> list[bytes] | None:
        """The photos of a post by its channel's account; None if it can't ask now."""
        held = self._held.get(shard(str(source.channel), self._held))
        if held is None or not held.can_ask(utc_now()):
            return None
        peer = self._archive.telegram.peer(held.account.name, "", str(source.channel))
        if peer is None:
            return None
        numbers = [int(item.external_id), *map(int, item.parts)]
        try:
            return await held.account.photos(peer, numbers, limit)
        except Refused as refused:
            await self._heed(held, Reading(None, peer, halt=refused.halt))
            return None

    def follow_pushes(self) -> None:
        """Make channels due that pushes named. A push says no more than: look there."""
        for held in self._held.values():
            if moved := held.account.take_hints():
                self._archive.telegram.ring(held.account.name, moved, utc_now())

    async def close(self) -> None:
        """Leave Telegram and hand the accounts over."""
        for held in list(self._held.values()):
            await self._drop(held)
            self._archive.telegram.release(held.lease)

    async def _look_again(self, held: _Held, source: Source, first: Reading) -> PollResult:
        """Look by id at posts whose time for it has come, and join what both requests gave."""
        looks, again = self._witness.due(source.name, first), None
        if looks.left and first.peer is not None and first.result and first.halt is None:
            state, peer = first.result.state, first.peer
            again = await held.account.look_again(source, state, peer, looks.left)
            await self._heed(held, again)
        return self._witness.took(first, looks, again)

    # --- taking and keeping ------------------------------------------------------------------

    async def _take_all(self, now: datetime) -> None:
        """All accounts or none: channels are shared out among all of them."""
        declared = self._declared.accounts
        self._archive.telegram.register([account.name for account in declared], now)
        for account in declared:
            if account.name not in self._held:
                self._take(account, now)
        states = {status.name: status for status in self._archive.telegram.statuses(now)}
        self._elsewhere = any(
            states[account.name].in_use and account.name not in self._held for account in declared
        )
        if self._elsewhere:
            await self.close()

    def _take(self, account: TelegramAccount, now: datetime) -> None:
        telegram = self._archive.telegram
        try:
            session = self._sessions.find(account)
            if session is None:
                raise SettingsError(f'no session yet: run "tocsin telegram login {account.name}"')
            login = self._sessions.login(self._declared, account.name, session.reveal())
        except SettingsError as error:
            self._tell(account.name, "unusable", f"can't be used: {error}", now)
            return
        if lease := telegram.claim(account.name, self._owner, now, LEASE, digest(session)):
            waits = telegram.waits(account.name, now)
            gate = replace(
                Gate.for_budget(self._declared.budget, waits),
                resolved=telegram.resolved(account.name, now - _HOUR),
            )
            self._held[account.name] = _Held(
                _account(login, gate), lease, digest(session), now, frozenset(waits)
            )
            _log.info("telegram_account_taken", account=account.name)

    async def _renew_all(self) -> None:
        """Who finds its lease overtaken stops using the session at once."""
        for held in list(self._held.values()):
            now = utc_now()
            if now - held.renewed_at < RENEW_EVERY:
                continue
            if self._archive.telegram.renew(held.lease, now + LEASE):
                held.renewed_at = now
            else:
                _log.warning("telegram_account_lost", account=held.account.name)
                await self._drop(held)

    async def _drop(self, held: _Held) -> None:
        self._held.pop(held.account.name, None)
        await held.account.close()

    # --- what a reading says of the account --------------------------------------------------

    def _remember_peer(
        self, name: str, source: Source, before: Peer | None, reading: Reading
    ) -> None:
        if reading.peer is not None and reading.peer != before:
            self._archive.telegram.remember(name, str(source.channel), reading.peer, utc_now())
            if before is not None and reading.peer.name != before.name:
                self._tell_new_name(source, reading.peer)
        elif reading.peer is None and before is not None:
            self._archive.telegram.forget(name, before.identity)

    def _note_name(self, source: Source, peer: Peer | None) -> None:
        self._renamed.discard(source.name)
        if peer is not None and peer.name.casefold() != str(source.channel).casefold():
            self._renamed.add(source.name)

    def _tell_new_name(self, source: Source, peer: Peer) -> None:
        called = f"@{peer.name}" if peer.name else "without a public name"
        subject = f"The channel of source {source.name} is {called} now"
        text = f"{subject}. It is read as before; sources.yaml calls it @{source.channel}."
        notice = Notice(f"renamed:{source.name}:{peer.name}", subject, text, utc_now())
        self._archive.add_notice(notice, self._live.current().operator, utc_now())

    async def _heed(self, held: _Held, reading: Reading) -> None:
        name, now = held.account.name, utc_now()
        for wait in set(held.account.gate.waits) - held.stored:
            self._archive.telegram.hold(name, wait)
            _log.warning("telegram_wait", account=name, method=wait.method, until=str(wait.until))
        held.stored = frozenset(held.account.gate.waits)
        if isinstance(reading.halt, Down):
            held.down_until = now + DOWN_FOR
            _log.warning("telegram_down", account=name, reason=reading.halt.reason)
        elif isinstance(reading.halt, Fatal) and self._held.get(name) is held:
            await self._retire(held, reading.halt, now)

    async def _retire(self, held: _Held, fatal: Fatal, now: datetime) -> None:
        """The notice first: a crash between the two repeats it, and it is told once."""
        name = held.account.name
        self._tell(name, f"{fatal.code}:{held.lease.token}", f"is off: {fatal.reason}", now)
        self._archive.telegram.turn_off(name, fatal.reason, now, held.session)
        await self._drop(held)

    def _tell(self, name: str, what: str, said: str, now: datetime) -> None:
        subject = f"Telegram account {name} {said}"
        text = f"{subject}. Channels are read from their public pages meanwhile."
        notice = Notice(f"telegram:{name}:{what}", subject, text, now)
        if self._archive.add_notice(notice, self._live.current().operator, now):
            _log.error("telegram_account_trouble", account=name, reason=said)


def _account(login: Login, gate: Gate) -> Account:
    """Telethon takes a quarter of a second to load: only who has an account waits for it."""
    from collector.telegram_mtproto import Account, Timing  # noqa: PLC0415

    return Account(login, gate, Timing(utc_now))


def shard(channel: str, accounts: Iterable[str]) -> str:
    """Which account reads a channel: the same one as long as the accounts are the same.

    When one is lost only its own channels move, for each move costs resolving a name.
    """
    name = channel.casefold()
    return max(
        accounts, key=lambda one: hashlib.sha256(f"{one}/{name}".encode()).digest(), default=""
    )


def stood_in(result: PollResult) -> PollResult:
    """What preview pages gave in an account's place: their refusals say little of the channel."""
    failure = result.failure
    if failure is None or failure.kind is FailureKind.IDENTITY:
        return result
    reason = f"no account can ask now, and the public page: {failure.reason}"
    passing = Failure(FailureKind.TEMPORARY, reason, failure.retry_after_s)
    return replace(result, failure=passing)
