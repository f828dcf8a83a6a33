"""Folds prose for comparison: case, accents, Arabic letter shapes, separators.

Two texts that fold to the same key read the same to a human of the same script. Scripts
are never folded into each other here: «Тор» is not "top".
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters that carry a mark in Unicode and are letters of their own to readers.
_OWN_LETTERS = frozenset("йї")
# Letters that decompose nowhere but are typed without their stroke or in two letters.
_SPELLED = {
    "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ґ": "г",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ٱ": "ا", "ھ": "ه",
}  # fmt: skip
_TATWEEL = "\u0640"
# Zero-width and bidi controls, soft hyphen, variation selectors, tags: shown as nothing.
IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff\u0640]"
)
# Modifier letters people type for an apostrophe: Ukrainian U+02BC among them.
_APOSTROPHES = frozenset("\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ee\u055a\ua78c")


@cache
def fold_char(char: str) -> str:
    """Fold one code point: "" if it shows nothing, " " if it separates words."""
    if IGNORABLE.match(char) or char == _TATWEEL:
        return ""
    category = unicodedata.category(char)
    if category in ("Mn", "Me"):
        return ""
    if category[0] not in "LM" and category != "Nd":
        return " "
    if char in _APOSTROPHES:
        return " "
    # A compatibility form may bring marks of its own: Thai sara am is a mark and a letter.
    plain = unicodedata.normalize("NFKC", char).casefold()
    letters = (one for one in plain if unicodedata.category(one) not in ("Mn", "Me"))
    return "".join(map(_fold_letter, letters))


@cache
def _fold_letter(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _OWN_LETTERS:
        return char
    if char in _SPELLED:
        return _SPELLED[char]
    base = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
    if not base or base.isspace():  # a spacing accent: "´" folds to a space and a mark
        return ""
    return _SPELLED.get(base, base)


class _FoldTable(dict[int, str]):
    """A translate() table that fills itself as letters turn up."""

    def __missing__(self, code: int) -> str:
        folded = fold_char(chr(code))
        if len(self) < 20_000:  # a bound against texts that walk through all of Unicode
            self[code] = folded
        return folded


_TABLE = _FoldTable()


def bare(text: str) -> str:
    """Drop what shows nothing and compose letters with their marks."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", IGNORABLE.sub("", text))


def fold(text: str) -> str:
    """The key by which prose is compared: folded words, single spaces."""
    return " ".join(bare(text).translate(_TABLE).split())


def accents(text: str) -> str:
    """Like fold, but letters keep their accents: tells "livré" from "livre"."""
    spelled = bare(text).casefold().replace("ё", "е").replace("œ", "oe").replace("æ", "ae")
    letters = (char for char in spelled if not unicodedata.combining(char))  # stress marks go
    return " ".join(_WORD.findall("".join(letters)))


_WORD = re.compile(r"[^\W_]+")


def adds_accents(surface: str, form: str) -> bool:
    """True if the text carries an accent that the watched form doesn't have."""
    if surface.isascii():
        return False
    heard, asked = accents(surface), accents(form)
    if heard == asked or heard == fold(surface):
        return False
    if len(heard) != len(asked):
        return True
    return any(h not in (a, _fold_letter(a)) for h, a in zip(heard, asked, strict=True))
