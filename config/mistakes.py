"""How a mistake in a configuration file is told: where, what, what is allowed. No I/O."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 200  # lines printed: a screen that can still be scrolled
_NAMES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in one file; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int
    column: int
    path: str  # sources[3].interval.min
    problem: str
    suggestion: str = ""
    allowed: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        text = ": ".join(part for part in (place, self.path, self.problem) if part)
        if self.suggestion:
            text += f'; did you mean "{self.suggestion}"?'
        if self.allowed:
            text += f"{' ' if self.suggestion else '; '}allowed: {self.allowed}"
        return text


class ConfigError(Exception):
    """The configuration can't be used. `mistakes` holds all of them, of all files, in order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        lines = [str(mistake) for mistake in self.mistakes[:_SHOWN]]
        if len(self.mistakes) > _SHOWN:
            lines.append(f"… and {len(self.mistakes) - _SHOWN} more")
        super().__init__("\n".join(lines))


def closest(word: str, known: Iterable[str]) -> str:
    """The known name that `word` was probably meant to be, or ""."""
    names = {name.casefold(): name for name in sorted(known)}
    asked = word.casefold()
    if asked in names:
        return names[asked]
    found = difflib.get_close_matches(asked[:100], names, n=1, cutoff=0.6)
    if not found:
        found = [name for name in names if _squeezed(name) == _squeezed(asked)]
    return names[found[0]] if found else ""


def _squeezed(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum())


def listed(names: Iterable[str]) -> str:
    """Names for "allowed: …", cut where nobody would read on."""
    known = sorted(names)
    if len(known) > _NAMES_SHOWN:
        return ", ".join(known[:_NAMES_SHOWN]) + f" and {len(known) - _NAMES_SHOWN} more"
    return ", ".join(known)


def shown(value: object) -> str:
    """A value as a message may quote it: short, and nothing a terminal would act on."""
    text = str(value)
    text = text if len(text) <= 60 else text[:57] + "…"
    return '"' + "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text) + '"'
