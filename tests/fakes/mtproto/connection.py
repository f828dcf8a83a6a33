"""One client's connection to the fake Telegram: handshake, sessions, salts, answers, faults."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
import secrets
import struct
from contextlib import suppress

from telethon.crypto import AuthKey
from telethon.extensions import BinaryReader
from telethon.tl import functions, types

from collector.telegram_model import Tl
from tests.fakes.mtproto.faults import (
    EmptyPage,
    Fault,
    Hangup,
    LeftOut,
    Stall,
    TransportError,
    Trouble,
)
from tests.fakes.mtproto.handshake import Handshake
from tests.fakes.mtproto.methods import Call, FakeAccount
from tests.fakes.mtproto.shared import Shared
from tests.fakes.mtproto.wire import (
    Incoming,
    Session,
    framed,
    opened,
    plain,
    rpc_result,
    transport_error,
)

_WRAPPERS = (
    functions.InvokeWithLayerRequest,
    functions.InitConnectionRequest,
    functions.InvokeWithoutUpdatesRequest,
    functions.InvokeAfterMsgRequest,
)
_SILENT = (types.MsgsAck, types.MsgsStateInfo)
_WRONG_SALT = 48


class Connection:
    """Reads packets until the client leaves or a fault ends it."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, shared: Shared
    ) -> None:
        self._reader, self._writer, self._shared = reader, writer, shared
        self._sent = 0
        self._handshake: Handshake | None = None
        self._session: Session | None = None

    @property
    def account(self) -> FakeAccount | None:
        if self._session is None:
            return None
        return self._shared.methods.logins.keys.get(self._session.key.key_id)

    @property
    def account_name(self) -> str:
        return self.account.name if self.account else ""

    async def serve(self) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while not self._writer.is_closing():
                length, _ = struct.unpack("<ii", await self._reader.readexactly(8))
                payload = (await self._reader.readexactly(length - 8))[:-4]
                self._receive(payload)
                await self._writer.drain()

    def close(self) -> None:
        self._writer.close()

    def push(self, updates: Tl) -> None:
        if self._session is not None:
            self._send(self._session.sealed(updates))

    def _receive(self, payload: bytes) -> None:
        (key_id,) = struct.unpack("<Q", payload[:8])
        if key_id == 0:
            self._exchange(payload[20:])
        elif key_id not in self._shared.keys:
            self._send(transport_error(-404))
        else:
            key = AuthKey(self._shared.keys[key_id])
            for message in opened(key, payload):
                if self._writer.is_closing():
                    return
                self._hear(key, message)

    def _exchange(self, body: bytes) -> None:
        if self._handshake is None:
            assert self._shared.server_key is not None, "call public_key() first"
            self._handshake = Handshake(self._shared.server_key)
        with BinaryReader(body) as reader:
            answer = self._handshake.answer(reader.tgread_object())
        if self._handshake.key is not None:
            self._shared.keys[self._handshake.key.key_id] = self._handshake.key.key
            self._handshake = None
        self._send(plain(answer))

    def _hear(self, key: AuthKey, message: Incoming) -> None:
        salt = self._shared.salts.setdefault(key.key_id, secrets.randbits(62))
        if self._session is None or self._session.id != message.session_id:
            self._session = Session(key, message.session_id, salt)
            self._shared.greet(self.account_name)
            created = types.NewSessionCreated(message.msg_id, secrets.randbits(62), salt)
            if message.salt == salt:
                self._send(self._session.sealed(created))
        if isinstance(message.request, _SILENT):
            return
        if message.salt != salt:
            refused = types.BadServerSalt(message.msg_id, message.seq_no, _WRONG_SALT, salt)
            self._send(self._session.sealed(refused))
        elif isinstance(message.request, functions.PingRequest):
            pong = types.Pong(message.msg_id, message.request.ping_id)
            self._send(self._session.sealed(pong))
        else:
            self._answer(self._session, message)

    def _answer(self, session: Session, message: Incoming) -> None:
        request = message.request
        while isinstance(request, _WRAPPERS):
            request = request.query
        fault = self._shared.next_fault(self._shared.note(self.account_name, request))
        if isinstance(fault, Hangup):
            self.close()
        elif isinstance(fault, TransportError):
            self._fail(fault.code)
        elif not isinstance(fault, Stall):
            self._reply(session, message.msg_id, request, fault)

    def _reply(self, session: Session, msg_id: int, request: Tl, fault: Fault | None) -> None:
        call = Call(request, self.account, session.key.key_id, self._shared.at)
        try:
            if isinstance(fault, Trouble):
                raise fault
            result = self._shared.methods.answer(call)
            if isinstance(fault, EmptyPage):
                result.messages = []
            if isinstance(fault, LeftOut):
                result.messages = [one for one in result.messages if one.id not in fault.numbers]
        except Trouble as trouble:
            result = types.RpcError(trouble.code, trouble.word)
        # In a container with an acknowledgement, as Telegram does.
        self._send(session.sealed(types.MsgsAck([msg_id]), rpc_result(msg_id, result)))

    def _fail(self, code: int) -> None:
        if code == -429:  # has been seen without any frame, three times over
            self._writer.write(transport_error(code) * 3)
        else:
            self._send(transport_error(code))

    def _send(self, payload: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(framed(payload, self._sent))
            self._sent += 1
