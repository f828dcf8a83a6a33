"""Telegram's message objects to posts, as preview pages would show them. Pure.

Both transports must give the same post the same content, or a change of transport would look like
an edit of everything. So text passes through the same cleaning, further lines stand in the same
order, and what preview pages don't tell (sizes, counters, quotes) goes to Facts.

Objects of a wrong kind, which the protocol's parser lets pass, raise AttributeError or TypeError:
collector.telegram_reader makes that channel's failure of it.
"""

from __future__ import annotations

import hashlib
import html
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from collector.entry import web_address
from collector.item import Origin, Reply
from collector.plain import clean, one_line, text_of_html
from collector.post import Post
from collector.telegram_media import Content, content_of
from collector.telegram_model import Facts, Tl
from collector.telegram_rich import rich_words

MAX_TEXT = 50_000
MAX_ENTITIES = 100
MAX_QUOTE = 1_000
_BLOCK_TAGS = {"MessageEntityBlockquote": "blockquote", "MessageEntityPre": "pre"}


class Names:
    """Who is who in one answer of Telegram: chats and users by kind and id."""

    def __init__(self, chats: Iterable[Tl] = (), users: Iterable[Tl] = ()) -> None:
        self._chats = {chat.id: chat for chat in chats if hasattr(chat, "id")}
        self._users = {user.id: user for user in users if hasattr(user, "id")}

    def channel(self, number: int) -> Tl:
        return self._chats.get(number)

    def of(self, peer: Tl) -> tuple[str, str]:
        """Name and public name of a peer; empty where unknown."""
        if (number := getattr(peer, "channel_id", None)) is not None:
            chat = self._chats.get(number)
            return _told(chat, "title"), _first_name(chat)
        user = self._users.get(getattr(peer, "user_id", None))
        full = f"{_told(user, 'first_name')} {_told(user, 'last_name')}"
        return one_line(full), _first_name(user)


def public_names(entity: Tl) -> tuple[str, ...]:
    """The names under t.me; a channel with several has them in a list."""
    several = getattr(entity, "usernames", None) or ()
    names = (_told(entity, "username"), *(_told(one, "username") for one in several if one.active))
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Album:
    """One post's messages, ascending; most have one. `id` stays when the first part is deleted."""

    id: int
    messages: tuple[Tl, ...]

    @property
    def is_grouped(self) -> bool:
        return bool(getattr(self.messages[0], "grouped_id", None))

    @property
    def is_service(self) -> bool:
        return type(self.messages[0]).__name__ == "MessageService"


def existing(messages: Iterable[Tl]) -> tuple[Tl, ...]:
    """Without those that Telegram gives as empty: deleted, or never there."""
    return tuple(one for one in messages if type(one).__name__ in ("Message", "MessageService"))


def albums_of(messages: Iterable[Tl]) -> tuple[Album, ...]:
    """The messages that exist, ascending, those of one album together under its first id."""
    albums: dict[tuple[str, int], list[Tl]] = {}
    for message in sorted(existing(messages), key=lambda one: int(one.id)):
        group = getattr(message, "grouped_id", None)
        key = ("group", group) if group else ("single", message.id)
        albums.setdefault(key, []).append(message)
    return tuple(Album(int(parts[0].id), tuple(parts)) for parts in albums.values())


def post_of(album: Album, names: Names) -> Post:
    """The post as both transports tell it."""
    first = album.messages[0]
    contents = [content_of(message) for message in album.messages]
    return Post(
        id=album.id,
        text="" if album.is_service else _text(album.messages, contents),
        published_at=first.date,
        published_raw=first.date.isoformat() if first.date is not None else "",
        author=one_line(_told(first, "post_author"))[:200],
        origin=_origin(album.messages, names),
        media=_media(contents),
        parts=tuple(number for one in album.messages if (number := int(one.id)) != album.id),
        is_service=album.is_service,
        is_edited=any(_edited_at(message) for message in album.messages),
        raw_hash=_raw_hash(album.messages),
        reply=_reply(album.messages),
        attachments=tuple(file for content in contents for file in content.attachments),
    )


def facts_of(album: Album) -> Facts:
    """Counters of a post."""
    messages = album.messages
    return Facts(
        external_id=str(album.id),
        views=max(_count(one, "views") for one in messages),
        forwards=max(_count(one, "forwards") for one in messages),
        replies=max(_count(getattr(one, "replies", None), "replies") for one in messages),
        reactions=_reactions(messages),
        edited_at=max((at for one in messages if (at := _edited_at(one))), default=None),
    )


def code_points(text: str, units: Iterable[int]) -> list[int]:
    """Offsets in UTF-16 units as offsets in code points.

    One inside a surrogate pair gives the character's end, one beyond the text gives its end.
    """
    starts = [0, *accumulate(2 if ord(char) > 0xFFFF else 1 for char in text)]
    return [min(bisect_left(starts, max(0, unit)), len(text)) for unit in units]


def _text(album: Sequence[Tl], contents: Sequence[Content]) -> str:
    """Own words, then polls, file names and previews, then targets of hidden links."""
    further = (
        *(line for content in contents for line in content.question),
        *(line for content in contents for line in content.options),
        *(line for content in contents for line in content.titles),
        *(line for content in contents for line in content.preview),
    )
    targets = dict.fromkeys(target for message in album for target in _hidden_links(message))
    lines = (*map(_words, album), *map(one_line, further), *targets)
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def _words(message: Tl) -> str:
    """The message's text; quotes and code stand in paragraphs of their own."""
    text = _told(message, "message")
    if not text:
        return rich_words(getattr(message, "rich_message", None))
    spans = [
        (start, end, tag)
        for entity, start, end in _spans(message)
        if (tag := _BLOCK_TAGS.get(type(entity).__name__))
    ]
    if not spans:
        return clean(text)
    pieces, at = [], 0
    for start, end, tag in sorted(spans):
        if start < at:
            continue  # nested: the outer one is enough
        pieces += [_marked(text[at:start]), f"<{tag}>", _marked(text[start:end]), f"</{tag}>"]
        at = end
    return text_of_html("".join([*pieces, _marked(text[at:])]))


def _marked(text: str) -> str:
    return html.escape(text).replace("\n", "<br/>")


def _hidden_links(message: Tl) -> list[str]:
    """Targets that a reader can't see in the text."""
    text = _told(message, "message")
    targets = []
    for entity, start, end in _spans(message):
        target = web_address(_told(entity, "url"))
        shown = one_line(text[start:end]).rstrip("…").lstrip("@")
        if target and not (shown and shown.lower() in target.lower()):
            targets.append(target)
    return targets


def _spans(message: Tl) -> list[tuple[Tl, int, int]]:
    """Entities with their offsets in code points."""
    entities = (getattr(message, "entities", None) or [])[:MAX_ENTITIES]
    text = _told(message, "message")
    starts = code_points(text, (entity.offset for entity in entities))
    ends = code_points(text, (entity.offset + entity.length for entity in entities))
    return [
        (entity, start, end)
        for entity, start, end in zip(entities, starts, ends, strict=True)
        if start < end
    ]


def _origin(album: Sequence[Tl], names: Names) -> Origin | None:
    """Who a forward names: a channel and its post, a person, or only a name."""
    header = next((found for one in album if (found := getattr(one, "fwd_from", None))), None)
    if header is None:
        return None
    name, public = names.of(header.from_id)
    name = one_line(name or _told(header, "from_name"))[:200]
    if not name:
        return None
    number = header.channel_post
    url = f"https://t.me/{public}/{number}" if public and number else f"https://t.me/{public}"
    return Origin(name, url if public else "")


def _reply(album: Sequence[Tl]) -> Reply | None:
    header = next((found for one in album if (found := getattr(one, "reply_to", None))), None)
    number = getattr(header, "reply_to_msg_id", None)
    # With a peer the number is of another channel's.
    own = number if number and getattr(header, "reply_to_peer_id", None) is None else ""
    quote = clean(_told(header, "quote_text"))[:MAX_QUOTE]
    return Reply(str(own), quote) if own or quote else None


def _media(contents: Sequence[Content]) -> tuple[str, ...]:
    """Kinds in the order in which preview pages list them, then documents."""
    kinds = [content.kind for content in contents if content.kind]
    order = ("photo", "video", "video note", "voice", "sticker", "poll", "location")
    plain = sorted((kind for kind in kinds if kind in order), key=order.index)
    return (*plain, *(kind for kind in kinds if kind not in order))


def _raw_hash(messages: Sequence[Tl]) -> str:
    # Not over bytes(message): serialising anew asserts what servers do not always keep to.
    raw = repr([one.to_dict() for one in messages])
    return hashlib.sha256(raw.encode("utf-8", "backslashreplace")).hexdigest()


def _reactions(album: Sequence[Tl]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for message in album:
        for one in getattr(getattr(message, "reactions", None), "results", None) or ():
            custom = getattr(one.reaction, "document_id", "paid")
            name = str(getattr(one.reaction, "emoticon", custom))
            counts[name] = counts.get(name, 0) + one.count
    return tuple(counts.items())


def _first_name(entity: Tl) -> str:
    return next(iter(public_names(entity)), "")


def _edited_at(message: Tl) -> Tl:
    return None if getattr(message, "edit_hide", None) else getattr(message, "edit_date", None)


def _count(holder: Tl, name: str) -> int:
    return int(getattr(holder, name, None) or 0)


def _told(holder: Tl, name: str) -> str:
    found = getattr(holder, name, None)
    return found if isinstance(found, str) else ""
