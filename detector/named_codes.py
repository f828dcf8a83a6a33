"""Names with a code, Typhoon-K or Orlan-10: in Cyrillic, in their cases and numbers, and in French.

A name is spelled by its letters, in the ways a reader might; where a dictionary knows one of the
spellings it is that one («Тайфун», «Панцир», «Стріла»). A short name, and an abbreviation that
is declined (БТРы-80), takes the endings of a man's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product

from detector.designators import CYRILLIC, DASHES, SPACES, Designator, parse, plain
from detector.inflect_slavic import known_nouns, russian_forms, ukrainian_forms

_FORMS = {"ru": russian_forms, "uk": ukrainian_forms}
_NAME = re.compile(rf"[^\W\d_]{{2,}}(?=[{DASHES}{SPACES}]|\d)")
_SHORTEST_NAME = 3  # Ил and Ан are declined by rule, and only with a dash
_LONG = 6  # letters: shorter ones would be other words in French
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
# Who a maker's letters are short for: Antonov-124. Not Mil: that is also a mile and a thousand.
_MAKERS = {
    "AN": ("Antonov",), "IL": ("Ilyushin", "Iliouchine"), "SU": ("Sukhoi", "Soukhoï", "Soukhoi"),
    "TU": ("Tupolev", "Toupolev"), "KA": ("Kamov",), "YAK": ("Yakovlev", "Iakovlev"),
}  # fmt: skip
_IN_FRENCH = (("U", "OU"), ("(?<=[AEIOUY])S(?=[AEIOUY])", "SS"), ("SH", "CH"), ("KH", "K"))
_ENDINGS = "а у ом е і ові и ы ов ів ам ами ах".split()  # noqa: SIM905


def declined(designator: Designator) -> Iterator[Designator]:
    """Other spellings of a name with a code, in all cases: Орланов-10, Тайфунів-К, Oural-4320."""
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
    for maker in _MAKERS.get(letters, ()):
        yield from (maker, *_named(plain(maker)))
    if len(letters) < (_SHORTEST if name.isupper() else _SHORTEST_NAME):
        spelled = _cyrillic(letters)
        if _DECLINED.fullmatch(spelled) and not (name.isupper() and len(letters) < _SHORTEST_NAME):
            yield from (spelled + ending for ending in _ENDINGS)
    elif _SPOKEN.search(letters):
        yield from (*_named(letters), *_in_french(letters))


def _named(letters: str) -> Iterator[str]:
    words: dict[str, None] = {}
    for language, forms in _FORMS.items():
        words |= dict.fromkeys(map(str.capitalize, _spelled(letters, language)))
        for word in words:  # in Ukrainian the Russian ones as well: Шахедів beside шахід
            yield word
            yield from (form.text for form in forms(word))


def _in_french(letters: str) -> Iterator[str]:
    """Krasoukha, Borissoglebsk; and Krasuha or Pantsyr, as others spell."""
    spelled = letters
    for sound, written in _IN_FRENCH:
        if len(sound) == len("U") or len(letters) >= _LONG:  # "Base" is no "Basse"
            spelled = re.sub(sound, written, spelled)
            yield spelled.capitalize()
            yield re.sub(sound, written, letters).capitalize()
    yield re.sub("KH", "H", letters).capitalize()
    yield re.sub("I(?=[^AEIOUY]$)", "Y", letters).capitalize()


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
