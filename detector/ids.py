"""Unique ids in a text: tail and hull numbers, IMO numbers, markings; and an official voice.

Words around a number say what it is, in five languages; what an entity covers is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from detector.model import Aside, Detection, Document, Field, Mention

_REGISTERED = re.compile(
    r"(?<![\w-])(?P<tail>(?:RF|RA|РФ|РА|EW|EX|UP|UR|TZ|XT|5U|5A|TT|TL|3C|ST|SU|7T|D2|9Q|9S|6V)"
    r"[-‑–](?=[A-Z0-9]*\d|[A-Z]{3}\b)[A-Z0-9]{3,6})(?![\w-])"
)
_LABELS = {
    "tail": r"tail (?:number|no\.?|code)s?|registration|regist(?:ered|ration) (?:as|number)"
    r"|board number|side number|бортов\w+ номер\w*|регистрационн\w+ номер\w*|борт(?: №)?"
    r"|immatricul\w+|numéro de queue|бортов\w+ номер\w*|رقم الذيل|رقم التسجيل",
    "hull": r"hull (?:number|no\.?)|pennant(?: number)?|numéro de coque|корпусн\w+ номер\w*"
    r"|رقم البدن",
    "number": r"(?:tactical|side|board|serial|body) (?:number|no\.?)|serial(?: №)?|номер\w*"
    r"|серийн\w+ номер\w*|numéro(?: tactique| de série)?|الرقم|رقم",
    "imo": r"IMO(?: number| №)?|ИМО|المنظمة البحرية",
    "mark": r"mark(?:ing|ed|ings)?(?: with)?|tactical (?:sign|number|marking)|call ?sign|stencil\w*"
    r"|маркировк\w+|обозначени\w+|тактическ\w+ (?:знак\w*|номер\w*)|надпис\w+|помечен\w*"
    r"|маркуванн\w+|позначк\w+|напис\w*|marquage\w*|inscription\w*|marqué\w*|علامة|رمز|الرمز",
}
_CODE = r"[«\"“„'(]?\s?(?P<code>(?:[A-ZА-Я]{1,3}[-‑ ]?)?\d{2,7}|[A-ZА-Я]{1,2}[-‑]?[A-ZА-Я]?\d{1,5})"
_LABELLED = {
    kind: re.compile(
        rf"(?<!\w)(?:{words})(?P<gap>[^.!?\n]{{0,36}}?){_CODE}(?![\w-])", re.IGNORECASE
    )
    for kind, words in _LABELS.items()
}
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LOOKALIKE = str.maketrans("АВЕКМНОРСТУХРФ", "ABEKMHOPCTYXPF")
_OFFICE = (
    r"(?:ministry|ministère|министерств\w+|минобороны|міністерств\w+|міноборони|general staff"
    r"|état-major|генштаб\w*|генеральн\w+ штаб\w*|government|gouvernement|правительств\w+|уряд\w*"
    r"|spokes(?:man|woman|person)|porte-parole|пресс-секретар\w+|presidency|présidence|embassy"
    r"|ambassade|посольств\w+|army|armée|армия|армії|وزارة الدفاع|المتحدث|الجيش|هيئة الأركان)"
)
_CONFIRMS = (
    r"(?:officially|confirm(?:s|ed)?|announce[sd]?|acknowledge[sd]?|communiqué|a confirmé|confirme"
    r"|annonce|a annoncé|officiellement|подтверди\w+|подтвержда\w+|официально|заявил\w*|сообщил\w*"
    r"|підтверди\w+|офіційно|أكد\w*|أعلن\w*|رسميا)"
)
_OFFICIAL = re.compile(
    rf"(?<!\w)(?:{_OFFICE}(?:\s\S+){{0,7}}?\s{_CONFIRMS}"
    rf"|{_CONFIRMS}(?:\s\S+){{0,7}}?\s{_OFFICE})(?!\w)",
    re.IGNORECASE,
)
_VOICE_REACH = 400  # who speaks is said early


def unique_ids(
    document: Document, detection: Detection, asides: Sequence[Aside] = ()
) -> tuple[str, ...]:
    """Such as "tail:RF95123" or "mark:H2200", each once, in order of reading.

    `asides`: where none is looked for.
    """
    found: dict[str, str] = {}
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        spans: tuple[Mention | Aside, ...] = (*detection.mentions, *asides)
        taken = [(one.start, one.end) for one in spans if one.field == field]
        for kind, code, start in _codes(text):
            if not any(a <= start < b for a, b in taken):
                found.setdefault(_plain(code), kind)
    return tuple(f"{kind}:{code}" for code, kind in found.items())


def is_official(title: str, text: str) -> bool:
    """Whether an office is said to confirm or announce, in the title or early in the text."""
    return bool(_OFFICIAL.search(f"{title}\n{text[:_VOICE_REACH]}"))


def _codes(text: str) -> Iterator[tuple[str, str, int]]:
    for found in _REGISTERED.finditer(text):
        yield "tail", found["tail"], found.start()
    for kind, pattern in _LABELLED.items():
        for found in pattern.finditer(text):
            code = found["code"]
            if _is_code(kind, code, text[found.end("gap")], found["gap"]):
                yield kind, code, found.start("code")


def _is_code(kind: str, code: str, before: str, gap: str) -> bool:
    """A marking of digits alone may be any number: it must stand in quotation marks."""
    if kind == "number":  # right behind its word, and longer than those of houses and phones' ends
        return len(gap.strip()) <= 1 and 3 <= sum(map(str.isdecimal, code)) <= 6
    if code.isdecimal():
        return before in "«\"“„'" or (kind != "mark" and not _YEAR.fullmatch(code))
    return code == code.upper()


def _plain(code: str) -> str:
    return re.sub(r"[\W_]", "", code.upper()).translate(_LOOKALIKE)
