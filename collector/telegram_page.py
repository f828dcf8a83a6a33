"""A preview page https://t.me/s/NAME to posts. Pure: HTML in, Page out; never raises on any HTML.

The page repeats class names in places that are not the post (reply quotes, previews), so every
selector here says which occurrence is meant.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from collector.entry import web_address
from collector.item import Attachment, Origin, Reply
from collector.plain import one_line, text_of_node
from collector.post import Page, Post

MAX_POSTS = 200  # a page has about 20
MAX_TEXT = 50_000
MAX_QUOTE = 1_000
MAX_DEPTH = 1_000  # unclosed tags at one point; a real page stays below 40
_TAG = re.compile(r"<(/)?(?!(?:br|img|meta|link|input|hr|source|path)\b)[a-zA-Z]", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z0-9_]{1,64}/(\d{1,12})")
_SINGLE = re.compile(r"/(\d{1,12})\?(?:[^#]*&)?single")
_ANSWERED = re.compile(r"/([A-Za-z0-9_]{1,64})/(\d{1,12})(?:[?#].*)?$")
_SIZE = re.compile(r"^(\d{1,9}(?:\.\d{1,3})?) (B|KB|MB|GB)\b")
_BYTES = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}
_BACKGROUND = re.compile(r"background-image:\s*url\([\"']?([^\"')]{1,2000})")
_COUNT = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)([KM]?)")
_THOUSANDS = {"": 1, "K": 1_000, "M": 1_000_000}
_MEDIA = (
    ("photo", "a.tgme_widget_message_photo_wrap"),
    ("video", ".tgme_widget_message_video_player"),
    ("video note", ".tgme_widget_message_roundvideo_player"),
    ("voice", ".tgme_widget_message_voice_player"),
    ("sticker", ".tgme_widget_message_sticker_wrap"),
    ("poll", ".tgme_widget_message_poll"),
    ("location", ".tgme_widget_message_location_wrap"),
)
_FILES = _MEDIA[:4]
# What stands after the post's own words, one line each, in this order.
_FURTHER = (
    ".tgme_widget_message_poll_question",
    ".tgme_widget_message_poll_option_text",
    ".tgme_widget_message_document_title",
    ".link_preview_title",
    ".link_preview_description",
)


def parse_page(markup: str) -> Page:
    """The posts of a preview page; `is_channel` is False for any other page."""
    tree = _tree(markup)
    if tree is None or tree.css_first(".tgme_channel_history") is None:
        return Page(is_channel=False)
    nodes = tree.css(".tgme_widget_message_wrap > .tgme_widget_message[data-post]")[:MAX_POSTS]
    posts = {post.id: post for node in nodes if (post := _post(node)) is not None}
    title = tree.css_first(".tgme_channel_info_header_title")
    return Page(
        posts=tuple(posts[number] for number in sorted(posts)),
        chat_id=next((found for node in nodes if (found := _chat_id(node))), ""),
        title=one_line(title.text()) if title is not None else "",
        is_start=tree.css_first(".tme_no_messages_found") is not None,
    )


def photo_addresses(markup: str, number: int) -> tuple[str, ...]:
    """Where the photos of a post are; they stand in styles, and expire."""
    tree = _tree(markup)
    nodes = tree.css(".tgme_widget_message[data-post]") if tree is not None else []
    styles = (
        _attribute(photo, "style")
        for node in nodes
        if _attribute(node, "data-post").rpartition("/")[2] == str(number)
        for photo in node.css("a.tgme_widget_message_photo_wrap")[:10]
    )
    found = (_BACKGROUND.search(style) for style in styles)
    return tuple(address for one in found if one and (address := web_address(one[1])))


def describe_landing(markup: str, name: str) -> tuple[bool, str]:
    """What https://t.me/NAME tells of a channel without preview: (does it exist, a sentence)."""
    tree = _tree(markup)
    if tree is None:
        return True, f"@{name} shows a page that can't be read"
    node = tree.css_first("title")
    title = one_line(node.text()) if node is not None else ""
    if title.startswith("Telegram: View @") or tree.css_first(".tgme_page_extra") is not None:
        return True, f"@{name} exists, but shows no preview: a group, or its preview is disabled"
    return False, f"@{name} does not exist or is private"


def _tree(markup: str) -> LexborHTMLParser | None:
    """The parsed page; None for nesting no honest page has: its cost grows with depth squared."""
    depth = 0
    for tag in _TAG.finditer(markup):
        depth += -1 if tag[1] else 1
        if depth > MAX_DEPTH:
            return None
    return LexborHTMLParser(markup)


def _post(node: LexborNode) -> Post | None:
    found = _ID.fullmatch(_attribute(node, "data-post"))
    if found is None:
        return None
    number = int(found[1])
    meta = node.css_first(".tgme_widget_message_meta")
    author = node.css_first(".tgme_widget_message_from_author")
    raw_date = _raw_date(node)
    return Post(
        id=number,
        text=_text(node),
        published_at=_date(raw_date),
        published_raw=raw_date,
        author=one_line(author.text())[:200] if author is not None else "",
        origin=_origin(node),
        media=_media(node),
        parts=_parts(node, number),
        is_service="service_message" in _attribute(node, "class").split(),
        is_edited=meta is not None and "edited" in meta.text().split(),
        raw_hash=hashlib.sha256((node.html or "").encode("utf-8", "replace")).hexdigest(),
        views=_views(node),
        reply=_reply(node),
        attachments=_attachments(node),
    )


def _text(node: LexborNode) -> str:
    """The post's words, then poll, file names and preview, then targets of hidden links."""
    body = node.css_first(".js-message_text:not(.js-message_reply_text)")
    lines = [text_of_node(body)] if body is not None else []
    for selector in _FURTHER:
        lines += [one_line(text_of_node(part)) for part in node.css(selector)[:20]]
    if body is not None:
        lines += _hidden_links(body)
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def _hidden_links(body: LexborNode) -> list[str]:
    """Targets a reader can't see in the text; mentions, hashtags and spelt-out links are seen."""
    targets: list[str] = []
    for anchor in body.css("a[href]")[:100]:
        target = web_address(_attribute(anchor, "href"))
        shown = one_line(anchor.text()).rstrip("…").lstrip("@")
        seen = bool(shown) and shown.lower() in target.lower()
        if target and not seen and target not in targets:
            targets.append(target)
    return targets


def _origin(node: LexborNode) -> Origin | None:
    """Who a forward names: a linked channel, or only a name."""
    block = node.css_first(".tgme_widget_message_forwarded_from")
    if block is None:
        return None
    named = block.css_first(".tgme_widget_message_forwarded_from_name") or block.css_first("a")
    if named is None:
        return None
    name = one_line(named.text())[:200]
    return Origin(name, web_address(_attribute(named, "href"))) if name else None


def _media(node: LexborNode) -> tuple[str, ...]:
    kinds = [kind for kind, selector in _MEDIA for _ in node.css(selector)[:20]]
    titles = node.css(".tgme_widget_message_document_title")[:20]
    return (*kinds, *(f"document {one_line(title.text())[:200]}" for title in titles))


def _reply(node: LexborNode) -> Reply | None:
    """The post answered, of this channel only, and its beginning as the page shows it."""
    block = node.css_first("a.tgme_widget_message_reply")
    if block is None:
        return None
    own = _ID.fullmatch(_attribute(node, "data-post"))
    found = _ANSWERED.search(_attribute(block, "href"))
    same = own and found and own[0].partition("/")[0].lower() == found[1].lower()
    shown = block.css_first(".js-message_reply_text")
    quote = text_of_node(shown)[:MAX_QUOTE] if shown is not None else ""
    number = found[2] if found and same else ""
    return Reply(number, quote) if number or quote else None


def _attachments(node: LexborNode) -> tuple[Attachment, ...]:
    """Files with the sizes that the page tells: rounded, and of documents only."""
    plain = [Attachment(kind) for kind, selector in _FILES for _ in node.css(selector)[:20]]
    return (*plain, *(_document(one) for one in node.css(".tgme_widget_message_document")[:20]))


def _document(node: LexborNode) -> Attachment:
    title = node.css_first(".tgme_widget_message_document_title")
    extra = node.css_first(".tgme_widget_message_document_extra")
    told = _SIZE.search(one_line(extra.text())) if extra is not None else None
    size = round(float(told[1]) * _BYTES[told[2]]) if told else 0
    return Attachment("document", size, one_line(title.text())[:200] if title is not None else "")


def _parts(node: LexborNode, number: int) -> tuple[int, ...]:
    links = [_attribute(anchor, "href") for anchor in node.css("a[href]")[:200]]
    ids = {int(found[1]) for link in links if (found := _SINGLE.search(link))}
    return tuple(sorted(ids - {number}))


def _views(node: LexborNode) -> int:
    """Rounded by the page: 4.85K."""
    shown = node.css_first(".tgme_widget_message_views")
    found = _COUNT.fullmatch(one_line(shown.text())) if shown is not None else None
    return round(float(found[1]) * _THOUSANDS[found[2]]) if found else 0


def _raw_date(node: LexborNode) -> str:
    # A video's duration is a <time> too: only the one inside the date link counts.
    when = node.css_first(".tgme_widget_message_date time[datetime]")
    return one_line(_attribute(when, "datetime"))[:100] if when is not None else ""


def _date(raw: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(raw)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _chat_id(node: LexborNode) -> str:
    """The channel's number, from base64url JSON in data-view."""
    packed = _attribute(node, "data-view")[:2_000]
    try:
        told = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (ValueError, RecursionError):
        return ""
    number = told.get("c") if isinstance(told, dict) else None
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else ""


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
