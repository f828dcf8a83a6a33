"""How a mistake in a configuration file is told: where, what, what is allowed. No I/O."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 200  # lines printed: a screen that can still be scrolled
_NAMES_SHOWN = 20
_COMPARED = 5000  # names; a comparison costs some 20 µs
_WEIGHED = 10  # of those that look alike
_DIGITS = re.compile(r"\d+")
_LITERAL_SECRETS = (
    (re.compile(r"(xox[a-z]|xapp)-[A-Za-z0-9-]{4,}"), "token_env"),
    (re.compile(r"hooks\.slack(-gov)?\.com/\S+"), "url_env"),
)
SECRETS = "secrets come from the environment: use "


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
        for secret, _ in _LITERAL_SECRETS:  # it may stand where nobody expects one: in a key
            text = secret.sub("<secret>", text)
        return printable(text)


class OperatorsError(Exception):
    """Base, over all folders, of what its message alone lets an operator mend."""


class ConfigError(OperatorsError):
    """The configuration can't be used. `mistakes` holds all of them, of all files, in order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        lines = [str(mistake) for mistake in self.mistakes[:SHOWN]]
        if len(self.mistakes) > SHOWN:
            lines.append(f"… and {len(self.mistakes) - SHOWN} more")
        super().__init__("\n".join(lines))


def closest(word: str, known: Iterable[str]) -> str:
    """The known name that `word` was probably meant to be, or ""."""
    names = {name.casefold(): name for name in sorted(known)}
    asked = word.casefold()[:100]
    found = [asked]
    if len(names) <= _COMPARED:
        found += [name for name in names if _squeezed(name) == _squeezed(asked)]
        found += _alike(asked, names)
    found += [re.split("[-_]", asked)[0]]  # en-US
    return next((names[name] for name in found if name in names), "")


def _alike(asked: str, names: Iterable[str]) -> list[str]:
    """T-27 is T-72 with its digits swapped before it is Su-27, and S-30 S-300 before Su-30."""

    def swapped(name: str) -> bool:
        return sorted(_squeezed(name)) == sorted(_squeezed(asked))

    def likeness(name: str) -> tuple[float, int]:
        same_letters = _DIGITS.sub("", _squeezed(name)) == _DIGITS.sub("", _squeezed(asked))
        ratio = difflib.SequenceMatcher(None, asked, name).ratio()
        kind = 1.0 if swapped(name) else 0.1 if same_letters else 0.0
        pairs = enumerate(zip(asked, name, strict=False))
        return round(ratio + kind, 6), next((at for at, (a, b) in pairs if a != b), 0)

    close = difflib.get_close_matches(asked, names, n=_WEIGHED, cutoff=0.6)
    return sorted({*close, *filter(swapped, names)}, key=likeness, reverse=True)


def _squeezed(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum())


def listed(names: Iterable[str]) -> str:
    """Names for "allowed: …", cut where nobody would read on."""
    known = sorted(name[:64] for name in names)
    if len(known) > _NAMES_SHOWN:
        return ", ".join(known[:_NAMES_SHOWN]) + f" and {len(known) - _NAMES_SHOWN} more"
    return ", ".join(known)


def printable(text: str) -> str:
    """Text without anything a terminal would act on."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def shown(value: object) -> str:
    """A value as a message may quote it: short, printable, and no secret."""
    text = str(value)
    if secret_key(text):
        return '"<secret>"'
    return f'"{printable(text if len(text) <= 60 else text[:57] + "…")}"'


def secret_key(text: str) -> str:
    """The key to use instead when `text` is a secret that must not stand in a file, or ""."""
    return next((key for pattern, key in _LITERAL_SECRETS if pattern.search(text)), "")
