"""Reduces a batch of texts to one byte per letter, and maps positions back.

Case, look-alikes of Latin and Cyrillic, accents and digits fold by one table look-up;
runs of separators become one; what shows nothing is dropped. Only the removed positions
are remembered. The skeleton proposes: every hit is read again in the original.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detector.normalise import fold_char

DROP, WIDE, SEP = 1, 2, 32  # shows nothing; stands for several letters; not a letter
_LOOKALIKES = dict(zip("авекмнорстухіјѕԛԝ", "abekmhopctyxijsqw", strict=True))
_OWN = "бгдежзийлпфцчшщъыьэюяєђћљњџ" + "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچڤگژ"
_BYTES = {char: 128 + index for index, char in enumerate(_OWN)}
# A letter that readers also write in two: kept narrow, patterns come in both spellings.
NARROW = {"œ": "oe", "æ": "ae", "ß": "ss"}
_BYTES |= {char: 128 + len(_OWN) + index for index, char in enumerate(NARROW)}
_SPARE = 128 + len(_OWN) + len(NARROW)  # bytes shared by the letters of all other scripts
_RANGES = (
    (0x0000, 0x3000), (0xA640, 0xA7FF), (0xFB00, 0xFF00), (0xFF00, 0xFFF0), (0x1D400, 0x1D800),
)  # fmt: skip
_OTHER_LETTERS = ((0x3041, 0xA640), (0xA800, 0xD7A4), (0xF900, 0xFAFF), (0x20000, 0x32000))

Codes = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.intp]


def _byte(char: str) -> int:
    lower = char.lower()
    if lower in NARROW:
        return _BYTES[lower]
    folded = fold_char(char)
    if len(folded) != 1:
        return WIDE if folded else DROP
    if folded == "й":
        folded = "и"
    if folded == "ї":
        folded = "i"
    folded = _LOOKALIKES.get(folded, folded)
    if folded == " " or folded.isascii():
        return ord(folded)
    return _BYTES.get(folded) or _SPARE + ord(folded) % (256 - _SPARE)


@cache
def table() -> Bytes:
    """The byte of every code point; unassigned ones and emoji separate words."""
    result = np.full(0x110000, SEP, dtype=np.uint8)
    for first, last in _RANGES:
        for code in range(first, last):
            if unicodedata.category(chr(code)) != "Cn":
                result[code] = _byte(chr(code))
    for first, last in _OTHER_LETTERS:
        result[first:last] = _SPARE + np.arange(first, last) % (256 - _SPARE)
    result[0xE0000:0xE1000] = DROP
    result.flags.writeable = False
    return result


class Span(NamedTuple):
    """A place in one of the texts: text[start:end], found as a word or as a designator."""

    text: int
    start: int
    end: int
    is_word: bool


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A batch as bytes: one separator before, between and after the words of all texts."""

    data: bytes
    _codes: Codes  # the joined batch, code point by code point
    _starts: Offsets  # where each text begins in the joined batch
    _removed: Offsets  # skeleton positions before which a joined position was removed

    def located(self, spans: Sequence[tuple[int, int, bool]]) -> Iterator[Span]:
        """Spans of the skeleton (start, end, is_word) as places in the original texts."""
        if not spans:
            return iter(())
        edges = np.array([(start, end - 1) for start, end, _ in spans], dtype=np.intp)
        edges += np.searchsorted(self._removed, edges, side="right")
        texts = self._texts(edges[:, 0])
        edges -= self._starts[texts][:, np.newaxis]
        starts, ends = edges[:, 0].tolist(), (edges[:, 1] + 1).tolist()
        return map(Span, texts.tolist(), starts, ends, (word for _, _, word in spans))

    def slashes(self) -> Iterator[Span]:
        """Slashes between a letter or digit and a digit: perhaps a list of designators."""
        places = np.flatnonzero(self._codes == ord("/"))
        before, after = table()[self._codes[places - 1]], table()[self._codes[places + 1]]
        places = places[(before != SEP) & (after >= ord("0")) & (after <= ord("9"))]
        texts = self._texts(places)
        starts = places - self._starts[texts]
        return (
            Span(t, s, s + 1, False) for t, s in zip(texts.tolist(), starts.tolist(), strict=True)
        )

    def wide_texts(self) -> list[int]:
        """Texts with a letter that stands for several."""
        if bytes([WIDE]) not in self.data:
            return []
        places = np.flatnonzero(table()[self._codes] == WIDE)
        return sorted(set(self._texts(places).tolist()))

    def _texts(self, places: Offsets) -> Offsets:
        return np.searchsorted(self._starts, places, side="right") - 1


def skeleton(texts: Sequence[str]) -> Skeleton:
    """Reduce a batch; about 3 ns a character."""
    joined = "\n" + "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    heard = table().take(codes)
    removed = _removed(heard)
    heard[removed] = DROP
    data = heard.tobytes().translate(None, bytes([DROP]))
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    starts = np.cumsum(lengths + 1) - lengths
    return Skeleton(data, codes, starts, removed - np.arange(len(removed)))


def _removed(heard: Bytes) -> Offsets:
    """Where something shows nothing, or a separator follows a separator."""
    separates = heard == SEP
    silent = np.flatnonzero(heard == DROP)
    if len(silent):
        # A silent character is what stands before it, so that it breaks no run.
        index = np.arange(len(silent))
        begins = np.concatenate(([True], np.diff(silent) != 1))
        run = np.maximum.accumulate(np.where(begins, index, 0))
        separates[silent] = separates[silent[run] - 1]
    repeats = np.empty_like(separates)
    repeats[0] = False
    np.logical_and(separates[1:], separates[:-1], out=repeats[1:])
    repeats[silent] = True
    return np.flatnonzero(repeats)


class _Bytes(dict[int, str]):
    """The table as str.translate() wants it, for texts too short for numpy."""

    def __missing__(self, code: int) -> str:
        byte = int(table()[code])
        self[code] = "" if byte == DROP else chr(byte)
        return self[code]


_BYTES_BY_CODE = _Bytes()


def pattern(form: str) -> bytes:
    """The skeleton of a watched form, with a separator at both ends."""
    words = form.translate(_BYTES_BY_CODE).encode("latin-1").split()
    return b" " + b" ".join(words) + b" "
