"""In which charset a feed really is, where it says something else, or nothing. Pure.

A byte order mark and UTF-8 that holds are believed before any label. A label that holds is believed
before a guess, but for Latin-1 and UTF-8, which servers say by default. What is left is told by its
letters: each charset of Cyrillic and Arabic makes rare capitals of the others' everyday letters.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (  # UTF-32 first: its mark begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_BY_DEFAULT = frozenset(
    {"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "utf-8", "utf8"}
)
_INNER = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})")
_OUTER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_WEIGHTS = dict.fromkeys("уяыьгзбчйхжшюцщэфїєґ" + "ثجحخذزشصضطظغقكهىأإآءئؤ،", 0.5)
_WEIGHTS |= dict.fromkeys("оеаинтсрвлкмдпі" + "اليمنورتبةعدسف", 1.0)  # four letters in five
_GUESSES = (
    "windows-1251", "koi8-u", "iso-8859-5", "cp866", "windows-1256", "iso-8859-6",
)  # fmt: skip
_SAMPLE = 20_000  # bytes beyond ASCII that are enough to guess by
_SURE = 0.75  # text weighs about .9, misread text from .3 to .7
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_FEW = 0.02  # broken characters of all beyond ASCII: an accident, no other charset


def in_utf8(body: bytes, content_type: str) -> bytes | None:
    """The body in UTF-8 where its labels mislead; None where they can be left to the parser."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _decoded(body, name)
    if body.isascii():
        return None
    labels = _labels(body, content_type)
    if _decoded(body, "utf-8") is not None:
        return None if not labels or labels[0] in {"utf-8", "utf8"} else body
    if labels and labels[0] not in _BY_DEFAULT and _decoded(body, labels[0]) is not None:
        return None
    return _told_otherwise(body, labels) or _mostly_utf8(body) or _guessed(body)


def _labels(body: bytes, content_type: str) -> list[str]:
    """The server's label, then the document's own."""
    outer, inner = _OUTER.search(content_type), _INNER.match(body[:300])
    found = [outer[1] if outer else "", inner[1].decode("ascii", "replace") if inner else ""]
    return [label.lower() for label in found if label]


def _told_otherwise(body: bytes, labels: list[str]) -> bytes | None:
    """By the document's own label, where the server says what it always says."""
    for label in labels[1:]:
        if label not in _BY_DEFAULT and (text := _decoded(body, label)) is not None:
            return text
    return None


def _mostly_utf8(body: bytes) -> bytes | None:
    text = body.decode("utf-8", "replace")
    broken, beyond = text.count("\ufffd"), sum(not char.isascii() for char in text)
    return text.encode() if broken <= max(1, _FEW * beyond) < beyond else None


def _guessed(body: bytes) -> bytes | None:
    """Only where letters stand in runs: single ones among ASCII are accents, Latin-1 will do."""
    sample = b" ".join(_RUN.findall(body))[:_SAMPLE]
    if 2 * len(sample) < len(body.translate(None, bytes(range(128)))[:_SAMPLE]):
        return None
    usual, name = max((_usual(sample, name), name) for name in _GUESSES)
    return body.decode(name, "replace").encode() if usual >= _SURE else None


def _usual(sample: bytes, name: str) -> float:
    letters = sample.decode(name, "replace").replace(" ", "")
    return sum(_WEIGHTS.get(letter, 0.0) for letter in letters) / max(len(letters), 1)


def _decoded(body: bytes, name: str) -> bytes | None:
    try:
        return body.decode(name).encode("utf-8", "surrogatepass")
    except (UnicodeDecodeError, LookupError, ValueError):  # ValueError: codecs that are no charsets
        return None
