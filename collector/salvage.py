"""Takes a feed that breaks the parser apart into one small feed for each entry. Pure."""

from __future__ import annotations

import re

MAX_PARTS = 2_000
_OPENING = re.compile(rb"<(item|entry)(?=[\s>/])", re.IGNORECASE)


def entries_apart(body: bytes) -> list[bytes]:
    """Documents with the feed's own head and tail around one entry each, in order."""
    starts = [found.start() for found in _OPENING.finditer(body)][: MAX_PARTS + 1]
    if not starts:
        return []
    found = _OPENING.match(body, starts[0])
    closing = b"</" + (found[1] if found else b"item") + b">"
    end = body.lower().rfind(closing.lower())
    tail = body[end + len(closing) :] if end >= 0 else b""
    stops = [*starts[1:], end + len(closing) if end >= 0 else len(body)]
    pairs = list(zip(starts, stops, strict=False))[:MAX_PARTS]
    return [body[: starts[0]] + body[start:stop] + tail for start, stop in pairs if stop > start]
