"""Lists of feeds as OPML 2.0: what other readers write and take. Reads hostile files safely.

No document type, so no entities; size, depth and number are bounded before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from collector.plain import one_line

MAX_BYTES = 5_000_000
MAX_DEPTH = 50
MAX_OUTLINES = 20_000
MAX_FIELD = 3_000


class OpmlError(Exception):
    """The file is no OPML, or more than a list of feeds should be."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as OPML lists it, maybe without an address; `folders` from the outermost on."""

    url: str
    title: str = ""
    language: str = ""
    folders: tuple[str, ...] = ()


def read(content: bytes) -> tuple[Outline, ...]:
    """The feeds of an OPML file, in its order. Raises OpmlError."""
    if len(content) > MAX_BYTES:
        raise OpmlError(f"is larger than {MAX_BYTES:,} bytes")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise OpmlError(f"is not well-formed XML: {error}") from error
    if not reader.is_opml:
        raise OpmlError("is XML, but not OPML")
    return tuple(reader.found)


def _refuse_doctype(*_: object) -> None:
    raise OpmlError("declares a document type, which no list of feeds needs; it was not read")


@dataclass(slots=True)
class _Reader:
    found: list[Outline] = field(default_factory=list)
    is_opml: bool = False
    _path: list[str] = field(default_factory=list)  # a folder's name, "" for what is none
    _count: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._path:
            self.is_opml = tag.lower() == "opml"
        if len(self._path) >= MAX_DEPTH:
            raise OpmlError(f"nests deeper than {MAX_DEPTH}")
        given = {name.lower(): one_line(text[:MAX_FIELD]) for name, text in attributes.items()}
        folder = ""
        if tag.lower() == "outline":
            folder = self._outline(given)
        self._path.append(folder)

    def end(self, _tag: str) -> None:
        self._path.pop()

    def _outline(self, given: dict[str, str]) -> str:
        self._count += 1
        if self._count > MAX_OUTLINES:
            raise OpmlError(f"has more than {MAX_OUTLINES:,} entries")
        title = given.get("title") or given.get("text", "")
        url = given.get("xmlurl")
        if url is None and given.get("type", "").lower() != "rss":
            return title  # a folder
        folders = tuple(filter(None, self._path))
        self.found.append(Outline(url or "", title, given.get("language", ""), folders))
        return ""


def written(outlines: Iterable[Outline], at: datetime) -> str:
    """An OPML 2.0 document; feeds with the same first folder stand together."""
    folders: dict[str, list[Outline]] = {}
    for outline in outlines:
        folders.setdefault(next(iter(outline.folders), ""), []).append(outline)
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<opml version="2.0">',
            f"  <head><title>Tocsin</title><dateCreated>{format_datetime(at)}</dateCreated></head>",
            "  <body>",
            *_body(folders),
            "  </body>",
            "</opml>",
            "",
        )
    )


def _body(folders: dict[str, list[Outline]]) -> Iterator[str]:
    for folder, outlines in folders.items():
        if folder:
            yield f"    <outline text={quoteattr(folder)}>"
        for one in outlines:
            language = f" language={quoteattr(one.language)}" if one.language else ""
            named = f"text={quoteattr(one.title)} title={quoteattr(one.title)}"
            indent = "      " if folder else "    "
            yield f'{indent}<outline type="rss" {named} xmlUrl={quoteattr(one.url)}{language}/>'
        if folder:
            yield "    </outline>"
