"""Tells by signed JSON over HTTP, at least once. Neither retries nor sleeps nor redirects.

Signed as the open Standard Webhooks specification says, so that its libraries verify it; the
address is checked where the socket opens, like those of feeds. See docs/webhook.md.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from alerts.model import Ambiguous, Message, Receipt, Unsent
from alerts.sanitise import one_line
from collector.connection import BrokenAnswerError
from collector.guard import Guard
from collector.pinned import (
    AddressRefusedError,
    HostNotFoundError,
    NotConnectedError,
    PinnedTransport,
    Resolver,
    resolve,
)

TOTAL_S = 25.0  # of one try, well below the lease of a notification (90 s)
LISTEN_S = 5.0  # to an answer after its status
MOST_BYTES = 64 * 1024  # of an answer; nothing in it matters but its status
_SAID = 120  # code points of a refusal that are shown
# The other side says that it is not now, or that it is not us: anything else won't change.
_LATER = frozenset({408, 409, 423, 425, 429})


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """One address. `secret` is any text, or whsec_ and base64 as the specification has it."""

    url: str = field(repr=False)  # its path may hold a token
    secret: str = field(repr=False)
    allow: tuple[str, ...] = ()
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    resolver: Resolver = resolve
    total_s: float = TOTAL_S

    def send(self, message: Message, *, attempt: int, repeat: bool = False) -> Receipt:
        """POST once; the same id on every try, a new timestamp and signature on each."""
        del repeat  # a receiver knows a repetition by its id
        return asyncio.run(self._post(message, attempt))

    def find(self, message: Message, since: datetime) -> Receipt | None:
        raise Ambiguous("a webhook can't be asked what it took")

    async def _post(self, message: Message, attempt: int) -> Receipt:
        body = message.data.encode("utf-8", "replace")
        headers = {
            **signed(body, message.identity, self.clock(), self.secret),
            "content-type": "application/json",
            "user-agent": "Tocsin",
            "tocsin-attempt": str(attempt),
        }
        # Below httpx's client, which logs the address and reads the environment.
        request = httpx.Request("POST", self.url, headers=headers, content=body)
        context = httpx.create_ssl_context()
        transport = PinnedTransport(Guard(self.allow), self.resolver, context)
        try:
            async with asyncio.timeout(self.total_s), transport:
                response = await transport.handle_async_request(request)
                said = await _beginning(response)
        except Exception as error:  # every failure of a transport says something about arrival
            raise _arrival(error) from None
        return _verdict(response.status_code, response.headers, said, message.identity)


def signed(body: bytes, identity: str, at: datetime, secret: str) -> dict[str, str]:
    """The three headers of the Standard Webhooks specification."""
    timestamp = str(int(at.timestamp()))
    content = f"{identity}.{timestamp}.".encode() + body
    digest = hmac.new(key_of(secret), content, hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode("ascii")
    return {
        "webhook-id": identity,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }


def key_of(secret: str) -> bytes:
    """The bytes behind `whsec_…`; another text stands for its own bytes."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode("utf-8")


async def _beginning(response: httpx.Response) -> str:
    """The first words of an answer; the rest is never read."""
    body = b""
    try:
        async with asyncio.timeout(LISTEN_S):
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) >= MOST_BYTES:
                    break
    except (OSError, BrokenAnswerError):
        pass  # the status was said
    finally:
        await response.aclose()
    return one_line(body[:MOST_BYTES].decode("utf-8", "replace"), _SAID)


def _arrival(error: Exception) -> Unsent | Ambiguous:
    if isinstance(error, AddressRefusedError):
        reason = str(error).replace("fetch.allow", "the receiver's allow")
        return Unsent(f"refused by ourselves: {reason}", permanent=True)
    if isinstance(error, HostNotFoundError):
        return Unsent("the host name doesn't resolve", permanent=False)
    if isinstance(error, NotConnectedError):
        return Unsent(f"can't connect ({type(error.__cause__).__name__})", permanent=False)
    return Ambiguous(f"the reply was lost ({type(error).__name__})")


def _verdict(status: int, headers: Mapping[str, str], said: str, identity: str) -> Receipt:
    """Taken is 2xx alone. A repetition is recognised by its id, so that 5xx may be sent again."""
    if 200 <= status < 300:
        return Receipt(f"HTTP {status}, {identity}")
    words = f"HTTP {status}" + (f": {said}" if said else "")
    if 300 <= status < 400:
        raise Unsent(f"HTTP {status}: redirects are not followed", permanent=True)
    wait = _retry_after(headers)
    raise Unsent(words, permanent=status < 500 and status not in _LATER, retry_after_s=wait)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = headers.get("retry-after", "").strip()
    return float(value) if re.fullmatch(r"\d{1,6}", value) else None
