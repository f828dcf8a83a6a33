"""Designators in Arabic letters: how a group of Latin ones is spelled there, and read back.

By the names of its letters (بي تي آر), its letters run together (بتر), or a word of its own
(سوخوي). The tables know letters, not models, and hold letters without hamza or madda: what is
compared is folded first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from detector.inflect_arabic import PARTICLES
from detector.normalise import fold_char

# Of Latin letters that share a name or a letter, the one more designators have stands first.
_NAMES = {
    "A": ("ايه",), "B": ("بي",), "D": ("دي",), "E": ("اي",), "F": ("اف",), "G": ("جي",),
    "H": ("اتش",), "I": ("اي",), "J": ("جيه", "جي"), "K": ("كي",), "L": ("ال",), "M": ("ام",),
    "N": ("ان",), "O": ("او",), "P": ("بي",), "Q": ("كيو",), "R": ("ار",), "S": ("اس",),
    "C": ("سي",), "T": ("تي",), "U": ("يو",), "V": ("في",), "W": ("دبليو",), "X": ("اكس",),
    "Y": ("واي",), "Z": ("زد", "زي"),
}  # fmt: skip
_LETTERS = {
    "KH": ("خ",), "SH": ("ش",), "TS": ("تس",), "ZH": ("ج",), "CH": ("تش",), "YU": ("يو",),
    "YA": ("يا",), "A": ("ا",), "B": ("ب",), "S": ("س",), "C": ("س",), "D": ("د",), "F": ("ف",),
    "G": ("غ", "ج"), "H": ("ه",), "I": ("ي",), "E": ("ي",), "J": ("ج",), "K": ("ك",), "L": ("ل",),
    "M": ("م",), "N": ("ن",), "P": ("ب",), "Q": ("ق",), "R": ("ر",), "T": ("ت",), "U": ("و",),
    "O": ("و",), "V": ("ف",), "W": ("و",), "X": ("كس",), "Y": ("ي",), "Z": ("ز",),
}  # fmt: skip
# Makers that stand for their letters, and letters that have one reading before all others.
_WORDS = {
    "SU": ("سو", "سوخوي"), "KA": ("كا", "كاموف"), "MI": ("مي", "ميل"), "MIG": ("ميغ", "ميج", "ميك"),
    "TU": ("تو", "توبوليف"), "AN": ("ان", "انتونوف", "انطونوف"), "ZU": ("زو",), "KAMAZ": ("كاماز",),
    "IL": ("ايل", "ال", "اليوشن", "اليوشين", "ايليوشن", "ايليوشين"), "URAL": ("اورال",),
    "BAYRAKTAR": ("بيرقدار", "بيرقطار", "بايراكتار"), "ISKANDER": ("اسكندر",),
}  # fmt: skip
# And of letters behind the number.
_MORE_NAMES: dict[str, tuple[str, ...]] = {"A": ("اي",), "K": ("كيه",), "P": ("بيه",)}
_LONGEST_SPELLED = 4  # Latin letters; from there on a group is a name
_MOST_SPELLINGS, _MOST_READINGS, _MOST_OF_A_SUFFIX = 4, 24, 4

_ARABIC = "\u0620-\u063f\u0641-\u064a"
_HAS_ARABIC = re.compile(f"[{_ARABIC}]")
_GROUP = re.compile(rf"[{_ARABIC}]+(?:[^\w]+[{_ARABIC}]+)*")
_WRITTEN_ON = re.compile(rf"[{_ARABIC}]+$")
_LONGEST_PARTICLE = max(map(len, PARTICLES))
# A letter's name before another makes one group of both: "آر-80" in "بي تي آر-80". Those that
# are everyday words (in, that, or) don't.
_WORDS_TOO = frozenset(["في", "ان", "ام", "ال", "اي", "او", "كي"])
_SOME_NAME = "|".join(sorted({n for some in _NAMES.values() for n in some} - _WORDS_TOO))
_SOME_NAME = _SOME_NAME.replace("ا", "[اأإآ]")  # texts aren't folded
_GOES_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?!لدي)(?:{'|'.join(PARTICLES)})(?:{_SOME_NAME}|إم|إل|آي)[ .\-]$"
)
# Letters that are a word or one letter only: with a space they ask for what they would be.
_ASKING = frozenset(
    "ان ال ام دي سي في اي او ميل بي تو شاهد جيران تور بوك بولي بول بتر".split()  # noqa: SIM905
)
_SAID = frozenset(["إل", "إم"])  # of these the ones that are no word
_THE = "ال"
_WHICH = "التي"  # T with an article is a word
_GEAR = re.compile(
    r"دباب|مدفع|مدافع|هاوتزر|هاون|مدر[عّ]|عرب(?:ة|ات|تي)|ناقل|طائر|مقاتل|قاذف|مروحي|حوام|راجم|منظوم"
    r"|صاروخ|صواريخ|طراز|نوع|تونوف|رادار|شاحن|مسي[رّ]"
)
_BEFORE, _AFTER = 40, 25
_THAT = "ان"  # as a letter's name of no meaning only where gear stands before it


def has_arabic(text: str) -> bool:
    """True if a letter of the text is Arabic."""
    return not text.isascii() and _HAS_ARABIC.search(text) is not None


def spelled(letters: str) -> tuple[str, ...]:
    """Ways to write a group of Latin capitals, folded; the names of letters stand apart."""
    found = list(_WORDS.get(letters, ()))
    if len(letters) <= _LONGEST_SPELLED and set(letters) <= _NAMES.keys():
        named = islice(product(*(_NAMES[letter] for letter in letters)), _MOST_SPELLINGS)
        found += map(" ".join, named)
        parts = product(*(_LETTERS[part] for part in _parts(letters)))
        found += map("".join, islice(parts, _MOST_SPELLINGS))
    return tuple(dict.fromkeys(found))


def is_said(way: str, letters: str) -> bool:
    """Whether letters are spelled by their names or as a word, and not run together."""
    return " " in way or way in words_for(letters) or len(way) > len(letters) == 1


def words_for(letters: str) -> tuple[str, ...]:
    """Words of its own that a group of letters has there."""
    return _WORDS.get(letters, ())


def as_letters(letters: str) -> tuple[str, ...]:
    """A variant's letters behind a name, by name or one by one: كي, كيه, ك."""
    if not set(letters) <= _NAMES.keys():
        return (letters,)
    named = product(*((*_NAMES[one], *_MORE_NAMES.get(one, ())) for one in letters))
    parts = product(*(_LETTERS[part] for part in _parts(letters)))
    both = (*islice(map(" ".join, named), _MOST_SPELLINGS), *islice(map("".join, parts), 2))
    return tuple(dict.fromkeys(both))


def _parts(letters: str) -> Iterator[str]:
    place = 0
    while place < len(letters):
        size = 2 if letters[place : place + 2] in _LETTERS else 1
        yield letters[place : place + size]
        place += size


def _inverted(*tables: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for latin, ways in table.items():
            for way in ways:
                found[way] = tuple(dict.fromkeys((*found.get(way, ()), latin)))
    return found


_BY_NAME, _BY_LETTER, _BY_WORD = map(_inverted, (_NAMES, _LETTERS, _WORDS))
_SUFFIXES = _inverted(_NAMES, _MORE_NAMES, _LETTERS)
_LONGEST_VARIANT = 40
_PIECE_NAMES = "|".join(sorted({*_SUFFIXES}, key=len, reverse=True))
_PIECE = re.compile(rf" ?(?:{_PIECE_NAMES})(?![{_ARABIC}])|(?!^) ?\d{{1,2}}(?!\d)")
_GROUP_PIECES = re.compile(rf"[{_ARABIC}]+|\d+")


@lru_cache(maxsize=20_000)
def read_back(text: str) -> tuple[str, ...]:
    """What a folded spelling can stand for in Latin letters; itself where that is nothing.

    Letters before the first number are a group by itself, those behind it a variant's.
    """
    first = next((place for place, char in enumerate(text) if char.isdecimal()), len(text))
    head = [*_GROUP.finditer(text[:first])]
    options: list[Iterable[str]] = []
    place = 0
    for group in _GROUP.finditer(text):
        options.append((text[place : group.start()],))
        is_head = group.end() <= first or (len(head) == 0 and not options[1:])
        options.append(_group(group[0]) if is_head else _suffix(group[0]))
        place = group.end()
    options.append((text[place:],))
    return tuple("".join(parts) for parts in islice(product(*options), _MOST_READINGS))


def _group(written: str) -> tuple[str, ...]:
    """A group of letters as a Latin one."""
    joined = re.sub(rf"[^{_ARABIC}]", "", written)
    found = [*_BY_WORD.get(joined, ()), *_split(joined, _BY_NAME)]
    if joined == written:
        found += _split(joined, _BY_LETTER)
    short = [
        latin for latin in dict.fromkeys(found) if len(latin) <= _LONGEST_SPELLED or latin in _WORDS
    ]
    return tuple(short) or (written,)


def _suffix(written: str) -> tuple[str, ...]:
    joined = re.sub(rf"[^{_ARABIC}]", "", written)
    return tuple(_split(joined, _SUFFIXES)[:_MOST_OF_A_SUFFIX]) or (written,)


def _split(written: str, known: dict[str, tuple[str, ...]]) -> list[str]:
    """A spelling as the parts that a table knows, the longest first; nothing if it isn't."""
    found = [""]
    place = 0
    while place < len(written):
        size = next((n for n in (5, 4, 3, 2, 1) if written[place : place + n] in known), 0)
        if not size:
            return []
        latin = known[written[place : place + size]]
        found = [before + one for before in found for one in latin][:_MOST_READINGS]
        place += size
    return found


def begin_of(text: str, start: int) -> int | None:
    """Where the word of a spelling at `start` begins, with what is written onto it: وسو-24.

    None if it is the end of another word, or of a longer group of letters.
    """
    before = _WRITTEN_ON.search(text, max(0, start - _LONGEST_PARTICLE - 1), start)
    if before is not None:
        return before.start() if before[0] in PARTICLES else None
    named = _GOES_BEFORE.search(text, max(0, start - _LONGEST_PARTICLE - 8), start)
    return None if named else start


def is_vague(text: str, start: int, core: str) -> bool:
    """Whether a spelling may be something else: nothing near says what it would be."""
    letters = "".join(char for char in core if char.isalpha())
    folded = "".join(map(fold_char, letters))
    apart = not core[len(letters) :].isdecimal()
    is_which = folded == _WHICH[len(_THE) :] and text[:start].endswith(_THE) and " " in core
    is_apart = " " in core and (core[0].isdecimal() or not any(map(str.isdecimal, core)))
    if letters == _THE or is_which or is_apart:
        pass
    elif len(folded) == 1:
        if apart and " " not in core:
            return False
    elif folded not in _ASKING or letters in _SAID or " " not in core:
        return False
    around = text[max(0, start - _BEFORE) : start]
    if folded != _THAT:
        around += text[start + len(core) :][:_AFTER]
    return not _GEAR.search(around)


def variants(text: str, end: int) -> Iterator[int]:
    """Where a variant's letters behind a number may end, the longest first: تي-72 بي 3 إم."""
    folded = "".join(map(fold_char, text[end : end + _LONGEST_VARIANT]))
    ends = []
    place = 0
    while (piece := _PIECE.match(folded, place)) is not None and piece.end() > place:
        place = piece.end()
        ends.append(end + place)
    yield from reversed(ends)


def is_variant(part: str) -> bool:
    """Whether letters apart from the number are surely a variant's: "بي 3", "إس إم", not "في 3"."""
    pieces = _GROUP_PIECES.findall(part)
    return len(pieces) > 1 and all(one.isdecimal() or _is_surely_a_name(one) for one in pieces)


def _is_surely_a_name(piece: str) -> bool:
    folded = "".join(map(fold_char, piece))
    return folded in _BY_NAME and (piece in _SAID or folded not in _WORDS_TOO)
