"""Which photos messages carry, in the largest size that the limit allows. Pure."""

# mypy: disable-error-code="import-untyped"
# Telethon ships no type information.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from telethon.tl import types

from collector.telegram_message import existing
from collector.telegram_model import Tl

MOST = 10  # an album has no more parts


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a photo's bytes are."""

    location: Tl
    size: int
    dc_id: int


def pictures(messages: Iterable[Tl], limit: int) -> tuple[Picture, ...]:
    """Of each photo its largest size within the limit; those beyond it are left out."""
    media = (getattr(one, "media", None) for one in existing(messages))
    found = (getattr(one, "photo", None) for one in media)
    told = (picture(photo, limit) for photo in found if isinstance(photo, types.Photo))
    return tuple(one for one in told if one is not None)[:MOST]


def picture(photo: Tl, limit: int) -> Picture | None:
    sizes = [(_bytes(one), str(one.type)) for one in photo.sizes if _bytes(one)]
    fitting = [(size, kind) for size, kind in sizes if size <= limit]
    if not fitting:
        return None
    size, kind = max(fitting)
    location = types.InputPhotoFileLocation(photo.id, photo.access_hash, photo.file_reference, kind)
    return Picture(location, size, photo.dc_id)


def _bytes(size: Tl) -> int:
    """Of sizes that stand for a file of their own; previews within the message do not."""
    if isinstance(size, types.PhotoSizeProgressive):
        return max(size.sizes, default=0)
    return int(size.size) if isinstance(size, types.PhotoSize) else 0
