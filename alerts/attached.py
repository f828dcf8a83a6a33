"""What a post carries and answers, in words for an alert. Pure; downloads nothing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from collector.item import Attachment, Item

_UNITS = (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10))


def attached(item: Item) -> tuple[str, ...]:
    """Such as "2 × photo (180 KB)", "document report.pdf (1.2 MB)", "poll"; as published."""
    told = {file.kind for file in item.attachments}
    further = [kind for kind in item.media if not any(kind.startswith(one) for one in told)]
    return (*_files(item.attachments), *further)


def _files(files: Iterable[Attachment]) -> Iterable[str]:
    for (kind, name), alike in groupby(files, key=lambda one: (one.kind, one.name)):
        group = list(alike)
        what = f"{kind} {name}".rstrip()
        count = f"{len(group)} × " if len(group) > 1 else ""
        size = sum(one.size for one in group)
        yield f"{count}{what} ({readable(size)})" if size else f"{count}{what}"


def readable(size: int) -> str:
    """Bytes as people say them: 180 KB, 1.2 MB."""
    for unit, weight in _UNITS:
        if size >= weight:
            amount = size / weight
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:.0f} {unit}"
    return f"{size} bytes"
