"""What belongs to neither side where two things are written as one word: 3xT-72B3, الـT-72.

The automaton of a watchlist hears such seams as well; only a text that has one is looked at.
"""

from __future__ import annotations

import re
from functools import cache
from string import ascii_lowercase, digits

from detector.inflect_arabic import PARTICLES
from detector.skeleton import key

# Tatweel, and what turns the direction of writing.
_SILENT = "\u0640\u061c\u200b-\u200f\u2066-\u2069"
_TIMES = "xх"  # glued to a number and to what it counts; the Cyrillic letter looks like it

_COUNTS = re.compile(rf"(?<=\d)[{_TIMES}](?=\w)")
# What Arabic writes onto the next word, here one in Latin or Cyrillic letters.
_GLUED = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(filter(None, PARTICLES), key=len, reverse=True))})"
    rf"[{_SILENT}]*(?=[A-ZА-ЯЄІЇ]|[a-zа-яєії]{{1,6}}[- ]?\d|\d[A-ZА-Я]\d)"
)


@cache
def seams() -> tuple[bytes, ...]:
    """They in the skeleton. More than are really glued: "10х лет", "والـin"."""
    last = sorted({key(particle[-1]) for particle in PARTICLES if particle})
    counts = (f"{digit}{key(_TIMES[0])}" for digit in digits)
    words = (letter + begun for letter in last for begun in ascii_lowercase + digits)
    return tuple(seam.encode("latin-1") for seam in (*counts, *words))


def parted(text: str) -> str:
    """The text with each such letter as a space; positions stay."""
    return _COUNTS.sub(_space, _GLUED.sub(_spaces, text))


def _spaces(glued: re.Match[str]) -> str:
    return " " * len(glued[0])


def _space(sign: re.Match[str]) -> str:
    return " " if sign.string[sign.end()].isupper() else sign[0]
