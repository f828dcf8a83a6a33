"""A cheap look at a feed: where each entry stands and a fingerprint of its bytes. Pure.

feedparser stays the parser of record; it takes milliseconds an entry. This pass takes microseconds
and decides nothing but which entries have been read before, byte for byte. What it can't see
through (ill-formed XML, a DOCTYPE, entries at odd places) it leaves to feedparser as a whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from xml.parsers import expat

_START_TAG = re.compile(rb"""<[^\s<>"'/]+(?:\s+[^\s<>"'=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*>""")
_DECLARED = re.compile(rb"""^<\?.*encoding=[\'"](.*?)[\'"].*\?>""")  # as feedparser reads it
_BASE = re.compile(rb"base\s*=")
_ENTRY_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?(?:item|entry)[\s/>]")
_NO_ASCII = (b"\x00", b"\xfe\xff", b"\xff\xfe", b"\x4c\x6f\xa7\x94")
_PARENTS = frozenset({"channel", "RDF", "feed"})
_ENTRIES = frozenset({"item", "entry"})
_ENDINGS = ("item", "entry", "ITEM", "ENTRY", "Item", "Entry")
_FINGERPRINT = 8  # bytes


@dataclass(frozen=True, slots=True)
class Glance:
    """A well-formed feed in UTF-8, and of each entry its place and its fingerprint, in order.

    A fingerprint covers the entry's bytes, the start tags around it and the feed's address:
    equal ones were read alike.
    """

    content: bytes
    places: tuple[tuple[int, int], ...]
    fingerprints: tuple[str, ...]

    def without(self, seen: Container[str]) -> bytes:
        """The same document without the entries that were seen before."""
        kept, at = [], 0
        for (start, end), fingerprint in zip(self.places, self.fingerprints, strict=True):
            if fingerprint in seen:
                kept.append(self.content[at:start])
                at = end
        return b"".join((*kept, self.content[at:]))


def may_be_based(content: bytes) -> bool:
    """Whether anything in it could name the base address of links. Searching lower case is fast."""
    return _BASE.search(content.lower()) is not None


class _UnclearError(Exception):
    """This pass can't tell what feedparser would make of the document."""


class _DoubtError(Exception):
    """There may be an entry within an entry, or only a text that looks like one."""


def glance(body: bytes, content_type: str, base: str) -> Glance | None:
    """None where only the whole document will do. `content_type` is one that the body bears out."""
    content = _in_utf8(body, content_type)
    if content is None:
        return None
    try:
        look = _looked(content)
    except (_UnclearError, expat.ExpatError, UnicodeError):
        return None
    around = {parent: _around(content, tags, base) for parent, tags in look.contexts.items()}
    prints = [
        _fingerprint(around[parent], content[start:end])
        for parent, (start, end) in zip(look.parents, look.places, strict=True)
    ]
    return Glance(content, tuple(look.places), tuple(prints))


def _looked(content: bytes) -> _Look:
    look = _Look(content, at_all=False)
    try:
        look.parser.Parse(content, True)
    except _DoubtError:
        look = _Look(content, at_all=True)
        look.parser.Parse(content, True)
    return look


class _Look:
    """expat's callbacks. Namespaces are resolved only so that an unbound prefix is an error."""

    def __init__(self, content: bytes, *, at_all: bool) -> None:
        self.places: list[tuple[int, int]] = []
        self.parents: list[int] = []  # of each entry, by the place of its start tag
        self.contexts: dict[int, tuple[int, ...]] = {}  # start tags around, outermost first
        self._content = content
        self._lowered = content.lower()
        self._sees_all = at_all or _BASE.search(self._lowered) is not None
        self._open: list[tuple[str, int]] = []  # the first levels only, and outside entries
        self._depth = 0
        self._start = -1
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        local = name.rpartition(" ")[2]
        if local.lower() in _ENTRIES:
            self._begin_entry(local)
            self._mind_bases(attributes)
        elif self._depth <= 3:
            del self._open[self._depth - 1 :]
            self._open.append((local, self.parser.CurrentByteIndex))

    def _within(self, name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(" ")[2].lower() in _ENTRIES:
            raise _UnclearError
        self._mind_bases(attributes)

    def _begin_entry(self, local: str) -> None:
        """Most elements are inside an entry and of no interest: till its end they are not told."""
        at = self.parser.CurrentByteIndex
        written = self._content[at + 1 : at + 1 + len(local)]
        parents = self._open[: self._depth - 1]
        if local not in _ENTRIES or written != local.encode():
            raise _UnclearError  # in odd case or with a prefix it is feedparser's to understand
        if len(parents) != self._depth - 1 or not parents or parents[-1][0] not in _PARENTS:
            raise _UnclearError
        self._start = at
        self.parents.append(parents[-1][1])
        self.contexts.setdefault(parents[-1][1], tuple(at for _, at in parents))
        self.parser.StartElementHandler = self._within if self._sees_all else None

    def _mind_bases(self, attributes: Mapping[str, str]) -> None:
        """With feedparser an entry's base address may hold for those after it."""
        if any(name.rpartition(" ")[2].lower() == "base" for name in attributes):
            raise _UnclearError

    def _finish(self, name: str) -> None:
        if self._start < 0:
            self._depth -= 1
        elif name.endswith(_ENDINGS) and name.rpartition(" ")[2].lower() in _ENTRIES:
            self._finish_entry()

    def _finish_entry(self) -> None:
        at = self.parser.CurrentByteIndex
        if not self._content.startswith((b"</item", b"</entry"), at):
            raise _UnclearError  # <item/>: its end is not where expat says
        if not self._sees_all and _ENTRY_TAG.search(self._lowered, self._start + 1, at):
            raise _DoubtError
        self.places.append((self._start, self._content.index(b">", at) + 1))
        self._start = -1
        self._depth -= 1
        self.parser.StartElementHandler = self._begin

    def _refuse(self, *_: object) -> None:
        raise _UnclearError


def _in_utf8(body: bytes, content_type: str) -> bytes | None:
    """The body as feedparser would decode it; None where it would have to guess."""
    if any(mark in body[:4] for mark in _NO_ASCII):
        return None
    content = body.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(content)
    charset = content_type.partition("charset=")[2]
    name = charset or (declared[1].decode("ascii", "replace") if declared else "utf-8")
    if name.lower() == "gb2312":
        name = "gb18030"
    try:
        text = content.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    return content if name.lower() in ("utf-8", "utf8") else text.encode("utf-8", "surrogatepass")


def _around(content: bytes, starts: tuple[int, ...], base: str) -> bytes:
    tags = [_START_TAG.match(content, at) for at in starts]
    return b"\0".join((base.encode(), *(tag[0] if tag else b"?" for tag in tags)))


def _fingerprint(around: bytes, entry: bytes) -> str:
    hasher = hashlib.blake2b(around, digest_size=_FINGERPRINT)
    hasher.update(entry)
    return hasher.hexdigest()
