"""A Telethon client for one account, set up so that nothing waits inside a call. I/O at connect."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from rsa import PublicKey
from telethon import TelegramClient
from telethon.crypto.rsa import add_key
from telethon.sessions import StringSession

from collector.telegram_model import Login
from config.schema import TelegramDc

CONNECT_S = 10
RETRIES = 1  # of a connection, a second later; the schedule of polls does the rest
_MAX_KEY_BYTES = 10_000


class SessionError(Exception):
    """The session, the key or the server's address can't be used; the message says which.

    Unless `permanent`, the same may work later: a name that has no address now.
    """

    def __init__(self, message: str, *, permanent: bool = True) -> None:
        super().__init__(message)
        self.permanent = permanent


async def client_for(login: Login) -> TelegramClient:
    """A client that is not connected yet; it belongs to the running loop. Raises SessionError."""
    try:
        session = StringSession(login.session)
    except Exception as error:
        # struct, base64 and Telethon's own: whatever it is, the text is no session.
        raise SessionError(f"the session of {login.name} is none of Telethon's") from error
    if login.dc is not None:
        session.set_dc(login.dc.id, await _address(login.dc), login.dc.port)
        if login.dc.public_key_file:
            trust(_key_file(login.dc.public_key_file))
    return TelegramClient(
        session,
        login.api_id,
        login.api_hash,
        # Telethon forgets a server whose kind of address does not match this flag.
        use_ipv6=":" in (session.server_address or ""),
        timeout=CONNECT_S,
        connection_retries=RETRIES,
        request_retries=0,  # Telethon adds one
        flood_sleep_threshold=0,
        raise_last_call_error=True,
    )


def trust(pem: str) -> None:
    """Let this process exchange keys with the server of this RSA key, in either PEM form."""
    try:
        if "BEGIN RSA PUBLIC KEY" not in pem:
            pem = PublicKey.load_pkcs1_openssl_pem(pem.encode()).save_pkcs1().decode()
        add_key(pem, old=False)
    except Exception as error:
        # The library raises what its ASN.1 parser raises.
        raise SessionError("telegram.dc.public_key_file holds no RSA public key in PEM") from error


def _key_file(name: str) -> str:
    try:
        with Path(name).open("rb") as stream:
            return stream.read(_MAX_KEY_BYTES).decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise SessionError(f"telegram.dc.public_key_file: {name} can't be read") from error


async def _address(dc: TelegramDc) -> str:
    """Sessions hold addresses, not names."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(dc.host, dc.port, type=socket.SOCK_STREAM)
    except OSError as error:
        reason = f"telegram.dc.host: {dc.host} has no address"
        raise SessionError(reason, permanent=False) from error
    # IPv4 first: many hosts have an IPv6 address that leads nowhere.
    return str(min(found, key=lambda one: one[0] != socket.AF_INET)[4][0])
