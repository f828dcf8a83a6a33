"""The server's half of the auth-key exchange. No I/O: a request in, an answer out."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import secrets
import time
from hashlib import sha1

from telethon.crypto import AES, AuthKey
from telethon.extensions import BinaryReader
from telethon.helpers import generate_key_data_from_nonce
from telethon.tl import functions, types

from collector.telegram_model import Tl
from tests.fakes.mtproto.keys import ServerKey

# The group that Telegram uses and clients know to be good: any other they would have to prove.
DH_PRIME = int(
    "c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f"
    "48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37"
    "20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64"
    "2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4"
    "a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754"
    "fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4"
    "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f"
    "0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b",
    16,
)
G = 3
_P, _Q = 1_229_739_317, 1_402_015_801  # two primes; the client has to factorise their product


class Handshake:
    """One exchange: `answer` each plain request; `key` stands when it is done."""

    def __init__(self, server_key: ServerKey) -> None:
        self._server_key = server_key
        self._server_nonce = _signed(secrets.token_bytes(16))
        self._nonce = self._new_nonce = 0
        self._secret = int.from_bytes(secrets.token_bytes(256), "big")
        self.key: AuthKey | None = None

    def answer(self, request: Tl) -> Tl:
        if isinstance(request, functions.ReqPqMultiRequest | functions.ReqPqRequest):
            self._nonce = request.nonce
            return types.ResPQ(
                self._nonce, self._server_nonce, _raw(_P * _Q), [self._server_key.fingerprint]
            )
        if isinstance(request, functions.ReqDHParamsRequest):
            return self._parameters(request)
        if isinstance(request, functions.SetClientDHParamsRequest):
            return self._finish(request)
        raise ValueError(f"{type(request).__name__} is not part of the exchange")

    def _parameters(self, request: Tl) -> Tl:
        packed = self._server_key.decrypt(request.encrypted_data)
        with BinaryReader(packed[20:]) as reader:
            inner = reader.tgread_object()
        if sha1(bytes(inner)).digest() != packed[:20]:
            raise ValueError("the client used another key")
        self._new_nonce = inner.new_nonce
        told = bytes(
            types.ServerDHInnerData(
                nonce=self._nonce,
                server_nonce=self._server_nonce,
                g=G,
                dh_prime=_raw(DH_PRIME),
                g_a=_raw(pow(G, self._secret, DH_PRIME)),
                server_time=int(time.time()),
            )
        )
        answer = sha1(told).digest() + told
        padded = answer + secrets.token_bytes(-len(answer) % 16)
        return types.ServerDHParamsOk(
            self._nonce, self._server_nonce, AES.encrypt_ige(padded, *self._temporary_key())
        )

    def _finish(self, request: Tl) -> Tl:
        plain = AES.decrypt_ige(request.encrypted_data, *self._temporary_key())
        with BinaryReader(plain[20:]) as reader:
            inner = reader.tgread_object()
        shared = pow(int.from_bytes(inner.g_b, "big"), self._secret, DH_PRIME)
        key = AuthKey(_raw(shared))
        if len(key.key) < 256:
            # Telethon drops leading zeros, and its StringSession then mangles the key: try again.
            digest = key.calc_new_nonce_hash(self._new_nonce, 2)
            return types.DhGenRetry(self._nonce, self._server_nonce, digest)
        self.key = key
        digest = key.calc_new_nonce_hash(self._new_nonce, 1)
        return types.DhGenOk(self._nonce, self._server_nonce, digest)

    def _temporary_key(self) -> tuple[bytes, bytes]:
        key, iv = generate_key_data_from_nonce(self._server_nonce, self._new_nonce)
        return key, iv


def _raw(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _signed(raw: bytes) -> int:
    return int.from_bytes(raw, "little", signed=True)
