"""The worker's one door to other people's servers: bounded, guarded, polite.

What a server may do to us is limited in every direction: where a name or a redirect leads, how
long an answer takes in all, how many bytes it has on the wire and how many when inflated.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from collector.connection import BrokenAnswerError
from collector.exchange import Exchange, Watch
from collector.guard import Guard
from collector.item import FailureKind
from collector.parser import Parser
from collector.pinned import (
    CONNECT_TIMEOUT_S,
    AddressRefusedError,
    HostNotFoundError,
    PinnedTransport,
    Resolver,
    resolve,
)
from collector.politeness import FEED_SPACING_S, Politeness
from config.schema import Fetch

VERSION = "0.1.0"
MAX_WIRE = 5_000_000
MAX_BODY = 15_000_000  # inflated
MAX_REDIRECTS = 5
_GZIP = b"\x1f\x8b"
_UNREAD = ("br", "zstd", "compress", "x-compress", "dcb", "dcz")
INFLATE_STEP = 65_536  # a step's output is the most a bomb can cost beyond the limit
MAX_MEMBERS = 100  # gzips in one body; a new one costs far more than its 20 bytes
OPENED_AT_ONCE = 200  # requests in flight to a host the operator runs

# FetchError
#  ├─ RefusedError      the guard, a scheme, credentials in a URL: asking again won't help
#  ├─ UnreadableError   too big, an encoding we refuse, too many redirects
#  ├─ SilencedError     the host asked for silence earlier; no request was made
#  └─ UnreachableError  timeout, connection trouble: it may work next time


class FetchError(Exception):
    """A request gave no usable answer; `kind` says how the schedule should take it."""

    kind = FailureKind.TEMPORARY
    retry_after_s: float | None = None


class RefusedError(FetchError):
    kind = FailureKind.BLOCKED


class UnreadableError(FetchError):
    kind = FailureKind.SOFT


class UnreachableError(FetchError):
    kind = FailureKind.TEMPORARY


class SilencedError(FetchError):
    kind = FailureKind.BLOCKED

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked for silence; next request in {seconds:.0f} s")
        self.retry_after_s = seconds


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: headers in lower case, the body inflated.

    `permanent_to` is where an unbroken chain of 301 and 308 led; empty if there was none.
    """

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    permanent_to: str = ""
    bytes_wire: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take; `deadline_s` None means the configured total time."""

    deadline_s: float | None = None
    max_wire: int = MAX_WIRE
    max_body: int = MAX_BODY
    redirects: int = MAX_REDIRECTS
    spacing_s: float = FEED_SPACING_S
    kinds: tuple[str, ...] = ()  # media types worth reading; none: any


DEFAULT_LIMITS = Limits()
POST_LIMITS = Limits(max_wire=100_000, max_body=100_000)  # a sentence is expected


class Http:
    """One client for the life of a worker process; use it in one event loop and close it there.

    `parser` is the child process that reads what servers sent; it lives and ends with the client.
    """

    def __init__(
        self, fetch: Fetch, *, resolver: Resolver = resolve, watch: Watch | None = None
    ) -> None:
        self._watch = watch
        self._guard = Guard(fetch.allow)
        self._deadline_s = fetch.timeout.total_seconds()
        self._politeness = Politeness(time.monotonic)
        self.parser = Parser()
        # httpx's context verifies certificates and names, by certifi or SSL_CERT_FILE: a bare
        # machine may have no certificates of its own.
        self._client = httpx.AsyncClient(
            transport=PinnedTransport(self._guard, resolver, httpx.create_ssl_context()),
            headers={"User-Agent": user_agent(fetch.contact), "Accept-Encoding": "gzip"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(self._deadline_s, connect=CONNECT_TIMEOUT_S),
            trust_env=False,
        )

    async def fetch(
        self, url: str, headers: Mapping[str, str] | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> Response:
        """GET with redirects followed by hand; raises FetchError and nothing else."""
        target, permanent, broken, wire = _checked_url(url), "", False, 0
        for _ in range(limits.redirects + 1):
            response = await self._polite(target, headers or {}, limits)
            wire += response.bytes_wire
            goal = _redirect_goal(response) if limits.redirects else None
            if goal is None:
                return Response(
                    response.status, str(target), response.headers, response.body, permanent, wire
                )
            broken = broken or response.status not in (301, 308)
            permanent = permanent if broken else str(goal)
            target = goal
        raise UnreadableError(f"more than {limits.redirects} redirects")

    async def post(self, url: str, form: bytes) -> Response:
        """POST a form to whom 307 and 308 lead; raises FetchError and nothing else.

        Only for what may arrive twice: a kept connection that was closed is no reason to fail.
        """
        target, headers = _checked_url(url), {"Content-Type": "application/x-www-form-urlencoded"}
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._polite(target, headers, POST_LIMITS, form)
            goal = _redirect_goal(response) if response.status in (307, 308) else None
            if goal is None:
                return response
            target = goal
        raise UnreadableError(f"more than {MAX_REDIRECTS} redirects")

    def silence(self, url: str, seconds: float) -> None:
        """Ask this URL's host nothing for a while. Hosts of the operator are exempt."""
        target = _checked_url(url)
        if not self._guard.is_opened(target.host, _port(target)):
            self._politeness.silence(target.host, seconds)

    async def aclose(self) -> None:
        await self._client.aclose()
        await self.parser.aclose()

    async def _polite(
        self, url: httpx.URL, headers: Mapping[str, str], limits: Limits, form: bytes | None = None
    ) -> Response:
        opened = self._guard.is_opened(url.host, _port(url))
        spacing, at_once = (0.0, OPENED_AT_ONCE) if opened else (limits.spacing_s, 1)
        key = f"{url.host}:{_port(url)}" if opened else url.host
        async with self._politeness.turn(key, spacing, at_once):
            if seconds := self._politeness.silent_for(key):
                raise SilencedError(url.host, seconds)
            return await self._ask(url, headers, limits, form)

    async def _ask(
        self, url: httpx.URL, headers: Mapping[str, str], limits: Limits, form: bytes | None
    ) -> Response:
        deadline = limits.deadline_s or self._deadline_s
        method = "GET" if form is None else "POST"
        began = time.monotonic()
        try:
            async with (
                asyncio.timeout(deadline),
                self._client.stream(method, url, headers=headers, content=form) as answer,
            ):
                first = time.monotonic() - began
                body, wire = await _read(answer, limits)
                given = dict(answer.headers)
                if self._watch is not None:
                    self._watch(
                        Exchange(
                            str(url), headers, answer.status_code, given,
                            answer.extensions.get("connect_s"), first,
                            time.monotonic() - began, wire, len(body),
                        )
                    )  # fmt: skip
                return Response(answer.status_code, str(url), given, body, bytes_wire=wire)
        except TimeoutError as error:
            raise UnreachableError(f"no complete answer within {deadline:.0f} s") from error
        except AddressRefusedError as error:
            raise RefusedError(str(error)) from error
        except HostNotFoundError as error:
            raise UnreachableError(str(error)) from error
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise UnreadableError(f"{url.host} answered in a way that can't be read") from error
        except httpx.RemoteProtocolError as error:
            raise RefusedError("redirected to an address that can't be read") from error
        except (httpx.HTTPError, BrokenAnswerError, OSError) as error:
            raise UnreachableError(f"{url.host}: {error or type(error).__name__}") from error


def user_agent(contact: str | None) -> str:
    """Software, version and somebody to write to, where the operator named one."""
    return f"Tocsin/{VERSION} (+{contact})" if contact else f"Tocsin/{VERSION}"


def _checked_url(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise RefusedError("the address can't be read") from error
    if target.scheme not in ("http", "https") or not target.host:
        raise RefusedError(f"only http and https are visited, not {target.scheme or 'this'}")
    if target.userinfo:
        raise RefusedError("the address carries credentials")
    return target.copy_with(fragment=None)


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _redirect_goal(response: Response) -> httpx.URL | None:
    goal = response.headers.get("location", "")
    if response.status not in (301, 302, 303, 307, 308) or not goal:
        return None
    try:
        return _checked_url(str(httpx.URL(response.url).join(goal)))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise RefusedError("redirected to an address that can't be read") from error


async def _read(answer: httpx.Response, limits: Limits) -> tuple[bytes, int]:
    """The body, inflated within limits, and its bytes on the wire."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if limits.kinds and answer.status_code == 200 and kind not in limits.kinds:
        raise UnreadableError(f"the answer is {kind[:60] or 'of no declared kind'}")
    wire = bytearray()
    async for part in answer.aiter_raw():
        wire += part
        if len(wire) > limits.max_wire:
            raise UnreadableError(f"the answer is larger than {limits.max_wire:,} bytes")
    label = answer.headers.get("content-encoding", "").strip().lower()
    return _decoded(bytes(wire), label, limits), len(wire)


def _decoded(wire: bytes, label: str, limits: Limits) -> bytes:
    """By what the bytes say before what Content-Encoding says, which servers get wrong."""
    if wire and any(word.strip() in _UNREAD for word in label.split(",")):
        raise UnreadableError(f"the answer is encoded as {label[:40]}, which was not asked for")
    window = _window(wire, label)
    if window is not None:
        return _inflated(wire, window, limits)
    if len(wire) > limits.max_body:
        raise UnreadableError(f"the answer is larger than {limits.max_body:,} bytes")
    return wire


def _window(wire: bytes, label: str) -> int | None:
    """zlib's name for the encoding; None for a plain body, even where gzip is claimed.

    Gzip may come unsaid, as it lies on the server's disk; "deflate" is zlib's, or raw.
    """
    if wire.startswith(_GZIP):
        return 31
    if not wire or label != "deflate":
        return None
    is_zlib = wire[0] & 0x0F == zlib.DEFLATED and int.from_bytes(wire[:2]) % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


def _inflated(wire: bytes, window: int, limits: Limits) -> bytes:
    """One gzip or deflate; or several gzips one after the other, which are one body."""
    inflater, body, members = zlib.decompressobj(window), bytearray(), 1
    for start in range(0, len(wire), INFLATE_STEP):
        rest = wire[start : start + INFLATE_STEP]
        while rest:
            if inflater.eof:
                if not rest.startswith(_GZIP[:1]) or members == MAX_MEMBERS:
                    break  # what follows the end is nobody's
                inflater, members = zlib.decompressobj(window), members + 1
            body += _step(inflater, rest)
            rest = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if len(body) > limits.max_body:
                raise UnreadableError(f"the answer inflates to over {limits.max_body:,} bytes")
    body += _step(inflater, b"")  # what the last full step held back
    if not inflater.eof:
        raise UnreachableError("the answer was cut short")
    return bytes(body)


def _step(inflater: zlib._Decompress, part: bytes) -> bytes:
    try:
        return inflater.decompress(part, INFLATE_STEP)
    except zlib.error as error:
        raise UnreadableError("the answer's compression is damaged") from error
