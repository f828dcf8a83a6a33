"""Slack's true limits, checked before anything is sent. Pure.

slack_sdk's own models let 51 blocks, empty texts and 40,001-character texts pass; Slack then
answers invalid_blocks, or worse, msg_too_long only above an undocumented sum.
Source: https://docs.slack.dev/reference/block-kit/blocks and measurements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

MOST_BLOCKS = 50
HEADER_TEXT = 150
SECTION_TEXT = 3000
MOST_FIELDS = 10
FIELD_TEXT = 2000
MOST_CONTEXT_ELEMENTS = 10
URL_LENGTH = 3000
BLOCK_ID_LENGTH = 255
TEXT_SUM = 10_000  # of all blocks and the top-level text; failures begin near 13,200

_RICH_CONTAINERS = frozenset(
    {"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"}
)
_RICH_STYLES = frozenset({"bold", "italic", "strike", "code", "underline"})
_TIMESTAMP = r"\d{10}\.\d{6}"
_CHANNEL_ID = r"[CGD][A-Z0-9]{5,}"  # chat.update takes no name
_SPECIAL = re.compile(r"<(?!https?://)[^>]*>")


def problems(blocks: object, text: str) -> tuple[str, ...]:
    """Everything that Slack would refuse, in words; empty: the payload is valid."""
    found = list(_top(blocks, text))
    if not isinstance(blocks, list):
        return tuple(found)
    seen: set[str] = set()
    for number, block in enumerate(blocks, start=1):
        found += [f"block {number}: {problem}" for problem in _block(block)]
        block_id = block.get("block_id", "") if isinstance(block, dict) else ""
        if block_id and block_id in seen:
            found.append(f"block {number}: block_id {block_id} is used twice")
        seen.add(block_id)
    return tuple(found)


def call_problems(method: str, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """What Slack would refuse of a call to post (or to update) as a whole; empty: it is valid."""
    found = problems(payload.get("blocks") or [], str(payload.get("text") or ""))
    found += tuple(
        f"{key} {payload[key]!r} is no timestamp"
        for key in ("thread_ts", "ts")
        if key in payload and not re.fullmatch(_TIMESTAMP, str(payload[key]))
    )
    if payload.get("reply_broadcast") and "thread_ts" not in payload:
        found += ("only a reply can be broadcast",)
    if method != "chat.update":
        return found if payload.get("channel") else (*found, "no channel is named")
    if "ts" not in payload:
        found += ("no ts says which message",)
    if not re.fullmatch(_CHANNEL_ID, str(payload.get("channel"))):
        found += (f"{payload.get('channel')!r} is no channel's id",)
    return found


def length(text: str) -> int:
    """As Slack counts, in UTF-16 units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text_sum(value: object) -> int:
    """Characters of everything that is shown, however deep."""
    if isinstance(value, dict):
        return sum(
            length(item) if key == "text" and isinstance(item, str) else text_sum(item)
            for key, item in value.items()
        )
    return sum(map(text_sum, value)) if isinstance(value, list) else 0


def _top(blocks: object, text: str) -> Iterator[str]:
    if not isinstance(blocks, list):
        yield "blocks must be a list"
        return
    if not text.strip():
        yield "the top-level text is empty"
    if len(blocks) > MOST_BLOCKS:
        yield f"{len(blocks)} blocks, at most {MOST_BLOCKS}"
    total = text_sum(blocks) + length(text)
    if total > TEXT_SUM:
        yield f"all text together has {total} characters, at most {TEXT_SUM}"


def _block(block: object) -> Iterator[str]:
    if not isinstance(block, dict):
        yield "is not an object"
        return
    if len(block.get("block_id", "")) > BLOCK_ID_LENGTH:
        yield f"block_id longer than {BLOCK_ID_LENGTH}"
    check = _CHECKS.get(block.get("type", ""))
    if check is None:
        yield f"unknown type {block.get('type')!r}"
        return
    yield from check(block)


def _divider(block: dict[str, Any]) -> Iterator[str]:
    yield from ()


def _header(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block.get("text"), HEADER_TEXT, "header", only_plain=True)


def _section(block: dict[str, Any]) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield "section without text or fields"
    if "text" in block:
        yield from _text(block["text"], SECTION_TEXT, "section")
    if len(fields) > MOST_FIELDS:
        yield f"{len(fields)} fields, at most {MOST_FIELDS}"
    for field in fields:
        yield from _text(field, FIELD_TEXT, "field")


def _context(block: dict[str, Any]) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= MOST_CONTEXT_ELEMENTS:
        yield f"{len(elements)} context elements, allowed are 1 to {MOST_CONTEXT_ELEMENTS}"
    for element in elements:
        yield from _text(element, SECTION_TEXT, "context")


def _rich_text(block: dict[str, Any]) -> Iterator[str]:
    elements = block.get("elements", [])
    if not elements:
        yield "rich_text without elements"
    for element in elements:
        yield from _rich_container(element)


def _rich_container(element: object) -> Iterator[str]:
    element = element if isinstance(element, dict) else {}
    kind = element.get("type")
    if kind not in _RICH_CONTAINERS:
        yield f"unknown rich_text part {kind!r}"
        return
    inner = element.get("elements", [])
    if not inner:
        yield f"{kind} without elements"
    if kind == "rich_text_list":
        if element.get("style") not in ("bullet", "ordered"):
            yield "rich_text_list needs style bullet or ordered"
        for item in inner:
            yield from _rich_container(item)
        return
    for leaf in inner:
        yield from _rich_leaf(leaf)


def _rich_leaf(leaf: object) -> Iterator[str]:
    leaf = leaf if isinstance(leaf, dict) else {}
    kind = leaf.get("type")
    if kind not in ("text", "link"):
        yield f"unknown or live rich_text element {kind!r}"
        return
    if kind == "text" and not leaf.get("text"):
        yield "empty rich_text text"
    if kind == "link":
        yield from _link(str(leaf.get("url", "")))
    if unknown := set(leaf.get("style", {})) - _RICH_STYLES:
        yield f"unknown style {' '.join(sorted(unknown))}"


def _link(url: str) -> Iterator[str]:
    if not re.match(r"https?://[^\s<>|]+\Z", url):
        yield "link is not a plain http(s) address"
    if len(url) > URL_LENGTH:
        yield f"link longer than {URL_LENGTH}"


def _text(value: object, limit: int, where: str, *, only_plain: bool = False) -> Iterator[str]:
    value = value if isinstance(value, dict) else {}
    kind = value.get("type")
    if kind != "plain_text" and (only_plain or kind != "mrkdwn"):
        yield f"{where} text of type {kind!r}"
        return
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        yield f"{where} text is empty"
        return
    if length(text) > limit:
        yield f"{where} text has {length(text)} characters, at most {limit}"
    if kind == "mrkdwn" and _SPECIAL.search(text):
        yield f"{where} text holds a live mention or command"


_CHECKS = {
    "divider": _divider,
    "header": _header,
    "section": _section,
    "context": _context,
    "rich_text": _rich_text,
}
