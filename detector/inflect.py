"""Writes out the forms a phrase takes in its language: Russian, Ukrainian, English, French, Arabic.

Everything happens when a watchlist is loaded; no text is ever stemmed. Too few forms miss
a report, too many ring falsely: where a dictionary is silent, only plain rules are applied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from detector.inflect_arabic import arabic_forms
from detector.inflect_latin import english_forms, french_forms, latin_languages
from detector.inflect_slavic import russian_forms, slavic_languages, ukrainian_forms
from detector.normalise import IGNORABLE
from detector.terms import Form

_CYRILLIC = re.compile("[\u0400-\u052f]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LONGEST = 6  # words: longer phrases are quotations and are heard as written

_BY_LANGUAGE: dict[str, tuple[re.Pattern[str], Callable[[str], Iterator[Form]]]] = {
    "ru": (_CYRILLIC, russian_forms),
    "uk": (_CYRILLIC, ukrainian_forms),
    "en": (_LATIN, english_forms),
    "fr": (_LATIN, french_forms),
    "ar": (_ARABIC, arabic_forms),
}


def inflections(text: str, language: str | None = None) -> Iterator[Form]:
    """Forms of a phrase, the phrase itself not always among them."""
    phrase = IGNORABLE.sub("", text).strip()
    if len(phrase.split()) > _LONGEST:
        return
    for code in (language,) if language else languages_of(phrase):
        script, forms = _BY_LANGUAGE[code]
        if script.search(phrase):
            yield from forms(phrase)


def languages_of(phrase: str) -> tuple[str, ...]:
    """The languages a phrase can be in, by its script, its letters and the dictionaries."""
    if _ARABIC.search(phrase):
        return ("ar",)
    if _CYRILLIC.search(phrase):
        return slavic_languages(phrase)
    return latin_languages(phrase) if _LATIN.search(phrase) else ()
