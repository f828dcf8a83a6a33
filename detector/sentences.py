"""Cut a text into sentences and paragraphs, as spans of code points; five languages.

A cut too many costs more than one too few: abbreviations and initials don't end a sentence.
"""

from __future__ import annotations

import re

# One set of letters comes first, so that the engine skips to the next of them.
_STOP = re.compile(r"[\n.!?…؟۔](?:(?<=\n)\n*|(?<!\n)(?<![.!?…؟۔]{2})[.!?…؟۔]*[\"'»”’)\]]*(?=\s))")
_SHORT = """
mr mrs ms dr st no gen col lt capt maj sgt adm vs fig approx est ca vol inc ltd
г гг ед шт од чел им ул д стр руб тыс тис млн млрд т п др рис см ген полк кап р с н э ст ок прим
м mm km kg al env cf av bd
"""
_ABBREVIATIONS = frozenset(_SHORT.split())
_COUNTING = frozenset(["ед", "шт", "од"])  # «3 ед. Т-72»: what is counted follows
_CODE = re.compile(r"\s[«\"]?[^\W\d_]{1,5}[-\u2010-\u2015 ]?\d")
# Short entries below a heading are one sentence with it: "Seen in the column:\n- 4 T-72\n- 2 Tigr".
_ENTRY = re.compile(
    r"[ ]{0,4}(?:[-–—•*▪·◦✅🔹🔸▫]|\d{1,2}[.)])\s?[^\n:]{1,40}(?:[:—–-][^\n]{1,8})?(?:\n|$)"
)
_CAPITAL = r"[^\W\d_a-zà-ÿа-яёіїєґ]"  # or a letter of a script that has none
# What only says where opens a post: "Gao. Four T-72", «Кайес, западное направление. Зашли ...».
_PLACE_LINE = re.compile(
    rf"[^\w\n]*{_CAPITAL}[\w'’-]*(?: (?:\w\w\w?-)?{_CAPITAL}[\w'’-]*){{0,2}}"
    r"(?:, [^.\n]{1,22})?\.(?=\s)"
)
_LONGEST = 10  # characters of an abbreviation, with its opening bracket


def sentences(text: str) -> list[int]:
    """Return the start of every sentence; the first is 0."""
    starts, place = [0], behind_place(text)
    length, listing = len(text), False
    for stop in _STOP.finditer(text):
        dot, end = stop.span()
        if text[dot] == "\n":
            listing = (listing or _heads(text, dot)) and bool(_ENTRY.match(text, end))
            if listing:
                continue
        elif end == dot + 1 and text[dot] == "." and _is_abbreviation(text, dot):
            continue
        if end < length and end != place:
            starts.append(end)
    return starts


def _heads(text: str, newline: int) -> bool:
    """Whether the line that ends there is the heading of a list."""
    return text[max(0, newline - 3) : newline].rstrip().endswith(":")


def paragraphs(text: str) -> list[int]:
    """Return the start of every paragraph; where blank lines are used, they alone divide."""
    return starts_behind("\n\n" if text.count("\n\n") > 1 else "\n", text)


def starts_behind(mark: str, text: str) -> list[int]:
    """Return where the parts of a text start that a mark divides."""
    starts = [0]
    at = text.find(mark)
    while at != -1:
        starts.append(at + len(mark))
        at = text.find(mark, at + len(mark))
    return starts


def behind_place(text: str) -> int:
    """Return where the place ends that opens the first sentence: "Gao. Four T-72"; 0 for none."""
    line = _PLACE_LINE.match(text)
    return line.end() if line and not _is_abbreviation(text, line.end() - 1) else 0


def _is_abbreviation(text: str, dot: int) -> bool:
    word = text[dot - _LONGEST if dot > _LONGEST else 0 : dot].rpartition(" ")[2].lstrip('(«"“„')
    if word.lower() not in _ABBREVIATIONS:
        return word[-1:].isupper() and _is_initial(word)
    if _is_initial(word):
        return True
    if word.lower() in _COUNTING and _CODE.match(text, dot + 1):
        return True
    following = text[dot + 1 : dot + 3].strip()[:1]
    return following.islower() or following.isdigit() or word[0].isupper()


def _is_initial(word: str) -> bool:
    """Whether it is a letter such as "J" or letters such as "U.S"."""
    return word[-1:].isupper() and (len(word) == 1 or word[-2] == ".")
