"""Keys of the fake Telegram server: an RSA key made per run, and auth keys. No I/O."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cache
from hashlib import sha1
from math import gcd

import rsa
from telethon.crypto import AuthKey
from telethon.tl import TLObject

_SMALL = [n for n in range(3, 2_000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]
_E = 65_537


@dataclass(frozen=True, slots=True)
class ServerKey:
    """A 2048-bit RSA key; `fingerprint` is what clients choose it by."""

    n: int
    d: int

    @property
    def public_pem(self) -> str:
        """PKCS#1, as Telegram's own keys are published."""
        pem: bytes = rsa.PublicKey(self.n, _E).save_pkcs1()
        return pem.decode()

    @property
    def fingerprint(self) -> int:
        packed = TLObject.serialize_bytes(_raw(self.n)) + TLObject.serialize_bytes(_raw(_E))
        return int.from_bytes(sha1(packed).digest()[-8:], "little", signed=True)

    def decrypt(self, block: bytes) -> bytes:
        """The 255 bytes that a client encrypted, without padding of any scheme removed."""
        return pow(int.from_bytes(block, "big"), self.d, self.n).to_bytes(256, "big")[1:]


@cache
def new_server_key() -> ServerKey:
    """One key per run of the tests: making it takes about a second."""
    p, q = _prime(1024), _prime(1024)
    return ServerKey(p * q, pow(_E, -1, (p - 1) * (q - 1) // gcd(p - 1, q - 1)))


def new_auth_key() -> AuthKey:
    """An auth key as if a handshake had been made."""
    return AuthKey(b"\x80" + secrets.token_bytes(255))


def _prime(bits: int) -> int:
    while True:
        start = secrets.randbits(bits) | (3 << (bits - 2)) | 1
        for candidate in range(start, start + 4_000, 2):
            if all(candidate % small for small in _SMALL) and _is_prime(candidate):
                if (candidate - 1) % _E:
                    return candidate
                break


def _is_prime(n: int) -> bool:
    """Miller and Rabin: for random numbers of this size eight rounds are plenty."""
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(8):
        x = pow(secrets.randbelow(n - 3) + 2, odd, n)
        if x in (1, n - 1):
            continue
        if not any((x := x * x % n) == n - 1 for _ in range(twos - 1)):
            return False
    return True


def _raw(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
