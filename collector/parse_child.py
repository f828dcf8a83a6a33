"""The child process that parses feeds; run as `python -m collector.parse_child`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from collector.child_side import serve
from collector.feed_reading import NotAFeedError, read_feed
from collector.salvage import entries_apart


def _answer(order: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        if order["part"] is not None:
            parts = entries_apart(body)
            if order["part"] < 0:
                return {"count": len(parts)}
            body = parts[order["part"]]
        seen = frozenset(order["seen"])
        return asdict(read_feed(body, order["content_type"], order["base"], seen))
    except NotAFeedError as error:
        return {"not_a_feed": str(error)}
    # The parser raises whatever it likes on mutated input; the parent then takes entries apart.
    except Exception as error:
        return {"broke": f"{type(error).__name__}: {error}"[:200]}


if __name__ == "__main__":
    serve(_answer)
