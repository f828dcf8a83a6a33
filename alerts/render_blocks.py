"""Slack messages as Block Kit: header, then rich_text and plain_text only.

Neither parses anything, so hostile text can't mention, link or format; the one link is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alerts.blocks import HEADER_TEXT, length
from alerts.quote import Part
from alerts.sanitise import ended
from alerts.view import View

Block = dict[str, Any]


def alert_blocks(view: View, quote: Sequence[Part]) -> list[Block]:
    """Severity and event, what is new, the quote, the facts, the link, why."""
    blocks = [header(f"{view.mark} {view.severity.upper()} · {view.line}")]
    blocks.append(context(view.reason))
    if view.standing:
        blocks.append({"type": "rich_text", "elements": [section(_standing(view.standing))]})
    new = [row for row in view.rows if row[0] == "New"]
    if new:
        blocks.append({"type": "rich_text", "elements": [section(_facts(new))]})
    if quote:
        blocks.append({"type": "rich_text", "elements": [_quote(quote)]})
    facts = [row for row in view.rows if row not in new]
    blocks.append({"type": "rich_text", "elements": [section(_facts(facts))]})
    if view.link:
        link = {"type": "link", "url": view.link, "text": "Open the original"}
        blocks.append({"type": "rich_text", "elements": [section([link])]})
    if view.why:
        blocks.append(context(f"Why: {view.why}"))
    return blocks


def header(words: str) -> Block:
    return {"type": "header", "text": plain(cut_units(words, HEADER_TEXT))}


def context(words: str) -> Block:
    return {"type": "context", "elements": [plain(words)]}


def plain(words: str) -> Block:
    return {"type": "plain_text", "text": words, "emoji": False}


def text(words: str, **style: bool) -> Block:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def section(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(items: Sequence[Sequence[Block]]) -> Block:
    return {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [section(item) for item in items],
    }


def cut_units(words: str, limit: int) -> str:
    """Cut to Slack's way of counting, in which an emoji is two."""
    if length(words) <= limit:
        return words
    while length(words) > limit - 1:
        words = words[: -max((length(words) - limit) // 2, 1)]
    return ended(words)


def _facts(rows: Sequence[tuple[str, str]]) -> list[Block]:
    elements: list[Block] = []
    for number, (label, value) in enumerate(rows):
        start = "\n" if number else ""
        elements += [text(f"{start}{label}: ", bold=True), text(value)]
    return elements


def _standing(words: str) -> list[Block]:
    return [text("Since then: ", bold=True), text(words)]


def _quote(quote: Sequence[Part]) -> Block:
    return {"type": "rich_text_quote", "elements": [_part(part) for part in quote]}


def _part(part: Part) -> Block:
    """What is watched in a box, what stands beside it only bold: else a quote is all boxes."""
    if not part.marked:
        return text(part.text)
    return text(part.text, bold=True) if part.beside else text(part.text, bold=True, code=True)
