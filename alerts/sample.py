"""A sample alert for `tocsin alerts test`, and what came back in words. Sends nothing."""

from __future__ import annotations

from datetime import datetime

from alerts.model import Alert, Ambiguous, Highlight, Reason, Receipt, Unsent

_QUOTE = (
    "🇲🇱 В Бамако прибыла колонна: семь Т-72Б3 и пять БМП-3. "
    "This is a test of Tocsin and no report. Markup must stay text: <!channel> *bold* &amp;"
)
_MARKED = ("Бамако", "колонна", "семь Т-72Б3", "пять БМП-3")


def sample_alert(now: datetime) -> Alert:
    """Rendered and sent like any other; a new key each time, so that it is never a copy."""
    key = f"test:{now.isoformat()}"
    return Alert(
        key=key,
        event=key,
        severity="info",
        line="TEST · 7 × T-72B3, 5 × BMP-3 · convoy · Bamako (Mali) · first: Tocsin",
        reason=Reason.NEW_EVENT,
        watches=("test",),
        why="test: you ran `tocsin alerts test`",
        source="Tocsin",
        reliability="F",
        language="ru",
        kind="post",
        url="https://example.org/tocsin-test",
        quote=_QUOTE,
        highlights=tuple(
            Highlight(_QUOTE.index(words), _QUOTE.index(words) + len(words)) for words in _MARKED
        ),
        entities=("7 × T-72B3", "5 × BMP-3"),
        places=("Bamako (Mali)",),
        actions=("convoy",),
        published_at=now,
        detected_at=now,
    )


def came_back(result: Receipt | Exception) -> str:
    """Exactly what the other side said to one try, for a person to read."""
    if isinstance(result, Receipt):
        return f"accepted, reference {result.reference}"
    if isinstance(result, Unsent):
        again = "it will stay so until you change something" if result.permanent else "try again"
        wait = f" in {result.retry_after_s:g} s" if result.retry_after_s is not None else ""
        return f"not sent: {result} ({again}{wait})"
    if isinstance(result, Ambiguous):
        return f"may have arrived, please look: {result}"
    return f"failed: {type(result).__name__}: {result}"
