"""Names with a code in Arabic letters, by their sound: بانتسير-إس1 for Pantsir-S1.

Latin vowels may be left out there and some letters have two; the likeliest spellings are taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from detector.arabic_codes import as_letters, has_arabic, words_for
from detector.designators import Designator, readings
from detector.skeleton import pattern

# Folded, as `arabic_codes` has them; the likeliest first.
_SOUNDS = {
    "SHCH": ("ش",), "SH": ("ش",), "ZH": ("ج",), "KH": ("خ",), "CH": ("تش",), "TS": ("تس",),
    "YU": ("يو",), "YA": ("يا",), "YE": ("ي",), "PH": ("ف",), "OO": ("و",), "EE": ("ي",),
    "CK": ("ك",), "TH": ("ت", "ث"), "CE": ("سي", "س"), "CI": ("سي",), "A": ("ا",), "B": ("ب",),
    "C": ("ك",), "D": ("د",), "E": ("ي", ""), "F": ("ف",), "G": ("غ", "ج"), "H": ("ه",),
    "I": ("ي", ""), "J": ("ج",), "K": ("ك",), "L": ("ل",), "M": ("م",), "N": ("ن",),
    "O": ("و",), "P": ("ب",), "Q": ("ق", "ك"), "R": ("ر",), "S": ("س",), "T": ("ت",),
    "U": ("و",), "V": ("ف",), "W": ("و",), "X": ("كس",), "Y": ("ي", "اي"), "Z": ("ز",),
}  # fmt: skip
_FIRST = {"A": ("ا",), "E": ("اي", "ا"), "I": ("اي", "ا"), "O": ("او",), "U": ("او",), "Y": ("ي",)}
_LAST = {"A": ("ا", "ه"), "E": ("يه", "ي"), "I": ("ي",), "O": ("و",), "U": ("و",)}
_MOST_UNLIKELY = 2  # letters of a name that aren't spelled in the likeliest way
_MOST_SPELLINGS = 24
# Separators before a variant's letters, before their number, and between a name and its number.
_BETWEEN, _BESIDE, _AFTER = (b" ", b"  "), (b"", b" "), (b"", b" ", b"  ", b"   ")


@dataclass(frozen=True, slots=True)
class Spelled:
    """What a name with a code is heard by in Arabic letters."""

    codes: tuple[str, ...] = ()
    anchors: frozenset[bytes] = frozenset()


def in_arabic(designator: Designator) -> Spelled:
    """The codes that a name's spellings read as, and their skeletons; nothing for others."""
    first, *rest = designator.core
    if not designator.is_named or has_arabic(first):
        return Spelled()
    codes: dict[str, None] = {}
    anchors: set[bytes] = set()
    for name in names(first):
        for parts in product(*map(_written, rest)):
            codes[readings("-".join((name, *parts)))[0]] = None
            anchors.update(_joined(name, parts))
    tail = "".join(designator.runs[len(designator.core) :])
    return Spelled(tuple(code + tail for code in codes), frozenset(anchors))


def _written(run: str) -> tuple[str, ...]:
    return (*as_letters(run), run) if run.isalpha() else (run,)


def _joined(name: str, parts: tuple[str, ...]) -> Iterator[bytes]:
    ways: list[bytes] = [_bytes(name)]
    for place, part in enumerate(parts):
        gaps: tuple[bytes, ...] = _BESIDE
        if place == 0:
            gaps = _AFTER if part.isdigit() else _BETWEEN
        ways = [way + gap + _bytes(part) for way in ways for gap in gaps]
    return iter(ways)


def _bytes(text: str) -> bytes:
    return pattern(text)[1:-1]


def names(letters: str) -> tuple[str, ...]:
    """Ways to write a name of Latin capitals, by its sound or as is usual, the likeliest first."""
    options = list(_options(letters))
    ranked = sorted(
        (sum(choice), choice)
        for choice in islice(product(*(range(len(o)) for o in options)), 4_096)
        if sum(choice) <= _MOST_UNLIKELY
    )
    spelled = ("".join(o[n] for o, n in zip(options, choice, strict=True)) for _, choice in ranked)
    return tuple(islice(dict.fromkeys((*words_for(letters), *spelled)), _MOST_SPELLINGS))


def _options(letters: str) -> Iterator[tuple[str, ...]]:
    place = 0
    while place < len(letters):
        size = next((n for n in (4, 2, 1) if letters[place : place + n] in _SOUNDS), 1)
        part = letters[place : place + size]
        special = _FIRST if place == 0 else _LAST if place + size == len(letters) else {}
        yield special.get(part) or _SOUNDS.get(part, (part,))
        place += size
