"""Reads one page by its address, for a person who asks about it; keeps no state.

A post of a public channel (t.me/NAME/ID) is read from its channel's page, anything else as an
article: its own text where the page marks it, the whole page otherwise.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from collector.charset import decoded
from collector.http import Http, Limits, Response, UnreadableError
from collector.item import Item
from collector.plain import one_line, text_of_node
from collector.telegram_page import parse_page
from config.schema import TelegramWeb

_POST = re.compile(r"https?://[^/]+/(?:s/)?([A-Za-z]\w{3,31})/(\d{1,12})(?:[?#].*)?$")


async def read(url: str, http: Http, web: TelegramWeb) -> Item:
    """The item behind an address. Raises FetchError, also when nothing readable is there."""
    post = _POST.match(url)
    if post is not None and _is_telegram(url, web):
        return await _post(post[1], int(post[2]), http, web)
    response = await _good(url, http)
    title, text = article_of(_text(response))
    if not text:
        raise UnreadableError(f"{url} shows no text")
    return _item(response.url, "article", title, text, response.body)


def article_of(markup: str) -> tuple[str, str]:
    """Title and text of a page."""
    tree = LexborHTMLParser(markup)
    head = tree.css_first("title")
    body = tree.css_first("article") or tree.css_first("main") or tree.body
    title = one_line(head.text()) if head is not None else ""
    return title, text_of_node(body) if body is not None else ""


def _is_telegram(url: str, web: TelegramWeb) -> bool:
    return url.startswith(("https://t.me/", "http://t.me/", f"{web.web_url}/"))


async def _post(name: str, number: int, http: Http, web: TelegramWeb) -> Item:
    # No redirects: what is no public channel's page leads to a landing page.
    address = f"{web.web_url}/s/{name}?before={number + 1}"
    response = await _good(address, http, Limits(redirects=0))
    for post in parse_page(_text(response)).posts:
        if number in (post.id, *post.parts):
            url = f"https://t.me/{name}/{post.id}"
            item = _item(url, "post", "", post.text, response.body)
            return replace(item, media=post.media, reply=post.reply, attachments=post.attachments)
    raise UnreadableError(f"t.me/{name} shows no post {number}")


async def _good(url: str, http: Http, limits: Limits | None = None) -> Response:
    response = await http.fetch(url, limits=limits or Limits())
    if response.status != 200:
        raise UnreadableError(f"{url} answers HTTP {response.status}")
    return response


def _text(response: Response) -> str:
    return decoded(response.body, response.headers.get("content-type", ""))


def _item(url: str, kind: Literal["article", "post"], title: str, text: str, raw: bytes) -> Item:
    return Item(
        source="",
        external_id=url,
        kind=kind,
        title=title,
        text=text,
        url=url,
        published_at=None,
        raw_hash=hashlib.sha256(raw).hexdigest(),
    )
