"""What a message carries besides text: kinds, names, words in polls and previews. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from collector.item import Attachment
from collector.plain import one_line
from collector.telegram_model import Tl

MAX_OPTIONS = 20
# Media without a kind of its own here are named by their class: "contact", "invoice", "dice".
_PREFIX = "MessageMedia"


@dataclass(frozen=True, slots=True)
class Content:
    """One message's media as lines of text and as a kind."""

    kind: str = ""
    question: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    preview: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


def content_of(message: Tl) -> Content:
    """What the message's media says; nothing for a message without."""
    return _content(getattr(message, "media", None))


def _content(media: Tl) -> Content:
    name = type(media).__name__
    read = _READERS.get(name)
    if read is not None:
        return read(media)
    silent = media is None or name in ("MessageMediaEmpty", "MessageMediaUnsupported")
    return Content() if silent else Content(name.removeprefix(_PREFIX).lower())


def _preview(media: Tl) -> Content:
    words = (getattr(media.webpage, name, None) for name in ("title", "description"))
    return Content(preview=tuple(word for word in words if word))


def _photo(media: Tl) -> Content:
    return Content("photo", attachments=(Attachment("photo", _largest(media.photo)),))


def _poll(media: Tl) -> Content:
    options = tuple(_text(getattr(one, "text", None)) for one in media.poll.answers[:MAX_OPTIONS])
    return Content("poll", question=(_text(media.poll.question),), options=options)


def _tasks(media: Tl) -> Content:
    options = tuple(_text(task.title) for task in media.todo.list[:MAX_OPTIONS])
    return Content("todo", question=(_text(media.todo.title),), options=options)


def _paid(media: Tl) -> Content:
    inner = (found for one in media.extended_media if (found := getattr(one, "media", None)))
    return _content(next(inner, None))


def _document(document: Tl) -> Content:
    """A file; its attributes tell whether it is a video, a voice message or something else."""
    told = {type(one).__name__: one for one in getattr(document, "attributes", None) or ()}
    file_name = one_line(getattr(told.get("DocumentAttributeFilename"), "file_name", None) or "")
    kind, title = _kind(told, file_name)
    size = int(getattr(document, "size", None) or 0)
    mime = str(getattr(document, "mime_type", None) or "")
    attached = (Attachment(kind, size, file_name[:200], mime[:100]),)
    if kind != "document":
        return Content(kind, attachments=attached)
    return Content(f"document {title[:200]}".rstrip(), titles=(title,), attachments=attached)


def _kind(told: dict[str, Tl], file_name: str) -> tuple[str, str]:
    """The kind as preview pages tell it, and what stands for the file."""
    video = told.get("DocumentAttributeVideo")
    audio = told.get("DocumentAttributeAudio")
    if "DocumentAttributeSticker" in told or "DocumentAttributeCustomEmoji" in told:
        return "sticker", ""
    if video is not None:
        return ("video note" if video.round_message else "video"), ""
    if "DocumentAttributeAnimated" in told:
        return "video", ""
    if audio is not None and audio.voice:
        return "voice", ""
    if audio is not None and audio.title:
        return "document", one_line(audio.title)
    return "document", file_name


def _largest(photo: Tl) -> int:
    sizes = getattr(photo, "sizes", None) or ()
    found = [getattr(one, "size", None) or max(getattr(one, "sizes", None) or [0]) for one in sizes]
    return max(found, default=0)


def _text(told: Tl) -> str:
    return one_line(getattr(told, "text", None) or "")


_READERS: dict[str, Callable[[Tl], Content]] = {
    "MessageMediaPhoto": _photo,
    "MessageMediaDocument": lambda media: _document(media.document),
    "MessageMediaWebPage": _preview,
    "MessageMediaPoll": _poll,
    "MessageMediaToDo": _tasks,
    "MessageMediaPaidMedia": _paid,
    "MessageMediaGeo": lambda media: Content("location"),
    "MessageMediaGeoLive": lambda media: Content("location"),
    "MessageMediaVenue": lambda media: Content("location", titles=(media.title, media.address)),
}
