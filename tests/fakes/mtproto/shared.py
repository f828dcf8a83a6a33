"""What all connections to the fake Telegram have in common: journal, keys, faults."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from collector.telegram_model import Tl
from tests.fakes.mtproto.faults import Fault
from tests.fakes.mtproto.keys import ServerKey
from tests.fakes.mtproto.methods import Methods


class Live(Protocol):
    """A connection as others see it."""

    @property
    def account_name(self) -> str: ...
    def push(self, updates: Tl) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One request as the server heard it. `about` is a channel's name or number."""

    method: str
    account: str  # empty before login
    about: str = ""


@dataclass(slots=True)
class Shared:
    """The server's memory."""

    methods: Methods
    at: tuple[str, int]
    server_key: ServerKey | None = None
    file: Path | None = None
    journal: list[Entry] = field(default_factory=list)
    faults: dict[str, deque[Fault | None]] = field(default_factory=lambda: defaultdict(deque))
    keys: dict[int, bytes] = field(default_factory=dict)  # auth key id -> key
    salts: dict[int, int] = field(default_factory=dict)
    live: set[Live] = field(default_factory=set)
    at_once: dict[str, int] = field(default_factory=dict)  # account -> most connections ever

    def note(self, account: str, request: Tl) -> str:
        """Journal a request; gives its method."""
        entry = _entry(account, request)
        self.journal.append(entry)
        if self.file is not None:
            with self.file.open("a") as stream:
                stream.write(json.dumps(asdict(entry)) + "\n")
        return entry.method

    def next_fault(self, method: str) -> Fault | None:
        waiting = self.faults.get(method) or self.faults.get("*")
        return waiting.popleft() if waiting else None

    def greet(self, account: str) -> None:
        """Remember how many connections one account held at the same time."""
        held = sum(one.account_name == account for one in self.live)
        self.at_once[account] = max(self.at_once.get(account, 0), held)


def _entry(account: str, request: Tl) -> Entry:
    """The method as Telegram's documentation names it: messages.GetHistory."""
    space = type(request).__module__.removeprefix("telethon.tl.functions").lstrip(".")
    name = type(request).__name__.removesuffix("Request")
    peer = getattr(request, "peer", None) or getattr(request, "channel", None)
    about = getattr(request, "username", "") or getattr(peer, "channel_id", "")
    return Entry(f"{space}.{name}" if space else name, account, str(about))
