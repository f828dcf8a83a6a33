"""Renders the demo's channels as the public preview t.me/s/NAME does; no I/O.

Keeps the structure that readers of such pages rely on: wraps, data-post, data-view, forwards,
replies, photo albums, the word "edited", rounded views, and paging by before=.
"""

from __future__ import annotations

import base64
import json
import re
from html import escape

from cli.demo.pages import Site
from cli.demo.stream import Channel, Shown, Stream

PAGE = 20  # messages on one page
_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")
_HASHTAG = re.compile(r"(?<![\w&])#(\w+)")


def history(site: Site, stream: Stream, channel: Channel, shown: list[Shown]) -> str:
    """One page of the channel: the messages handed in, oldest first."""
    first = stream.message_id(shown[0].entry) if shown else 0
    older = f"{channel.channel}?before={first}"
    more = (
        '<div class="tgme_widget_message_centered js-messages_more_wrap"><a '
        f'href="/s/{older}" class="tme_messages_more js-messages_more" data-before="{first}"></a>'
        "</div>"
        if first > channel.first_id
        else ""
    )
    messages = "".join(_wrap(message(site, stream, state)) for state in shown)
    return _document(site, channel, more + (messages or _wrap(_NOTHING)))


def page_of(stream: Stream, shown: list[Shown], before: int | None) -> list[Shown]:
    """The newest messages below `before` (exclusive), at most one page, oldest first."""
    below = [s for s in shown if before is None or stream.message_id(s.entry) < before]
    return below[-PAGE:]


def single(site: Site, stream: Stream, state: Shown | None) -> str:
    """The page of one message, as embedded in other sites."""
    if state is None:
        return _PLAIN.format(
            title="Telegram Widget",
            body='<div class="tgme_widget_message_error">Post not found</div>',
        )
    channel = stream.channel_of(state.entry)
    return _PLAIN.format(title=escape(channel.title), body=message(site, stream, state))


def landing(name: str, *, exists: bool) -> str:
    """The page t.me/NAME: where a reader without a preview is sent."""
    verb = "View" if exists else "Contact"
    return _PLAIN.format(title=f"Telegram: {verb} @{escape(name)}", body="")


def message(site: Site, stream: Stream, state: Shown) -> str:
    entry, channel = state.entry, stream.channel_of(state.entry)
    number = stream.message_id(entry)
    link = f"{site.base}/{channel.channel}/{number}"
    name = f'<span dir="auto">{escape(channel.title)}</span>'
    return (
        f'<div class="tgme_widget_message text_not_supported_wrap js-widget_message" '
        f'data-post="{channel.channel}/{number}" data-view="{_view(channel, number)}">'
        f'<div class="tgme_widget_message_user"><a href="{site.base}/{channel.channel}">'
        f'<i class="tgme_widget_message_user_photo bgcolor2" data-content="T"></i></a></div>'
        f'<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author '
        f'accent_color"><a class="tgme_widget_message_owner_name" '
        f'href="{site.base}/{channel.channel}">{name}</a></div>'
        f"{_forward(site, stream, state)}{_reply(site, stream, state)}"
        f"{_photos(link, entry.photos)}"
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">'
        f"{_rich(state.text)}</div>"
        f"{_footer(site, link, state)}</div></div>"
    )


def _forward(site: Site, stream: Stream, state: Shown) -> str:
    css = "tgme_widget_message_forwarded_from_name"
    if state.entry.forward_of is not None:
        source = stream.entry(state.entry.forward_of)
        channel = stream.channel_of(source)
        href = f"{site.base}/{channel.channel}/{stream.message_id(source)}"
        title = f'<span dir="auto">{escape(channel.title)}</span>'
        named = f'<a class="{css}" href="{href}">{title}</a>'
    elif state.entry.forward_name is not None:
        hidden = escape(state.entry.forward_name)
        named = f'<span class="{css}" dir="auto">{hidden}</span>'
    else:
        return ""
    return (
        '<div class="tgme_widget_message_forwarded_from accent_color">'
        f"Forwarded from&nbsp;{named}</div>"
    )


def _reply(site: Site, stream: Stream, state: Shown) -> str:
    if state.entry.reply_to is None:
        return ""
    quoted = stream.entry(state.entry.reply_to)
    channel = stream.channel_of(quoted)
    start = escape(quoted.text[:120].replace("\n", " "))
    return (
        '<a class="tgme_widget_message_reply user-color-default" '
        f'href="{site.base}/{channel.channel}/{stream.message_id(quoted)}">'
        '<div class="tgme_widget_message_author accent_color"><span '
        f'class="tgme_widget_message_author_name" dir="auto">{escape(channel.title)}</span></div>'
        f'<div class="tgme_widget_message_text js-message_reply_text" dir="auto">{start}</div></a>'
    )


def _photos(link: str, count: int) -> str:
    if count == 0:
        return ""
    if count == 1:
        return (
            f'<a class="tgme_widget_message_photo_wrap" href="{link}" '
            "style=\"width:800px;background-image:url('/photo.svg')\">"
            '<div class="tgme_widget_message_photo" style="padding-top:66%"></div></a>'
        )
    head, _, number = link.rpartition("/")
    parts = "".join(
        '<a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" '
        f'href="{head}/{int(number) + n}?single" data-ratio="1.5" '
        "style=\"width:226px;height:150px;background-image:url('/photo.svg')\">"
        '<div class="grouped_media_helper"></div></a>'
        for n in range(count)
    )
    return (
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">'
        '<div class="tgme_widget_message_grouped js-message_grouped">'
        f'<div class="tgme_widget_message_grouped_layer js-message_grouped_layer">{parts}</div>'
        "</div></div>"
    )


def _footer(site: Site, link: str, state: Shown) -> str:
    published = site.clock.moment(state.entry.at)
    mark = "edited &nbsp;" if state.edited else ""
    return (
        '<div class="tgme_widget_message_footer compact js-message_footer">'
        '<div class="tgme_widget_message_info short js-message_info">'
        f'<span class="tgme_widget_message_views">{_views(state.age)}</span>'
        '<span class="copyonly"> views</span>'
        f'<span class="tgme_widget_message_meta">{mark}'
        f'<a class="tgme_widget_message_date" href="{link}">'
        f'<time datetime="{published.isoformat(timespec="seconds")}" class="time">'
        f"{published:%H:%M}</time></a></span></div></div>"
    )


def _views(age: float) -> str:
    """A counter that grows and is rounded as Telegram rounds it: 980, 1.23K, 12.4K."""
    count = min(12_400, 40 + int(age * 60))
    return str(count) if count < 1000 else f"{count / 1000:.3g}K"


def _rich(text: str) -> str:
    """The text as Telegram marks it up: line breaks, hashtags, emoji as pictures of themselves."""
    html = _HASHTAG.sub(r'<a href="?q=%23\1">#\1</a>', escape(text, quote=False))
    html = _EMOJI.sub(
        lambda found: f'<i class="emoji" style="background-image:none"><b>{found[0]}</b></i>', html
    )
    return html.replace("\n", "<br/>")


def _view(channel: Channel, number: int) -> str:
    raw = json.dumps({"c": channel.chat_id, "p": number, "h": "demo"}, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def _wrap(inner: str) -> str:
    return f'<div class="tgme_widget_message_wrap js-widget_message_wrap">{inner}</div>\n'


def _document(site: Site, channel: Channel, messages: str) -> str:
    title = escape(channel.title)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title} – Telegram</title>'
        f'<meta property="og:title" content="{title}">'
        f'<link rel="canonical" href="/s/{channel.channel}"></head>'
        '<body class="widget_frame_base tgme_webpreview emoji_image">'
        '<header class="tgme_header"><div class="tgme_header_info"><a class="tgme_header_link" '
        f'href="{site.base}/{channel.channel}"><div class="tgme_header_title_wrap">'
        f'<div class="tgme_header_title"><span dir="auto">{title}</span></div>'
        '<div class="tgme_header_counter">12.4K subscribers</div></div></a></div></header>'
        f'<main class="tgme_main" data-url="/{channel.channel}"><div class="tgme_container">'
        f'<section class="tgme_channel_history js-message_history">{messages}</section>'
        '</div></main><aside class="tgme_channel_info"><div class="tgme_channel_info_header">'
        '<div class="tgme_channel_info_header_title_wrap">'
        f'<div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>'
        "</div></div></aside></body></html>\n"
    )


_NOTHING = '<div class="tme_no_messages_found">No posts found</div>'
_PLAIN = (
    '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>'
    '<body class="widget_frame_base">{body}</body></html>\n'
)
