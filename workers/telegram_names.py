"""Whether the name of a channel that is followed by its id has passed to another channel.

An account reads a channel by its id, whatever it is called. When it lost the name that sources.yaml
has, somebody else may take that name: then what the operator meant is for the operator to say.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from collector.item import Failure, FailureKind, PollResult
from collector.telegram_model import Peer
from collector.telegram_web_reader import Stopped, WebReader
from collector.tracking import stranger

LOOK_EVERY = timedelta(minutes=10)  # at the public page, which costs the account nothing
ASK_EVERY = timedelta(days=1)  # by name, where the page does not tell: a costly request

LookUp = Callable[[], Awaitable[Peer | None]]


class NameWatch:
    """Remembers when names were looked at; one per process."""

    def __init__(self) -> None:
        self._looked: dict[str, datetime] = {}
        self._asked: dict[str, datetime] = {}

    async def checked(
        self, result: PollResult, reader: WebReader, look_up: LookUp, now: datetime
    ) -> PollResult:
        """The result, with the failure that stops the source if its name leads elsewhere."""
        name, identity = reader.source.name, result.state.identity
        if not _is_time(self._looked, name, LOOK_EVERY, now):
            return result
        owner, is_told = await _owner_by_page(reader)
        if not is_told and _is_time(self._asked, name, ASK_EVERY, now):
            peer = await look_up()
            owner = peer.identity if peer is not None else ""
        if not owner or owner == identity:
            return result
        return replace(result, failure=stranger(owner, identity))


def _is_time(last: dict[str, datetime], name: str, every: timedelta, now: datetime) -> bool:
    if name in last and now - last[name] < every:
        return False
    last[name] = now
    return True


async def _owner_by_page(reader: WebReader) -> tuple[str, bool]:
    """Whose posts the name's page shows, and whether that is an answer."""
    try:
        page = await reader.page()
    except Stopped as stop:
        return "", _says_nobody(stop.failure)
    return page.chat_id, bool(page.chat_id)


def _says_nobody(failure: Failure) -> bool:
    return failure.kind is FailureKind.GONE
