"""Designators such as T-72B3: reads an alias, spells it in three scripts, finds its anchors.

A designator's canonical code is Latin upper case without separators ("T72B3"); a dash
stays only between two numbers ("ZU23-2"). The tables know letters, not models: an alias
nobody thought of works in every script (`arabic_codes` has the Arabic tables).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from detector.arabic_codes import has_arabic, is_said, read_back
from detector.arabic_codes import spelled as spelled_in_arabic
from detector.normalise import IGNORABLE, bare, fold_char
from detector.skeleton import pattern

_LATIN = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Ґ": "G", "Д": "D", "Е": "E", "Ё": "E", "Є": "YE",
    "Ж": "ZH", "З": "Z", "И": "I", "І": "I", "Ї": "YI", "Й": "Y", "К": "K", "Л": "L", "М": "M",
    "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U", "Ў": "U", "Ф": "F",
    "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "", "Ы": "Y", "Ь": "",
    "Э": "E", "Ю": "YU", "Я": "YA",
}  # fmt: skip
CYRILLIC = {
    "SHCH": ("Щ",), "ZH": ("Ж",), "KH": ("Х",), "TS": ("Ц", "ТС"), "CH": ("Ч",), "SH": ("Ш",),
    "YU": ("Ю",), "YA": ("Я",), "YE": ("Е", "Є"), "A": ("А",), "B": ("Б",), "V": ("В",),
    "W": ("В",), "G": ("Г",), "D": ("Д",), "E": ("Е", "Э"), "Z": ("З",), "I": ("И", "І"),
    "Y": ("Й", "Ы"), "J": ("Й",), "K": ("К",), "L": ("Л",), "M": ("М",), "N": ("Н",),
    "O": ("О",), "P": ("П",), "R": ("Р",), "S": ("С",), "T": ("Т",), "U": ("У",), "F": ("Ф",),
    "H": ("Х", "Г"), "C": ("С", "Ц"), "Q": ("К",), "X": ("Х",),
}  # fmt: skip
# Capitals that look the same in both scripts, as typed by whoever has the other keyboard.
_SHAPES = dict(zip("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS", strict=True))
_SAME_SHAPE = {latin: cyrillic for cyrillic, latin in _SHAPES.items() if cyrillic not in "ЈЅ"}
_GAPS = (b"", b" ")  # none or one: a dash, a space
_BRACKET = b"  "  # (BMP)-3, Т- 72
_SPACED_DASH = b"   "  # Т - 72
_SPACED_DASHES = (b"  ", b"   ")  # إس ـ 300, of a tatweel that shows nothing here, and إس - 300
_BEYOND_ASCII = 0x80  # bytes of the skeleton: Arabic letters from here on
_SHORTEST_WORD = 4  # letters: from there on a group is a name and not an abbreviation
_MOST_SPELLINGS = 16  # of one letter group; longer names rely on their own aliases

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
SPACES = " \u00a0\u2007\u2009\u202f\t"
_RUN = re.compile(r"\d+|[^\W\d_]+")
_ALIAS = re.compile(
    rf"[^\W_]+(?:[{DASHES}][^\W_]+)*(?:[{SPACES}][^\W_]*\d[^\W_]*(?:[{DASHES}][^\W_]+)*)?"
)
_CODE = re.compile(rf"[^\W\d_]{{1,4}}(?:[{DASHES}][^\W\d_]{{1,4}})+")
_NAMED = re.compile(rf"[^\W\d_]{{3,}}[{DASHES}][^\W\d_]{{1,3}}")  # Typhoon-K, Sprut-SD
_ARABIC = re.compile(r"[\u0620-\u064a]+")
# "bmp-3", by a lazy operator; Arabic has no capitals.
_TYPED_LOW = re.compile(rf"(?:[^\W\d_]{{1,5}}|{_ARABIC.pattern})[{DASHES}]?\d[^\W_]*")
_MEASURED = re.compile(rf"\d+[{SPACES}]")


@dataclass(frozen=True, slots=True)
class Designator:
    """An alias read as a code, and the runs of letters and digits it is written in."""

    text: str
    code: str
    runs: tuple[str, ...]  # in Latin capitals
    written: tuple[str, ...]  # the same as the alias has them
    inflected: bool = False

    @property
    def is_named(self) -> bool:
        """Whether a name and not an abbreviation comes first: Orlan-10, Tor-M2."""
        first = self.written[0]
        return first.isalpha() and (len(first) >= _SHORTEST_WORD or self._is_cased)

    @property
    def _is_cased(self) -> bool:
        return len(self.written[0]) > 2 and self.text[1].islower()

    @property
    def core(self) -> tuple[str, ...]:
        """The runs that an anchor spells: up to and with the first number after letters."""
        for index, run in enumerate(self.runs):
            if index and run.isdigit():
                return self.runs[: index + 1]
        return self.runs


def is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u052f"


def latin(text: str) -> str:
    """Transliterate capitals letter by letter; Latin stays."""
    return "".join(_LATIN.get(char, char) for char in text)


def plain(text: str) -> str:
    """Upper-case letters without accents, ASCII digits, everything else as it is."""
    if text.isascii():
        return text.upper()
    kept = (_plain_char(c) for c in bare(text))
    return "".join(kept)


def _plain_char(char: str) -> str:
    upper = char.upper()
    if upper in _LATIN:
        return upper
    folded = fold_char(char)
    return char if folded == " " else folded.upper()


def code_of(text: str) -> str:
    """Latin capitals as one code; a dash keeps two numbers apart. KH and H are one letter, as
    V and W are."""
    code = ""
    for run in _RUN.findall(text):
        code += f"-{run}" if code[-1:].isdigit() and run.isdigit() else run
    return code.replace("KH", "H").replace("W", "V")


@lru_cache(maxsize=50_000)
def readings(text: str) -> tuple[str, ...]:
    """The codes a spelling can stand for; the likeliest first. `text` is as written.

    Cyrillic is transliterated. A mixed spelling may be Latin with Cyrillic look-alikes,
    or Cyrillic with Latin ones: all are read. Cyrillic С also spells the Latin C of C-130,
    and an Arabic letter's name several Latin letters.
    """
    capitals = plain(text)
    if has_arabic(capitals):
        return tuple(dict.fromkeys(map(code_of, read_back(capitals))))
    if not any(map(is_cyrillic, capitals)):
        return (code_of(capitals),)
    spelled = [latin(capitals)]
    if any("A" <= char <= "Z" for char in capitals):
        spelled.append(latin("".join(_SHAPES.get(c, c) for c in capitals)))
        spelled.append(latin("".join(_SAME_SHAPE.get(c, c) for c in capitals)))
    if capitals[0] == "С":
        spelled.append(latin("C" + capitals[1:]))
    return tuple(dict.fromkeys(map(code_of, spelled)))


@lru_cache(maxsize=50_000)
def lookalike_reading(text: str) -> str | None:
    """What a Latin spelling stands for if typed for its Cyrillic look-alikes: C-300."""
    capitals = plain(text)
    if any("A" <= c <= "Z" and c not in _SAME_SHAPE for c in capitals):
        return None
    code = code_of(latin("".join(_SAME_SHAPE.get(c, c) for c in capitals)))
    return code if code != code_of(capitals) else None


def parse(alias: str) -> Designator | None:
    """Read an alias as a designator: letters and digits in one word, or a word and a number.

    "T-72B3", "2S1", "KamAZ 4385", "Bayraktar TB2", "MT-LB"; not "37th Brigade", "82 mm".
    """
    text = IGNORABLE.sub("", alias).strip()
    lower = not any(char.isupper() for char in text)
    if (lower and not _TYPED_LOW.fullmatch(text)) or _MEASURED.match(text):
        return None
    with_number = any(map(str.isdecimal, text)) and _ALIAS.fullmatch(text)
    if not with_number and not (_CODE.fullmatch(text) and text.isupper()) and not _is_named(text):
        return None
    typed = plain(text)
    capitals = latin(typed)
    runs = (tuple(_RUN.findall(one)) for one in (capitals, typed))
    code = readings(text)[0] if has_arabic(text) else code_of(capitals)
    return Designator(text, code, next(runs), next(runs))


def _is_named(text: str) -> bool:
    """A name and the letters of its variant: Typhoon-K, Tigr-M."""
    return bool(_NAMED.fullmatch(text)) and text[0].isupper() and _RUN.findall(text)[1].isupper()


def anchors(designator: Designator) -> frozenset[bytes]:
    """Skeletons of the core, with and without separators, in every script it is typed in."""
    in_arabic = frozenset() if designator.inflected else _arabic_anchors(designator)
    if has_arabic(designator.core[0]):
        return in_arabic
    spelled = [
        (*_skeletons(run), pattern(written)[1:-1]) if run.isalpha() else (run.encode(),)
        for run, written in zip(designator.core, designator.written, strict=False)
    ]
    if designator.inflected:
        spelled[0] = (pattern(designator.written[0])[1:-1],)
    return in_arabic | {b" " + body for body in _joined(spelled, _gaps(designator))}


def _joined(
    spelled: Sequence[tuple[bytes, ...]], gaps: Sequence[tuple[bytes, ...]]
) -> Iterator[bytes]:
    for parts in product(*spelled):
        for gap in product(*gaps):
            yield b"".join(g + p for g, p in zip((b"", *gap), parts, strict=True))


def _arabic_anchors(designator: Designator) -> frozenset[bytes]:
    """Without the separator before it, where letters can be written onto it: وسو-24."""
    if has_arabic(designator.core[0]):
        spelled = [(pattern(run)[1:-1],) for run in designator.core]
        return frozenset(map(_begun, _joined(spelled, _gaps(designator))))
    core = designator.core  # what nobody wrote: the likelier ways only
    ways = [_in_arabic(run)[0] if run.isalpha() else (run.encode(),) for run in core]
    bodies = {*_joined(ways, [_GAPS] * (len(core) - 1))}
    if len(core) == len(_GAPS) and core[-1].isdigit():
        bodies |= {*_joined([_in_arabic(core[0])[1], ways[1]], [_SPACED_DASHES])}
    return frozenset(map(_begun, bodies))


@lru_cache(maxsize=10_000)
def _in_arabic(letters: str) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Skeletons of a group of letters in Arabic: all, and those that are said letter by letter."""
    ways = {way: pattern(way)[1:-1] for way in spelled_in_arabic(letters)}
    said = (way for way in ways if is_said(way, letters))
    return tuple(ways.values()), tuple(ways[way] for way in said)


def _begun(body: bytes) -> bytes:
    return body if body[0] >= _BEYOND_ASCII else b" " + body


def _gaps(designator: Designator) -> list[tuple[bytes, ...]]:
    core = designator.core
    gaps: list[tuple[bytes, ...]] = [_GAPS] * (len(core) - 1)
    if designator.is_named and gaps:  # «Панцирь»-С1; never "тиграм" for Тигра-М
        apart = (b" ", _BRACKET)
        gaps[0] = apart if designator.inflected or not core[-1].isdigit() else (b"", *apart)
    if core[0].isdigit() and gaps:
        gaps[0] = (b"",)  # "2 S 1" is a list, not a howitzer
    elif len(gaps) == 1 and core[1].isdigit() and not designator.inflected:
        dash = (_SPACED_DASH,) if len(core[0]) < _SHORTEST_WORD else ()
        gaps = [(*_GAPS, _BRACKET, *dash)]
    return gaps


@lru_cache(maxsize=10_000)
def _skeletons(letters: str) -> tuple[bytes, ...]:
    """Ways to write a Latin letter group: each letter or digraph in either script."""
    choices: list[tuple[str, ...]] = []
    position = 0
    while position < len(letters):
        size = next(n for n in (4, 2, 1) if n == 1 or letters[position : position + n] in CYRILLIC)
        part = letters[position : position + size]
        spelled = (part, *CYRILLIC.get(part, ()))
        if part == "KH":
            spelled = (*spelled, "H")
        position += len(part)
        if position == len(letters) >= _SHORTEST_WORD and part not in "AEIOUY":
            spelled = (*spelled, *(letter + "Ь" for letter in CYRILLIC.get(part, ())))  # Герань
        choices.append(spelled)
    return tuple({pattern(spelled)[1:-1] for spelled in _bounded(choices)})


def _bounded(choices: list[tuple[str, ...]]) -> set[str]:
    """All Latin, and all Cyrillic in its few ways; look-alikes share a skeleton with both."""
    latin_only = "".join(options[0] for options in choices)
    ways = [tuple({pattern(s): s for s in options[1:] or options}.values()) for options in choices]
    return {latin_only, *("".join(parts) for parts in islice(product(*ways), _MOST_SPELLINGS))}


def display(alias: str, core: str, tail: str) -> str:
    """A variant heard in the text, spelled in Latin the way the alias is: "T-72B3M"."""
    if has_arabic(core + tail):
        code = code_of(latin(plain(alias)))
        core = next((one for one in readings(core) if code.startswith(one)), core)
        tail = readings(tail)[0] if has_arabic(tail) else tail
    if not any(map(str.isdecimal, core)):
        return latin_styled(plain_case(alias)) + latin_styled(plain_case(tail)).replace(" ", "")
    shown = _RUN.findall(latin_styled(plain_case(core)))
    own = _RUN.findall(alias)
    if len(own) >= len(shown) and code_of(latin(plain(alias))).startswith(shown[0].upper()):
        shown[0] = own[0] if own[0].isascii() else shown[0]
    glued = shown[0].isdigit() or bool(re.match(r"[^\W\d_]+\d", alias))
    rest = latin_styled(plain_case(tail)).replace(" ", "")
    return ("" if glued else "-").join((shown[0], "".join(shown[1:]))) + rest


_ARABIC_NAMES = {
    "إيه": "A", "ايه": "A", "أ": "A", "ا": "A", "بي": "B", "ب": "B", "سي": "C", "دي": "D", "د": "D",
    "إي": "E", "إف": "F", "اف": "F", "جي": "G", "كي": "K", "كيه": "K", "إم": "M", "أم": "M",
    "ام": "M", "م": "M", "إن": "N", "ان": "N", "بيه": "P", "آر": "R", "ار": "R", "إس": "S",
    "اس": "S", "تي": "T", "في": "V", "فى": "V",
}  # fmt: skip
_ARABIC_NAME = re.compile("|".join(sorted(_ARABIC_NAMES, key=len, reverse=True)))
_ARABIC_MODEL = re.compile(rf"{_ARABIC.pattern}[{DASHES}{SPACES}]?(\d+)(.*)")


def in_latin(variant: str, name: str) -> str | None:
    """A variant heard in Arabic letters as its family `name` is written; None if it can't be.

    "تي-72بي3" of the family T-72 is T-72B3.
    """
    if not _ARABIC.search(variant):
        return variant
    model = _ARABIC_MODEL.fullmatch(variant)
    if model is None or not re.fullmatch(rf"[A-Za-z]+[- ]?{model[1]}", name):
        return None
    tail = _ARABIC_NAME.sub(lambda letter: _ARABIC_NAMES[letter[0]], model[2])
    return None if _ARABIC.search(tail) else name + tail


def plain_case(text: str) -> str:
    """Dashes as "-", letters as they are."""
    return "".join("-" if char in DASHES else char for char in bare(text))


def latin_styled(text: str) -> str:
    """Transliterate keeping the look of a designator: АМТШ is AMTSh, Ми is Mi."""
    spelled = []
    for char in text:
        found = _LATIN.get(char.upper(), char)
        spelled.append(
            found.capitalize() if char.isupper() else found.lower() if found != char else char
        )
    return "".join(spelled)


def spellings(designator: Designator) -> list[tuple[str, str]]:
    """Ways to write a designator, for people to read: (spelling, how)."""
    dashed = "-".join(("".join(designator.core[:-1]), designator.core[-1]))
    tail = "".join(designator.runs[len(designator.core) :])
    latin_forms = [dashed + tail, dashed.replace("-", " ") + tail, dashed.replace("-", "") + tail]
    hows = ["dash", "space", "no separator"]
    found = list(zip(latin_forms, hows, strict=True))
    found += [(cyrillic(form), f"Cyrillic, {how}") for form, how in found]
    letters, number = designator.core[0], designator.core[-1]
    if letters.isalpha() and number.isdecimal() and not tail:
        found += [(f"{way}-{number}", "Arabic letters") for way in spelled_in_arabic(letters)]
    return found


def cyrillic(text: str) -> str:
    """The likeliest Cyrillic spelling of Latin capitals."""
    spelled, position = "", 0
    while position < len(text):
        size = next((n for n in (4, 2, 1) if text[position : position + n] in CYRILLIC), 0)
        spelled += CYRILLIC[text[position : position + size]][0] if size else text[position]
        position += size or 1
    return spelled
