"""What a text says of other reports: that it tells of another event, that they are wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config.lexemes import PhraseName
from detector.model import Detection, Document, Field, Mention, Place
from detector.phrases import AFTERWARDS, ARMS, SINCE, Phrases
from detector.spans import NOWHERE, Spans

_SAID_BY: Mapping[str, PhraseName] = {
    "shot down": "brought_down", "mishap": "mishap", "dead": "dead", "nobody dead": "unhurt",
    "arms": "arms", "no arms": "unarmed",
}  # fmt: skip
# What isn't so where the other is; who denies what is deniable says the other.
OPPOSITES: Mapping[str, str] = {
    "shot down": "mishap", "mishap": "shot down", "dead": "nobody dead", "arms": "no arms",
}  # fmt: skip
_DENIABLE = ("shot down", "dead", "arms")
_OF_ALL = ("mishap",)  # told beside its opposite as well, by who tells what others say
_CLAUSE_ENDS = re.compile(r"[.,;:!?…،؛؟\n](?=[^.,;:!?…،؛؟\n]*\Z)")
_OPENING = 130  # characters in which a report says that it is of another event
_OPENS_WITH = 320  # and in which it rejects what others tell
_JUST_BEFORE = 24
_BY_THEN = 600  # and in which it says what had come of it
_LEADS = 120  # and in which that is what it has to tell


def is_another(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it opens by saying that such a thing happened before: "another column"."""
    return bool(phrases["another"].search(f"{title}\n{text}"[:_OPENING]))


def is_separate(title: str, text: str, phrases: Phrases) -> bool:
    """Whether it says, wherever, that it is of none of the events that were told before."""
    return bool(phrases["separate"].search(f"{title}\n{text}"))


def early(document: Document, phrases: Phrases) -> Phrases:
    """The phrases that may stand where most of this is asked for: before the background."""
    return phrases.within("\n".join(said for _, said in _early(document)))


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it, by its name. `leads`: the report opens with it, or has it in its title."""

    name: str
    leads: bool


def followed_by(document: Document, phrases: Phrases, asides: Spans = NOWHERE) -> tuple[Told, ...]:
    """What was done with it afterwards, by the names that activities have.

    `asides`: what is told there was done to something else.
    """
    return _told(AFTERWARDS, document, phrases, asides)


def said_since(document: Document, phrases: Phrases, asides: Spans = NOWHERE) -> tuple[Told, ...]:
    """What it says has come of it since: that it reached its goal, that somebody claims it."""
    return _told(SINCE, document, phrases, asides)


def arms_of(document: Document, phrases: Phrases, asides: Spans = NOWHERE) -> tuple[str, ...]:
    """Radars, jammers and the like, by what readers call them: no model, nor of any class."""
    return tuple(one.name for one in _told(ARMS, document, phrases, asides))


def _told(
    names: Mapping[str, PhraseName],
    document: Document,
    phrases: Phrases,
    asides: Spans,
) -> tuple[Told, ...]:
    """Those told before the background."""
    found = ((name, _where_told(words, document, phrases, asides)) for name, words in names.items())
    return tuple(Told(name, at < _LEADS) for name, at in found if at is not None)


def _where_told(
    words: PhraseName, document: Document, phrases: Phrases, asides: Spans
) -> int | None:
    """Where it is first told, from the beginning of the text; 0 where the title tells it."""
    places = (
        0 if field == "title" else found.start()
        for field, said in _early(document)
        for found in phrases[words].finditer(said)
        if not phrases.negations.deny_doing(said, found.start())
        and not asides.hold(field, found.start())
    )
    return next(places, None)


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


def causes(document: Document, phrases: Phrases, asides: Spans = NOWHERE) -> tuple[str, ...]:
    """Which of OPPOSITES it tells: of what a loss came, whether anybody died, what was brought."""
    told: dict[str, None] = {}
    for one in _DENIABLE:
        other = OPPOSITES[one]
        for field, said in _early(document):
            told |= dict.fromkeys(_caused(one, field, said, phrases, asides))
        if one in told and other not in _OF_ALL:  # some died, and the others did not
            told.pop(other, None)
    return tuple(told)


def _caused(one: str, field: Field, said: str, phrases: Phrases, asides: Spans) -> Iterator[str]:
    """What one field tells of a thing and of its opposite; who denies the one says the other."""
    other = OPPOSITES[one]
    otherwise = [
        found
        for found in phrases[_SAID_BY[other]].finditer(said)
        if not asides.hold(field, found.start())
    ]
    for found in phrases[_SAID_BY[one]].finditer(said):
        within = any(at.start() <= found.start() < at.end() for at in otherwise)
        if _is_denied(said, found, phrases):
            yield other
        elif not (within or asides.hold(field, found.start())):
            yield one
    if any(not phrases.negations.deny_doing(said, at.start()) for at in otherwise):
        yield other


def _early(document: Document) -> tuple[tuple[Field, str], ...]:
    return (("title", document.title), ("text", document.text[:_BY_THEN]))


def _is_denied(said: str, found: re.Match[str], phrases: Phrases) -> bool:
    negations = phrases.negations
    ended = _CLAUSE_ENDS.search(said, 0, found.start())
    return (
        negations.deny_doing(said, found.start())
        or negations.deny_thing(said, found.start())
        or negations.deny_behind(said, found.end())
        or negations.nobody_did(said[ended.end() if ended else 0 : found.start()])
    )


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
            if one.start < _BY_THEN and _is_not_that(one, texts[one.field], phrases)
        )
    )


def _is_not_that(one: Mention | Place, said: str, phrases: Phrases) -> bool:
    """Whether a word before it denies it, and none behind it says that it came not alone."""
    before = f"{said[max(0, one.start - _JUST_BEFORE) : one.start]}\0"
    behind = f"\0{said[one.end : one.end + _JUST_BEFORE]}"
    if phrases["only"].match(behind):
        return False
    if phrases["not_this"].search(before):
        return True
    return isinstance(one, Mention) and phrases.negations.deny_thing(said, one.start)
