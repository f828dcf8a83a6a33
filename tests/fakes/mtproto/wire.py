"""MTProto 2.0 as a server speaks it: frames, encryption, message ids, containers, gzip. No I/O."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import gzip
import secrets
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from zlib import crc32

from telethon.crypto import AES, AuthKey
from telethon.extensions import BinaryReader
from telethon.tl import TLObject
from telethon.tl.core import GzipPacked, MessageContainer

from collector.telegram_model import Tl

_RPC_RESULT, _CONTAINER, _VECTOR = 0xF35C6D01, 0x73F1F8DC, 0x1CB5C415
_TRUE, _FALSE = 0x997275B5, 0xBC799737
_GZIP_FROM = 512  # bytes; smaller results travel as they are


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a client, taken out of its container and decompressed."""

    salt: int
    session_id: int
    msg_id: int
    seq_no: int
    request: Tl


def framed(payload: bytes, number: int) -> bytes:
    """The full TCP transport: length, number, payload, checksum."""
    head = struct.pack("<ii", len(payload) + 12, number) + payload
    return head + struct.pack("<I", crc32(head))


def transport_error(code: int) -> bytes:
    """What Telegram answers outside of any encryption: -404 for an unknown auth key."""
    return struct.pack("<i", code)


def plain(answer: Tl) -> bytes:
    body = bytes(answer)
    return struct.pack("<qqi", 0, _message_id(1), len(body)) + body


def opened(key: AuthKey, packet: bytes) -> Iterator[Incoming]:
    """Every message of an encrypted packet."""
    msg_key = packet[8:24]
    data = AES.decrypt_ige(packet[24:], *_aes(key.key, msg_key, from_client=True))
    if sha256(key.key[88:120] + data).digest()[8:24] != msg_key:
        raise ValueError("the packet was changed on its way or made with another key")
    salt, session_id, msg_id, seq_no, length = struct.unpack("<qqqii", data[:32])
    for number, sequence, request in _messages(msg_id, seq_no, data[32 : 32 + length]):
        yield Incoming(salt, session_id, number, sequence, request)


def _messages(msg_id: int, seq_no: int, body: bytes) -> Iterator[tuple[int, int, Tl]]:
    with BinaryReader(body) as reader:
        found = reader.tgread_object()
    if isinstance(found, MessageContainer):
        for inner in found.messages:
            yield from _unpacked(inner.msg_id, inner.seq_no, inner.obj)
    else:
        yield from _unpacked(msg_id, seq_no, found)


def _unpacked(msg_id: int, seq_no: int, found: Tl) -> Iterator[tuple[int, int, Tl]]:
    if isinstance(found, GzipPacked):
        yield from _messages(msg_id, seq_no, found.data)
    else:
        yield msg_id, seq_no, found


class Session:
    """What the server remembers of one client session: its ids, its numbering."""

    def __init__(self, key: AuthKey, session_id: int, salt: int) -> None:
        self.key, self.id, self.salt = key, session_id, salt
        self._sequence = 0
        self._last_id = 0

    def sealed(self, *messages: Tl) -> bytes:
        """An encrypted packet; several messages travel in a container."""
        bodies = [one if isinstance(one, bytes) else bytes(one) for one in messages]
        if len(bodies) == 1:
            return self._encrypted(*self._numbered(), bodies[0])
        parts = [(*self._numbered(), body) for body in bodies]
        inner = b"".join(
            struct.pack("<qii", msg_id, seq_no, len(body)) + body for msg_id, seq_no, body in parts
        )
        msg_id, _ = self._numbered()
        packed = struct.pack("<Ii", _CONTAINER, len(parts)) + inner
        return self._encrypted(msg_id, self._sequence * 2, packed)

    def _numbered(self) -> tuple[int, int]:
        self._last_id = max(_message_id(1), self._last_id + 4)
        self._sequence += 1
        return self._last_id, self._sequence * 2 - 1

    def _encrypted(self, msg_id: int, seq_no: int, body: bytes) -> bytes:
        data = struct.pack("<qqqii", self.salt, self.id, msg_id, seq_no, len(body)) + body
        data += secrets.token_bytes(-(len(data) + 12) % 16 + 12)
        msg_key = sha256(self.key.key[96:128] + data).digest()[8:24]
        cipher: bytes = AES.encrypt_ige(data, *_aes(self.key.key, msg_key, from_client=False))
        return struct.pack("<Q", self.key.key_id) + msg_key + cipher


def rpc_result(msg_id: int, result: Tl) -> bytes:
    """The answer to request `msg_id`; large ones are compressed, as Telegram's are."""
    body = serialised(result)
    if len(body) > _GZIP_FROM:
        packed = struct.pack("<I", GzipPacked.CONSTRUCTOR_ID)
        body = packed + TLObject.serialize_bytes(gzip.compress(body, 1))
    return struct.pack("<Iq", _RPC_RESULT, msg_id) + body


def serialised(result: Tl) -> bytes:
    """TL objects, Bool and Vector as bytes."""
    if isinstance(result, bool):
        return struct.pack("<I", _TRUE if result else _FALSE)
    if isinstance(result, list):
        return struct.pack("<Ii", _VECTOR, len(result)) + b"".join(bytes(one) for one in result)
    return bytes(result)


def _message_id(low_bits: int) -> int:
    return int(time.time() * 2**32) & ~3 | low_bits


def _aes(key: bytes, msg_key: bytes, *, from_client: bool) -> tuple[bytes, bytes]:
    x = 0 if from_client else 8
    a = sha256(msg_key + key[x : x + 36]).digest()
    b = sha256(key[x + 40 : x + 76] + msg_key).digest()
    return a[:8] + b[8:24] + a[24:], b[:8] + a[8:24] + b[24:]
