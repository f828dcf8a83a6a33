"""The requests by which one channel is read over MTProto, within one poll's budget.

Sends through the function it is given and knows no client. A refusal is raised as `Refused`; what
comes after the first answer is optional, so there a refusal only ends the search.
"""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from telethon.tl import functions, types

from collector.item import Failure, FailureKind, PollState
from collector.telegram_history import HOLD, Asked, Shown, peer_seen, shown
from collector.telegram_message import Names
from collector.telegram_model import Facts, Halt, Peer, Refused, Tl
from config.schema import Source

PAGE = 50  # messages in the newest page: one request is a whole poll in steady state
FURTHER = 100  # messages in a page further back, ids in one look: Telegram gives no more
MAX_REQUESTS = 12  # in one poll, for paging back, gaps and second looks together

Ask = Callable[[Tl], Awaitable[Tl]]
Pause = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class Reader:
    """Reads one channel; remembers what it saw on the way."""

    ask: Ask
    pause: Pause
    source: Source
    state: PollState
    now: datetime
    requests: int = 0  # answered
    stopped: bool = False
    peer: Peer | None = None
    halt: Halt | None = None
    facts: dict[str, Facts] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    async def resolve(self) -> Peer:
        """The channel behind the source's name. Costly: once per account and channel, ever."""
        name = str(self.source.channel)
        answer = await self._send(functions.contacts.ResolveUsernameRequest(name))
        number = getattr(getattr(answer, "peer", None), "channel_id", None)
        if number is None:
            raise Refused(Failure(FailureKind.GONE, f"@{name} is a person or a bot, no channel"))
        chat = Names(answer.chats).channel(number)
        access_hash = getattr(chat, "access_hash", None)
        if access_hash is None:
            raise Refused(Failure(FailureKind.GONE, f"@{name} is closed to this account"))
        return peer_seen(Peer(number, access_hash, name), answer)

    async def newest(self, peer: Peer) -> Shown:
        """The newest page. One without messages is believed only if Telegram counts none."""
        seen = await self._history(peer, Asked(0, PAGE, hold=True))
        if seen.is_growing:
            seen = await self._grown(peer) or seen
        if seen.is_empty and seen.total:
            reason = f"Telegram shows none of the channel's {seen.total} messages"
            raise Refused(Failure(FailureKind.SOFT, reason))
        return seen

    async def _grown(self, peer: Peer) -> Shown | None:
        """The newest page when its album has had time; the next poll may be hours away."""
        await self.pause(HOLD.total_seconds())
        self.now += HOLD
        try:
            return await self._history(peer, Asked(0, PAGE))
        except Refused as refused:
            self._stop(refused)
            return None

    async def further(self, before: int) -> Shown | None:
        """A page ending below `before`; None when the budget is spent or a refusal came."""
        if self.spent or self.peer is None:
            return None
        try:
            return await self._history(self.peer, Asked(before, FURTHER))
        except Refused as refused:
            self._stop(refused)
            return None

    async def by_id(self, numbers: Iterable[int]) -> Tl:
        """Messages by id, at most `FURTHER`: absent ones come as empty. None as with `further`."""
        if self.spent or self.peer is None:
            return None
        channel = types.InputChannel(self.peer.channel_id, self.peer.access_hash)
        ids = [types.InputMessageID(number) for number in numbers]
        try:
            answer = await self._send(functions.channels.GetMessagesRequest(channel, ids))
            return answer if hasattr(answer, "messages") else None
        except Refused as refused:
            self._stop(refused)
            return None

    @property
    def spent(self) -> bool:
        return self.stopped or self.requests >= MAX_REQUESTS

    async def _history(self, peer: Peer, asked: Asked) -> Shown:
        answer = await self._send(
            functions.messages.GetHistoryRequest(
                peer=types.InputPeerChannel(peer.channel_id, peer.access_hash),
                offset_id=asked.before,
                offset_date=None,
                add_offset=0,
                limit=asked.limit,
                max_id=0,
                min_id=0,
                hash=0,
            )
        )
        try:
            seen, self.peer = shown(answer, asked, self.state, self.now), peer_seen(peer, answer)
        except (AttributeError, TypeError, ValueError) as error:
            reason = f"Telegram's answer can't be read: {type(error).__name__}: {error}"
            raise Refused(Failure(FailureKind.SOFT, reason[:500])) from error
        self.facts.update((facts.external_id, facts) for facts in seen.facts)
        return seen

    async def _send(self, request: Tl) -> Tl:
        answer = await self.ask(request)
        self.requests += 1
        return answer

    def _stop(self, refused: Refused) -> None:
        self.halt, self.stopped = refused.halt, True
        if refused.failure is not None:
            self.notes.append(f"reading stopped: {refused.failure.reason}")
