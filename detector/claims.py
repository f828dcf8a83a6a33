"""What a text says of other reports: that it tells of another event, that they are wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from config.lexemes import PhraseName
from detector.model import Detection, Document, Field, Mention, Place
from detector.phrases import AFTERWARDS, SINCE, Phrases
from detector.spans import NOWHERE, Spans

_CAUSES: Mapping[str, PhraseName] = {"shot down": "brought_down", "mishap": "mishap"}
_OPENING = 130  # characters in which a report says that it is of another event
_OPENS_WITH = 320  # and in which it rejects what others tell
_JUST_BEFORE = 24
_BY_THEN = 600  # and in which it says what had come of it


def is_another(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it opens by saying that such a thing happened before: "another column"."""
    return bool(phrases["another"].search(f"{title}\n{text}"[:_OPENING]))


def is_separate(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it says, wherever, that it is of none of the events that were told before."""
    return bool(phrases["separate"].search(f"{title}\n{text}"))


def followed_by(document: Document, phrases: Phrases, asides: Spans = NOWHERE) -> tuple[str, ...]:
    """What was done with it afterwards, by the names that activities have.

    `asides`: what is told there was done to something else.
    """
    return _told(AFTERWARDS, phrases.afterwards, document, phrases, asides)


def said_since(document: Document, phrases: Phrases, asides: Spans = NOWHERE) -> tuple[str, ...]:
    """What it says has come of it since: that it reached its goal, that somebody claims it."""
    early = replace(document, text=document.text[:_BY_THEN])
    return _told(SINCE, phrases.since, early, phrases, asides)


def _told(
    names: Mapping[str, PhraseName],
    any_of_them: re.Pattern[str],
    document: Document,
    phrases: Phrases,
    asides: Spans,
) -> tuple[str, ...]:
    """Those that are told; most texts tell none, which is seen at one look."""
    if not any(map(any_of_them.search, (document.title, document.text))):
        return ()
    return tuple(
        name for name, words in names.items() if _is_told(words, document, phrases, asides)
    )


def _is_told(words: PhraseName, document: Document, phrases: Phrases, asides: Spans) -> bool:
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    return any(
        not phrases.negations.deny_doing(said, found.start())
        and not asides.hold(field, found.start())
        for field, said in fields
        for found in phrases[words].finditer(said)
    )


def follows_up(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it opens by saying that it goes on with what was told: "more on the column"."""
    return bool(phrases["follow_up"].search(f"{title}\n{text}"[: len(title) + _OPENING]))


def lately(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it tells of what was some days ago: "the tanks landed last week"."""
    return any(phrases["lately"].search(said) for said in (title, text))


def disputes(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it says, before the background, that what others tell is not so."""
    return any(
        not phrases.negations.deny_doing(said, found.start())
        for said in (title, text[:_BY_THEN])
        for pattern in (phrases["dispute"], phrases["not_quoted"])
        for found in pattern.finditer(said)
    )


def rejects(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it opens by saying that what others tell did not happen: "denies the arrival"."""
    return any(
        not phrases.negations.deny_doing(said, found.start())
        for said in (title, text[:_OPENS_WITH])
        for found in phrases["rejected"].finditer(said)
    )


def causes(title: str, text: str, phrases: Phrases) -> tuple[str, ...]:
    """What it says a loss came of: "shot down", or a "mishap", as who denies the first says."""
    told: dict[str, None] = {}
    said = f"{title}\n{text[:_BY_THEN]}"
    for name, words in _CAUSES.items():
        for found in phrases[words].finditer(said):
            denied = phrases.negations.deny_doing(said, found.start())
            if not denied:
                told[name] = None
            elif name == "shot down":
                told["mishap"] = None
    return tuple(told)


def denied(document: Document, detection: Detection, phrases: Phrases) -> tuple[str, ...]:
    """Things and places of which it says "not that one": ids of entities, names of places."""
    texts = {"title": document.title, "text": document.text}
    things = (*detection.mentions, *detection.kinds)
    named: list[tuple[str, Mention | Place]] = [(one.entity, one) for one in things]
    named += [(one.name, one) for one in detection.places]
    return tuple(
        dict.fromkeys(
            name
            for name, one in named
            if one.start < _BY_THEN
            and (
                phrases["not_this"].search(
                    f"{texts[one.field][max(0, one.start - _JUST_BEFORE) : one.start]}\0"
                )
                or (
                    isinstance(one, Mention)
                    and phrases.negations.deny_thing(texts[one.field], one.start)
                )
            )
        )
    )
