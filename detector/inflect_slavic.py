"""Russian and Ukrainian: the cases and numbers of a noun phrase, with agreement; verb forms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any

from detector.terms import Form

_WORD = re.compile(r"\d+-[^\W\d_]{1,3}|[^\W_]+(?:-[^\W_]+)*")
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_MAIN_CASE = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc2": "loct"}
# Superlatives and comparatives, slips, vocatives, and the -ою and -ье of verse.
_UNWANTED = frozenset(
    ("Supr", "COMP", "Infr", "Erro", "Arch", "Dist", "impr", "voct", "V-oy", "V-ey", "V-be", "V-bi")
)
_MODIFIERS = ("ADJF", "PRTF")
_PROPER = frozenset(("Name", "Surn", "Geox", "Orgn", "Trad"))
_INDECLINABLE = re.compile("[оуюэеиіїє]$")
_ORDINAL = re.compile(r"(\d+)-(й|я|е|а|ий|ая|ое|ша|тя|га)")
_ORDINAL_ENDINGS = {  # by case, in the order of _CASES
    "ru masc": "й го му й м м", "ru femn": "я й й ю й й", "ru neut": "е го му е м м",
    "ru plur": "е х м е ми х", "uk masc": "й го му й м му", "uk femn": "а ї й у ю й",
    "uk neut": "е го му е м му", "uk plur": "і х м і ми х",
}  # fmt: skip
_PLURALS = {"ru": ("ы", "ов", "ам", "ами", "ах"), "uk": ("и", "ів", "ам", "ами", "ах")}
_MOST = 3  # readings of an ambiguous word

Parse = Any  # pymorphy3 ships no types
Paradigm = dict[tuple[bool, str], list[str]]  # (plural, case) -> words


@dataclass(frozen=True, slots=True)
class _Head:
    """The noun a phrase is built on: which word, its reading, its gender."""

    index: int
    parse: Parse
    gender: str | None


@cache
def _analyser(language: str) -> Any:  # noqa: ANN401 (ships no types)
    import pymorphy3  # noqa: PLC0415 - only a process that compiles pays for loading it

    return pymorphy3.MorphAnalyzer(lang=language)


def slavic_languages(phrase: str) -> tuple[str, ...]:
    """Russian or Ukrainian by their own letters; else both that know the words as well."""
    if re.search("[іїєґ]", phrase.lower()):
        return ("uk",)
    if re.search("[ыэъё]", phrase.lower()):
        return ("ru",)
    words = [word for word in _WORD.findall(phrase) if not word.isupper()]
    known = {code: sum(_familiarity(word, code) for word in words) for code in ("ru", "uk")}
    if known["ru"] == known["uk"]:
        return ("ru", "uk")
    return ("ru",) if known["ru"] > known["uk"] else ("uk",)


def _familiarity(word: str, language: str) -> int:
    """2 for a noun in the dictionary's own form, 1 for any word it knows."""
    if not _analyser(language).word_is_known(word):
        return 0
    return 2 if _nominatives(word, language, ("NOUN",)) else 1


def known_nouns(words: Iterable[str], language: str) -> list[str]:
    """Those of some words that the dictionary has as a noun's own form."""
    return [word for word in words if _familiarity(word, language) == 2]


def russian_forms(phrase: str) -> Iterator[Form]:
    """Forms of a Russian phrase."""
    return _forms(phrase, "ru")


def ukrainian_forms(phrase: str) -> Iterator[Form]:
    """Forms of a Ukrainian phrase."""
    return _forms(phrase, "uk")


def _forms(phrase: str, language: str) -> Iterator[Form]:
    words = list(_WORD.finditer(phrase))
    if len(words) == 1:
        found = _single(words[0][0], language)
    else:
        heads = list(_heads([word[0] for word in words], language))
        found = (form for head in heads for form in _agreed(words, head, language))
        if not heads and words:
            found = _verb_first(words, language)
    for form in found:
        yield Form(_spread(phrase, words, form), "inflected")


def _spread(phrase: str, words: list[re.Match[str]], forms: tuple[str, ...]) -> str:
    """Put forms in place of words, capitals as they were."""
    for word, form in reversed(list(zip(words, forms, strict=True))):
        cased = form.upper() if word[0].isupper() and len(word[0]) > 1 else form
        cased = form[:1].upper() + form[1:] if word[0][:1].isupper() and cased == form else cased
        phrase = phrase[: word.start()] + cased + phrase[word.end() :]
    return phrase


def _usable(parse: Parse) -> bool:
    return not _UNWANTED.intersection(parse.tag.grammemes)


@lru_cache(maxsize=4_096)
def _nominatives(word: str, language: str, pos: tuple[str, ...]) -> list[Parse]:
    """Readings of a word as a nominative, one for each paradigm, likeliest first."""
    if not _analyser(language).word_is_known(word) and _INDECLINABLE.search(word.lower()):
        return []
    found: dict[tuple[str, ...], Parse] = {}
    for parse in _analyser(language).parse(word):
        if parse.tag.POS in pos and "nomn" in parse.tag.grammemes and _usable(parse):
            found.setdefault(tuple(form.word for form in parse.lexeme), parse)
    readings = list(found.values())
    proper = [parse for parse in readings if _PROPER & parse.tag.grammemes]
    common = [parse for parse in readings if parse not in proper]
    preferred = [*proper, *common] if word[:1].isupper() else common or proper
    return preferred[:_MOST]


def _single(word: str, language: str) -> Iterator[tuple[str, ...]]:
    nouns = _nominatives(word, language, ("NOUN",))
    parses = nouns or _nominatives(word, language, _MODIFIERS)
    for parse in parses:
        lexeme = [form for form in parse.lexeme if form.tag.POS == parse.tag.POS and _usable(form)]
        yield from ((form.word,) for form in lexeme)
    for parse in nouns:
        yield from ((form,) for form in _ruled_plural(parse, language))
    if word.islower() and (language == "uk" or not nouns):
        yield from ((form,) for form in _verb_forms(word, language))


def _ruled_plural(parse: Parse, language: str) -> Iterator[str]:
    """Machines named after a man or a god come in numbers: Искандеров, Шахедів."""
    plural = any("plur" in form.tag.grammemes for form in parse.lexeme)
    stem = parse.normal_form
    if plural or parse.tag.gender != "masc" or {"Geox", "Fixd"} & parse.tag.grammemes:
        return
    if re.search("[бвгґджзклмнпрстфхцчшщ]$", stem):
        nominative = "и" if stem[-1] in "гґкхжчшщ" else _PLURALS[language][0]
        yield from (stem + ending for ending in (nominative, *_PLURALS[language][1:]))


def _verb_forms(word: str, language: str) -> Iterator[str]:
    known = [parse for parse in _analyser(language).parse(word) if parse.is_known]
    for parse in {(parse.normal_form, parse.tag.POS): parse for parse in known}.values():
        group: tuple[str, ...] = ("VERB", "INFN")
        if parse.tag.POS in ("PRTS", "PRTF"):
            group = ("PRTS", "PRTF")
        elif parse.tag.POS not in group:
            continue
        voice, tense = parse.tag.voice, parse.tag.tense
        for form in parse.lexeme:
            same = group[0] == "VERB" or (form.tag.voice, form.tag.tense) == (voice, tense)
            if form.tag.POS in group and same and _usable(form):
                yield form.word


def _heads(words: list[str], language: str) -> Iterator[_Head]:
    """The first noun with nothing but its modifiers (and abbreviations) before it."""
    for index, word in enumerate(words):
        nouns = _nominatives(word, language, ("NOUN",))
        modifier = _ORDINAL.fullmatch(word) or _nominatives(word, language, _MODIFIERS)
        if nouns and not (modifier and index + 1 < len(words)):
            yield from (_Head(index, parse, parse.tag.gender) for parse in nouns)
            return
        if nouns or modifier or word.isupper():
            continue
        return


def _agreed(words: list[re.Match[str]], head: _Head, language: str) -> Iterator[tuple[str, ...]]:
    texts = [word[0] for word in words]
    nouns = _paradigm(head.parse, None)
    for plural, case in product((False, True), _CASES):
        if (plural, case) not in nouns:
            continue
        agreement = (plural, case)
        before = [_modifier(text, head, agreement, language) for text in texts[: head.index]]
        after = [_apposition(text, agreement, language) for text in texts[head.index + 1 :]]
        yield from product(*before, nouns[agreement], *after)


@lru_cache(maxsize=1_024)
def _paradigm(parse: Parse, gender: str | None) -> Paradigm:
    """The forms of a word by number and case; of an adjective, those of one gender."""
    found: Paradigm = defaultdict(list)
    for form in parse.lexeme:
        tag = form.tag
        if tag.POS != parse.tag.POS or not _usable(form) or tag.case is None:
            continue
        plural = "plur" in tag.grammemes
        words = found[plural, _MAIN_CASE.get(tag.case, tag.case)]
        agrees = gender is None or plural or tag.gender in (gender, None)
        if agrees and form.word not in words:
            words.append(form.word)
    return found


def _modifier(word: str, head: _Head, agreement: tuple[bool, str], language: str) -> list[str]:
    plural, case = agreement
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        kind = "plur" if plural else head.gender or "masc"
        endings = _ORDINAL_ENDINGS[f"{language} {kind}"]
        return [f"{ordinal[1]}-{endings.split()[_CASES.index(case)]}"]
    for parse in _nominatives(word, language, _MODIFIERS):
        forms = _paradigm(parse, head.gender)
        agreed = forms.get((plural, _shown_case(head.parse, agreement)))
        if agreed:
            return agreed
    return [word]


@lru_cache(maxsize=4_096)
def _shown_case(noun: Parse, agreement: tuple[bool, str]) -> str:
    """An accusative looks like the nominative or the genitive, as its noun does."""
    plural, case = agreement
    if case != "accs":
        return case
    forms = _paradigm(noun, None)
    for like in ("nomn", "gent"):
        if forms[plural, "accs"] == forms.get((plural, like)):
            return like
    return case


def _apposition(word: str, agreement: tuple[bool, str], language: str) -> list[str]:
    """A name after the noun stays, or declines with it: группы «Вагнер», группы Вагнера."""
    if not word[0].isupper() or word.isupper():
        return [word]
    options = [word]
    for parse in _nominatives(word, language, ("NOUN",))[:1]:
        options += _paradigm(parse, None).get((False, agreement[1]), [])
        options += _paradigm(parse, None).get((False, "gent"), [])
    return list(dict.fromkeys(options))


def _verb_first(words: list[re.Match[str]], language: str) -> Iterator[tuple[str, ...]]:
    rest = tuple(word[0] for word in words[1:])
    for form in _verb_forms(words[0][0], language):
        yield (form, *rest)
