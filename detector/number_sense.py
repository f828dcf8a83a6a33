"""The number words of all languages as one, compiled once, and texts parted into words by them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from config.lexemes import Lexicon, NumberWords, PhraseName, Words
from detector.units import MEASURES

_TOKEN = re.compile(
    r"(?<![\d:])[0-2]?\d(?::|\s?[hч]\s?)[0-5]\d(?![\d:])"  # the clock
    r"|[a-zа-яґєії]{2,}\d+(?![^\W_])"  # a code: RFF8041
    r"|\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?![\d\w])|\d{1,3}[.,]\d(?=\s(?:thousand|тыс|тис))|\d+"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]"
)
_CLOCK = frozenset(":hч ")  # before its minutes
_ARABIC = re.compile(r"[\u0620-\u064a]")
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0640\u0670\u20e3\ufe0f]")  # «مسيّرة» is one word
_BULLET = re.compile(r"(?<!\S)-(?=\s)")  # glued to nothing: it opens, and codes no number
_DIGIT, _WORD = re.compile(r"\d"), re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_JOIN_A_TYPE = ("of_what", "out_of", "these", "types")  # "drones | of the type | Lancet"

BRIDGE = 4  # words allowed between number and thing: "new Russian-made main battle"
_SIZES = range(5, 0, -1)  # words of a phrase

Tokens = Sequence[str]
Values = Mapping[str, int]
Single = frozenset[str]


class Phrases(frozenset[tuple[str, ...]]):
    """Phrases by their words, and which words begin and end one: most are neither."""

    def __init__(self, _: Iterable[tuple[str, ...]] = ()) -> None:
        self.first = frozenset(phrase[0] for phrase in self)
        self.last = frozenset(phrase[-1] for phrase in self)


@dataclass(frozen=True, slots=True)
class NumberSense:
    """The number words of all languages, merged; folded to lower case.

    Those of `NumberWords` have its names; how they are merged is told by their types.
    """

    numbers: Values
    groups: Values
    many: Values
    scales: Values
    several: Single
    more: Phrases
    less: Phrases
    about: Phrases
    more_behind: Phrases
    about_behind: Phrases
    units: Single
    stop: Single
    labels: Single
    months: Single
    says: Phrases
    others: Phrases
    alike: Single
    men: Single
    soldierly: Single
    people: Single
    telling: Single
    numbering: Phrases
    counting: Phrases
    of_them: Phrases
    in_all: Phrases
    parts: Single
    moved: Phrases
    harm: Single
    machines: Single
    naming: Phrases
    articles: Single
    no_piece: Single
    definite: Single
    the_one: Single
    singulars: Single
    singly: Single
    singly_behind: Single
    apart: Single
    joins: Single
    between: Single
    ranges: Single
    pairs: Single
    half: Single
    half_more: Single
    and_half: Phrases
    of_what: Single
    out_of: Single
    these: Single
    types: Single
    calibres: Single
    ordinals: Single
    one_or_two: Single
    describing: Single
    endings: Single

    amounts: Single  # numbers, groups and many: every word that alone states an amount
    not_so: Phrases  # of the lexicon's phrases
    but_so: Single
    bounds: Phrases  # more, less and about
    told_by: Phrases  # says and others
    leading: Phrases  # what may stand before a number that is told behind its thing
    behind: Phrases  # more and about, behind the number
    tails: Single  # the last words of these
    parting: Single  # words of `stop` that part a class from a model
    ending: Single  # what a number left of it does not count across
    wholes: Mapping[tuple[str, ...], str]  # numbers of several words: «quatre-vingts»
    heads: Single  # their first words
    described: re.Pattern[str]
    of_calibre: re.Pattern[str]
    cases: re.Pattern[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> NumberSense:
        """Merge the lexicon's languages."""
        shared = [one for one in fields(cls) if one.name in NumberWords.model_fields]
        words: dict[str, Any] = {
            one.name: _MERGED[str(one.type)](getattr(w, one.name) for w in lexicon.numbers.values())
            for one in shared
        }
        numbers = words["numbers"] = _with_prefixes(words["numbers"] | words["scales"])
        for bound in ("more", "less", "about"):
            words[bound] = _with_and(words[bound])
        bounds = Phrases(words["more"] | words["less"] | words["about"])
        wholes = {parts: name for name in numbers for parts in _spellings(name)}
        return cls(
            **words,
            amounts=frozenset((*numbers, *words["groups"], *words["many"])),
            not_so=_phrases([_said(lexicon, "not_so")]),
            but_so=_single([_said(lexicon, "but_so")]),
            bounds=bounds,
            told_by=Phrases(words["says"] | words["others"]),
            leading=Phrases(
                bounds
                | words["counting"]
                | {(one,) for one in words["articles"] | words["between"]}
            ),
            behind=Phrases(words["more_behind"] | words["about_behind"]),
            tails=frozenset(one[-1] for one in words["more_behind"] | words["about_behind"]),
            parting=words["stop"].difference(*(words[one] for one in _JOIN_A_TYPE))
            | words["joins"],
            ending=words["stop"] | MEASURES | {one[0] for one in bounds if len(one) == 1},
            wholes=wholes,
            heads=frozenset(parts[0] for parts in wholes),
            described=_either(r".*(?:{})", words["describing"]),
            of_calibre=_either(r"\b\d{{2,3}}[ -]?(?:{})\b", words["calibres"]),
            cases=_either(r"(?<=\d)-?(?:{})\b", words["endings"]),
        )

    def may_count(self, text: str) -> bool:
        """Whether a number may be among its tokens: mostly none is, and this is sooner known."""
        small = plain(text)
        if _DIGIT.search(small) or _MARKS.search(small):
            return True
        words = _WORD.findall(small)
        return not (self.amounts.isdisjoint(words) and self.heads.isdisjoint(words))

    def tokens(self, text: str) -> list[str]:
        """Part a text into words, numbers and signs; a number of several words is one."""
        small = plain(text)
        if " / " in small:
            small = small.replace(" / ", " ; ")  # parts what is listed, and codes no number
        if "- " in small:
            small = _BULLET.sub("–", small)
        if _MARKS.search(small):
            small = _MARKS.sub("", unicodedata.normalize("NFC", small))
        if _DIGIT.search(small):
            small = self.cases.sub("", small)
        tokens = _TOKEN.findall(small)
        return tokens if self.heads.isdisjoint(tokens) else list(self._whole(tokens))

    def _whole(self, tokens: Tokens) -> Iterator[str]:
        at = 0
        while at < len(tokens):
            size = _longest(tokens, at, self.wholes) if tokens[at] in self.heads else 0
            yield self.wholes[tuple(tokens[at : at + size])] if size else tokens[at]
            at += size or 1

    def is_number(self, token: str) -> bool:
        """Whether a token alone states an amount."""
        return (token[0].isdecimal() and token[-3:-2] not in _CLOCK) or token in self.amounts

    def is_of(self, token: str) -> bool:
        """Whether it leads from a number to what it is of: "of", «из»."""
        return token in self.of_what or token in self.out_of

    def past_type(self, tokens: Tokens, at: int) -> int:
        """Where the word stands before "of the type"."""
        while at > 0 and (self.is_of(tokens[at - 1]) or tokens[at - 1] in self.these):
            at -= 1
        return at - 1

    def names_one_thing(self, between: str) -> bool:
        """Whether these words only join a class to its model: "drones of the type Lancet"."""
        words = self.of_calibre.sub(" ", between.casefold()).split()
        if words and not words[0][0].isalpha():
            return tuple(self.tokens(between)[1:]) in self.naming  # ", all"
        return (
            len(words) <= BRIDGE
            and self.parting.isdisjoint(words)
            and all(word.isalpha() for word in words)
        )


def plain(text: str) -> str:
    """In lower case, with one apostrophe."""
    return text.casefold().replace("’", "'").replace("ʼ", "'")


def starts(tokens: Tokens, at: int, phrases: Phrases) -> int:
    """How many words the longest of the phrases has that starts at a place."""
    if 0 <= at < len(tokens) and tokens[at] not in phrases.first:
        return 0
    return _longest(tokens, at, phrases)


def _longest(tokens: Tokens, at: int, phrases: Container[tuple[str, ...]]) -> int:
    return next((n for n in _SIZES if tuple(tokens[at : at + n]) in phrases), 0)


def ends(tokens: Tokens, at: int, phrases: Phrases) -> int:
    """How many words the longest of the phrases has that ends before a place."""
    if 0 < at <= len(tokens) and tokens[at - 1] not in phrases.last:
        return 0
    return next((n for n in _SIZES if n <= at and tuple(tokens[at - n : at]) in phrases), 0)


def _said(lexicon: Lexicon, name: PhraseName) -> list[str]:
    return [phrase for _, phrase in lexicon.phrases.get(name, Words()).by_language()]


def _folded(parts: Iterable[Values]) -> dict[str, int]:
    return {plain(word): value for part in parts for word, value in part.items()}


def _single(parts: Iterable[Iterable[str]]) -> Single:
    return frozenset(plain(word) for part in parts for word in part)


def _phrases(parts: Iterable[Iterable[str]]) -> Phrases:
    return Phrases(_parted(phrase) for part in parts for phrase in part)


def _parted(phrase: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(_MARKS.sub("", unicodedata.normalize("NFC", plain(phrase)))))


_MERGED = {"Values": _folded, "Single": _single, "Phrases": _phrases}


def _with_prefixes(numbers: dict[str, int]) -> dict[str, int]:
    """Arabic writes "and", "with" and "for" onto the number."""
    arabic = [(word, value) for word, value in numbers.items() if _ARABIC.match(word)]
    prefixed = {letter + word: value for word, value in arabic for letter in "وبلف"}
    return prefixed | numbers


def _with_and(phrases: Phrases) -> Phrases:
    """And onto the first word of a phrase as well."""
    arabic = [one for one in phrases if _ARABIC.match(one[0])]
    return Phrases(phrases | {("و" + first, *others) for first, *others in arabic})


def _spellings(number: str) -> Iterator[tuple[str, ...]]:
    """A number of several words, also with hyphens: "vingt et un", "vingt-et-un"."""
    parts = _parted(number)
    if len(parts) > 1:
        yield parts
        yield _parted(number.replace(" ", "-"))


def _either(frame: str, endings: Single) -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, endings), key=len, reverse=True))
    return re.compile(frame.format(either) if endings else r"(?!)")
