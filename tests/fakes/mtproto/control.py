"""Commands to a fake Telegram that runs as a process: one JSON object a line, one answer each.

    {"do": "channel", "username": "deskdesk", "id": 1234567890}
    {"do": "post", "channel": "deskdesk", "text": "Seven T-72B3M"}          -> {"id": 1}
    {"do": "album", "channel": "deskdesk", "text": "caption", "photos": 3}  -> {"ids": [2, 3, 4]}
    {"do": "forward", "channel": "deskdesk", "text": "…", "of": "milinfo", "post": 7}
    {"do": "burst", "channel": "deskdesk", "count": 300}                    -> {"ids": […]}
    {"do": "edit", "channel": "deskdesk", "id": 1, "text": "Nine T-72B3M"}
    {"do": "delete", "channel": "deskdesk", "ids": [1]}
    {"do": "rename", "channel": "deskdesk", "username": "newname"}
    {"do": "private", "channel": "deskdesk", "private": true}
    {"do": "account", "name": "alice", "phone": "+10", "password": "pw"}
    {"do": "session", "name": "alice"}                                      -> {"session": "1A…"}
    {"do": "trouble", "name": "alice", "code": 401, "word": "USER_DEACTIVATED_BAN"}
    {"do": "fault", "method": "messages.GetHistory", "fault": "flood", "seconds": 30}
    {"do": "hang_up"}
    {"do": "counts"}                                       -> {"messages.GetHistory": 12, …}
    {"do": "at_once", "name": "alice"}                     -> {"connections": 1}

Posts are dated now; `channel` takes a name or a number.
"""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from telethon.tl import types

from tests.fakes.mtproto.faults import EmptyPage, Fault, Hangup, Stall, TransportError, Trouble
from tests.fakes.mtproto.server import MtprotoServer
from tests.fakes.mtproto.world import FakeChannel, as_chat, photo

Command = dict[str, Any]


class Control:
    """Carries out commands on one server."""

    def __init__(self, server: MtprotoServer) -> None:
        self._server = server
        self._commands: dict[str, Callable[[Command], Command | None]] = {
            "channel": self._channel,
            "post": self._post,
            "album": self._album,
            "forward": self._forward,
            "burst": self._burst,
            "edit": lambda told: self._on(told).edit(told["id"], told["text"]),
            "delete": lambda told: self._on(told).delete(*told["ids"]),
            "rename": lambda told: setattr(self._on(told), "username", told["username"]),
            "private": lambda told: setattr(self._on(told), "private", told["private"]),
            "account": self._account,
            "session": lambda told: {"session": server.session(told["name"])},
            "trouble": self._trouble,
            "fault": self._fault,
            "hang_up": lambda told: server.hang_up(),
            "counts": lambda told: dict(Counter(entry.method for entry in server.journal)),
            "at_once": lambda told: {"connections": server.most_at_once(told["name"])},
        }

    def answer(self, line: bytes) -> bytes:
        """One command; what goes wrong is told under "error"."""
        try:
            told = json.loads(line)
            result = self._commands[told["do"]](told) or {}
        except Exception as error:
            # Whoever writes the commands reads the answer: everything belongs there.
            result = {"error": f"{type(error).__name__}: {error}"}
        return json.dumps(result).encode() + b"\n"

    def _on(self, told: Command) -> FakeChannel:
        wanted = told["channel"]
        world = self._server.world
        found = world.channels.get(wanted) if isinstance(wanted, int) else world.named(wanted)
        if found is None:
            raise KeyError(f"no channel {wanted}")
        return found

    def _channel(self, told: Command) -> None:
        self._server.add(told["username"], told["id"], told.get("title", "The Desk"))

    def _post(self, told: Command) -> Command:
        return {"id": self._on(told).post(told["text"], at=datetime.now(UTC)).id}

    def _album(self, told: Command) -> Command:
        media = [photo() for _ in range(told["photos"])]
        parts = self._on(told).album(told["text"], media, told.get("on", 0), at=datetime.now(UTC))
        return {"ids": [part.id for part in parts]}

    def _forward(self, told: Command) -> Command:
        origin = self._server.world.named(told["of"])
        if origin is None:
            header = types.MessageFwdHeader(datetime.now(UTC), from_name=told["of"])
            return {"id": self._on(told).post(told["text"], forward=header).id}
        peer = types.PeerChannel(origin.id)
        header = types.MessageFwdHeader(datetime.now(UTC), from_id=peer, channel_post=told["post"])
        channel = self._on(told)
        channel.mentioned = (*channel.mentioned, as_chat(origin, ""))
        return {"id": channel.post(told["text"], forward=header, at=datetime.now(UTC)).id}

    def _burst(self, told: Command) -> Command:
        channel, text = self._on(told), told.get("text", "post")
        made = [
            channel.post(f"{text} {channel.next_id}", at=datetime.now(UTC))
            for _ in range(told["count"])
        ]
        return {"ids": [message.id for message in made]}

    def _account(self, told: Command) -> None:
        phone, password = told.get("phone", ""), told.get("password", "")
        self._server.account(told["name"], phone=phone, password=password)

    def _trouble(self, told: Command) -> None:
        trouble = Trouble(told["code"], told["word"]) if told.get("word") else None
        self._server.account(told["name"]).trouble = trouble

    def _fault(self, told: Command) -> None:
        kinds: dict[str, Callable[[], Fault]] = {
            "flood": lambda: Trouble(420, f"FLOOD_WAIT_{told['seconds']}"),
            "error": lambda: Trouble(told["code"], told["word"]),
            "hangup": Hangup,
            "stall": Stall,
            "empty": EmptyPage,
            "transport": lambda: TransportError(told["code"]),
        }
        self._server.fault(told["method"], kinds[told["fault"]](), told.get("times", 1))


def ask(port: int, do: str, **told: object) -> Command:
    """One command to the process that listens on this port; raises what it answers as error."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(json.dumps({"do": do, **told}).encode() + b"\n")
        with line.makefile("rb") as answers:
            result: Command = json.loads(answers.readline())
    if "error" in result:
        raise RuntimeError(result["error"])
    return result
