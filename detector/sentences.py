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
_PLACE_LINE = 30  # characters at most of a line that only says where
_LONGEST = 10  # characters of an abbreviation, with its opening bracket


def sentences(text: str) -> list[int]:
    """Return the start of every sentence; the first is 0."""
    starts = [0]
    length = len(text)
    listing = False
    for stop in _STOP.finditer(text):
        dot, end = stop.span()
        if text[dot] == "\n":
            listing = (listing or _heads(text, dot)) and bool(_ENTRY.match(text, end))
            if listing:
                continue
        elif end == dot + 1 and text[dot] == "." and _is_abbreviation(text, dot):
            continue
        if end < length and not _is_place_line(text, dot):
            starts.append(end)
    return starts


def _heads(text: str, newline: int) -> bool:
    """Whether the line that ends there is the heading of a list."""
    return text[max(0, newline - 3) : newline].rstrip().endswith(":")


def paragraphs(text: str) -> list[int]:
    """Return the start of every paragraph; where blank lines are used, they alone divide."""
    mark = "\n\n" if text.count("\n\n") > 1 else "\n"
    starts = [0]
    at = text.find(mark)
    while at != -1:
        starts.append(at + len(mark))
        at = text.find(mark, at + len(mark))
    return starts


def behind_place(text: str) -> int:
    """Return where the place ends that opens the first sentence: "Gao. Four T-72"; 0 for none."""
    dot = text.find(".", 0, _PLACE_LINE + 1)
    return dot + 1 if dot > 0 and _is_place_line(text, dot) else 0


def _is_place_line(text: str, dot: int) -> bool:
    """Whether it only opens a post: «Кайес, западное направление. Зашли ...»."""
    return (
        dot <= _PLACE_LINE and text[dot : dot + 2] in (". ", ".\n") and text.find(".", 0, dot) < 0
    )


def _is_abbreviation(text: str, dot: int) -> bool:
    word = text[max(0, dot - _LONGEST) : dot].rpartition(" ")[2].lstrip('(«"“„')
    if _is_initial(word):
        return True
    if word.lower() not in _ABBREVIATIONS:
        return False
    if word.lower() in _COUNTING and _CODE.match(text, dot + 1):
        return True
    following = text[dot + 1 : dot + 3].strip()[:1]
    return following.islower() or following.isdigit() or word[0].isupper()


def _is_initial(word: str) -> bool:
    """Whether it is a letter such as "J" or letters such as "U.S"."""
    return word[-1:].isupper() and (len(word) == 1 or word[-2] == ".")
