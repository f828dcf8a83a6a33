"""Compiles terms into an automaton and its tables, and keeps both as bytes for the next start.

The bytes hold data only (JSON, pattern bytes, the engine's own image) under a checksum.
Bytes of another version or machine are refused: the caller compiles again.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from sys import intern

from detector.automaton import Image, engine_version, fits, image_after_edit, image_of
from detector.forms import Expansion, expand, expansion
from detector.glued import seams
from detector.tables import COLUMNS, Entry, Table, Terms, as_row, encoded
from detector.terms import Form, Term

__all__ = ["CompiledTerms", "Form", "FormCache", "StaleBytesError", "compile_terms", "expand"]

BEGUN = 2  # letters of a word: most that follow by chance begin otherwise
_FORMAT = "tocsin-terms 14"  # raised whenever expansion, skeleton or layout change
_DIGEST = hashlib.sha256().digest_size


class StaleBytesError(Exception):
    """Kept bytes are damaged, or of another version or machine: compile again."""


class FormCache:
    """Expansions by term, so that an edit expands one alias and not the watchlist.

    Lines of JSON, a term's and its expansion's: most are read and kept again without a change.
    It keeps twice as many as were asked for: what was edited out long ago is forgotten.
    """

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self._known = known or {}
        self._asked: dict[str, str] = {}

    def expansion(self, term: Term) -> Expansion:
        """What a term adds, worked out once."""
        row = encoded(as_row(term))
        kept = self._asked.get(row) or self._known.pop(row, None)
        found = Expansion.unpacked(json.loads(kept)) if kept else expansion(term)
        self._asked[row] = kept or encoded(found.packed())
        return found

    def to_bytes(self) -> bytes:
        """Keep the cache for the next start."""
        older = list(self._known.items())[-len(self._asked) :]  # all, if nothing was asked
        lines = chain.from_iterable((*older, *self._asked.items()))
        return _sealed(_FORMAT, ["\n".join(lines).encode()])

    @classmethod
    def from_bytes(cls, data: bytes) -> FormCache:
        """Read a kept cache; raises StaleBytesError."""
        (kept,) = _opened(_FORMAT, data)
        lines = iter(str(kept, "utf-8").split("\n") if kept else ())
        return cls(dict(zip(lines, lines, strict=True)))


@dataclass(frozen=True, slots=True)
class CompiledTerms:
    """A watchlist ready to match."""

    terms: Terms = field(repr=False)
    words: Table = field(repr=False)
    codes: Table = field(repr=False)
    word_anchors: tuple[bytes, ...] = field(repr=False)
    code_anchors: tuple[bytes, ...] = field(repr=False)
    openings: dict[str, str] = field(repr=False)  # a phrase's first words: how the next may begin
    image: Image = field(default=Image(), repr=False)  # the anchors compiled, where that is kept

    @property
    def anchors(self) -> tuple[bytes, ...]:
        """What the automaton is to find, by its numbers."""
        return (*self.word_anchors, *self.code_anchors, *seams())

    def to_bytes(self) -> bytes:
        """Keep the compiled watchlist for the next start."""
        tables = (*self.words.packed(), *self.codes.packed())
        anchors = (b"\n".join(self.word_anchors), b"\n".join(self.code_anchors))
        openings = "\n".join(map("\t".join, sorted(self.openings.items()))).encode()
        image = (self.image.data, b"\n".join(self.image.former), self.image.former_data)
        return _sealed(_machine(), [self.terms.packed(), *anchors, openings, *image, *tables])

    @classmethod
    def from_bytes(cls, data: bytes) -> CompiledTerms:
        """Read a kept watchlist; raises StaleBytesError."""
        terms, *others = _opened(_machine(), data)
        *lists, added, former, former_data = map(bytes, others[:6])
        image = Image(added, tuple(former.split(b"\n") if former else ()), former_data)
        if not fits(image):
            raise StaleBytesError("kept on another processor; it will be compiled again")
        tables = Table(others[6:-COLUMNS]), Table(others[-COLUMNS:])
        word_anchors, code_anchors, openings = (one.split(b"\n") if one else () for one in lists)
        anchors = tuple(word_anchors), tuple(code_anchors)
        begun = _shared(line.decode().split("\t") for line in openings)
        return cls(Terms.unpacked(terms), *tables, *anchors, begun, image)


def compile_terms(
    terms: Sequence[Term], *, cache: FormCache | None = None, former: CompiledTerms | None = None
) -> CompiledTerms:
    """Expand and compile; with a cache only terms it hasn't seen are expanded.

    With what was compiled before an edit, only what is new goes through the automaton's compiler;
    the same is found, in one scan more.
    """
    known = cache if cache is not None else FormCache()
    words: dict[str, list[Entry]] = {}
    codes: dict[str, list[Entry]] = {}
    word_anchors: set[bytes] = set()
    code_anchors: set[bytes] = set()
    for index, term in enumerate(terms):
        found = known.expansion(term)
        for spelled, text, how in found.words:
            words.setdefault(spelled, []).append((index, text, how))
        for code, how in found.codes:
            codes.setdefault(code, []).append((index, term.text, how))
        word_anchors.update(found.word_anchors)
        code_anchors.update(found.code_anchors)
    anchors = _shortest(word_anchors), tuple(sorted(code_anchors))
    tables = Table.of(words), Table.of(codes)
    compiled = CompiledTerms(Terms.of(terms), *tables, *anchors, _openings(words))
    image = image_after_edit(compiled.anchors, former.anchors, former.image) if former else None
    return replace(compiled, image=image or image_of(compiled.anchors))


def _shortest(anchors: Iterable[bytes]) -> tuple[bytes, ...]:
    """Without those that begin with another: it is heard wherever they are."""
    kept: list[bytes] = []
    for anchor in sorted(anchors):
        if not (kept and anchor.startswith(kept[-1])):
            kept.append(anchor)
    return tuple(kept)


def _openings(keys: Iterable[str]) -> dict[str, str]:
    """What phrases begin with: a word, two words, ...; and the BEGUN letters behind it, run on."""
    found: dict[str, dict[str, None]] = {}
    for key in keys:
        gap = key.find(" ")
        while gap > 0:
            following = f"{key} "[gap + 1 : gap + 1 + BEGUN]
            found.setdefault(key[:gap], {})[following] = None
            gap = key.find(" ", gap + 1)
    return {opening: "".join(following) for opening, following in found.items()}


def _shared(pairs: Iterable[Sequence[str]]) -> dict[str, str]:
    """As a mapping; what recurs as a value is there once."""
    return {opening: intern(following) for opening, following in pairs}


def _machine() -> str:
    return f"{_FORMAT} {engine_version()} {platform.machine()}"


def _sealed(made_by: str, sections: Iterable[bytes]) -> bytes:
    """Sections behind a line that says who made them and how long each is."""
    kept = list(sections)
    header = json.dumps([made_by, [len(section) for section in kept]]).encode()
    body = header + b"\n" + b"".join(kept)
    return hashlib.sha256(body).digest() + body


def _opened(made_by: str, data: bytes) -> list[memoryview]:
    """The sections, not copied: most are read into something else."""
    if hashlib.sha256(memoryview(data)[_DIGEST:]).digest() != data[:_DIGEST]:
        raise StaleBytesError("the kept watchlist is damaged; it will be compiled again")
    start = data.index(b"\n", _DIGEST) + 1
    maker, lengths = json.loads(data[_DIGEST:start])
    if maker != made_by:
        raise StaleBytesError(f"kept by {maker}, this is {made_by}; it will be compiled again")
    sections, whole = [], memoryview(data)
    for length in lengths:
        sections.append(whole[start : start + length])
        start += length
    return sections
