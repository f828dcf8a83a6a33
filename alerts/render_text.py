"""Plain text of an alert, complete by itself: for mail's text part, files, Slack's fallback."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.quote import Part
from alerts.view import View

_LABEL = 15


def alert_text(view: View, quote: Sequence[Part]) -> str:
    """The alert in lines; matched words stand in [brackets]."""
    rows = [*view.rows, ("Why", view.why)]
    if view.link:
        rows.append(("Original", view.link))
    blocks = [
        f"{view.severity.upper()} · {view.line}\n{view.reason}",
        f"Since then: {view.standing}" if view.standing else "",
        "\n".join(f"{label + ':':<{_LABEL}}{value}" for label, value in rows if value),
    ]
    if quote:
        blocks.append("\n".join(f"> {line}".rstrip() for line in marked(quote).split("\n")))
    return "\n\n".join(filter(None, blocks)) + "\n"


def marked(quote: Sequence[Part]) -> str:
    return "".join(f"[{part.text}]" if part.marked else part.text for part in quote)
