"""Polling a channel over loopback, from the first poll through edits, deletions and holes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from collector.http import Http
from collector.item import Failure, FailureKind, Gap, Origin, PollResult, PollState
from collector.poll import poll
from collector.telegram_model import Known, Reading
from collector.telegram_web import look_again
from collector.telegram_web_reader import WebReader
from config.schema import Fetch, Source, TelegramWeb
from tests.fakes.telegram_web import HTML, FakeChannel, landing_page
from tests.fakes.web import Answer, WebServer

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
SOURCE = Source(name="desk", channel="deskdesk", language="ru")


@dataclass
class Watcher:
    """Polls one channel again and again, keeping its state."""

    web: WebServer
    state: PollState = field(default_factory=PollState)
    polls: int = 0

    def poll(self) -> PollResult:
        self.polls += 1
        result = asyncio.run(self._poll())
        self.state = result.state
        return result

    def look_again(self, *numbers: int) -> Reading:
        """Look at posts by their ids, with the content that was first seen."""
        hashes = dict(self.state.known)
        known = tuple(Known(str(number), hashes[str(number)]) for number in numbers)
        return asyncio.run(self._look(known))

    async def _look(self, known: tuple[Known, ...]) -> Reading:
        http = Http(Fetch(allow=("127.0.0.0/8",), timeout=timedelta(seconds=5)))
        reader = WebReader(SOURCE, http, TelegramWeb(web_url=self.web.url), NOW)
        try:
            return await look_again(reader, self.state, known)
        finally:
            await http.aclose()

    async def _poll(self) -> PollResult:
        http = Http(Fetch(allow=("127.0.0.0/8",), timeout=timedelta(seconds=5)))
        telegram = TelegramWeb(web_url=self.web.url)
        try:
            return await poll(
                SOURCE, self.state, http, telegram, NOW + timedelta(minutes=self.polls)
            )
        finally:
            await http.aclose()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel("deskdesk")


@pytest.fixture
def watcher(channel: FakeChannel) -> Iterator[Watcher]:
    with WebServer() as web:
        channel.open_on(web)
        yield Watcher(web)


def ids(result: PollResult) -> list[str]:
    return [item.external_id for item in result.items]


def test_a_first_poll_hands_on_the_newest_page(channel: FakeChannel, watcher: Watcher) -> None:
    for number in range(30):
        channel.post(f"post {number}")

    result = watcher.poll()

    assert ids(result) == [str(number) for number in range(11, 31)]
    assert (result.state.newest_id, result.state.identity) == (30, "-1001234567890")
    assert watcher.web.paths() == ["/s/deskdesk"]


def test_a_post_becomes_an_item(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("Колонна", photos=2, forwarded_from=("Info", "https://t.me/info/7"), author="Iv")

    (item,) = watcher.poll().items

    assert replace(item, raw_hash="") == replace(
        item,
        source="desk",
        external_id="1",
        kind="post",
        title="",
        text="Колонна",
        url="https://t.me/deskdesk/1",
        published_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        language="ru",
        author="Iv",
        origin=Origin("Info", "https://t.me/info/7"),
        media=("photo", "photo"),
        parts=("2",),
        raw_hash="",
    )


def test_a_second_poll_hands_on_only_what_is_new(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("one")
    watcher.poll()
    channel.post("two")

    result = watcher.poll()

    assert ids(result) == ["2"]
    assert len(watcher.web.requests) == 2


def test_nothing_new_is_unchanged_although_views_went_up(
    channel: FakeChannel, watcher: Watcher
) -> None:
    channel.post("one")
    watcher.poll()

    result = watcher.poll()

    assert (result.items, result.deleted, result.unchanged) == ((), (), True)


def test_an_edit_is_a_revision(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("seven T-72")
    watcher.poll()
    channel.edit(1, "nine T-72")

    (item,) = watcher.poll().items

    assert (item.external_id, item.text) == ("1", "nine T-72")


def test_an_edited_mark_alone_is_no_revision(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("seven T-72")
    watcher.poll()
    channel.mark_edited(1)

    assert watcher.poll().items == ()


def test_service_posts_are_no_items(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("channel photo updated", service=True)
    channel.post("one")

    assert ids(watcher.poll()) == ["2"]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_deletion_is_told_after_a_second_look(
    channel: FakeChannel, watcher: Watcher, number: int
) -> None:
    for text in ("one", "two", "three", "four"):
        channel.post(text)
    watcher.poll()
    channel.delete(number)

    result = watcher.poll()

    assert result.deleted == (str(number),)
    assert len(watcher.web.requests) == 3
    assert watcher.poll().deleted == ()


def test_a_post_missing_from_one_page_only_is_not_deleted(
    channel: FakeChannel, watcher: Watcher
) -> None:
    for text in ("one", "two", "three"):
        channel.post(text)
    watcher.poll()
    whole, kept = channel.page(), channel.posts.pop(2)
    flawed = channel.page()
    channel.posts[2] = kept
    watcher.web.script(
        "/s/deskdesk", Answer(flawed.encode(), headers=HTML), Answer(whole.encode(), headers=HTML)
    )

    assert watcher.poll().deleted == ()


def test_a_burst_is_read_by_paging_back(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("before")
    watcher.poll()
    for number in range(70):
        channel.post(f"burst {number}")

    result = watcher.poll()

    assert ids(result) == [str(number) for number in range(2, 72)]
    assert result.state.gaps == ()
    assert not result.overflowed


def test_a_channel_that_was_empty_owes_its_whole_first_burst(
    channel: FakeChannel, watcher: Watcher
) -> None:
    watcher.poll()
    for number in range(300):
        channel.post(f"burst {number}")

    found = ids(watcher.poll()) + ids(watcher.poll())

    assert sorted(map(int, found)) == list(range(1, 301))
    assert watcher.state.gaps == ()


def test_a_hole_too_deep_for_one_poll_is_kept_and_filled_later(
    channel: FakeChannel, watcher: Watcher
) -> None:
    channel.post("before")
    watcher.poll()
    for number in range(300):
        channel.post(f"burst {number}")

    first = watcher.poll()
    second = watcher.poll()

    assert first.overflowed
    assert first.state.gaps == (Gap(1, 102),)
    assert second.state.gaps == ()
    assert sorted(map(int, ids(first) + ids(second))) == list(range(2, 302))


def test_what_deletions_bring_up_from_below_the_first_page_is_no_news(
    channel: FakeChannel, watcher: Watcher
) -> None:
    for number in range(30):
        channel.post(f"post {number}")
    watcher.poll()
    channel.delete(29, 30)

    result = watcher.poll()

    assert (ids(result), result.deleted) == ([], ("29", "30"))


def test_an_album_that_loses_its_first_part_is_one_edited_post(
    channel: FakeChannel, watcher: Watcher
) -> None:
    channel.post("before")
    channel.post("T-72 in Gao", photos=3)
    channel.post("after")
    watcher.poll()
    channel.delete_first_part(2)

    first, second = watcher.poll(), watcher.poll()

    assert [(item.external_id, item.media) for item in first.items] == [("2", ("photo", "photo"))]
    assert (first.deleted, second.items, second.deleted) == ((), (), ())


def test_posts_that_two_pages_show_are_handed_on_once(
    channel: FakeChannel, watcher: Watcher
) -> None:
    channel.post("before")
    watcher.poll()
    for number in range(300):
        channel.post(f"burst {number}")
    found = ids(watcher.poll())
    for number in range(15):
        channel.post(f"more {number}")

    found += ids(watcher.poll())

    assert len(found) == len(set(found))
    assert sorted(map(int, found)) == list(range(2, 317))


def test_paging_that_is_stopped_keeps_what_was_read(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("before")
    watcher.poll()
    for number in range(30):
        channel.post(f"burst {number}")
    newest = Answer(channel.page().encode(), headers=HTML)
    watcher.web.script("/s/deskdesk", newest, Answer(b"", 429))

    result = watcher.poll()

    assert len(result.items) == 20
    assert result.state.gaps == (Gap(1, 12),)
    assert result.notes == ("paging stopped: the server says we ask too often (HTTP 429)",)
    assert result.failure is None


def test_another_channel_under_the_name_stops_the_source(
    channel: FakeChannel, watcher: Watcher
) -> None:
    channel.post("one")
    known = watcher.poll().state
    channel.chat_id = -1009
    channel.post("buy followers")

    result = watcher.poll()

    assert result.failure == Failure(
        FailureKind.IDENTITY,
        "the name now belongs to channel -1009, no longer to -1001234567890",
    )
    assert (result.items, result.state) == ((), replace(known, failures=1))


FAILURES = [
    (
        "too many requests",
        Answer(b"slow down", 429, {"Retry-After": "120"}),
        Failure(FailureKind.BLOCKED, "the server says we ask too often (HTTP 429)", 120.0),
    ),
    (
        "a ban",
        Answer(b"no", 403),
        Failure(FailureKind.BLOCKED, "the server forbids access (HTTP 403)"),
    ),
    (
        "next to nothing",
        Answer(b"ok"),
        Failure(FailureKind.BLOCKED, "Telegram answered with next to nothing: a block"),
    ),
    (
        "a challenge page",
        Answer(b"<html><title>Just a moment...</title>" + b"<!-- -->" * 200),
        Failure(FailureKind.BLOCKED, "Telegram answered with something else than the preview"),
    ),
    (
        "trouble over there",
        Answer(b"", 502),
        Failure(FailureKind.TEMPORARY, "the server answers unexpectedly (HTTP 502)"),
    ),
    (
        "a page without posts",
        Answer(FakeChannel("deskdesk").page().replace("tme_no", "x").encode()),
        Failure(FailureKind.SOFT, "the preview page shows no posts"),
    ),
]


@pytest.mark.parametrize(
    ("reason", "answer", "failure"), FAILURES, ids=[row[0] for row in FAILURES]
)
def test_what_is_no_page_of_posts_is_never_taken_for_silence(
    watcher: Watcher, reason: str, answer: Answer, failure: Failure
) -> None:
    watcher.web.script("/s/deskdesk", answer)

    result = watcher.poll()

    assert result.failure == failure, reason
    assert result.state == PollState(failures=1)


@pytest.mark.parametrize(
    ("exists", "kind", "reason"),
    [
        (False, FailureKind.GONE, "@deskdesk does not exist or is private"),
        (
            True,
            FailureKind.BLOCKED,
            "@deskdesk exists, but shows no preview: a group, or its preview is disabled",
        ),
    ],
)
def test_a_redirect_is_not_followed_but_explained(
    watcher: Watcher, exists: bool, kind: FailureKind, reason: str
) -> None:
    watcher.web.redirect("/s/deskdesk", "https://t.me/elsewhere")
    watcher.web.serve("/deskdesk", landing_page("deskdesk", exists=exists))

    assert watcher.poll().failure == Failure(kind, reason)
    assert watcher.web.paths() == ["/s/deskdesk", "/deskdesk"]


def test_an_emptied_channel_is_not_believed(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("one")
    watcher.poll()
    channel.delete(1)

    result = watcher.poll()

    assert result.deleted == ()
    assert result.failure == Failure(FailureKind.SOFT, "the preview page shows no posts")


def test_a_new_channel_without_posts_is_just_empty(watcher: Watcher) -> None:
    result = watcher.poll()

    assert (result.items, result.failure) == ((), None)


def test_pages_are_asked_for_in_english(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("one")
    watcher.poll()

    assert watcher.web.requests[0].headers["accept-language"] == "en"


async def _at_home(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("a limit", Answer(b"slow down", 429)),
        ("a ban", Answer(b"no", 403)),
        ("a challenge", Answer(b"<html>" + b"<!-- -->" * 200)),
    ],
)
def test_a_block_stops_all_channels_of_the_host(
    watcher: Watcher, reason: str, answer: Answer
) -> None:
    watcher.web.script("/s/deskdesk", answer)
    telegram = TelegramWeb(web_url=f"http://t.example:{watcher.web.port}", spacing=timedelta(0))

    async def both() -> list[Failure | None]:
        http = Http(Fetch(allow=("127.0.0.1",)), resolver=_at_home)
        try:
            return [
                (await poll(source, PollState(), http, telegram, NOW)).failure
                for source in (SOURCE, Source(name="other", channel="other"))
            ]
        finally:
            await http.aclose()

    first, second = asyncio.run(both())

    assert first is not None, reason
    assert first.kind is FailureKind.BLOCKED
    assert second is not None
    assert second.reason == "t.example asked for silence; next request in 300 s"
    assert len(watcher.web.requests) == 1


def test_a_look_at_old_posts_shows_edits_and_deletions_that_the_newest_page_does_not(
    channel: FakeChannel, watcher: Watcher
) -> None:
    for number in range(20):
        channel.post(f"seven T-72 at {number}")
    watcher.poll()
    for number in range(60):
        channel.post(f"later {number}")
    watcher.poll()
    channel.edit(12, "nine T-72")
    channel.delete(5)

    looks = watcher.look_again(5, 12, 13).result

    assert looks is not None
    assert [(item.external_id, item.text) for item in looks.items] == [("12", "nine T-72")]
    assert looks.deleted == ("5",)
    assert "5" not in dict(looks.state.known)


@pytest.mark.parametrize("number", [1, 20])
def test_a_look_finds_the_first_and_the_newest_post_gone(
    channel: FakeChannel, watcher: Watcher, number: int
) -> None:
    for text in range(20):
        channel.post(f"post {text}")
    watcher.poll()
    channel.delete(number)

    looks = watcher.look_again(number).result

    assert looks is not None
    assert looks.deleted == (str(number),)


def test_a_look_that_one_page_only_disappoints_proves_nothing(
    channel: FakeChannel, watcher: Watcher
) -> None:
    for text in ("one", "two", "three"):
        channel.post(text)
    watcher.poll()
    kept = channel.posts.pop(2)
    flawed = Answer(channel.page(before=3).encode(), headers=HTML)
    channel.posts[2] = kept
    whole = Answer(channel.page().encode(), headers=HTML)
    watcher.web.script("/s/deskdesk", flawed, whole)

    reading = watcher.look_again(2)

    assert reading.result is not None
    assert (reading.result.items, reading.result.deleted) == ((), ())
    assert "2" not in {one.external_id for one in reading.facts}


def test_a_look_ends_where_telegram_refuses(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("one")
    watcher.poll()
    watcher.web.script("/s/deskdesk", Answer(b"", 429))

    reading = watcher.look_again(1)

    assert reading.result is not None
    assert (reading.result.deleted, reading.facts) == ((), ())


def test_rounded_views_are_told_beside_the_post(channel: FakeChannel, watcher: Watcher) -> None:
    channel.post("one")
    watcher.poll()

    (facts,) = watcher.look_again(1).facts

    assert (facts.external_id, facts.views) == ("1", 6_850)
