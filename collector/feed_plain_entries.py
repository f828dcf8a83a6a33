"""Entries that say only what nearly all entries say, read without feedparser's detours. Pure.

feedparser stays the parser of record. Of an entry made of nothing but the usual elements, each once
and without markup of its own, this pass tells the same values (dates, addresses and guesses about
markup by feedparser's own functions) at a tenth of the cost; of any other it says None, and
feedparser reads it. Expects what collector.feed_glance has found clear: well-formed, in UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from xml.parsers import expat

from feedparser import FeedParserDict
from feedparser.datetimes import _parse_date as parse_date
from feedparser.html import _cp1252 as windows_1252
from feedparser.mixin import _FeedParserMixin
from feedparser.urls import _urljoin as join_uri

from collector.feed_glance import may_be_based

_ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {  # bound to something else, feedparser takes one thing for another
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "media": "http://search.yahoo.com/mrss/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
_OTHER_DIALECTS = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
_JETPACK = "com-wordpress:feed-additions:1"  # declared in each entry, by much of the world
_MISREAD = re.compile(r"[\x80-\x9f]")
_QUERY = re.compile(r"&([A-Za-z0-9_]+);")
_NONE: frozenset[str] = frozenset()
_HTML_TYPES = _FeedParserMixin.html_types
_TEXT_TYPES = frozenset({"text", "html", "plain", "text/html", "text/plain"})


def plain_entries(content: bytes) -> list[FeedParserDict | None]:
    """Of each entry in order what feedparser would say of it; None where only feedparser knows."""
    reading = _Reading(is_based=may_be_based(content))
    reading.parser.Parse(content, True)
    return [entry if reading.is_clear else None for entry in reading.entries]


class _Reading:
    """expat's callbacks over one document; tells entries by their place below the first levels."""

    def __init__(self, *, is_based: bool) -> None:
        self.entries: list[FeedParserDict | None] = []
        self.is_clear = not is_based  # nothing resolves addresses against another base
        self._kinds: Mapping[str, _Kind] = {}
        self._depth = self._entry_depth = 0
        self._entry: _Entry | None = None
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.CharacterDataHandler = self._hear
        self.parser.StartNamespaceDeclHandler = self._bind

    def _bind(self, prefix: str | None, uri: str | None) -> None:
        if _PREFIXES.get(prefix or "", uri) != uri or uri in _OTHER_DIALECTS:
            self.is_clear = False

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._entry is not None:
            self._entry.begin(name, attributes, self._depth - self._entry_depth)
        elif self._depth == 1:
            self._kinds = _DIALECTS.get(name, {})
        elif name in {"item", f"{_ATOM} entry"}:
            self._entry_depth = self._depth
            self._entry = _Entry(self._kinds, is_atom=name != "item")
            self._entry.is_plain = bool(self._kinds) and not attributes
        elif name.rpartition(" ")[2] in {"item", "entry"}:  # of another dialect
            self._entry_depth = self._depth
            self._entry = _Entry({}, is_atom=False)
            self._entry.is_plain = False

    def _hear(self, text: str) -> None:
        if self._entry is not None:
            self._entry.pieces.append(text)

    def _finish(self, name: str) -> None:
        if self._entry is not None:
            if self._depth == self._entry_depth:
                self.entries.append(self._entry.told if self._entry.is_plain else None)
                self._entry = None
            else:
                self._entry.finish(name, self._depth - self._entry_depth)
        self._depth -= 1


class _Entry:
    """One entry, as long as it is plain."""

    def __init__(self, kinds: Mapping[str, _Kind], *, is_atom: bool) -> None:
        self.told = FeedParserDict()
        self.is_plain = True
        self.is_atom = is_atom
        self.pieces: list[str] = []
        self.attributes: Mapping[str, str] = {}
        self.person: dict[str, str] = {}
        self._kinds = kinds
        self._kind: _Kind | None = None
        self._own = ""  # what an author says between its parts
        self._slots: set[str] = set()

    def begin(self, name: str, attributes: Mapping[str, str], level: int) -> None:
        if not self.is_plain:
            return
        if level == 1:
            self._kind = kind = self._kinds.get(name)
            if kind is None or not kind.takes(attributes) or kind.slot in self._slots:
                self.is_plain = False
                return
            if kind.slot:
                self._slots.add(kind.slot)
            self.attributes = attributes
        elif self._kind is not _AUTHOR_PARTS or name not in _PARTS or attributes or level > 2:
            self.is_plain = False
        else:
            self._own += "".join(self.pieces)
        self.pieces.clear()

    def finish(self, name: str, level: int) -> None:
        if not self.is_plain or self._kind is None:
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        if level == 2:
            part = _PARTS[name]
            if part in self.person:
                self.is_plain = False
            self.person[part] = text.strip()
            return
        self._kind.tell(self, (self._own + text).strip())
        self._kind, self._own = None, ""


class _Kind:
    """How one kind of element is told: what it may carry, and what may stand only once."""

    __slots__ = ("_allowed", "slot", "tell")

    def __init__(
        self,
        tell: Callable[[_Entry, str], None],
        slot: str = "",
        allowed: frozenset[str] | None = _NONE,
    ) -> None:
        self.tell, self.slot, self._allowed = tell, slot, allowed

    def takes(self, attributes: Mapping[str, str]) -> bool:
        return not attributes or self._allowed is None or self._allowed.issuperset(attributes)


def _mended(text: str) -> str:
    """As feedparser mends text that was encoded twice, or by Windows under another name."""
    if text.isascii():
        return text
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(windows_1252) if _MISREAD.search(text) else text


def _nothing(entry: _Entry, text: str) -> None:
    """Not a word of the item."""


def _title(entry: _Entry, text: str) -> None:
    kind = _type_of(entry)
    if not entry.is_atom and _FeedParserMixin.looks_like_html(text):
        kind = "text/html"
    entry.told["title"] = _mended(text)
    entry.told["title_detail"] = FeedParserDict(type=kind)


def _summary(entry: _Entry, text: str) -> None:
    _type_of(entry)
    entry.told["summary"] = _mended(text)


def _content(entry: _Entry, text: str) -> None:
    _type_of(entry)
    entry.told["content"] = [FeedParserDict(value=_mended(text))]


def _type_of(entry: _Entry) -> str:
    """The declared type; what is neither text nor HTML is not plain."""
    declared = entry.attributes.get("type", "text").lower()
    if declared not in _TEXT_TYPES:
        entry.is_plain = False
    return str(_FeedParserMixin.map_content_type(declared))


def _link(entry: _Entry, text: str) -> None:
    address = _mended(join_uri("", text) if text else text)
    entry.told["link"] = _QUERY.sub(r"&\g<1>", address.replace("&amp;", "&"))


def _first_link(entry: _Entry, text: str) -> None:
    entry.told["feedburner_origlink"] = _mended(text)


def _atom_link(entry: _Entry, text: str) -> None:
    address = entry.attributes.get("href")
    if not address:
        entry.is_plain = False
        return
    relation = entry.attributes.get("rel", "alternate").lower()
    default = "application/atom+xml" if relation == "self" else "text/html"
    kind = entry.attributes.get("type", default).lower()
    if relation == "enclosure":
        _enclosed(entry, kind)
    elif relation == "alternate" and _FeedParserMixin.map_content_type(kind) in _HTML_TYPES:
        entry.told["link"] = join_uri("", address)


def _enclosure(entry: _Entry, text: str) -> None:
    _enclosed(entry, entry.attributes.get("type", "").lower())


def _enclosed(entry: _Entry, kind: str) -> None:
    link = FeedParserDict(rel="enclosure", type=kind)
    dict.setdefault(entry.told, "links", []).append(link)


def _identity(entry: _Entry, text: str) -> None:
    flags = {key.lower(): value for key, value in entry.attributes.items()}
    is_link = flags.get("ispermalink", "true") == "true"
    name = _mended(join_uri("", text) if text and is_link else text)
    entry.told["id"] = name
    entry.told["guidislink"] = is_link and "link" not in entry.told
    if is_link:
        entry.told.setdefault("link", name)


def _published(entry: _Entry, text: str) -> None:
    entry.told["published"] = said = _mended(text)
    entry.told["published_parsed"] = parse_date(said)


def _updated(entry: _Entry, text: str) -> None:
    entry.told["updated"] = said = _mended(text)
    entry.told["updated_parsed"] = parse_date(said)


def _author(entry: _Entry, text: str) -> None:
    name, address = entry.person.get("name"), entry.person.get("email")
    both = f"{name} ({address})" if name and address else name or address
    entry.told["author"] = both or _mended(text)


_AUTHOR_PARTS = _Kind(_author, "author")
_PARTS = {f"{_ATOM} name": "name", f"{_ATOM} email": "email", f"{_ATOM} uri": "uri"}
_TYPED = frozenset({"type"})
_ATOM_LINK = _Kind(
    _atom_link, allowed=frozenset({"rel", "href", "type", "hreflang", "title", "length"})
)
_IGNORED = _Kind(_nothing, allowed=None)
_MODULES = {
    f"{_PREFIXES['dc']} creator": _Kind(_author, "author"),
    f"{_PREFIXES['dc']} date": _Kind(_updated, "updated"),
    f"{_PREFIXES['content']} encoded": _Kind(_content, "content"),
    f"{_PREFIXES['slash']} comments": _IGNORED,
    f"{_PREFIXES['wfw']} commentRss": _IGNORED,
    f"{_PREFIXES['media']} thumbnail": _IGNORED,
    f"{_PREFIXES['media']} content": _IGNORED,
    f"{_PREFIXES['media']} credit": _IGNORED,
    f"{_PREFIXES['feedburner']} origLink": _Kind(_first_link, "first link"),
    f"{_JETPACK} post-id": _IGNORED,
    f"{_ATOM} link": _ATOM_LINK,
}
_RSS = _MODULES | {
    "title": _Kind(_title, "title"),
    "link": _Kind(_link, "link"),
    "guid": _Kind(_identity, "id", frozenset({"isPermaLink", "ispermalink"})),
    "description": _Kind(_summary, "summary"),
    "pubDate": _Kind(_published, "published"),
    "author": _Kind(_author, "author"),
    "category": _IGNORED,
    "comments": _IGNORED,
    "enclosure": _Kind(_enclosure, allowed=frozenset({"url", "length", "type"})),
}
_OF_ATOM = {
    "title": _Kind(_title, "title", _TYPED),
    "id": _Kind(_identity, "id"),
    "summary": _Kind(_summary, "summary", _TYPED),
    "content": _Kind(_content, "content", _TYPED),
    "published": _Kind(_published, "published"),
    "updated": _Kind(_updated, "updated"),
    "author": _AUTHOR_PARTS,
    "category": _IGNORED,
}
_DIALECTS: Mapping[str, Mapping[str, _Kind]] = {
    "rss": _RSS,
    f"{_ATOM} feed": _MODULES | {f"{_ATOM} {name}": kind for name, kind in _OF_ATOM.items()},
}
