"""Phrases of the lexicon as patterns: what the words around a fact say of it. Pure.

Heard as written, in any case: `word*` has any ending, `*` is any one word, `#` a number in
digits, `...` at most 80 characters of the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from config.lexemes import Lexicon, MonthName, PhraseName, Words

_NOTHING = re.compile(r"(?!)")
_LABELS: Mapping[str, PhraseName] = {
    "tail": "tail_number", "hull": "hull_number", "number": "number", "imo": "imo_number",
    "mark": "marking",
}  # fmt: skip
_CODE = r"[«\"“„'(]?\s?(?P<code>(?:[A-ZА-Я]{1,3}[-‑ ]?)?\d{2,7}|[A-ZА-Я]{1,2}[-‑]?[A-ZА-Я]?\d{1,5})"
_GAP = "..."
_REACH = 80
_ANY = r"\w*"


@dataclass(frozen=True, slots=True)
class Phrases:
    """One pattern for each name; without words it is found nowhere."""

    contrast: re.Pattern[str] = _NOTHING
    left_behind: re.Pattern[str] = _NOTHING
    bearing: re.Pattern[str] = _NOTHING
    season: re.Pattern[str] = _NOTHING
    another: re.Pattern[str] = _NOTHING
    follow_up: re.Pattern[str] = _NOTHING
    dispute: re.Pattern[str] = _NOTHING
    forwarded: re.Pattern[str] = _NOTHING
    signature: re.Pattern[str] = _NOTHING
    credit: re.Pattern[str] = _NOTHING
    not_done: re.Pattern[str] = _NOTHING  # at the end of what stands before an action
    day_first: re.Pattern[str] = _NOTHING  # with groups `day` and m1 to m12
    month_first: re.Pattern[str] = _NOTHING
    official: re.Pattern[str] = _NOTHING  # an office that confirms
    labels: Mapping[str, re.Pattern[str]] = field(default_factory=dict)  # of ids, by their kind

    @classmethod
    def of(cls, lexicon: Lexicon) -> Phrases:
        """Compile the lexicon's phrases and months."""

        def pattern(name: PhraseName) -> re.Pattern[str]:
            return _compiled(_phrases(lexicon.phrases, name))

        return cls(
            pattern("contrast"),
            _compiled(_phrases(lexicon.phrases, "left_behind"), r"^{}(?=\s[^\s,:]{3,16},)"),
            _compiled(_phrases(lexicon.phrases, "bearing"), r"(?<!\w){}\s?"),
            pattern("season"),
            pattern("another"),
            pattern("follow_up"),
            pattern("dispute"),
            pattern("forwarded"),
            pattern("signature"),
            pattern("credit"),
            _not_done(lexicon.phrases),
            *_dates(lexicon.months),
            _official(lexicon.phrases),
            {kind: _labelled(_phrases(lexicon.phrases, name)) for kind, name in _LABELS.items()},
        )


def _phrases(words: Mapping[PhraseName, Words], name: PhraseName) -> list[str]:
    return _of_words(words.get(name, Words()))


def _of_words(words: Words) -> list[str]:
    return list(dict.fromkeys(word for _, word in words.by_language()))


def _compiled(phrases: Iterable[str], frame: str = r"(?<!\w){}") -> re.Pattern[str]:
    either = _either(phrases)
    return re.compile(frame.replace("{}", either), re.IGNORECASE) if either else _NOTHING


def _either(phrases: Iterable[str]) -> str:
    """Longer ones first, so that as much as possible is taken."""
    written = [_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return f"(?:{'|'.join(written)})" if written else ""


def _pattern(phrase: str) -> str:
    words = [_word(word) for word in phrase.split()]
    pattern = r"\ ".join(words).replace(rf"\ {_GAP}\ ", rf"\ [^.!?\n]{{1,{_REACH}}}?\b")
    return pattern if phrase[-1] in "*'’" else rf"{pattern}(?!\w)"


def _word(word: str) -> str:
    if word in (_GAP, "*", "#"):
        return {_GAP: _GAP, "*": r"[\w-]+,?", "#": r"\d+"}[word]
    plain = re.escape(word.strip("*"))
    plain = re.sub("[её]", "[её]", plain, flags=re.IGNORECASE)
    plain = re.sub("['’]", "['’ʼ]", plain)
    return f"{_ANY if word.startswith('*') else ''}{plain}{_ANY if word.endswith('*') else ''}"


def _not_done(words: Mapping[PhraseName, Words]) -> re.Pattern[str]:
    told = _either(_phrases(words, "negation")), _either(_phrases(words, "absence"))
    kinds = [
        rf"{either}\ (?:\w+\ ){{0,{most}}}"
        for either, most in zip(told, (1, 3), strict=True)  # words that may stand between
        if either
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(kinds)})$", re.IGNORECASE) if kinds else _NOTHING


def _labelled(phrases: Iterable[str]) -> re.Pattern[str]:
    return _compiled(phrases, rf"(?<!\w){{}}(?P<gap>[^.!?\n]{{0,36}}?){_CODE}(?![\w-])")


def _official(words: Mapping[PhraseName, Words]) -> re.Pattern[str]:
    office, confirms = _either(_phrases(words, "office")), _either(_phrases(words, "confirmation"))
    if not office or not confirms:
        return _NOTHING
    between = r"(?:\s\S+){0,7}?\s"
    either = f"{office}{between}{confirms}|{confirms}{between}{office}"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _dates(months: Mapping[MonthName, Words]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    named = [
        f"(?P<m{number}>{either})"
        for number, name in enumerate(get_args(MonthName), start=1)
        if (either := _either(_of_words(months.get(name, Words()))))
    ]
    if not named:
        return _NOTHING, _NOTHING
    month = f"(?:{'|'.join(named)})"
    return (
        re.compile(rf"(?<![\w.])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\ {month}", re.I),
        re.compile(rf"(?<!\w){month}\.?\ (?P<day>\d{{1,2}})(?![\d:])", re.I),
    )
