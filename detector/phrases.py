"""Phrases of the lexicon as patterns: what the words around a fact say of it. Pure.

Heard as written, in any case: `word*` has any ending, `*` is any one word, `a|b` one of them,
`#` a number in digits, `...` at most 80 characters of the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from string import punctuation
from typing import get_args

from config.lexemes import Lexicon, MonthName, PhraseName, Words
from detector.asserted import Negations
from detector.beginnings import BARE, Beginnings

# What came of it, by the names that activities have.
AFTERWARDS: Mapping[str, PhraseName] = {
    "operation": "in_action", "departure": "moved_on", "handover": "passed_on",
    "recovery": "recovered",
}  # fmt: skip
# Arms that a text tells of by no model, by what readers call them.
ARMS: Mapping[str, PhraseName] = {
    "radar": "radar", "electronic warfare": "jamming", "bridging": "bridging",
    "grenade launchers": "launcher", "flamethrowers": "flamethrower",
    "anti-tank missiles": "atgm", "MANPADS": "manpads", "mine clearing": "demining",
    "boats": "boat",
}  # fmt: skip
# Said only of what had happened to it by then; no fact to tell two events apart by.
SINCE: Mapping[str, PhraseName] = {
    "goal reached": "reached", "unloading": "unloaded", "claimed": "claimed",
    "training begun": "training_begun", "exercise": "exercised",
    "construction": "built", "struck": "struck", "taken over": "taken_over",
    "gone": "gone",
}  # fmt: skip
_NOTHING = re.compile(r"(?!)")
_LABELS: Mapping[str, PhraseName] = {
    "tail": "tail_number", "hull": "hull_number", "number": "number", "imo": "imo_number",
    "mark": "marking",
}  # fmt: skip
_CODE = (
    r"[«\"“„'(]?\s?(?P<code>\d{2,3}[-‑]\d{2,4}|\d{2,4}(?-i: [A-ZА-Я]{2})(?!\w)"
    r"|(?:(?-i:[A-ZА-Я]{1,3})[-‑ ]?)?\d{2,7}|(?-i:[A-ZА-Я]{1,2}[-‑]?[A-ZА-Я]?)\d{1,5})"
)
_PLAIN = r"(?<!\w){}"
_TOWN = (  # what a place may be called before its name
    r"(?:(?:the )?(?:town|city|village|area) of|la ville d[e'’]|du village d[e'’]"
    r"|город[ау]|городка|пос[её]лка|сел[ау]|деревни|міст[аі]|сел[аі]|مدينة|بلدة|قرية|منطقة|ريف)"
)
_FRAMES: Mapping[PhraseName, str] = {
    "left_behind": r"^{}(?=\s[^\s,:]{3,16},)",
    "bearing": r"(?<!\w){}\s?",
    "not_quoted": r"(?<!\w){}\s?[«“\"„'‘]\s?(?=\w)",  # right before what others call it
    "not_this": r"(?<!\w){}\s[«“\"„]?\0",  # right before what is denied
    "only": r"\0[»”\"“]?\s{}(?!\w)",  # and right behind it
    "not_where": r"(?<!\w){}:?\s?[«“\"„]?\0",  # right before a place
    "home": rf"(?<!\w){{}}:?(?:\s{_TOWN})?\s?[«“\"„]?\0",
    "bound_for": rf"(?<!\w){{}}:?(?:\s{_TOWN})?\s?[«“\"„]?\0",
    "region": r"(?<!\w){}\s?[«“\"„]?\0",
    "region_behind": r"\0[»”\"]?\s{}",
    "not_where_behind": r"\0(?:['’]s)?[»”\"]?,?\s{}",  # and right behind it
    "where": r"(?<!\w){}\s?#?\Z",  # right before where the search ends
    "former": r"(?<!\w){}[\s-]+(?:\w+[\s-]+){0,3}\Z",
    "left_by": r"(?<!\w){}\s?\Z",
    "former_behind": r"\s{}(?!\w)",
    "of_ship": r"(?<!\w){}\s?\Z",
    "sails": r"[»”\"“]?,?\s{}",  # right behind a name
    "called": r"\s(?P<name>{})",
}
# Of a ship that is not watched: in quotation marks, or with capitals right behind its word.
_SHIP = (
    r"(?::?\s[«“\"„]\s?(?P<quoted>(?!\d+\s?[»”\"“])[^»”\"“\n]{3,24}?)\s?[»”\"“]"
    r"|\s(?P<name>(?-i:[A-Z][a-zï]+(?: [A-Z][a-zï]+){1,2}"
    r"|[A-Z]{3,}(?: (?!IMO|AIS|MMSI)[A-Z]{2,}){1,2}"
    r"|[A-Z]{4,}(?:-\d{1,3})?))(?![\w-]))"
)
_DAMMA = "\u064f"
_AND = "و"  # Arabic: written together with the word behind it
_GAP = "..."
_REACH = 80
_ANY = r"\w*"
# What a phrase begins with: a letter, or one of several that stand for it.
_HEAD = re.compile(r"(?:\[(?P<any>[^\W_]+)\]|(?P<one>[\w%]))(?![*+?{])")
_LETTERS = 2  # looked at one by one; more gain nothing
# How a letter of a phrase stands in its pattern.
_WRITTEN = str.maketrans(
    {sign: re.escape(sign) for sign in punctuation}
    | dict.fromkeys("еёЕЁ", "[её]")
    | dict.fromkeys("'’", "['’ʼ]")
    | {letter: f"[{letter}{bare}]" for letter, bare in BARE.items()}
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """One pattern for each name of the lexicon, and some made of several names."""

    patterns: Mapping[PhraseName, str] = field(default_factory=dict)  # compiled when asked for
    negations: Negations = field(default_factory=Negations)
    day_first: re.Pattern[str] = _NOTHING  # with groups `day` and m1 to m12
    month_first: re.Pattern[str] = _NOTHING
    official: re.Pattern[str] = _NOTHING  # an office that confirms
    labels: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    sides: tuple[re.Pattern[str], ...] = ()  # side numbers, with a group `code`
    beginnings: Beginnings | None = None

    def __getitem__(self, name: PhraseName) -> re.Pattern[str]:
        """The pattern of a name; without words it is found nowhere."""
        return _read(self.patterns[name]) if name in self.patterns else _NOTHING

    def within(self, text: str) -> Phrases:
        """What may be found in a text from its start on: a word cut off before it may be more."""
        if self.beginnings is None:
            return self
        may_be = {name: self.patterns[name] for name in self.beginnings.within(text)}
        return replace(self, patterns=may_be)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Phrases:
        """Compile the lexicon's phrases and months."""
        words = lexicon.phrases
        said = {name: _of_words(words[name]) for name in words}
        return cls(
            {name: _framed(forms, _FRAMES.get(name, _PLAIN)) for name, forms in said.items()},
            Negations.of(lexicon.negations.values()),
            *_dates(lexicon.months),
            _official(words),
            {kind: _labelled(kind, words) for kind in (*_LABELS, "name")},
            (*_coloured(words), *_numbered(words)),
            Beginnings(said),
        )


def pattern_of(lexicon: Lexicon, name: PhraseName) -> re.Pattern[str]:
    """The pattern of one name alone."""
    return _compiled(_phrases(lexicon.phrases, name), _FRAMES.get(name, _PLAIN))


def _phrases(words: Mapping[PhraseName, Words], name: PhraseName) -> list[str]:
    return _of_words(words.get(name, Words()))


def _of_words(words: Words) -> list[str]:
    """All of them; an Arabic one as well with the "and" that is written together with it."""
    found = (
        form
        for language, phrase in words.by_language()
        for form in _by_first(phrase, _AND if language == "ar" else "")
    )
    return list(dict.fromkeys(found))


def any_of(words: Words) -> str:
    """A pattern of all of them outside of any frame; what is in capitals is heard only so."""
    said = _of_words(words)
    short = [word for word in said if word.isupper()]
    rest = [word for word in said if word not in short]
    return "|".join(filter(None, (f"(?i:{_either(rest)})" if rest else "", _either(short))))


def _by_first(phrase: str, also: str = "") -> Iterator[str]:
    """One phrase for each two letters that it may begin with: patterns begin with letters."""
    first, space, rest = phrase.partition(" ")
    words = first.split("|")
    if also:
        words += [f"{also}{word}" for word in words if word[0] != also]
    alike: dict[str, list[str]] = {}
    for word in words:
        alike.setdefault(word[:_LETTERS], []).append(word)
    return (f"{'|'.join(group)}{space}{rest}" for group in alike.values())


def _compiled(phrases: Iterable[str], frame: str = _PLAIN) -> re.Pattern[str]:
    return _read(_framed(phrases, frame))


def _framed(phrases: Iterable[str], frame: str) -> str:
    either = _either(phrases)
    return frame.replace("{}", either) if either else _NOTHING.pattern


@lru_cache(maxsize=1024)
def _read(pattern: str) -> re.Pattern[str]:
    """Compiled once, when a text first asks for it: all of them take a second of a start."""
    return re.compile(pattern, re.IGNORECASE)


def _either(phrases: Iterable[str]) -> str:
    """Longer ones first, so that as much as possible is taken."""
    written = [_pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True)]
    return f"(?:{_by_letters(written)})" if written else ""


def _by_letters(patterns: Sequence[str], letters: int = _LETTERS) -> str:
    """The first of them that fits; where no phrase begins, one look at a letter says so.

    `re` itself tries each phrase at each place, unless they begin with a letter in a fixed case.
    """
    if letters == 0 or len(patterns) == 1:
        return "|".join(patterns)
    rests: dict[str, list[str]] = {}
    headless = []  # what begins with no letter is tried at each place
    for pattern in patterns:
        if head := _HEAD.match(pattern):
            for letter in dict.fromkeys((head["any"] or head["one"]).lower()):
                rests.setdefault(letter, []).append(pattern[head.end() :])
        else:
            headless.append(pattern)
    headed = (
        f"(?-i:[{letter}{_capital(letter)}]){_vowel(letter)}(?:{_by_letters(rest, letters - 1)})"
        for letter, rest in rests.items()
    )
    return "|".join((*headed, *headless))


def _vowel(letter: str) -> str:
    """What an Arabic letter may bear: «نُقلت» is written with one so as not to be «نقلت»."""
    return f"{_DAMMA}?" if "\u0620" <= letter <= "\u064a" else ""


def _capital(letter: str) -> str:
    """Its capital letter, if that is one: of "ß" there is none."""
    return letter.upper() if len(letter.upper()) == 1 else ""


def _pattern(phrase: str) -> str:
    words = [_word(word) for word in phrase.split()]
    pattern = r",?\ ".join(words).replace(rf",?\ {_GAP},?\ ", rf",?\ [^.!?\n]{{1,{_REACH}}}?\b")
    return pattern + _end(phrase.rpartition(" ")[2])


def _one_of(words: Sequence[str]) -> str:
    """A pattern for any of these; it begins with the letters with which all of them begin."""
    head = "".join(takewhile(str.isalpha, words[0][:_LETTERS]))
    if head and all(word.startswith(head) and word != f"{head}*" for word in words):
        rests = (_whole(word[len(head) :]) for word in words)
        return f"{_word(head)}(?:{'|'.join(rests)})"
    return f"(?:{'|'.join(map(_whole, words))})"


def _whole(word: str) -> str:
    return f"{_word(word)}{_end(word)}" if word else r"\b"


def _end(word: str) -> str:
    """What no letter may follow; the quicker way of saying so where a letter stands before it."""
    if word[-1] in "*'’":
        return ""
    return r"\b" if all(one[-1:].isalnum() for one in word.split("|")) else r"(?!\w)"


def _word(word: str) -> str:
    if word in (_GAP, "*", "#"):
        return {_GAP: _GAP, "*": r"[\w-]+,?", "#": r"\d+"}[word]
    if "|" in word:
        return _one_of(word.split("|"))
    plain = word.strip("*").translate(_WRITTEN)
    return f"{_ANY if word.startswith('*') else ''}{plain}{_ANY if word.endswith('*') else ''}"


def _labelled(kind: str, words: Mapping[PhraseName, Words]) -> tuple[re.Pattern[str], ...]:
    """What finds ids of a kind: with groups `code` and `gap`, or `quoted` and `name`."""
    if kind == "name":
        return (_compiled(_phrases(words, "vessel"), rf"(?<!\w){{}}{_SHIP}"),)
    before = _compiled(
        _phrases(words, _LABELS[kind]), rf"(?<!\w){{}}(?P<gap>[^.!?\n]{{0,36}}?){_CODE}(?![\w-])"
    )
    if kind != "mark":
        return (before,)
    behind = rf"(?<![\w-])(?-i:(?P<gap>){_CODE})(?![\w-])[^.!?\n]{{0,24}}?\b{{}}"
    return before, _compiled(_phrases(words, "written_on"), behind)


def _coloured(words: Mapping[PhraseName, Words]) -> tuple[re.Pattern[str], ...]:
    """ "Red 41", quoted or with its capital letter amid a sentence; «48 жёлтый» where that ends."""
    colour = _either(_phrases(words, "colour"))
    if not colour:
        return ()
    amid = r"(?:(?<=[«“\"„])|(?<=[^\W\d_] )(?=[A-ZА-ЯІЇЄ]))"
    ended = r"(?=\s*[.,;:!?)»”\"'’‘\n]|$)"
    before = rf"{amid}(?i:{colour})\s(?P<code>\d{{2}})(?![\w%.,]*\d)"
    return (
        re.compile(before),
        re.compile(rf"(?<!\w){colour}\s[«“\"„](?P<code>\d{{2,3}})[»”\"“]", re.I),
        re.compile(rf"(?<![\w.,-])(?P<code>\d{{2}})\s{colour}{ended}", re.I),
    )


def _numbered(words: Mapping[PhraseName, Words]) -> tuple[re.Pattern[str], ...]:
    """Numbers right behind a word for those on sides and turrets: «бортовой 214»."""
    said = _either(_phrases(words, "side_number"))
    if not said:
        return ()
    code = r"(?<![\w-])(?P<code>\d{2,5})(?![\d%]|[.,]\d)"
    listed = r"(?=[,.;)»”\"\n]|$|\s(?:and|et|и|і|й|та|و)\s?\d)"  # nothing that it counts
    return (
        re.compile(rf"(?<!\w){said}[^.!?,;\n\d]{{1,16}}?{code}", re.I),
        re.compile(rf"(?<!\w){said}[^.!?;\n]{{1,60}}?[:—–]\s{code}{listed}", re.I),
    )


def _official(words: Mapping[PhraseName, Words]) -> re.Pattern[str]:
    office, confirms = _either(_phrases(words, "office")), _either(_phrases(words, "confirmation"))
    if not office or not confirms:
        return _NOTHING
    word = r"(?:[^\S\n][^\s.!?؟]+)"  # of the same sentence
    after, before = rf",?{word}{{0,10}}?[^\S\n]", rf"{word}{{0,2}}?[^\S\n]"
    either = f"{office}{after}{confirms}|{confirms}{before}{office}"
    if announced := _either(_phrases(words, "announcement")):
        either = f"{either}|{announced}"
    if acts := _either(_phrases(words, "office_act")):
        either = rf"{either}|{office},?{word}{{0,1}}?[^\S\n]{acts}"
    # "The presidency: ...", but not "three tanks of the army: two T-72 and a T-80".
    opens = r"(?:^|(?<=[.!?:…]\s))(?:\W*[\w-]+[^\S\n])?\W*(?:\w['’])?"
    quoted = rf"{word}{{3,5}}?[^\S\n]?:(?=\s[«“\"„])"  # "the embassy of Russia in Mali: ..."
    speaks = rf"{opens}{office}(?:{word}{{0,2}}?[^\S\n]?:(?=\s)|{quoted})"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)|{speaks}", re.IGNORECASE | re.MULTILINE)


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
