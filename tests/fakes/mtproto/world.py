"""A world of channels for the fake Telegram server: post, edit, delete, forward, rename. No I/O.

world = World()
desk = world.channel("deskdesk", 1234567890)
desk.post("Seven T-72B3M in Bamako")
desk.album("Photos", media=[photo(), photo()])
desk.edit(1, "Nine T-72B3M in Bamako")
desk.delete(2)
"""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from telethon.tl import types

from collector.telegram_model import Tl

DAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FakeMessage:
    """One message; `media`, `entities`, `forward` and `reply` are TL objects."""

    id: int
    text: str = ""
    at: datetime = DAY
    edited_at: datetime | None = None
    service: bool = False
    grouped_id: int | None = None
    media: Tl = None
    entities: tuple[Tl, ...] = ()
    forward: Tl = None
    reply: Tl = None
    author: str = ""
    forwards: int = 0
    reactions: tuple[tuple[str, int], ...] = ()


Listener = Callable[["FakeChannel", str, int], None]


@dataclass(slots=True)
class FakeChannel:
    """A channel under way; ids go up by themselves, views with every look."""

    username: str | None
    id: int
    title: str = "The Desk"
    private: bool = False
    banned: set[str] = field(default_factory=set)  # accounts thrown out
    members: set[str] = field(default_factory=set)  # accounts that get pushes
    messages: dict[int, FakeMessage] = field(default_factory=dict)
    mentioned: tuple[Tl, ...] = ()  # further chats and users that answers carry: forwards' origins
    next_id: int = 1
    pts: int = 1
    views: int = 0
    listeners: list[Listener] = field(default_factory=list)
    _groups: Tl = field(default_factory=lambda: itertools.count(13_000_000_000))

    def post(self, text: str = "", **traits: object) -> FakeMessage:
        """Publish one message."""
        made = replace(FakeMessage(self.next_id, text), **traits)  # type: ignore[arg-type]
        self.messages[made.id] = made
        self.next_id = made.id + 1
        self._tell("new", made.id)
        return made

    def album(
        self, caption: str, media: Sequence[Tl], on_part: int = 0, **traits: object
    ) -> list[FakeMessage]:
        """Publish one album; its caption may sit on any part."""
        group = next(self._groups)
        return [
            self.post(caption if i == on_part else "", media=one, grouped_id=group, **traits)
            for i, one in enumerate(media)
        ]

    def burst(self, count: int, text: str = "post") -> list[int]:
        """Publish many at once."""
        return [self.post(f"{text} {self.next_id}").id for _ in range(count)]

    def edit(self, number: int, text: str) -> None:
        was = self.messages[number]
        self.messages[number] = replace(was, text=text, edited_at=was.at + timedelta(hours=1))
        self._tell("edit", number)

    def mark_edited(self, number: int) -> None:
        """What a counter or a button does: an edit date and no other text."""
        was = self.messages[number]
        self.messages[number] = replace(was, edited_at=was.at + timedelta(hours=2))

    def delete(self, *numbers: int) -> None:
        for number in numbers:
            del self.messages[number]
            self._tell("delete", number)

    def newest_below(self, offset_id: int, limit: int) -> list[FakeMessage]:
        """As GetHistory gives them: newest first."""
        chosen = sorted((n for n in self.messages if not offset_id or n < offset_id), reverse=True)
        return [self.messages[number] for number in chosen[:limit]]

    def hash_for(self, account: str) -> int:
        """The access hash of this channel, which is another one for each account."""
        digest = sha256(f"{account}:{self.id}".encode()).digest()
        return int.from_bytes(digest[:8], "little", signed=True)

    def _tell(self, what: str, number: int) -> None:
        self.pts += 1
        for listener in self.listeners:
            listener(self, what, number)


@dataclass(slots=True)
class World:
    """All channels, by id. Names may change hands."""

    channels: dict[int, FakeChannel] = field(default_factory=dict)
    files: dict[int, bytes] = field(default_factory=dict)  # by the number of a photo

    def channel(self, username: str | None, number: int, title: str = "The Desk") -> FakeChannel:
        made = FakeChannel(username, number, title)
        self.channels[number] = made
        return made

    def named(self, username: str) -> FakeChannel | None:
        wanted = username.lower()
        found = (one for one in self.channels.values() if (one.username or "").lower() == wanted)
        return next(found, None)


# --- media -----------------------------------------------------------------------------------


def photo(size: int = 90_000, number: int = 1) -> Tl:
    sizes = [types.PhotoSize("m", 320, 240, size // 9), types.PhotoSize("x", 800, 600, size)]
    return types.MessageMediaPhoto(photo=types.Photo(number, 2, b"ref", DAY, sizes, 2))


def file(name: str, size: int = 1_200_000, mime: str = "application/pdf", *attributes: Tl) -> Tl:
    named = [types.DocumentAttributeFilename(name)] if name else []
    document = types.Document(3, 4, b"ref", DAY, mime, size, 2, [*attributes, *named])
    return types.MessageMediaDocument(document=document)


def video(name: str = "", size: int = 9_000_000, *, round_message: bool = False) -> Tl:
    kind = types.DocumentAttributeVideo(9.5, 640, 360, round_message=round_message or None)
    return file(name, size, "video/mp4", kind)


def voice() -> Tl:
    return file("", 20_000, "audio/ogg", types.DocumentAttributeAudio(7, voice=True))


def music(title: str, performer: str, name: str = "a.mp3") -> Tl:
    kind = types.DocumentAttributeAudio(180, title=title, performer=performer)
    return file(name, 5_000_000, "audio/mpeg", kind)


def sticker() -> Tl:
    kind = types.DocumentAttributeSticker("🚜", types.InputStickerSetEmpty())
    return file("s.webp", 30_000, "image/webp", kind)


def poll(question: str, *options: str) -> Tl:
    answers = [types.PollAnswer(_text(one), bytes([i])) for i, one in enumerate(options)]
    told = types.Poll(5, _text(question), answers, 0)
    return types.MessageMediaPoll(poll=told, results=types.PollResults())


def preview(title: str, description: str, url: str = "https://news.example/a") -> Tl:
    page = types.WebPage(6, url, url, 0, title=title, description=description)
    return types.MessageMediaWebPage(webpage=page)


def location() -> Tl:
    return types.MessageMediaGeo(types.GeoPoint(long=-8.0, lat=12.6, access_hash=0))


def _text(text: str) -> Tl:
    return types.TextWithEntities(text, [])


# --- as TL -----------------------------------------------------------------------------------


def as_message(channel: FakeChannel, one: FakeMessage) -> Tl:
    """The message as Telegram would send it now."""
    peer = types.PeerChannel(channel.id)
    if one.service:
        action = types.MessageActionChatEditTitle(channel.title)
        return types.MessageService(one.id, peer, one.at, action=action, post=True)
    counts = [types.ReactionCount(types.ReactionEmoji(e), n) for e, n in one.reactions]
    return types.Message(
        one.id,
        peer,
        one.at,
        one.text,
        post=True,
        media=one.media,
        entities=list(one.entities) or None,
        fwd_from=one.forward,
        reply_to=one.reply,
        views=channel.views,
        forwards=one.forwards,
        edit_date=one.edited_at,
        post_author=one.author or None,
        grouped_id=one.grouped_id,
        reactions=types.MessageReactions(counts) if counts else None,
    )


def as_chat(channel: FakeChannel, account: str) -> Tl:
    """The channel as Telegram shows it to an account."""
    joined = account in channel.members
    return types.Channel(
        channel.id,
        channel.title,
        types.ChatPhotoEmpty(),
        DAY,
        broadcast=True,
        left=None if joined else True,
        access_hash=channel.hash_for(account),
        username=channel.username,
    )
