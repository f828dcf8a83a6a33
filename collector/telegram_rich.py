"""The words of a rich message, which Telegram sends as nested blocks instead of text. Pure."""

from __future__ import annotations

from collector.plain import clean
from collector.telegram_model import Tl

MAX_NODES = 20_000
# Where words stand, in reading order; a str there is words itself.
_CHILDREN = ("cover", "title", "author", "text", "texts", "source", "cells", "rows", "items")
_CHILDREN_LATER = ("blocks", "articles", "caption", "credit", "description", "alt")
_LINES = ("PageBlock", "PageListItem", "PageListOrderedItem", "PageTableRow", "PageRelatedArticle")


def rich_words(rich: Tl) -> str:
    """The text of all blocks, one line each. Iterative: nesting is the sender's choice."""
    pieces: list[str] = []
    stack: list[Tl] = [rich]
    for _ in range(MAX_NODES):
        if not stack:
            break
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif isinstance(node, list):
            stack += reversed(node)
        elif node is not None:
            if type(node).__name__.startswith(_LINES):
                pieces.append("\n")
            children = (getattr(node, name, None) for name in (*_CHILDREN, *_CHILDREN_LATER))
            stack += reversed([child for child in children if child is not None])
    return clean("".join(pieces))
