"""What a text names only in passing: for contrast, to say where something lies, as of another date.

Spans of the text, each with why; what stands there weighs little as a fact (detector.facts). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from detector.model import Aside, Document, Field

CONTRAST, BEARING, DATED = "contrast", "bearing", "dated"
OLD = timedelta(days=7)  # a date before it is of another event
AHEAD = 60  # days: a date that much later was meant of last year
_BEARING_REACH = 24  # characters in which the place of "north of" follows
# The clause behind these tells what it is not, or what was seen at another time.
_CONTRAST = re.compile(
    r"""(?<!\w)(?:
      unlike|in\ contrast\ (?:to|with)|as\ opposed\ to|rather\ than|instead\ of|other\ than
      |compared\ (?:to|with)|not\ to\ be\ confused|not\ the\ (?:new|old|same|one|ones)\b
      |(?:different|another|other)\ [\w-]+\ (?:from|than)|different\ from|previously\b|formerly\b
      |last\ seen|(?:as|like)\ (?:in|at|the\ one)\b|that\ was\b|those\ still\b|and\ not\b
      |в\ отличие\ от|не\ путать|а\ не\b|вместо\b|раньше\b|прежде\b|до\ этого
      |как\ (?:и\ )?(?:в|под)\b
      |contrairement\ (?:à|aux?)|à\ la\ différence|plutôt\ qu|au\ lieu\ d|et\ non\b|différente?s?\ d
      |comme\ (?:à|celui|celle|ceux)\b
      |на\ відміну\ від|не\ плутати|замість\b|раніше\b|як\ і\ (?:в|у|під)\b
      |بخلاف|على\ عكس|خلافا|خلافاً|وليس|بدلا\ من|بدلاً\ من
    )|^(?:After|Après|После|Після|بعد)\s(?=[^\s,:]{3,16},)""",
    re.VERBOSE | re.IGNORECASE,
)
# Where something lies, seen from a place that is only better known.
_BEARING = re.compile(
    r"""(?<!\w)(?:
      (?:north|south|east|west|northeast|northwest|southeast|southwest|north-east|north-west
        |south-east|south-west|km|kilomet(?:re|er)s|miles)\ (?:of|from)
      |(?:севернее|южнее|западнее|восточнее|(?:километр|вёрст|верст)\w*\ от|км\ от)
      |(?:nord|sud|est|ouest|nord-est|nord-ouest|sud-est|sud-ouest|kilomètres|km)
        \ (?:de\b|du\b|d['’])
      |(?:північніше|південніше|західніше|східніше|кілометр\w*\ від|км\ від)
      |(?:شمال|جنوب|شرق|غرب)(?:ي|\ شرق|\ غرب)?(?=\ )
    )\s?""",
    re.VERBOSE | re.IGNORECASE,
)
# Another season than the one that is: "came through Conakry in spring", "last May".
_SEASON = re.compile(
    r"""(?<!\w)(?:(?:in|last|this|since)\ (?:spring|summer|autumn|winter)
      |last\ (?:January|February|March|April|May|June|July|August|September|October|November
        |December)
      |весной|летом|осенью|зимой|au\ printemps|en\ été|en\ automne|en\ hiver|cet\ (?:été|hiver)
      |навесні|влітку|восени|взимку)(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_DATELINE = re.compile(r"(?P<place>[A-ZÀ-Ý][A-ZÀ-Ý' -]{2,24}(?:, \w+)?(?: \(\w+\))?)\s[-–—]\s")
_CLAUSE_ENDS = re.compile(r"[.,;:!?()\n—،؛؟]| [-–] ")
_SENTENCE_ENDS = re.compile(r"[.!?؟](?=\s)|\n")
_MONTHS = (
    "jan|январ|janv|січ|يناير|جانفي",
    "feb|феврал|févr|лют|فبراير|فيفري|شباط",
    "mar|март|mars|берез|مارس|آذار",
    "apr|апрел|avr|квіт|أبريل|أفريل|نيسان",
    "may|ма[яйе]|mai|трав|مايو|ماي|أيار",
    "june?|июн|juin|черв|يونيو|جوان|حزيران",
    "july?|июл|juil|лип|يوليو|جويلية|تموز",
    "aug|август|août|серп|أغسطس|أوت",
    "sep|сентябр|верес|سبتمبر|أيلول",
    "oct|октябр|жовт|أكتوبر",
    "nov|ноябр|листоп|نوفمبر",
    "dec|декабр|déc|груд|ديسمبر",
)
_MONTH = "|".join(f"(?P<m{n}>{words})" for n, words in enumerate(_MONTHS, start=1))
_DAY_FIRST = re.compile(rf"(?<![\w.])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\ (?:{_MONTH})", re.I)
_MONTH_FIRST = re.compile(rf"(?<!\w)(?:{_MONTH})[a-z.]*\ (?P<day>\d{{1,2}})(?![\d:])", re.I)


def passing(document: Document, published_at: datetime) -> Iterator[Aside]:
    """Every such span of the title and the text."""
    fields: tuple[tuple[Field, str], ...] = (("title", document.title), ("text", document.text))
    for field, text in fields:
        for found in _CONTRAST.finditer(text):
            yield Aside(found.start(), _until(text, found.end()), field, CONTRAST)
        for found in _BEARING.finditer(text):
            end = min(_until(text, found.end()), found.end() + _BEARING_REACH)
            yield Aside(found.start(), end, field, BEARING)
        for found in _SEASON.finditer(text):
            yield Aside(_since(text, found.start()), _until(text, found.end()), field, DATED)
    if dateline := _DATELINE.match(document.text):
        yield Aside(0, dateline.end("place"), "text", BEARING)
    yield from _dated(document.text, published_at.date(), opens=not document.title)


def _until(text: str, start: int) -> int:
    end = _CLAUSE_ENDS.search(text, start)
    return end.start() if end else len(text)


def _since(text: str, end: int) -> int:
    return max((found.end() for found in _CLAUSE_ENDS.finditer(text, 0, end)), default=0)


def _dated(text: str, today: date, *, opens: bool) -> Iterator[Aside]:
    """Sentences of which the latest date is long past; what opens a report is of now."""
    start = 0
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text)]
    for end in (*ends, len(text)):
        dates = list(_dates(text[start:end], today)) if start or not opens else []
        if dates and today - max(dates) > OLD:
            yield Aside(start, end, "text", DATED)
        start = end


def _dates(sentence: str, today: date) -> Iterator[date]:
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for found in pattern.finditer(sentence):
            month = next(n for n in range(1, 13) if found[f"m{n}"])
            try:
                told = date(today.year, month, int(found["day"]))
            except ValueError:
                continue
            late = told - today > timedelta(days=AHEAD)
            yield told.replace(year=told.year - 1) if late and told.month != 2 else told
