"""One page read by its address, over loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from collector.http import Http, RefusedError, UnreadableError
from collector.item import Item
from collector.single import read
from config.schema import Fetch, TelegramWeb
from tests.fakes.telegram_web import FakeChannel
from tests.fakes.web import WebServer

PAGE = """<html><head><title>Convoy near Bamako &amp; Kati</title></head><body>
<nav>Home · Sport · Weather</nav><article><h1>Convoy</h1><p>Seven T-72B3 arrived.</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def ask(web: WebServer, url: str, *, allowed: bool = True) -> Item:
    async def once() -> Item:
        http = Http(Fetch(allow=(f"127.0.0.1:{web.port}",) if allowed else ()))
        try:
            return await read(url, http, TelegramWeb(web_url=web.url))
        finally:
            await http.aclose()

    return asyncio.run(once())


def test_an_article_is_its_own_text_without_what_stands_around_it(web: WebServer) -> None:
    item = ask(web, web.serve("/story", PAGE))

    assert (item.kind, item.title) == ("article", "Convoy near Bamako & Kati")
    assert item.text == "Convoy\n\nSeven T-72B3 arrived."


def test_a_page_says_itself_in_which_charset_it_is_written(web: WebServer) -> None:
    body = "<meta charset='windows-1251'><p>Колонна в Бамако</p>".encode("cp1251")

    assert ask(web, web.serve("/ru", body)).text == "Колонна в Бамако"


def test_a_post_is_read_from_its_channels_page_also_when_it_is_not_the_newest(
    web: WebServer,
) -> None:
    channel = FakeChannel("desk_test", chat_id=-1001)
    channel.open_on(web)
    for number in range(1, 40):
        channel.post(f"Post {number}")

    item = ask(web, "https://t.me/desk_test/7")

    assert (item.kind, item.text, item.url) == ("post", "Post 7", "https://t.me/desk_test/7")


def test_a_post_that_is_gone_is_told_as_such(web: WebServer) -> None:
    FakeChannel("desk_test", chat_id=-1001).open_on(web)

    with pytest.raises(UnreadableError, match=r"desk_test shows no post 7"):
        ask(web, "https://t.me/desk_test/7")


def test_the_guard_holds_for_a_page_that_a_person_asks_for(web: WebServer) -> None:
    with pytest.raises(RefusedError):
        ask(web, web.serve("/story", PAGE), allowed=False)

    assert web.requests == []
