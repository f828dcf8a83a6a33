"""A public channel as https://t.me/s/NAME shows it, for tests: post, edit, delete, forward, album.

    channel = FakeChannel("desk", chat_id=-1001)
    channel.post("Seven T-72B3M in Bamako", at=NOON)
    web_url = channel.open_on(web)     # for telegram.web_url
    channel.edit(1, "Nine T-72B3M in Bamako")

The markup follows the real page in structure and class names, with the traps it has: reply quotes
in text classes, video durations in <time>, albums whose parts are only links, rounded views.
"""

from __future__ import annotations

import base64
import html
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import parse_qs

from tests.fakes.web import Answer, Request, WebServer

PAGE_SIZE = 20
DAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FakePost:
    """One post of the channel; `text_html` is markup as Telegram would send it."""

    id: int
    text_html: str = ""
    at: datetime = DAY
    edited: bool = False
    service: bool = False
    photos: int = 0  # more than one: an album with ids id, id+1, …
    forwarded_from: tuple[str, str] | None = None  # name and link; empty link: hidden source
    reply_quote: str = ""
    video: str = ""  # a duration
    document: str = ""
    poll: tuple[str, ...] = ()  # question, then options
    preview: tuple[str, str] | None = None  # title and description
    author: str = ""

    @property
    def last_id(self) -> int:
        return self.id + max(self.photos - 1, 0)


@dataclass(slots=True)
class FakeChannel:
    """A channel under way; ids go up by themselves."""

    name: str
    chat_id: int = -1001234567890
    title: str = "The Desk"
    posts: dict[int, FakePost] = field(default_factory=dict)
    next_id: int = 1
    cdn: str = "https://cdn.example"
    views: int = 0  # each page shows more: views are never content

    def post(self, text: str = "", **traits: object) -> FakePost:
        """Publish; `text` is plain, `text_html=` is taken as it is."""
        traits.setdefault("text_html", html.escape(text).replace("\n", "<br/>"))
        made = replace(FakePost(self.next_id), **traits)  # type: ignore[arg-type]
        self.posts[made.id] = made
        self.next_id = made.last_id + 1
        return made

    def edit(self, number: int, text: str) -> None:
        markup = html.escape(text).replace("\n", "<br/>")
        self.posts[number] = replace(self.posts[number], text_html=markup, edited=True)

    def mark_edited(self, number: int) -> None:
        """What a counter or a button does: the word "edited" and no other text."""
        self.posts[number] = replace(self.posts[number], edited=True)

    def delete(self, *numbers: int) -> None:
        for number in numbers:
            del self.posts[number]

    def delete_first_part(self, number: int) -> None:
        """An album goes on under the id of its second part."""
        album = self.posts.pop(number)
        self.posts[number + 1] = replace(album, id=number + 1, photos=album.photos - 1)

    def open_on(self, web: WebServer) -> str:
        """Serve preview and landing page; gives the address for `telegram.web_url`."""
        web.script(f"/s/{self.name}", self._answer)
        web.serve(f"/{self.name}", landing_page(self.name, exists=True))
        return web.url

    def page(self, before: int = 0) -> str:
        """The page's markup: the newest posts, or those below `before`."""
        older = [self.posts[n] for n in sorted(self.posts) if not before or n < before]
        shown = older[-PAGE_SIZE:]
        self.views += 1
        blocks = [_block(self, post) for post in shown]
        if len(shown) == len(older):
            blocks.insert(0, _START)
        return _page(self, "\n".join(blocks))

    def _answer(self, request: Request) -> Answer:
        before = parse_qs(request.query).get("before", ["0"])[0]
        return Answer(self.page(int(before)).encode(), headers=HTML)


HTML = {"Content-Type": "text/html; charset=utf-8"}
_START = (
    '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
    '<div class="tme_no_messages_found">No posts found</div></div>'
)


def landing_page(name: str, *, exists: bool) -> str:
    """https://t.me/NAME: "View" for what exists, "Contact" for what doesn't."""
    word = "View" if exists else "Contact"
    filler = "<!-- styles and scripts of the real page -->" * 20
    extra = '<div class="tgme_page_extra">12 345 subscribers</div>' if exists else ""
    return (
        f"<!DOCTYPE html><html><head><title>Telegram: {word} @{name}</title></head>"
        f'<body><div class="tgme_page">{extra}{filler}</div></body></html>'
    )


def _page(channel: FakeChannel, blocks: str) -> str:
    return f"""<!DOCTYPE html><html>
<head><title>{html.escape(channel.title)} – Telegram</title></head>
<body class="widget_frame_base tgme_webpreview no_transition">
<header class="tgme_header"><div class="tgme_channel_info_header_title">
<span dir="auto">{html.escape(channel.title)}</span></div></header>
<main class="tgme_main"><div class="tgme_container">
<section class="tgme_channel_history js-message_history">
{blocks}
</section></div></main></body></html>"""


def _block(channel: FakeChannel, post: FakePost) -> str:
    view = json.dumps({"c": channel.chat_id, "p": post.id, "t": 1763640000, "h": "0f" * 9})
    packed = base64.urlsafe_b64encode(view.encode()).decode().rstrip("=")
    service = " service_message" if post.service else ""
    address = f"https://t.me/{channel.name}/{post.id}"
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message text_not_supported_wrap js-widget_message{service}"
 data-post="{channel.name}/{post.id}" data-view="{packed}">
<div class="tgme_widget_message_user"><a href="https://t.me/{channel.name}"></a></div>
<div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name"
 href="https://t.me/{channel.name}"><span dir="auto">{html.escape(channel.title)}</span></a></div>
{_forward(post)}{_reply(channel, post)}{_media(channel, post)}{_poll(post)}{_words(post)}
{_preview(post)}
<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">
<span class="tgme_widget_message_views">{channel.views + 4}.85K</span>
<span class="tgme_widget_message_meta">{_author(post)}{"edited &nbsp;" if post.edited else ""}
<a class="tgme_widget_message_date" href="{address}">
<time datetime="{post.at.isoformat()}" class="time">{post.at:%H:%M}</time></a></span>
</div></div></div></div></div>"""


def _words(post: FakePost) -> str:
    if not post.text_html:
        return ""
    return (
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{post.text_html}</div>'
    )


def _forward(post: FakePost) -> str:
    if post.forwarded_from is None:
        return ""
    name, link = post.forwarded_from
    kind = f'a class="tgme_widget_message_forwarded_from_name" href="{link}"'
    shown = f'<span dir="auto">{html.escape(name)}</span>'
    named = (
        f"<{kind}>{shown}</a>"
        if link
        else f'<span class="tgme_widget_message_forwarded_from_name">{shown}</span>'
    )
    return (
        '<div class="tgme_widget_message_forwarded_from accent_color">'
        f"Forwarded from&nbsp;{named}</div>"
    )


def _reply(channel: FakeChannel, post: FakePost) -> str:
    if not post.reply_quote:
        return ""
    return (
        f'<a class="tgme_widget_message_reply" href="https://t.me/{channel.name}/1">'
        '<div class="tgme_widget_message_author accent_color">The Desk</div>'
        '<div class="tgme_widget_message_text js-message_reply_text" dir="auto">'
        f"{html.escape(post.reply_quote)}</div></a>"
    )


def _media(channel: FakeChannel, post: FakePost) -> str:
    single = "?single" if post.photos > 1 else ""
    wraps = [
        f'<a class="tgme_widget_message_photo_wrap" href="https://t.me/{channel.name}/{number}'
        f'{single}" style="background-image:url(\'{channel.cdn}/{number}.jpg\')"></a>'
        for number in range(post.id, post.id + post.photos)
    ]
    if post.video:
        wraps.append(
            f'<a class="tgme_widget_message_video_player" href="https://t.me/{channel.name}/'
            f'{post.id}"><time class="message_video_duration">{post.video}</time></a>'
        )
    if post.document:
        wraps.append(
            '<a class="tgme_widget_message_document_wrap">'
            '<div class="tgme_widget_message_document">'
            f'<div class="tgme_widget_message_document_title">{html.escape(post.document)}</div>'
            '<div class="tgme_widget_message_document_extra">1.2 MB</div></div></a>'
        )
    return "".join(wraps)


def _poll(post: FakePost) -> str:
    if not post.poll:
        return ""
    options = "".join(
        '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_'
        f'percent">50%</div><div class="tgme_widget_message_poll_option_text">{html.escape(one)}'
        "</div></div>"
        for one in post.poll[1:]
    )
    return (
        '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">'
        f"{html.escape(post.poll[0])}</div>{options}</div>"
    )


def _preview(post: FakePost) -> str:
    if post.preview is None:
        return ""
    title, description = post.preview
    return (
        '<a class="tgme_widget_message_link_preview" href="https://news.example/a">'
        f'<div class="link_preview_title">{html.escape(title)}</div>'
        f'<div class="link_preview_description">{html.escape(description)}</div></a>'
    )


def _author(post: FakePost) -> str:
    if not post.author:
        return ""
    return f'<span class="tgme_widget_message_from_author">{html.escape(post.author)}</span>, '
