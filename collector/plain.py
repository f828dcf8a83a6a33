"""HTML and stray characters to plain text: what a reader would see, paragraphs as newlines."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HIDDEN = frozenset({"script", "style", "noscript", "template", "head", "iframe", "svg", "form"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"}
    | {"figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
)
# C0 and C1 but tab and newline, lone surrogates, and the bidi controls that reorder what is read.
_STRAY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85|\x0c")
# Where a block or a paragraph begins or ends; adjacent ones are one line end.
_BLOCK, _PARAGRAPH = "\x02", "\x03"
_BOUNDARY = re.compile(r"[\x02\x03][ \n\x02\x03]*")
_PARAGRAPHS = frozenset(
    {"p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"}
)
_SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but a single blank between words
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKUP = re.compile(r"<[a-zA-Z!/]|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def clean(text: str) -> str:
    """Normalise line ends and spaces, drop what no terminal or database should be given."""
    lines = _SPACES.sub(" ", _STRAY.sub("", _LINE_ENDS.sub("\n", text))).split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join([line.strip() for line in lines])).strip()


def one_line(text: str) -> str:
    """As `clean`, on one line."""
    return " ".join(clean(text).split())


def text_of_html(markup: str) -> str:
    """The visible text of an HTML fragment; blocks and <br> begin new lines."""
    if not _MARKUP.search(markup):
        return clean(markup)
    body = LexborHTMLParser(markup).body
    return text_of_node(body) if body is not None else ""


def text_of_node(node: LexborNode) -> str:
    """The visible text below a node of a parsed page."""
    text, at, lines = "".join(_pieces(node)), 0, []
    for boundary in _BOUNDARY.finditer(text):
        line = text[at : boundary.start()].rstrip(" \n")
        gap = text[at + len(line) : boundary.end()]
        lines += [line, "\n\n" if _PARAGRAPH in gap or "\n\n" in gap else "\n"]
        at = boundary.end()
    return clean("".join((*lines, text[at:])))


def _mark(tag: str) -> str:
    if tag == "br":
        return "\n"
    return _PARAGRAPH if tag in _PARAGRAPHS else _BLOCK


def title_of(markup: str, is_html: bool) -> str:
    """A title on one line; entities escaped twice, which many feeds carry, are read."""
    return one_line(text_of_html(markup) if is_html else html.unescape(markup))


def _pieces(root: LexborNode) -> list[str]:
    """Text in document order. Iterative: hostile pages nest deeper than Python's stack."""
    pieces: list[str] = []
    node: LexborNode | None = root.first_child
    while node is not None:
        tag = node.tag
        if tag == "-text":
            pieces.append((node.text_content or "").replace("\n", " "))
        elif tag in _BLOCKS:
            pieces.append(_mark(tag))
        if node.first_child is not None and tag not in _HIDDEN:
            node = node.first_child
            continue
        node = _onward(node, root, pieces)
    return pieces


def _onward(node: LexborNode, root: LexborNode, pieces: list[str]) -> LexborNode | None:
    current: LexborNode | None = node
    while current is not None and current.mem_id != root.mem_id:
        if current.next is not None:
            if current.tag in _BLOCKS and current.tag != "br":
                pieces.append(_mark(current.tag))
            return current.next
        current = current.parent
        if current is not None and current.tag in _BLOCKS and current.mem_id != root.mem_id:
            pieces.append(_mark(current.tag))
    return None
