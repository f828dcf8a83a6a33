"""What the real Slack refuses, written apart from alerts.blocks so that neither hides the other."""

from __future__ import annotations

import re
from typing import Any

_RICH = {"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"}


def refusal(body: dict[str, Any]) -> str:
    """Slack's error code, or nothing."""
    text, blocks = body.get("text") or "", body.get("blocks")
    if not text and not blocks:
        return "no_text"
    if len(text) > 40_000:
        return "msg_too_long"
    if blocks is None:
        return ""
    try:
        valid = len(blocks) <= 50 and all(map(_is_valid, blocks))
    except (KeyError, TypeError, AttributeError):
        valid = False
    if not valid:
        return "invalid_blocks"
    return "msg_blocks_too_long" if len("".join(texts(blocks))) > 13_200 else ""


def texts(value: object) -> list[str]:
    """Every shown text, however deep: tests look for live mentions in them."""
    if isinstance(value, dict):
        own = [v for k, v in value.items() if k == "text" and isinstance(v, str)]
        return own + [t for v in value.values() if not isinstance(v, str) for t in texts(v)]
    return [t for v in value for t in texts(v)] if isinstance(value, list) else []


def _is_valid(block: dict[str, Any]) -> bool:
    kind = block["type"]
    if kind == "divider":
        return True
    if kind == "header":
        return _text(block["text"], 150) and block["text"]["type"] == "plain_text"
    if kind == "section":
        fields = block.get("fields", [])
        said = "text" not in block or _text(block["text"], 3000)
        return said and len(fields) <= 10 and all(_text(f, 2000) for f in fields)
    if kind == "context":
        return 1 <= len(block["elements"]) <= 10 and all(_text(e, 3000) for e in block["elements"])
    return kind == "rich_text" and bool(block["elements"]) and all(map(_part, block["elements"]))


def _text(value: dict[str, Any], limit: int) -> bool:
    return value["type"] in ("plain_text", "mrkdwn") and 1 <= _units(value["text"]) <= limit


def _part(part: dict[str, Any]) -> bool:
    if part["type"] == "rich_text_list":
        return part["style"] in ("bullet", "ordered") and all(map(_part, part["elements"]))
    return part["type"] in _RICH and bool(part["elements"]) and all(map(_leaf, part["elements"]))


def _leaf(leaf: dict[str, Any]) -> bool:
    if leaf["type"] == "link":
        return bool(re.match("https?://", leaf["url"])) and len(leaf["url"]) <= 3000
    return leaf["type"] == "text" and bool(leaf["text"])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
