"""Unique ids in a text: tail and hull numbers, IMO numbers, markings; and an official voice.

The lexicon's words around a number say what it is; what an entity covers is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from detector.hulls import hulls
from detector.model import Aside, Detection, Document, Field
from detector.phrases import Phrases
from detector.spans import NOWHERE, Spans
from detector.vessels import NAME, vessels

_REGISTERED = re.compile(
    r"(?<![\w-])(?P<tail>(?:(?:RF|RA|РФ|РА|EW|EX|EP|ER|EK|EY|EZ|UN|UP|UR|YI|YK|TC|A6|4K|4L)"
    r"|(?:TZ|XT|5U|5A|5R|5V|TT|TL|TN|TR|TY|TU|TJ|TS|3C|3X|ST|SU|7T|D2|9Q|9S|6V|6W|J5|ET|Z3))"
    r"[-‑–](?=[A-Z0-9]*\d|[A-Z]{3}\b)[A-Z0-9]{3,6}"
    r"|(?:RA|RF|РФ|EX|EW|UP)[ ]?(?:\d{5}|I\d{4}))(?![\w-])"
)
_BARE_CODE = re.compile(
    r"(?<![\w-])(?P<code>[A-ZА-Я]\d{4}|(?!R[AF])[A-Z]{2}[-‑](?!20[12]\d)\d{4})(?![\w-])"
)
HULL = "hull"
ANY = "any-of-them"  # class of a ship that is no single one: Russian landing ships
_RANGE = re.compile(r"\d+[-‑]\d+")
# The others of a list that a word for such numbers opens: "numbers 317, 318 and 322".
_MORE = re.compile(
    r"(?:,\s?(?:and|et|и|і|й|та|و)?|\s(?:and|et|и|і|й|та|و))\s?(?P<code>(?!19\d\d|20\d\d)\d{2,4})"
    r"(?=[,.;:)»”\"\n]|$|\s(?:and|et|и|і|й|та|و)\s?\d|\s(?:on|sur|на|على)\s)(?![.,]\d)"
)
_DIGIT = re.compile(r"\d")  # is in whatever is no name
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LOOKALIKE = str.maketrans("АВЕКМНОРСТУХРФ", "ABEKMHOPCTYXPF")
_VOICE_REACH = 1000  # who speaks is mostly said early
MOST = 40  # of one text: more is a register; events are filed under each of them
_EVADES = 16  # characters around
_WHOSE = 30  # and before, in the same clause: "an officer of the Malian army"
_CLAUSE = 48  # and of the clause behind
_CLAUSE_ENDS = re.compile(r"[.,;:!?\n—،؛؟]")
_READS = 8  # characters between "serial" and its code: "serial reads BF-2603"
_JOINED = re.compile("[_-]|(?<=[a-zа-яіїєґ])(?=[A-ZА-ЯІЇЄҐ])")  # the words of a handle
_COMMA = re.compile("[,،]")


def unique_ids(
    document: Document, detection: Detection, phrases: Phrases, asides: Sequence[Aside] = ()
) -> tuple[str, ...]:
    """Such as "tail:RF95123" or "mark:H2200", each once, in order of reading; not too many.

    `asides`: where none is looked for.
    """
    apart = Spans(asides)
    at_sea = [one for one in hulls(document, detection, phrases) if not apart.hold(*one[:2])]
    found = {_plain(code): HULL for _, _, code in at_sea}
    told = {one[:2] for one in at_sea}
    taken = Spans((*detection.mentions, *asides))
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        for kind, code, start in _codes(text, phrases):
            if not taken.hold(field, start) and (field, start) not in told:
                found.setdefault(code.title() if kind == NAME else _plain(code), kind)
    for field, start, name in vessels(document, detection, phrases):
        if not apart.hold(field, start):
            found.setdefault(name.title() if name.isupper() else name, NAME)
    return tuple(f"{kind}:{code}" for code, kind in islice(found.items(), MOST))


def signs(document: Document, detection: Detection, phrases: Phrases) -> tuple[str, ...]:
    """Side numbers, by their colour or a word, and codes like H2200 that none introduces.

    One event may tell many of them, so they part no events; but the first time they are news.
    """
    found: dict[str, None] = {}
    taken = Spans(detection.mentions)
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        for pattern in (*phrases.sides, _BARE_CODE) if _DIGIT.search(text) else ():
            for one in pattern.finditer(text):
                if not taken.meet(field, *one.span("code")):
                    found.update(dict.fromkeys(map(_plain, _listed(one, text))))
    return tuple(islice(found, MOST))


def _listed(found: re.Match[str], text: str) -> Iterator[str]:
    """The number found, and those behind it in its list."""
    more: re.Match[str] | None = found
    while more:
        yield more["code"]
        more = _MORE.match(text, more.end("code"))


def is_official(document: Document, phrases: Phrases, asides: Spans = NOWHERE) -> bool:
    """Whether an office speaks itself, or is said to confirm or announce in the title or early on.

    `asides`: where it speaks of something else.
    """
    names = document.source, _JOINED.sub(" ", document.source)
    if any(map(phrases["own_voice"].search, names)) and not any(
        map(phrases["irregular"].search, names)
    ):
        return True
    fields: tuple[tuple[Field, str], ...] = (
        ("title", document.title),
        ("text", document.text[:_VOICE_REACH]),
    )
    return any(
        _confirms(found, said, phrases) and not asides.hold(field, found.start())
        for field, said in fields
        if phrases["office"].search(said) or phrases["announcement"].search(said)  # seen sooner
        for found in _voices(said, phrases)
    )


def _voices(said: str, phrases: Phrases) -> Iterator[re.Match[str]]:
    """Where an office stands beside a word for confirming, and not another speaker behind it."""
    start = 0
    while found := phrases.official.search(said, start):
        start = found.end()
        if _is_of_another(found, phrases):
            start = found.start() + 1
        else:
            yield found


def _is_of_another(found: re.Match[str], phrases: Phrases) -> bool:
    """ "For the Malian army, says a docker": the only comma stands right before the verb."""
    parts = _COMMA.split(found[0])
    return len(parts) == 2 and phrases["confirmation"].fullmatch(parts[1].strip()) is not None


def _confirms(found: re.Match[str], said: str, phrases: Phrases) -> bool:
    """Whether it is a state's office, that neither denies nor evades."""
    around = max(0, found.start() - _EVADES), found.end() + _EVADES
    office_last = _ends_with_office(found[0], phrases)
    before = _CLAUSE_ENDS.split(said[max(0, found.start() - _WHOSE) : found.start()])[-1]
    whose = f"{before}{said[found.start() : around[1] if office_last else found.end()]}"
    return not (
        phrases.negations.stand_in(found[0])
        or phrases["irregular"].search(whose)
        or phrases["evasive"].search(said, *around)
        or (office_last and _is_denied_behind(found, said, phrases))
    )


def _ends_with_office(said: str, phrases: Phrases) -> bool:
    return any(one.end() == len(said) for one in phrases["office"].finditer(said))


def _is_denied_behind(found: re.Match[str], said: str, phrases: Phrases) -> bool:
    """ "Officially, the ministry did not tell": the word before the office is no verb."""
    clause = _CLAUSE_ENDS.split(said[found.end() : found.end() + _CLAUSE], maxsplit=1)[0]
    return phrases.negations.stand_in(clause)


def _codes(text: str, phrases: Phrases) -> Iterator[tuple[str, str, int]]:
    for found in _REGISTERED.finditer(text):
        yield "tail", found["tail"], found.start()
    numbered = _DIGIT.search(text)
    for kind, patterns in phrases.labels.items():
        if kind != NAME and not numbered:
            continue
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
        least, far = (3, 1) if code.isdecimal() else (2, _READS if "-" in code else 1)
        return len(gap.strip()) <= far and least <= digits <= 6 and code == code.upper()
    if code.isdecimal():
        return before in "«\"“„'" or (kind != "mark" and not _YEAR.fullmatch(code))
    return code == code.upper()


def _plain(code: str) -> str:
    return re.sub(r"[\W_]", "", code.upper()).translate(_LOOKALIKE)
