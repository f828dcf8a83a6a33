"""The tables behind an automaton, as they are kept: most of their rows are never asked for.

A row becomes objects when it is. So a process reads megabytes at its start and builds little of
them, and a worker that lives for weeks holds strings and numbers, not a million tuples.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from detector.terms import Term

Entry = tuple[int, str, str]  # term, form as written, how
Kept = bytes | memoryview

encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Terms:
    """The terms of a compilation, by their number."""

    def __init__(self, rows: Iterable[bytes]) -> None:
        lines = list(rows)
        self._rows = b"".join(lines)
        self._starts = _sums(map(len, lines))
        self._known: dict[int, Term] = {}

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Terms:
        """Take them down, a line of JSON each."""
        return cls(encoded(as_row(term)).encode() + b"\n" for term in terms)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, index: int) -> Term:
        if index not in self._known:
            row = self._rows[self._starts[index] : self._starts[index + 1]]
            self._known[index] = term_of(json.loads(row))
        return self._known[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Terms) and self._rows == other._rows

    __hash__ = None  # type: ignore[assignment]  # it learns

    def packed(self) -> bytes:
        """As bytes can be kept."""
        return self._rows

    @classmethod
    def unpacked(cls, kept: Kept) -> Terms:
        """Read back what `packed` gave."""
        return cls(bytes(kept).splitlines(keepends=True))


def as_row(term: Term) -> tuple[object, ...]:
    """A term as JSON can keep it."""
    return (
        term.key, term.text, term.how, term.language, term.forms, term.ban, term.capital,
        term.designator_family,
    )  # fmt: skip


def term_of(row: Sequence[object]) -> Term:
    """Read back what `as_row` gave."""
    key, text, how, language, forms, ban, capital, family = row
    return Term(key, text, how, language, tuple(forms), tuple(ban), capital, family)  # type: ignore[arg-type]  # checked by the seal


class Table:
    """Entries by their key."""

    def __init__(self, columns: Sequence[Kept]) -> None:
        keys, texts, hows, *numbers = columns
        names = str(keys, "utf-8").split("\n") if keys else []
        self.rows = dict(zip(names, range(len(names)), strict=True))
        self._texts, self._hows = bytes(texts), json.loads(bytes(hows))
        self._numbers = tuple(array("i", bytes(one)) for one in numbers)
        self._firsts, self._terms, self._starts, self._how = self._numbers

    @classmethod
    def of(cls, entries: Mapping[str, Sequence[Entry]]) -> Table:
        """Take entries down; no key has a line break in it."""
        listed = [entry for some in entries.values() for entry in some]
        terms, forms, how_each = zip(*listed, strict=True) if listed else ((), (), ())
        texts = [form.encode() for form in forms]
        hows = {how: number for number, how in enumerate(dict.fromkeys(how_each))}
        numbers = (
            _sums(map(len, entries.values())),
            array("i", terms),
            _sums(map(len, texts)),
            array("i", [hows[how] for how in how_each]),
        )
        return cls(_columns(entries, b"".join(texts), list(hows), numbers))

    def get(self, key: str) -> Sequence[Entry]:
        """The entries of a key; none, if it is not there."""
        row = self.rows.get(key)
        if row is None:
            return ()
        return [self._entry(number) for number in range(self._firsts[row], self._firsts[row + 1])]

    def _entry(self, number: int) -> Entry:
        text = self._texts[self._starts[number] : self._starts[number + 1]]
        return self._terms[number], text.decode(), self._hows[self._how[number]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.packed() == other.packed()

    __hash__ = None  # type: ignore[assignment]  # as other mappings

    def packed(self) -> tuple[bytes, ...]:
        """As bytes can be kept; this many columns always."""
        return _columns(self.rows, self._texts, self._hows, self._numbers)


COLUMNS = 7  # of a packed table


def _columns(
    keys: Iterable[str], texts: bytes, hows: Sequence[str], numbers: Iterable[array[int]]
) -> tuple[bytes, ...]:
    words = ("\n".join(keys).encode(), texts, encoded(hows).encode())
    return (*words, *(column.tobytes() for column in numbers))


def _sums(lengths: Iterable[int]) -> array[int]:
    """Where each begins, and after the last where the next would."""
    return array("i", accumulate(lengths, initial=0))
