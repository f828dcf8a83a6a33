"""Draws a Block Kit payload about as Slack does, to look at: blocks JSON in, a page out.

python -m tests.fakes.slack_view blocks.json > page.html
"""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_STYLE = (
    "body{font:15px/1.46 Lato,'Noto Sans',sans-serif;color:#1d1c1d;margin:12px;max-width:640px}"
    "h3{font-size:18px;margin:4px 0 8px}p{margin:6px 0}.context{color:#616061;font-size:13px}"
    "blockquote{border-left:4px solid #ddd;margin:6px 0;padding-left:12px}"
    "code{border:1px solid #ddd;background:#f8f8f8;color:#e01e5a;font-size:12px;padding:0 3px}"
    "@media(prefers-color-scheme:dark){body{background:#1a1d21;color:#d1d2d3}"
    "code{background:#232529;color:#e8912d;border-color:#444}a{color:#1d9bd1}}"
)


def page(blocks: list[Json]) -> str:
    body = "\n".join(map(_block, blocks))
    return f"<!DOCTYPE html><meta charset=utf-8><style>{_STYLE}</style>{body}"


def _block(block: Json) -> str:
    kind = block["type"]
    if kind == "header":
        return f"<h3>{_said(block['text']['text'])}</h3>"
    if kind == "context":
        words = " ".join(_said(element["text"]) for element in block["elements"])
        return f"<p class=context>{words}</p>"
    if kind == "rich_text":
        return "".join(map(_part, block["elements"]))
    return "<hr>" if kind == "divider" else f"<p>{_said(block['text']['text'])}</p>"


def _part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "<ul>" + "".join(f"<li>{_leaves(item)}</li>" for item in part["elements"]) + "</ul>"
    tag = "blockquote" if part["type"] == "rich_text_quote" else "p"
    return f"<{tag}>{_leaves(part)}</{tag}>"


def _leaves(part: Json) -> str:
    return "".join(map(_leaf, part["elements"]))


def _leaf(leaf: Json) -> str:
    words = _said(leaf["text"])
    if leaf["type"] == "link":
        return f'<a href="{escape(leaf["url"])}">{words}</a>'
    for style, tag in (("code", "code"), ("italic", "i"), ("bold", "b")):
        if leaf.get("style", {}).get(style):
            words = f"<{tag}>{words}</{tag}>"
    return words


def _said(text: str) -> str:
    return escape(text).replace("\n", "<br>")


if __name__ == "__main__":
    print(page(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
