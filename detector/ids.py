"""Unique ids in a text: tail and hull numbers, IMO numbers, markings; and an official voice.

The lexicon's words around a number say what it is; what an entity covers is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detector.model import Aside, Detection, Document, Field, Mention
from detector.phrases import Phrases

_REGISTERED = re.compile(
    r"(?<![\w-])(?P<tail>(?:RF|RA|РФ|РА|EW|EX|UP|UR|TZ|XT|5U|5A|TT|TL|3C|ST|SU|7T|D2|9Q|9S|6V)"
    r"[-‑–](?=[A-Z0-9]*\d|[A-Z]{3}\b)[A-Z0-9]{3,6})(?![\w-])"
)
_BARE_CODE = re.compile(r"(?<![\w-])(?P<code>[A-ZА-Я]\d{4})(?![\w-])")
NAME = "name"  # of a ship that is not watched
_RANGE = re.compile(r"\d+[-‑]\d+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LOOKALIKE = str.maketrans("АВЕКМНОРСТУХРФ", "ABEKMHOPCTYXPF")
_VOICE_REACH = 1000  # who speaks is mostly said early
_EVADES = 16  # characters around


def unique_ids(
    document: Document, detection: Detection, phrases: Phrases, asides: Sequence[Aside] = ()
) -> tuple[str, ...]:
    """Such as "tail:RF95123" or "mark:H2200", each once, in order of reading.

    `asides`: where none is looked for.
    """
    found: dict[str, str] = {}
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        spans: tuple[Mention | Aside, ...] = (*detection.mentions, *asides)
        taken = [(one.start, one.end) for one in spans if one.field == field]
        for kind, code, start in _codes(text, phrases):
            if not any(a <= start < b for a, b in taken):
                found.setdefault(code.title() if kind == NAME else _plain(code), kind)
    return tuple(f"{kind}:{code}" for code, kind in found.items())


def signs(document: Document, detection: Detection, phrases: Phrases) -> tuple[str, ...]:
    """Side numbers by their colour, and codes like H2200 that no word introduces: "41", "H2200".

    One event may tell many of them, so they part no events; but the first time they are news.
    """
    found: dict[str, None] = {}
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        taken = [(one.start, one.end) for one in detection.mentions if one.field == field]
        for pattern in (*phrases.coloured, _BARE_CODE):
            for one in pattern.finditer(text):
                if not any(a < one.end() and one.start() < b for a, b in taken):
                    found.setdefault(_plain(one["code"]))
    return tuple(found)


def is_official(title: str, text: str, phrases: Phrases) -> bool:
    """Whether an office is said to confirm or announce, in the title or early in the text."""
    said = f"{title}\n{text[:_VOICE_REACH]}"
    return any(_confirms(found, said, phrases) for found in phrases.official.finditer(said))


def _confirms(found: re.Match[str], said: str, phrases: Phrases) -> bool:
    """Whether it is a state's office, that neither denies nor evades."""
    around = max(0, found.start() - _EVADES), found.end() + _EVADES
    return not (
        phrases.negations.stand_in(found[0])
        or phrases["irregular"].search(found[0])
        or phrases["evasive"].search(said, *around)
    )


def _codes(text: str, phrases: Phrases) -> Iterator[tuple[str, str, int]]:
    for found in _REGISTERED.finditer(text):
        yield "tail", found["tail"], found.start()
    for kind, patterns in phrases.labels.items():
        for found in (one for pattern in patterns for one in pattern.finditer(text)):
            if kind == NAME:
                group = "quoted" if found["quoted"] else "name"
                yield kind, found[group], found.start(group)
            elif _is_code(kind, found["code"], text[found.end("gap")], found["gap"]):
                yield kind, found["code"], found.start("code")


def _is_code(kind: str, code: str, before: str, gap: str) -> bool:
    """A marking of digits alone may be any number: it must stand in quotation marks."""
    digits = sum(map(str.isdecimal, code))
    if _RANGE.fullmatch(code) and digits < 5:  # "30-40 men"
        return False
    if kind == "number":  # right behind its word; digits alone are as well those of houses
        least = 3 if code.isdecimal() else 2
        return len(gap.strip()) <= 1 and least <= digits <= 6 and code == code.upper()
    if code.isdecimal():
        return before in "«\"“„'" or (kind != "mark" and not _YEAR.fullmatch(code))
    return code == code.upper()


def _plain(code: str) -> str:
    return re.sub(r"[\W_]", "", code.upper()).translate(_LOOKALIKE)
