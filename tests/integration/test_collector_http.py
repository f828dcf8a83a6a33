"""The door to other people's servers, against a server that misbehaves."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from collector.http import (
    DEFAULT_LIMITS,
    MAX_MEMBERS,
    FetchError,
    Http,
    Limits,
    RefusedError,
    Response,
    UnreachableError,
    UnreadableError,
    user_agent,
)
from collector.pinned import Resolver, resolve
from config.schema import Fetch
from tests.fakes.web import Answer, WebServer, bomb, drip, gzipped

LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def fetch(
    url: str,
    *,
    allow: tuple[str, ...] = LOOPBACK,
    limits: Limits = DEFAULT_LIMITS,
    resolver: Resolver = resolve,
) -> Response:
    async def ask() -> Response:
        http = Http(
            Fetch(allow=allow, timeout=timedelta(seconds=5), contact="desk@example.org"),
            resolver=resolver,
        )
        try:
            return await http.fetch(url, {"Accept": "x/y"}, limits)
        finally:
            await http.aclose()

    return asyncio.run(ask())


def names(addresses: dict[str, list[str]]) -> Resolver:
    """A resolver that knows only these names."""

    async def answer(host: str, port: int) -> list[str]:
        return addresses[host]

    return answer


def test_an_answer_comes_back_whole(web: WebServer) -> None:
    url = web.serve("/feed", b"body", headers={"ETag": '"a"'})

    answer = fetch(url)

    assert (answer.status, answer.url, answer.body) == (200, url, b"body")
    assert (answer.headers["etag"], answer.permanent_to, answer.bytes_wire) == ('"a"', "", 4)


def test_we_say_who_we_are_and_whom_to_write_to(web: WebServer) -> None:
    fetch(web.serve("/feed"))

    sent = web.requests[0].headers
    assert (
        sent["user-agent"] == user_agent("desk@example.org") == ("Tocsin/0.1.0 (+desk@example.org)")
    )
    assert (sent["accept-encoding"], sent["accept"]) == ("gzip", "x/y")
    assert sent["host"] == f"127.0.0.1:{web.port}"


def test_gzip_is_inflated_and_counted_as_sent(web: WebServer) -> None:
    body = b"<rss>" * 100_000

    answer = fetch(web.script("/feed", gzipped(body)))

    assert answer.body == body
    assert answer.bytes_wire == len(gzip.compress(body))


UNREADABLE = [
    ("a bomb", bomb(50_000_000), "the answer inflates to over 15,000,000 bytes"),
    ("too many bytes", Answer(bytes(5_000_001)), "the answer is larger than 5,000,000 bytes"),
    (
        "an encoding nobody asked for",
        Answer(b"x", headers={"Content-Encoding": "br"}),
        "the answer is encoded as br, which was not asked for",
    ),
    (
        "damaged gzip",
        Answer(b"\x1f\x8bno gzip", headers={"Content-Encoding": "gzip"}),
        "the answer's compression is damaged",
    ),
    (
        "damaged deflate",
        Answer(b"\xff\xff", headers={"Content-Encoding": "deflate"}),
        "the answer's compression is damaged",
    ),
    (
        "a bomb of deflate",
        Answer(zlib.compress(bytes(50_000_000)), headers={"Content-Encoding": "deflate"}),
        "the answer inflates to over 15,000,000 bytes",
    ),
]


@pytest.mark.parametrize(("reason", "answer", "told"), UNREADABLE, ids=[r[0] for r in UNREADABLE])
def test_an_answer_beyond_bounds_is_refused(
    web: WebServer, reason: str, answer: Answer, told: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        fetch(web.script("/feed", answer))

    assert str(caught.value) == told, reason


GZIPS = [
    ("of several pieces", gzip.compress(b"one ") + gzip.compress(b"two")),
    ("with something after its end", gzip.compress(b"one two") + b"junk"),
]


@pytest.mark.parametrize("headers", [{"Content-Encoding": "gzip"}, {}], ids=["said", "not said"])
@pytest.mark.parametrize(("reason", "body"), GZIPS, ids=[row[0] for row in GZIPS])
def test_gzip_is_read_to_its_end(
    web: WebServer, reason: str, body: bytes, headers: dict[str, str]
) -> None:
    answer = fetch(web.serve("/feed", body, headers=headers))

    assert answer.body == b"one two", reason


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


FEED = b"<rss>" * 100_000
LABELS = [
    ("deflate as zlib has it", "deflate", zlib.compress(FEED)),
    ("deflate without zlib's head", "Deflate", raw_deflate(FEED)),
    ("gzip under another name", "deflate", gzip.compress(FEED)),
    ("a plain body called gzip", "gzip", FEED),
    ("a charset in the wrong place", "UTF-8", FEED),
]


@pytest.mark.parametrize(("reason", "label", "body"), LABELS, ids=[row[0] for row in LABELS])
def test_a_body_is_read_by_what_it_is(web: WebServer, reason: str, label: str, body: bytes) -> None:
    answer = fetch(web.serve("/feed", body, headers={"Content-Encoding": label}))

    assert (answer.body, answer.bytes_wire) == (FEED, len(body)), reason


def test_a_304_under_an_unread_encoding_is_a_304(web: WebServer) -> None:
    answer = fetch(web.script("/feed", Answer(status=304, headers={"Content-Encoding": "br"})))

    assert (answer.status, answer.body) == (304, b"")


def test_of_a_body_of_countless_gzips_so_many_are_read(web: WebServer) -> None:
    answer = fetch(web.serve("/feed", gzip.compress(b"x") * 10 * MAX_MEMBERS))

    assert answer.body == b"x" * MAX_MEMBERS


def test_gzip_that_ends_early_is_no_answer(web: WebServer) -> None:
    short = gzip.compress(b"<rss>" * 1_000)[:-20]

    with pytest.raises(UnreachableError, match="cut short"):
        fetch(web.script("/feed", Answer(short, headers={"Content-Encoding": "gzip"})))


def test_a_slow_drip_ends_at_the_total_deadline(web: WebServer) -> None:
    url = web.script("/feed", drip(10_000, pause_s=0.05))

    with pytest.raises(UnreachableError, match="no complete answer"):
        fetch(url, limits=Limits(deadline_s=0.4))


def test_redirects_are_followed_and_permanent_ones_told(web: WebServer) -> None:
    end = web.serve("/end", b"body")
    web.redirect("/middle", "/end", 308)

    answer = fetch(web.redirect("/start", "/middle", 301))

    assert (answer.url, answer.permanent_to, answer.body) == (end, end, b"body")


def test_behind_a_temporary_redirect_nothing_is_permanent(web: WebServer) -> None:
    web.serve("/end", b"body")
    web.redirect("/middle", "/end", 301)
    web.redirect("/temporary", "/middle", 302)

    answer = fetch(web.redirect("/start", "/temporary", 301))

    assert answer.permanent_to == f"{web.url}/temporary"


def test_a_circle_of_redirects_ends(web: WebServer) -> None:
    with pytest.raises(UnreadableError, match="more than 5 redirects"):
        fetch(web.redirect("/start", "/start"))

    assert len(web.requests) == 6


def test_without_redirects_the_redirect_is_the_answer(web: WebServer) -> None:
    answer = fetch(web.redirect("/start", "/end"), limits=Limits(redirects=0))

    assert (answer.status, web.paths()) == (302, ["/start"])


GOALS = [
    ("cloud metadata", "http://169.254.169.254/latest/", "(link-local)"),
    ("another scheme", "file:///etc/passwd", "only http and https"),
    ("credentials", "http://user:pass@127.0.0.1/", "credentials"),
    ("loopback in disguise", "http://2130706433:1/", None),
    ("loopback in octal", "http://0177.0.0.1:1/", None),
    ("NAT64", "http://[64:ff9b::a9fe:a9fe]/", "(NAT64)"),
]


@pytest.mark.parametrize(("reason", "goal", "told"), GOALS, ids=[row[0] for row in GOALS])
def test_a_redirect_leads_nowhere_forbidden(
    web: WebServer, reason: str, goal: str, told: str | None
) -> None:
    url = web.redirect("/start", goal)

    with pytest.raises(RefusedError, match=told):
        fetch(url, allow=(f"127.0.0.1:{web.port}",))


def test_loopback_is_shut_unless_opened(web: WebServer) -> None:
    with pytest.raises(RefusedError, match=r"which fetch\.allow does not open"):
        fetch(web.serve("/feed"), allow=())

    assert web.requests == []


def test_a_name_with_one_forbidden_answer_is_refused(web: WebServer) -> None:
    resolver = names({"feeds.example": ["93.184.215.14", "10.0.0.1"]})

    with pytest.raises(RefusedError, match=r"feeds\.example is at 10\.0\.0\.1 \(private\)"):
        fetch("http://feeds.example/", resolver=resolver)


def test_the_connection_goes_to_the_address_that_was_checked(web: WebServer) -> None:
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        """Opened at the first question; the second would lead elsewhere."""
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    web.serve("/feed", b"body")

    answer = fetch(f"http://feeds.example:{web.port}/feed", resolver=rebinding)

    assert answer.body == b"body"
    assert asked == ["feeds.example"]
    assert web.requests[0].headers["host"] == f"feeds.example:{web.port}"


def test_a_second_address_is_tried_when_the_first_is_dead(web: WebServer) -> None:
    web.serve("/feed", b"body")
    resolver = names({"feeds.example": ["127.0.0.99", "127.0.0.1"]})

    assert fetch(f"http://feeds.example:{web.port}/feed", resolver=resolver).body == b"body"


def test_cookies_are_never_sent_back(web: WebServer) -> None:
    web.serve("/end")
    web.script("/start", Answer(b"", 302, {"Location": "/end", "Set-Cookie": "a=b; Path=/"}))

    fetch(web.url + "/start")

    assert "cookie" not in web.requests[1].headers


UNREACHABLE = [
    ("a name that does not resolve", "http://none.example/", OSError("no such name")),
    ("a name that can't be written", "http://none.example/", UnicodeError("label too long")),
]


@pytest.mark.parametrize(("reason", "url", "error"), UNREACHABLE)
def test_what_does_not_resolve_may_do_so_later(reason: str, url: str, error: Exception) -> None:
    async def failing(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(UnreachableError, match=r"none\.example can't be resolved"):
        fetch(url, resolver=failing)


def test_a_refused_connection_is_temporary() -> None:
    with WebServer() as gone:
        url = gone.url

    with pytest.raises(UnreachableError):
        fetch(url)


@pytest.mark.parametrize("url", ["http://", "http://[::1", "gopher://x/", ""])
def test_an_unreadable_address_is_refused(url: str) -> None:
    with pytest.raises(RefusedError):
        fetch(url)


def test_a_silenced_host_is_not_asked() -> None:
    async def public(host: str, port: int) -> list[str]:
        return ["10.0.0.1"]

    async def ask() -> FetchError:
        http = Http(Fetch(), resolver=public)
        http.silence("https://news.example/feed", 60)
        try:
            await http.fetch("https://news.example/other")
        except FetchError as error:
            return error
        finally:
            await http.aclose()
        raise AssertionError("the host was asked")

    error = asyncio.run(ask())

    assert str(error) == "news.example asked for silence; next request in 60 s"
    assert error.retry_after_s == pytest.approx(60, abs=1)


def test_limits_can_be_narrowed(web: WebServer) -> None:
    with pytest.raises(UnreadableError):
        fetch(web.serve("/feed", bytes(11)), limits=replace(DEFAULT_LIMITS, max_body=10))
