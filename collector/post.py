"""A channel's posts and pages as any transport gives them, and how a post becomes an Item. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from collector.item import Attachment, Item, Origin, Reply
from config.schema import Source

AHEAD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Post:
    """One post, or one album under its first id. `text` is complete: captions, polls, links."""

    id: int
    text: str = ""
    published_at: datetime | None = None
    published_raw: str = ""
    author: str = ""
    origin: Origin | None = None
    media: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()  # further message ids of an album
    is_service: bool = False  # "channel photo updated" and the like: an id, but no news
    is_edited: bool = False  # shown by the transport; never a revision by itself
    raw_hash: str = ""
    views: int = 0  # as far as the transport tells it with the post
    reply: Reply | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def last_id(self) -> int:
        return max(self.id, *self.parts, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """Posts in ascending order, without holes of the page's own making."""

    posts: tuple[Post, ...] = ()
    chat_id: str = ""  # the channel's identity; empty where the page does not tell
    title: str = ""
    is_channel: bool = True  # False: some other page came
    is_start: bool = False  # nothing older exists

    @property
    def first_id(self) -> int:
        return self.posts[0].id if self.posts else 0

    @property
    def last_id(self) -> int:
        return max((post.last_id for post in self.posts), default=0)


def item_of(post: Post, source: Source, now: datetime) -> Item:
    """The Item a post stands for; a date ahead of us is no date."""
    when = post.published_at
    return Item(
        source=source.name,
        external_id=str(post.id),
        kind="post",
        title="",
        text=post.text,
        url=f"https://t.me/{source.channel}/{post.id}",
        published_at=when if when is not None and when <= now + AHEAD else None,
        published_raw=post.published_raw,
        language=source.language,
        author=post.author,
        origin=post.origin,
        media=post.media,
        parts=tuple(str(part) for part in post.parts),
        raw_hash=post.raw_hash,
        reply=post.reply,
        attachments=post.attachments,
    )
