"""Bytes of a web page as text, by the charset that its server or the page itself declares. Pure."""

from __future__ import annotations

import re

_CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_HEAD = 2048  # bytes in which a page must declare its charset


def decoded(body: bytes, content_type: str) -> str:
    """The page's text; what can't be decoded is replaced, never refused."""
    declared = _CHARSET.search(content_type.encode("utf-8", "replace"))
    declared = declared or _CHARSET.search(body[:_HEAD])
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return body.decode(name, "replace")
    except (LookupError, ValueError):  # unknown, or one of the codecs that are no charsets
        return body.decode("utf-8", "replace")
