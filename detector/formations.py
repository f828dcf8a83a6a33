"""Formations that are not watched: "the 81st brigade", группа «Саванна», اللواء 128. Pure.

Known by a word for a formation with a number, a rank, a name in quotation marks or capital letters
where such stand. Compared by size and number, or by how the name sounds, in any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.lexemes import Lexicon
from detector.model import FORCES, Detection, Document, Field, Mention
from detector.phrases import Phrases, any_of
from detector.spans import Spans
from detector.vessels import NAME, as_heard
from detector.weighing import BODY_REACH

MOST = 12  # of one text: more is a list of an army
_REACH = 60  # characters around the word
_DIGITS = r"([1-9]\d{0,3})"
_ENDING = r"(?:[-‑–]?(?:st|nd|rd|th|[eè]me|i[eè]re|[eè]re|er|re|e|[а-яіїє]{1,3})\.?)"
# Between a number and its formation: "Guards Airborne", «отдельной мотострелковой».
_BETWEEN = r"(?:(?!(?:of|the|and|from|with|for|into)\b)[^\W\d_][\w’'-]{2,}\s){0,4}"
_BEFORE = re.compile(
    rf"(?<![\w.,-])(?P<number>[1-9]\d{{0,3}}){_ENDING}\s{_BETWEEN}$", re.IGNORECASE
)
_WITHIN = re.compile(r"[1-9]\d{0,3}$")  # "BIT7"
_WORDS = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0620-\u064a]")
_BEHIND = re.compile(
    rf"\s(?:[^\W\d_][\w’'-]*\s){{0,3}}(?:n[°º]|№|[Nn]o\.?|num[ée]ro|number|номер|رقم)\s?{_DIGITS}"
    rf"|\s{_DIGITS}(?=\s?(?:[.,;:!?)»”\"\n،؛]|$))"
)
_THE = "ال"
_ARABIC_BEHIND = re.compile(
    rf"\s(?:{_THE}\w+\s){{0,3}}{_DIGITS}"
    r"(?![\d.,:%]|\s?(?:كم|جندي|مقاتل|عنصر|آلية|مركبة))"
)
_ARABIC_WORDS = re.compile(rf"(?:\s{_THE}\w+){{1,4}}")
_OPEN, _CLOSE = r"[«“\"„'‘]", r"[»”\"“'’]"
_NAMED = r"(?P<name>[^\W\d_a-zа-яіїєґà-ÿ][\w’-]*(?:[ -][\w’-]+){0,2})"
_QUOTED_BEHIND = re.compile(rf"(?:\s[^\WA-ZА-Я\d_][\w’'-]*){{0,4}}\s?{_OPEN}\s?{_NAMED}\s?{_CLOSE}")
_QUOTED_BEFORE = re.compile(rf"(?<!\w){_OPEN}\s?{_NAMED}\s?{_CLOSE}\s(?:[a-z][\w-]+\s){{0,2}}$")
_CAPITAL = r"(?:[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ][\w’'-]+)"
_LINK = r"(?:\s(?:[Bb]en|[Bb]in|[Ii]bn|бен|бин|бін|[Aa]l-\w+|[Aa]s-\w+|аль-\w+|ас-\w+))"
_CAPITALS_BEFORE = re.compile(
    rf"(?P<led>[^\W\d_][\w’'-]*,?\s)(?P<name>{_CAPITAL}(?:{_LINK}|\s{_CAPITAL}){{0,3}})\s"
    r"(?:[a-z][\w-]+\s){0,2}$"
)
_CAPITALS_BEHIND = re.compile(
    rf"\s(?P<name>{_CAPITAL}(?:{_LINK}|\s{_CAPITAL}|\s\d{{1,2}}(?!\d)){{0,3}})"
)
_CLAUSE_END = re.compile(r"[!?;\n…:()]|\.(?=\s)")
_COUNTED = 10  # "the second unit" is one more; nobody counts further so
_SHORT = 3  # letters of «РФ», "UN", «МО»: whose it is


@dataclass(frozen=True, slots=True)
class Formation:
    """One found: what it is compared by, and how it is called there."""

    field: Field
    start: int
    end: int
    keys: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Formations:
    """The words for formations of all languages, compiled once."""

    words: re.Pattern[str] = field(default_factory=lambda: re.compile(r"(?!)"))
    sizes: Mapping[str, str] = field(default_factory=dict)  # by the group of the pattern
    by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranks: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Formations:
        """Compile the lexicon's words."""
        if not lexicon.formations:
            return cls()
        sizes = {f"s{at}": size for at, size in enumerate(lexicon.formations)}
        either = (f"(?P<{name}>{any_of(lexicon.formations[size])})" for name, size in sizes.items())
        ranks = {w: n for words in lexicon.numbers.values() for w, n in words.ranks.items()}
        by = {size: words.by for size, words in lexicon.formations.items()}
        return cls(re.compile(rf"(?<!\w)(?:{'|'.join(either)})(?!\w)"), sizes, by, ranks)

    def found(
        self, document: Document, detection: Detection, phrases: Phrases
    ) -> Iterator[Formation]:
        """Each that is told early enough to matter, in order of each field."""
        forces = Spans(m for m in detection.mentions if m.kind in FORCES)
        named = Spans((*filter(_is_thing, detection.mentions), *detection.places))
        texts: Sequence[tuple[Field, str]] = (
            ("title", document.title), ("text", document.text[:BODY_REACH]),
        )  # fmt: skip
        count = 0
        for where, text in texts:
            for word in self.words.finditer(text):
                one = _Reader(self, text, word, phrases).read(where, named)
                if one and count < MOST and not forces.meet(where, one.start, one.end):
                    count += 1
                    yield one


def _is_thing(mention: Mention) -> bool:
    return mention.kind != "keyword"


class _Reader:
    """What names the formation around one word for it."""

    def __init__(self, words: Formations, text: str, word: re.Match[str], phrases: Phrases) -> None:
        self._words, self._word, self._text, self._phrases = words, word, text, phrases
        self._size = words.sizes[word.lastgroup or ""]
        self._by = words.by[self._size]
        self._from = max(0, word.start() - _REACH)
        self._lead = _CLAUSE_END.split(text[self._from : word.start()])[-1]
        self._from = word.start() - len(self._lead)
        self._rest = text[word.end() : word.end() + _REACH]

    def read(self, where: Field, named: Spans) -> Formation | None:
        """The formation, unless it is named only for who speaks, or not named at all."""
        start, end = self._word.span()
        keys = []
        number = self._number() if "number" in self._by else None
        if number:
            keys.append(f"{self._size}:{number[0]}")
            start, end = min(start, number[1]), max(end, number[2])
        for name, first, last in self._names(where, named):
            keys.append(as_heard(f"{NAME}:{name}"))
            start, end = min(start, first), max(end, last)
        if not keys or self._only_speaks(start):
            return None
        said = " ".join(self._text[start:end].split())
        return Formation(where, start, end, tuple(keys), said)

    def _number(self) -> tuple[int, int, int] | None:
        """The number, and from where to where it is told."""
        if found := _WITHIN.search(self._word[0]):
            return int(found[0]), *self._word.span()
        if found := _BEFORE.search(self._lead):
            return int(found["number"]), self._from + found.start(), self._word.end()
        behind = _ARABIC_BEHIND if _ARABIC.match(self._word[0]) else _BEHIND
        if found := _BEHIND.match(self._rest) or behind.match(self._rest):
            number = next(filter(None, found.groups()))
            return int(number), self._word.start(), self._word.end() + found.end()
        return self._rank(0 if "rank" in self._by else _COUNTED)

    def _rank(self, least: int) -> tuple[int, int, int] | None:
        """Above `least`, in words, right before it or one word before; behind it in Arabic."""
        ranks, (start, end) = self._words.ranks, self._word.span()
        for found in list(_WORDS.finditer(self._lead))[-2:]:
            if (rank := ranks.get(found[0].lower(), 0)) > least:
                return rank, self._from + found.start(), end
        behind = _ARABIC_WORDS.match(self._rest)
        for found in _WORDS.finditer(behind[0]) if behind else ():
            if (rank := ranks.get(found[0], 0)) > least:
                return rank, start, end + found.end()
        return None

    def _names(self, where: Field, named: Spans) -> Iterator[tuple[str, int, int]]:
        """Each name, and from where to where; in a headline capitals say nothing."""
        at = self._word.end()
        if "quotes" in self._by:
            if found := _QUOTED_BEHIND.match(self._rest):
                yield found["name"], at, at + found.end()
            elif found := _QUOTED_BEFORE.search(self._lead):
                yield found["name"], self._from + found.start(), at
        if "capitals" not in self._by or where == "title":
            return
        looked = (
            (_CAPITALS_BEFORE.search(self._lead), self._from),
            (_CAPITALS_BEHIND.match(self._rest), at),
            (self._phrases["called"].match(self._rest), at),
        )
        for found, begin in looked:
            if not found:
                continue
            first, last = (begin + place for place in found.span("name"))
            if self._is_name(found["name"]) and not named.meet(where, first, last):
                yield found["name"], first, last

    def _is_name(self, name: str) -> bool:
        """Whether some word of it is neither of every army nor the letters of a country."""
        plain = self._phrases["plain_name"]
        words = [word for word in name.split() if not plain.fullmatch(word)]
        return any(not (word.isupper() and len(word) <= _SHORT) for word in words)

    def _only_speaks(self, start: int) -> bool:
        before = self._text[max(0, start - _REACH) : start].rstrip(" «\"“„'’")
        ends = (one.end() for one in self._phrases["speaks_for"].finditer(before))
        return any(len(before) - end <= _SHORT + 1 for end in ends)
