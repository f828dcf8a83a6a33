"""Whether a sentence asserts what it names: negated doings, denied things, questions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from config.lexemes import NegationWords

_WIDTH = 36  # characters before a word in which its negation stands
_WITHIN = 4  # words
_FURTHER = 6  # words from the opening of a sentence: a verb so far on is another's
_NOTHING = re.compile(r"(?!)")
_QUOTES = "«»“”„\"'‘’(["
_AROUND = _QUOTES + ",?؟!.:;—–-)] "


@dataclass(frozen=True, slots=True)
class Negations:
    """The lexicon's words for what is not so, of all languages."""

    doing: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()  # of words, such as n't
    between: frozenset[str] = frozenset()
    absence: frozenset[str] = frozenset()
    name: frozenset[str] = frozenset()
    nobody: tuple[str, ...] = ()
    of_these: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()
    behind: re.Pattern[str] = _NOTHING  # from the end of what is done to the word that denies it
    # Without a word of these, as mostly, neither doing nor thing is denied.
    of_doing: frozenset[str] = frozenset()
    of_thing: frozenset[str] = frozenset()

    @classmethod
    def of(cls, languages: Iterable[NegationWords]) -> Negations:
        """Merge the languages: texts mix them."""
        words = list(languages)
        doing = frozenset(word for w in words for word in w.doing)
        between = frozenset(word for w in words for word in w.between)
        absence = frozenset(word for w in words for word in w.absence)
        name = frozenset(word for w in words for word in w.name)
        ahead = frozenset(word for w in words for word in w.ahead)
        return cls(
            doing,
            tuple(word.replace("'", mark) for word in doing if "'" in word for mark in "'’"),
            between,
            absence,
            name,
            tuple(f"{word} " for w in words for word in w.nobody),
            frozenset(word for w in words for word in w.of),
            ahead,
            frozenset(word for w in words for word in w.asks),
            frozenset(word for w in words for word in w.doubts),
            _behind([word for w in words for word in w.behind]),
            of_doing=doing | between | absence | ahead,
            of_thing=frozenset(word for phrase in name for word in phrase.split()),
        )

    def deny_doing(self, whole: str, start: int) -> bool:
        """Whether the doing that is named at `start` did not happen."""
        return self.standing(whole, start) == "denied"

    def deny_behind(self, whole: str, end: int) -> bool:
        """Whether the words behind say that there was none: "losses: none", «потерь нет»."""
        return bool(self.behind.match(whole, end))

    def standing(self, whole: str, start: int) -> Literal["done", "denied", "ahead"]:
        """Whether the doing that is named at `start` happened, did not, or is yet to come."""
        words = whole[max(0, start - _WIDTH) : start].lower().rsplit(None, _WITHIN)[-_WITHIN:]
        if not words:
            return "done"
        last = words[-1]
        if self.of_doing.isdisjoint(words) and not last.endswith(self.endings):
            return "done"
        if len(words) > 1 and last in self.between and last not in self.doing:
            last = words[-2]
        if last in self.doing or last.endswith(self.endings):
            return "denied"
        if not self.absence.isdisjoint(words) and any(
            word in self.absence and all(map(str.isalpha, words[at:]))
            for at, word in enumerate(words)
        ):
            return "denied"
        return "ahead" if last in self.ahead else "done"

    def ask_whether(self, question: str) -> bool:
        """Whether it is one of yes or no, so that what it names may not be so."""
        words = [word.strip(_AROUND) for word in question.lower().split()]
        first = next(filter(None, words), "")
        return first in self.asks or any(
            word in self.doubts or word[max(0, word.rfind("-")) :] in self.doubts for word in words
        )

    def nobody_did(self, said: str) -> bool:
        """Whether who did none of it opens what stands before a verb: "Nobody in Gao has" seen."""
        opens = said.lstrip(_AROUND).lower().startswith(self.nobody)
        return opens and len(said.split()) < _FURTHER

    def deny_kind(self, whole: str, start: int) -> bool:
        """Whether the kind of text named at `start` is what this is not: "Not a film: ..."."""
        words = whole[max(0, start - _WIDTH) : start].lower().split()[-2:]
        return not self.doing.isdisjoint(word.strip(_AROUND) for word in words)

    def stand_in(self, said: str) -> bool:
        """Whether one of them is among these words: "the army has not confirmed"."""
        return any(
            word in self.doing or word in self.absence or word.endswith(self.endings)
            for word in said.lower().split()
        )

    def deny_thing(self, whole: str, start: int) -> bool:
        """Whether the thing at `start` is one that is not there: a word may stand between."""
        words = whole[max(0, start - _WIDTH) : start].lower().split()[-4:]
        bare = [word.rstrip(_QUOTES) for word in words]  # a quoted one is said
        if self.of_thing.isdisjoint(bare) and self.of_thing.isdisjoint(words):
            return False
        if " ".join(words[-3:]) in self.name or any(
            " ".join(pair) in self.name for pair in pairwise(words[-3:])
        ):
            return True  # "pas de chars T-72", "not one T-72"
        while words and words[-1] in self.of_these:
            words.pop()  # "none of the T-72"
        return any(word.rstrip(_QUOTES) in self.name for word in words[-2:])


def _behind(words: Sequence[str]) -> re.Pattern[str]:
    if not words:
        return _NOTHING
    either = "|".join(map(re.escape, words))
    return re.compile(rf"(?:[^\S\n]++\w++){{0,2}}[^\S\n]*(?:{either})(?!\w)", re.IGNORECASE)


def asks(whole: str, start: int, end: int) -> bool:
    """Whether the sentence is a question; one in brackets only doubts a detail."""
    sentence = whole[start:end].rstrip("»“”\"')] \n")
    return sentence.endswith(("?", "؟")) and sentence.count("(") <= sentence.count(")")
