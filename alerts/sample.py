"""A made-up alert that shows every part of a message, for `tocsin alerts test`. Pure."""

from __future__ import annotations

from datetime import datetime

from alerts.model import Alert, Highlight, Reason

_QUOTE = (
    "TEST\nСегодня в Бамако прибыла колонна: семь Т-72Б3М и пять БМП-3. "
    "This message was sent by `tocsin alerts test`; nothing happened."
)


def sample(now: datetime) -> Alert:
    """The same but for its time."""
    marks = [(_QUOTE.index(word), len(word)) for word in ("Бамако", "Т-72Б3М", "БМП-3")]
    return Alert(
        key="test",
        severity="info",
        line="TEST · 7 × T-72B3M, 5 × BMP-3 · convoy · Bamako (Mali)",
        reason=Reason.NEW_EVENT,
        watches=("test",),
        why="test: you asked for it with `tocsin alerts test`",
        source="Tocsin",
        reliability="A",
        language="ru",
        kind="post",
        url="https://example.org/tocsin-test",
        quote=_QUOTE,
        highlights=tuple(Highlight(start, start + length) for start, length in marks),
        entities=("7 × T-72B3M", "5 × BMP-3"),
        places=("Bamako (Mali)",),
        actions=("convoy",),
        published_at=now,
        detected_at=now,
        countries=("ML",),
    )
