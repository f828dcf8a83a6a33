"""Folds lines at the width of a terminal; what goes on stands further in. Pipes get them whole."""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata

NARROWEST = 40


def folded(line: str, width: int | None, hang: int) -> str:
    """The line, continued `hang` columns further in than it begins; width None: as it is."""
    if width is None or columns(line) <= width:
        return line
    depth = len(line) - len(line.lstrip(" "))
    further = " " * min(depth + hang, max(width, NARROWEST) // 2)
    return textwrap.fill(
        line, max(width, NARROWEST), subsequent_indent=further, break_on_hyphens=False,
        replace_whitespace=False, drop_whitespace=True,
    )  # fmt: skip


def columns(text: str) -> int:
    """How wide a terminal shows it: marks take no column, wide letters two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def width() -> int | None:
    """Columns of the terminal; None: the output goes somewhere else, one line a line."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
