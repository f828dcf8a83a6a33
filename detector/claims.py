"""What a text says of other reports: that it tells of another event, that they are wrong. Pure."""

from __future__ import annotations

from detector.phrases import Phrases

_OPENING = 130  # characters in which a report says that it is of another event


def is_another(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it opens by saying that such a thing happened before: "another column"."""
    return bool(phrases.another.search(f"{title}\n{text}"[:_OPENING]))


def disputes(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it says that what others tell is not so."""
    return bool(phrases.dispute.search(title) or phrases.dispute.search(text))
