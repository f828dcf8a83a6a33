"""Polling a feed over loopback: conditional, hashed, salvaged, and never raising."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from collector.http import Http
from collector.item import Failure, FailureKind, Item, PollResult, PollState
from collector.poll import poll
from config.schema import Fetch, Source, TelegramWeb
from tests.fakes.web import Answer, WebServer, drip, validating

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FEED = Fetch(allow=("127.0.0.0/8",), timeout=timedelta(seconds=5))


@dataclass
class Reader:
    """Polls one feed again and again in one event loop, keeping its state and the clock."""

    web: WebServer
    runner: asyncio.Runner
    http: Http
    state: PollState = field(default_factory=PollState)
    now: datetime = NOW

    def poll(self, path: str = "/feed", later: timedelta = timedelta(minutes=5)) -> PollResult:
        self.now += later
        source = Source(name="news", url=self.web.url + path)
        result = self.runner.run(poll(source, self.state, self.http, TelegramWeb(), self.now))
        self.state = result.state
        return result


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


@pytest.fixture
def reader(web: WebServer) -> Iterator[Reader]:
    async def open_http() -> Http:
        return Http(FEED)

    with asyncio.Runner() as runner:
        http = runner.run(open_http())
        yield Reader(web, runner, http)
        runner.run(http.aclose())


def entry(name: str, title: str = "", more: str = "") -> str:
    return (
        f"<item><guid isPermaLink='false'>{name}</guid><title>{title or name}</title>"
        f"<link>https://news.example/{name}</link>{more}</item>"
    )


def rss(*entries: str) -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>'
    return f"{head}{''.join(entries)}</channel></rss>".encode()


def ids(result: PollResult) -> list[str]:
    return [item.external_id for item in result.items]


def test_a_first_poll_hands_on_all_entries(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a", "Seven T-72"), entry("b")))

    result = reader.poll()

    assert ids(result) == ["a", "b"]
    assert replace(result.items[0], raw_hash="") == Item(
        "news", "a", "article", "Seven T-72", "", "https://news.example/a", None
    )
    assert result.bytes_read == len(rss(entry("a", "Seven T-72"), entry("b")))


def test_a_second_poll_of_the_same_body_hands_on_nothing(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a")))
    reader.poll()

    result = reader.poll()

    assert (result.items, result.unchanged, result.failure) == ((), True, None)


def test_validators_go_back_exactly_as_they_came(web: WebServer, reader: Reader) -> None:
    headers = {"ETag": 'W/"odd  one"', "Last-Modified": "yesterday, about noon"}
    web.serve("/feed", rss(entry("a")), headers=headers)
    reader.poll()
    reader.poll()

    first, second = (request.headers for request in web.requests)
    assert "if-none-match" not in first
    assert "if-modified-since" not in first
    assert second["if-none-match"] == 'W/"odd  one"'
    assert second["if-modified-since"] == "yesterday, about noon"


def test_not_modified_is_no_news(web: WebServer, reader: Reader) -> None:
    web.script("/feed", validating(rss(entry("a")), '"1"'))
    reader.poll()

    result = reader.poll()

    assert (result.items, result.unchanged, result.bytes_read) == ((), True, 0)
    assert result.state.etag == '"1"'


def test_once_a_day_the_validators_are_not_believed(web: WebServer, reader: Reader) -> None:
    web.script("/feed", validating(rss(entry("a")), '"for ever"'))
    reader.poll()
    web.serve("/feed", rss(entry("a"), entry("b")), headers={"ETag": '"for ever"'})

    result = reader.poll(later=timedelta(hours=25))

    assert "if-none-match" not in web.requests[-1].headers
    assert ids(result) == ["b"]


def test_only_new_and_changed_entries_are_handed_on(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a"), entry("b", "Five BMP-3")))
    reader.poll()
    web.serve("/feed", rss(entry("c"), entry("a"), entry("b", "Six BMP-3")))

    result = reader.poll()

    assert [(item.external_id, item.title) for item in result.items] == [
        ("c", "c"),
        ("b", "Six BMP-3"),
    ]
    assert not result.overflowed


def test_the_same_article_under_a_new_guid_is_the_same(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a")))
    reader.poll()
    web.serve("/feed", rss(entry("a").replace(">a</guid>", ">a?v=2</guid>")))

    assert reader.poll().items == ()


def test_an_entry_listed_twice_is_one(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a"), entry("a")))

    assert ids(reader.poll()) == ["a"]


def test_a_page_of_strangers_means_the_window_overflowed(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a"), entry("b")))
    assert not reader.poll().overflowed
    web.serve("/feed", rss(entry("c"), entry("d")))

    assert reader.poll().overflowed


FAILURES = [
    (
        "a web page",
        Answer(b"<!DOCTYPE html><html><body>Hi</body></html>"),
        Failure(FailureKind.SOFT, "the answer is a web page, not a feed"),
    ),
    (
        "gone",
        Answer(b"", 410),
        Failure(FailureKind.GONE, "the server says the address is gone for good (HTTP 410)"),
    ),
    (
        "overloaded",
        Answer(b"", 503, {"Retry-After": "Fri, 20 Nov 2026 12:06:00 GMT"}),
        Failure(
            FailureKind.TEMPORARY,
            "the server is overloaded or closed for maintenance (HTTP 503)",
            60.0,
        ),
    ),
    (
        "a redirect to metadata",
        Answer(b"", 302, {"Location": "http://169.254.169.254/"}),
        Failure(
            FailureKind.BLOCKED,
            "169.254.169.254 is at 169.254.169.254 (link-local), which fetch.allow does not open",
        ),
    ),
]


@pytest.mark.parametrize(
    ("reason", "answer", "failure"), FAILURES, ids=[row[0] for row in FAILURES]
)
def test_a_failure_is_a_value_and_forgets_nothing(
    web: WebServer, reader: Reader, reason: str, answer: Answer, failure: Failure
) -> None:
    reader.state = PollState(etag='"1"', known=(("a", "hash"),), failures=2)
    web.script("/feed", answer)

    result = reader.poll()

    assert result.failure == failure, reason
    assert replace(result.state, gone_at=None) == PollState(
        etag='"1"', known=(("a", "hash"),), failures=3
    )


def test_a_success_ends_a_row_of_failures(web: WebServer, reader: Reader) -> None:
    reader.state = PollState(failures=7)
    web.serve("/feed", rss(entry("a")))

    assert reader.poll().state.failures == 0


def test_a_permanent_redirect_is_taken_after_three_polls_over_a_day(
    web: WebServer, reader: Reader
) -> None:
    moved = web.serve("/new", rss(entry("a")))
    web.redirect("/feed", "/new", 301)

    addresses = [reader.poll(later=timedelta(hours=13)).state.address for _ in range(3)]
    reader.poll()

    assert addresses == ["", "", moved]
    assert web.paths()[-2:] == ["/new", "/new"]


def test_a_redirect_that_changes_its_goal_starts_over(web: WebServer, reader: Reader) -> None:
    web.serve("/one", rss(entry("a")))
    web.serve("/two", rss(entry("a")))
    for goal in ("/one", "/one", "/two", "/two"):
        web.redirect("/feed", goal, 308)
        reader.poll(later=timedelta(hours=23))

    assert reader.state.address == ""
    assert (reader.state.moved_to, reader.state.moved_polls) == (web.url + "/two", 2)


def test_a_temporary_redirect_is_never_taken(web: WebServer, reader: Reader) -> None:
    web.serve("/new", rss(entry("a")))
    web.redirect("/feed", "/new", 302)
    for _ in range(4):
        reader.poll(later=timedelta(hours=13))

    assert (reader.state.address, reader.state.moved_to) == ("", "")


def test_rhythm_is_learned_from_first_sight(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a")))
    reader.poll()
    web.serve("/feed", rss(entry("a"), entry("b"), entry("c")))
    reader.poll()

    seen = NOW + timedelta(minutes=10)
    assert reader.state.arrivals == (seen,)
    assert reader.state.last_new_at == seen


def test_the_servers_wish_is_handed_on(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a")), headers={"Cache-Control": "max-age=600"})

    assert reader.poll().least_interval_s == 600


def test_the_feeds_own_wish_holds_while_it_is_unchanged(web: WebServer, reader: Reader) -> None:
    body = rss("<ttl>45</ttl><skipHours><hour>3</hour></skipHours>", entry("a"))
    web.serve("/feed", body)
    reader.poll()

    result = reader.poll()

    assert result.unchanged
    assert (result.least_interval_s, result.state.skips) == (2_700, (3,))


def test_gone_said_twice_stops_and_tells(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", b"", status=410)

    first, second = reader.poll(), reader.poll(later=timedelta(hours=1))

    assert first.failure is not None
    assert second.failure is not None
    assert (first.failure.stops, second.failure.stops) == (False, True)
    assert "tocsin sources resume news" in second.failure.reason


def test_gone_said_once_by_mistake_stops_nothing(web: WebServer, reader: Reader) -> None:
    web.script("/feed", Answer(b"", 410), Answer(rss(entry("a"))), Answer(b"", 410))

    results = [reader.poll(later=timedelta(hours=1)) for _ in range(3)]

    assert results[2].failure is not None
    assert not results[2].failure.stops


def test_validators_that_hid_entries_are_not_sent_for_a_week(
    web: WebServer, reader: Reader
) -> None:
    lying = {"ETag": '"for ever"'}
    web.serve("/feed", rss(entry("a")), headers=lying)
    reader.poll()
    web.serve("/feed", rss(entry("a"), entry("b")), headers=lying)
    found = reader.poll(later=timedelta(hours=25))

    reader.poll()
    reader.poll(later=timedelta(days=7, hours=1))
    reader.poll()

    sent = ["if-none-match" in request.headers for request in web.requests]
    assert found.notes == ("its ETag or Last-Modified hid new entries: it is asked without them",)
    assert sent == [False, False, False, False, True]


def test_a_page_that_turns_over_quickly_shortens_the_interval(
    web: WebServer, reader: Reader
) -> None:
    web.serve("/feed", rss(*(entry(f"a{n}") for n in range(9))))
    reader.poll()
    web.serve(
        "/feed", rss(*(entry(f"b{n}") for n in range(6)), *(entry(f"a{n}") for n in (0, 1, 2)))
    )

    result = reader.poll(later=timedelta(minutes=30))

    assert result.state.cap_s == 900  # of 6 of 9 in 30 minutes a third is 15


def test_an_entry_dated_anew_is_no_news(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a", more="<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>")))
    reader.poll()
    web.serve("/feed", rss(entry("a", more="<pubDate>Fri, 20 Nov 2026 12:00:00 GMT</pubDate>")))

    assert reader.poll().items == ()


def test_known_entries_are_not_parsed_again(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a"), entry("b")))
    reader.poll()
    web.serve("/feed", rss(entry("c"), entry("a"), entry("b"), "<pubDate>now</pubDate>"))

    result = reader.poll()

    assert ids(result) == ["c"]
    assert [name for _, name in result.state.page] == ["c", "a", "b"]


# feedparser searches an author for an address; the source leaves the entry to feedparser.
POISON = "<source/><author>" + "a" * 150_000 + "</author>"


def test_healthy_entries_survive_a_poisonous_one(web: WebServer, reader: Reader) -> None:
    web.serve("/feed", rss(entry("a"), entry("p", more=POISON), entry("z")))

    result = reader.poll()

    assert ids(result) == ["a", "z"]
    assert result.notes == ("1 of 3 entries unreadable (the parser had to be stopped)",)
    assert result.failure is None


def test_a_slow_feed_costs_its_deadline_and_no_more(web: WebServer, reader: Reader) -> None:
    web.script("/feed", drip(10_000, pause_s=0.05))
    web.serve("/other", rss(entry("a")))

    async def both() -> tuple[PollResult, PollResult]:
        http = Http(Fetch(allow=FEED.allow, timeout=timedelta(seconds=1)))
        sources = [Source(name="s", url=web.url + path) for path in ("/feed", "/other")]
        try:
            first, second = await asyncio.gather(
                *(poll(source, PollState(), http, TelegramWeb(), NOW) for source in sources)
            )
            return first, second
        finally:
            await http.aclose()

    dripping, healthy = reader.runner.run(both())

    assert dripping.failure == Failure(FailureKind.TEMPORARY, "no complete answer within 1 s")
    assert ids(healthy) == ["a"]


def test_mutated_feeds_never_raise(web: WebServer, reader: Reader) -> None:
    seed = rss(entry("a", "Seven &amp; more"), entry("b", more="<pubDate>x</pubDate>"))
    chance = random.Random(2026)

    for number in range(200):
        body = bytearray(seed)
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(body))
            body[at : at + chance.randint(0, 6)] = chance.randbytes(chance.randint(0, 4))
        web.serve("/feed", bytes(body))
        reader.state = PollState()

        result = reader.poll()

        assert result.failure is not None or result.state.last_ok_at is not None, number
