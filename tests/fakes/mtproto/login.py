"""Logging in to the fake Telegram: code, password by SRP, log-out. No I/O."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import pbkdf2_hmac, sha256
from typing import TYPE_CHECKING

from telethon.tl import types

from collector.telegram_model import Tl
from tests.fakes.mtproto.faults import KEY_UNREGISTERED, Trouble
from tests.fakes.mtproto.handshake import DH_PRIME, G

if TYPE_CHECKING:
    from tests.fakes.mtproto.methods import FakeAccount

CODE = "12345"
_SALT1, _SALT2 = b"salt-one", b"salt-two"


@dataclass(slots=True)
class Logins:
    """Who may log in, and which auth key belongs to whom."""

    accounts: dict[str, FakeAccount] = field(default_factory=dict)
    keys: dict[int, FakeAccount] = field(default_factory=dict)  # auth key id -> account
    _waiting: dict[int, tuple[FakeAccount, int]] = field(default_factory=dict)  # SRP secrets

    def send_code(self, request: Tl) -> Tl:
        self._by_phone(request.phone_number)
        return types.auth.SentCode(types.auth.SentCodeTypeApp(len(CODE)), "hash-of-the-code")

    def sign_in(self, request: Tl, key_id: int) -> FakeAccount:
        account = self._by_phone(request.phone_number)
        if request.phone_code != CODE:
            raise Trouble(400, "PHONE_CODE_INVALID")
        if account.password:
            self._waiting[key_id] = (account, int.from_bytes(secrets.token_bytes(256), "big"))
            raise Trouble(401, "SESSION_PASSWORD_NEEDED")
        return self.remember(account, key_id)

    def password(self, key_id: int) -> Tl:
        account, secret = self._half_way(key_id)
        verifier = pow(G, _password_number(account.password), DH_PRIME)
        algo = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            _SALT1, _SALT2, G, DH_PRIME.to_bytes(256, "big")
        )
        return types.account.Password(
            new_algo=algo,
            new_secure_algo=types.SecurePasswordKdfAlgoUnknown(),
            secure_random=b"",
            has_password=True,
            current_algo=algo,
            srp_B=_padded((_multiplier() * verifier + pow(G, secret, DH_PRIME)) % DH_PRIME),
            srp_id=1,
        )

    def check(self, request: Tl, key_id: int) -> FakeAccount:
        """The server's half of SRP-6a, in Telegram's own flavour."""
        account, secret = self._half_way(key_id)
        verifier = pow(G, _password_number(account.password), DH_PRIME)
        own = (_multiplier() * verifier + pow(G, secret, DH_PRIME)) % DH_PRIME
        theirs = int.from_bytes(request.password.A, "big")
        mix = int.from_bytes(sha256(_padded(theirs) + _padded(own)).digest(), "big")
        shared = pow(theirs * pow(verifier, mix, DH_PRIME), secret, DH_PRIME)
        group = bytes(
            a ^ b
            for a, b in zip(
                sha256(DH_PRIME.to_bytes(256, "big")).digest(),
                sha256(_padded(G)).digest(),
                strict=True,
            )
        )
        proof = sha256(
            group
            + sha256(_SALT1).digest()
            + sha256(_SALT2).digest()
            + _padded(theirs)
            + _padded(own)
            + sha256(_padded(shared)).digest()
        ).digest()
        if proof != request.password.M1:
            raise Trouble(400, "PASSWORD_HASH_INVALID")
        return self.remember(account, key_id)

    def remember(self, account: FakeAccount, key_id: int) -> FakeAccount:
        self.keys[key_id] = account
        return account

    def forget(self, account: FakeAccount, key_id: int) -> None:
        if self.keys.get(key_id) is account:
            del self.keys[key_id]

    def _half_way(self, key_id: int) -> tuple[FakeAccount, int]:
        if key_id not in self._waiting:
            raise KEY_UNREGISTERED
        return self._waiting[key_id]

    def _by_phone(self, phone: str) -> FakeAccount:
        wanted = phone.lstrip("+")
        for account in self.accounts.values():
            if account.phone and account.phone.lstrip("+") == wanted:
                return account
        raise Trouble(400, "PHONE_NUMBER_INVALID")


def _multiplier() -> int:
    return int.from_bytes(sha256(DH_PRIME.to_bytes(256, "big") + _padded(G)).digest(), "big")


def _padded(number: int) -> bytes:
    return number.to_bytes(256, "big")


def _password_number(password: str) -> int:
    def salted(data: bytes, salt: bytes) -> bytes:
        return sha256(salt + data + salt).digest()

    first = salted(salted(password.encode(), _SALT1), _SALT2)
    stretched = pbkdf2_hmac("sha512", first, _SALT1, 100_000)
    return int.from_bytes(salted(stretched, _SALT2), "big")
