"""What belongs to neither side where two things are written as one word: 3xT-72B3, وBM-27.

The automaton of a watchlist hears such seams as well; only a text that has one is looked at.
"""

from __future__ import annotations

import re
from functools import cache
from string import ascii_lowercase, digits

from detector.skeleton import key

_TIMES = "xх"  # glued to a number and to what it counts; the Cyrillic letter looks like it
_AND = "وبلفك"  # what Arabic writes onto the next word, here one in Latin letters
_COUNTS = re.compile(rf"(?<=\d)[{_TIMES}](?=\w)")
_GLUED = re.compile(rf"(?<!\w)[{_AND}](?=[A-Za-z]{{1,6}}[- ]?\d)")


@cache
def seams() -> tuple[bytes, ...]:
    """They in the skeleton. More than are really glued: "10х лет", "وMali"."""
    return tuple(
        seam.encode("latin-1")
        for seam in (
            *(f"{digit}{key(_TIMES[0])}" for digit in digits),
            *(f" {key(letter)}{latin}" for letter in _AND for latin in ascii_lowercase),
        )
    )


def parted(text: str) -> str:
    """The text with each such letter as a space; positions stay."""
    return _COUNTS.sub(_space, _GLUED.sub(" ", text))


def _space(sign: re.Match[str]) -> str:
    return " " if sign.string[sign.end()].isupper() else sign[0]
