"""What of a text is not what its author reports: heads of forwards, signatures, tags, credits.

Copies differ in these lines only; a place in a channel's name ("Bamako Notes") is no fact. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from detector.model import Aside, Document, Field
from detector.phrases import Phrases

FRAME = "frame"
_LONGEST = 90  # characters of such a line: longer ones tell something
_LONGEST_NAME = 48  # of whose post is forwarded, where the text follows on the same line
_HEAD_ENDS = re.compile(r"[:|]\s|\s[—–-]\s|[👇➡⤵]")
_FORWARDED = re.compile(r"[↪↩🔁♻]\W{0,3}[^\d.!?…]{3,44}")  # an arrow and whose post it is
_MOST_CREDITED = 40  # sources of one text: kept with its event
_SHORTEST_NAME = 5  # of a source: shorter ones are words as well
_LINE = re.compile(r"[^\n]+")
_MARKS = re.compile(r"https?://\S+|t\.me/\S+|[#@][\w-]+")
_WORD = re.compile(r"\w")
_SIGNED = re.compile(r"\s*(?:\(\s?[cс]\s?\)|©)", re.IGNORECASE)
# "«Golfe Éco»", "Bangui Matin Info", "@notes": capitals and the small words between them.
_HANDLE = re.compile(r"(?:(?<=@)|(?<=t\.me/)|\b(?=[A-Za-z0-9]+_))([A-Za-z][A-Za-z0-9_]{4,31})\b")
_AROUND_NAMES = ' :—–-«»“”„"@'
_CAPITAL = r"[^\W\d_a-zа-яà-ÿ][\w’'+-]*"
_NAME = re.compile(
    rf"[\s:—–-]*(?:[«“\"„]\s?[^»”\"\n]{{2,40}}[»”\"]|@\S+"
    rf"|{_CAPITAL}(?:\s(?:(?:de|du|des|d|of|the|из|и|en)\s)?{_CAPITAL}){{0,4}})"
)


_OPENED = re.compile(rf"\W*((?={_CAPITAL})[^:.!?\n]{{4,60}}):\s")
_CLOSED = re.compile(r"\(([^()\n]{4,48})\)[.\s]*$")
_RUNS_ON = re.compile(
    r"(?<![»”\"])[ \u00a0][^\W\d_A-ZА-ЯЀ-Џ]"
)  # a small letter follows: no name alone
_OPENS = " (—–-"
_BYLINE_ENDS = re.compile(rf"{_NAME.pattern}[.)\s]*")


def own_words(text: str, phrases: Phrases) -> str:
    """The text without such lines; all of it, if nothing else is left."""
    kept = list(text)
    for start, end in _lines(text, phrases):
        kept[start:end] = " " * (end - start)
    told = "".join(kept)
    return told if _WORD.search(told) else text


def framing(document: Document, phrases: Phrases) -> Iterator[Aside]:
    """The spans that say who tells, not what happened: lines, credits, the source's own name."""
    for start, end in _lines(document.text, phrases):
        yield Aside(start, end, "text", FRAME)
    own = _spelt(document.source)
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        yield from (Aside(*name.span(), field, FRAME) for name in _credits(text, phrases))
        if len(document.source) >= _SHORTEST_NAME:
            yield from (Aside(*found.span(), field, FRAME) for found in own.finditer(text))


@lru_cache(maxsize=4096)
def _spelt(source: str) -> re.Pattern[str]:
    """A source's name in any case; `re` itself remembers too few for a desk of many sources."""
    return re.compile(re.escape(source), re.IGNORECASE)


def credited(document: Document, phrases: Phrases) -> tuple[str, ...]:
    """Whom it names as its source, in small letters: handles of channels, names behind credits."""
    named = {found[1].casefold() for found in _HANDLE.finditer(document.text)}
    for name in _credits(document.text, phrases):
        named.add(name[0].strip(_AROUND_NAMES).casefold())
    for said in filter(None, (document.title, document.text)):
        named.update(_teller(said))
    return tuple(sorted(named - {document.source.casefold(), ""})[:_MOST_CREDITED])


def _teller(said: str) -> Iterator[str]:
    """Who may be named before a colon that it opens with, or in brackets at its end.

    "Red Sea Ledger: …", "Red Sea Ledger пишет: …": whether it is a source, its event knows.
    """
    if opened := _OPENED.match(said):
        name = opened[1].strip(_AROUND_NAMES).casefold()
        yield from (name, name.rpartition(" ")[0])
    if closed := _CLOSED.search(said):
        yield closed[1].strip(_AROUND_NAMES).casefold()


def _credits(text: str, phrases: Phrases) -> Iterator[re.Match[str]]:
    """The names behind credits; behind a colon a sentence may begin: "Our source: From Gao ..."."""
    for found in phrases["credit"].finditer(text):
        name = _NAME.match(text, found.end())
        if name and not (found[0].endswith(":") and _RUNS_ON.match(text, name.end())):
            yield name


def _lines(text: str, phrases: Phrases) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        if line.start() == 0 and _FORWARDED.fullmatch(line[0]) and "\n" in text:
            yield line.span()
        elif head := _head(line[0], phrases):
            yield line.start(), line.start() + head
        elif len(line[0]) <= _LONGEST and _is_frame(line[0], phrases):
            yield line.span()


def _head(line: str, phrases: Phrases) -> int:
    """How long the head of a forward is whose text follows on the same line; 0 for none."""
    found = phrases["forwarded"].search(line)
    if found is None or _WORD.search(line[: found.start()]):
        return 0
    ends = _HEAD_ENDS.search(line, found.end(), found.end() + _LONGEST_NAME)
    return ends.end() if ends and _WORD.search(line, ends.end()) else 0


def _is_frame(line: str, phrases: Phrases) -> bool:
    if not _WORD.search(_MARKS.sub("", line)):
        return True
    head = phrases["forwarded"].search(line)
    if head is not None and not _WORD.search(line[: head.start()]):
        return True
    by = phrases["byline"].match(line.lstrip(_OPENS))
    if by is not None and _BYLINE_ENDS.fullmatch(line.lstrip(_OPENS), by.end()):
        return True
    return bool(_SIGNED.match(line) or phrases["signature"].search(line))
