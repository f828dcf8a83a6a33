"""Reads a designator in running text at an anchor: where it ends, and whether it is one.

Nothing here knows the watchlist but through `Codes`, which says what is watched. Times,
measures, longer codes, file names and addresses that begin like a designator are refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, Protocol

from detector.arabic_codes import begin_of, has_arabic, is_vague, is_variant, variants
from detector.designators import DASHES, SPACES, lookalike_reading, readings
from detector.units import ADDRESS, COUNTED, DATING, MEASURES, SMALL_WORDS, is_of_others

_SPACE = frozenset(SPACES)
_D, _S = f"[{DASHES}]", f"[{SPACES}]"
_GAP = re.compile(rf"{_D}|{_S}|{_S}[-\u2010\u2011]{_S}|{_S}-|-{_S}|[)\"»”]{_D}?|{_S}?[(]|\.?")
_ARABIC_GAP = re.compile(rf"{_GAP.pattern}|{_S}(?:{_D})?{_S}")  # and of a tatweel, that is gone
_LONGEST_TAIL = 25  # characters written onto a number; what goes on is no designator
_GLUED_COUNT = r"[xх]\d{1,3}(?![^\W_])"  # T-72B3x4
_ATTACHED = re.compile(rf"(?:(?!{_GLUED_COUNT})[^\W_]){{1,{_LONGEST_TAIL}}}")
_DASHED = re.compile(rf"{_D}([^\W_]+)")
_SPACED = re.compile(rf"{_S}([^\W_]+(?:{_D}[^\W_]+)?)")
_SUFFIX = re.compile(r"[^\W\d_]{0,6}\d{0,3}(?:[^\W\d_]{1,4}\d{0,2})?")
_CAPITAL_SUFFIX = re.compile(r"[A-ZА-Я]{1,3}\d{0,2}[A-ZА-Я]{0,2}")
_SPACED_SUFFIX = re.compile(r"[^\W\d_]{1,2}\d{1,2}[^\W\d_]{0,3}")
_LATIN_PLURAL = re.compile(r"s|['’ʼ]s")
_ENDINGS = """
    х й я е ю го му ми м ых их им ым ой ей ая яя ое ее ый ий ою ем ём ам ами ах ов ев ки ку ка
    ше шек ти та ма мя тих
    """
_CYRILLIC_ENDINGS = frozenset(_ENDINGS.split())
_SHORTEST_NAME = 4  # letters
_SHORT_NUMBER = 2  # digits: things are counted so
_CYRILLIC = re.compile("[\u0400-\u052f]")
_TYPED_ALIKE = re.compile(r"[ABCEHKMOPTXYabcehkmoptxy\d\W_]+")
_LATIN = re.compile("[A-Za-z]")
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_NEXT_WORD = re.compile(rf"(?:{_S}|\n|{_D})?([^\W\d_]+|%|°)")
_GLUED = re.compile(r"[_@=°%]|\.[a-z0-9]|/(?:0?\d|1[0-2])/(?:19|20)\d\d(?!\w)|:\d")
_SENTENCE_START = re.compile(r"(?:^|[.!?\n:;…•*\"«“(\[])[\s*\"«“(\[]*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL_LETTER = re.compile(rf"{_S}[a-zа-яёіїє](?={_S})|{_S}(?:m[23]|м\d)")  # and square metres
MODERNISED = re.compile(r"[MМ]\d?")
_ELIDED = frozenset("lLdDu")
_YEAR = re.compile(rf"an{_S}\d{{1,2}}", re.IGNORECASE)  # "l'An 2" of the French republic
_UPGRADED = ("u", "у")
_OPENING, _CLOSING = frozenset("«\"“”„‟'‘‹"), frozenset("»\"“”‟'’›")
_VOWELS = frozenset("аеёиоуыэюяіїєaeiouy")


class Codes(Protocol):
    """What is watched."""

    def watched(self, code: str) -> bool:
        """True if just this code is watched."""
        ...

    def heard(self, code: str, longer_than: int) -> bool:
        """True if the code, or a family it belongs to, longer than so much, is watched."""
        ...


class Token(NamedTuple):
    """A designator as written: core (letters and number), tail, and endings after them."""

    core: str
    tail: str  # the rest of the designator, as written: "Б3М", "AMTSh-VA"
    end: int
    ending: str = ""  # "plural" or "inflected" if the word has an ending
    lookalikes: bool = False  # Latin letters in Cyrillic surroundings
    written_on: int = 0  # letters before it that Arabic writes onto a word

    @property
    def codes(self) -> tuple[str, ...]:
        found = readings(self.core + self.tail)
        other = lookalike_reading(self.core + self.tail) if self.lookalikes else None
        return (*found, other) if other else found


def read(text: str, start: int, end: int, codes: Codes) -> Token | None:
    """Read the designator whose core is text[start:end]; None if it isn't one."""
    core = text[start:end]
    if text[end : end + 1].isdecimal() and core[-1].isdecimal():
        return None
    begin = begin_of(text, start) if has_arabic(core) else start
    if begin is None or not (_core_is_sound(core) and _begins_freely(text, begin, core)):
        return None
    token = _arabic_variant(text, core, end, codes) or _with_tail(text, core, end, codes)
    if token is None or not _ends_freely(text, token):
        return None
    if (
        not token.tail
        and not _is_quoted(text, begin, token.end)
        and _may_be_words(text, start, core)
    ):
        return None
    if is_of_others(text[max(0, begin - _LONGEST_TAIL) : begin], core):
        return None
    return token if begin == start else token._replace(written_on=start - begin)


@lru_cache(maxsize=20_000)
def _core_is_sound(core: str) -> bool:
    letters = "".join(filter(str.isalpha, core))
    gaps = [gap for gap in re.split(r"[^\W_]+", core) if gap]
    joins = _ARABIC_GAP if has_arabic(core) else _GAP
    if not all(joins.fullmatch(gap) for gap in gaps):
        return False
    digits = sum(map(str.isdecimal, core))
    if not digits and _is_loose(core) and not has_arabic(core):
        runs = _LETTERS.findall(core)  # MT LB and Tigr M, not "mt lb"
        return letters.isupper() or (core[0].isupper() and bool(runs[-1].isupper()))
    if _SMALL_LETTER.search(core):
        return False  # "панцирь с 1"
    if len(letters) > 3 or not letters.islower():
        return True
    if _is_loose(core):
        return len(letters) == 3 and digits > 1
    return len(letters) > 1 or digits > 1 or bool(gaps) or core[0].isdecimal()


def _is_quoted(text: str, start: int, end: int) -> bool:
    """«Ка 52»: a name, and not the words that open a sentence."""
    return start > 0 and text[start - 1] in _OPENING and text[end : end + 1] in _CLOSING


def _is_loose(core: str) -> bool:
    return " " in core or not _SPACE.isdisjoint(core)


def _may_be_words(text: str, start: int, core: str) -> bool:
    """Whether letters and number are two words, not one: "hit pole 21", "An 18"."""
    if has_arabic(core):
        return is_vague(text, start, core)
    if not _is_loose(core):
        return False
    found = re.match(r"[^\W\d_]*", core)
    letters = found[0] if found else ""
    if letters.islower() and len(letters) >= _SHORTEST_NAME:
        number = len(core.rstrip()) - len(letters) - 1
        if letters.isascii() or number <= _SHORT_NUMBER:  # «камаз 4385», but not «на поле 21»
            return not text.islower()
    if letters.lower() not in SMALL_WORDS:
        return False
    return bool(_SENTENCE_START.search(text[max(0, start - 8) : start]))


def _begins_freely(text: str, start: int, core: str) -> bool:
    """Refuse parts of longer codes, names of files, handles."""
    before = text[start - 1] if start else " "
    if before in ' \n«"(':
        return True
    if before in "@$_=\\&":
        return False
    earlier = text[max(0, start - 24) : start - 1] if start else ""
    if before in "-\u2010\u2011" and earlier and earlier[-1].isalnum():
        word = re.search(r"[^\W_]+$", earlier)
        return word is not None and word[0].isalpha() and len(word[0]) > 1 and not word[0].isupper()
    if before in "'’ʼ" and earlier and earlier[-1].isalnum():
        # "l'Il 76", "l'An 72P", but not "l'An 72", nor "I'M 46"
        varied = text[start + len(core) :][:1].isupper()
        elided = earlier[-1] in _ELIDED and not _YEAR.fullmatch(core)
        return core[0].isupper() and (varied or elided or not _is_loose(core))
    if before in ".:," and earlier and earlier[-1].isdecimal():
        no_space = before == "," and core[0].isalpha() and not _is_loose(core)  # «БМП-3,БТР-82А»
        return no_space or earlier.rpartition("\n")[2].strip().isdecimal()  # "1.Т-72" in a list
    return True


def _arabic_variant(text: str, core: str, end: int, codes: Codes) -> Token | None:
    """A variant's letters by their names, written on to the number or apart: تي-72 بي 3."""
    if not (core[-1].isdecimal() and has_arabic(core)):
        return None
    for stop in variants(text, end):
        part = text[end:stop]
        if _known(core, part, codes) or is_variant(part):
            return Token(core, part, stop)
    return None


def _with_tail(text: str, core: str, end: int, codes: Codes) -> Token | None:
    tail, ending = "", ""
    after = text[end : end + 1]
    attached = _ATTACHED.match(text, end) if after.isalnum() else None
    if attached is not None:
        tail = attached[0]
        if len(tail) == _LONGEST_TAIL:
            return None
        if tail in _ORDINALS or (tail.islower() and tail != "s" and _is_loose(core)):
            return None
        if not _CAPITAL_SUFFIX.fullmatch(tail):
            tail, ending = _split_ending(core, tail, codes)
            if tail and not _is_suffix(core, tail, codes):
                return None
        if tail and not _goes_on(core, tail):
            return None
        end = attached.end()
        after = text[end : end + 1]
    while after and after in DASHES and not ending:
        found = _after_dash(text, core + tail, end, codes)
        if found is None or len(tail) > _LONGEST_TAIL:
            return None
        if found[2] == end:
            break
        tail, ending, end = tail + found[0], found[1], found[2]
        after = text[end : end + 1]
    if not ending and after and after in SPACES:
        tail, end = _with_spaced(text, core, (tail, end), codes)
    elif not ending and after and after in "s'’ʼ":
        plural = _LATIN_PLURAL.match(text, end)
        if plural and not _ATTACHED.match(text, plural.end()):
            end, ending = plural.end(), "plural"
    return Token(core, tail, end, ending, _is_lookalike(text, core + tail, end, codes))


def _after_dash(text: str, written: str, end: int, codes: Codes) -> tuple[str, str, int] | None:
    """What a dash adds: (tail, ending, end); nothing for a word, None for a serial number."""
    dashed = _DASHED.match(text, end)
    if dashed is None:
        return "", "", end
    part = dashed[1]
    if part == "s" or (part in _CYRILLIC_ENDINGS):
        return "", "plural" if part == "s" else "inflected", dashed.end()
    if _is_dashed_suffix(written, part, codes):
        return dashed[0], "", dashed.end()
    return None if any(map(str.isdecimal, part)) else ("", "", end)  # "T-72-based"


def _split_ending(core: str, attached: str, codes: Codes) -> tuple[str, str]:
    """Take a plural s or a Cyrillic ending off what is written on to the number."""
    if any(codes.watched(code) for code in readings(core + attached)):
        return attached, ""
    if attached.endswith("s") and (len(attached) == 1 or not attached[-2].islower()):
        return attached[:-1], "plural"
    lower = re.search(r"[^\W\d_]*$", attached)
    letters = lower[0] if lower else ""
    while letters and not letters.islower():
        letters = letters[1:]
    if letters in _CYRILLIC_ENDINGS and letters != "м":
        return attached[: -len(letters)], "inflected"
    return attached, ""


def _goes_on(core: str, tail: str) -> bool:
    """Whether letters behind letters are a variant: MT-LBV and MTLBu, but not MTLBX."""
    if any(map(str.isdecimal, core)):
        return True
    if core.isalnum():
        return tail in _UPGRADED
    if len(_LETTERS.findall(core)[0]) >= _SHORTEST_NAME - 1:  # Msta-SM, but not Tornado-GR4
        return bool(MODERNISED.fullmatch(tail))
    return True


def _known(core: str, tail: str, codes: Codes) -> bool:
    return any(
        codes.heard(code, len(short))
        for short in readings(core)
        for code in readings(core + tail)
        if code.startswith(short)
    )


def _is_suffix(core: str, tail: str, codes: Codes) -> bool:
    """A variant's letters and numbers, not a word or a unit that touches the number."""
    if _SUFFIX.fullmatch(tail) is None:
        return _known(core, tail, codes)
    spelled_low = core.islower() and len(core) > 2  # "2s3m" is no metre
    if tail.islower() and sum(map(str.isalpha, tail)) > 2 and not _known(core, tail, codes):
        return spelled_low and len(tail) < 6 and sum(c in _VOWELS for c in tail) < 2  # ми-8амтш
    return tail.lower() not in MEASURES or tail.isupper() or (spelled_low and len(tail) == 1)


def _is_dashed_suffix(written: str, part: str, codes: Codes) -> bool:
    if _known(written, "-" + part, codes):
        return True
    if part.isdecimal():
        return len(part) == 1 or (len(part) <= 2 and written[-1].isalpha())
    if any(map(str.isdecimal, part)):
        return bool(_SUFFIX.fullmatch(part)) and part.upper() == part and len(part) <= 4
    return len(part) <= 4 and part[0].isupper() and not (len(part) > 2 and part[1:].islower())


def _with_spaced(text: str, core: str, so_far: tuple[str, int], codes: Codes) -> tuple[str, int]:
    """ " B3M" after T-72 belongs to it; " Moscow", " apartment" and " D-30" don't."""
    tail, end = so_far
    opens = text[end + 1 : end + 2]
    spaced = _SPACED.match(text, end) if opens.isupper() or has_arabic(opens) else None
    if spaced is None or text[end + len(spaced[0]) :][:1] == "_":
        return so_far
    part = spaced[1]
    if _is_watched(core + tail, part, codes):
        return tail + part, spaced.end()
    first = re.match(r"[^\W_]+", part)
    if first and _SPACED_SUFFIX.fullmatch(first[0]) and first[0].isupper() and part == first[0]:
        if any(codes.heard(code, 0) for code in readings(part)):
            return so_far
        return tail + part, spaced.end()
    return so_far


def _is_watched(written: str, part: str, codes: Codes) -> bool:
    """Whether a watched code goes on behind the space; "Mi-35 Mali" is no Mi-35M, SM2 is an SM."""
    first = re.match(r"[^\W_]+", part)
    head = first[0] if first else part
    ends = (n for n in range(1, len(head) + 1) if n > len(head) - 2 or head[n].isdecimal())
    wholes = (part, *(head[:end] for end in ends))
    return any(codes.watched(code) for one in wholes for code in readings(written + one))


def _ends_freely(text: str, token: Token) -> bool:
    if text[token.end : token.end + 1] not in " ,;!?)»\n" and _GLUED.match(text, token.end):
        return False
    if token.tail or token.ending:
        return True
    following = _NEXT_WORD.match(text, token.end)
    word = following[1].lower() if following else ""
    if word in ADDRESS:
        return False
    if word in COUNTED:
        return not _is_loose(token.core)
    if word not in MEASURES or (word in DATING and not _is_loose(token.core)):
        return True
    return sum(map(str.isalpha, token.core)) > 2 and not _is_loose(token.core)


def _is_lookalike(text: str, written: str, end: int, codes: Codes) -> bool:
    """True if Latin letters stand for Cyrillic ones: C-300 in a Russian sentence."""
    if not (written.isascii() and _TYPED_ALIKE.fullmatch(written)):
        return False
    other = lookalike_reading(written)
    if other is None or not codes.heard(other, 0):
        return False
    around = text[max(0, end - 40) : end + 30]
    return len(_CYRILLIC.findall(around)) > len(_LATIN.findall(around))
