"""Reduces a batch of texts to one byte per letter, and maps positions back.

Case, look-alikes of Latin and Cyrillic, accents and digits fold by one table look-up; what
shows nothing is dropped, and only its positions are remembered. Runs of separators stay:
collapsing them costs more than the rest, so patterns come with narrow and wide gaps.
The skeleton proposes: every hit is read again in the original.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from detector.normalise import fold_char

NEAR = 64  # characters on either side that may decide what a designator is
DROP, WIDE, SEP, SLASH = 1, 2, 32, 47  # shows nothing; stands for several letters; not a letter
# Cyrillic that looks like Latin, and Cyrillic that transliterates to one Latin letter: the
# more spellings share a skeleton, the fewer patterns there are to look for.
_LATIN = dict(zip("авекмнорстухіјѕԛԝбгдзийлпфэє", "abekmhopctyxijsqwbgdziilpfee", strict=True))
_OWN = "жцчшщъыьюяђћљњџ" + "ابتثجحخدذرزسشصضطظعغفقكلمنهويءپچڤگژ"
_BYTES = {char: 128 + index for index, char in enumerate(_OWN)}
# A letter that readers also write in two: kept narrow, patterns come in both spellings.
NARROW = {"œ": "oe", "æ": "ae", "ß": "ss"}
_BYTES |= {char: 128 + len(_OWN) + index for index, char in enumerate(NARROW)}
_SPARE = 128 + len(_OWN) + len(NARROW)  # bytes shared by the letters of all other scripts
_RANGES = (
    (0x0000, 0x3000), (0xA640, 0xA7FF), (0xFB00, 0xFF00), (0xFF00, 0xFFF0), (0x1D400, 0x1D800),
)  # fmt: skip
_OTHER_LETTERS = ((0x3041, 0xA640), (0xA800, 0xD7A4), (0xF900, 0xFAFF), (0x20000, 0x32000))

_IN_LIST = frozenset(b"0123456789") | {DROP}  # what may follow the slash of a list

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.intp]


def _byte(char: str) -> int:
    lower = char.lower()
    if lower == "/":
        return SLASH
    if lower in NARROW:
        return _BYTES[lower]
    folded = fold_char(char)
    if len(folded) != 1:
        return WIDE if folded else DROP
    folded = "i" if folded == "ї" else _LATIN.get(folded, folded)
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


# A place in one of the texts: (text, start, end, what is known of it). There are very many, so what
# is known is a number and not a class: a sum of these.
Span = tuple[int, int, int, int]
WORD = 1  # found as a word and not as a designator
PLAIN = 2  # nothing that shows nothing stands near
FREE = 4 + 8  # what stands before it and after it rules out that it is a part of an address
MARKED = 16  # marks may follow that belong to its last letter

_FIRST_MARK = 0x300  # and behind it all that "clip" takes for it
_BEFORE, _AFTER = np.zeros((2, _FIRST_MARK + 1), dtype=np.int64)
_BEFORE[[ord(char) for char in ' \n«"(']] = 4
_AFTER[:128] = 8
_AFTER[[ord("."), ord("@")]] = 0
_AFTER[_FIRST_MARK] = MARKED
_BESIDE, _NEAR = np.array([[-1], [1]]), np.array([[-NEAR], [NEAR]])
LONGEST = (1 << 31) - 1


def packed(start: int, stop: int, *, is_word: bool) -> int:
    """A span of the skeleton as one number, in the order of hits: by start, then longest first.

    There are many: tuples are sorted and kept ten times slower.
    """
    return start << 32 | (LONGEST - stop) << 1 | is_word


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A batch as bytes, with a separator before, between and after the texts."""

    data: bytes
    _codes: npt.NDArray[np.uint32]  # of the joined batch
    _starts: Offsets  # where each text begins in the joined batch
    _slashes: list[int]  # in the joined batch
    _wide: list[int]
    _silent: Offsets
    _dropped: Offsets  # skeleton positions before which a joined position was dropped

    def located(self, spans: Sequence[int]) -> Iterator[Span]:
        """Packed spans of the skeleton as places in the original texts, in order."""
        if not spans:
            return iter(())
        keys = np.array(spans, dtype=np.int64)
        keys.sort()
        edges = np.array((keys >> 32, LONGEST - 1 - (keys >> 1 & LONGEST)))
        known = keys & WORD | PLAIN
        if len(self._silent):
            edges += self._dropped.searchsorted(edges, side="right")
            near = self._silent.searchsorted(edges + _NEAR)
            known -= (near[0] != near[1]) * PLAIN
        around = self._codes.take(edges + _BESIDE)
        known += _BEFORE.take(around[0], mode="clip") + _AFTER.take(around[1], mode="clip")
        texts = self._texts(edges[0])
        edges -= self._starts[texts]
        edges[1] += 1
        return zip(texts.tolist(), *edges.tolist(), known.tolist(), strict=True)

    def slashes(self) -> Iterator[tuple[int, int]]:
        """Slashes between a letter or digit and a number, perhaps a list: (text, position)."""
        if not self._slashes:
            return iter(())
        places = np.array(self._slashes, dtype=np.intp)
        texts = self._texts(places)
        return zip(texts.tolist(), (places - self._starts[texts]).tolist(), strict=True)

    def texts_at(self, places: Sequence[int]) -> list[int]:
        """The texts in which places of the skeleton are."""
        if not places:
            return []
        data = np.array(places, dtype=np.intp)
        joined = data + self._dropped.searchsorted(data, side="right")
        return sorted(set(self._texts(joined).tolist()))

    def wide_texts(self) -> list[int]:
        """Texts with a letter that stands for several."""
        if not self._wide:
            return []
        return sorted(set(self._texts(np.array(self._wide, dtype=np.intp)).tolist()))

    def _texts(self, places: Offsets) -> Offsets:
        return self._starts.searchsorted(places, side="right") - 1


def skeleton(texts: Sequence[str]) -> Skeleton:
    """Reduce a batch; about 2 ns a character."""
    joined = "\n".join(("", *texts, ""))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    # "clip" checks nothing: no code point lies outside the table.
    heard = table().take(codes, mode="clip", out=np.empty(len(codes), dtype=np.uint8))
    raw = heard.tobytes()
    slashes = [place for place in _places(raw, SLASH) if _may_list(raw, place)]
    silent = np.array(_places(raw, DROP), dtype=np.intp)
    data = raw.replace(bytes([SLASH]), bytes([SEP])).replace(bytes([DROP]), b"")
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    starts = np.cumsum(lengths + 1) - lengths
    dropped = silent - np.arange(len(silent))
    return Skeleton(data, codes, starts, slashes, _places(raw, WIDE), silent, dropped)


def _may_list(data: bytes, slash: int) -> bool:
    """A letter or digit before the slash, and a number after it; a space or a dash between."""
    before = slash - 2 if data[slash - 1] == SEP else slash - 1
    after = slash + 2 if data[slash + 1] == SEP else slash + 1
    return data[before] != SEP and after < len(data) and data[after] in _IN_LIST


def _places(data: bytes, byte: int) -> list[int]:
    """Where a rare byte stands."""
    found = []
    place = data.find(byte)
    while place >= 0:
        found.append(place)
        place = data.find(byte, place + 1)
    return found


class _Bytes(dict[int, str]):
    """The table as str.translate() wants it, for texts too short for numpy."""

    def __missing__(self, code: int) -> str:
        byte = int(table()[code])
        self[code] = {DROP: "", SLASH: " "}.get(byte, chr(byte))
        return self[code]


_BYTES_BY_CODE = _Bytes()


def key(form: str) -> str:
    """The skeleton of a form as text, a letter a byte, its words one separator apart."""
    return narrow(form.translate(_BYTES_BY_CODE))


def narrow(key: str) -> str:
    """Every run of separators as one; those at the ends go. str.split() would split letters."""
    return " ".join(filter(None, key.split(" ")))


def pattern(form: str) -> bytes:
    """The skeleton of a watched form, with a separator at both ends."""
    return f" {key(form)} ".encode("latin-1")
