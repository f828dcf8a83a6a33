"""The child that reads articles and robots.txt; run as `python -m collector.extract_child`.

Both come from strangers, and markup can stall an extractor.
"""

from __future__ import annotations

import logging
from typing import Any

import trafilatura
from protego import Protego

from collector.charset import decoded
from collector.child_side import serve
from collector.plain import clean


def _answer(order: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        if order["do"] == "robots":
            return _verdict(body.decode("utf-8", "replace"), order["url"], order["agent"])
        return {"text": text_of(decoded(body, order["content_type"]), order["url"])}
    # The extractor raises whatever it likes on strange markup; that costs this page only.
    except Exception as error:
        return {"broke": f"{type(error).__name__}: {error}"[:200]}


def text_of(markup: str, url: str) -> str:
    """The article of a page, paragraphs apart; empty where there is none."""
    found = trafilatura.extract(markup, url=url, fast=True, include_comments=False)
    lines = clean(found or "").split("\n")
    return "\n\n".join(line for line in lines if line)


def _verdict(robots: str, url: str, agent: str) -> dict[str, Any]:
    rules = Protego.parse(robots)
    delay = rules.crawl_delay(agent)
    return {"may": bool(rules.can_fetch(url, agent)), "delay_s": float(delay or 0.0)}


if __name__ == "__main__":
    logging.disable()  # it warns of each odd page
    serve(_answer)
