"""What an answer of Telegram's history methods shows: posts, facts, the channel's name. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from collector.item import PollState
from collector.plain import one_line
from collector.post import Page
from collector.telegram_message import Album, Names, albums_of, facts_of, post_of, public_names
from collector.telegram_model import Facts, Peer, Tl
from collector.tracking import former_id

HOLD = timedelta(seconds=5)  # an album younger than this may still be growing


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page was asked for: the newest (`before` is 0) or one ending below `before`."""

    before: int
    limit: int
    hold: bool = False  # leave out an album that may still be growing


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer to GetHistory."""

    page: Page
    facts: tuple[Facts, ...]
    is_empty: bool  # no message at all
    is_growing: bool  # an album was left out: look again in a few seconds
    total: int  # messages in the channel, as Telegram counts


def shown(answer: Tl, asked: Asked, state: PollState, now: datetime) -> Shown:
    """The answer as a page. An album cut by its lower end, or still growing, is left out."""
    messages = list(getattr(answer, "messages", None) or ())
    total = int(getattr(answer, "count", None) or len(messages))
    albums = albums_of(messages)
    is_start = _is_start(albums, asked, state, total)
    if len(messages) >= asked.limit and not is_start and albums and albums[0].is_grouped:
        albums = albums[1:]
    growing = asked.hold and bool(albums) and _is_growing(albums[-1], now)
    if growing:
        albums = albums[:-1]
    albums = tuple(_under_known_id(album, albums, state) for album in albums)
    names = Names(getattr(answer, "chats", None) or (), getattr(answer, "users", None) or ())
    posts = tuple(post_of(album, names) for album in albums)
    facts = tuple(facts_of(album) for album in albums if not album.is_service)
    return Shown(Page(posts, is_start=is_start), facts, not messages, growing, total)


def peer_seen(peer: Peer, answer: Tl) -> Peer:
    """The peer under the name and title that the channel has now."""
    chat = Names(getattr(answer, "chats", None) or ()).channel(peer.channel_id)
    if chat is None or getattr(chat, "min", None):
        return peer  # "min" objects tell only part of the truth
    names = public_names(chat)
    kept = peer.name if peer.name.lower() in (name.lower() for name in names) else ""
    title = one_line(str(getattr(chat, "title", "") or ""))[:200]
    return replace(peer, name=kept or next(iter(names), ""), title=title)


def _is_start(albums: tuple[Album, ...], asked: Asked, state: PollState, total: int) -> bool:
    """Nothing older exists. An empty page proves that only where nothing known lies below."""
    if not albums:
        below = any(int(name) < asked.before for name, _ in state.known if name.isdecimal())
        return not below if asked.before else total == 0
    here = sum(len(album.messages) for album in albums)
    # A full page is never taken for all there is: a wrong count would hide what lies below.
    return albums[0].id == 1 or (not asked.before and total <= here < asked.limit)


def _is_growing(album: Album, now: datetime) -> bool:
    date = album.messages[-1].date
    return album.is_grouped and date is not None and abs(now - date) < HOLD


def _under_known_id(album: Album, albums: tuple[Album, ...], state: PollState) -> Album:
    """An album whose first part was deleted keeps the id under which it is known."""
    if not album.is_grouped:
        return album
    taken = {int(message.id) for one in albums for message in one.messages}
    return replace(album, id=former_id(album.id, taken, state))
