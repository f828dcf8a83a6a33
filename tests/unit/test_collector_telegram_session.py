"""What it takes to be an account: keys in either form, sessions that are none, quiet secrets."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
from base64 import b64encode

import pytest
import rsa
from telethon.crypto.rsa import encrypt

from collector.telegram_model import Login
from collector.telegram_session import SessionError, client_for, trust
from tests.fakes.mtproto.keys import ServerKey, new_server_key


def spki(key: ServerKey) -> str:
    """The same key as OpenSSL writes it."""
    inner = rsa.PublicKey(key.n, 65_537).save_pkcs1("DER")
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    bits = b"\x00" + inner
    body = algorithm + b"\x03\x82" + len(bits).to_bytes(2, "big") + bits
    told = b64encode(b"\x30\x82" + len(body).to_bytes(2, "big") + body).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{told}\n-----END PUBLIC KEY-----\n"


@pytest.mark.parametrize("form", ["PKCS#1", "OpenSSL"])
def test_a_servers_key_is_taken_in_either_form(form: str) -> None:
    key = new_server_key()

    trust(key.public_pem if form == "PKCS#1" else spki(key))

    assert encrypt(key.fingerprint, b"x" * 100) is not None


@pytest.mark.parametrize(
    ("reason", "pem"),
    [("empty", ""), ("no key", "hello"), ("cut short", "-----BEGIN RSA PUBLIC KEY-----\nMIIBCgKC")],
)
def test_what_is_no_key_is_refused(reason: str, pem: str) -> None:
    with pytest.raises(SessionError, match="holds no RSA public key"):
        trust(pem)


@pytest.mark.parametrize(
    ("reason", "session"),
    [("another version", "2abc"), ("not base64", "1###"), ("too short", "1AAAA")],
)
def test_what_is_no_session_is_refused_without_being_told(reason: str, session: str) -> None:
    with pytest.raises(SessionError, match="none of Telethon's") as caught:
        asyncio.run(client_for(Login("alice", 1, "hash", session)))

    assert session not in str(caught.value)


def test_a_login_prints_no_secret() -> None:
    assert repr(Login("alice", 7, "api-hash", "the-session")) == (
        "Login(name='alice', api_id=7, dc=None)"
    )
