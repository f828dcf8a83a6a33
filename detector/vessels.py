"""Names of ships that are not watched, by where they stand in a text that tells of a ship. Pure.

In quotation marks, in capitals, or with capital letters before what only ships do. Most that is
quoted in such a text is a paper, a company or an operation: the words around must speak of a ship.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from detector.designators import latin, plain
from detector.model import SHIPS, Detection, Document, Field
from detector.phrases import Phrases
from detector.spans import Spans

NAME = "name"  # the kind of such an id
_WORD = r"(?:[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐ][\w’'-]*|\d{1,3})"
_QUOTED = re.compile(rf"[«“\"„]\s?(?P<name>{_WORD}(?: {_WORD}){{0,2}})\s?[»”\"“]")
# Amid other capitals they are a headline.
_CAPITALS = re.compile(
    r"(?<![\w-])(?:(?:M/?V|RFS) |(?<![A-Z] ))"
    r"(?P<name>[A-Z]{4,}(?:(?: [A-Z]{4,}){1,2}|-\d{1,3}))(?![\w-])(?! ?[A-Z]{2})"
)
_SHORT_CAPITALS = re.compile(r"[A-Z]+(?: [A-Z]+)*")  # "FOR ORDERS", unless each has four letters
_PAIR = re.compile(
    r"(?<!\w)(?:[Tt]he|[Ll][ea]|[Dd]u|[Aa]u) (?P<name>[A-Z][a-zà-ÿ]{2,}(?: [A-Z][a-zà-ÿ]+){1,2})"
)
_CLAUSE_END = re.compile(r"[.!?;\n…]")
_OPENS = re.compile(r"(?:^|[:—–=(,-])\s?$")  # behind a colon, or where the clause begins
_INTRODUCED = re.compile(r"(?:[:—–=(]|\b(?-i:[^\W\dA-ZА-Я_])\w*,?)\s?$")
_LEAD = 60  # characters before a name in which what introduces it stands
_SCENE = 160  # and around it, in which a ship is told of
# Sounds that reporters spell in several ways: Boikiy, Boykiy, «Бойкий»; Captain, Kapitan, كابتن.
_SPELT = re.compile(r"KH|TCH|CH|CK|OU|PH|TH|[YIJ]+|(.)(?=\1)|[CWQXPV]")
_SOUNDS = {
    "KH": "H", "TCH": "CH", "CH": "CH", "CK": "K", "OU": "U", "PH": "F", "TH": "T", "C": "K",
    "W": "F", "V": "F", "Q": "K", "X": "KS", "P": "B",
}  # fmt: skip
_ARABIC = {
    "ب": "B", "پ": "B", "ت": "T", "ط": "T", "ث": "T", "ج": "G", "غ": "G", "گ": "G", "ح": "H",
    "خ": "H", "ه": "H", "د": "D", "ض": "D", "ذ": "Z", "ز": "Z", "ظ": "Z", "ر": "R", "س": "S",
    "ص": "S", "ش": "SH", "ف": "F", "ڤ": "F", "ق": "K", "ك": "K", "ل": "L", "م": "M", "ن": "N",
    **dict.fromkeys("اأإآىةوؤيئءع", ""),
}  # fmt: skip
_ARABIC_THE = "ال"
_ENDING = re.compile(r"(?<=\w{3})(?:[OEIU]M|OGO|EGO|[OE]MU|[OE]I|[AEIOU]+)$")  # of a Slavic case
_VOWELS = re.compile("[AEIOU]")
_FIRM = 4  # consonants by which a name is known whatever its vowels
Found = tuple[Field, int, str]  # where, and the name


def vessels(document: Document, detection: Detection, phrases: Phrases) -> Iterator[Found]:
    """The names of ships, in order of each field and form."""
    things = (*detection.mentions, *detection.hinted, *detection.kinds)
    flown = any("aircraft" in one.classes or "helicopter" in one.classes for one in things)
    taken = Spans((*detection.mentions, *detection.places))
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        ships = [
            (one.start, one.end)
            for one in things
            if one.field == field and not SHIPS.isdisjoint(one.classes)
        ]
        told = [*ships, *(one.span() for one in phrases["at_sea"].finditer(text))]
        work = [] if flown else [one.span() for one in phrases["unloaded"].finditer(text)]
        for found in _named(text, _Around(told), _Around([*told, *work]), phrases):
            if not taken.meet(field, *found.span("name")):
                yield field, found.start("name"), found["name"]


def _named(text: str, sea: _Around, work: _Around, phrases: Phrases) -> Iterator[re.Match[str]]:
    """`sea`: where a ship is told of; `work`: or something that may be unloaded from one."""
    for found in _QUOTED.finditer(text) if work else ():
        if work.near(found) and _is_quoted_for_a_ship(found, text, phrases):
            yield found
    for found in _CAPITALS.finditer(text) if sea else ():
        if sea.near(found) and _INTRODUCED.search(_before(text, found.start())):
            yield found
    for found in _PAIR.finditer(text) if sea else ():
        if phrases["sails"].match(text, found.end()):
            yield found


def _is_quoted_for_a_ship(found: re.Match[str], text: str, phrases: Phrases) -> bool:
    """A name of two words that is introduced so, or what does what only ships do."""
    name = found["name"]
    if _SHORT_CAPITALS.fullmatch(name) and min(map(len, name.split())) < 4:
        return False
    if phrases["sails"].match(text, found.end()):
        return True
    lead = _before(text, found.start())
    return " " in name and bool(_OPENS.search(lead) or phrases["of_ship"].search(lead))


def _before(text: str, start: int) -> str:
    """What its sentence says right before it."""
    return _CLAUSE_END.split(text[max(0, start - _LEAD) : start])[-1]


class _Around:
    """Where a ship is told of: asked of each of many names."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        pairs = list(spans)
        self._starts = sorted(start for start, _ in pairs)
        self._ends = sorted(end for _, end in pairs)

    def __bool__(self) -> bool:
        return bool(self._starts)

    def near(self, found: re.Match[str]) -> bool:
        """Whether one of the spans is near: of those that begin before, not all are long over."""
        begun = bisect_left(self._starts, found.end() + _SCENE)
        return begun > bisect_right(self._ends, found.start() - _SCENE)


@lru_cache(maxsize=10_000)
def as_heard(unique_id: str) -> str:
    """The id by which reports are compared: a ship's name in any script, spelling and case."""
    kind, _, name = unique_id.partition(":")
    if kind != NAME:
        return unique_id
    heard = "".join(map(_heard, re.findall(r"\w+", name)))
    firm = _VOWELS.sub("", heard)
    return f"{kind}:{firm if len(firm) >= _FIRM else heard}"


def _heard(word: str) -> str:
    letters = "".join(_ARABIC.get(one, one) for one in word.removeprefix(_ARABIC_THE))
    return _ENDING.sub("", _SPELT.sub(_sound, latin(plain(letters))))


def _sound(spelling: re.Match[str]) -> str:
    letters = spelling[0]
    return "I" if letters[0] in "YIJ" else _SOUNDS.get(letters, "")
