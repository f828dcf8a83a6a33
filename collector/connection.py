"""One HTTP/1.1 connection over asyncio and h11: a request at a time, kept alive where both agree.

Knows nothing of addresses, redirects or politeness; whoever asks bounds the time.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass

import h11
import httpx

READ_SIZE = 65_536
MAX_HEAD = 100_000  # bytes of status line and headers
MAX_INTERIM = 10  # answers of the 100 kind before the answer


class BrokenAnswerError(Exception):
    """The other side hung up or speaks something else than HTTP."""


class HungUpError(BrokenAnswerError):
    """It hung up before a byte of the answer: on a kept connection that is usual."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a socket is opened to; a name for TLS goes with it."""

    address: str
    port: int
    tls: ssl.SSLContext | None = None
    name: str | None = None


async def connect(target: Target, timeout_s: float) -> Connection:
    """Raises OSError (TimeoutError and ssl.SSLError are some)."""
    async with asyncio.timeout(timeout_s):
        reader, writer = await asyncio.open_connection(
            target.address, target.port, ssl=target.tls, server_hostname=target.name
        )
    return Connection(reader, writer)


class Connection:
    """Ask, then read the body to its end; then it may be asked again if `is_reusable`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)

    async def ask(self, request: httpx.Request) -> h11.Response:
        """Send a request, with the body that it holds; gives status and headers."""
        head = h11.Request(
            method=request.method, target=request.url.raw_path, headers=request.headers.raw
        )
        try:
            parts = (head, h11.Data(data=request.content), h11.EndOfMessage())
            sent = b"".join(self._http.send(part) or b"" for part in parts)
        except h11.LocalProtocolError as error:
            raise httpx.InvalidURL(str(error)) from error
        self._writer.write(sent)
        for _ in range(MAX_INTERIM):
            event = await self._event()
            if isinstance(event, h11.Response):
                return event
            if not isinstance(event, h11.InformationalResponse):
                break
        raise BrokenAnswerError("no answer, only announcements")

    async def body(self) -> AsyncIterator[bytes]:
        """The body as sent, in parts."""
        while True:
            event = await self._event()
            if isinstance(event, h11.Data):
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
                return

    def is_reusable(self) -> bool:
        """After a whole answer: whether both sides keep the connection. Prepares the next turn."""
        if self._reader.at_eof() or self._writer.is_closing():
            return False
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            return False
        self._http.start_next_cycle()
        return True

    def is_alive(self) -> bool:
        """Whether a kept connection still looks open."""
        return not (self._reader.at_eof() or self._writer.is_closing())

    def abort(self) -> None:
        """End it at once."""
        self._writer.transport.abort()

    async def aclose(self) -> None:
        """End it in good order."""
        self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                await self._writer.wait_closed()

    async def _event(self) -> object:
        try:
            while (event := self._http.next_event()) is h11.NEED_DATA:
                data = await self._reader.read(READ_SIZE)
                if not data and self._http.their_state is h11.SEND_RESPONSE:
                    raise HungUpError("the server hung up without an answer")
                self._http.receive_data(data)
        except h11.RemoteProtocolError as error:
            raise BrokenAnswerError(str(error)) from error
        return event
