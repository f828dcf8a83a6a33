"""Cuts a long original down to the places that matter, keeping its marks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alerts.model import Highlight

_CONTEXT = 140  # code points shown on each side of a mark
_OMITTED = " … "


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the quote; `marked` if a watched word."""

    text: str
    marked: bool = False
    beside: bool = False  # marked, but lighter: a place or an act


def merged(highlights: Iterable[Highlight], length: int) -> tuple[Highlight, ...]:
    """In order, without overlaps, inside the text. What is watched outweighs what is beside it."""
    result: list[Highlight] = []
    for mark in sorted(highlights, key=lambda h: (h.start, h.end)):
        start, end = max(mark.start, 0), min(mark.end, length)
        if start >= end:
            continue
        if result and start <= result[-1].end:
            last = result[-1]
            result[-1] = Highlight(last.start, max(end, last.end), last.beside and mark.beside)
        else:
            result.append(Highlight(start, end, mark.beside))
    return tuple(result)


def window(text: str, highlights: Sequence[Highlight], limit: int) -> tuple[Part, ...]:
    """The text in parts, at most about `limit` code points: its start, then round each mark."""
    marks = merged(highlights, len(text))
    if len(text) <= limit:
        return _parts(text, ((0, len(text)),), marks)
    spans: list[tuple[int, int]] = []
    for start, end in _wanted(text, marks, limit):
        tried = _joined([*spans, (start, end)])
        if sum(stop - begin + len(_OMITTED) for begin, stop in tried) > limit:
            break
        spans = tried
    return _parts(text, spans or ((0, limit),), marks)


def _wanted(text: str, marks: Sequence[Highlight], limit: int) -> Iterable[tuple[int, int]]:
    yield 0, _word_end(text, min(limit // 3, 2 * _CONTEXT))
    for mark in marks:
        yield _word_start(text, mark.start - _CONTEXT), _word_end(text, mark.end + _CONTEXT)


def _word_start(text: str, at: int) -> int:
    if at <= 0:
        return 0
    found = text.find(" ", at, at + 20)
    return at if found < 0 else found + 1


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    found = text.rfind(" ", max(at - 20, 0), at)
    return at if found < 0 else found


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1] + len(_OMITTED):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _parts(
    text: str, spans: Sequence[tuple[int, int]], marks: Sequence[Highlight]
) -> tuple[Part, ...]:
    parts: list[Part] = []
    for start, end in spans:
        if start > 0:
            parts.append(Part(_OMITTED))
        parts.extend(_marked(text, start, end, marks))
    if spans and spans[-1][1] < len(text):
        parts.append(Part(_OMITTED.rstrip()))
    return tuple(part for part in parts if part.text)


def _marked(text: str, start: int, end: int, marks: Sequence[Highlight]) -> Iterable[Part]:
    at = start
    for mark in marks:
        begin, stop = max(mark.start, at), min(mark.end, end)
        if begin >= stop:
            continue
        yield Part(text[at:begin])
        yield Part(text[begin:stop], marked=True, beside=mark.beside)
        at = stop
    yield Part(text[at:end])
