"""What the matching engine is asked to hear, and what it hands back. Types only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

How = Literal["auto", "designator", "phrase", "exact"]


@dataclass(frozen=True, slots=True)
class Term:
    """One alias to hear. The engine hands `key` back untouched and never reads it.

    `how`: "auto" takes letters and digits such as T-72B3 as a designator and the rest as
    a phrase; "phrase" inflects; "exact" hears the text as written (case and accents aside).
    """

    key: str
    text: str
    how: How = "auto"
    language: str | None = None  # None: decided by script and rules
    forms: tuple[str, ...] = ()  # inflected forms to add as they are
    ban: tuple[str, ...] = ()  # forms never to match
    capital: bool = False  # each hit must begin with a capital letter: place names
    designator_family: bool = True  # T-72 hears T-72B3M and says so in Hit.variant


# A term, by its index among those that were compiled; the exact designator heard where narrower:
# "T-72B3M"; how it was reached: "alias T-72B3 -> Cyrillic -> plural".
Told = tuple[int, str | None, str]


class Hit(NamedTuple):  # a tuple, for there are many and a dataclass costs three times as much
    """A place at which terms are heard: `surface` == text[start:end] of the original text."""

    start: int  # in code points
    end: int
    surface: str
    told: tuple[Told, ...]  # what is heard there, each term once, in their order


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling a term is heard by, and how it was reached from the alias."""

    text: str
    how: str
