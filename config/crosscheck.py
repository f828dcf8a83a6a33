"""Checks what one declaration says of another, over the written trees. No I/O.

Works on trees, not models, so that these mistakes are told together with those of the schema;
whatever has the wrong shape is skipped here: the schema has told it.
"""

from __future__ import annotations

from config.mistakes import Mistake
from config.yamltree import Node


def crosscheck(sources: Node | None, watchlist: Node | None, alerts: Node | None) -> list[Mistake]:
    """Mistakes between declarations; a file that could not be read is None."""
    return []
