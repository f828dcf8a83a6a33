"""The connection layer under httpx: resolve once, check every answer, connect to what was checked.

The check sits where the socket is opened, so that no name is resolved a second time between
check and connect. Host header and TLS server name keep the name from the URL. Kept connections
are found by their host at once; httpcore's pool looks at all of them for each request.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import httpx

from collector.connection import Connection, HungUpError, Target, connect
from collector.guard import Guard

Resolver = Callable[[str, int], Awaitable[list[str]]]
Origin = tuple[str, str, int]
CONNECT_TIMEOUT_S = 10.0
IDLE_S = 15.0
MAX_IDLE = 200  # kept connections in all: as many as a window asks at once
RESOLVERS = 32  # names asked at once: a dead name server must not hold up the living


class AddressRefusedError(Exception):
    """The guard refused an address a host resolves to."""


class HostNotFoundError(Exception):
    """The host's name could not be resolved."""


class NotConnectedError(OSError):
    """No address of the host could be connected to: nothing of the request has left."""


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, in the system's order."""
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(_threads(), _ask_system, host, port)
    return list(dict.fromkeys(found))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolve")


def _ask_system(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class PinnedTransport(httpx.AsyncBaseTransport):
    """httpx's transport: one request on a connection at a time, kept for a while after it."""

    def __init__(self, guard: Guard, resolver: Resolver, context: ssl.SSLContext) -> None:
        self._guard, self._resolver, self._tls = guard, resolver, context
        self._idle: dict[Origin, list[tuple[Connection, float]]] = {}
        self._since: deque[tuple[float, Origin]] = deque()  # when each was laid aside

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        origin = (url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))
        connection = self._kept(origin)
        if connection is not None:
            try:
                return await self._ask(connection, request, origin)
            except (HungUpError, ConnectionError):
                pass  # it was closed while it lay idle; what we send may be sent twice
        clock = asyncio.get_running_loop().time
        began = clock()
        connection = await self._connected(origin)
        connect_s = clock() - began
        response = await self._ask(connection, request, origin)
        response.extensions["connect_s"] = connect_s
        return response

    async def aclose(self) -> None:
        idle = [connection for kept in self._idle.values() for connection, _ in kept]
        self._idle.clear()
        self._since.clear()
        await asyncio.gather(*(connection.aclose() for connection in idle))

    async def _ask(
        self, connection: Connection, request: httpx.Request, origin: Origin
    ) -> httpx.Response:
        try:
            head = await connection.ask(request)
        except BaseException:
            connection.abort()
            raise
        stream = _Body(connection, lambda: self._keep(origin, connection))
        return httpx.Response(head.status_code, headers=head.headers.raw_items(), stream=stream)

    async def _connected(self, origin: Origin) -> Connection:
        scheme, host, port = origin
        problem: OSError | None = None
        tls, name = (self._tls, host) if scheme == "https" else (None, None)
        for address in await self._checked(host, port):
            try:
                return await connect(Target(address, port, tls, name), CONNECT_TIMEOUT_S)
            except TimeoutError:
                problem = OSError(f"no connection within {CONNECT_TIMEOUT_S:.0f} s")
            except OSError as error:
                problem = error
        if problem is None:
            raise HostNotFoundError(f"{host} has no address")
        raise NotConnectedError(str(problem) or type(problem).__name__) from problem

    async def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = await self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise HostNotFoundError(f"{host} can't be resolved: {error}") from error
        for address in addresses:
            if refusal := self._guard.refusal(host, port, address):
                raise AddressRefusedError(refusal)
        return addresses

    def _kept(self, origin: Origin) -> Connection | None:
        kept = self._idle.get(origin)
        while kept:
            connection, _ = kept.pop()
            if connection.is_alive():
                return connection
            connection.abort()
        return None

    def _keep(self, origin: Origin, connection: Connection) -> None:
        now = asyncio.get_running_loop().time()
        self._idle.setdefault(origin, []).append((connection, now))
        self._since.append((now, origin))
        while self._since and (len(self._since) > MAX_IDLE or self._since[0][0] < now - IDLE_S):
            since, old = self._since.popleft()
            self._drop(old, since)

    def _drop(self, origin: Origin, since: float) -> None:
        """End what was laid aside then and has not been used since."""
        kept = self._idle.get(origin, [])
        for one in [one for one in kept if one[1] <= since]:
            kept.remove(one)
            one[0].abort()
        if not kept:
            self._idle.pop(origin, None)


class _Body(httpx.AsyncByteStream):
    """The answer's body; what is not read to its end costs the connection."""

    def __init__(self, connection: Connection, keep: Callable[[], None]) -> None:
        self._connection, self._keep, self._is_whole = connection, keep, False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._connection.body():
            yield part
        self._is_whole = True

    async def aclose(self) -> None:
        if self._is_whole and self._connection.is_reusable():
            self._keep()
        else:
            self._connection.abort()
