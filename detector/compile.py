"""Compiles terms into an automaton and its tables, and keeps both as bytes for the next start.

The bytes hold data only (JSON, pattern bytes, the engine's own image) under a checksum.
Bytes of another version or machine are refused: the caller compiles again.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field

from detector.automaton import engine_version, fits, hyperscan_image
from detector.forms import Expansion, expand, expansion
from detector.terms import Form, Term

__all__ = ["CompiledTerms", "Form", "FormCache", "StaleBytesError", "compile_terms", "expand"]

Entry = tuple[int, str, str]  # term, form as written, how
_FORMAT = "tocsin-terms 3"  # raised whenever expansion, skeleton or layout change
_DIGEST = hashlib.sha256().digest_size


class StaleBytesError(Exception):
    """Kept bytes are damaged, or of another version or machine: compile again."""


class FormCache:
    """Expansions by term, so that an edit expands one alias and not the watchlist."""

    def __init__(self, known: dict[Term, Expansion] | None = None) -> None:
        self._known = known or {}

    def expansion(self, term: Term) -> Expansion:
        """What a term adds, worked out once."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = expansion(term)
        return found

    def to_bytes(self) -> bytes:
        """Keep the cache for the next start."""
        rows = [[astuple(term), found.packed()] for term, found in self._known.items()]
        return _sealed(_FORMAT, [_json(rows)])

    @classmethod
    def from_bytes(cls, data: bytes) -> FormCache:
        """Read a kept cache; raises StaleBytesError."""
        (rows,) = _opened(_FORMAT, data)
        return cls({_term(row): Expansion.unpacked(kept) for row, kept in json.loads(rows)})


@dataclass(frozen=True, slots=True)
class CompiledTerms:
    """A watchlist ready to match."""

    terms: tuple[Term, ...]
    words: dict[str, list[Entry]] = field(repr=False)
    codes: dict[str, list[Entry]] = field(repr=False)
    patterns: tuple[bytes, ...] = field(repr=False)
    # Of each pattern that leads to words, after how many separators they may end. The
    # patterns behind those lead to designators.
    ends: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    image: bytes = field(default=b"", repr=False)  # the patterns compiled, where that can be kept

    def to_bytes(self) -> bytes:
        """Keep the compiled watchlist for the next start."""
        terms = [astuple(term) for term in self.terms]
        tables = _json([terms, self.words, self.codes, self.ends])
        return _sealed(_machine(), [tables, b"\n".join(self.patterns), self.image])

    @classmethod
    def from_bytes(cls, data: bytes) -> CompiledTerms:
        """Read a kept watchlist; raises StaleBytesError."""
        tables, patterns, image = _opened(_machine(), data)
        if not fits(image):
            raise StaleBytesError("kept on another processor; it will be compiled again")
        terms, words, codes, ends = json.loads(tables)
        listed = tuple(patterns.split(b"\n")) if patterns else ()
        return cls(tuple(map(_term, terms)), words, codes, listed, tuple(map(tuple, ends)), image)


def compile_terms(terms: Sequence[Term], *, cache: FormCache | None = None) -> CompiledTerms:
    """Expand and compile; with a cache only terms it hasn't seen are expanded."""
    known = cache if cache is not None else FormCache()
    words: dict[str, list[Entry]] = {}
    codes: dict[str, list[Entry]] = {}
    word_anchors: dict[bytes, tuple[int, int]] = {}
    code_anchors: dict[bytes, None] = {}
    for index, term in enumerate(terms):
        found = known.expansion(term)
        for key, text, how in found.words:
            words.setdefault(key, []).append((index, text, how))
        for code, how in found.codes:
            codes.setdefault(code, []).append((index, term.text, how))
        for start, least, most in found.word_anchors:
            known_least, known_most = word_anchors.get(start, (least, most))
            word_anchors[start] = min(least, known_least), max(most, known_most)
        code_anchors.update(dict.fromkeys(found.code_anchors))
    patterns = (*word_anchors, *code_anchors)
    image = hyperscan_image(patterns)
    ends = tuple(word_anchors.values())
    return CompiledTerms(tuple(terms), words, codes, patterns, ends, image)


def _machine() -> str:
    return f"{_FORMAT} {engine_version()} {platform.machine()}"


def _term(row: Sequence[object]) -> Term:
    key, text, how, language, forms, ban, capital, family = row
    return Term(key, text, how, language, tuple(forms), tuple(ban), capital, family)  # type: ignore[arg-type]  # checked by the seal


def _json(rows: object) -> bytes:
    """Unescaped: half the bytes, and read in half the time."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _sealed(made_by: str, sections: Iterable[bytes]) -> bytes:
    """Sections behind a line that says who made them and how long each is."""
    kept = list(sections)
    header = json.dumps([made_by, [len(section) for section in kept]]).encode()
    body = header + b"\n" + b"".join(kept)
    return hashlib.sha256(body).digest() + body


def _opened(made_by: str, data: bytes) -> list[bytes]:
    if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        raise StaleBytesError("the kept watchlist is damaged; it will be compiled again")
    header, _, body = data[_DIGEST:].partition(b"\n")
    maker, lengths = json.loads(header)
    if maker != made_by:
        raise StaleBytesError(f"kept by {maker}, this is {made_by}; it will be compiled again")
    sections, start = [], 0
    for length in lengths:
        sections.append(body[start : start + length])
        start += length
    return sections
