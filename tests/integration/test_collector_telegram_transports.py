"""The same world read over preview pages and over MTProto gives the same items."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from telethon.tl import types

from collector.item import Attachment, Item
from collector.post import item_of
from collector.telegram_model import Tl
from collector.telegram_page import parse_page
from tests.fakes.mtproto import world as mtproto
from tests.fakes.mtproto.desk import NOW, SOURCE, TelegramDesk
from tests.fakes.mtproto.world import World
from tests.fakes.telegram_web import FakeChannel

ID = 1234567890
AT = datetime(2026, 11, 20, 14, 30, 5, tzinfo=UTC)


class BothWays:
    """A channel that publishes on preview pages and over MTProto at the same time."""

    def __init__(self) -> None:
        self.web = FakeChannel("deskdesk", chat_id=-(10**12) - ID)
        self.world = World()
        self.tl = self.world.channel("deskdesk", ID)

    def web_items(self) -> tuple[Item, ...]:
        page = parse_page(self.web.page())
        return tuple(item_of(post, SOURCE, NOW) for post in page.posts if not post.is_service)


@pytest.fixture
def both() -> BothWays:
    return BothWays()


@pytest.fixture
def desk(both: BothWays) -> Iterator[TelegramDesk]:
    with TelegramDesk(both.world) as opened:
        yield opened


def bold(offset: int, length: int) -> Tl:
    return types.MessageEntityBold(offset, length)


def _plain(both: BothWays) -> None:
    text = "🇲🇱 В Бамако прибыла колонна:\n\n\n\nсемь Т‑72Б3М   &  <пять> БМП‑3\u00a0 \u202eтест"
    both.web.post(text, at=AT)
    both.tl.post(text, at=AT)


def _formatted(both: BothWays) -> None:
    both.web.post(text_html="<b>Seven</b> <i class='emoji'><b>🔥</b></i> <code>T-72</code>", at=AT)
    both.tl.post("Seven 🔥 T-72", at=AT, entities=(bold(0, 5),))


def _quoting(both: BothWays) -> None:
    both.web.post(text_html="Before<blockquote>quoted<br/>words</blockquote>after", at=AT)
    quote = types.MessageEntityBlockquote(7, 12)
    both.tl.post("Before\nquoted\nwordsafter", at=AT, entities=(quote,))


def _code(both: BothWays) -> None:
    both.web.post(text_html="Grid:<pre>30U XC 1</pre>end", at=AT)
    both.tl.post("Grid:\n30U XC 1\nend", at=AT, entities=(types.MessageEntityPre(6, 8, ""),))


def _hidden_link(both: BothWays) -> None:
    both.web.post(
        text_html='🇲🇱 see <a href="https://news.example/a?b=1">the report</a> and'
        ' <a href="https://t.me/info">@info</a> <a href="https://x.example/">x.example</a>'
        ' <a href="?q=%23mali">#mali</a>',
        at=AT,
    )
    both.tl.post(
        "🇲🇱 see the report and @info x.example #mali",
        at=AT,
        entities=(
            types.MessageEntityTextUrl(9, 10, "https://news.example/a?b=1"),
            types.MessageEntityMention(24, 5),
            types.MessageEntityUrl(30, 9),
            types.MessageEntityHashtag(40, 5),
        ),
    )


def _album(both: BothWays) -> None:
    both.web.post("Колонна", photos=3, at=AT)
    both.tl.album("Колонна", [mtproto.photo(), mtproto.photo(), mtproto.photo()], 1, at=AT)


def _photo(both: BothWays) -> None:
    both.web.post("caption", photos=1, at=AT)
    both.tl.post("caption", media=mtproto.photo(), at=AT)


def _video(both: BothWays) -> None:
    both.web.post("", video="0:09", at=AT)
    both.tl.post("", media=mtproto.video("IMG_1.MP4"), at=AT)


def _document(both: BothWays) -> None:
    both.web.post("Report", document="BMP-3 in Gao.pdf", at=AT)
    both.tl.post("Report", media=mtproto.file("BMP-3 in Gao.pdf"), at=AT)


def _music(both: BothWays) -> None:
    both.web.post("", document="March", at=AT)
    both.tl.post("", media=mtproto.music("March", "Band"), at=AT)


def _poll(both: BothWays) -> None:
    both.web.post("", poll=("Which tank?", "T-72", "T-90"), at=AT)
    both.tl.post("", media=mtproto.poll("Which tank?", "T-72", "T-90"), at=AT)


def _preview(both: BothWays) -> None:
    both.web.post("read", preview=("Convoy near Bamako", "Seven T-72B3M"), at=AT)
    both.tl.post("read", media=mtproto.preview("Convoy near Bamako", "Seven T-72B3M"), at=AT)


def _forward(both: BothWays) -> None:
    both.web.post("fwd", forwarded_from=("Military Informant", "https://t.me/milinfo/77"), at=AT)
    origin = both.world.channel("milinfo", 99, "Military Informant")
    both.tl.mentioned = (mtproto.as_chat(origin, "alice"),)
    header = types.MessageFwdHeader(AT, from_id=types.PeerChannel(99), channel_post=77)
    both.tl.post("fwd", forward=header, at=AT)


def _hidden_forward(both: BothWays) -> None:
    both.web.post("fwd", forwarded_from=("Somebody", ""), at=AT)
    both.tl.post("fwd", forward=types.MessageFwdHeader(AT, from_name="Somebody"), at=AT)


def _reply(both: BothWays) -> None:
    both.web.post("the answer", reply_quote="the T-72 that was lost in Syria", at=AT)
    quoted = types.MessageReplyHeader(
        quote=True, reply_to_msg_id=1, quote_text="the T-72 that was lost in Syria"
    )
    both.tl.post("the answer", reply=quoted, at=AT)


def _signed(both: BothWays) -> None:
    both.web.post("signed", author="Ivan", at=AT, edited=True)
    both.tl.post("signed", author="Ivan", at=AT, edited_at=AT)


def _service(both: BothWays) -> None:
    both.web.post("title changed", service=True, at=AT)
    both.tl.post("", service=True, at=AT)
    _photo(both)


SAID = [
    ("plain text with odd spaces and characters", _plain),
    ("formatted text", _formatted),
    ("a quote within the text", _quoting),
    ("code", _code),
    ("a hidden link among visible ones", _hidden_link),
    ("an album", _album),
    ("a photo", _photo),
    ("a video without words", _video),
    ("a document", _document),
    ("a piece of music", _music),
    ("a poll", _poll),
    ("a link preview", _preview),
    ("a forward from a channel", _forward),
    ("a forward with a hidden source", _hidden_forward),
    ("a reply with a quote", _reply),
    ("a signed and edited post", _signed),
    ("a service message before it", _service),
]


def without_sizes(item: Item) -> Item:
    """Pages round sizes and tell them of documents only."""
    kinds = tuple(Attachment(file.kind) for file in item.attachments)
    return replace(item, raw_hash="", attachments=tuple(sorted(kinds, key=lambda one: one.kind)))


@pytest.mark.parametrize(("reason", "say"), SAID)
def test_both_transports_give_the_same_item(
    reason: str, say: Callable[[BothWays], None], both: BothWays, desk: TelegramDesk
) -> None:
    say(both)

    read = desk.items(desk.poll())

    assert list(map(without_sizes, read)) == list(map(without_sizes, both.web_items())), reason
    assert len(read) == 1


def test_a_change_of_transport_hands_on_nothing(both: BothWays, desk: TelegramDesk) -> None:
    for _, say in SAID:
        say(both)
    web = both.web_items()
    known = tuple((item.external_id, item.content_hash) for item in reversed(web))
    identity = parse_page(both.web.page()).chat_id
    desk.state = replace(desk.state, identity=identity, newest_id=both.web.next_id - 1, known=known)

    reading = desk.poll()

    assert reading.result is not None
    assert (reading.result.failure, reading.result.items, reading.result.deleted) == (None, (), ())
