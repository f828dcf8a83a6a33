"""Writes names of French-speaking Africa in Cyrillic and Arabic letters, as reporters do. No I/O.

Packages know most towns there in Latin letters only. French spelling says the sound well enough:
Kadiolo is Кадиоло, Кадіоло and كاديولو. Names of Arabic are not written so: their Latin spelling
has lost which letters they have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SPEAKING_FRENCH = frozenset("BF BI BJ CD CF CG CI CM GA GN ML NE SN TD TG".split())  # noqa: SIM905
_SHORTEST = 5  # letters; shorter ones are mostly other words
_LATIN = re.compile(r"[A-Za-zÀ-ÿ’' -]+")
_SILENT = re.compile(r"(?<=[nrltk])e(?=$|[ -])|(?<=r)h|(?<=a)h(?=$|[ -])|['’]")
_DOUBLE = re.compile(r"([bcdfgklmnprstz])\1")
_SOFT = re.compile(r"лл?(?=$|[бвгдзкмнпрстфх])")  # behind i, and before other consonants
_SOUNDS = {
    "tch": "ч", "dj": "дж", "ch": "ш", "sh": "ш", "kh": "х", "ph": "ф", "th": "т", "gh": "г",
    "gu": "г", "qu": "к", "ck": "к", "gn": "нь", "oue": "уэ", "oué": "уэ", "ou": "у", "ay": "ай",
    "oy": "ой", "ey": "ей", "aï": "аи", "eï": "ей", "oï": "ои", "ya": "я", "yo": "йо", "ye": "йе",
    "yé": "йе", "you": "ю", "y": "и", "ce": "се", "cé": "се", "ci": "си", "c": "к", "x": "кс",
    "a": "а", "b": "б", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и", "j": "дж",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т",
    "u": "у", "v": "в", "w": "в", "z": "з", "é": "е", "è": "е", "ê": "е", "ë": "е", "ï": "и",
    "î": "и", "ô": "о", "â": "а",
}  # fmt: skip
_ARABIC_SOUNDS = {
    "tch": "تش", "dj": "ج", "ch": "ش", "sh": "ش", "kh": "خ", "ph": "ف", "th": "ت", "gh": "غ",
    "gu": "غ", "qu": "ك", "ck": "ك", "gn": "ني", "ou": "و", "ay": "اي", "aï": "اي", "ey": "ي",
    "eï": "ي", "ye": "ي", "yé": "ي", "y": "ي", "ie": "ي", "ié": "ي", "ce": "سي", "cé": "سي",
    "ci": "سي", "c": "ك", "x": "كس", "a": "ا", "b": "ب", "d": "د", "e": "ي", "f": "ف", "g": "غ",
    "h": "ه", "i": "ي", "j": "ج", "k": "ك", "l": "ل", "m": "م", "n": "ن", "o": "و", "p": "ب",
    "r": "ر", "s": "س", "t": "ت", "u": "و", "v": "ف", "w": "و", "z": "ز", "é": "ي", "è": "ي",
    "ê": "ي", "ë": "ي", "ï": "ي", "î": "ي", "ô": "و", "â": "ا",
}  # fmt: skip
_FIRST = {"e": "э", "é": "э", "è": "э", "y": "й"}
_ARABIC_FIRST = {"a": "أ", "e": "إ", "é": "إ", "i": "إ", "o": "أو"}
_HARD = re.compile("(?<=[жшчщц])и|ы")
_SOFT_E = re.compile("(?<=[бвдзклмнпрстф])е", re.IGNORECASE)
_HARD_E = re.compile("(?<=[а-яё])э")
# The sound g is none of Arabic's: غاو, جاو and قاو are one town; short vowels are mostly left out.
_HARD_G = {"غ": "جق", "ج": "غ", "ق": "غ"}
_LONG_VOWEL = re.compile("(?<=[^اويآأإى ])[اوي](?=[^اويآأإىةه ])")
_LAST_A = re.compile("[اي]$")
_SHORTEST_ARABIC = 4  # letters
_TWICE = re.compile(r"([бвгдзклмнпрстфц])\1")
_IN_SK = re.compile(r"ск\b")  # Курск is Курськ
_AS_UKRAINIAN = str.maketrans("иэё", "іео")


def transliterated(name: str) -> tuple[str, ...]:
    """Russian, Ukrainian and Arabic spellings of a name in French letters; no short ones."""
    if len(name) < _SHORTEST or not _LATIN.fullmatch(name):
        return ()
    plain = _SILENT.sub("", name.casefold())
    single = _DOUBLE.sub(r"\1", plain)
    russian = [
        other
        for one in dict.fromkeys((plain, single))
        for other in _varied(_written(one, _SOUNDS, _FIRST))
    ]
    arabic = _written(single, _ARABIC_SOUNDS, _ARABIC_FIRST).replace("-", " ")
    cyrillic = (_titled(one) for one in russian)
    spelled_out = (both for one in cyrillic for both in (one, in_ukrainian(one)))
    return tuple(one for one in dict.fromkeys((*spelled_out, arabic)) if len(one) >= _SHORTEST)


def respelled(russian: str) -> tuple[str, ...]:
    """Other ways to write a foreign name: Сэваре as well as Севаре, Тесалит, Дуенца."""
    if len(russian) < _SHORTEST:
        return ()
    single = _TWICE.sub(r"\1", russian) if len(russian) > _SHORTEST else russian
    written = (_SOFT_E.sub("э", russian, count=1), _HARD_E.sub("е", russian), single)
    return tuple(one for one in dict.fromkeys(written) if one != russian)


def respelled_in_arabic(arabic: str) -> tuple[str, ...]:
    """Other ways to write a foreign name: أجلهوك, كيدل; some of them are other words."""
    written = [arabic.replace(g, other) for g in _HARD_G for other in _HARD_G[g]]
    written.append(_LAST_A.sub("ة", arabic))
    written += [
        arabic[: found.start()] + arabic[found.end() :] for found in _LONG_VOWEL.finditer(arabic)
    ]
    known = dict.fromkeys(one for one in written if one != arabic)
    return tuple(one for one in known if len(one) >= _SHORTEST_ARABIC + (one[0] in "اأإآ"))


def in_ukrainian(russian: str) -> str:
    """The same name in Ukrainian letters: Тіллабері, Ель-Обейд; Джибо stays."""
    soft = _HARD.sub("\0", russian.casefold()).translate(_AS_UKRAINIAN)
    return _titled(_IN_SK.sub("ськ", soft.replace("\0", "и")))


def _varied(russian: str) -> tuple[str, ...]:
    """Bilma is Бильма; Brazzaville ends in -ль; Kindia is Киндия as well as Киндиа."""
    soft = _SOFT.sub("ль", russian)
    return (soft, f"{soft[:-1]}я") if soft.endswith("иа") else (soft,)


def _written(name: str, sounds: Mapping[str, str], first: Mapping[str, str]) -> str:
    """Sound by sound, the longest first; what has none stays."""
    parts = []
    at = 0
    while at < len(name):
        known = first if at == 0 or name[at - 1] in " -" else {}
        tries = (name[at : at + length] for length in (3, 2, 1))
        letters = next((one for one in tries if one in sounds), name[at])
        parts.append(known.get(letters) or sounds.get(letters, letters))
        at += len(letters)
    return "".join(parts)


def _titled(name: str) -> str:
    return re.sub(r"(?:^|(?<=[ -]))\w", lambda found: found[0].upper(), name)
