"""Which phrases a text may hold, by how they begin: it lacks most that are asked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from config.lexemes import PhraseName

BARE = dict(zip("àâçèéêëîïôùûü", "aaceeeeiiouuu", strict=True))  # as posts are often typed
_LONGEST = 7  # signs of a beginning; more hardly tell more apart
_HEADS = re.compile(rf"\b(?=(\w.{{0,{_LONGEST - 1}}}))", re.DOTALL)
_LETTER = re.compile(r"\w")
_ANYTHING = re.compile(r"\*|\.\.\.|#")  # in a phrase
_ALIKE = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "ı": "i", "ſ": "s"} | BARE)
_DAMMA = "\u064f"  # may stand behind any Arabic letter


class Beginnings:
    """How the phrases of each name begin."""

    def __init__(self, phrases: Mapping[PhraseName, Iterable[str]]) -> None:
        self._names = tuple(phrases)
        self._anywhere = 0  # names as bits
        self._known: dict[str, int] = {}
        for number, name in enumerate(self._names):
            for begun in {one for phrase in phrases[name] for one in beginnings(phrase.split())}:
                if _LETTER.match(begun):
                    self._known[begun] = self._known.get(begun, 0) | 1 << number
                else:
                    self._anywhere |= 1 << number
        self._lengths = sorted({len(begun) for begun in self._known})

    def within(self, text: str) -> list[PhraseName]:
        """Names of which a phrase may begin with a word of the text; all others are not in it."""
        if _DAMMA in text:
            return list(self._names)
        found, known = self._anywhere, self._known.get
        for head in set(_HEADS.findall(_folded(text))):
            for length in self._lengths:
                found |= known(head[:length], 0)
        return [name for at, name in enumerate(self._names) if found >> at & 1]


def beginnings(words: Sequence[str], room: int = _LONGEST) -> Iterator[str]:
    """How a phrase of these words may begin, as far as nothing else may stand there."""
    for word in words[0].split("|"):
        begun = _folded(_ANYTHING.split(word)[0])[:room].rstrip(",")
        left = room - len(begun) - 1
        if begun != _folded(word).rstrip(",") or left <= 0 or not words[1:]:
            yield begun
        else:
            yield from (f"{begun} {more}".rstrip() for more in beginnings(words[1:], left))


def _folded(text: str) -> str:
    """One sign for all that a phrase takes for it; a comma may stand between its words."""
    return text.lower().translate(_ALIKE).replace(", ", " ")
