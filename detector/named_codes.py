"""Names with a code, Typhoon-K or Orlan-10, in Cyrillic: spelled, and in their cases and numbers.

A name is spelled by its letters, in the ways a reader might; where a dictionary knows one of the
spellings it is that one («Тайфун», «Панцир», «Стріла»). A short name, and an abbreviation that
is declined (БТРы-80), takes the endings of a man's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from detector.designators import CYRILLIC, DASHES, SPACES, Designator, parse
from detector.inflect_slavic import known_nouns, russian_forms, ukrainian_forms

_FORMS = {"ru": russian_forms, "uk": ukrainian_forms}
_NAME = re.compile(rf"[^\W\d_]{{3,}}(?=[{DASHES}{SPACES}]|\d)")
_SHORTEST = 4  # letters: shorter ones in capitals are abbreviations
# What readers write besides letter by letter.
_SOUNDS = {
    "OO": ("У", "ОО"), "EE": ("ЕЕ", "И"), "PH": ("Ф",), "CK": ("К",), "TH": ("Т",), "X": ("КС",),
    "C": ("К", "Ц", "С"), "E": ("Е", "Э"), "Y": ("Й", "Ы", "АЙ"), "J": ("ДЖ", "Й"),
    "H": ("Х", "Г"), "L": ("Л", "ЛЬ"),
}  # fmt: skip
_IN_UKRAINIAN = {
    "I": ("И", "І"), "E": ("Е", "І", "Є"), "Y": ("Й", "И", "АЙ"), "EE": ("ЕЕ", "І"),
    "SK": ("СЬК", "СК"),
}  # fmt: skip
_TABLES = {"ru": CYRILLIC | _SOUNDS, "uk": CYRILLIC | _SOUNDS | _IN_UKRAINIAN}
_SPOKEN = re.compile("[AEIOUY]")
_HARD_END = re.compile("[БВГДЖЗКЛМНПРСТФХЦЧШЩ]$")
_MOST_TRIED, _MOST_GUESSED = 64, 2  # spellings of a name; those of a name that nobody knows
# БТР, УАЗ, МиГ: a consonant ends it, and behind a vowel or as "эр" it is a man's.
_DECLINED = re.compile("[БВГДЖЗКЛМНПРСТФХЦЧШЩ]?[АЕИОУЫЭЮЯІЄ][БВГДЖЗКЛМНПРСТФХЦЧШЩ]|..Р")
_ENDINGS = "а у ом е і ові и ы ов ів ам ами ах".split()  # noqa: SIM905


def declined(designator: Designator) -> Iterator[Designator]:
    """Other Cyrillic spellings of a name with a code, in all cases: Орланов-10, Тайфунів-К."""
    name = _NAME.match(designator.text)
    letters = designator.runs[0]
    if name is None or not letters.isascii():
        return
    rest = designator.text[name.end() :]
    for form in dict.fromkeys(_forms(name[0], letters)):
        found = parse(form + rest)
        if found is not None:
            yield replace(found, inflected=True)


def _forms(name: str, letters: str) -> Iterator[str]:
    if name.isupper() and len(letters) < _SHORTEST:
        spelled = _cyrillic(letters)
        if _DECLINED.fullmatch(spelled):
            yield from (spelled + ending for ending in _ENDINGS)
        return
    if not _SPOKEN.search(letters):
        return
    words: dict[str, None] = {}
    for language, forms in _FORMS.items():
        words |= dict.fromkeys(map(str.capitalize, _spelled(letters, language)))
        for word in words:  # in Ukrainian the Russian ones as well: Шахедів beside шахід
            yield word
            yield from (form.text for form in forms(word))


def _cyrillic(letters: str) -> str:
    return "".join(options[0] for options in _options(letters, CYRILLIC))


def _spelled(letters: str, language: str) -> list[str]:
    """The words of a language that a name may be; its likeliest spellings, if none is."""
    options = [*_options(letters, _TABLES[language])]
    ways = map("".join, islice(product(*options), _MOST_TRIED))
    tried = [one for way in ways for one in ((way, f"{way}Ь") if _HARD_END.search(way) else (way,))]
    return known_nouns(tried, language) or tried[:_MOST_GUESSED]


def _options(letters: str, table: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    place = 0
    while place < len(letters):
        size = next((n for n in (4, 2, 1) if letters[place : place + n] in table), 1)
        yield table.get(letters[place : place + size], (letters[place : place + size],))
        place += size
