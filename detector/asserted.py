"""Whether a sentence asserts what it names: negated doings, denied things, questions. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from config.lexemes import NegationWords

_WIDTH = 26  # characters before a word in which its negation stands
_QUOTES = "«»“”„\"'‘’(["


@dataclass(frozen=True, slots=True)
class Negations:
    """The lexicon's words for what is not so, of all languages."""

    doing: frozenset[str]
    endings: tuple[str, ...]  # of words, such as n't
    between: frozenset[str]
    name: frozenset[str]

    @classmethod
    def of(cls, languages: Iterable[NegationWords]) -> Negations:
        """Merge the languages: texts mix them."""
        words = list(languages)
        doing = frozenset(word for w in words for word in w.doing)
        return cls(
            doing,
            tuple(word.replace("'", mark) for word in doing if "'" in word for mark in "'’"),
            frozenset(word for w in words for word in w.between),
            frozenset(word for w in words for word in w.name),
        )

    def deny_doing(self, whole: str, start: int) -> bool:
        """Whether the doing that is named at `start` did not happen."""
        words = whole[max(0, start - _WIDTH) : start].lower().rsplit(None, 2)
        if not words:
            return False
        last = words[-2] if len(words) > 1 and words[-1] in self.between else words[-1]
        return last in self.doing or last.endswith(self.endings)

    def deny_thing(self, whole: str, start: int) -> bool:
        """Whether the thing at `start` is one that is not there: a word may stand between."""
        words = whole[max(0, start - _WIDTH) : start].lower().split()
        return any(word.strip(_QUOTES) in self.name for word in words[-2:])


def asks(whole: str, start: int, end: int) -> bool:
    """Whether the sentence is a question; one in brackets only doubts a detail."""
    sentence = whole[start:end].rstrip("»“”\"')] \n")
    return sentence.endswith(("?", "؟")) and sentence.count("(") <= sentence.count(")")
